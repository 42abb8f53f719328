import { createHash } from 'node:crypto';
import { z } from 'zod';
import { parseUrl } from '#crawler/discover/identity.ts';
import { readServerCard } from '#crawler/discover/manifests/server-card.ts';
import { type Clock, openPoliteClient, type PoliteClient } from '#crawler/discover/polite-client.ts';
import type { CursorStore, DiscoveryContext, Source } from '#crawler/discover/source.ts';
import { cleanJson } from '#crawler/text/clean.ts';
import type { DiscoveryItem, Json } from '#db/types.ts';

/** Whose catalogues are read. */
export interface AiCatalogOptions {
  /** Domains, or addresses of a catalogue or of an MCP endpoint. */
  domains: readonly string[];
  /** Least time between two requests, milliseconds. */
  everyMs: number;
  clock: Clock;
  /** Whether this machine's own addresses are asked, over http too; for tests. */
  allowLoopback: boolean;
}

/** Nobody states a rate for these small documents; four a second are no burden. Milliseconds. */
const everyMs = 250;
/** Largest document, bytes. */
const maxBytes = 4 * 1024 * 1024;
const maxNesting = 64;
/** Catalogues inside catalogues of one domain: how deep, and how many in all. */
const maxDepth = 3;
const maxCatalogues = 50;
/** Entries read of one domain. */
const maxEntries = 5_000;
/** Where a domain says which servers it has: the AI Catalog, and the MCP catalogue before it. */
const cataloguePaths = ['/.well-known/ai-catalog.json', '/.well-known/mcp/catalog.json'];
/** Where a domain that has one server describes it. */
const cardPaths = ['/.well-known/mcp/server-card.json', '/.well-known/mcp/server-card'];
const cardType = 'application/mcp-server-card+json';
/** A card whose entry reads as before is asked for again after a week, milliseconds. */
const cardFreshMs = 7 * 24 * 3_600_000;

const text = z.string().optional().catch(undefined);
const entrySchema = z.object({
  identifier: text,
  displayName: text,
  /** Earlier drafts call it `mediaType`. */
  type: text,
  mediaType: text,
  url: text,
  data: z.unknown().optional(),
});
type Entry = z.output<typeof entrySchema>;
const catalogueSchema = z.object({ entries: z.array(z.unknown()) });
const memorySchema = z.object({ entry: z.string(), readAt: z.number() });

const isCard = ({ type, mediaType }: Entry) =>
  /^application\/mcp-server(?:-card)?\+json\b/.test(type ?? mediaType ?? '');
const isCatalogue = ({ type, mediaType }: Entry) => /^application\/ai-catalog\+json\b/.test(type ?? mediaType ?? '');

/** The servers that domains publish themselves: AI catalogues and server cards. */
export const aiCatalog: Source<AiCatalogOptions> = {
  id: 'ai-catalog',
  title: 'The domain’s own catalogue',
  trust: 50,
  incremental: true,
  describe:
    'Servers that a domain publishes itself: its `/.well-known/ai-catalog.json`, the server cards named there, and the card beside an MCP endpoint. Later runs read the cards whose entries changed.',
  options: [
    {
      setting: 'domains',
      flags: '--domain <name>',
      describe: 'a domain, or an address of a catalogue or MCP endpoint, for the source `ai-catalog`; several times',
      several: true,
      needed: true,
    },
  ],
  async *discover(context) {
    const { settings, signal, say, limit = Number.POSITIVE_INFINITY } = context;
    const client = openPoliteClient({
      name: 'A domain',
      everyMs: settings.everyMs ?? everyMs,
      maxBytes,
      allowLoopback: settings.allowLoopback,
      clock: settings.clock,
      signal,
      say,
    });
    let servers = 0;
    try {
      for (const domain of settings.domains ?? []) {
        for await (const item of readDomain(client, domain, context)) {
          if (signal?.aborted || (item.kind === 'server' && servers++ >= limit)) return;
          yield item;
        }
      }
    } finally {
      await client.close();
    }
  },
};

const skip = (location: string, reason: string): DiscoveryItem => ({
  kind: 'skipped',
  source: 'ai-catalog',
  location,
  reason,
});

/** Everything one domain names. What cannot be read of it costs no other domain. */
async function* readDomain(
  client: PoliteClient,
  named: string,
  context: DiscoveryContext<AiCatalogOptions>,
): AsyncGenerator<DiscoveryItem> {
  const { signal } = context;
  const url = parseUrl(/^https?:\/\//i.test(named) ? named : `https://${named}`);
  if (!url || url.hostname === '') {
    yield {
      kind: 'notice',
      source: 'ai-catalog',
      message: `${named} is neither a domain nor an address.`,
      failed: true,
    };
    return;
  }
  const isPlain = url.pathname === '/' && url.search === '';
  const catalogues = isPlain ? cataloguePaths.map((path) => new URL(path, url)) : [url];
  const cards = isPlain ? cardPaths.map((path) => new URL(path, url)) : [cardBeside(url)];
  const troubles = new Set<string>();
  try {
    for (const address of catalogues) {
      const { value, trouble } = await getJson(client, address, 'application/ai-catalog+json, application/json');
      const catalogue = catalogueSchema.safeParse(value);
      if (!catalogue.success) {
        troubles.add(trouble ?? 'it is no catalogue');
        // An address may as well be that of a card.
        const item = value === undefined ? undefined : readServerCard(value, 'ai-catalog', address.href);
        if (item?.kind !== 'server') continue;
        yield item;
        return;
      }
      yield* readEntries(client, catalogue.data.entries, address, context);
      return;
    }
    for (const address of cards) {
      const { value, trouble } = await getJson(client, address, `${cardType}, application/json`);
      if (value === undefined) {
        troubles.add(trouble ?? 'it is no card');
        continue;
      }
      yield readServerCard(value, 'ai-catalog', address.href);
      return;
    }
    yield {
      kind: 'notice',
      source: 'ai-catalog',
      message: `${named} publishes neither a catalogue nor a server card (${[...troubles].join('; ')}).`,
    };
  } catch (error) {
    if (signal?.aborted) return;
    throw error;
  }
}

/** Where an MCP endpoint's card lies. */
function cardBeside(endpoint: URL): URL {
  const url = new URL(endpoint);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/server-card`;
  return url;
}

/** The entries of a catalogue and of those inside it, each alone. */
async function* readEntries(
  client: PoliteClient,
  entries: readonly unknown[],
  from: URL,
  context: DiscoveryContext<AiCatalogOptions>,
): AsyncGenerator<DiscoveryItem> {
  const { cursors, settings, say, signal } = context;
  const now = settings.clock?.now ?? Date.now;
  const known = new Set([from.href]);
  const waiting: { value: unknown; depth: number; base: URL }[] = entries.map((value) => ({
    value,
    depth: 0,
    base: from,
  }));
  const here: string[] = [];
  for (let read = 0; waiting.length > 0; read++) {
    const { value, depth, base } = waiting.shift() as (typeof waiting)[number];
    if (read >= maxEntries) {
      say?.(`${from.host} names more than ${maxEntries} entries; the others are left out.`);
      return;
    }
    const parsed = entrySchema.safeParse(value);
    const entry = parsed.success ? parsed.data : undefined;
    if (!entry || !(isCard(entry) || isCatalogue(entry))) continue;
    const address = entry.url === undefined ? undefined : URL.parse(entry.url, base);
    const location = `${from.host}#${entry.identifier ?? address?.href ?? entry.displayName ?? read}`;
    here.push(location);
    if (isCatalogue(entry)) {
      const isNew = address === undefined || (address !== null && !known.has(address.href));
      if (depth >= maxDepth || known.size >= maxCatalogues || !isNew) continue;
      known.add(address?.href ?? location);
      const inner = address ? await getJson(client, address, 'application/ai-catalog+json') : asGiven(entry.data);
      const catalogue = catalogueSchema.safeParse(inner.value);
      if (catalogue.success)
        waiting.push(...catalogue.data.entries.map((value) => ({ value, depth: depth + 1, base: address ?? base })));
      else yield skip(location, `It cannot be read: ${inner.trouble ?? 'it is no catalogue'}.`);
      continue;
    }
    const key = `ai-catalog:${location}`;
    const hash = createHash('sha256').update(JSON.stringify(value)).digest('hex');
    if (await isFresh(cursors, key, hash, now())) continue;
    if (address === null) {
      yield skip(location, 'Its address is none.');
      continue;
    }
    const card = address ? await getJson(client, address, `${cardType}, application/json`) : asGiven(entry.data);
    signal?.throwIfAborted();
    yield card.value === undefined
      ? skip(location, `Its server card cannot be read: ${card.trouble ?? 'there is none'}.`)
      : readServerCard(card.value, 'ai-catalog', location, address?.href);
    if (card.value !== undefined) await cursors?.set(key, { entry: hash, readAt: now() });
  }
  yield* tellGone(cursors, `ai-catalog:${from.href}`, here);
}

/** Tells which entries of the run before are no longer there. */
async function* tellGone(cursors: CursorStore | undefined, key: string, here: string[]): AsyncGenerator<DiscoveryItem> {
  const before = z.array(z.string()).safeParse(await cursors?.get(key));
  const present = new Set(here);
  for (const location of before.success ? before.data : [])
    if (!present.has(location)) yield skip(location, 'It is no longer in the catalogue.');
  await cursors?.set(key, here);
}

async function isFresh(cursors: CursorStore | undefined, key: string, hash: string, now: number): Promise<boolean> {
  const known = memorySchema.safeParse(await cursors?.get(key));
  return known.success && known.data.entry === hash && now - known.data.readAt < cardFreshMs;
}

/** What a document is, or in a few words why there is none. */
interface Document {
  value?: Json;
  trouble?: string;
}

/** A document that stands in the entry itself. */
const asGiven = (data: unknown): Document => (data === undefined ? {} : { value: data as Json });

async function getJson(client: PoliteClient, url: URL, accept: string): Promise<Document> {
  try {
    const { status, text } = await client.get(url, { accept });
    if (status !== 200) return { trouble: `status ${status}` };
    return { value: cleanJson(JSON.parse(text), maxNesting).value };
  } catch (error) {
    return { trouble: (error as Error).message };
  }
}
