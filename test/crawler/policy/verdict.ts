import { type Classification, unjudged, type VerdictCategory } from '#db/types.ts';

const riskOf = {
  read: 'low',
  write: 'medium',
  execute: 'high',
  destructive: 'critical',
  financial: 'critical',
  unassessed: null,
} as const;

/** A verdict with nothing in it but what the test names. */
export function verdict(category: VerdictCategory, rest: Partial<Classification> = {}): Classification {
  return {
    ...unjudged,
    category,
    risk: riskOf[category],
    confidence: category === 'unassessed' ? 0 : 0.9,
    ruleset: 'test',
    ...rest,
  };
}
