/** Where programs lie on this machine, and how much around them a server may see. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, delimiter, dirname, join, sep } from 'node:path';

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

/** Whether a folder holds more than one program's or project's files. */
export function isTooBroad(folder: string): boolean {
  const home = homedir();
  return tooBroad.has(folder) || folder === home || folder === join(home, '.local') || home.startsWith(folder + sep);
}

/** Whether a path is one that every sandbox shows. */
export function isSystemPath(path: string): boolean {
  return ['/usr/', '/bin/', '/lib/', '/lib64/', '/sbin/', '/nix/store/'].some((folder) => path.startsWith(folder));
}

/** The folder of an installed program with its libraries: the one above `bin`. Only the program where that is too broad. */
export function prefixOf(program: string): string {
  const folder = dirname(program);
  const prefix = basename(folder) === 'bin' ? dirname(folder) : folder;
  return isTooBroad(prefix) ? program : prefix;
}

/**
 * A program by its name as a shell would find it; where the shell would find a shim of pyenv, the program behind it.
 * @param cwd where pyenv begins to look for a `.python-version`
 */
export function findOnPath(name: string, cwd: string, path = process.env.PATH ?? ''): string | undefined {
  for (const folder of [...path.split(delimiter), '/usr/local/bin', '/usr/bin', '/bin']) {
    const candidate = join(folder, name);
    if (!folder.startsWith('/') || !existsSync(candidate)) continue;
    const found = basename(folder) === 'shims' ? behindShim(dirname(folder), name, cwd) : candidate;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What pyenv's shim would start, by the version set for the folder or for everything; undefined where that is the system's. */
function behindShim(root: string, name: string, cwd: string): string | undefined {
  const settings = [join(root, 'version')];
  for (let at = cwd; at !== dirname(at); at = dirname(at)) settings.splice(-1, 0, join(at, '.python-version'));
  const file = settings.find((path) => existsSync(path));
  const wanted = file === undefined ? [] : readFileSync(file, 'utf8').slice(0, 1_000).split(/\s+/);
  const versions = existsSync(join(root, 'versions')) ? readdirSync(join(root, 'versions')).sort() : [];
  return wanted
    .flatMap((version) => versions.filter((have) => have === version || have.startsWith(`${version}.`)).reverse())
    .map((version) => join(root, 'versions', version, 'bin', name))
    .find((path) => existsSync(path));
}
