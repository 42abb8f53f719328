/** The source of a package as its registry serves it, where it is not installed here. */

import { z } from 'zod';
import { AttemptFailure, formatBytes } from '#crawler/connect/attempt-failure.ts';
import type { NpmSettings } from '#crawler/connect/npm.ts';
import { publicRegistry } from '#crawler/connect/npm-registry.ts';
import { createSafeFetch } from '#crawler/connect/safe-fetch.ts';
import { archiveLimits, readTarball, readZip } from './archive.ts';
import { collectSource, type SourceCollector } from './files.ts';

/** Where packages are asked for. Addresses without credentials. */
export interface Registries {
  /** Default the one that the user's npm is set to, from which packages are installed too. */
  npm?: string;
  /** Root under which `/pypi/<name>/json` lies. Default `https://pypi.org`. */
  pypi?: string;
}

/** What reading from a registry needs. */
export interface RegistryParts extends Registries {
  /** The settings of the user's npm; without them the registry is the public one. */
  readSettings?(): Promise<Pick<NpmSettings, 'registry'>>;
  allowLoopback: boolean;
  resolveHost?: (hostname: string) => Promise<string[]>;
}

/** A package's source, that it has not changed, or `missing` where the registry has nothing to read. */
export type PackageSource =
  | { kind: 'files'; version: string; collector: SourceCollector }
  | { kind: 'unchanged' }
  | { kind: 'missing'; reason: string };

/** Longest answer about a package, bytes. Some npm packages have thousands of versions, but only one is asked for. */
const maxAnswerBytes = 8 * 1024 * 1024;
/** Longest wait for a whole answer or archive, milliseconds. */
const timeoutMs = 60_000;

const npmVersion = z.object({ version: z.string(), dist: z.object({ tarball: z.string() }) });
const pypiRelease = z.object({
  info: z.object({ version: z.string() }),
  urls: z.array(
    z.object({ packagetype: z.string(), filename: z.string(), url: z.string(), size: z.number().optional() }),
  ),
});

/**
 * Reads an npm package from its tarball.
 * @throws what the network or the archive throws
 */
export async function readNpmTarball(
  parts: RegistryParts,
  wish: { name: string; version?: string },
  known: string | undefined,
  signal: AbortSignal,
): Promise<PackageSource> {
  const registry = root(parts.npm ?? (await parts.readSettings?.())?.registry ?? publicRegistry);
  const path = `${wish.name.replace('/', '%2f')}/${encodeURIComponent(wish.version ?? 'latest')}`;
  const answer = await getJson(parts, registry, `${registry}/${path}`, npmVersion, signal);
  if (answer === undefined) return { kind: 'missing', reason: `The npm registry has no package ${wish.name}.` };
  const { version, dist } = answer;
  if (version === known) return { kind: 'unchanged' };
  const collector = collectSource();
  await withBody(parts, registry, dist.tarball, signal, (body, within) =>
    readTarball(body, collector, { signal: within }),
  );
  return { kind: 'files', version, collector };
}

/**
 * Reads a PyPI package from its wheel or its source archive, by the index's JSON API.
 * @throws what the network or the archive throws
 */
export async function readPypiRelease(
  parts: RegistryParts,
  wish: { name: string; version?: string },
  known: string | undefined,
  signal: AbortSignal,
): Promise<PackageSource> {
  const index = root(parts.pypi ?? 'https://pypi.org');
  const path = [wish.name, ...(wish.version ? [wish.version] : [])].map(encodeURIComponent).join('/');
  const answer = await getJson(parts, index, `${index}/pypi/${path}/json`, pypiRelease, signal);
  if (answer === undefined) return { kind: 'missing', reason: `The Python index has no package ${wish.name}.` };
  const { version } = answer.info;
  if (version === known) return { kind: 'unchanged' };
  const fits = answer.urls.filter(({ size = 0 }) => size <= archiveLimits.maxBytes);
  const wheels = fits.filter(({ packagetype, filename }) => packagetype === 'bdist_wheel' && /\.whl$/.test(filename));
  const sources = fits.filter(({ packagetype, filename }) => packagetype === 'sdist' && /\.tar\.gz$/.test(filename));
  // A wheel is what gets installed; one for a platform holds programs, and its source is elsewhere.
  const file = wheels.find(({ filename }) => /-none-any\.whl$/.test(filename)) ?? sources[0] ?? wheels[0];
  if (file === undefined) {
    const most = formatBytes(archiveLimits.maxBytes);
    return { kind: 'missing', reason: `${wish.name} ${version} has no wheel or source archive up to ${most}.` };
  }
  const collector = collectSource();
  const read = file.filename.endsWith('.whl') ? readZip : readTarball;
  await withBody(parts, index, file.url, signal, (body, within) => read(body, collector, { signal: within }));
  return { kind: 'files', version, collector };
}

const root = (address: string) => address.replace(/\/+$/, '');

/** A JSON answer, or nothing where the registry says that there is none. */
async function getJson<T>(
  parts: RegistryParts,
  registry: string,
  url: string,
  schema: z.ZodType<T>,
  signal: AbortSignal,
): Promise<T | undefined> {
  return withResponse(parts, registry, url, maxAnswerBytes, signal, async (response) => {
    if ([404, 405, 410].includes(response.status)) return undefined;
    if (!response.ok) throw new Error(`${new URL(url).host} answered ${response.status}`);
    const parsed = schema.safeParse(await response.json());
    if (!parsed.success) throw new Error(`${new URL(url).host} gave an answer of another form`);
    return parsed.data;
  });
}

function withBody(
  parts: RegistryParts,
  registry: string,
  url: string,
  signal: AbortSignal,
  work: (body: AsyncIterable<Uint8Array>, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  // One byte more, so that the archive's own bound is the one that speaks.
  return withResponse(parts, registry, url, archiveLimits.maxBytes + 1, signal, async (response, within) => {
    if (!response.ok || response.body === null) throw new Error(`${new URL(url).host} answered ${response.status}`);
    await work(response.body, within);
  });
}

async function withResponse<T>(
  { allowLoopback, resolveHost }: RegistryParts,
  registry: string,
  url: string,
  maxBytes: number,
  signal: AbortSignal,
  work: (response: Response, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const safe = createSafeFetch({ maxBytes, allowLoopback, resolveHost, trusted: [new URL(registry).origin] });
  try {
    return await work(await safe.fetch(url, { signal: within }), within);
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string } };
    if (error instanceof AttemptFailure || cause?.code === undefined) throw error;
    throw new Error(`${new URL(url).host}: ${cause.code}, ${message}`, { cause: error });
  } finally {
    await safe.close();
  }
}
