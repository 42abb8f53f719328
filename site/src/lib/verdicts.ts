/** Small sums over verdicts that several pages need. */
import type { Risk } from '#db/types.ts';

/** How many tools of each risk there are; `null` is not assessed. */
export function countRisks(items: Iterable<{ risk: Risk | null; tools?: number }>): Map<Risk | null, number> {
  const counts = new Map<Risk | null, number>();
  for (const { risk, tools = 1 } of items) counts.set(risk, (counts.get(risk) ?? 0) + tools);
  return counts;
}

/** The same from what the card of a server holds. */
export function riskCounts(risks: Readonly<Record<string, number>>): Map<Risk | null, number> {
  return countRisks(
    Object.entries(risks).map(([risk, tools]) => ({ risk: risk === 'unassessed' ? null : (risk as Risk), tools })),
  );
}

/**
 * The first `limit` items of which no two are of one group, by any of the ways to group them, in their order; then the rest
 * while there is room.
 */
export function spread<T>(items: readonly T[], groupsOf: readonly ((item: T) => string)[], limit: number): T[] {
  const taken = groupsOf.map(() => new Set<string>());
  const first = items.filter((item) => {
    const groups = groupsOf.map((groupOf) => groupOf(item));
    if (groups.some((group, at) => taken[at]!.has(group))) return false;
    groups.forEach((group, at) => void taken[at]!.add(group));
    return true;
  });
  return [...first, ...items.filter((item) => !first.includes(item))].slice(0, limit);
}
