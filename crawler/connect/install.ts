import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AttemptFailure, formatBytes, interrupted } from './attempt-failure.ts';
import type { Npm, NpmResult } from './npm.ts';
import type { ConnectorEvent, ConnectorLimits } from './options.ts';
import type { CachedPackage, PackageCache } from './package-cache.ts';

/** How long an answer to "which version is the newest" is believed, milliseconds: one hour. */
const wishFreshMs = 3_600_000;
/** Names npm accepts; anything else (a path, a URL, an option) is refused before npm sees it. */
const packageName = /^(?:@[a-z0-9~][a-z0-9._~-]*\/)?[a-z0-9~][a-z0-9._~-]*$/i;
/** Versions, ranges and tags; no URL, no path, no option. */
const packageWish = /^[\w.^~<>=|* -]{0,100}$/;
const exactVersion = /^\d+\.\d+\.\d+(?:-[\w.-]+)?(?:\+[\w.-]+)?$/;

/** What installation works with. */
export interface InstallParts {
  cache: PackageCache;
  npm: Npm;
  limits: ConnectorLimits;
  maxCacheBytes: number;
  log: (event: ConnectorEvent) => void;
}

/**
 * Puts an npm package into the cache, or finds it there. The caller releases it.
 * @throws AttemptFailure `install-failed`, `too-large` or `interrupted`
 */
export async function installPackage(
  parts: InstallParts,
  wish: { name: string; version?: string },
  signal: AbortSignal,
): Promise<CachedPackage> {
  const { cache } = parts;
  const { name } = wish;
  const wanted = wish.version?.trim() || 'latest';
  if (!packageName.test(name) || !packageWish.test(wanted) || wanted.startsWith('-')) {
    throw new AttemptFailure(
      'install-failed',
      `${name}@${wanted} is no name and version of an npm package.`,
      'Correct the package name.',
    );
  }
  const found = await findCached(cache, name, wanted, wishFreshMs);
  if (found) return found;
  try {
    return await cache.locked(name, signal, async () => {
      // Another process may have installed it while this one waited.
      const meanwhile = await findCached(cache, name, wanted, wishFreshMs);
      return meanwhile ?? (await install(parts, name, wanted, signal));
    });
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
  wish: { name: string; version?: string },
): Promise<CachedPackage | undefined> {
  return findCached(cache, wish.name, wish.version?.trim() || 'latest', Number.POSITIVE_INFINITY);
}

async function findCached(
  cache: PackageCache,
  name: string,
  wanted: string,
  maxAgeMs: number,
): Promise<CachedPackage | undefined> {
  if (exactVersion.test(wanted)) return cache.take(name, wanted);
  const known = await cache.recall(name, wanted);
  return known && known.ageMs < maxAgeMs ? cache.take(name, known.version) : undefined;
}

async function install(parts: InstallParts, name: string, wanted: string, signal: AbortSignal): Promise<CachedPackage> {
  const { cache, npm, limits, log } = parts;
  const startedAt = performance.now();
  const staged = await cache.stage();
  try {
    const known = exactVersion.test(wanted) ? undefined : await cache.recall(name, wanted);
    if (known) {
      // Something is cached already: asking for the version is cheaper than installing it again.
      const view = await npm.run(['view', `${name}@${wanted}`, 'version', '--json'], {
        folder: staged,
        signal,
        timeoutMs: limits.installTimeoutMs,
      });
      const version = view.ok ? newestOf(view.stdout) : known.version;
      const cached = version === undefined ? undefined : await cache.take(name, version);
      if (cached) {
        if (view.ok) await cache.remember(name, wanted, cached.version);
        return cached;
      }
    }
    log({ kind: 'install-started', package: name });
    await writeFile(join(staged, 'package.json'), '{"private":true}');
    const args = [
      'install',
      `${name}@${wanted}`,
      '--ignore-scripts',
      '--no-package-lock',
      '--omit=dev',
      '--prefer-offline',
    ];
    if (!exactVersion.test(wanted)) args.pop();
    const result = await npm.run(args, { folder: staged, signal, timeoutMs: limits.installTimeoutMs });
    signal.throwIfAborted();
    if (!result.ok) throw explain(name, wanted, result);
    const version = await installedVersion(staged, name);
    const { entry, bytes } = await cache.keep(staged, name, version);
    if (bytes > parts.maxCacheBytes) {
      await entry.release();
      await cache.trim();
      throw new AttemptFailure(
        'too-large',
        `${name} takes ${formatBytes(bytes)}, more than the whole package cache may hold.`,
        'Raise the size of the package cache.',
      );
    }
    if (!exactVersion.test(wanted)) await cache.remember(name, wanted, version);
    log({
      kind: 'install-finished',
      package: name,
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

/** `npm view` prints one version, or a list of all that satisfy a range, oldest first. */
function newestOf(json: string): string | undefined {
  try {
    const value: unknown = JSON.parse(json);
    const newest = Array.isArray(value) ? value.at(-1) : value;
    return typeof newest === 'string' ? newest : undefined;
  } catch {
    return undefined;
  }
}

async function installedVersion(folder: string, name: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(folder, 'node_modules', name, 'package.json'), 'utf8')) as {
    version?: unknown;
  };
  if (typeof manifest.version === 'string') return manifest.version;
  throw new AttemptFailure('install-failed', `${name} says no version of itself.`, 'Report this to the author.');
}

/** npm's failure in words, with what to do. */
function explain(name: string, wanted: string, { code, reason }: NpmResult): AttemptFailure {
  const fail = (why: string, todo: string) => new AttemptFailure('install-failed', why, todo);
  const full = `${name}@${wanted}`;
  if (code === 'E404')
    return fail(
      `There is no package ${name} in the npm registry.`,
      'Correct the package name, or set the registry it is in.',
    );
  if (code === 'ETARGET') return fail(`npm has no version ${wanted} of ${name}.`, 'Choose another version.');
  if (/^E40[13]$/.test(code))
    return fail(
      `The registry wants a login for ${name}.`,
      'Private packages are not installed: no token of yours is handed to npm.',
    );
  if (/^(ENOTFOUND|EAI_AGAIN|ECONN\w*|ETIMEDOUT|ERR_SOCKET_TIMEOUT)$/.test(code)) {
    return fail(
      `The npm registry could not be reached for ${full}: ${reason}.`,
      'Check the network and the proxy settings of npm, then run it again.',
    );
  }
  if (code === 'ENOSPC') return fail(`No disk space was left to install ${full}.`, 'Free some disk space.');
  if (code === 'EBADPLATFORM')
    return fail(`${full} is not made for this machine: ${reason}.`, 'Run it on the platform it is made for.');
  return fail(`npm could not install ${full}: ${reason}.`, 'Try npm install by hand to see the whole message.');
}
