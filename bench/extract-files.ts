/** The source files of an installed package, as a crawl would hand them to `extractTools`. */
import { type Dirent, existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

const endings = ['.js', '.mjs', '.cjs', '.jsx', '.ts', '.mts', '.cts', '.tsx', '.py', '.go', '.json', '.snap'];
const maxFileBytes = 8_000_000;

/** Path to text, `node_modules` left out. */
export async function readPackageFiles(folder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const visit = async (relative: string): Promise<void> => {
    const entries: Dirent[] = await readdir(join(folder, relative), { withFileTypes: true });
    for (const entry of entries) {
      const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory() && entry.name !== 'node_modules' && entry.name !== '.git') await visit(path);
      else if (entry.isFile() && endings.some((ending) => entry.name.endsWith(ending))) {
        if ((await stat(join(folder, path))).size <= maxFileBytes)
          files.set(path, await readFile(join(folder, path), 'utf8'));
      }
    }
  };
  if (existsSync(folder)) await visit('');
  return files;
}

/** The folders of one package at one version in a cache of installed packages. */
export async function findInstalled(cacheDir: string, name: string, version: string): Promise<string | undefined> {
  const packages = join(cacheDir, 'packages');
  if (!existsSync(packages)) return undefined;
  for (const key of await readdir(packages)) {
    const folder = join(packages, key, 'node_modules', name);
    if (!existsSync(join(folder, 'package.json'))) continue;
    const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version?: string };
    if (manifest.version === version) return folder;
  }
  return undefined;
}
