import type { APIRoute } from 'astro';
import { recommendServer } from '#crawler/policy/server-policy.ts';
import { getServerBySlug } from '#db/queries/servers.ts';
import { listToolsOfServer } from '#db/queries/tools.ts';
import { unjudged } from '#db/types.ts';
import { noPolicy, sendPolicy } from '#site/src/lib/downloads.ts';

/** One document that covers every tool of a server. Query: see `sendPolicy`. */
export const GET: APIRoute = async ({ params, url, locals: { db } }) => {
  const server = await getServerBySlug(db, params.slug ?? '');
  if (!server || server.currentSnapshotId === null) return noPolicy();
  const tools = await listToolsOfServer(db, server.id);
  const classified = tools.map(({ definition, verdict }) => ({ definition, classification: verdict ?? unjudged }));
  return sendPolicy(url.searchParams, { server: server.slug }, (choice) => recommendServer(classified, choice).policy);
};
