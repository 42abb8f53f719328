import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { BubblewrapHost } from './arguments.ts';
import { createBubblewrapSandbox } from './bubblewrap.ts';
import { openControlGroups } from './cgroup.ts';
import { chooseHostUser } from './host-user.ts';
import { type IsolationItem, judgeIsolation, probeReport, readNamespaces } from './isolation.ts';
import { isFiltered } from './seccomp.ts';
import type { Sandbox } from './types.ts';

export type { IsolationItem } from './isolation.ts';
export {
  type Breach,
  describeBreach,
  type Mount,
  type Sandbox,
  type SandboxExit,
  type SandboxedProcess,
  type SandboxRequest,
  type WritableMount,
} from './types.ts';
export { createUnsandboxed } from './unsandboxed.ts';

/** Whether strangers' programs can be run here, what of the isolation is in force, and if not, why and what to type. */
export type SandboxCheck =
  | { ok: true; isolation: IsolationItem[] }
  | { ok: false; reason: string; todo: string; isolation: IsolationItem[] };

/** Why there is no sandbox, and what to do. */
export type NoSandbox = SandboxCheck & { ok: false };

/** How long the trial start may take, milliseconds. It takes about 150. */
const trialTimeoutMs = 15_000;
/** Where the probe lies inside. */
const probeInside = '/opt/probe.mts';

/** Starts a probe in the sandbox to see what of the isolation is in force here. For `doctor`. */
export async function checkSandbox(): Promise<SandboxCheck> {
  const opened = await tryOpen();
  if ('ok' in opened) return opened;
  await opened.sandbox.close();
  return { ok: true, isolation: opened.isolation };
}

/** The sandbox of this machine, all of its promises tried, or why there is none. */
export async function openSandbox(): Promise<Sandbox | NoSandbox> {
  const opened = await tryOpen();
  return 'ok' in opened ? opened : opened.sandbox;
}

/** A sandbox that keeps all that is required, and what it keeps. */
interface Opened {
  sandbox: Sandbox;
  isolation: IsolationItem[];
}

async function tryOpen(): Promise<Opened | NoSandbox> {
  const host = await findHost();
  if ('ok' in host) return host;
  const first = await tryHost(host);
  if (typeof first !== 'string') return first;
  // Some containers allow one level of user namespaces but not the second that `--disable-userns` makes.
  const second = host.canDisableUserns ? await tryHost({ ...host, canDisableUserns: false }) : first;
  return typeof second === 'string' ? explain(first) : second;
}

async function findHost(): Promise<BubblewrapHost | NoSandbox> {
  if (process.platform !== 'linux') {
    return none(
      `Servers are started in a bubblewrap sandbox, which exists on Linux only; this is ${process.platform}.`,
      'Run toolrisk in a Linux machine or container, or pass --no-sandbox and read what that means.',
    );
  }
  if (!isFiltered(process.arch)) {
    return none(
      `There is no system call filter for this processor (${process.arch}).`,
      'Run toolrisk on an x64 or arm64 machine, or pass --no-sandbox and read what that means.',
    );
  }
  const bwrap = findOnPath('bwrap');
  if (bwrap === undefined) {
    return none('The program bwrap (bubblewrap) is not installed.', 'Install it: sudo apt-get install -y bubblewrap');
  }
  const user = chooseHostUser();
  const setpriv = findOnPath('setpriv');
  if (user !== undefined && setpriv === undefined) {
    return none(
      'The program setpriv is not installed, without which what root starts would stay root.',
      'Install it (package util-linux), or run toolrisk as an ordinary user.',
    );
  }
  const version = await run(bwrap, ['--version']);
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(version.output) ?? [];
  const prlimit = '/usr/bin/prlimit';
  return {
    bwrap,
    canDisableUserns: user === undefined && (Number(major) > 0 || Number(minor) >= 8),
    ...(existsSync(prlimit) && { prlimit }),
    ...(user !== undefined && setpriv !== undefined && { become: { user, setpriv } }),
    node: process.execPath,
  };
}

/** Runs the probe; the message of bubblewrap where it does not run. */
async function tryHost(host: BubblewrapHost): Promise<Opened | NoSandbox | string> {
  const sandbox = createBubblewrapSandbox(host);
  const answer = await runProbe(sandbox);
  const report = probeReport.safeParse(answer.report);
  if (!report.success) {
    await sandbox.close();
    return answer.message;
  }
  const isolation = judgeIsolation(report.data, {
    namespaces: readNamespaces(),
    hostUser: host.become?.user,
    isRoot: process.getuid?.() === 0,
    hasControlGroups: openControlGroups() !== undefined,
    hasPrlimit: host.prlimit !== undefined,
  });
  const missing = isolation.filter((item) => item.required && !item.holds);
  if (missing.length === 0) return { sandbox, isolation };
  await sandbox.close();
  const what = missing.map(({ title, detail }) => `${title} (${detail})`).join('; ');
  return {
    ...none(
      `The sandbox does not hold here: ${what}.`,
      'Use another machine or container; toolrisk doctor says item by item what holds.',
    ),
    isolation,
  };
}

async function runProbe(sandbox: Sandbox): Promise<{ report?: unknown; message: string }> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const started = await sandbox.start({
      argv: [sandbox.places.node, probeInside],
      env: {},
      readOnly: [{ host: join(import.meta.dirname, 'probe.mts'), inside: probeInside }],
      memoryBytes: 512 * 1024 * 1024,
      processes: 16,
      scratchBytes: 1024 * 1024,
      cpuSeconds: 10,
    });
    timer = setTimeout(() => void started.kill(), trialTimeoutMs);
    const [output, errors, exit] = await Promise.all([text(started.stdout), text(started.stderr), started.exited]);
    await started.kill();
    if (exit.code === 0) return { report: JSON.parse(output), message: 'its probe said nothing that can be read' };
    return { message: errors.trim() || `it ended with ${exit.breach ?? exit.code ?? exit.signal}` };
  } catch (error) {
    return { message: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}

const none = (reason: string, todo: string): NoSandbox => ({ ok: false, reason, todo, isolation: [] });

/** What to do about bubblewrap's own refusals. */
function explain(message: string): NoSandbox {
  const reason = `bubblewrap cannot make a sandbox here: ${message.split('\n')[0]?.slice(0, 200)}`;
  if (
    existsSync('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') &&
    /permission|uid map|namespace/i.test(message)
  ) {
    return none(reason, 'Allow user namespaces: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0');
  }
  if (/namespace/i.test(message) && existsSync('/proc/sys/kernel/unprivileged_userns_clone')) {
    return none(reason, 'Allow user namespaces: sudo sysctl -w kernel.unprivileged_userns_clone=1');
  }
  if (existsSync('/.dockerenv') || existsSync('/run/.containerenv')) {
    return none(
      reason,
      'Start the container with --security-opt seccomp=unconfined --security-opt systempaths=unconfined --cap-add SYS_ADMIN.',
    );
  }
  return none(reason, 'Allow user namespaces on this machine, or pass --no-sandbox and read what that means.');
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
