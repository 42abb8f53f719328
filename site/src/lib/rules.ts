/** Words for whatever put a mark into a definition: a rule, a modifier, a signal or a finding. */
import type { Rule } from '#crawler/classify/define-rule.ts';
import { rules } from '#crawler/classify/rules/index.ts';
import { describeFinding, describeModifier, describeSignal } from './vocabulary.ts';

const byId = new Map<string, Rule>(rules.map((rule) => [rule.id, rule]));

/** Where the methodology page explains it. */
export const markPath = (id: string) => `/methodology#${byId.has(id) ? 'rule' : 'reason'}-${id}`;

/** A short title; made from the id where this version does not know it, as verdicts of older rules may hold. */
export function markTitle(id: string): string {
  const rule = byId.get(id);
  if (rule) return rule.title;
  const known = [describeModifier, describeSignal, describeFinding].map((describe) => describe(id));
  return (known.find((entry) => entry.explanation !== '') ?? known[0]!).title;
}
