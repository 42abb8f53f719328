/** Runs a package manager in the same sandbox as servers. */
import { describeBreach, type Mount, type Sandbox, type SandboxExit, type WritableMount } from './sandbox/index.ts';

/** Settings of the environment without which a registry behind a proxy is not reached. */
const inherited = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
];
/** Longest output kept where nothing else is said, bytes. */
const usualOutputBytes = 256 * 1024;
/** Memory and processes an installation may use. Trees of 1.4 GB on disk have been seen to need about 1 GB. */
const memoryBytes = 3 * 1024 * 1024 * 1024;
const processes = 64;
/** What a folder that an installation writes to may grow to: twice the largest tree seen (1.4 GB), in files of 15 KB on average. */
const folderBounds = { maxBytes: 3_000_000_000, maxFiles: 200_000 };
/** Temporary files an installation may make, bytes. */
const scratchBytes = 1024 * 1024 * 1024;

/** One run of a package manager. */
export interface InstallerRun {
  argv: string[];
  env: Record<string, string>;
  readOnly: Mount[];
  writable: WritableMount[];
  cwd?: string;
  /** Longest output kept, bytes. Default 256 KB. */
  maxOutputBytes?: number;
  signal: AbortSignal;
  timeoutMs: number;
}

/** How it ended. Output is cut to what is kept. */
export interface InstallerResult {
  exit: SandboxExit;
  stdout: string;
  stderr: string;
  timedOut: boolean;
}

/** The user's proxies and certificates. */
export function networkSettings(): Record<string, string> {
  return Object.fromEntries(inherited.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

/** Runs it to its end, or until the time is over or the signal aborts. Never throws for the program's failure. */
export async function runInstaller(
  sandbox: Sandbox,
  { signal, timeoutMs, maxOutputBytes = usualOutputBytes, ...request }: InstallerRun,
): Promise<InstallerResult> {
  const started = await sandbox.start({
    ...request,
    writable: request.writable.map((mount) => ({ ...folderBounds, ...mount })),
    memoryBytes,
    processes,
    scratchBytes,
    cpuSeconds: Math.ceil(timeoutMs / 1000) * 4,
  });
  let stdout = '';
  let stderr = '';
  started.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    if (stdout.length < maxOutputBytes) stdout += chunk;
  });
  started.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr = (stderr + chunk).slice(-usualOutputBytes);
  });
  const drained = Promise.all([ended(started.stdout), ended(started.stderr)]);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    void started.kill();
  }, timeoutMs);
  const onAbort = () => void started.kill();
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  const exit = await started.exited;
  await drained;
  clearTimeout(timer);
  signal.removeEventListener('abort', onAbort);
  await started.kill();
  return { exit, stdout, stderr, timedOut };
}

/** Why a run failed that its own output does not explain; undefined where it does. */
export function outsideReason({ exit, timedOut }: InstallerResult, timeoutMs: number): string | undefined {
  if (timedOut) return `it took longer than ${Math.round(timeoutMs / 1000)} s`;
  if (exit.breach) return `it ${describeBreach(exit.breach, { memoryBytes, processes })}`;
  return undefined;
}

function ended(stream: NodeJS.ReadableStream & { destroyed?: boolean }): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed) resolve();
    for (const event of ['end', 'close', 'error']) stream.once(event, () => resolve());
  });
}
