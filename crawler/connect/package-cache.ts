import { createHash, randomUUID } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, withFolderLock } from './folder-lock.ts';

/** An installed package that stays where it is until `release` is called. */
export interface CachedPackage {
  name: string;
  version: string;
  /** Folder that holds `node_modules`. */
  folder: string;
  release(): Promise<void>;
}

/** What is written beside each installed package. */
interface Receipt {
  name: string;
  version: string;
  bytes: number;
}

/** A bounded folder of installed packages, shared by processes. */
export interface PackageCache {
  /** The package at exactly this version, if it is there; marked as used now and held. */
  take(name: string, version: string): Promise<CachedPackage | undefined>;
  /** A fresh folder to install into, on the same file system. */
  stage(): Promise<string>;
  /** Moves a staged folder into its place and holds it. Where another process was first, its copy is kept. */
  keep(staged: string, name: string, version: string): Promise<{ entry: CachedPackage; bytes: number }>;
  /** Remembers which version a wish (a tag, a range, none) led to. */
  remember(name: string, wish: string, version: string): Promise<void>;
  recall(name: string, wish: string): Promise<{ version: string; ageMs: number } | undefined>;
  /** One process at a time per package. */
  locked<T>(name: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
  /** Removes least recently used packages until the cache fits; held ones stay. Returns what went. */
  trim(): Promise<Receipt[]>;
}

const receiptFile = '.toolrisk.json';

/**
 * Opens the cache, making its folders and clearing what dead processes left. A package lies at a path made of the hash
 * of its name and exact version, and is never changed once there.
 */
export async function openPackageCache(cacheDir: string, maxBytes: number): Promise<PackageCache> {
  const folders = {
    packages: join(cacheDir, 'packages'),
    staging: join(cacheDir, 'staging'),
    locks: join(cacheDir, 'locks'),
    leases: join(cacheDir, 'leases'),
    wishes: join(cacheDir, 'wishes'),
  };
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true });
  await sweep(folders.staging);
  await sweep(folders.leases);

  const hold = async (key: string, receipt: Receipt): Promise<CachedPackage> => {
    const lease = join(folders.leases, `${process.pid}-${randomUUID()}`);
    await writeFile(lease, key);
    const now = new Date();
    await utimes(join(folders.packages, key, receiptFile), now, now).catch(() => {});
    return {
      name: receipt.name,
      version: receipt.version,
      folder: join(folders.packages, key),
      release: () => rm(lease, { force: true }),
    };
  };
  const take = async (name: string, version: string) => {
    const key = keyOf(name, version);
    const receipt = await readReceipt(join(folders.packages, key));
    if (receipt === undefined) return undefined;
    const held = await hold(key, receipt);
    // Eviction may have come between reading and holding.
    if ((await readReceipt(held.folder)) !== undefined) return held;
    await held.release();
    return undefined;
  };

  return {
    take,
    async stage() {
      const folder = join(folders.staging, `${process.pid}-${randomUUID()}`);
      await mkdir(folder);
      return folder;
    },
    async keep(staged, name, version) {
      const key = keyOf(name, version);
      const receipt: Receipt = { name, version, bytes: await measureFolder(staged) };
      await writeFile(join(staged, receiptFile), JSON.stringify(receipt));
      const entry = await hold(key, receipt);
      try {
        await rename(staged, entry.folder);
      } catch (error) {
        if ((await readReceipt(entry.folder)) === undefined) {
          await entry.release();
          throw error;
        }
        await rm(staged, { recursive: true, force: true });
      }
      return { entry, bytes: receipt.bytes };
    },
    async remember(name, wish, version) {
      await writeFile(join(folders.wishes, keyOf(name, wish)), version);
    },
    async recall(name, wish) {
      try {
        const path = join(folders.wishes, keyOf(name, wish));
        const version = await readFile(path, 'utf8');
        return { version, ageMs: Date.now() - (await stat(path)).mtimeMs };
      } catch {
        return undefined;
      }
    },
    locked: (name, signal, work) => withFolderLock(join(folders.locks, keyOf(name, '')), signal, work),
    async trim() {
      return withFolderLock(join(folders.locks, 'trim'), AbortSignal.timeout(60_000), () => trimTo(folders, maxBytes));
    },
  };
}

async function trimTo(
  folders: { packages: string; leases: string; staging: string },
  maxBytes: number,
): Promise<Receipt[]> {
  const entries: { key: string; receipt: Receipt; usedAtMs: number }[] = [];
  for (const { name: key } of await list(folders.packages)) {
    const folder = join(folders.packages, key);
    const receipt = await readReceipt(folder);
    if (receipt === undefined) continue;
    const { mtimeMs } = await stat(join(folder, receiptFile));
    entries.push({ key, receipt, usedAtMs: mtimeMs });
  }
  let total = entries.reduce((sum, { receipt }) => sum + receipt.bytes, 0);
  const gone: Receipt[] = [];
  entries.sort((left, right) => left.usedAtMs - right.usedAtMs);
  for (const { key, receipt } of entries) {
    if (total <= maxBytes) break;
    if ((await heldKeys(folders.leases)).has(key)) continue;
    // Moved away first, so that nobody finds half a package.
    const doomed = join(folders.staging, `${process.pid}-${randomUUID()}`);
    await rename(join(folders.packages, key), doomed);
    await rm(doomed, { recursive: true, force: true });
    total -= receipt.bytes;
    gone.push(receipt);
  }
  return gone;
}

/** Packages some living process uses. */
async function heldKeys(leases: string): Promise<Set<string>> {
  const held = new Set<string>();
  for (const { name } of await list(leases)) {
    if (isAlive(Number(name.split('-')[0]))) held.add(await readFile(join(leases, name), 'utf8').catch(() => ''));
  }
  return held;
}

/** Removes what belongs to processes that are gone; the process id is the first part of every name. */
async function sweep(folder: string): Promise<void> {
  for (const { name } of await list(folder)) {
    if (!isAlive(Number(name.split('-')[0]))) await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function readReceipt(folder: string): Promise<Receipt | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, receiptFile), 'utf8')) as Receipt;
  } catch {
    return undefined;
  }
}

/** Bytes of all files below a folder. Links are not followed. */
export async function measureFolder(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await list(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += await measureFolder(path);
    else if (entry.isFile()) bytes += (await stat(path)).size;
  }
  return bytes;
}

function list(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch(() => []);
}

/** A name that is safe as a file name and still readable. */
function keyOf(name: string, version: string): string {
  const readable = `${name}@${version}`
    .replace(/[^a-z0-9.@_-]+/gi, '_')
    .replace(/^[.@_]+/, '')
    .slice(0, 80);
  return `${readable}-${createHash('sha256').update(`${name}\0${version}`).digest('hex').slice(0, 16)}`;
}
