import type { APIRoute } from 'astro';
import { getServerBySlug } from '#db/queries/servers.ts';
import { listToolsOfServer } from '#db/queries/tools.ts';
import { sendJson } from '#site/src/lib/json.ts';
import { toServerAnswer } from '#site/src/lib/server-api.ts';

/** A server with its tools, their definitions and the age of the list; shape in `server-api.ts`. */
export const GET: APIRoute = async ({ params, locals: { db, siteUrl } }) => {
  const server = await getServerBySlug(db, params.slug ?? '');
  if (!server) return sendJson({ error: 'There is no such server.' }, { status: 404 });
  return sendJson(toServerAnswer(server, await listToolsOfServer(db, server.id), siteUrl));
};
