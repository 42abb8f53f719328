import { readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { readStart } from '#crawler/connect/read-start.ts';
import { packageIdentity } from '#crawler/discover/identity.ts';

/** An installed Python package, by what its installer noted about it. */
export interface Distribution {
  version: string;
  /** Folder its modules lie in. */
  sitePackages: string;
  /** Its own files, relative to that folder; nothing outside it. */
  files: string[];
  /** Programs it installs: path below the environment's `bin`, by name. */
  programs: string[];
}

/** Largest list of files read, bytes. */
const maxRecordBytes = 8_000_000;

/** Folder of a package's environment inside a folder of the package cache: where `uv tool install` makes it. */
export function environmentOf(folder: string, name: string): string {
  return join(folder, packageIdentity({ registry: 'pypi', name }).replace('pypi:', ''));
}

/** Reads what is noted of an installed package; nothing where it is not there. Never throws. */
export async function readDistribution(folder: string, name: string): Promise<Distribution | undefined> {
  const library = join(environmentOf(folder, name), 'lib');
  const identity = packageIdentity({ registry: 'pypi', name });
  for (const python of await list(library)) {
    const sitePackages = join(library, python, 'site-packages');
    for (const entry of await list(sitePackages)) {
      const [, given, version] = /^(.+?)-([^-]+)\.dist-info$/.exec(entry) ?? [];
      if (given === undefined || version === undefined) continue;
      if (packageIdentity({ registry: 'pypi', name: given }) !== identity) continue;
      const record = await readStart(join(sitePackages, entry, 'RECORD'), maxRecordBytes).catch(() => '');
      return { version, sitePackages, ...readRecord(record) };
    }
  }
  return undefined;
}

/** The files and programs a RECORD names: one line each, path first, quoted where it holds a comma. */
function readRecord(text: string): { files: string[]; programs: string[] } {
  const files: string[] = [];
  const programs: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const path = /^"((?:[^"]|"")*)"/.exec(line)?.[1]?.replaceAll('""', '"') ?? line.split(',')[0] ?? '';
    const program = /^(?:\.\.\/)+bin\/([^/]+)$/.exec(path)?.[1];
    if (program !== undefined) programs.push(program);
    else if (path !== '' && posix.normalize(path) === path && !path.startsWith('..') && !path.startsWith('/'))
      files.push(path);
  }
  return { files, programs: programs.sort() };
}

function list(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
