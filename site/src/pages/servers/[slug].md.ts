import type { APIRoute } from 'astro';
import { findInServerWords } from '#crawler/classify/remarks/server-words.ts';
import { mainCapability } from '#crawler/policy/exposure.ts';
import { recommendServer } from '#crawler/policy/server-policy.ts';
import { getServerBySlug } from '#db/queries/servers.ts';
import { getSnapshot } from '#db/queries/snapshots.ts';
import { listToolsOfServer } from '#db/queries/tools.ts';
import { unjudged } from '#db/types.ts';
import { ageOf } from '#site/src/lib/age.ts';
import { joinWords, shorten } from '#site/src/lib/format.ts';
import { markdownTable, markdownText } from '#site/src/lib/markdown.ts';
import { serverPath, toolPath } from '#site/src/lib/paths.ts';
import { clashReason, ruleTitle } from '#site/src/lib/sentences.ts';
import { stripMarkup } from '#site/src/lib/summary.ts';
import { describeCapability, describeFinding, provenanceTitles, riskWord } from '#site/src/lib/vocabulary.ts';
import { wordsPlace } from '#site/src/lib/words-place.ts';

/** The page of a server as Markdown. */
export const GET: APIRoute = async ({ params, locals: { db, siteUrl } }) => {
  const server = await getServerBySlug(db, params.slug ?? '');
  if (!server) return new Response('There is no such server.\n', { status: 404 });
  const tools = await listToolsOfServer(db, server.id);
  const snapshot = server.currentSnapshotId === null ? undefined : await getSnapshot(db, server.currentSnapshotId);
  const findings = snapshot ? findInServerWords(snapshot) : [];
  const { recommendations, clashes } = recommendServer(
    tools.map(({ definition, verdict }) => ({ definition, classification: verdict ?? unjudged })),
  );
  const rows = tools.map(({ tool, definition, verdict }) => {
    const main = mainCapability(verdict ?? unjudged);
    const recommendation = recommendations.get(tool.name);
    return [
      `[${markdownText(shorten(tool.name, 120)) || 'empty name'}](${siteUrl}${toolPath(server.slug, tool.name)})`,
      riskWord(tool.risk),
      main ? describeCapability(main).title : '',
      recommendation ? ruleTitle(recommendation) : '',
      markdownText(shorten(stripMarkup(definition.description ?? ''), 160)),
    ];
  });
  const readAt = tools.map(({ tool }) => tool.lastSeenAt).sort((a, b) => b.getTime() - a.getTime())[0];
  const age = ageOf({ readAt: readAt ?? server.lastSeenAt, nextVisitAt: server.nextVisitAt });
  const text = [
    `# ${markdownText(shorten(server.name, 200))}`,
    '',
    ...(server.description ? [markdownText(shorten(stripMarkup(server.description), 400)), ''] : []),
    `Page: ${siteUrl}${serverPath(server.slug)}`,
    ...(readAt
      ? ['', `${provenanceTitles[server.toolProvenance ?? 'live']} ${age.text}.${age.overdue ? ` ${age.overdue}` : ''}`]
      : []),
    '',
    ...findings.flatMap(({ finding, evidence }) => [
      `Do not connect. ${describeFinding(finding).title} in ${markdownText(wordsPlace(snapshot ?? {}, evidence[0]?.pointer ?? ''))}: “${markdownText(shorten(evidence[0]?.quote ?? '', 300))}”`,
      '',
    ]),
    tools.length === 0 ? 'No tools are known.' : markdownTable(['Tool', 'Risk', 'Can do', 'Rule', 'It says'], rows),
    '',
    ...clashes.map(
      (clash) =>
        `Some clients take these tools for one another, so each has the strictest of their rules: ${joinWords(clash.names.slice(0, 10).map((name) => markdownText(shorten(name, 120)) || 'empty name'))} (${clashReason(clash)}).`,
    ),
    ...(clashes.length > 0 ? [''] : []),
  ].join('\n');
  return new Response(text, { headers: { 'content-type': 'text/markdown; charset=utf-8' } });
};
