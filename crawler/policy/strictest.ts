/** Which of several rules is stricter, and the one that is at least as strict as each of them. Pure. */
import { risks } from '#db/types.ts';
import { type Guard, type PolicyLimit, stricter, type ToolPolicy } from './policy.ts';

/** What a tool is told whose own rule is milder than that of the tool it is taken for. */
export const sharedReason =
  'Some clients take its name for that of another tool of the server, whose rule is stricter.';

/**
 * Joins rules: the strictest decision, the conditions of all, and in each window the fewest calls. Nothing passes it
 * that one of them stops. The order matters to nothing but the order of what is joined.
 * @param rules at least one
 */
export function strictestRule(rules: readonly ToolPolicy[]): ToolPolicy {
  const lead = rules.reduce((a, b) => (stricter(a.decision, b.decision) === a.decision ? a : b));
  const { decision, reason } = lead;
  const passes = decision === 'allow' || decision === 'ask';
  const guards = passes ? joinGuards(rules.flatMap((rule) => rule.guards ?? [])) : [];
  const limits = passes ? joinLimits(rules.flatMap((rule) => rule.limits ?? [])) : [];
  const risk = risks.findLast((one) => rules.some((rule) => rule.risk === one));
  return {
    decision,
    ...(guards.length > 0 && { guards }),
    ...(limits.length > 0 && { limits }),
    ...(reason !== undefined && { reason }),
    ...(risk && { risk }),
    ...(rules.some((rule) => rule.claimsReadOnly) && { claimsReadOnly: true as const }),
  };
}

/** Each guard once. */
const joinGuards = (guards: readonly Guard[]): Guard[] => [
  ...new Map(guards.map((guard) => [JSON.stringify(guard), guard])).values(),
];

/** The smallest limit for each window and each sum. */
function joinLimits(limits: readonly PolicyLimit[]): PolicyLimit[] {
  const smallest = new Map<string, PolicyLimit>();
  for (const limit of limits) {
    const key = JSON.stringify([limit.window, limit.amount ?? null]);
    const known = smallest.get(key);
    if (!known || limit.max < known.max) smallest.set(key, limit);
  }
  return [...smallest.values()];
}
