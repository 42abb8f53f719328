import type { APIRoute } from 'astro';
import { capabilities } from '#crawler/classify/decide/tables.ts';
import { allEntries } from '#crawler/methodology/taxonomies.ts';
import { attackPatterns } from '#crawler/policy/attack-patterns.ts';
import { lastServerId, listServersWithTools } from '#db/queries/servers.ts';
import { attackPath, capabilityPath, serverPath, taxonomyPath, withQuery } from '#site/src/lib/paths.ts';
import { pageNumber } from '#site/src/lib/query.ts';
import { element, sendXml } from '#site/src/lib/xml.ts';

/**
 * Servers a map covers, by id: a server stays in its map for ever, and an address is found without counting those
 * before it. The protocol allows 50,000 addresses and 50 MB.
 */
const mapSize = 25_000;

const xmlns = 'http://www.sitemaps.org/schemas/sitemap/0.9';
const fixed = [
  ...[
    '/',
    '/servers',
    '/tools',
    '/capabilities',
    '/vendors',
    '/tokens',
    '/compare',
    '/attacks',
    '/taxonomy',
    '/methodology',
    '/changes',
  ],
  ...Object.keys(capabilities).map(capabilityPath),
  ...attackPatterns.map(({ id }) => attackPath(id)),
  ...allEntries.map(({ id }) => taxonomyPath(id)),
];

/** All servers that have tools; tools are reached from there. With more than one map, an index of maps. */
export const GET: APIRoute = async ({ request, url, locals: { db, siteUrl } }) => {
  const maps = Math.max(1, Math.ceil((await lastServerId(db)) / mapSize));
  if (maps > 1 && !url.searchParams.has('page')) {
    const parts = Array.from({ length: maps }, (_, at) => withQuery(url.pathname, { page: at + 1 }));
    const index = element(
      'sitemapindex',
      { xmlns },
      ...parts.map((path) => element('sitemap', {}, element('loc', {}, siteUrl + path))),
    );
    return sendXml(request, index, 'application/xml');
  }
  const page = pageNumber(url.searchParams.get('page'));
  if (page > maps) return new Response('There is no such map.\n', { status: 404 });
  const first = (page - 1) * mapSize;
  const servers = await listServersWithTools(db, { after: first, until: first + mapSize });
  const pages = page === 1 ? fixed : [];
  const map = element(
    'urlset',
    { xmlns },
    ...pages.map((path) => element('url', {}, element('loc', {}, siteUrl + path))),
    ...servers.map(({ slug, readAt }) =>
      element('url', {}, element('loc', {}, siteUrl + serverPath(slug)), element('lastmod', {}, readAt.toISOString())),
    ),
  );
  return sendXml(request, map, 'application/xml');
};
