import { z } from 'zod';
import type { NpmSettings } from '#crawler/connect/npm.ts';
import { createDispatcher, publicRegistry } from '#crawler/connect/npm-registry.ts';
import { canonicalFolder, canonicalRepositoryUrl } from '#crawler/discover/identity.ts';
import {
  binNames,
  isPublished,
  mcpEvidence,
  type PackageJson,
  readPackageJson,
} from '#crawler/discover/manifests/package-json.ts';
import { type NpmHit, type NpmSearch, searchNpm, searchText } from '#crawler/discover/npm-search.ts';
import { parseNpmSpec } from '#crawler/discover/package-spec.ts';
import { type Clock, openPoliteClient, type PoliteClient } from '#crawler/discover/polite-client.ts';
import type { CursorStore, DiscoveryContext, Source } from '#crawler/discover/source.ts';
import { cleanJson } from '#crawler/text/clean.ts';
import type { DiscoveryItem, Json, ServerCandidate } from '#db/types.ts';

/** How the registry is asked. */
export interface NpmOptions {
  /** Reads the settings of the user's npm: registry, proxy and certificates, without any secret. */
  readSettings(): Promise<NpmSettings>;
  /** Least time between two requests, milliseconds. */
  everyMs: number;
  clock: Clock;
}

/**
 * npm's terms call five million requests a month acceptable, about two a second; the search refuses what comes too
 * quickly with 429, and is obeyed.
 */
const everyMs = 500;
/** Largest answer, bytes: a page of 250 packages has 600 KB, one version of a package seldom 50 KB. */
const maxAnswerBytes = 8 * 1024 * 1024;
/** Deepest nesting of a version that is kept. */
const maxNesting = 16;
/** Failures of the registry in a row after which it is taken to be down. */
const maxFailuresInARow = 5;

/** What is asked: the keywords under which servers are published, and the words they are found by without any. */
const searches: readonly NpmSearch[] = [
  { keywords: ['mcp-server'] },
  { keywords: ['mcp'] },
  { keywords: ['model-context-protocol'] },
  { keywords: ['modelcontextprotocol'] },
  { words: 'mcp server' },
  { words: 'model context protocol server' },
];

/** What came of a package the last time. */
const memorySchema = z.object({ version: z.string(), date: z.string() });

/** Packages on npm that say they are MCP servers. */
export const npm: Source<NpmOptions> = {
  id: 'npm',
  title: 'npm',
  trust: 30,
  incremental: true,
  describe:
    'Packages on npm whose keywords, name, dependencies or `mcpName` say that they are MCP servers, most downloaded first; later runs read only versions that are new. Asks the registry your npm is set to, at most twice a second.',
  async *discover(context) {
    const { settings, signal, cursors, say, limit = Number.POSITIVE_INFINITY } = context;
    const user: NpmSettings = (await settings.readSettings?.()) ?? { env: {} };
    const registry = (user.registry ?? publicRegistry).replace(/\/*$/, '/');
    const { host, origin } = new URL(registry);
    const dispatcher = createDispatcher(user);
    const client = openPoliteClient({
      name: 'The npm registry',
      everyMs: settings.everyMs ?? everyMs,
      maxBytes: maxAnswerBytes,
      trusted: [origin],
      dispatcher,
      clock: settings.clock,
      signal,
      say,
    });
    const tally = { read: 0, servers: 0 };
    let found: NpmHit[] = [];
    try {
      // Names and what the search knows of them first: then it is known which are the most wanted.
      const gathered = await gather(client, registry, context);
      found = gathered.hits;
      for (const message of gathered.notices) yield notice(message);
      let failures = 0;
      for (const hit of found) {
        if (signal?.aborted || tally.servers >= limit) return;
        const key = `npm:${host}:${hit.name}`;
        if (await isKnown(cursors, key, hit)) continue;
        tally.read++;
        const read = await readAlone(client, registry, hit, signal);
        failures = 'failed' in read ? failures + 1 : 0;
        if (failures >= maxFailuresInARow) throw (read as { failed: Error }).failed;
        if (read.item.kind === 'server') tally.servers++;
        yield read.item;
        // Kept only now: the item was asked beyond, so it is stored. What the registry failed to give is asked again.
        if (!('failed' in read)) await cursors?.set(key, { version: hit.version, date: hit.date });
      }
    } catch (error) {
      if (signal?.aborted) return;
      yield notice(`The npm registry cannot be read (${host}: ${(error as Error).message}); going on without it.`);
    } finally {
      say?.(
        `npm: ${found.length} packages found, ${tally.read} read, ${tally.servers} servers; ${client.requests()} requests.`,
      );
      await client.close();
      await dispatcher.close();
    }
  },
};

const notice = (message: string): DiscoveryItem => ({ kind: 'notice', source: 'npm', message });

/** Everything the searches find, each package once, the most downloaded first. One search that fails costs no other. */
async function gather(
  client: PoliteClient,
  registry: string,
  { say, signal }: DiscoveryContext,
): Promise<{ hits: NpmHit[]; notices: string[] }> {
  const hits = new Map<string, NpmHit>();
  const notices: string[] = [];
  for (const search of searches) {
    try {
      for await (const page of searchNpm(client, registry, search, (message) => say?.(message)))
        for (const hit of page) if (parseNpmSpec(hit.name)?.name === hit.name) hits.set(hit.name, hit);
    } catch (error) {
      signal?.throwIfAborted();
      notices.push(`npm was not searched for ${JSON.stringify(searchText(search))}: ${(error as Error).message}.`);
    }
  }
  if (notices.length === searches.length) throw new Error(notices[0]?.replace(/^.*": |\.$/g, ''));
  return { hits: [...hits.values()].sort((a, b) => b.downloads - a.downloads), notices };
}

async function isKnown(cursors: CursorStore | undefined, key: string, { version, date }: NpmHit): Promise<boolean> {
  const known = memorySchema.safeParse(await cursors?.get(key));
  return known.success && known.data.version === version && known.data.date === date;
}

/** What came of one package; with `failed` where the registry is at fault and not the package. */
type Read = { item: DiscoveryItem } | { item: DiscoveryItem; failed: Error };

async function readAlone(
  client: PoliteClient,
  registry: string,
  { name, version }: NpmHit,
  signal: AbortSignal | undefined,
): Promise<Read> {
  const skipped = (reason: string): DiscoveryItem => ({ kind: 'skipped', source: 'npm', location: name, reason });
  let answer: Awaited<ReturnType<PoliteClient['get']>>;
  try {
    answer = await client.get(new URL(`${name.replace('/', '%2f')}/${encodeURIComponent(version)}`, registry));
    if (answer.status !== 200 && answer.status !== 404) throw new Error(`status ${answer.status}`);
  } catch (error) {
    signal?.throwIfAborted();
    return { item: skipped(`npm does not give it (${(error as Error).message}).`), failed: error as Error };
  }
  if (answer.status === 404) return { item: skipped('npm no longer has it.') };
  try {
    return { item: toItem(name, cleanJson(JSON.parse(answer.text), maxNesting).value) };
  } catch (error) {
    return { item: skipped(`Its metadata cannot be read: ${(error as Error).message}`) };
  }
}

function toItem(name: string, document: Json): DiscoveryItem {
  const skipped = (reason: string): DiscoveryItem => ({ kind: 'skipped', source: 'npm', location: name, reason });
  const manifest = readPackageJson(document);
  if (manifest?.name !== name || !isPublished(manifest)) return skipped('Its metadata is not that of a package.');
  if (mcpEvidence(manifest) === undefined) return skipped('Nothing in its package.json says that it is an MCP server.');
  if (binNames(manifest).length === 0 && manifest.mcpName === undefined) return skipped('It installs no program.');
  const repository = repositoryOf(manifest);
  const scope = /^@([^/]+)\//.exec(name)?.[1];
  const owner = repository && new URL(repository.url).pathname.split('/')[1];
  const vendor = scope ?? owner;
  return {
    kind: 'server',
    candidate: {
      source: 'npm',
      location: name,
      locationUrl: `https://www.npmjs.com/package/${name}`,
      name,
      ...(manifest.description !== undefined && { description: manifest.description.slice(0, 1000) }),
      ...(vendor !== undefined && { vendor }),
      ...(repository && { repository, repositoryIsClaimed: true }),
      package: { registry: 'npm', name },
      files: { 'package.json': JSON.stringify(document) },
    },
  };
}

function repositoryOf({ repository }: PackageJson): ServerCandidate['repository'] {
  const stated = typeof repository === 'string' ? { url: repository } : repository;
  const url = canonicalRepositoryUrl(stated?.url ?? '');
  if (url === undefined) return undefined;
  return { url, path: canonicalFolder((stated && 'directory' in stated ? stated.directory : undefined) ?? '') };
}
