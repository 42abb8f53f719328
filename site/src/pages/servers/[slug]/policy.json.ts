import type { APIRoute } from 'astro';
import { recommendServer } from '#crawler/policy/server-policy.ts';
import { getServerBySlug } from '#db/queries/servers.ts';
import { listToolsOfServer } from '#db/queries/tools.ts';
import { noPolicy, sendPolicy } from '#site/src/lib/downloads.ts';
import { unjudged } from '#site/src/lib/verdicts.ts';

/** One document that covers every tool of a server. Query: see `sendPolicy`. */
export const GET: APIRoute = async ({ params, url, locals: { db } }) => {
  const server = await getServerBySlug(db, params.slug ?? '');
  if (!server || server.currentSnapshotId === null) return noPolicy();
  const tools = await listToolsOfServer(db, server.id);
  const classified = tools.map(({ tool, verdict }) => ({ name: tool.name, classification: verdict ?? unjudged }));
  return sendPolicy(
    url.searchParams,
    { server: server.slug },
    (recommend) => recommendServer(classified, recommend).document,
  );
};
