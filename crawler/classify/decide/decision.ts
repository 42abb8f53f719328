/** What a decision is: one branch of the way from observations to a category, with its reason and its own test cases. */
import type { Example } from '#crawler/classify/define-rule.ts';
import type { Modes } from '#crawler/classify/read/modes.ts';
import type { Observation, ToolReading } from '#crawler/classify/read/reading.ts';

/** An act that was chosen, before risk is weighed. */
export interface Choice {
  act: Observation;
  /** 0..1. */
  confidence: number;
  /** What says the same, or speaks against it. */
  support: Observation[];
}

/** Everything a decision looks at. */
export interface Case {
  reading: ToolReading;
  modes: Modes;
  /** What the name says; where a light verb and the verb behind it disagree, the one behind it. */
  name: Observation | undefined;
  /** The name says something by a word that is a verb more likely than a noun. */
  named: boolean;
  /** The first act of the text. */
  main: Observation | undefined;
  /** Acts of the text's first sentence. */
  acts: readonly Observation[];
  /** The worst of them. */
  lead: Observation | undefined;
  /** A noun that names information. */
  noun: Observation | undefined;
  /** What was chosen so far. */
  chosen: Choice | undefined;
  /** In steps that look at observations one by one: the present one. */
  seen: Observation | undefined;
}

/** One branch. */
export interface Decision {
  /** Names what was found. */
  id: string;
  when: (c: Case) => boolean;
  /** What is chosen then; `undefined` leaves the choice as it was. */
  then: (c: Case) => Choice | undefined;
  /** Why that is right, one sentence. */
  because: string;
  /** Tools on which this decision is taken, each judged otherwise without it. */
  matches: readonly Example[];
  /** Tools that look alike and on which it is not taken. */
  misses: readonly Example[];
}

/** Decisions of which the first that applies is taken. */
export interface Step {
  id: string;
  /** Where its decisions stand, below `crawler/classify/`. */
  file: string;
  /** Whether the step is taken at all; without it, it is. */
  when?: (c: Case) => boolean;
  /** What the step looks at one by one; without it the step is taken once. */
  each?: (c: Case) => readonly Observation[];
  decisions: readonly Decision[];
}

/** The most severe act that counts, and the plainest of those; undefined where there is none. */
export const worstOf = (
  list: readonly Observation[],
  counts?: (o: Observation) => boolean,
): Observation | undefined => {
  let worst: Observation | undefined;
  for (const o of list) {
    if (counts?.(o) === false) continue;
    if (
      worst === undefined ||
      o.severity > worst.severity ||
      (o.severity === worst.severity && o.strength > worst.strength)
    )
      worst = o;
  }
  return worst;
};

/** Chooses an act where it is worse than what was chosen; where it is as bad, it supports that. */
export const raise = (c: Case, act: Observation, confidence: number): Choice | undefined => {
  const { chosen } = c;
  if (chosen === undefined) return { act, confidence, support: [] };
  if (act.severity > chosen.act.severity) return { act, confidence, support: [chosen.act, ...chosen.support] };
  if (act.severity === chosen.act.severity) return { ...chosen, support: [...chosen.support, act] };
  return undefined;
};
