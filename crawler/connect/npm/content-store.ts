/**
 * Packages as the registry serves them, unpacked once each and shared by every tree that wants them. Filled by this
 * program alone, from archives whose hash is the one the registry gives; no installer and no server can write here.
 */
import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rename, stat, utimes, writeFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { formatBytes } from '#crawler/connect/attempt-failure.ts';
import type { InstallLimits } from './limits.ts';
import type { Dist } from './packument.ts';
import { type RegistryClient, TooMuch } from './registry-client.ts';
import { blockBytes, removeTree } from './tree.ts';
import { BadPackage, type UnpackedFile, unpackTarball } from './unpack.ts';

/** One package in the store. */
export interface StoredPackage {
  /** Its folder in the store. */
  key: string;
  /** Where its files lie. */
  folder: string;
  name: string;
  version: string;
  files: UnpackedFile[];
  /** Its programs: path below its folder by name. */
  bins: Record<string, string>;
  bytes: number;
}

/** What a download is counted against. */
export interface DownloadBudget {
  signal: AbortSignal;
  limits: InstallLimits;
  /** Told of every byte downloaded, and of every byte that will lie on the disk; throws where it is too much. */
  spend(bytes: { packed?: number; unpacked?: number }): void;
}

/** Packages by name, version and hash. */
export interface ContentStore {
  /**
   * The package, downloaded and unpacked where it is not there yet.
   * @throws BadPackage, AttemptFailure, what the network throws
   */
  fetch(name: string, version: string, dist: Dist, budget: DownloadBudget): Promise<StoredPackage>;
  /** Removes a package, as where its files are not what was written. */
  drop(key: string): Promise<void>;
  /** All packages, with their size and when they were last wanted, milliseconds since 1970. */
  list(): Promise<{ key: string; diskBytes: number; usedAtMs: number }[]>;
}

const manifestFile = 'manifest.json';
/** What a package takes on the disk, beside the manifest, which is long. */
const sizeFile = 'size';
const publicHosts = new Set(['registry.npmjs.org', 'registry.yarnpkg.com']);
const strengths = ['sha512', 'sha384', 'sha256', 'sha1'] as const;
type Algorithm = (typeof strengths)[number];

/** Opens the store below a folder; archives are made there on the way in. */
export async function openContentStore(folder: string, staging: string, client: RegistryClient): Promise<ContentStore> {
  await mkdir(folder, { recursive: true });
  const underWay = new Map<string, Promise<StoredPackage>>();

  async function download(
    key: string,
    what: { name: string; version: string; dist: Dist },
    budget: DownloadBudget,
  ): Promise<StoredPackage> {
    const { name, version, dist } = what;
    const wanted = expectedHash(dist);
    if (wanted === undefined) throw new BadPackage('has no hash in the registry that it could be checked against');
    const staged = join(staging, `${process.pid}-${randomUUID()}`);
    await mkdir(staged);
    try {
      const archive = join(staged, 'archive.tgz');
      const packedBytes = await save(archive, addressOf(dist.tarball, client.registry), wanted, budget);
      const files = join(staged, 'files');
      await mkdir(files);
      const unpacked = await unpackTarball(archive, files, {
        limits: budget.limits,
        packedBytes,
        signal: budget.signal,
      });
      const manifest = unpacked.find(({ path }) => path === 'package.json');
      if (manifest !== undefined && manifest.bytes > budget.limits.maxManifestBytes)
        throw new BadPackage(`has a package.json larger than ${formatBytes(budget.limits.maxManifestBytes)}`, true);
      const bins = await readBins(files, name, unpacked);
      const programs = new Set(Object.values(bins));
      for (const file of unpacked) {
        file.runs ||= programs.has(file.path);
        await chmod(join(files, file.path), file.runs ? 0o555 : 0o444);
      }
      const bytes = unpacked.reduce((sum, file) => sum + file.bytes, 0);
      const stored = { name, version, files: unpacked, bins, bytes };
      await writeFile(join(staged, manifestFile), JSON.stringify(stored));
      await writeFile(join(staged, sizeFile), String(diskBytesOf(unpacked)));
      await removeTree(archive);
      try {
        await rename(staged, join(folder, key));
      } catch (error) {
        // Another process was first.
        if ((await readStored(folder, key)) === undefined) throw error;
      }
      return { key, folder: join(folder, key, 'files'), ...stored };
    } finally {
      await removeTree(staged);
    }
  }

  async function save(path: string, url: URL, wanted: Hash, budget: DownloadBudget): Promise<number> {
    const { signal, limits } = budget;
    const answer = await client.get(url, { signal, maxBytes: limits.maxPackedBytes });
    if (answer.status !== 200) throw new BadPackage(`could not be downloaded: the registry answered ${answer.status}`);
    const hash = createHash(wanted.algorithm);
    let bytes = 0;
    async function* counted(body: AsyncIterable<Uint8Array>) {
      for await (const chunk of body) {
        bytes += chunk.byteLength;
        budget.spend({ packed: chunk.byteLength });
        hash.update(chunk);
        yield chunk;
      }
    }
    try {
      await pipeline(Readable.from(counted(answer.body)), createWriteStream(path, { flags: 'wx' }), { signal });
    } catch (error) {
      if (error instanceof TooMuch)
        throw new BadPackage(`is larger than ${formatBytes(limits.maxPackedBytes)} to download`, true);
      throw error;
    }
    const got = hash.digest();
    if (!wanted.digests.some((digest) => digest.length === got.length && timingSafeEqual(digest, got)))
      throw new BadPackage('is not what the registry says it is: its hash differs');
    return bytes;
  }

  return {
    async fetch(name, version, dist, budget) {
      const key = keyOf(name, version, dist);
      const known = await readStored(folder, key);
      if (known) {
        const now = new Date();
        await utimes(join(folder, key, manifestFile), now, now).catch(() => {});
        budget.spend({ unpacked: known.bytes });
        return known;
      }
      const running = underWay.get(key);
      const fetching =
        running?.catch(() => download(key, { name, version, dist }, budget)) ??
        download(key, { name, version, dist }, budget);
      if (!running) {
        underWay.set(key, fetching);
        const done = () => underWay.delete(key);
        fetching.then(done, done);
      }
      const stored = await fetching;
      budget.spend({ unpacked: stored.bytes });
      return stored;
    },
    async drop(key) {
      const doomed = join(staging, `${process.pid}-${randomUUID()}`);
      await rename(join(folder, key), doomed).catch(() => {});
      await removeTree(doomed);
    },
    async list() {
      const keys = await readdir(folder);
      return Promise.all(
        keys.map(async (key) => {
          const diskBytes = Number(await readFile(join(folder, key, sizeFile), 'utf8').catch(() => '0'));
          const { mtimeMs = 0 } = (await stat(join(folder, key, manifestFile)).catch(() => undefined)) ?? {};
          return { key, diskBytes, usedAtMs: mtimeMs };
        }),
      );
    },
  };
}

/** Whole blocks for files, their folders, and the manifest. */
function diskBytesOf(files: readonly UnpackedFile[]): number {
  const folders = new Set(files.map(({ path }) => posix.dirname(path)));
  const manifestBytes = files.length * 150;
  return files.reduce(
    (sum, { bytes }) => sum + Math.ceil(bytes / blockBytes) * blockBytes,
    (folders.size + 2) * blockBytes + manifestBytes,
  );
}

async function readStored(folder: string, key: string): Promise<StoredPackage | undefined> {
  try {
    const stored = JSON.parse(await readFile(join(folder, key, manifestFile), 'utf8')) as Omit<
      StoredPackage,
      'key' | 'folder'
    >;
    return { key, folder: join(folder, key, 'files'), ...stored };
  } catch {
    return undefined;
  }
}

/**
 * Where an archive is fetched from. A mirror gives out documents that still name the public registry; as npm does, the
 * mirror is asked instead.
 */
function addressOf(tarball: string, registry: URL): URL {
  if (!URL.canParse(tarball)) throw new BadPackage('has no address in the registry that it could be fetched from');
  const url = new URL(tarball);
  if (publicHosts.has(url.hostname) && !publicHosts.has(registry.hostname))
    return new URL(registry.pathname.replace(/\/$/, '') + url.pathname + url.search, registry);
  return url;
}

/** A hash the archive must have. */
interface Hash {
  algorithm: Algorithm;
  digests: Buffer[];
}

/** The strongest hash a registry gives; of several of that kind any will do. */
function expectedHash({ integrity = '', shasum }: Dist): Hash | undefined {
  const given = integrity.split(/\s+/).map((word) => /^(sha\d+)-([\w+/]+={0,2})(?:\?.*)?$/.exec(word));
  for (const algorithm of strengths) {
    const digests = given
      .filter((match) => match?.[1] === algorithm)
      .map((match) => Buffer.from(match?.[2] ?? '', 'base64'));
    if (digests.length > 0) return { algorithm, digests };
  }
  return shasum === undefined ? undefined : { algorithm: 'sha1', digests: [Buffer.from(shasum, 'hex')] };
}

/** Names what is asked for and what it must be, so that no package can lie in the place of another. */
function keyOf(name: string, version: string, { integrity, shasum }: Dist): string {
  const readable = `${name}@${version}`
    .replace(/[^a-z0-9.@_-]+/gi, '_')
    .replace(/^[.@_]+/, '')
    .slice(0, 80);
  const hash = createHash('sha256')
    .update(JSON.stringify([name, version, integrity, shasum]))
    .digest('hex');
  return `${readable}-${hash.slice(0, 32)}`;
}

/** The programs a package brings, where they are files of its own and their names could not be taken for anything else. */
async function readBins(folder: string, name: string, files: readonly UnpackedFile[]): Promise<Record<string, string>> {
  const have = new Set(files.map(({ path }) => path));
  const manifest = await readFile(join(folder, 'package.json'), 'utf8')
    .then((text) => JSON.parse(text) as { bin?: unknown })
    .catch(() => undefined);
  const bin = manifest?.bin;
  const given = typeof bin === 'string' ? { [name.replace(/^@[^/]+\//, '')]: bin } : (bin ?? {});
  const bins: Record<string, string> = {};
  for (const [program, target] of Object.entries(given)) {
    if (typeof target !== 'string' || !/^[a-z0-9_][\w.-]{0,100}$/i.test(program)) continue;
    const path = posix.normalize(target).replace(/^\/+/, '');
    if (have.has(path)) bins[program] = path;
  }
  return bins;
}
