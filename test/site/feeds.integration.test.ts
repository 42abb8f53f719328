/** What programs read of the site: changes as JSON and Atom, and the site map. */

import { sql } from 'drizzle-orm';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listChanges, recordChanges } from '#db/queries/changes.ts';
import { getServerBySlug } from '#db/queries/servers.ts';
import { servers } from '#db/schema.ts';
import { changeKinds, type ToolDefinition } from '#db/types.ts';
import { ensureBuilt } from '#site/build.ts';
import { type RunningSite, startSite } from '#site/serve.ts';
import { type ChangesPage, changesPageSchema } from '#site/src/lib/changes-api.ts';
import { launchBrowser } from '#test/support/browser.ts';
import { testDatabases } from '#test/support/database.ts';
import { seed, seedServer } from './seed.ts';

const siteUrl = 'https://risk.example';
const nasty = 'x]]><script>alert(1)</script>&amp;"\u0001\u202e';

/** One server whose life has had a change of every kind. */
const eventful = { source: 'file', location: 'eventful', name: `Eventful ${nasty}` } as const;
const before: ToolDefinition = {
  name: 'fetch_page',
  description: 'Fetches a page.',
  inputSchema: { type: 'object', properties: { url: { type: 'string' } } },
};
const after: ToolDefinition = {
  ...before,
  description: 'Deletes a page for ever.',
  inputSchema: { properties: { url: { type: 'string' } }, type: 'object' },
  outputSchema: { type: 'object' },
  annotations: { readOnlyHint: true },
};
const failed = { outcome: 'exited', reason: 'It stopped.', todo: 'Look.', durationMs: 5 } as const;

let browser: Browser;
beforeAll(async () => {
  await ensureBuilt({ quiet: true });
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

describe.each(testDatabases)('on $name', ({ open }) => {
  let opened: Awaited<ReturnType<typeof open>>;
  let site: RunningSite;
  let page: Page;

  beforeAll(async () => {
    opened = await open();
    const { db } = opened;
    await seed(db);
    const visit = (result: Parameters<typeof seedServer>[3]) => seedServer(db, eventful, 'eventful', result);
    await visit({ ...failed, outcome: 'needs-credentials' });
    await visit(failed);
    await visit({ tools: [before, { name: nasty }] });
    await visit({ tools: [after] });
    await visit(failed);
    await visit({ tools: [after, { name: nasty }] });
    const server = (await getServerBySlug(db, 'eventful'))!;
    const [added] = await listChanges(db, { serverId: server.id, kinds: ['tool-changed'], limit: 1 });
    await recordChanges(db, [
      {
        kind: 'verdict-changed',
        serverId: server.id,
        toolId: added!.change.toolId,
        detail: {
          name: 'fetch_page',
          from: 'destructive',
          fromRisk: 'critical',
          to: 'write',
          toRisk: 'medium',
          because: 'ruleset',
        },
      },
      { kind: 'trust-changed', serverId: server.id, detail: { from: 'B', to: 'C' } },
      { kind: 'context-changed', serverId: server.id, detail: { parts: ['instructions'] } },
      // Written by a version that knew nothing of today's facts.
      { kind: 'tool-changed', serverId: server.id, detail: { odd: true } },
    ]);
    site = await startSite({ db, port: 0, siteUrl });
    page = await browser.newPage();
  });
  afterAll(async () => {
    await page?.close();
    await site?.close();
    await opened?.close();
  });

  const json = async (path: string): Promise<ChangesPage> => {
    const response = await fetch(site.url + path.replace(siteUrl, ''));
    expect(response.status, path).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    return changesPageSchema.parse(await response.json());
  };
  /** A document as a strict reader of XML sees it. */
  const xml = async (path: string) => {
    const response = await fetch(site.url + path);
    expect(response.status, path).toBe(200);
    const text = await response.text();
    const seen = await page.evaluate((source) => {
      const parsed = new DOMParser().parseFromString(source, 'application/xml');
      const texts = (name: string) => [...parsed.querySelectorAll(name)].map((element) => element.textContent ?? '');
      return {
        error: parsed.querySelector('parsererror')?.textContent ?? null,
        root: parsed.documentElement.localName,
        namespace: parsed.documentElement.namespaceURI,
        names: [...new Set([...parsed.querySelectorAll('*')].map((element) => element.localName))].sort(),
        ids: texts('entry > id'),
        titles: texts('entry > title'),
        updated: texts('updated'),
        links: [...parsed.querySelectorAll('link')].map((link) => [
          link.getAttribute('rel'),
          link.getAttribute('href'),
        ]),
        locs: texts('loc'),
      };
    }, text);
    expect(seen.error).toBe(null);
    return { ...seen, text, response };
  };

  test('every kind of change is told, newest first, in the documented shape', async () => {
    const { changes, next } = await json('/api/changes.json?server=eventful');
    expect(next).toBe(null);
    expect(new Set(changes.map(({ kind }) => kind))).toEqual(new Set(changeKinds));
    expect(changes.map(({ at }) => at)).toEqual(
      changes
        .map(({ at }) => at)
        .toSorted()
        .reverse(),
    );
    const one = (kind: string) => changes.findLast((change) => change.kind === kind)!;
    expect(one('server-found')).toMatchObject({
      tool: null,
      outcome: { to: 'needs-credentials' },
      server: { slug: 'eventful', name: eventful.name, url: `${siteUrl}/servers/eventful` },
    });
    expect(one('posture-changed').outcome).toEqual({ from: 'needs-credentials', to: 'exited' });
    expect(one('server-gone').outcome).toEqual({ to: 'exited' });
    expect(one('tool-added')).toMatchObject({ tool: { name: nasty }, again: true });
    expect(one('tool-removed').tool?.name).toBe(nasty);
    const changed = changes.filter(({ kind }) => kind === 'tool-changed');
    expect(changed.map(({ parts, tool }) => [parts, tool?.name])).toEqual([
      [undefined, undefined],
      [['description', 'outputSchema', 'annotations'], 'fetch_page'],
    ]);
    expect(changed[1]!.sentence).toBe('The description, output schema and annotations of fetch_page changed');
    const verdicts = changes.filter(({ kind }) => kind === 'verdict-changed');
    expect(verdicts.map(({ because, verdict }) => [because, verdict?.from.category, verdict?.to])).toEqual([
      ['ruleset', 'destructive', { category: 'write', risk: 'medium' }],
      ['definition', 'read', { category: 'destructive', risk: 'high' }],
    ]);
    expect(verdicts[0]!.sentence).toMatch(/because the rules changed$/);
    for (const { sentence } of changes) expect(sentence).not.toContain('\u202e');
  });

  test('page by page there is everything once, also of one kind and server', async () => {
    const { changes: all } = await json('/api/changes.json?limit=200');
    for (const filter of [
      '',
      '&kind=tool-added',
      '&server=eventful',
      '&kind=tool-added&kind=server-found&server=workbench',
    ]) {
      const paged = [];
      let path: string | null = `/api/changes.json?limit=2${filter}`;
      while (path !== null) {
        const { changes, next }: ChangesPage = await json(path);
        expect(changes.length).toBeLessThanOrEqual(2);
        paged.push(...changes);
        path = next;
      }
      const query = new URLSearchParams(filter);
      const kinds = query.getAll('kind');
      const server = query.get('server');
      const expected = all.filter(
        ({ kind, server: { slug } }) => (kinds.length === 0 || kinds.includes(kind)) && (!server || slug === server),
      );
      expect(paged).toEqual(expected);
    }
  });

  test.each([
    ['limit=0', 400, /limit is a whole number from 1 to 200/],
    ['limit=201', 400, /limit is a whole number/],
    ['limit=ten', 400, /limit is a whole number/],
    ['before=-1', 400, /before is a whole number/],
    ['kind=nonsense', 400, /kind is one of: server-found/],
    ['server=nobody', 404, /no such server/],
    ['server=%00', 404, /no such server/],
  ])('?%s is refused with %i and a sentence', async (query, status, sentence) => {
    const response = await fetch(`${site.url}/api/changes.json?${query}`);
    expect(response.status).toBe(status);
    expect(((await response.json()) as { error: string }).error).toMatch(sentence);
  });

  test('a page before the first change is empty, and the shape can be fetched', async () => {
    expect(await json('/api/changes.json?before=1')).toEqual({ changes: [], next: null });
    const schema = (await (await fetch(`${site.url}/api/changes.schema.json`)).json()) as { properties: object };
    expect(Object.keys(schema.properties)).toEqual(['changes', 'next']);
  });

  test.each(['/changes.atom', '/servers/eventful/changes.atom'])('%s is a feed that stays the same', async (path) => {
    const { changes } = await json(`/api/changes.json${path === '/changes.atom' ? '?limit=100' : '?server=eventful'}`);
    const feed = await xml(path);
    expect([feed.root, feed.namespace]).toEqual(['feed', 'http://www.w3.org/2005/Atom']);
    expect(feed.response.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
    expect(feed.names).not.toContain('script');
    expect(feed.text).not.toContain('\u202e');
    expect(feed.titles).toHaveLength(changes.length);
    expect(feed.titles.some((title) => title.includes('<script>alert(1)</script>&amp;"'))).toBe(true);
    expect(new Set(feed.ids).size).toBe(changes.length);
    for (const id of feed.ids)
      expect(id).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(feed.updated[0]).toBe(changes[0]!.at);
    expect(feed.links).toContainEqual(['self', siteUrl + path]);
    // Reached under another address, an entry is still the same one.
    const moved = await startSite({ db: opened.db, port: 0, siteUrl: 'https://moved.example' });
    const text = await (await fetch(moved.url + path)).text();
    for (const id of feed.ids) expect(text).toContain(id);
    await moved.close();
    const etag = feed.response.headers.get('etag')!;
    const again = await fetch(site.url + path, { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  test('pages link to their feeds, and list what the API lists', async () => {
    expect((await fetch(`${site.url}/servers/none/changes.atom`)).status).toBe(404);
    await page.goto(`${site.url}/changes?kind=tool-changed`);
    expect(await page.locator('link[rel=alternate][type="application/atom+xml"]').getAttribute('href')).toBe(
      '/changes.atom',
    );
    expect(await page.locator('main .lines li').count()).toBe(2);
    expect(await page.getByText('The description, output schema and annotations of fetch_page changed').count()).toBe(
      1,
    );
    await page.getByRole('link', { name: 'fetch_page' }).click();
    await page.waitForURL('**/servers/eventful/tools/fetch_page');
    await page.goto(`${site.url}/servers/eventful`);
    expect(await page.locator('link[rel=alternate][type="application/atom+xml"]').getAttribute('href')).toBe(
      '/servers/eventful/changes.atom',
    );
    expect(await page.getByRole('link', { name: 'Atom feed' }).getAttribute('href')).toBe(
      '/servers/eventful/changes.atom',
    );
  });

  test('the site map has every server with tools, in parts once there are many', async () => {
    const small = await xml('/sitemap.xml');
    expect([small.root, small.namespace]).toEqual(['urlset', 'http://www.sitemaps.org/schemas/sitemap/0.9']);
    for (const slug of ['klaviyo-mcp-server', 'notes', 'eventful'])
      expect(small.locs).toContain(`${siteUrl}/servers/${slug}`);
    expect(small.locs).toContain(`${siteUrl}/`);
    expect(small.locs).not.toContain(`${siteUrl}/servers/vault`);

    const { currentSnapshotId } = (await getServerBySlug(opened.db, 'notes'))!;
    const many = 50_500;
    await opened.db.execute(sql`
      insert into ${servers} (slug, name, current_snapshot_id, tool_count)
      select 'many-' || n, 'Many', ${currentSnapshotId}::bigint, 1 from generate_series(1, ${many}::int) n`);
    const index = await xml('/sitemap.xml');
    expect(index.root).toBe('sitemapindex');
    const locs: string[] = [];
    for (const loc of index.locs) {
      const part = await xml(loc.replace(siteUrl, ''));
      expect(part.root).toBe('urlset');
      expect(part.locs.length).toBeLessThanOrEqual(50_000);
      expect(part.text.length).toBeLessThan(50 * 1024 * 1024);
      locs.push(...part.locs);
    }
    expect(new Set(locs).size).toBe(locs.length);
    expect(locs.length).toBe(small.locs.length + many);
    expect((await fetch(`${site.url}/sitemap.xml?page=${index.locs.length + 1}`)).status).toBe(404);
  });
});
