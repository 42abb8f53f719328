import type { APIRoute } from 'astro';
import { attackPatternsFor } from '#crawler/policy/attack-patterns.ts';
import { formats } from '#crawler/policy/formats/index.ts';
import { policyOf } from '#crawler/policy/recommend.ts';
import { getToolPage } from '#db/queries/tools.ts';
import { unjudged } from '#db/types.ts';
import { ageOf } from '#site/src/lib/age.ts';
import { shorten } from '#site/src/lib/format.ts';
import { markdownCode, markdownTable, markdownText } from '#site/src/lib/markdown.ts';
import { listParameters } from '#site/src/lib/parameters.ts';
import { attackPath, decodeToolName, serverPath, toolPath } from '#site/src/lib/paths.ts';
import { markTitle } from '#site/src/lib/rules.ts';
import { reasoning, reasoningTitle, ruleSentence } from '#site/src/lib/sentences.ts';
import { stripMarkup } from '#site/src/lib/summary.ts';
import { recommendOnPage } from '#site/src/lib/tool-rule.ts';
import { categoryTitles, provenanceTitles, riskTitles } from '#site/src/lib/vocabulary.ts';

/** The page of a tool as Markdown. */
export const GET: APIRoute = async ({ params, locals: { db, siteUrl } }) => {
  const page = await getToolPage(db, params.slug ?? '', decodeToolName(params.tool ?? ''));
  if (!page) return new Response('There is no such tool.\n', { status: 404 });
  const { server, tool, definition } = page;
  const verdict = page.verdict ?? unjudged;
  const { category, risk } = verdict;
  const recommendation = await recommendOnPage(db, page);
  const { rows, left } = listParameters(definition, verdict.signals);
  const parameters = rows.map((row) => [
    markdownText(shorten(row.path, 120)),
    markdownText(row.type),
    row.required ? 'yes' : '',
    markdownText(shorten(row.description.map((part) => part.text).join(''), 160)),
  ]);
  const age = ageOf({ readAt: tool.lastSeenAt, nextVisitAt: server.nextVisitAt });
  const evidence = [
    ...new Set(verdict.evidence.map((item) => `${markTitle(item.rule)}: “${shorten(item.quote, 120)}”`)),
  ];
  const text = [
    `# ${markdownText(shorten(tool.name, 260)) || '(empty name)'}`,
    '',
    `${risk === null ? 'Not assessed' : `${riskTitles[risk]}, ${categoryTitles[category].toLowerCase()}`}. ${provenanceTitles[tool.provenance]} ${age.text}.${age.overdue ? ` ${age.overdue}` : ''} Tool of [${markdownText(shorten(server.name, 120)) || 'a server without a name'}](${siteUrl}${serverPath(server.slug)}).`,
    '',
    `Page: ${siteUrl}${toolPath(server.slug, tool.name)}`,
    ...(tool.goneAt ? ['', `The server no longer has it since ${tool.goneAt.toISOString().slice(0, 10)}.`] : []),
    '',
    '## Rule',
    '',
    markdownText(ruleSentence(tool.name, recommendation)),
    '',
    ...markdownCode(
      formats[0].write(policyOf(tool.name, recommendation.rule), { serverKey: server.slug, tool: tool.name }),
      'json',
    ),
    '',
    `## ${reasoningTitle(recommendation)}`,
    '',
    ...reasoning({ ...definition, name: tool.name }, verdict, recommendation).flatMap((thought) => [
      markdownText(thought),
      '',
    ]),
    ...(evidence.length > 0
      ? ['## Evidence', '', ...evidence.slice(0, 30).map((line) => `- ${markdownText(line)}`), '']
      : []),
    '## It says',
    '',
    markdownText(shorten(stripMarkup(definition.description ?? ''), 600)) || 'It has no description.',
    '',
    '## Parameters',
    '',
    parameters.length === 0 ? 'None are known.' : markdownTable(['Name', 'Type', 'Required', 'It says'], parameters),
    ...(left > 0 ? ['', `${left} more are not shown.`] : []),
    '',
    ...attackPatternsFor(verdict)
      .slice(0, 3)
      .flatMap(({ id, title, summary }, at) => [
        ...(at === 0 ? ['## What this access invites', ''] : []),
        `- [${title}](${siteUrl}${attackPath(id)}): ${summary}`,
      ]),
    '',
  ].join('\n');
  return new Response(text, { headers: { 'content-type': 'text/markdown; charset=utf-8' } });
};
