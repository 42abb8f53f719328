import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import {
  packageRefOf,
  preferredPackage,
  readServerJson,
  repositoryOf,
  type ServerJson,
} from '#crawler/discover/manifests/server-json.ts';
import type { DiscoveryContext, Source } from '#crawler/discover/source.ts';
import type { DiscoveryItem } from '#db/types.ts';

/** The official registry of MCP servers. */
export const officialRegistry = 'https://registry.modelcontextprotocol.io';
/** Entries on a page; the most the registry gives. */
const pageSize = 100;
/** Largest page that is read, characters: a hundred entries of 100 KB each, far beyond any seen. */
const maxPageLength = 10_000_000;
/** Entries that change while a run pages through are found by the next one, which looks this far back. Milliseconds. */
const overlapMs = 10 * 60_000;
/** Tries of one page where the registry is busy or breaks, and the longest wait it may ask for. */
const maxTries = 4;
const maxWaitMs = 10 * 60_000;

const officialMeta = 'io.modelcontextprotocol.registry/official';
const pageSchema = z.object({
  servers: z.array(
    z.object({ server: z.unknown(), _meta: z.record(z.string(), z.unknown()).optional().catch(undefined) }),
  ),
  metadata: z.object({ nextCursor: z.string().nullish() }).optional(),
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
export const registry: Source = {
  id: 'registry',
  incremental: true,
  title: 'Official MCP registry',
  describe:
    'Servers published to the official MCP registry, the latest version of each; later runs ask only for what changed.',
  async *discover(context) {
    const { signal, cursors, limit = Number.POSITIVE_INFINITY } = context;
    const baseUrl = (context.registry?.baseUrl ?? officialRegistry).replace(/\/+$/, '');
    const host = new URL(baseUrl).host;
    const key = `registry:${host}`;
    let state = readState(await cursors?.get(key));
    state = state.cursor === undefined ? { ...state, startedAt: new Date().toISOString() } : state;
    let servers = 0;
    try {
      for (;;) {
        const url = pageUrl(baseUrl, state);
        const page = await getPage(url, context);
        if (page === 'bad-cursor') {
          if (state.cursor === undefined) throw new Error('it does not understand the question');
          context.say?.(
            'The MCP registry no longer knows where the last run stopped; it is read from the beginning of that run.',
          );
          state = { ...state, cursor: undefined };
          continue;
        }
        for (const entry of page.servers) {
          const item = toItem(entry, baseUrl);
          if (item?.kind === 'server' && servers++ >= limit) return;
          if (item) yield item;
        }
        const next = page.metadata?.nextCursor || undefined;
        if (next === undefined || next === state.cursor) break;
        state = { ...state, cursor: next };
        await cursors?.set(key, state);
        if (servers >= limit) return;
      }
      const since = new Date(Date.parse(state.startedAt as string) - overlapMs).toISOString();
      await cursors?.set(key, { since });
    } catch (error) {
      if (signal?.aborted) return;
      const { message, cause } = error as Error & { cause?: { code?: string } };
      yield {
        kind: 'notice',
        source: 'registry',
        message: `The MCP registry cannot be read (${host}: ${cause?.code ?? message}); going on without it.`,
      };
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

async function getPage(
  url: string,
  { signal, say, registry: options }: DiscoveryContext,
): Promise<z.output<typeof pageSchema> | 'bad-cursor'> {
  for (let tried = 1; ; tried++) {
    const limits = [AbortSignal.timeout(options?.timeoutMs ?? 30_000), ...(signal ? [signal] : [])];
    const answer = await fetch(url, {
      headers: { accept: 'application/json', 'user-agent': 'toolrisk' },
      signal: AbortSignal.any(limits),
    });
    if (answer.ok) {
      const parsed = pageSchema.safeParse(JSON.parse(await readText(answer)));
      if (!parsed.success) throw new Error('its answer is not the list that its API describes');
      return parsed.data;
    }
    await answer.body?.cancel();
    if (answer.status === 400 || answer.status === 422) return 'bad-cursor';
    const told = retryAfterMs(answer.headers.get('retry-after'));
    const waitMs = told ?? 1000 * 2 ** (tried - 1);
    if ((answer.status < 500 && answer.status !== 429) || tried >= maxTries || waitMs > maxWaitMs) {
      throw new Error(`status ${answer.status}`);
    }
    if (told !== undefined) say?.(`The MCP registry asks to wait ${Math.ceil(waitMs / 1000)} s.`);
    await sleep(waitMs, undefined, signal ? { signal } : {});
  }
}

function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  const waitMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : undefined;
}

async function readText(answer: Response): Promise<string> {
  let text = '';
  for await (const part of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += part;
    if (text.length > maxPageLength) throw new Error('its answer is too large');
  }
  return text;
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
