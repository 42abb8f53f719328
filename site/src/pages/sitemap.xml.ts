import type { APIRoute } from 'astro';
import { attackPatterns } from '#crawler/policy/attack-patterns.ts';
import { pageServerSlugs } from '#db/queries/servers.ts';
import { attackPath, serverPath } from '#site/src/lib/paths.ts';
import { pageNumber } from '#site/src/lib/query.ts';

/** A site map may hold 50,000 addresses; tools are reached from their servers. */
const pageSize = 40_000;

const fixed = ['/', '/servers', '/tools', '/attacks', '/methodology', '/changes'];

export const GET: APIRoute = async ({ url, locals: { db, siteUrl } }) => {
  const page = pageNumber(url.searchParams.get('page'));
  const servers = await pageServerSlugs(db, { limit: pageSize, offset: (page - 1) * pageSize });
  const pages = page === 1 ? [...fixed, ...attackPatterns.map((pattern) => attackPath(pattern.id))] : [];
  const entries = [
    ...pages.map((path) => `<url><loc>${escapeXml(siteUrl + path)}</loc></url>`),
    ...servers.map(
      ({ slug, lastSeenAt }) =>
        `<url><loc>${escapeXml(siteUrl + serverPath(slug))}</loc><lastmod>${lastSeenAt.toISOString()}</lastmod></url>`,
    ),
  ];
  return new Response(
    `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries.join('\n')}\n</urlset>\n`,
    { headers: { 'content-type': 'application/xml; charset=utf-8' } },
  );
};

const escapeXml = (text: string) => text.replace(/[<>&'"]/g, (character) => `&#${character.charCodeAt(0)};`);
