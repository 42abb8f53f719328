import { type ChildProcess, spawn } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { type ControlGroup, openControlGroups } from './cgroup.ts';
import { endOrphans } from './orphans.ts';
import type { Breach, Sandbox, SandboxExit, SandboxedProcess, SandboxPlaces, SandboxRequest } from './types.ts';
import { createWatchdog } from './watchdog.ts';

/** Where everything lies inside. Constant, so that a tool list that mentions its paths is the same on every machine. */
const places: SandboxPlaces & { node: string } = {
  node: '/opt/node/bin/node',
  work: '/scratch/work',
  home: '/scratch/home',
};

/** Shared memory a program may use, bytes. Node and Python need next to none. */
const sharedMemoryBytes = 16 * 1024 * 1024;
/** Tasks (threads) per process allowed on average; a Node process has about eleven. */
const tasksPerProcess = 6;
/** Memory the kernel's limit allows above the watchdog's, bytes: page cache and scratch files count there too. */
const groupSlackBytes = 256 * 1024 * 1024;
/** Private writable memory of one process above the tree's limit, bytes: V8 reserves about 600 MB of it per thread that runs JavaScript, used or not. */
const dataSlackBytes = 8 * 1024 * 1024 * 1024;
/** How often a new namespace is looked for until it is there, milliseconds. It takes about ten. */
const findEveryMs = 20;
/** How long a killed tree may take to vanish before bubblewrap itself is killed, milliseconds. */
const killGraceMs = 2_000;

/** Top-level folders a program needs to run at all. Everything else of the host, `/home`, `/root`, `/var` and `/run` among it, is absent. */
const systemFolders = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/nix/store'];
/** Parts of `/etc` that programs need and that hold no secret. */
const systemFiles = [
  '/etc/ld.so.cache',
  '/etc/ld.so.conf',
  '/etc/ld.so.conf.d',
  '/etc/alternatives',
  '/etc/ssl/certs',
  '/etc/ssl/openssl.cnf',
  '/etc/pki/tls',
  '/etc/ca-certificates',
  '/etc/localtime',
  '/etc/os-release',
  '/etc/mime.types',
];
/** Files of our own in place of the host's: one user, and no name but localhost. */
const ownFiles = ['hosts', 'passwd', 'group', 'nsswitch.conf'];
/** What installation needs on top, to find the registry. */
const networkFiles = ['/etc/resolv.conf', '/etc/hosts', '/etc/nsswitch.conf', '/etc/host.conf', '/etc/gai.conf'];

/** What holds whatever else is asked for, on the command line so that it holds even where the rest never arrives. */
const firstArguments = ['--unshare-all', '--unshare-user', '--die-with-parent', '--new-session', '--cap-drop', 'ALL'];

/**
 * Runs the program and ends everything when descriptor 4 closes, which it does when this process dies, however it dies.
 * `--die-with-parent` alone misses a death in the first milliseconds, before bubblewrap has asked the kernel for it.
 * The program gets neither the descriptor nor a process that could be mistaken for its own.
 */
const lifeline =
  'exec 5<&0; "$@" <&5 4<&- 5<&- & program=$!; exec 0</dev/null 1>/dev/null 2>&1 5<&-; ' +
  '{ read -r _ <&4; kill -KILL -1; } & exec 4<&-; wait "$program"; exit $?';

/** How every command line of this sandbox begins, after bubblewrap itself; no other program's does. */
const commandStart = [...firstArguments, '--args', '3', '--', '/bin/sh', '-c', lifeline, 'sh'];

/** What the host has that decides the arguments. */
export interface BubblewrapHost {
  /** Path of `bwrap`. */
  bwrap: string;
  /** Whether this version knows `--disable-userns` (0.8 and later). */
  canDisableUserns: boolean;
  /** Path of `prlimit`, where there is one. */
  prlimit?: string;
  /** The Node.js that runs servers. */
  node: string;
}

/**
 * Runs programs through bubblewrap directly.
 *
 * `@anthropic-ai/sandbox-runtime` drives the same bubblewrap, but begins from a readable file system from which named
 * paths are taken away, keeps one configuration and two proxies per process, and has no limits on memory, processes or
 * disk. Here a stranger's program begins with nothing: the system's programs, its own package, an empty scratch folder
 * in memory; no network, no host file, no other process, no capability, no further namespace. Measured cost: about 45 ms
 * per start.
 *
 * Memory and process counts are held by a watchdog (a hard address-space limit would break V8, which reserves far more
 * than it uses) with kernel limits per process behind it; disk by the size of the scratch file system.
 */
export function createBubblewrapSandbox(host: BubblewrapHost): Sandbox {
  endOrphans(commandStart);
  const watchdog = createWatchdog();
  const makeGroup = openControlGroups();
  const running = new Set<SandboxedProcess>();
  return {
    kind: 'bubblewrap',
    places,
    locate: (mount) => mount.inside,
    async start(request) {
      const command = [...limitArguments(host, request), ...request.argv].map(withoutNul);
      const child = spawn(host.bwrap, [...commandStart, ...command], {
        stdio: ['pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
        env: {},
        cwd: '/',
      });
      // bubblewrap waits for its arguments, so nothing of the program runs outside the group.
      const group = joinGroup(child.pid, () =>
        makeGroup?.({
          memoryBytes: request.memoryBytes + groupSlackBytes,
          tasks: request.processes * tasksPerProcess,
        }),
      );
      const started = superviseChild(child, buildBubblewrapArguments(host, request), group, (initPid, onBreach) =>
        watchdog.watch(initPid, { memoryBytes: request.memoryBytes, processes: request.processes + 2 }, onBreach),
      );
      running.add(started);
      void started.exited.then(() => running.delete(started));
      return started;
    },
    async close() {
      await Promise.all([...running].map((started) => started.kill()));
    },
  };
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

/**
 * The arguments of bubblewrap for one program, in the order it applies them. Later mounts lie over earlier ones.
 * They are handed over through a pipe, so that no process inside can read the host's paths off a command line.
 */
export function buildBubblewrapArguments(host: BubblewrapHost, request: SandboxRequest): string[] {
  const args = ['--uid', '1000', '--gid', '1000', '--hostname', 'sandbox'];
  if (request.network === 'host') args.push('--share-net');
  if (host.canDisableUserns) args.push('--disable-userns');
  for (const folder of systemFolders) args.push(...mirror(folder));
  for (const file of [...systemFiles, ...(request.network === 'host' ? networkFiles : [])]) args.push(...mirror(file));
  for (const file of ownFiles) {
    const shared = request.network === 'host' && networkFiles.includes(`/etc/${file}`);
    if (!shared) args.push('--ro-bind', join(import.meta.dirname, 'etc', file), `/etc/${file}`);
  }
  args.push('--proc', '/proc', '--dev', '/dev');
  args.push('--size', String(sharedMemoryBytes), '--perms', '1777', '--tmpfs', '/dev/shm', '--remount-ro', '/dev');
  args.push('--size', String(request.scratchBytes), '--perms', '0755', '--tmpfs', '/scratch');
  args.push('--dir', '/scratch/tmp', '--dir', places.home, '--dir', places.work, '--symlink', 'scratch/tmp', '/tmp');
  args.push('--ro-bind', host.node, places.node);
  for (const mount of request.readOnly) args.push('--ro-bind', mount.host, mount.inside);
  for (const mount of request.writable ?? []) args.push('--bind', mount.host, mount.inside);
  for (const hidden of request.hidden ?? []) args.push(...hide(hidden));
  args.push('--remount-ro', '/', '--chdir', request.cwd ?? places.work, '--clearenv');
  const env = {
    HOME: places.home,
    TMPDIR: '/scratch/tmp',
    PATH: defaultPath,
    USER: 'mcp',
    LANG: 'C.UTF-8',
    ...request.env,
  };
  for (const [name, value] of Object.entries(env)) args.push('--setenv', name, value);
  return args;
}

const defaultPath = '/opt/node/bin:/usr/local/bin:/usr/bin:/bin';

/** Shows a host path at the same place, a symbolic link as itself. Nothing when it is not there. */
function mirror(path: string): string[] {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isSymbolicLink()) return ['--ro-bind', path, path];
  const target = realpathSync.native(path);
  // A link within the mirrored system folders keeps its meaning; any other is replaced by what it leads to.
  if (dirname(path) === '/') return ['--symlink', readlinkSync(path), path];
  return ['--ro-bind', target, path];
}

/** Covers a path that is inside a mount: a folder by an empty one, a file by nothing readable. */
function hide(path: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  return stat.isDirectory()
    ? ['--perms', '0555', '--tmpfs', path, '--remount-ro', path]
    : ['--ro-bind', '/dev/null', path];
}

/** Kernel limits per process, as a second line behind the watchdog. */
function limitArguments(host: BubblewrapHost, request: SandboxRequest): string[] {
  if (host.prlimit === undefined) return [];
  return [
    host.prlimit,
    '--core=0',
    '--nofile=4096',
    `--nproc=${request.processes * tasksPerProcess}`,
    `--data=${request.memoryBytes + dataSlackBytes}`,
    `--cpu=${request.cpuSeconds}`,
    '--',
  ];
}

/** Hands bubblewrap its arguments, then watches and ends what it started as one. */
function superviseChild(
  child: ChildProcess,
  args: string[],
  group: ControlGroup | undefined,
  watch: (initPid: number, onBreach: (breach: Breach) => void) => () => void,
): SandboxedProcess {
  const [stdin, stdout, stderr, argsPipe, lifePipe] = child.stdio as [Writable, Readable, Readable, Writable, Writable];
  let breach: Breach | undefined;
  let initPid: number | undefined;
  let stopWatching = () => {};
  const exited = new Promise<SandboxExit>((resolve) => {
    child.once('exit', (code, signal) => {
      if (group?.ranOutOfMemory()) breach ??= 'memory';
      resolve({ code, signal, ...(breach && { breach }) });
    });
    child.once('error', () => resolve({ code: null, signal: null }));
  }).finally(async () => {
    stopWatching();
    await group?.remove();
  });

  const kill = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      // The first process of a namespace takes every other with it; bubblewrap reaps it and exits.
      lifePipe.destroy();
      initPid ??= findChild(child.pid);
      signal(initPid ?? child.pid);
      const timer = setTimeout(() => child.kill('SIGKILL'), killGraceMs);
      await exited;
      clearTimeout(timer);
    }
    for (const stream of [stdin, stdout, stderr, argsPipe, lifePipe]) stream.destroy();
  };

  for (const stream of [stdin, argsPipe, lifePipe]) stream.on('error', () => {});
  argsPipe.end(`${args.map(withoutNul).join('\0')}\0`);
  const startWatching = () => {
    initPid = findChild(child.pid);
    if (initPid === undefined) return;
    clearInterval(looking);
    const found = initPid;
    stopWatching = watch(found, (kind) => {
      breach = kind;
      signal(found);
    });
  };
  const looking = setInterval(startWatching, findEveryMs);
  void exited.then(() => clearInterval(looking));
  return { stdin, stdout, stderr, exited, kill };
}

/** Host pid of a process's only child: the first process of the new namespace. */
function findChild(pid: number | undefined): number | undefined {
  if (pid === undefined) return undefined;
  const children = readText(`/proc/${pid}/task/${pid}/children`);
  if (children !== undefined) return Number(children.split(' ')[0]) || undefined;
  // Kernels without that file: look for it from the other side.
  const isChild = (name: string) =>
    / \S (\d+) /.exec(readText(`/proc/${name}/stat`)?.replace(/^.*\)/s, ' ') ?? '')?.[1] === String(pid);
  return Number(readdirSync('/proc').find((name) => /^\d+$/.test(name) && isChild(name))) || undefined;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function signal(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}

function withoutNul(text: string): string {
  return text.replaceAll('\0', '');
}
