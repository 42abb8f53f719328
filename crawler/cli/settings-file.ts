/**
 * Files of a user that are read and replaced, in folders that a stranger's project may have filled: links are not
 * followed, nothing that is no ordinary file is opened, and a file keeps the rights it had.
 */
import { lstat, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { StopRun } from '#crawler/errors.ts';
import { printable } from './text.ts';

/** Settings of people are a thousandth of it. */
const maxFileBytes = 10_000_000;
/** The user alone: settings hold keys. */
const newFileMode = 0o600;

/** A file as it was found. */
export interface SettingsFile {
  text: string;
  /** Permission bits. */
  mode: number;
}

/**
 * Reads a file.
 * @returns undefined where there is none
 * @throws StopRun where it is a link, no ordinary file, or larger than settings ever are
 */
export async function readSettingsFile(file: string): Promise<SettingsFile | undefined> {
  const found = await look(file);
  if (!found) return undefined;
  if (found.isSymbolicLink()) throw linkRefused(file);
  if (!found.isFile()) throw new StopRun(`${printable(file, 300)} is no ordinary file. Nothing was changed.`);
  if (found.size > maxFileBytes)
    throw new StopRun(`${printable(file, 300)} is larger than ${maxFileBytes / 1e6} MB. Nothing was changed.`);
  return { text: await readFile(file, 'utf8'), mode: found.mode & 0o777 };
}

/**
 * Makes sure that no folder between two places is a link.
 * @param base the folder that is trusted as it is
 * @throws StopRun where one is
 */
export async function refuseLinkedFolders(base: string, file: string): Promise<void> {
  let at = resolve(base);
  for (const step of relative(at, dirname(file)).split(sep)) {
    at = join(at, step);
    if ((await look(at))?.isSymbolicLink()) throw linkRefused(at);
  }
}

/** Writes a file at once, so that nobody ever reads half of it, and only what it makes itself is written to. */
export async function writeSettingsFile(file: string, text: string, mode = newFileMode): Promise<void> {
  const fresh = `${file}.toolrisk-new`;
  // What an earlier run left, or a link that somebody put there.
  await rm(fresh, { force: true });
  await writeFile(fresh, text, { flag: 'wx', mode });
  await rename(fresh, file);
}

const look = (path: string) =>
  lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });

const linkRefused = (path: string): StopRun =>
  new StopRun(`${printable(path, 300)} is a link; nothing was changed. Name the file it leads to with --file.`);
