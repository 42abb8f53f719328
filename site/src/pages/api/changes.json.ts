import type { APIRoute } from 'astro';
import { listChanges } from '#db/queries/changes.ts';
import { getServerBySlug } from '#db/queries/servers.ts';
import { type ChangesPage, olderChanges, readChangesQuery, toChange } from '#site/src/lib/changes-api.ts';
import { sendJson } from '#site/src/lib/json.ts';
import { text } from '#site/src/lib/query.ts';

/** What changed, newest first; shape and query in `changes-api.ts`. */
export const GET: APIRoute = async ({ url, locals: { db, siteUrl } }) => {
  const query = readChangesQuery(url.searchParams);
  if ('error' in query) return sendJson({ error: query.error }, { status: 400 });
  const server = query.server === undefined ? undefined : await getServerBySlug(db, text(query.server) ?? '');
  if (query.server !== undefined && !server) {
    return sendJson(
      { error: 'There is no such server. server is the last part of the address of its page.' },
      { status: 404 },
    );
  }
  const { kind: kinds, before, limit } = query;
  const found = await listChanges(db, { serverId: server?.id, kinds, before, limit: limit + 1 });
  const entries = found.slice(0, limit);
  const next = found.length > limit ? siteUrl + olderChanges(url.pathname, query, entries.at(-1)!.change.id) : null;
  return sendJson({ changes: entries.map((entry) => toChange(entry, siteUrl)), next } satisfies ChangesPage);
};
