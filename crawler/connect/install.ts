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
  if (names.isExact(wanted)) return takeIntact(cache, cached, wanted);
  const known = await cache.recall(cached, wanted);
  return known && known.ageMs < maxAgeMs ? takeIntact(cache, cached, known.version) : undefined;
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
      const entry = await takeIntact(cache, cached, version ?? known.version);
      if (entry) {
        if (version !== undefined) await cache.remember(cached, wanted, entry.version);
        return entry;
      }
    }
    log({ kind: 'install-started', package: cached });
    const tree = await manager.install(name, wanted, place);
    if (tree.bytes > parts.maxCacheBytes) {
      throw new AttemptFailure(
        'too-large',
        `${name} takes ${formatBytes(tree.bytes)}, more than the whole package cache may hold.`,
        'Raise the size of the package cache.',
      );
    }
    const entry = await cache.keep(staged, cached, tree);
    if (!exact) await cache.remember(cached, wanted, tree.version);
    log({
      kind: 'install-finished',
      package: cached,
      version: tree.version,
      bytes: tree.bytes,
      durationMs: Math.round(performance.now() - startedAt),
    });
    for (const gone of await cache.trim())
      log({ kind: 'cache-evicted', package: `${gone.name}@${gone.version}`, bytes: gone.bytes });
    return entry;
  } finally {
    await cache.remove(staged);
  }
}

/** The package if it is there as it was installed; one that was changed since is removed. */
async function takeIntact(cache: PackageCache, name: string, version: string): Promise<CachedPackage | undefined> {
  const entry = await cache.take(name, version);
  if (entry === undefined || (await entry.isIntact())) return entry;
  await entry.release();
  await cache.discard(entry);
  return undefined;
}
