/**
 * Annotations that make a tool milder than it is, with the value to paste instead. A hint that overstates is no contradiction:
 * whoever believes it is only too careful, and a wrong accusation costs more than a missed one.
 */

import { verbsThat } from '#crawler/classify/lexicon/verbs.ts';
import type { ToolReading } from '#crawler/classify/read/reading.ts';
import { isObject, own } from '#crawler/classify/read/schema.ts';
import type { Contradiction } from '#db/types.ts';
import type { ModifierId } from './tables.ts';
import type { Verdict } from './verdict.ts';

type Hint = Contradiction['annotation'];

/** A hint that disagrees. */
export interface FoundContradiction {
  annotation: Hint;
  declared: boolean;
  corrected: boolean;
}

/** Below this confidence the verdict does not call the author wrong. */
const sure = 0.7;
/** To say so where only what it reaches is known takes more. */
const verySure = 0.9;
/** Names of parameters by which the same call made again is known. */
const sameCall = /idempot|dedup|client_?(token|request)|request_?id|nonce/i;

const repeats = verbsThat('repeater');
const reachesOut = new Set([
  'sends-message',
  'asks-service',
  'calls-any-endpoint',
  'drives-interface',
  'moves-money',
  'trades',
]);

/**
 * Compares what a server declares with what its words say.
 * @param modifiers what moved the risk of the verdict
 */
export const findContradictions = (
  reading: ToolReading,
  verdict: Verdict,
  modifiers: readonly ModifierId[],
): FoundContradiction[] => {
  const annotations = reading.tool.annotations;
  const act = verdict.basis[0];
  if (!isObject(annotations) || act === undefined || verdict.category === 'unassessed' || act.place === 'annotation')
    return [];
  const out: FoundContradiction[] = [];
  const declared = (hint: Hint): boolean | undefined => {
    const value = own(annotations, hint);
    return typeof value === 'boolean' ? value : undefined;
  };
  const push = (annotation: Hint, value: boolean): void => {
    out.push({ annotation, declared: value, corrected: !value });
  };
  const { confidence } = verdict;
  const readOnly = declared('readOnlyHint');
  // A query in a language that has no words for writing only reads, whoever wrote it.
  const reads = act.severity === 0 || modifiers.includes('reading-language');
  if (readOnly === true && !reads && confidence >= sure) push('readOnlyHint', true);
  const destructive = declared('destructiveHint');
  if (destructive === false && act.severity === 3 && confidence >= sure) push('destructiveHint', false);
  if (
    declared('idempotentHint') === true &&
    act.severity > 0 &&
    repeats.has(act.verb) &&
    confidence >= verySure &&
    !reading.parameters.some((p) => sameCall.test(p.name))
  )
    push('idempotentHint', true);
  if (declared('openWorldHint') === false && reachesOut.has(act.rule.id) && confidence >= verySure)
    push('openWorldHint', false);
  return out;
};
