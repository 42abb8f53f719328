/** Folders of installed packages: hashed, measured, sealed, removed. */
import { createHash, hash as digestOf } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  type Dirent,
  fstatSync,
  lchownSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
} from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What a folder, and the last part of a file, takes on the disk, bytes. */
export const blockBytes = 4096;
/**
 * Hashes everything below a folder: paths, contents, whether a file may be run, where links lead.
 * @throws Error where something is neither file, folder nor link
 */
export function hashTree(folder: string): string {
  const lines = new Map<string, string>();
  const visit = (below: string) => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      const full = join(folder, path);
      if (entry.isDirectory()) visit(path);
      else if (entry.isSymbolicLink()) lines.set(path, linkLine(path, readlinkSync(full)));
      else if (entry.isFile()) {
        const runs = (lstatSync(full).mode & 0o111) !== 0;
        lines.set(path, fileLine(path, runs, hashFile(full)));
      } else throw new Error(`${path} is neither a file nor a folder`);
    }
  };
  visit('');
  return digestLines(lines);
}

/** How much of a file is read at once, bytes: a file may be as large as a package. */
const pieceBytes = 1024 * 1024;

function hashFile(path: string): string {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (size <= pieceBytes) return digestOf('sha256', readFileSync(file));
    const hash = createHash('sha256');
    const piece = Buffer.allocUnsafe(pieceBytes);
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) hash.update(piece.subarray(0, read));
    return hash.digest('hex');
  } finally {
    closeSync(file);
  }
}

/**
 * Takes what another program laid out away from whoever it ran as: it belongs to this program's user, and nobody has a
 * right to it but to read and to run.
 */
export function sealTree(folder: string): void {
  const owner = process.getuid?.();
  if (owner === 0) lchownSync(folder, 0, 0);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (owner === 0) lchownSync(path, 0, 0);
    if (entry.isSymbolicLink()) continue;
    if (entry.isDirectory()) sealTree(path);
    chmodSync(path, entry.isDirectory() || (lstatSync(path).mode & 0o111) !== 0 ? 0o555 : 0o444);
  }
}

/** What the files below a folder hold, and what they and their folders take on the disk, bytes. Links are not followed. */
export function measureTree(folder: string): { bytes: number; diskBytes: number } {
  let bytes = 0;
  let diskBytes = blockBytes;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const found = entry.isDirectory() ? measureTree(path) : sizeOf(entry.isFile() ? lstatSync(path).size : 0);
    bytes += found.bytes;
    diskBytes += found.diskBytes;
  }
  return { bytes, diskBytes };
}

const sizeOf = (bytes: number) => ({ bytes, diskBytes: Math.ceil(bytes / blockBytes) * blockBytes });

/** Removes the files of a folder that were longest not touched, until what is left fits, bytes; how much that is. */
export async function trimFolder(folder: string, maxBytes: number): Promise<number> {
  const files = await Promise.all(
    (await readdir(folder).catch(() => [])).map(async (file) => {
      const { size = 0, mtimeMs = 0 } = (await stat(join(folder, file)).catch(() => undefined)) ?? {};
      return { file, size, mtimeMs };
    }),
  );
  let total = files.reduce((sum, { size }) => sum + size, 0);
  for (const { file, size } of files.sort((left, right) => left.mtimeMs - right.mtimeMs)) {
    if (total <= maxBytes) break;
    await rm(join(folder, file), { force: true });
    total -= size;
  }
  return total;
}

/** Removes a folder or file whatever its rights; nothing where it is not there. Links are removed, not followed. */
export async function removeTree(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true });
  } catch {
    await unseal(path);
    await rm(path, { recursive: true, force: true });
  }
}

async function unseal(folder: string): Promise<void> {
  chmodSync(folder, 0o700);
  const entries: Dirent[] = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await unseal(join(folder, entry.name));
}

/** A file in the hash of a tree. */
export const fileLine = (path: string, runs: boolean, hash: string) => `${path}\0${runs ? 'x' : '-'}\0${hash}\n`;
/** A link in it. */
export const linkLine = (path: string, target: string) => `${path}\0l\0${target}\n`;

/** The hash of a tree, by the lines of what is in it. */
export function digestLines(lines: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const path of [...lines.keys()].sort()) hash.update(lines.get(path) as string);
  return hash.digest('hex');
}
