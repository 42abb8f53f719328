import { existsSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, delimiter, dirname, isAbsolute, join, resolve, sep } from 'node:path';
import type { LaunchSpec } from '#db/types.ts';
import { AttemptFailure } from './attempt-failure.ts';
import type { Mount, Sandbox } from './sandbox/index.ts';

type CommandSpec = Extract<LaunchSpec, { kind: 'command' }>;

/** What a configured command needs inside the sandbox. */
export interface LocalCommand {
  command: string[];
  args: string[];
  mounts: Mount[];
  hidden: string[];
  cwd?: string;
}

/** Programs that fetch something over the network before they run it, or need a service of the host. */
const launchers: Record<string, string> = {
  npx: 'Name the npm package itself.',
  bunx: 'Name the npm package itself.',
  npm: 'Name the npm package itself.',
  pnpm: 'Name the npm package itself.',
  yarn: 'Name the npm package itself.',
  uvx: 'Name the PyPI package itself.',
  pipx: 'Name the PyPI package itself.',
  docker: 'Container images are not started.',
  podman: 'Container images are not started.',
};
/** What marks the root of a project. */
const rootMarkers = ['package.json', 'pyproject.toml', 'go.mod', 'requirements.txt', '.git'];
/** Names inside a mounted folder that stay covered: credentials and other programs' state. */
const coveredNames = [
  '.env',
  '.env.local',
  '.env.production',
  '.npmrc',
  '.netrc',
  '.ssh',
  '.aws',
  '.gnupg',
  '.config',
  '.docker',
  '.kube',
  '.toolrisk',
  '.git-credentials',
  '.pypirc',
  '.azure',
  '.gcloud',
];
/** Folders never mounted whole: they hold everything. */
const tooBroad = new Set([
  '/',
  '/home',
  '/root',
  '/usr',
  '/etc',
  '/var',
  '/tmp',
  '/opt',
  '/srv',
  '/mnt',
  '/media',
  '/run',
  '/proc',
  '/sys',
  '/dev',
]);

/**
 * Works out what a command from a client configuration may see: its own program, and the project each path among its
 * arguments lies in, read-only, without the credentials that lie beside it. Never the home folder itself.
 * @throws AttemptFailure `unsupported-runtime` or `not-launchable`
 */
export function planLocalCommand(spec: CommandSpec, sandbox: Sandbox, hidden: readonly string[]): LocalCommand {
  const name = basename(spec.command);
  if (launchers[name] !== undefined) {
    throw new AttemptFailure(
      'unsupported-runtime',
      `${name} fetches or starts something else, which the sandbox does not allow.`,
      launchers[name],
    );
  }
  const cwd = spec.cwd === undefined ? undefined : resolve(spec.cwd);
  const isNode = ['node', 'nodejs'].includes(name) || sameFile(spec.command, process.execPath);
  const program = isNode ? process.execPath : findProgram(spec.command, cwd);
  if (program === undefined) {
    throw new AttemptFailure(
      'not-launchable',
      `The program ${spec.command} is not installed.`,
      `Install ${name}, or correct the command.`,
    );
  }
  const folders = new Set<string>();
  if (!isNode && !isSystemPath(program)) folders.add(prefixOf(program));
  if (cwd !== undefined && existsSync(cwd)) folders.add(mountFor(cwd));
  const args = spec.args.map((arg) => {
    const path = isAbsolute(arg) ? arg : cwd !== undefined && !arg.startsWith('-') ? resolve(cwd, arg) : undefined;
    if (path === undefined || !existsSync(path)) return arg;
    if (!isSystemPath(path)) folders.add(mountFor(path));
    return arg;
  });
  const mounts = [...folders].sort().map((folder) => ({ host: folder, inside: folder }));
  const covered = mounts.flatMap(({ host }) => coveredNames.map((covered) => join(host, covered)));
  return {
    command: [isNode ? sandbox.places.node : program],
    args,
    mounts,
    hidden: [
      ...covered,
      ...hidden.map((path) => resolve(path)).filter((path) => mounts.some(({ host }) => path.startsWith(host + sep))),
    ].filter((path) => existsSync(path)),
    ...(cwd !== undefined && existsSync(cwd) && { cwd }),
  };
}

/** The project a path lies in, or only the path itself where that project would be everything the user has. */
function mountFor(path: string): string {
  const home = homedir();
  const start = statSync(path).isDirectory() ? path : dirname(path);
  for (let at = start; at !== dirname(at); at = dirname(at)) {
    if (tooBroad.has(at) || at === home || home.startsWith(at + sep)) break;
    if (rootMarkers.some((marker) => existsSync(join(at, marker)))) return at;
  }
  const tooMuch = tooBroad.has(start) || start === home || home.startsWith(start + sep);
  if (!tooMuch) return start;
  if (start === path)
    throw new AttemptFailure(
      'not-launchable',
      `${path} holds more than a server should see.`,
      'Name a project folder instead.',
    );
  return path;
}

function findProgram(command: string, cwd: string | undefined): string | undefined {
  if (command.includes('/')) {
    const path = resolve(cwd ?? process.cwd(), command);
    return existsSync(path) ? path : undefined;
  }
  // The system's own program first: shims in the home folder would not find their way inside.
  for (const folder of ['/usr/bin', '/bin', '/usr/local/bin', ...(process.env.PATH ?? '').split(delimiter)]) {
    if (folder.startsWith('/') && existsSync(join(folder, command))) return join(folder, command);
  }
  return undefined;
}

/** The folder of an installed program with its libraries: the one above `bin`. */
function prefixOf(program: string): string {
  const folder = dirname(program);
  const prefix = basename(folder) === 'bin' ? dirname(folder) : folder;
  return tooBroad.has(prefix) || prefix === homedir() ? program : prefix;
}

function isSystemPath(path: string): boolean {
  return ['/usr/', '/bin/', '/lib/', '/lib64/', '/sbin/', '/nix/store/'].some((folder) => path.startsWith(folder));
}

function sameFile(left: string, right: string): boolean {
  return isAbsolute(left) && existsSync(left) && realpathSync(left) === realpathSync(right);
}
