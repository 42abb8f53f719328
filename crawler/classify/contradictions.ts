/** Annotations that disagree with the verdict, with the value to paste instead. */
import type { Contradiction } from '#db/types.ts';
import type { ToolReading } from './reading.ts';
import { isObject, own } from './schema.ts';
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
/** To say that a tool is milder than declared takes more. */
const verySure = 0.9;

const repeats = new Set(
  'send post pay charge transfer refund append trade buy sell email tweet reply notify withdraw'.split(' '),
);
const reachesOut = new Set([
  'sends-message',
  'asks-service',
  'calls-any-endpoint',
  'drives-interface',
  'moves-money',
  'trades',
]);

/** Compares what a server declares with what its words say. */
export const findContradictions = (reading: ToolReading, verdict: Verdict): FoundContradiction[] => {
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
  if (readOnly === true && act.severity > 0 && confidence >= sure) push('readOnlyHint', true);
  if (readOnly === false && act.severity === 0 && confidence >= verySure) push('readOnlyHint', false);
  const destructive = declared('destructiveHint');
  if (destructive === false && act.severity === 3 && confidence >= sure) push('destructiveHint', false);
  if (destructive === true && act.severity === 0 && confidence >= verySure) push('destructiveHint', true);
  if (declared('idempotentHint') === true && act.severity > 0 && repeats.has(act.verb) && confidence >= sure)
    push('idempotentHint', true);
  if (declared('openWorldHint') === false && reachesOut.has(act.rule.id) && confidence >= verySure)
    push('openWorldHint', false);
  return out;
};
