/** The rule of one tool as it stands among the other tools of its server. */
import { accepting, cannotBeAccepted, maxAccepted } from '#crawler/policy/accept.ts';
import { findNameClashes } from '#crawler/policy/name-clashes.ts';
import { presets } from '#crawler/policy/presets.ts';
import type { Recommendation } from '#crawler/policy/recommend.ts';
import { type Choice, kindOf, recommendServer } from '#crawler/policy/server-policy.ts';
import type { Db } from '#db/client.ts';
import { listToolsOfServer, type ToolPage } from '#db/queries/tools.ts';
import { unjudged } from '#db/types.ts';

/**
 * What `recommendServer` gives the tool. The other tools are only looked up where some client takes one of them for
 * this one.
 */
export async function recommendOnPage(
  db: Db,
  { server, tool, definition, verdict, names }: ToolPage,
  choice: Choice = {},
): Promise<Recommendation> {
  const twins = new Set(findNameClashes(names).find((clash) => clash.names.includes(tool.name))?.names);
  const beside = twins.size > 0 ? await listToolsOfServer(db, server.id) : [];
  const { recommendations } = recommendServer(
    [
      { definition: { ...definition, name: tool.name }, classification: verdict ?? unjudged },
      ...beside
        .filter((other) => twins.has(other.tool.name) && other.tool.id !== tool.id)
        .map((other) => ({
          definition: { ...other.definition, name: other.tool.name },
          classification: other.verdict ?? unjudged,
        })),
    ],
    choice,
  );
  return recommendations.get(tool.name)!;
}

/**
 * Names to be accepted together so that the tool passes without asking: its own, and those some client takes for it, since
 * the strictest of their rules stands for all. None where nothing is to be accepted, or accepting would not do it.
 */
export async function acceptedTogether(db: Db, page: ToolPage, recommendation: Recommendation): Promise<string[]> {
  const { rule } = recommendation;
  if (page.tool.goneAt !== null || kindOf(rule) === 'allow') return [];
  const names = [page.tool.name, ...(rule.sharedWith ?? [])];
  if (names.length === 1) return cannotBeAccepted(page.verdict ?? unjudged, recommendation) ? [] : names;
  if (names.length > maxAccepted) return [];
  const accepted = await recommendOnPage(db, page, { preset: accepting(presets[0], names) });
  return accepted.rule.decision === 'allow' ? names : [];
}
