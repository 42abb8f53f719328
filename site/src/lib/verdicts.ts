/** Small sums over verdicts that several pages need. */
import type { Classification, Risk } from '#db/types.ts';

/** Stands for a verdict that has not been given yet: as cautious as one that could not be given. */
export const unjudged: Classification = {
  category: 'unassessed',
  risk: null,
  confidence: 0,
  evidence: [],
  capabilities: [],
  modifiers: [],
  branches: [],
  support: [],
  signals: [],
  contradictions: [],
  findings: [],
  ruleset: 'none',
};

/** How many tools of each risk there are; `null` is not assessed. */
export function countRisks(items: Iterable<{ risk: Risk | null; tools?: number }>): Map<Risk | null, number> {
  const counts = new Map<Risk | null, number>();
  for (const { risk, tools = 1 } of items) counts.set(risk, (counts.get(risk) ?? 0) + tools);
  return counts;
}

/** The first `limit` items with at most `each` of one group, in their order; then the rest while there is room. */
export function spread<T>(items: readonly T[], groupOf: (item: T) => string, each: number, limit: number): T[] {
  const taken = new Map<string, number>();
  const first = items.filter((item) => {
    const group = groupOf(item);
    const before = taken.get(group) ?? 0;
    taken.set(group, before + 1);
    return before < each;
  });
  return first.slice(0, limit);
}
