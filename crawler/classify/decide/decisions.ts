/**
 * The registry of decisions, in the order in which they are taken: from what was observed to one act. Each step takes the
 * first of its decisions that applies; a later step sees what was chosen before it.
 */

import type { Modes } from '#crawler/classify/read/modes.ts';
import type { ToolReading } from '#crawler/classify/read/reading.ts';
import { ofBranches } from './branches.ts';
import { caseOf } from './case.ts';
import type { Case, Choice, Decision, Step } from './decision.ts';
import { ofGiven } from './given.ts';
import { ofLaterSentences, ofManagers } from './later.ts';
import { ofLimits } from './limits.ts';
import { ofOneVoice } from './one-voice.ts';
import { ofSiblings } from './siblings.ts';
import { ofStatements } from './stated.ts';
import { ofTwoVoices } from './two-voices.ts';

/** All steps, in order. */
export const steps: readonly Step[] = [
  { id: 'one-voice', file: 'decide/one-voice.ts', decisions: ofOneVoice },
  {
    id: 'two-voices',
    file: 'decide/two-voices.ts',
    when: (c) => c.chosen === undefined && c.name !== undefined && c.lead !== undefined,
    decisions: ofTwoVoices,
  },
  { id: 'branches', file: 'decide/branches.ts', decisions: ofBranches },
  {
    id: 'stated',
    file: 'decide/stated.ts',
    each: (c) => c.reading.stated.filter((o) => o.place !== 'noun'),
    decisions: ofStatements,
  },
  { id: 'managed', file: 'decide/later.ts', decisions: ofManagers },
  { id: 'later', file: 'decide/later.ts', decisions: ofLaterSentences },
  { id: 'given', file: 'decide/given.ts', decisions: ofGiven },
  { id: 'siblings', file: 'decide/siblings.ts', decisions: ofSiblings },
  { id: 'limits', file: 'decide/limits.ts', decisions: ofLimits },
];

/** A decision that was taken and what it came to. */
export interface Taken {
  step: Step;
  decision: Decision;
  /** `undefined` where it left the choice as it was. */
  choice: Choice | undefined;
}

/** Takes the first decision of a step that applies. */
const take = (step: Step, c: Case, note: ((taken: Taken) => void) | undefined): void => {
  for (const decision of step.decisions) {
    if (!decision.when(c)) continue;
    const choice = decision.then(c);
    c.chosen = choice ?? c.chosen;
    note?.({ step, decision, choice });
    return;
  }
};

/**
 * Takes all decisions on a tool.
 * @param list the steps; tests leave one decision out
 * @param note is told of every decision taken
 * @param modes what the tool can be told to do, where that is known already
 */
export const decide = (
  reading: ToolReading,
  list: readonly Step[] = steps,
  note?: (taken: Taken) => void,
  modes?: Modes,
): Case => {
  const c = caseOf(reading, modes);
  for (const step of list) {
    if (step.when?.(c) === false) continue;
    c.seen = undefined;
    if (step.each === undefined) take(step, c, note);
    else
      for (const seen of step.each(c)) {
        c.seen = seen;
        take(step, c, note);
      }
  }
  return c;
};
