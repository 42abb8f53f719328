/** Which files of a package or repository are read for its tools, and how many of them. */
import type { Dirent } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * How much of a server's source is read: files, bytes of one and of all, folders below each other. Files outside the
 * server's own folder, which are there to be imported, may take half of it.
 */
export const sourceLimits = { maxFiles: 3_000, maxFileBytes: 16_000_000, maxTotalBytes: 24_000_000, maxDepth: 12 };
/** Files that can define tools or say where the program begins. */
const wanted = /(?:\.(?:[cm]?[jt]s|[jt]sx|py|go|json|toml|mod|snap)|(?:^|\/)Cargo\.toml)$/;
/** Folders of dependencies and of tools' own state. */
const passedOver = /^(?:node_modules|site-packages|__pycache__|\.(?!well-known$).*)$/;

/** Takes the files of one source, within bounds. */
export interface SourceCollector {
  /** Whether a file of this path and size is taken; one that is counts from now on. The path is a stranger's. */
  take(path: string, bytes: number): boolean;
  add(path: string, text: string): void;
  /** Text by POSIX path relative to the root. */
  files: Map<string, string>;
  /** What was left out, one sentence each. */
  notes(): string[];
}

/** @param folder where the server lives among the files; `''` for their root */
export function collectSource(folder = ''): SourceCollector {
  const files = new Map<string, string>();
  const own = { files: 0, bytes: 0 };
  const others = { files: 0, bytes: 0 };
  let leftOut = 0;
  return {
    files,
    take(path, bytes) {
      const parts = path.split('/');
      if (!wanted.test(path) || parts.some((part) => part === '' || passedOver.test(part))) return false;
      const isOwn = folder === '' || path.startsWith(`${folder}/`);
      const count = isOwn ? own : others;
      const share = isOwn || folder === '' ? 1 : 0.5;
      const fits =
        parts.length - 1 <= sourceLimits.maxDepth &&
        bytes <= sourceLimits.maxFileBytes &&
        count.files < sourceLimits.maxFiles * share &&
        count.bytes + bytes <= sourceLimits.maxTotalBytes * share;
      if (!fits) {
        if (isOwn) leftOut += 1;
        return false;
      }
      count.files += 1;
      count.bytes += bytes;
      return true;
    },
    add: (path, text) => void files.set(path, text),
    notes: () =>
      leftOut === 0 ? [] : [`${leftOut} files were left out: too large, too deep, or more than this reading allows.`],
  };
}

/**
 * The text files of a folder on this machine, files near its root first; without its dependencies and without following
 * links. Never throws: what cannot be read is left out.
 * @param within the folders of it that are read; default all
 */
export async function readFolder(
  root: string,
  collector = collectSource(),
  within: readonly string[] = [''],
): Promise<SourceCollector> {
  let folders = within;
  for (let depth = 0; folders.length > 0 && depth <= sourceLimits.maxDepth; depth += 1) {
    const below: string[] = [];
    for (const folder of folders) {
      const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((): Dirent[] => []);
      for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory() && !passedOver.test(entry.name)) below.push(path);
        else await readInto(collector, root, path);
      }
    }
    folders = below;
  }
  return collector;
}

/** Reads named files of a folder on this machine, as far as they are wanted and fit. */
export async function readListed(root: string, paths: readonly string[]): Promise<SourceCollector> {
  const collector = collectSource();
  for (const path of paths) await readInto(collector, root, path);
  return collector;
}

async function readInto(collector: SourceCollector, root: string, path: string): Promise<void> {
  const found = await lstat(join(root, path)).catch(() => undefined);
  if (!found?.isFile() || !collector.take(path, found.size)) return;
  const text = await readFile(join(root, path), 'utf8').catch(() => undefined);
  if (text !== undefined) collector.add(path, text);
}

/** Dependencies read beside a package; more bring hardly any tool and much to read. */
const maxDependencies = 20;

const isFolder = async (path: string) => (await lstat(path).catch(() => undefined))?.isDirectory() === true;

/** The text of a package's manifest, within the bounds of any other file. */
async function readManifest(folder: string): Promise<string> {
  return (await readListed(folder, ['package.json'])).files.get('package.json') ?? '';
}

/** Says of a dependency that it may define tools. */
const speaksOfMcp = /modelcontextprotocol|\bmcp\b/i;
/** The SDK defines none, and what it is must stay known by its name. */
const isSdk = (name: string) => name.startsWith('@modelcontextprotocol/');

/**
 * A package with those of its dependencies that may register its tools: what their manifests say of MCP tells. Their files
 * stand under `node_modules/`.
 * @param modules the folder of installed packages
 */
export async function readInstalledPackage(modules: string, name: string): Promise<SourceCollector> {
  const collector = await readFolder(join(modules, name));
  const chosen = new Set<string>();
  const queue = [collector.files.get('package.json')];
  for (const manifest of queue) {
    for (const dependency of dependenciesOf(manifest)) {
      if (chosen.has(dependency) || dependency === name || isSdk(dependency)) continue;
      const text = (await isFolder(join(modules, dependency))) ? await readManifest(join(modules, dependency)) : '';
      if (!speaksOfMcp.test(text) || chosen.size >= maxDependencies) continue;
      chosen.add(dependency);
      queue.push(text);
    }
  }
  const beside = await readFolder(modules, collectSource(name), [...chosen]);
  for (const [path, text] of beside.files) collector.files.set(`node_modules/${path}`, text);
  return collector;
}

/** Names of packages, none that leads out of a folder. */
const packageName = /^(?:@[\w~-][\w.~-]*\/)?[\w~-][\w.~-]*$/;

function dependenciesOf(manifest: string | undefined): string[] {
  try {
    const { dependencies } = JSON.parse(manifest ?? '{}') as { dependencies?: unknown };
    return typeof dependencies === 'object' && dependencies !== null
      ? Object.keys(dependencies).filter((name) => packageName.test(name))
      : [];
  } catch {
    return [];
  }
}
