import { type Dirent, existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, extname, isAbsolute, join, resolve, sep } from 'node:path';
import type { LaunchSpec } from '#db/types.ts';
import { AttemptFailure } from './attempt-failure.ts';
import { findOnPath, isSystemPath, isTooBroad, prefixOf } from './host-paths.ts';
import { environmentAround, interpreterMounts, interpreterOfScript, isPythonName } from './python/interpreter.ts';
import { unwrapUvRun } from './python/uv-run.ts';
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
const launchers: ReadonlyMap<string, string> = new Map([
  ['npx', 'Name the npm package itself.'],
  ['bunx', 'Name the npm package itself.'],
  ['npm', 'Name the npm package itself.'],
  ['pnpm', 'Name the npm package itself.'],
  ['yarn', 'Name the npm package itself.'],
  ['uv', 'Name the PyPI package itself (pypi:<name>), or start the server by uv run.'],
  ['uvx', 'Name the PyPI package itself (pypi:<name>).'],
  ['pipx', 'Name the PyPI package itself (pypi:<name>).'],
  ['docker', 'Container images are not started.'],
  ['podman', 'Container images are not started.'],
]);
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
/** Most files of a project that are looked at for sockets and pipes, its outer folders first. */
const maxDoorEntries = 20_000;

/**
 * Works out what a command from a client configuration may see: its own program, and the project each path among its
 * arguments lies in, read-only, without the credentials that lie beside it. Never the home folder itself.
 * @param unsandboxed whether it is started with the user's own rights and network, and may fetch what it runs
 * @throws AttemptFailure `unsupported-runtime` or `not-launchable`
 */
export function planLocalCommand(
  given: CommandSpec,
  sandbox: Sandbox,
  hidden: readonly string[],
  unsandboxed = false,
): LocalCommand {
  const here = process.cwd();
  const spec = (basename(given.command) === 'uv' && unwrapUvRun(given, here)) || given;
  const name = basename(spec.command);
  const instead = launchers.get(name);
  if (instead !== undefined && !unsandboxed) {
    throw new AttemptFailure(
      'unsupported-runtime',
      `${name} fetches or starts something else, which the sandbox does not allow.`,
      instead,
    );
  }
  const cwd = spec.cwd === undefined ? undefined : resolve(spec.cwd.replace(/^~(?=\/|$)/, homedir()));
  if (cwd !== undefined && !existsSync(cwd))
    throw new AttemptFailure(
      'not-launchable',
      `Its folder ${spec.cwd} is not on this machine.`,
      'Correct the folder, or scan it on the machine it is on.',
    );
  const isNode = ['node', 'nodejs'].includes(name) || sameFile(spec.command, process.execPath);
  const program = isNode ? process.execPath : findProgram(spec.command, cwd ?? here);
  if (program === undefined) throw notInstalled(spec.command, name);
  const mounts = new Map<string, Mount>();
  const show = (path: string) => mounts.set(path, { host: path, inside: path });
  if (!isNode) {
    for (const mount of mountsOf(program)) mounts.set(mount.inside, mount);
    // An environment in a project shows the project too: what is installed for development lies there.
    const environment = environmentAround(program);
    if (environment !== undefined && isProject(dirname(environment))) show(dirname(environment));
  }
  if (cwd !== undefined) show(mountFor(cwd));
  const args = spec.args.map((arg) => {
    const isFile = () => extname(arg) !== '' && statSync(resolve(here, arg), { throwIfNoEntry: false })?.isFile();
    const base = cwd ?? (isFile() ? here : undefined);
    const path = isAbsolute(arg) ? arg : base !== undefined && !arg.startsWith('-') ? resolve(base, arg) : undefined;
    if (path === undefined || !existsSync(path)) return arg;
    // What an argument names may be what a stranger's manifest would like to see: credentials are never shown for it.
    if (!isSystemPath(path) && !isPrivate(path)) show(mountFor(path));
    return cwd === undefined ? path : arg;
  });
  const folders = [...mounts.values()].sort((left, right) => (left.inside < right.inside ? -1 : 1));
  const covered = folders.flatMap(({ inside }) => coveredNames.map((name) => join(inside, name)));
  const within = hidden
    .map((path) => resolve(path))
    .filter((path) => folders.some(({ inside }) => isBelow(path, inside)));
  const doors = folders.flatMap(({ inside }) => findDoors(inside));
  const hide = [...new Set([...covered, ...within, ...doors])].filter((path) => existsSync(path));
  return {
    command: [isNode ? sandbox.places.node : program],
    args,
    mounts: folders,
    // What lies below something covered is gone with it.
    hidden: hide.filter((path) => !hide.some((other) => isBelow(path, other))),
    ...(cwd !== undefined && { cwd }),
  };
}

function notInstalled(command: string, name: string): AttemptFailure {
  if (isPythonName(name) && !command.includes('/')) {
    return new AttemptFailure(
      'unsupported-runtime',
      `It is a Python program, and ${name} is not installed here.`,
      'Install Python: sudo apt-get install -y python3',
    );
  }
  return new AttemptFailure(
    'not-launchable',
    `The program ${command} is not installed.`,
    `Install ${name}, or correct the command.`,
  );
}

/** What a program needs to be seen: its installation and, where it is Python or written in it, the interpreter's. */
function mountsOf(program: string): Mount[] {
  if (isPythonName(basename(program))) return interpreterMounts(program);
  const prefix = prefixOf(program);
  const own = isSystemPath(program) ? [] : [{ host: realpathSync(prefix), inside: prefix }];
  const interpreter = interpreterOfScript(program);
  return [...own, ...(interpreter === undefined ? [] : interpreterMounts(interpreter))];
}

const isBelow = (path: string, folder: string) => path.startsWith(folder + sep);

/** Whether a folder is, by its links, one that holds everything or one that stays covered. */
const leadsTooFar = (folder: string) => isTooBroad(realpathSync(folder)) || isPrivate(folder);

const isProject = (folder: string) =>
  !isTooBroad(folder) && rootMarkers.some((marker) => existsSync(join(folder, marker)));

/** Whether a path, wherever its links lead, lies in one of the places that stay covered. */
function isPrivate(path: string): boolean {
  return (
    realpathSync(path)
      .split(sep)
      // Programs lie there too; what lies beside them is covered by its own name.
      .some((name) => name !== '.config' && coveredNames.includes(name))
  );
}

/**
 * Sockets and pipes in a folder: whoever can see one can speak to the program behind it, read-only or not. Folders of
 * dependencies are passed over.
 */
function findDoors(folder: string): string[] {
  const found: string[] = [];
  const folders = [folder];
  let seen = 0;
  for (let at = folders.shift(); at !== undefined && seen < maxDoorEntries; at = folders.shift()) {
    for (const entry of listEntries(at)) {
      seen += 1;
      const path = join(at, entry.name);
      if (entry.isSocket() || entry.isFIFO()) found.push(path);
      else if (entry.isDirectory() && entry.name !== 'node_modules' && entry.name !== '.git') folders.push(path);
    }
  }
  return found;
}

function listEntries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** The project a path lies in, or only the path itself where that project would be everything the user has. */
function mountFor(path: string): string {
  const start = statSync(path).isDirectory() ? path : dirname(path);
  for (let at = start; at !== dirname(at) && !isTooBroad(at); at = dirname(at))
    if (isProject(at) && !leadsTooFar(at)) return at;
  if (!isTooBroad(start) && !leadsTooFar(start)) return start;
  if (start === path)
    throw new AttemptFailure(
      'not-launchable',
      `${path} holds more than a server should see.`,
      'Name a project folder instead.',
    );
  return path;
}

/** A command's program. Python's is the real one, unless it is a virtual environment's, whose place says what it is. */
function findProgram(command: string, cwd: string): string | undefined {
  const found = command.includes('/') ? resolve(cwd, command) : findOnPath(command, cwd);
  if (found === undefined || !existsSync(found)) return undefined;
  return isPythonName(basename(found)) && environmentAround(found) === undefined ? realpathSync(found) : found;
}

function sameFile(left: string, right: string): boolean {
  return isAbsolute(left) && existsSync(left) && realpathSync(left) === realpathSync(right);
}
