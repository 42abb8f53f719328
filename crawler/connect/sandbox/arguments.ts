/** The command line of bubblewrap for one program: what it sees, and where. */
import { existsSync, lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SandboxPlaces, SandboxRequest } from './types.ts';

/** Where everything lies inside. Constant, so that a tool list that mentions its paths is the same on every machine. */
export const places: SandboxPlaces = {
  node: '/opt/node/bin/node',
  work: '/scratch/work',
  home: '/scratch/home',
};

/** The user a program is inside, and its group. */
export const insideUser = 1000;

/** Shared memory a program may use, bytes. Node and Python need next to none. */
const sharedMemoryBytes = 16 * 1024 * 1024;
/** Tasks (threads) per process allowed on average; a Node process has about eleven. */
export const tasksPerProcess = 6;
/** Private writable memory of one process above the tree's limit, bytes: V8 reserves about 600 MB of it per thread that runs JavaScript, used or not. */
const dataSlackBytes = 8 * 1024 * 1024 * 1024;
/** Open files of one process. Each may hold a socket's or a pipe's buffer. */
const openFiles = 1_024;

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

/** Parts of `/proc` through which the kernel is set; programs do read them. */
const readOnlyInProc = ['sys', 'irq', 'bus', 'fs', 'sysrq-trigger'];
/** Parts of `/proc` that tell of the machine and of other programs, and that no server needs. */
const hiddenInProc = [
  'acpi',
  'asound',
  'cmdline',
  'config.gz',
  'interrupts',
  'iomem',
  'ioports',
  'kallsyms',
  'kcore',
  'key-users',
  'keys',
  'kmsg',
  'kpagecgroup',
  'kpagecount',
  'kpageflags',
  'latency_stats',
  'modules',
  'mtrr',
  'sched_debug',
  'scsi',
  'slabinfo',
  'timer_list',
  'vmallocinfo',
];

/** What the host has that decides the arguments. */
export interface BubblewrapHost {
  /** Path of `bwrap`. */
  bwrap: string;
  /** Whether `--disable-userns` works here (bubblewrap 0.8 and later). The system call filter says the same. */
  canDisableUserns: boolean;
  /** Path of `prlimit`, where there is one. */
  prlimit?: string;
  /** The user to become, and the path of `setpriv`, which does it: where toolrisk runs as root. */
  become?: { user: number; setpriv: string };
  /** The Node.js that runs servers. */
  node: string;
}

/**
 * The arguments of bubblewrap for one program, in the order it applies them. Later mounts lie over earlier ones.
 * They are handed over through a pipe, so that no process inside can read the host's paths off a command line.
 */
export function buildBubblewrapArguments(host: BubblewrapHost, request: SandboxRequest): string[] {
  const args = ['--hostname', 'sandbox'];
  if (host.become) {
    // What `setpriv` needs to become somebody else for good.
    for (const capability of ['CAP_SETUID', 'CAP_SETGID', 'CAP_SETPCAP']) args.push('--cap-add', capability);
  } else {
    args.push('--uid', String(insideUser), '--gid', String(insideUser));
    if (host.canDisableUserns) args.push('--disable-userns');
  }
  const system = [...systemFolders, ...systemFiles].filter((path) => lstatSync(path, { throwIfNoEntry: false }));
  args.push(...foldersAbove(system));
  for (const path of system) args.push(...mirror(path));
  for (const file of ownFiles) args.push('--ro-bind', join(import.meta.dirname, 'etc', file), `/etc/${file}`);
  args.push('--proc', '/proc', '--dev', '/dev');
  for (const path of readOnlyInProc.map((name) => `/proc/${name}`).filter((path) => existsSync(path)))
    args.push('--ro-bind', path, path);
  for (const name of hiddenInProc) args.push(...hide(`/proc/${name}`));
  // A shared mapping of it is memory that no process is charged for.
  args.push('--ro-bind', '/dev/null', '/dev/zero');
  args.push('--size', String(sharedMemoryBytes), '--perms', '1777', '--tmpfs', '/dev/shm', '--remount-ro', '/dev');
  args.push('--size', String(request.scratchBytes), '--perms', '1777', '--tmpfs', '/scratch');
  for (const folder of ['/scratch/tmp', places.home, places.work]) args.push('--perms', '0777', '--dir', folder);
  args.push('--symlink', 'scratch/tmp', '/tmp');
  const mounts = [
    ...[{ host: host.node, inside: places.node }, ...request.readOnly].map((mount) => ({ ...mount, how: '--ro-bind' })),
    ...(request.writable ?? []).map((mount) => ({ ...mount, how: '--bind' })),
  ];
  args.push(
    ...foldersAbove(
      mounts.map(({ inside }) => inside),
      systemFolders,
    ),
  );
  for (const { how, host: source, inside } of mounts) args.push(how, source, inside);
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

/** Makes the folders that mounts lie in, outermost first; bubblewrap itself would make them for their owner only. */
function foldersAbove(mounts: readonly string[], there: readonly string[] = []): string[] {
  const isMounted = (path: string) =>
    [...mounts, ...there].some((mount) => path === mount || path.startsWith(`${mount}/`));
  const folders = new Set<string>();
  for (const mount of mounts) {
    for (let at = dirname(mount); at !== dirname(at) && !isMounted(at); at = dirname(at)) folders.add(at);
  }
  return [...folders].sort().flatMap((folder) => ['--perms', '0755', '--dir', folder]);
}

/** Shows a host path at the same place, a symbolic link as itself. */
function mirror(path: string): string[] {
  if (!lstatSync(path).isSymbolicLink()) return ['--ro-bind', path, path];
  const target = realpathSync.native(path);
  // A link within the mirrored system folders keeps its meaning; any other is replaced by what it leads to.
  if (dirname(path) === '/') return ['--symlink', readlinkSync(path), path];
  return ['--ro-bind', target, path];
}

/** Covers a path: a folder by an empty one, a file by nothing readable. Nothing when it is not there. */
function hide(path: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  return stat.isDirectory()
    ? ['--perms', '0555', '--tmpfs', path, '--remount-ro', path]
    : ['--ro-bind', '/dev/null', path];
}

/** Kernel limits per process, as a second line behind the watchdog. */
export function limitArguments(host: BubblewrapHost, request: SandboxRequest): string[] {
  if (host.prlimit === undefined) return [];
  return [
    host.prlimit,
    '--core=0',
    '--msgqueue=0',
    `--nofile=${openFiles}`,
    `--nproc=${request.processes * tasksPerProcess}`,
    `--data=${request.memoryBytes + dataSlackBytes}`,
    `--cpu=${request.cpuSeconds}`,
    '--',
  ];
}

/** Makes the first process inside the sandbox's own user, without any way back. */
export function becomeArguments(host: BubblewrapHost): string[] {
  if (host.become === undefined) return [];
  return [
    host.become.setpriv,
    `--reuid=${insideUser}`,
    `--regid=${insideUser}`,
    '--clear-groups',
    '--inh-caps=-all',
    '--ambient-caps=-all',
    '--bounding-set=-all',
    '--',
  ];
}
