import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type BubblewrapHost, createBubblewrapSandbox } from './bubblewrap.ts';
import type { Sandbox } from './types.ts';

export type { Mount, Sandbox, SandboxExit, SandboxedProcess, SandboxRequest } from './types.ts';
export { createUnsandboxed } from './unsandboxed.ts';

/** Whether strangers' programs can be run here, and if not, why and what to type. */
export type SandboxCheck = { ok: true } | { ok: false; reason: string; todo: string };

/** How long the trial start may take, milliseconds. It takes about 50. */
const trialTimeoutMs = 15_000;

/** Starts an empty program in the sandbox to see whether it works here. For `doctor` and before the first server. */
export async function checkSandbox(): Promise<SandboxCheck> {
  const found = await findHost();
  return 'bwrap' in found ? { ok: true } : found;
}

/** The sandbox of this machine, or why there is none. */
export async function openSandbox(): Promise<Sandbox | (SandboxCheck & { ok: false })> {
  const found = await findHost();
  return 'bwrap' in found ? createBubblewrapSandbox(found) : found;
}

async function findHost(): Promise<BubblewrapHost | (SandboxCheck & { ok: false })> {
  if (process.platform !== 'linux') {
    return {
      ok: false,
      reason: `Servers are started in a bubblewrap sandbox, which exists on Linux only; this is ${process.platform}.`,
      todo: 'Run toolrisk in a Linux machine or container, or pass --no-sandbox and read what that means.',
    };
  }
  const bwrap = findOnPath('bwrap');
  if (bwrap === undefined) {
    return {
      ok: false,
      reason: 'The program bwrap (bubblewrap) is not installed.',
      todo: 'Install it: sudo apt-get install -y bubblewrap',
    };
  }
  const version = await run(bwrap, ['--version']);
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(version.output) ?? [];
  const prlimit = '/usr/bin/prlimit';
  const host: BubblewrapHost = {
    bwrap,
    canDisableUserns: Number(major) > 0 || Number(minor) >= 8,
    ...(existsSync(prlimit) && { prlimit }),
    node: process.execPath,
  };
  const failure = await tryHost(host);
  if (failure === undefined) return host;
  // Some containers allow one level of user namespaces but not the second that `--disable-userns` makes.
  const plain = { ...host, canDisableUserns: false };
  if (host.canDisableUserns && (await tryHost(plain)) === undefined) return plain;
  return explain(failure);
}

/** Runs `true`; the message of bubblewrap when that fails. */
async function tryHost(host: BubblewrapHost): Promise<string | undefined> {
  const sandbox = createBubblewrapSandbox(host);
  const started = await sandbox.start({
    argv: ['/bin/true'],
    env: {},
    readOnly: [],
    network: 'none',
    memoryBytes: 256 * 1024 * 1024,
    processes: 16,
    scratchBytes: 1024 * 1024,
    cpuSeconds: 10,
  });
  let message = '';
  started.stderr.on('data', (chunk) => {
    message += String(chunk);
  });
  started.stdout.resume();
  const timer = setTimeout(() => void started.kill(), trialTimeoutMs);
  const exit = await started.exited;
  clearTimeout(timer);
  await started.kill();
  return exit.code === 0 ? undefined : message.trim() || `bwrap ended with ${exit.code ?? exit.signal}`;
}

/** What to do about bubblewrap's own refusals. */
function explain(message: string): SandboxCheck & { ok: false } {
  const reason = `bubblewrap cannot make a sandbox here: ${message.split('\n')[0]?.slice(0, 200)}`;
  if (
    existsSync('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') &&
    /permission|uid map|namespace/i.test(message)
  ) {
    return {
      ok: false,
      reason,
      todo: 'Allow user namespaces: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
    };
  }
  if (/namespace/i.test(message) && existsSync('/proc/sys/kernel/unprivileged_userns_clone')) {
    return { ok: false, reason, todo: 'Allow user namespaces: sudo sysctl -w kernel.unprivileged_userns_clone=1' };
  }
  if (existsSync('/.dockerenv') || existsSync('/run/.containerenv')) {
    return {
      ok: false,
      reason,
      todo: 'Start the container with --security-opt seccomp=unconfined --security-opt systempaths=unconfined --cap-add SYS_ADMIN.',
    };
  }
  return {
    ok: false,
    reason,
    todo: 'Allow user namespaces on this machine, or pass --no-sandbox and read what that means.',
  };
}

function findOnPath(name: string): string | undefined {
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/bin']) {
    const path = join(folder, name);
    try {
      if (folder.startsWith('/')) {
        accessSync(path, constants.X_OK);
        return path;
      }
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

function run(command: string, args: string[]): Promise<{ output: string }> {
  return new Promise((resolve) => {
    execFile(command, args, { timeout: trialTimeoutMs }, (_error, stdout, stderr) =>
      resolve({ output: stdout + stderr }),
    );
  });
}
