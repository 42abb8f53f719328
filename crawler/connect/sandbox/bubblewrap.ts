import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { getPriority, setPriority } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type BubblewrapHost,
  becomeArguments,
  buildBubblewrapArguments,
  insideUser,
  limitArguments,
  places,
  tasksPerProcess,
} from './arguments.ts';
import { type ControlGroup, openControlGroups } from './cgroup.ts';
import { handOver } from './host-user.ts';
import { endOrphans } from './orphans.ts';
import { buildSeccompFilter, isFiltered } from './seccomp.ts';
import type { Breach, Sandbox, SandboxExit, SandboxedProcess, SandboxRequest } from './types.ts';
import { createWatchdog, endProcess } from './watchdog.ts';

/** Temporary files, folders and links a program may have, unless its request says otherwise. Each takes about 1.2 KB of the kernel's memory. */
const defaultScratchFiles = 50_000;
/** What a program may print, unless its request says otherwise, bytes: four times the longest list that is taken. */
const defaultOutputBytes = 64 * 1024 * 1024;
/** How often it is looked how much that is, milliseconds. */
const outputEveryMs = 100;
/** Memory the kernel's limit allows above the watchdog's, bytes: page cache and scratch files count there too. */
const groupSlackBytes = 256 * 1024 * 1024;
/** How much a program yields to toolrisk itself and its site, as `nice` counts: it gets a third of what they get where both want all. */
const niceness = 5;
/** How long bubblewrap may take to make the namespaces, milliseconds. It takes about ten. */
const setUpMs = 15_000;
/** How long a killed tree may take to vanish before bubblewrap itself is killed, milliseconds. */
const killGraceMs = 2_000;
/** How often it is looked whether a tree is gone, milliseconds. */
const goneEveryMs = 20;

/** Descriptors of bubblewrap and the shell in it, beside the standard three. */
const descriptors = { args: 3, life: 4, info: 5, filter: 6, ready: 7 };

/** What holds whatever else is asked for, on the command line so that it holds even where the rest never arrives. */
const commandStart = [
  ...['--unshare-all', '--unshare-user', '--die-with-parent', '--new-session', '--cap-drop', 'ALL'],
  ...['--seccomp', String(descriptors.filter), '--info-fd', String(descriptors.info)],
];

/**
 * Runs the program and ends everything when descriptor 4 closes, which it does when this process dies, however it dies.
 * `--die-with-parent` alone misses a death in the first milliseconds, before bubblewrap has asked the kernel for it.
 * The program gets neither the descriptor nor a process that could be mistaken for its own.
 */
const lifeline =
  'umask 022; exec 7<&-; exec 5<&0; "$@" <&5 4<&- 5<&- & program=$!; exec 0</dev/null 1>/dev/null 2>&1 5<&-; ' +
  '{ read -r _ <&4; kill -KILL -1; } & exec 4<&-; wait "$program"; exit $?';

/**
 * Runs programs through bubblewrap directly.
 *
 * `@anthropic-ai/sandbox-runtime` drives the same bubblewrap, but begins from a readable file system from which named
 * paths are taken away, keeps one configuration and two proxies per process, and has no limits on memory, processes or
 * disk. Here a stranger's program begins with nothing: the system's programs, its own package, an empty scratch folder
 * in memory; no network, no host file, no other process, no capability, no further namespace, and none of the system
 * calls of `system-calls.ts`. Where toolrisk is root, the program is a user who owns nothing.
 *
 * Memory, processes, files and disk are held by a watchdog (a hard address-space limit would break V8, which reserves far
 * more than it uses) with control groups and limits per process behind it; temporary disk by the size of its file system.
 * @throws when there is no system call filter for this processor
 */
export function createBubblewrapSandbox(host: BubblewrapHost): Sandbox {
  if (!isFiltered(process.arch)) throw new Error(`there is no system call filter for ${process.arch}`);
  const filter = buildSeccompFilter(process.arch);
  endOrphans(commandStart);
  const watchdog = createWatchdog();
  const makeGroup = openControlGroups();
  const running = new Set<SandboxedProcess>();
  return {
    kind: 'bubblewrap',
    places,
    locate: (mount) => mount.inside,
    async start(request) {
      const { become } = host;
      if (become) for (const { host: folder } of request.writable ?? []) handOver(folder, become.user);
      const { args: argsFd, ready } = descriptors;
      // Before anything is started that would wait for them for ever.
      const args = buildBubblewrapArguments(host, request);
      const command = [...becomeArguments(host), '/bin/sh', '-c', lifeline, 'sh', ...limitArguments(host, request)];
      const child = spawn(
        host.bwrap,
        [
          ...commandStart,
          ...(become ? ['--userns-block-fd', String(ready)] : []),
          ...['--args', String(argsFd), '--', ...command, ...request.argv.map(withoutNul)],
        ],
        { stdio: [...Array(8).fill('pipe'), ...coveredDescriptors()], env: {}, cwd: '/' },
      );
      // bubblewrap waits for its arguments, so nothing of the program runs outside the group.
      if (child.pid !== undefined) yieldToOthers(child.pid);
      const group = joinGroup(child.pid, () =>
        makeGroup?.({
          memoryBytes: request.memoryBytes + groupSlackBytes,
          tasks: request.processes * tasksPerProcess,
        }),
      );
      const started = await superviseChild(child, {
        args,
        filter,
        group,
        hostUser: become?.user,
        outputBytes: request.outputBytes ?? defaultOutputBytes,
        watch: (initPid) => watchdog.watch(initPid, limitsOf(request)),
      });
      running.add(started);
      void started.exited.then(() => running.delete(started));
      return started;
    },
    async close() {
      await Promise.all([...running].map((started) => started.kill()));
      await watchdog.close();
    },
  };
}

function limitsOf(request: SandboxRequest) {
  const { memoryBytes, processes, scratchFiles = defaultScratchFiles, writable = [] } = request;
  return {
    memoryBytes,
    // The first process and the shell are ours.
    processes: processes + 2,
    scratchFiles,
    folders: writable
      .filter(({ maxBytes, maxFiles }) => maxBytes !== undefined || maxFiles !== undefined)
      .map(({ host: path, maxBytes = Number.POSITIVE_INFINITY, maxFiles = Number.POSITIVE_INFINITY }) => ({
        path,
        maxBytes,
        maxFiles,
      })),
  };
}

/** Lets a child wait for others, no less than this process itself does. */
function yieldToOthers(pid: number): void {
  try {
    setPriority(pid, Math.max(getPriority(), niceness));
  } catch {
    // It is gone already, or the machine has rules of its own.
  }
}

/** Puts a child into a new group; without one where the kernel refuses, for the watchdog is there all the same. */
function joinGroup(pid: number | undefined, make: () => ControlGroup | undefined): ControlGroup | undefined {
  let group: ControlGroup | undefined;
  try {
    group = make();
    if (pid !== undefined) group?.add(pid);
    return group;
  } catch {
    void group?.remove();
    return undefined;
  }
}

/** What a started bubblewrap is given, and what holds it. */
interface Supervision {
  args: string[];
  filter: Buffer;
  group: ControlGroup | undefined;
  /** The host's user that the program becomes; the own one where absent. */
  hostUser: number | undefined;
  outputBytes: number;
  watch: (initPid: number) => () => Promise<Breach | undefined>;
}

/** Hands bubblewrap what it waits for, then watches and ends what it started as one. */
async function superviseChild(child: ChildProcess, given: Supervision): Promise<SandboxedProcess> {
  const [stdin, stdout, stderr, argsPipe, lifePipe, infoPipe, filterPipe, readyPipe] = child.stdio as unknown as [
    Writable,
    Socket,
    Socket,
    Writable,
    Writable,
    Readable,
    Writable,
    Writable,
  ];
  let breach: Breach | undefined;
  let initPid: number | undefined;
  let begunAt: string | undefined;
  let stopWatching: (() => Promise<Breach | undefined>) | undefined;
  const listening = setInterval(() => {
    if (stdout.bytesRead + stderr.bytesRead <= given.outputBytes) return;
    breach ??= 'output';
    endProcess(initPid ?? (child.pid as number));
  }, outputEveryMs);
  const ended = new Promise<SandboxExit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: null, signal: null }));
  });
  const exited = ended.then(async (exit): Promise<SandboxExit> => {
    clearInterval(listening);
    await untilGone(initPid, begunAt);
    breach ??= (await stopWatching?.()) ?? (given.group?.ranOutOfMemory() ? 'memory' : undefined);
    await given.group?.remove();
    return { ...exit, ...(breach && { breach }) };
  });
  const kill = async () => {
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
      // The first process of a namespace takes every other with it; bubblewrap reaps it and exits.
      lifePipe.destroy();
      endProcess(initPid ?? child.pid);
      const timer = setTimeout(() => child.kill('SIGKILL'), killGraceMs);
      await ended;
      clearTimeout(timer);
    }
    await exited;
    for (const stream of [stdin, stdout, stderr, argsPipe, lifePipe, infoPipe, filterPipe, readyPipe]) stream.destroy();
  };

  for (const stream of [stdin, argsPipe, lifePipe, infoPipe, filterPipe, readyPipe]) stream.on('error', () => {});
  filterPipe.end(given.filter);
  argsPipe.end(`${given.args.map(withoutNul).join('\0')}\0`);
  try {
    initPid = await readInitPid(infoPipe, ended);
    if (initPid !== undefined) {
      begunAt = startOf(initPid);
      stopWatching = given.watch(initPid);
      if (given.hostUser !== undefined) mapUsers(initPid, given.hostUser);
    }
  } catch (error) {
    await kill();
    throw error;
  }
  readyPipe.end('\n');
  return { stdin, stdout, stderr, exited, kill };
}

/** Host pid of the first process of the new namespace, as bubblewrap tells it; undefined where bubblewrap ended before. */
async function readInitPid(info: Readable, ended: Promise<unknown>): Promise<number | undefined> {
  const told = (async () => {
    let text = '';
    for await (const chunk of info) {
      text += String(chunk);
      const pid = /"child-pid":\s*(\d+)/.exec(text)?.[1];
      if (pid !== undefined && text.includes('}')) return Number(pid);
    }
    return undefined;
  })();
  const late = new AbortController();
  const tooLate = delay(setUpMs, undefined, { signal: late.signal }).then(() => {
    throw new Error(`bubblewrap made no namespaces within ${setUpMs / 1000} s`);
  });
  try {
    return await Promise.race([told, ended.then(() => undefined), tooLate]);
  } finally {
    tooLate.catch(() => {});
    late.abort();
  }
}

/** Flag of a descriptor in `/proc/PID/fdinfo` that a program started from here does not get. */
const closeOnExec = 0o2_000_000;
let nothing: number | undefined;

/**
 * What to put at descriptor 8 and after it, so that no file that toolrisk itself was started with open (a lock, a log)
 * is handed on. Node sees to its own descriptors.
 */
function coveredDescriptors(): (number | 'ignore')[] {
  const first = Object.keys(descriptors).length + 3;
  const covered: (number | 'ignore')[] = [];
  for (const fd of readdirSync('/proc/self/fdinfo').map(Number)) {
    if (fd < first || !isInherited(fd)) continue;
    nothing ??= openSync('/dev/null', 'r');
    covered[fd - first] = nothing;
  }
  return Array.from(covered, (fd) => fd ?? 'ignore');
}

function isInherited(fd: number): boolean {
  try {
    const flags = /^flags:\s+(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1] ?? '';
    return (Number.parseInt(flags, 8) & closeOnExec) === 0;
  } catch {
    return false;
  }
}

/** Says who is who inside: root, for as long as bubblewrap sets things up, and the one that the program becomes. */
function mapUsers(initPid: number, hostUser: number): void {
  for (const file of ['uid_map', 'gid_map']) {
    writeFileSync(`/proc/${initPid}/${file}`, `0 0 1\n${insideUser} ${hostUser} 1\n`);
  }
}

/** Waits for a namespace to end that bubblewrap, killed before it, no longer waits for itself. */
async function untilGone(initPid: number | undefined, begunAt: string | undefined): Promise<void> {
  while (initPid !== undefined && begunAt !== undefined && startOf(initPid) === begunAt) await delay(goneEveryMs);
}

/** When a process began, which tells it from a later one of the same number; undefined where it is gone. */
function startOf(pid: number): string | undefined {
  try {
    const [state, ...fields] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return state === 'Z' || state === 'X' ? undefined : fields[18];
  } catch {
    return undefined;
  }
}

function withoutNul(text: string): string {
  return text.replaceAll('\0', '');
}
