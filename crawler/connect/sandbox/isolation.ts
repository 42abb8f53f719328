/** What of the isolation is in force, item by item. */
import { readdirSync, readlinkSync } from 'node:fs';
import { z } from 'zod';

/** One promise of the sandbox, and whether it is kept here. */
export interface IsolationItem {
  id: string;
  /** What is promised, a few words. */
  title: string;
  holds: boolean;
  /** How it is kept here, or what was found instead. */
  detail: string;
  /** Whether nothing is started without it. */
  required: boolean;
}

/** What the probe tells (`probe.mts`). */
export const probeReport = z.object({
  user: z.number(),
  users: z.string(),
  status: z.string(),
  namespaces: z.record(z.string(), z.string()),
  settings: z.array(z.string()),
  interfaces: z.array(z.string()),
  sockets: z.array(z.string()),
  processes: z.number(),
  folders: z.array(z.string()),
  writable: z.array(z.string()),
  devices: z.array(z.string()),
  sysfs: z.boolean(),
});
/** What a program inside the sandbox found that it can see and do. */
export type ProbeReport = z.infer<typeof probeReport>;

/** What is known of the host beside the probe's report. */
export interface IsolationHost {
  /** The namespaces of this process, as `readNamespaces` gives them. */
  namespaces: Record<string, string>;
  /** The host user that programs become; undefined where they stay this one. */
  hostUser: number | undefined;
  /** Whether this process is root. */
  isRoot: boolean;
  hasControlGroups: boolean;
  hasPrlimit: boolean;
}

/** Namespaces of Linux that a program must have of its own; `time` has no secret. */
const ownNamespaces = ['user', 'mnt', 'pid', 'net', 'ipc', 'uts', 'cgroup'];
/** Top-level names that a sandbox may show. */
const shownFolders = /^(?:bin|sbin|lib|lib32|lib64|usr|nix|etc|opt|proc|dev|scratch|tmp)$/;
const shownDevices = /^(?:null|zero|full|random|urandom|tty|ptmx|console|core|fd|stdin|stdout|stderr)$/;
/** Processes inside while the probe runs: the namespace's first, the shell and its half that waits, the probe. */
const mostProcesses = 5;

/** The namespaces this process lives in, by kind. */
export function readNamespaces(): Record<string, string> {
  return Object.fromEntries(readdirSync('/proc/self/ns').map((name) => [name, readlinkSync(`/proc/self/ns/${name}`)]));
}

/** Says of every promise whether it is kept. */
export function judgeIsolation(found: ProbeReport, host: IsolationHost): IsolationItem[] {
  const required = (id: string, title: string, wrong: string | false, right: string): IsolationItem => ({
    id,
    title,
    holds: wrong === false,
    detail: wrong || right,
    required: true,
  });
  const status = (name: string) => new RegExp(`^${name}:\\s+(\\S+)$`, 'm').exec(found.status)?.[1] ?? '';
  const some = (names: readonly string[]) =>
    names.length > 0 && `${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;
  const shared = ownNamespaces.filter(
    (name) => found.namespaces[name] === undefined || found.namespaces[name] === host.namespaces[name],
  );
  const capabilities = ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'].filter((name) => !/^0+$/.test(status(name)));
  const becomes = host.hostUser !== undefined && new RegExp(`\\b${host.hostUser}\\b`).test(found.users);
  const settings = some(found.settings);
  const outside = some(found.folders.filter((name) => !shownFolders.test(name)));
  const networks = some([...found.interfaces.filter((name) => name !== 'lo'), ...found.sockets]);
  const devices = some(found.devices.filter((name) => !shownDevices.test(name)));
  return [
    required(
      'namespaces',
      'namespaces of its own',
      shared.length > 0 && `shared with the host: ${shared.join(', ')}`,
      ownNamespaces.join(', '),
    ),
    required(
      'user',
      'no root outside',
      host.isRoot && host.hostUser !== undefined && !becomes && 'it stays root outside',
      host.hostUser === undefined
        ? host.isRoot
          ? 'this root is an ordinary user outside'
          : 'programs are you, in a namespace'
        : `programs are user ${host.hostUser}, who owns nothing`,
    ),
    required(
      'capabilities',
      'no capability',
      capabilities.length > 0 && `not empty: ${capabilities.join(', ')}`,
      'none',
    ),
    required('privileges', 'no new privileges', status('NoNewPrivs') !== '1' && 'it could gain some', 'set'),
    required('system-calls', 'system call filter', status('Seccomp') !== '2' && 'not in force', 'in force'),
    required(
      'settings',
      'kernel settings read-only',
      found.sysfs ? '/sys is there' : settings && `can be opened for writing: ${settings}`,
      '/proc/sys cannot be written, /sys is absent',
    ),
    required(
      'files',
      'files of the host absent',
      outside ? `seen: ${outside}` : found.writable.length > 0 && `writable: ${found.writable.join(', ')}`,
      'system programs read-only, nothing else',
    ),
    required('devices', 'devices absent', devices && `seen: ${devices}`, 'null, random and terminals of its own only'),
    required('network', 'no network', networks && `seen: ${networks}`, 'an empty one of its own, sockets included'),
    required(
      'processes',
      'no other process',
      found.processes > mostProcesses && `${found.processes} seen`,
      'only its own are seen',
    ),
    {
      id: 'limits',
      title: 'limits',
      holds: host.hasPrlimit,
      required: false,
      detail: host.hasPrlimit
        ? `memory, processes, files and disk by the watchdog${host.hasControlGroups ? ' and control groups' : '; no control groups for this user'}`
        : 'watchdog only: prlimit is not installed',
    },
  ];
}
