import type { APIRoute } from 'astro';
import { listChanges } from '#db/queries/changes.ts';
import { getServerBySlug } from '#db/queries/servers.ts';
import { atomFeed, feedLength } from '#site/src/lib/atom.ts';
import { toChange } from '#site/src/lib/changes-api.ts';
import { serverChangesPath, serverPath } from '#site/src/lib/paths.ts';
import { sendXml } from '#site/src/lib/xml.ts';

/** What changed on one server, for feed readers. */
export const GET: APIRoute = async ({ request, params, locals: { db, siteUrl } }) => {
  const server = await getServerBySlug(db, params.slug ?? '');
  if (!server) return new Response('There is no such server.\n', { status: 404 });
  const entries = await listChanges(db, { serverId: server.id, limit: feedLength });
  const facts = {
    title: `Changes on ${server.name} · toolrisk`,
    self: siteUrl + serverChangesPath(server.slug),
    page: siteUrl + serverPath(server.slug),
    since: server.firstSeenAt,
  };
  const feed = atomFeed(
    facts,
    entries.map((entry) => toChange(entry, siteUrl)),
  );
  return sendXml(request, feed, 'application/atom+xml');
};
