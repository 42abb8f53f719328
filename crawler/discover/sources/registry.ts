import { z } from 'zod';
import { entryFacts } from '#crawler/discover/identity-facts.ts';
import {
  packageRefOf,
  preferredPackage,
  readServerJson,
  repositoryOf,
  type ServerJson,
} from '#crawler/discover/manifests/server-json.ts';
import { openPoliteClient, type PoliteClient } from '#crawler/discover/polite-client.ts';
import type { Source } from '#crawler/discover/source.ts';
import { cleanJson } from '#crawler/text/clean.ts';
import type { DiscoveryItem, Json } from '#db/types.ts';

/** Which registry is read. */
export interface RegistryOptions {
  /** Root under which `/v0.1/servers` lies. Default the official registry. */
  baseUrl: string;
  /** Longest wait for one answer, milliseconds. Default 30,000. */
  timeoutMs: number;
  /** Least time between two requests, milliseconds. Default 500. */
  everyMs: number;
}

/** The official registry of MCP servers. */
export const officialRegistry = 'https://registry.modelcontextprotocol.io';
/** Entries on a page; the most the registry gives. */
const pageSize = 100;
/** Longest cursor that is sent back, characters: it goes into an address. */
const maxCursorLength = 2_000;
/** Largest page that is read, bytes: a hundred entries of 100 KB each, far beyond any seen. */
const maxPageBytes = 10_000_000;
/** The registry asks for no pace of its readers, only that they read it seldom; two a second leave it alone. Milliseconds. */
const everyMs = 500;
/** Deepest nesting of an entry that is kept; what a server.json says lies below ten. */
const maxNesting = 64;
/** Pages of one run: a hundred times what the official registry has. The next run goes on from there. */
const maxPages = 10_000;
/** Pages in a row that name nothing new after which a registry is taken to repeat itself. */
const maxStalePages = 3;
/** Entries that change while a run pages through are found by the next one, which looks this far back. Milliseconds. */
const overlapMs = 10 * 60_000;

const officialMeta = 'io.modelcontextprotocol.registry/official';
const pageSchema = z.object({
  servers: z.array(
    z
      .object({ server: z.unknown(), _meta: z.record(z.string(), z.unknown()).optional().catch(undefined) })
      .catch({ server: undefined }),
  ),
  metadata: z.object({ nextCursor: z.string().nullish() }).nullish(),
});
const metaSchema = z.object({
  status: z.enum(['active', 'deprecated', 'deleted']).optional().catch(undefined),
  statusMessage: z.string().optional().catch(undefined),
  isLatest: z.boolean().optional().catch(undefined),
});

/** Where the source stands: `since` once a run was finished, `cursor` while one is under way. */
const stateSchema = z.object({
  since: z.string().optional(),
  startedAt: z.string().optional(),
  cursor: z.string().optional(),
});
type State = z.output<typeof stateSchema>;

/** The official registry, or one that serves the same API. */
export const registry: Source<RegistryOptions> = {
  id: 'registry',
  title: 'MCP registry',
  trust: 60,
  incremental: true,
  options: [
    {
      setting: 'baseUrl',
      flags: '--registry-url <url>',
      describe: 'root of an MCP registry',
      env: 'MCP_REGISTRY_URL',
    },
  ],
  facts: (candidate) => ({ registry: entryFacts(candidate) }),
  describe:
    'Servers published to the official MCP registry, the latest version of each; later runs ask only for what changed.',
  async *discover(context) {
    const { signal, cursors, settings, say, limit = Number.POSITIVE_INFINITY } = context;
    const baseUrl = (settings.baseUrl ?? officialRegistry).replace(/\/+$/, '');
    const host = new URL(baseUrl).host;
    const key = `registry:${host}`;
    let state = readState(await cursors?.get(key));
    // The clock was wrong then: what changed since is not known.
    if (state.since !== undefined && Date.parse(state.since) > Date.now()) state = { ...state, since: undefined };
    state = state.cursor === undefined ? { ...state, startedAt: new Date().toISOString() } : state;
    let servers = 0;
    let stalePages = 0;
    const seen = new Set<string>();
    const client = openPoliteClient({
      name: 'The MCP registry',
      everyMs: settings.everyMs ?? everyMs,
      maxBytes: maxPageBytes,
      timeoutMs: settings.timeoutMs,
      trusted: [new URL(baseUrl).origin],
      signal,
      say,
    });
    try {
      for (let pages = 1; ; pages++) {
        const url = pageUrl(baseUrl, state);
        const page = await getPage(url, client);
        if (page === 'bad-cursor') {
          if (state.cursor === undefined) throw new Error('it does not understand the question');
          say?.(
            'The MCP registry no longer knows where the last run stopped; it is read from the beginning of that run.',
          );
          state = { ...state, cursor: undefined };
          continue;
        }
        const known = seen.size;
        for (const entry of page.servers) {
          seen.add(nameOf(entry.server));
          const item = itemOf(entry, baseUrl);
          if (item?.kind === 'server' && servers++ >= limit) return;
          if (item) yield item;
        }
        const next = page.metadata?.nextCursor || undefined;
        stalePages = seen.size > known ? 0 : stalePages + 1;
        if (next === undefined || next === state.cursor) break;
        if (next.length > maxCursorLength) {
          say?.(`The MCP registry (${host}) gives a next page that cannot be asked for; what it said is kept.`);
          break;
        }
        if (stalePages >= maxStalePages) {
          say?.(`The MCP registry (${host}) repeats itself; what it said until then is kept.`);
          break;
        }
        state = { ...state, cursor: next };
        await cursors?.set(key, state);
        if (servers >= limit) return;
        if (pages >= maxPages) {
          say?.(`The MCP registry (${host}) has more than ${maxPages} pages; the next run goes on from there.`);
          return;
        }
      }
      const since = new Date(Date.parse(state.startedAt as string) - overlapMs).toISOString();
      await cursors?.set(key, { since });
    } catch (error) {
      if (signal?.aborted) return;
      yield {
        kind: 'notice',
        source: 'registry',
        message: `The MCP registry cannot be read (${host}: ${(error as Error).message}); going on without it.`,
      };
    } finally {
      await client.close();
    }
  },
};

function readState(stored: unknown): State {
  const parsed = stateSchema.safeParse(stored);
  return parsed.success && (parsed.data.cursor === undefined || parsed.data.startedAt !== undefined) ? parsed.data : {};
}

function pageUrl(baseUrl: string, { since, cursor }: State): string {
  const url = new URL(`${baseUrl}/v0.1/servers`);
  url.searchParams.set('limit', String(pageSize));
  url.searchParams.set('version', 'latest');
  if (since !== undefined) url.searchParams.set('updated_since', since);
  if (cursor !== undefined) url.searchParams.set('cursor', cursor);
  return url.href;
}

async function getPage(url: string, client: PoliteClient): Promise<z.output<typeof pageSchema> | 'bad-cursor'> {
  const { status, text } = await client.get(url);
  // Wherever a refused cursor came from, the next run must not begin with it again.
  const refused = status >= 400 && new URL(url).searchParams.has('cursor');
  if (refused || status === 400 || status === 422) return 'bad-cursor';
  if (status !== 200) throw new Error(`status ${status}`);
  const parsed = pageSchema.safeParse(parsePage(text));
  if (!parsed.success) throw new Error('its answer is not the list that its API describes');
  return parsed.data;
}

/** The page with its strings cleaned. @throws Error where it is no JSON, or nests so deep that it is none of this API */
function parsePage(text: string): Json {
  return cleanJson(JSON.parse(text), maxNesting).value;
}

/** An entry as an item; one that cannot be read is left out with the reason, and costs no other. */
function itemOf(entry: z.output<typeof pageSchema>['servers'][number], baseUrl: string): DiscoveryItem | undefined {
  try {
    return toItem(entry, baseUrl);
  } catch (error) {
    const reason = `Its entry cannot be read: ${(error as Error).message}`;
    return { kind: 'skipped', source: 'registry', location: nameOf(entry.server), reason };
  }
}

/** An entry as an item: deleted ones are left out with the reason, deprecated ones can still be installed and are servers. */
function toItem(
  { server, _meta }: z.output<typeof pageSchema>['servers'][number],
  baseUrl: string,
): DiscoveryItem | undefined {
  const meta = metaSchema.catch({}).parse(_meta?.[officialMeta] ?? {});
  const entry = readServerJson(server);
  if (!entry)
    return { kind: 'skipped', source: 'registry', location: nameOf(server), reason: 'Its entry is not a server.json.' };
  if (meta.isLatest === false) return undefined;
  // Earlier versions of the API kept the status in the entry itself.
  if ((meta.status ?? entry.status) === 'deleted') {
    return { kind: 'skipped', source: 'registry', location: entry.name, reason: 'It was deleted from the registry.' };
  }
  const ref = preferredPackage(entry);
  const remoteUrl = entry.remotes.find(({ url }) => !/[{}]/.test(url))?.url;
  const repository = repositoryOf(entry);
  return {
    kind: 'server',
    candidate: {
      source: 'registry',
      location: entry.name,
      locationUrl: `${baseUrl}/v0.1/servers/${encodeURIComponent(entry.name)}/versions/latest`,
      name: entry.title ?? entry.name,
      ...(entry.description !== undefined && { description: entry.description.slice(0, 1000) }),
      vendor: vendorOf(entry),
      ...(repository && { repository }),
      ...(ref && { package: packageRefOf(ref) }),
      ...(remoteUrl && { remoteUrl }),
      pinned: true,
      files: { 'server.json': JSON.stringify(server) },
    },
  };
}

/** Who owns the name: `io.github.owner/x` is an account on GitHub, `com.example/x` a domain. */
function vendorOf({ name }: ServerJson): string {
  const space = name.split('/')[0] as string;
  const account = /^io\.github\.(.+)$/.exec(space)?.[1];
  return account ?? space.split('.').reverse().join('.');
}

function nameOf(server: unknown): string {
  const name = (server as { name?: unknown } | null)?.name;
  return typeof name === 'string' && name !== '' ? name.slice(0, 200) : 'unnamed entry';
}
