import type { APIRoute } from 'astro';
import { policyOf } from '#crawler/policy/recommend.ts';
import { getToolPage } from '#db/queries/tools.ts';
import { noPolicy, sendPolicy } from '#site/src/lib/downloads.ts';
import { decodeToolName } from '#site/src/lib/paths.ts';
import { recommendOnPage } from '#site/src/lib/tool-rule.ts';

/** The document for one tool. Query: see `sendPolicy`. */
export const GET: APIRoute = async ({ params, url, locals: { db } }) => {
  const page = await getToolPage(db, params.slug ?? '', decodeToolName(params.tool ?? ''));
  if (!page) return noPolicy();
  const { server, tool } = page;
  return sendPolicy(url.searchParams, { server: server.slug, tool: tool.name }, async (choice) =>
    policyOf(tool.name, (await recommendOnPage(db, page, choice)).rule),
  );
};
