import type { APIRoute } from 'astro';
import { getToolPage } from '#db/queries/tools.ts';
import { noPolicy, sendPolicy } from '#site/src/lib/downloads.ts';
import { decodeToolName } from '#site/src/lib/paths.ts';
import { unjudged } from '#site/src/lib/verdicts.ts';

/** The document for one tool. Query: see `sendPolicy`. */
export const GET: APIRoute = async ({ params, url, locals: { db } }) => {
  const page = await getToolPage(db, params.slug ?? '', decodeToolName(params.tool ?? ''));
  if (!page) return noPolicy();
  const { server, tool, verdict } = page;
  return sendPolicy(
    url.searchParams,
    { server: server.slug, tool: tool.name },
    (recommend) => recommend(tool.name, verdict ?? unjudged).document,
  );
};
