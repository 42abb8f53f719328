/** Runs a package manager: the same sandbox as for servers, but with the network and one folder to write to. */
import { randomUUID } from 'node:crypto';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { measureFolder } from './package-cache.ts';
import type { Mount, Sandbox, SandboxExit } from './sandbox/index.ts';

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
/** Longest output kept, bytes. */
const maxOutputBytes = 256 * 1024;
/** Memory and processes an installation may use. Trees of 1.4 GB on disk have been seen to need about 1 GB. */
const memoryBytes = 3 * 1024 * 1024 * 1024;
const processes = 64;
/** Temporary files an installation may make, bytes. */
const scratchBytes = 1024 * 1024 * 1024;

/** One run of a package manager. */
export interface InstallerRun {
  argv: string[];
  env: Record<string, string>;
  readOnly: Mount[];
  writable: Mount[];
  cwd: string;
  signal: AbortSignal;
  timeoutMs: number;
}

/** How it ended. Output is cut to its last 256 KB. */
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
  { signal, timeoutMs, ...request }: InstallerRun,
): Promise<InstallerResult> {
  const started = await sandbox.start({
    ...request,
    network: 'host',
    memoryBytes,
    processes,
    scratchBytes,
    cpuSeconds: Math.ceil(timeoutMs / 1000) * 4,
  });
  let stdout = '';
  let stderr = '';
  started.stdout.on('data', (chunk) => {
    if (stdout.length < maxOutputBytes) stdout += String(chunk);
  });
  started.stderr.on('data', (chunk) => {
    stderr = (stderr + String(chunk)).slice(-maxOutputBytes);
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
  if (exit.breach) return `it used too much ${exit.breach === 'memory' ? 'memory' : 'of the process table'}`;
  return undefined;
}

/**
 * Empties a package manager's own downloads where they have outgrown their share and nobody is installing. Once per
 * process: measuring takes a moment.
 */
export async function boundDownloads(cacheDir: string, downloads: string, maxBytes: number): Promise<void> {
  const installing = await readdir(join(cacheDir, 'staging')).catch(() => []);
  if (installing.length > 0 || (await measureFolder(downloads)) <= maxBytes) return;
  const doomed = join(cacheDir, 'staging', `${process.pid}-${randomUUID()}`);
  await rename(downloads, doomed).catch(() => {});
  await rm(doomed, { recursive: true, force: true });
}

function ended(stream: NodeJS.ReadableStream & { destroyed?: boolean }): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed) resolve();
    for (const event of ['end', 'close', 'error']) stream.once(event, () => resolve());
  });
}
