import { rm } from 'node:fs/promises';
import { AttemptFailure, formatBytes, interrupted } from './attempt-failure.ts';
import type { ConnectorEvent, ConnectorLimits } from './options.ts';
import type { CachedPackage, PackageCache } from './package-cache.ts';
import { newest, type PackageManager, type PackageNames, type PackageWish } from './package-manager.ts';

/** How long an answer to "which version is the newest" is believed, milliseconds: one hour. */
const wishFreshMs = 3_600_000;

/** What installation works with. */
export interface InstallParts {
  cache: PackageCache;
  manager: PackageManager;
  limits: ConnectorLimits;
  maxCacheBytes: number;
  log: (event: ConnectorEvent) => void;
}

/**
 * Puts a package into the cache, or finds it there. The caller releases it.
 * @throws AttemptFailure `install-failed`, `too-large`, `interrupted`, or what the package manager says
 */
export async function installPackage(
  parts: InstallParts,
  wish: PackageWish,
  signal: AbortSignal,
): Promise<CachedPackage> {
  const { cache, manager } = parts;
  const { name } = wish;
  const wanted = wish.version?.trim() || newest;
  if (!manager.accepts(name, wanted)) {
    throw new AttemptFailure(
      'install-failed',
      `${name}@${wanted} is no name and version of a package in ${manager.title}.`,
      'Correct the package name.',
    );
  }
  const find = () => findCached(cache, manager, name, wanted, wishFreshMs);
  const found = await find();
  if (found) return found;
  try {
    // Another process may have installed it while this one waited.
    return await cache.locked(
      manager.cacheName(name),
      signal,
      async () => (await find()) ?? (await install(parts, name, wanted, signal)),
    );
  } catch (error) {
    if (signal.aborted) throw signal.reason instanceof AttemptFailure ? signal.reason : interrupted();
    if (error instanceof AttemptFailure) throw error;
    const why = (error as Error).message;
    throw new AttemptFailure(
      'install-failed',
      `${name} could not be put into the package cache: ${why}.`,
      'Check the disk and the rights of the cache folder.',
      { cause: error },
    );
  }
}

/** The package as it is installed already, however long ago, or nothing. The caller releases it. */
export function findInstalled(
  cache: PackageCache,
  names: PackageNames,
  wish: PackageWish,
): Promise<CachedPackage | undefined> {
  return findCached(cache, names, wish.name, wish.version?.trim() || newest, Number.POSITIVE_INFINITY);
}

async function findCached(
  cache: PackageCache,
  names: PackageNames,
  name: string,
  wanted: string,
  maxAgeMs: number,
): Promise<CachedPackage | undefined> {
  const cached = names.cacheName(name);
  if (names.isExact(wanted)) return cache.take(cached, wanted);
  const known = await cache.recall(cached, wanted);
  return known && known.ageMs < maxAgeMs ? cache.take(cached, known.version) : undefined;
}

async function install(parts: InstallParts, name: string, wanted: string, signal: AbortSignal): Promise<CachedPackage> {
  const { cache, manager, limits, log } = parts;
  const cached = manager.cacheName(name);
  const startedAt = performance.now();
  const staged = await cache.stage();
  const place = { folder: staged, signal, timeoutMs: limits.installTimeoutMs };
  const exact = manager.isExact(wanted);
  try {
    const known = exact ? undefined : await cache.recall(cached, wanted);
    if (known && manager.resolve) {
      // Something is cached already: asking for the version is cheaper than installing it again.
      const version = await manager.resolve(name, wanted, place);
      const entry = await cache.take(cached, version ?? known.version);
      if (entry) {
        if (version !== undefined) await cache.remember(cached, wanted, entry.version);
        return entry;
      }
    }
    log({ kind: 'install-started', package: cached });
    const version = await manager.install(name, wanted, place);
    const { entry, bytes } = await cache.keep(staged, cached, version);
    if (bytes > parts.maxCacheBytes) {
      await entry.release();
      await cache.trim();
      throw new AttemptFailure(
        'too-large',
        `${name} takes ${formatBytes(bytes)}, more than the whole package cache may hold.`,
        'Raise the size of the package cache.',
      );
    }
    if (!exact) await cache.remember(cached, wanted, version);
    log({
      kind: 'install-finished',
      package: cached,
      version,
      bytes,
      durationMs: Math.round(performance.now() - startedAt),
    });
    for (const gone of await cache.trim())
      log({ kind: 'cache-evicted', package: `${gone.name}@${gone.version}`, bytes: gone.bytes });
    return entry;
  } finally {
    await rm(staged, { recursive: true, force: true });
  }
}
