/** One policy for a whole server: every tool of it is named, so that pasting it breaks nothing and forgets nothing. */
import type { Classification } from '#db/types.ts';
import { blanks as allBlanks, type BlankId, type BlankValues } from './blanks.ts';
import { byCodeUnit } from './document.ts';
import { findNameClashes, type NameClash } from './name-clashes.ts';
import { isWildcardName } from './names.ts';
import { emptyTools, type Policy, type ToolPolicy } from './policy.ts';
import { type Preset, presets } from './presets.ts';
import { type KnownTool, type Recommendation, sharedNameCode } from './recommend.ts';
import { sharedReason, strictestRule } from './strictest.ts';

/** What the policy needs to know of one tool. */
export interface ClassifiedTool {
  definition: KnownTool;
  classification: Classification;
}

/** How a rule reads in one word: an allowed tool with limits or conditions is `limit`. */
export const ruleKinds = ['allow', 'limit', 'ask', 'deny', 'hide'] as const;
export type RuleKind = (typeof ruleKinds)[number];

/** The one word for a rule. */
export const kindOf = ({ decision, guards, limits }: ToolPolicy): RuleKind =>
  decision === 'allow' && (guards || limits) ? 'limit' : decision;

export interface ServerPolicy {
  policy: Policy;
  /** The recommendation for each tool, by name. */
  recommendations: Map<string, Recommendation>;
  /** How many tools each kind of rule stands in front of. */
  counts: Record<RuleKind, number>;
  /** Tools that a gateway cannot name, because it would read `*` in them as a wildcard. They are denied. */
  unnamed: string[];
  /** Blanks that matter to one of the tools, in their order. */
  blanks: BlankId[];
  /** Names that some client takes for one: each has the strictest of their rules. */
  clashes: NameClash[];
}

/** How the rules are chosen. */
export interface Choice {
  /** Left out: the recommended one. */
  preset?: Preset;
  blanks?: BlankValues;
}

/**
 * Joins the rules of all tools into one policy under default deny. Tools that some client takes for one another get the
 * strictest of their rules and count together. Pure; the order of the tools does not matter.
 */
export function recommendServer(
  tools: readonly ClassifiedTool[],
  { preset = presets[0], blanks }: Choice = {},
): ServerPolicy {
  const policy: Policy = { version: 1, default: 'deny', tools: emptyTools() };
  const recommendations = new Map(
    tools.map(({ definition, classification }) => [
      definition.name,
      preset.recommend(definition, classification, { ...(blanks && { blanks }) }),
    ]),
  );
  const clashes = findNameClashes([...recommendations.keys()].toSorted(byCodeUnit));
  for (const { names } of clashes) holdStrictest(names, recommendations);
  const unnamed: string[] = [];
  const counts = Object.fromEntries(ruleKinds.map((kind) => [kind, 0])) as Record<RuleKind, number>;
  for (const [name, { rule }] of recommendations) {
    counts[kindOf(rule)] += 1;
    // Clients deny it by the name they give it; a document for a gateway leaves it to the default.
    if (isWildcardName(name)) unnamed.push(name);
    policy.tools[name] = rule;
  }
  const used = new Set([...recommendations.values()].flatMap((recommendation) => recommendation.blanks));
  return {
    policy,
    recommendations,
    counts,
    unnamed,
    blanks: allBlanks.map(({ id }) => id).filter((id) => used.has(id)),
    clashes,
  };
}

/** Gives the tools of a clash the strictest of their rules. A name that no policy can hold is denied as it was. */
function holdStrictest(names: readonly string[], recommendations: Map<string, Recommendation>): void {
  const own = names.map((name) => recommendations.get(name)!);
  const joined = strictestRule(own.map(({ rule }) => rule));
  const blanks = [...new Set(own.flatMap((recommendation) => recommendation.blanks))];
  for (const [at, name] of names.entries()) {
    if (isWildcardName(name)) continue;
    const { code, rule } = own[at]!;
    const kept = rule.decision === joined.decision;
    recommendations.set(name, {
      code: kept ? code : sharedNameCode,
      blanks,
      rule: {
        ...joined,
        reason: kept ? (rule.reason ?? sharedReason) : sharedReason,
        sharedWith: names.filter((other) => other !== name),
      },
    });
  }
}
