/** Lays an installed tree out: hard links into the store, read-only. */
import { chmodSync, copyFileSync, linkSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { StoredPackage } from './content-store.ts';
import { blockBytes, digestLines, fileLine, linkLine } from './tree.ts';
import type { Placement } from './tree-plan.ts';

/** Errors where a file cannot be linked once more, or at all, on this file system; then it is copied. */
const cannotLink = new Set(['EMLINK', 'EPERM', 'ENOTSUP', 'EXDEV']);

/** A package and where it lies. */
export type Placed = Placement & { stored: StoredPackage };

/**
 * Lays packages out below `folder` as `node_modules`, with the programs of each in `.bin`, and makes all of it read-only.
 * @returns the hash of the tree as it should now be, by what was noted when its packages were checked and unpacked; and
 * what its folders and links take on the disk
 */
export function layTree(folder: string, placed: readonly Placed[]): { hash: string; ownBytes: number } {
  const lines = new Map<string, string>();
  const made = new Set<string>();
  const makeFolder = (path: string) => {
    if (made.has(path)) return;
    mkdirSync(path, { recursive: true });
    for (let at = path; at.length >= folder.length && !made.has(at); at = dirname(at)) made.add(at);
  };
  const taken = new Set(placed.map(({ at }) => pathOf(at)));
  // Outer ones first: what a package carries at the place of another gives way to it.
  for (const { at, stored } of placed.toSorted((left, right) => left.at.length - right.at.length)) {
    const root = pathOf(at);
    for (const file of stored.files) {
      const path = `${root}/${file.path}`;
      if (isBelow(path, root, taken)) continue;
      makeFolder(join(folder, dirname(path)));
      share(join(stored.folder, file.path), join(folder, path));
      lines.set(path, fileLine(path, file.runs, file.hash));
    }
    makeFolder(join(folder, root));
  }
  for (const { at, stored } of placed) {
    const bin = `${pathOf(at.slice(0, -1))}${at.length > 1 ? '/' : ''}node_modules/.bin`;
    for (const [program, target] of Object.entries(stored.bins)) {
      const path = `${bin}/${program}`;
      if (lines.has(path)) continue;
      makeFolder(join(folder, bin));
      const leads = relative(bin, `${pathOf(at)}/${target}`);
      symlinkSync(leads, join(folder, path));
      lines.set(path, linkLine(path, leads));
    }
  }
  for (const path of made) if (path !== folder) chmodSync(path, 0o555);
  return { hash: digestLines(lines), ownBytes: made.size * blockBytes };
}

function share(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!cannotLink.has(code)) throw error;
    copyFileSync(from, to);
  }
}

/** `['a', 'b']` as `node_modules/a/node_modules/b`. */
function pathOf(at: readonly string[]): string {
  return at.map((name) => `node_modules/${name}`).join('/');
}

/** Whether a path of one package lies in the folder of another, placed inside it. */
function isBelow(path: string, root: string, taken: ReadonlySet<string>): boolean {
  if (!path.startsWith(`${root}/node_modules/`)) return false;
  const parts = path.split('/');
  return parts.some((_, index) => {
    const prefix = parts.slice(0, index).join('/');
    return prefix.length > root.length && taken.has(prefix);
  });
}
