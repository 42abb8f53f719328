/** From observations to one category, with its confidence and the words it rests on. */

import type { Observation, ToolReading } from '#crawler/classify/read/reading.ts';
import { type Branch, type Category, categories, type VerdictCategory } from '#db/types.ts';
import type { Step } from './decision.ts';
import { decide } from './decisions.ts';
import { confidences, strengths } from './numbers.ts';

/** The category and what led to it, before risk is weighed. */
export interface Verdict {
  category: VerdictCategory;
  /** 0..1. */
  confidence: number;
  /** What the category rests on, the decisive observation first. Empty only where unassessed. */
  basis: Observation[];
  /** Everything observed, decisive or not. */
  observed: Observation[];
  branches: Branch[];
  /** What each branch does. */
  branchActs: Observation[];
}

/** Says plainly enough that something is lost or paid. */
const isGrave = (o: Observation): boolean => o.severity >= 3 && o.place !== 'noun' && o.strength >= strengths.later;

/** Weighs one tool. Deterministic, never throws. */
export const weigh = (reading: ToolReading, steps?: readonly Step[]): Verdict => {
  const { chosen, modes } = decide(reading, steps);
  const observed = [
    ...reading.name,
    ...reading.lead,
    ...reading.body,
    ...reading.stated,
    ...reading.limits,
    ...modes.observations,
  ];
  if (chosen === undefined)
    return { category: 'unassessed', confidence: 0, basis: [], observed, branches: modes.branches, branchActs: [] };
  const basis = [chosen.act];
  for (const o of chosen.support) if (o.severity === chosen.act.severity && !basis.includes(o)) basis.push(o);
  // Of what is said in the passive only that counts which the verdict rests on.
  observed.push(...reading.passive.filter((o) => basis.includes(o)));
  // What may be worse than it was judged is never called certain.
  const doubts =
    chosen.act.severity < 2 &&
    (observed.some(isGrave) || reading.passive.some(isGrave) || reading.titled.some(isGrave));
  return {
    category: categories[chosen.act.severity] as Category,
    confidence: doubts ? Math.min(chosen.confidence, confidences.doubted) : chosen.confidence,
    basis,
    observed,
    branches: modes.branches,
    branchActs: modes.observations,
  };
};
