/** What a Python interpreter needs to be seen of this machine. Nothing is run to find out. */
import { closeSync, existsSync, lstatSync, openSync, readdirSync, readlinkSync, readSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { isSystemPath, prefixOf } from '#crawler/connect/host-paths.ts';
import type { Mount } from '#crawler/connect/sandbox/index.ts';

/** Longest chain of links followed; a virtual environment's has three or four. */
const maxLinks = 12;
/** Longest first line of a script, and longest `pyvenv.cfg`, bytes. */
const maxHeadBytes = 4_096;

/** Whether a command's name means Python. */
export function isPythonName(name: string): boolean {
  return /^python(?:\d+(?:\.\d+)?)?$/.test(name);
}

/** The virtual environment an interpreter or script lies in, if it lies in one. */
export function environmentAround(program: string): string | undefined {
  const folder = dirname(dirname(program));
  return existsSync(join(folder, 'pyvenv.cfg')) ? folder : undefined;
}

/**
 * The folders an interpreter needs: its own, that of every link on the way to the real program, and the installation that
 * a virtual environment is made from. Installations are recognised by their library: nothing else is shown.
 */
export function interpreterMounts(interpreter: string): Mount[] {
  const mounts = new Map<string, Mount>();
  const visit = (program: string) => {
    let at = program;
    for (let link = 0; link < maxLinks && existsSync(at); link += 1) {
      const prefix = prefixOf(at);
      if (!isSystemPath(at) && (prefix === at || hasPythonLibrary(prefix)) && !mounts.has(prefix))
        mounts.set(prefix, { host: realpathSync(prefix), inside: prefix });
      if (!lstatSync(at).isSymbolicLink()) break;
      at = resolve(dirname(at), readlinkSync(at));
    }
    // A link among the folders on the way: the installation is also named by its real path.
    if (existsSync(at)) {
      const real = realpathSync(at);
      if (real !== at) visit(real);
    }
  };
  visit(interpreter);
  const environment = environmentAround(interpreter);
  const home = environment && homeOf(environment);
  if (home !== undefined) for (const name of ['python3', 'python']) visit(join(home, name));
  return [...mounts.values()];
}

/** The absolute interpreter a script's first line names, where that is a Python. */
export function interpreterOfScript(path: string): string | undefined {
  const head = readHead(path);
  // A path too long for a first line stands in the second, in a form that a shell and Python both read.
  const named = /^#!\s*(\/\S+)/.exec(head)?.[1];
  const inShell = /^#!\/bin\/sh\n'''exec'\s+"?(\/[^"\n]+?)"?\s+"\$0"/.exec(head)?.[1];
  return [inShell, named].find((program) => program !== undefined && /\/python[\d.]*$/.test(program));
}

/**
 * Whether an environment still starts one of the interpreters it can have been made from. A package may lay a file over
 * its `python` or its `pyvenv.cfg`, and would choose then what of this machine is shown.
 */
export function usesOneOf(environment: string, interpreters: readonly string[]): boolean {
  const programs = interpreters.filter((path) => existsSync(path));
  const python = join(environment, 'bin', 'python');
  const home = homeOf(environment);
  if (home === undefined || !existsSync(home) || !existsSync(python)) return false;
  const homes = programs.flatMap((path) => [realpathSync(dirname(path)), dirname(realpathSync(path))]);
  return (
    lstatSync(python).isSymbolicLink() &&
    programs.some((path) => realpathSync(path) === realpathSync(python)) &&
    homes.includes(realpathSync(home))
  );
}

/** Whether a file is a program of the processor rather than a script. */
export function isMachineCode(path: string): boolean {
  return readHead(path).startsWith('\x7fELF');
}

function homeOf(environment: string): string | undefined {
  const home = /^home\s*=\s*(.+)$/m.exec(readHead(join(environment, 'pyvenv.cfg')))?.[1]?.trim();
  return home !== undefined && isAbsolute(home) ? home : undefined;
}

function hasPythonLibrary(prefix: string): boolean {
  try {
    return readdirSync(join(prefix, 'lib')).some((name) => /^python\d/.test(name));
  } catch {
    return false;
  }
}

function readHead(path: string): string {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const buffer = Buffer.alloc(maxHeadBytes);
    return buffer.subarray(0, readSync(file, buffer, 0, maxHeadBytes, 0)).toString('latin1');
  } catch {
    return '';
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
