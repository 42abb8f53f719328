import { createHash, randomUUID } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, withFolderLock } from './folder-lock.ts';
import type { InstallKit } from './npm/install-kit.ts';
import { defaultLimits } from './options.ts';
import type { InstalledTree, Lack } from './package-manager.ts';

/** An installed package that stays where it is until `release` is called. */
export interface CachedPackage {
  name: string;
  version: string;
  /** Folder that holds `node_modules`. */
  folder: string;
  /** What a reading should say of how it was installed. */
  notes: string[];
  /** What it had to be installed without. */
  lacks?: Lack;
  /** Whether it still is what was installed, to the last byte. */
  isIntact(): Promise<boolean>;
  release(): Promise<void>;
}

/** What is kept about each installed package, outside of its folder. */
interface Receipt extends InstalledTree {
  name: string;
}

/** A package that was removed to make room. */
export interface Evicted {
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
  keep(staged: string, name: string, tree: InstalledTree): Promise<CachedPackage>;
  /** Removes a package that is not what was installed, and what it shares with others. */
  discard(entry: CachedPackage): Promise<void>;
  /** Remembers which version a wish (a tag, a range, none) led to. */
  remember(name: string, wish: string, version: string): Promise<void>;
  recall(name: string, wish: string): Promise<{ version: string; ageMs: number } | undefined>;
  /** One process at a time per package. */
  locked<T>(name: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
  /**
   * Removes least recently used packages until the cache fits, and some more; held ones stay. Returns what went. Nothing is
   * looked at while there is surely room.
   */
  trim(): Promise<Evicted[]>;
  /** Removes a folder of the cache, whatever its rights. */
  remove(folder: string): Promise<void>;
}

/** What the cache asks of the kit: to look into trees, and at what they share. */
export type CacheKit = Pick<InstallKit, 'hashTree' | 'removeTree' | 'dropPart' | 'listParts' | 'trimDownloads'>;

/**
 * How much of the room that was left is filled before all is counted again, since other processes fill it too, and after what
 * time at the latest, milliseconds. Counting costs more with every package there is.
 */
const roomShare = 0.25;
const countEveryMs = 60_000;
/**
 * The least part of the whole cache that one process fills before it counts again; without it every installation would count a
 * cache that is full. Making room makes twice as much besides, so that two processes stay within the bound; each further one may
 * overshoot it by this part.
 */
const spareShare = 0.05;
/** How long one waits for another to make room, milliseconds. */
const trimWaitMs = 60_000;
/** After what time a package without a receipt counts as never finished, milliseconds. It takes a moment. */
const unfinishedMs = 600_000;
/** How long an installation may take, milliseconds: one that began earlier has ended, or stands still. */
const underWayMs = defaultLimits.installTimeoutMs;
/** By how much the times of files may differ from the clock, milliseconds. */
const coarseMs = 1_000;
/** Parts of the cache that documents about packages and Python wheels may take. */
const documentShare = 0.05;
const wheelShare = 0.125;

/** Folders of the cache below its own. */
export function cacheFolders(cacheDir: string) {
  return {
    packages: join(cacheDir, 'packages'),
    receipts: join(cacheDir, 'receipts'),
    store: join(cacheDir, 'store'),
    documents: join(cacheDir, 'documents'),
    wheels: join(cacheDir, 'wheels'),
    staging: join(cacheDir, 'staging'),
    locks: join(cacheDir, 'locks'),
    leases: join(cacheDir, 'leases'),
    wishes: join(cacheDir, 'wishes'),
  };
}
type Folders = ReturnType<typeof cacheFolders>;

/**
 * Opens the cache, making its folders and clearing what dead processes left. A package lies at a path made of the hash
 * of its name and exact version, and is never changed once there; what it shares with others lies in the store.
 */
export async function openPackageCache(cacheDir: string, maxBytes: number, kit: CacheKit): Promise<PackageCache> {
  const folders = cacheFolders(cacheDir);
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true });
  await sweep(folders.staging, kit);
  await sweep(folders.leases, kit);
  await sweepUnfinished(folders, kit);
  const receiptPath = (key: string) => join(folders.receipts, `${key}.json`);
  /** What was left when all was last counted, and what this process added since, as if nothing of it were shared. */
  let counted = { room: 0, added: 0, atMs: Number.NEGATIVE_INFINITY };

  const hold = async (key: string, receipt: Receipt): Promise<CachedPackage> => {
    const lease = join(folders.leases, `${process.pid}-${randomUUID()}`);
    await writeFile(lease, key);
    const now = new Date();
    await utimes(receiptPath(key), now, now).catch(() => {});
    const folder = join(folders.packages, key);
    return {
      name: receipt.name,
      version: receipt.version,
      folder,
      notes: receipt.notes,
      ...(receipt.lacks && { lacks: receipt.lacks }),
      isIntact: async () => (await kit.hashTree(folder).catch(() => undefined)) === receipt.hash,
      release: () => rm(lease, { force: true }),
    };
  };
  const take = async (name: string, version: string) => {
    const key = keyOf(name, version);
    const receipt = await readReceipt(receiptPath(key));
    if (receipt === undefined) return undefined;
    const held = await hold(key, receipt);
    // Eviction may have come between reading and holding.
    if (await isFolder(held.folder)) return held;
    await held.release();
    return undefined;
  };
  const throwAway = (key: string) => moveAway(folders, key, kit);

  return {
    take,
    async stage() {
      // `underWaySince` reads when.
      const folder = join(folders.staging, `${process.pid}-${Date.now()}-${randomUUID()}`);
      await mkdir(folder);
      return folder;
    },
    async keep(staged, name, tree) {
      counted.added += tree.bytes;
      const key = keyOf(name, tree.version);
      const receipt: Receipt = { name, ...tree };
      const entry = await hold(key, receipt);
      try {
        // A folder without a receipt is what an earlier process did not finish.
        if ((await readReceipt(receiptPath(key))) === undefined) await throwAway(key);
        await rename(staged, entry.folder);
        // Not earlier: a folder that is read-only itself cannot be moved.
        await chmod(entry.folder, 0o555);
        const part = join(folders.staging, `${process.pid}-${randomUUID()}`);
        await writeFile(part, JSON.stringify(receipt));
        await rename(part, receiptPath(key));
        return entry;
      } catch (error) {
        await entry.release();
        const other = await take(name, tree.version);
        if (other === undefined) throw error;
        return other;
      }
    },
    async discard({ name, version }) {
      const key = keyOf(name, version);
      const receipt = await readReceipt(receiptPath(key));
      await throwAway(key);
      for (const part of receipt?.parts ?? []) await kit.dropPart(part);
    },
    async remember(name, wish, version) {
      await writeFile(join(folders.wishes, keyOf(name, wish)), version);
    },
    async recall(name, wish) {
      try {
        const path = join(folders.wishes, keyOf(name, wish));
        const version = await readFile(path, 'utf8');
        // A clock that was wrong for a while makes it old, not new for years.
        return { version, ageMs: Math.abs(Date.now() - (await stat(path)).mtimeMs) };
      } catch {
        return undefined;
      }
    },
    locked: (name, signal, work) => withFolderLock(join(folders.locks, keyOf(name, '')), signal, work),
    async trim() {
      const hasRoom = counted.added < Math.max(counted.room * roomShare, maxBytes * spareShare);
      if (hasRoom && performance.now() - counted.atMs < countEveryMs) return [];
      const waited = AbortSignal.timeout(trimWaitMs);
      try {
        const { gone, total } = await withFolderLock(join(folders.locks, 'trim'), waited, () =>
          trimTo(folders, maxBytes, kit),
        );
        counted = { room: maxBytes - total, added: 0, atMs: performance.now() };
        return gone;
      } catch (error) {
        // Whoever holds it for so long is making room; the next one to install looks again.
        if (error === waited.reason) return [];
        throw error;
      }
    },
    remove: (folder) => kit.removeTree(folder),
  };
}

/** Trees by when they were last used; what several share counts once, and goes when no tree is left that has it. */
async function trimTo(folders: Folders, maxBytes: number, kit: CacheKit): Promise<{ gone: Evicted[]; total: number }> {
  const downloadBytes = await kit.trimDownloads(maxBytes * documentShare, maxBytes * wheelShare);
  const trees: { key: string; receipt: Receipt; usedAtMs: number }[] = [];
  for (const { name: file } of await list(folders.receipts)) {
    const path = join(folders.receipts, file);
    const receipt = await readReceipt(path);
    const { mtimeMs = 0 } = (await stat(path).catch(() => undefined)) ?? {};
    if (receipt !== undefined) trees.push({ key: file.replace(/\.json$/, ''), receipt, usedAtMs: mtimeMs });
  }
  const parts = new Map((await kit.listParts()).map((part) => [part.key, part]));
  const users = new Map<string, number>();
  for (const { receipt } of trees) for (const key of receipt.parts) users.set(key, (users.get(key) ?? 0) + 1);
  let total = downloadBytes;
  for (const { receipt } of trees) total += receipt.ownBytes;
  for (const { diskBytes } of parts.values()) total += diskBytes;
  const since = (await underWaySince(folders.staging)) - coarseMs;
  const now = Date.now() + coarseMs;
  /** Taken from under an installation, it would be fetched anew, again and again while others end beside it. */
  const isWanted = (key: string) => {
    const usedAtMs = parts.get(key)?.usedAtMs ?? 0;
    return since <= usedAtMs && usedAtMs <= now;
  };
  const dropPart = async (key: string) => {
    if (isWanted(key)) return;
    await kit.dropPart(key);
    total -= parts.get(key)?.diskBytes ?? 0;
    parts.delete(key);
  };

  if (total <= maxBytes) return { gone: [], total };
  const enough = maxBytes * (1 - 2 * spareShare);

  // What no tree has is the first to go.
  for (const { key } of [...parts.values()].sort((left, right) => left.usedAtMs - right.usedAtMs)) {
    if (total <= enough) return { gone: [], total };
    if (!users.has(key)) await dropPart(key);
  }
  const gone: Evicted[] = [];
  trees.sort((left, right) => left.usedAtMs - right.usedAtMs);
  for (const { key, receipt } of trees) {
    if (total <= enough) break;
    // Without it there would be no more room, and it would have to be laid anew.
    if (receipt.parts.length > 0 && receipt.parts.every(isWanted)) continue;
    if ((await heldKeys(folders.leases)).has(key)) continue;
    await moveAway(folders, key, kit);
    total -= receipt.ownBytes;
    gone.push({ name: receipt.name, version: receipt.version, bytes: receipt.bytes });
    for (const part of receipt.parts) {
      const left = (users.get(part) ?? 1) - 1;
      users.set(part, left);
      if (left === 0) await dropPart(part);
    }
  }
  return { gone, total };
}

/** When the first of the installations that are under way began, of any process, milliseconds since 1970; infinity where none is. */
async function underWaySince(staging: string): Promise<number> {
  let since = Number.POSITIVE_INFINITY;
  for (const { name } of await list(staging)) {
    const [, pid, startedMs] = /^(\d+)-(\d{13})-/.exec(name) ?? [];
    if (startedMs === undefined || Math.abs(Date.now() - Number(startedMs)) > underWayMs) continue;
    if (isAlive(Number(pid))) since = Math.min(since, Number(startedMs));
  }
  return since;
}

/** Moves a package out of the way before it is removed, so that nobody finds half of it. */
async function moveAway(folders: Folders, key: string, kit: CacheKit): Promise<void> {
  const doomed = join(folders.staging, `${process.pid}-${randomUUID()}`);
  await rm(join(folders.receipts, `${key}.json`), { force: true });
  const folder = join(folders.packages, key);
  await chmod(folder, 0o755).catch(() => {});
  await rename(folder, doomed).catch(() => {});
  await kit.removeTree(doomed);
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
async function sweep(folder: string, kit: CacheKit): Promise<void> {
  for (const { name } of await list(folder)) {
    if (!isAlive(Number(name.split('-')[0]))) await kit.removeTree(join(folder, name));
  }
}

/** Removes packages that were never finished, and those of earlier versions of this program, which kept no receipts here. */
async function sweepUnfinished(folders: Folders, kit: CacheKit): Promise<void> {
  const finished = new Set((await list(folders.receipts)).map(({ name }) => name.replace(/\.json$/, '')));
  for (const { name } of await list(folders.packages)) {
    const { ctimeMs = Date.now() } = (await stat(join(folders.packages, name)).catch(() => undefined)) ?? {};
    if (!finished.has(name) && Date.now() - ctimeMs > unfinishedMs) await moveAway(folders, name, kit);
  }
}

async function readReceipt(path: string): Promise<Receipt | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Receipt;
  } catch {
    return undefined;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
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
