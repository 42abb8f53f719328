import type { APIRoute } from 'astro';
import { attackPatterns } from '#crawler/policy/attack-patterns.ts';
import { lastServerId, listServersWithTools } from '#db/queries/servers.ts';
import { attackPath, serverPath, withQuery } from '#site/src/lib/paths.ts';
import { pageNumber } from '#site/src/lib/query.ts';
import { sendXml, xmlRoot } from '#site/src/lib/xml.ts';

/**
 * Servers a map covers, by id: a server stays in its map for ever, and an address is found without counting those
 * before it. The protocol allows 50,000 addresses; building so many at once would keep visitors waiting.
 */
const mapSize = 10_000;

const namespace = 'http://www.sitemaps.org/schemas/sitemap/0.9';
const fixed = ['/', '/servers', '/tools', '/attacks', '/methodology', '/changes'];

/** All servers that have tools; tools are reached from there. With more than one map, an index of maps. */
export const GET: APIRoute = async ({ request, url, locals: { db, siteUrl } }) => {
  const maps = Math.max(1, Math.ceil((await lastServerId(db)) / mapSize));
  if (maps > 1 && !url.searchParams.has('page')) {
    const index = xmlRoot(namespace, 'sitemapindex');
    for (let page = 1; page <= maps; page++) {
      index
        .ele('sitemap')
        .ele('loc')
        .txt(siteUrl + withQuery(url.pathname, { page }));
    }
    return sendXml(request, index, 'application/xml');
  }
  const page = pageNumber(url.searchParams.get('page'));
  if (page > maps) return new Response('There is no such map.\n', { status: 404 });
  const map = xmlRoot(namespace, 'urlset');
  const add = (path: string) =>
    map
      .ele('url')
      .ele('loc')
      .txt(siteUrl + path)
      .up();
  if (page === 1) for (const path of [...fixed, ...attackPatterns.map(({ id }) => attackPath(id))]) add(path);
  const first = (page - 1) * mapSize;
  for (const { slug, readAt } of await listServersWithTools(db, { after: first, until: first + mapSize })) {
    add(serverPath(slug)).up().ele('lastmod').txt(readAt.toISOString());
  }
  return sendXml(request, map, 'application/xml');
};
