/** What keeps the site quick: kept pages that are never out of date, and statements that never look at a whole table. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { OpenDb } from '#db/client.ts';
import { openDb } from '#db/client.ts';
import { tools } from '#db/schema.ts';
import { ensureBuilt } from '#site/build.ts';
import { type RunningSite, startSite } from '#site/serve.ts';
import { serverPath, toolPath, whyPath } from '#site/src/lib/paths.ts';
import { testDatabases } from '#test/support/database.ts';
import { explain, recording } from '#test/support/statements.ts';
import { seed, seedServer } from './seed.ts';

beforeAll(() => ensureBuilt({ quiet: true }));

describe.each(testDatabases)('site on $name', ({ open }) => {
  let opened: OpenDb & { url: string };
  /** A second way into the same database where there can be one. */
  let other: OpenDb;
  let sites: RunningSite[];

  beforeAll(async () => {
    opened = await open();
    await seed(opened.db);
    const trowel = { source: 'file' as const, location: 'trowel', name: 'Trowel', vendor: 'Gardeners' };
    await seedServer(opened.db, trowel, 'trowel', { tools: [{ name: 'dig_bed', description: 'Digs a bed.' }] });
    other = opened.embedded ? opened : await openDb(opened.url);
    sites = await Promise.all(
      [opened, other].map(({ db, listen }) => startSite({ db, listen, port: 0, siteUrl: 'https://risk.example' })),
    );
  });
  afterAll(async () => {
    await Promise.all((sites ?? []).map((site) => site.close()));
    if (other !== opened) await other?.close();
    await opened?.close();
  });

  /** The words of a page. */
  const read = async (site: RunningSite, path: string) =>
    (await (await fetch(site.url + path)).text()).replace(/<[^>]*>/g, '');

  test('what one process stores, both sites show by themselves, on every page that has it', async () => {
    const tool = (description: string) => ({
      tools: [
        { name: 'weigh_parcel', description },
        { name: 'list_parcels', description: 'Lists parcels.' },
      ],
    });
    const candidate = { source: 'file' as const, location: 'parcels', name: 'Parcels' };
    await seedServer(opened.db, candidate, 'parcels', tool('Weighs a parcel.'));
    const paths = [
      serverPath('parcels'),
      toolPath('parcels', 'weigh_parcel'),
      '/tools?q=parcel',
      '/search?q=weigh+parcel',
    ];
    await vi.waitFor(
      async () => {
        for (const site of sites) for (const path of paths) expect(await read(site, path)).toContain('Weighs a parcel');
      },
      { timeout: 20_000, interval: 100 },
    );
    const others = await Promise.all(sites.map((site) => read(site, serverPath('workbench'))));
    await seedServer(opened.db, candidate, 'parcels', tool('Destroys the parcel for ever.'));
    await vi.waitFor(
      async () => {
        for (const site of sites) {
          for (const path of paths) {
            const page = await read(site, path);
            expect(page).toContain('Destroys the parcel');
            expect(page).not.toContain('Weighs a parcel');
          }
        }
      },
      { timeout: 20_000, interval: 100 },
    );
    expect(await Promise.all(sites.map((site) => read(site, serverPath('workbench'))))).toEqual(others);
  });

  test('a page that did not change is not read from the database again', async () => {
    const [site] = sites as [RunningSite];
    const path = toolPath('klaviyo-mcp-server', 'create_event');
    await vi.waitFor(async () => {
      const before = await read(site, path);
      // A change that nobody tells of: it cannot show before the page is dropped.
      await opened.db.update(tools).set({ confidence: 0.01 }).where(eq(tools.name, 'create_event'));
      expect(await read(site, path)).toBe(before);
    });
  });

  test('no statement of any page needs to look at a whole table', async () => {
    const { db, asked } = recording(opened);
    const site = await startSite({ db, port: 0 });
    try {
      const paths = [
        '/',
        '/tools',
        '/tools?sort=name',
        '/tools?sort=tokens&after=3',
        '/tools?sort=reach&category=write&before=9',
        '/tools?risk=critical&sort=newest',
        '/tools?q=delete',
        '/servers',
        '/servers?sort=stars',
        '/servers?risk=high&q=notes',
        '/search?q=delete',
        '/search?q=delte+recrods',
        '/search?q=npx+-y+%40example%2Fworkbench-mcp',
        '/search?q=https%3A%2F%2Fgithub.com%2Fexample%2Fnotes',
        '/search?q=notes',
        '/api/suggest.json?q=del',
        '/compare?a=workbench&b=notes',
        '/compare?a=workbench%401&b=workbench',
        '/capabilities',
        '/capabilities/delete-data',
        '/vendors',
        '/vendors/gardeners',
        '/tokens',
        '/attacks/injected-deletion',
        '/attacks/path-traversal',
        '/attacks/tool-poisoning',
        '/attacks/false-annotation',
        '/taxonomy/MCP02:2025',
        '/taxonomy/MCP03:2025',
        '/taxonomy/AML.T0098',
        '/status',
        `${serverPath('workbench')}.md`,
        `${serverPath('workbench')}/card.png`,
        `${toolPath('workbench', 'run_command')}/tool.md`,
        whyPath('workbench', 'run_command'),
        '/changes',
        '/changes?kind=tool-added',
        '/api/changes.json?server=workbench',
        '/api/status.json',
        '/sitemap.xml',
        '/changes.atom',
        serverPath('workbench'),
        toolPath('workbench', 'run_command'),
      ];
      for (const path of paths) expect((await fetch(site.url + path)).status, path).toBe(200);
    } finally {
      await site.close();
    }
    expect(asked.length).toBeGreaterThan(40);
    const large =
      /Seq Scan on (?:tools|tool_cards|tool_words|definitions|classifications|changes|attempts|snapshots|snapshot_tools|servers|server_cards|server_identities|sightings|search_words)\b/;
    await opened.db.transaction(async (tx) => {
      // Small tables are read whole because that is quicker; what is asked is whether there is another way.
      await tx.execute('set local enable_seqscan = off');
      for (const one of asked) expect(await explain(tx, one), one.query).not.toMatch(large);
    });
  });
});
