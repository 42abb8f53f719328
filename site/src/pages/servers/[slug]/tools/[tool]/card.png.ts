import type { APIRoute } from 'astro';
import { getToolPage } from '#db/queries/tools.ts';
import { unjudged } from '#db/types.ts';
import { sendCard } from '#site/src/lib/card.ts';
import { decodeToolName } from '#site/src/lib/paths.ts';
import { ruleTitle } from '#site/src/lib/sentences.ts';
import { stripMarkup } from '#site/src/lib/summary.ts';
import { recommendOnPage } from '#site/src/lib/tool-rule.ts';
import { categoryTitles, riskTitles } from '#site/src/lib/vocabulary.ts';

/** The picture beside links to a tool. */
export const GET: APIRoute = async ({ params, locals: { db } }) => {
  const page = await getToolPage(db, params.slug ?? '', decodeToolName(params.tool ?? ''));
  if (!page) return new Response('There is no such tool.\n', { status: 404 });
  const { server, tool, definition } = page;
  const verdict = page.verdict ?? unjudged;
  const { category, risk } = verdict;
  return sendCard({
    title: tool.name === '' ? '(empty name)' : tool.name,
    above: `Tool of ${server.name}`,
    sign: risk === null ? 'Not assessed' : `${riskTitles[risk]}: ${categoryTitles[category].toLowerCase()}`,
    risk,
    lines: [`Rule: ${ruleTitle(await recommendOnPage(db, page))}`, stripMarkup(definition.description ?? '')],
  });
};
