/** One document for a whole server: every tool of it is named, so that pasting it breaks nothing and forgets nothing. */

import type { Classification } from '#db/types.ts';
import { emptyToolRules, type PolicyDocument } from './document.ts';
import { counterName, isWildcardName, type Recommendation, type RuleKind, recommend, ruleKinds } from './recommend.ts';

/** What the document needs to know of one tool. */
export interface ClassifiedTool {
  name: string;
  classification: Classification;
}

/** How one tool's rule is chosen: `recommend`, or a preset. */
export type Recommender = (toolName: string, classification: Classification) => Recommendation;

export interface ServerPolicy {
  document: PolicyDocument;
  /** How many tools each rule stands in front of. */
  counts: Record<RuleKind, number>;
  /** Tools the document cannot name, because `*` in them would be read as a wildcard. Default deny stops them. */
  unnamed: string[];
}

/** Joins the rules of all tools into one document under default deny. Pure; the order of the tools does not matter. */
export function recommendServer(tools: readonly ClassifiedTool[], choose: Recommender = recommend): ServerPolicy {
  const rules = emptyToolRules();
  const hide: string[] = [];
  const unnamed: string[] = [];
  const counts = Object.fromEntries(ruleKinds.map((kind) => [kind, 0])) as Record<RuleKind, number>;
  const counters = nameCounters(tools.map((tool) => tool.name));

  for (const { name, classification } of tools) {
    const { document, rule } = choose(name, classification);
    counts[rule] += 1;
    if (isWildcardName(name)) unnamed.push(name);
    else if (rule === 'hide') hide.push(name);
    else {
      const own = document.tools?.[name] ?? {};
      const counter = counters.get(name) ?? counterName(name);
      rules[name] = own.limits ? { ...own, limits: own.limits.map((limit) => ({ ...limit, counter })) } : own;
    }
  }

  const document: PolicyDocument = { version: '1', default: 'deny' };
  if (hide.length > 0) document.hide = hide;
  if (Object.keys(rules).length > 0) document.tools = rules;
  return { document, counts, unnamed };
}

/** Names that differ only by case would share one counter and use up each other's calls; those keep their case. */
function nameCounters(names: readonly string[]): Map<string, string> {
  const seen = new Map<string, number>();
  for (const name of names) seen.set(counterName(name), (seen.get(counterName(name)) ?? 0) + 1);
  return new Map(
    names.map((name) => [name, seen.get(counterName(name)) === 1 ? counterName(name) : `${name}_rate`] as const),
  );
}
