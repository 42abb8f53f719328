import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** An installed package's own text files, for reading its tools without running it. */
export interface PackageSources {
  /** The version that is installed. */
  version: string;
  /** Text by path relative to the package, POSIX. */
  files: Map<string, string>;
}

/** How much of a package is read: files, bytes of one and of all, folders below each other. */
const limits = { maxFiles: 2_000, maxFileBytes: 6_000_000, maxTotalBytes: 20_000_000, maxDepth: 12 };
/** Files that can define tools or say where the program begins. */
const wanted = /\.(?:[cm]?[jt]s|[jt]sx|py|go|json|toml|mod)$/;

/**
 * The text files of a package folder, files near its root first; without its dependencies and without following links.
 * Never throws: what cannot be read is left out.
 */
export async function readPackageSources(packageFolder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  let totalBytes = 0;
  let folders = [''];
  for (let depth = 0; folders.length > 0 && depth <= limits.maxDepth; depth += 1) {
    const below: string[] = [];
    for (const folder of folders) {
      const entries = await readdir(join(packageFolder, folder), { withFileTypes: true }).catch((): Dirent[] => []);
      for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.')) below.push(path);
        if (!entry.isFile() || !wanted.test(entry.name)) continue;
        if (files.size >= limits.maxFiles) return files;
        const { size } = await stat(join(packageFolder, path)).catch(() => ({ size: Number.POSITIVE_INFINITY }));
        if (size > limits.maxFileBytes || totalBytes + size > limits.maxTotalBytes) continue;
        const text = await readFile(join(packageFolder, path), 'utf8').catch(() => undefined);
        if (text === undefined) continue;
        files.set(path, text);
        totalBytes += size;
      }
    }
    folders = below;
  }
  return files;
}
