import type { APIRoute } from 'astro';
import { listChanges } from '#db/queries/changes.ts';
import { atomFeed, feedLength } from '#site/src/lib/atom.ts';
import { toChange } from '#site/src/lib/changes-api.ts';
import { sendXml } from '#site/src/lib/xml.ts';

/** What changed on all servers, for feed readers. */
export const GET: APIRoute = async ({ request, url, locals: { db, siteUrl } }) => {
  const entries = await listChanges(db, { limit: feedLength });
  const facts = {
    title: 'Changes on MCP servers · toolrisk',
    self: siteUrl + url.pathname,
    page: `${siteUrl}/changes`,
    since: new Date(0),
  };
  const feed = atomFeed(
    facts,
    entries.map((entry) => toChange(entry, siteUrl)),
  );
  return sendXml(request, feed, 'application/atom+xml');
};
