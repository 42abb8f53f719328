/** Visitors who ask for a server to be visited again, where the site lets them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenDb } from '#db/client.ts';
import { askForVisit, getServer, getServerBySlug, listDueServers } from '#db/queries/servers.ts';
import { ensureBuilt } from '#site/build.ts';
import { type RunningSite, startSite } from '#site/serve.ts';
import { testDatabases } from '#test/support/database.ts';
import { seed } from './seed.ts';

describe('a server that is to be visited again', () => {
  let opened: OpenDb;
  let site: RunningSite;
  let slug: string;
  const later = () => new Date(Date.now() + 3_600_000);

  beforeAll(async () => {
    await ensureBuilt({ quiet: true });
    opened = await testDatabases[0]!.open();
    await seed(opened.db);
    const known = (await listDueServers(opened.db, new Date(Date.now() + 40 * 24 * 3_600_000), { limit: 1 }))[0]!;
    slug = (await getServer(opened.db, known.id))!.slug;
    site = await startSite({ db: opened.db, port: 0, refresh: (name) => askForVisit(opened.db, name, later()) });
  });
  afterAll(async () => {
    await site?.close();
    await opened?.close();
  });

  const ask = (headers: Record<string, string>, url = site.url) =>
    fetch(`${url}/servers/${slug}/refresh`, { method: 'POST', redirect: 'manual', headers });
  const page = async (url = site.url) => (await fetch(`${url}/servers/${slug}`)).text();

  test('is asked for by a page of this site alone, and so often', async () => {
    await askForVisit(opened.db, slug, later());
    expect(await page()).toContain('It will be visited again soon.');
    expect((await ask({ origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await ask({ origin: site.url, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await ask({})).status).toBe(403);
    const answer = await ask({ origin: site.url });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/servers/${slug}`]);
    const statuses = await Promise.all(
      Array.from({ length: 10 }, async () => (await ask({ origin: site.url })).status),
    );
    expect(statuses.filter((status) => status === 429).length).toBe(5);
    expect((await getServerBySlug(opened.db, slug))?.nextVisitAt).toBeNull();
  });

  test('is not asked for where the site does not let visitors', async () => {
    await using closed = await startSite({ db: opened.db, port: 0 });
    expect((await ask({ origin: closed.url }, closed.url)).status).toBe(405);
    expect(await page(closed.url)).not.toContain('visited again soon');
  });
});
