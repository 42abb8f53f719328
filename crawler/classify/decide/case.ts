/** Prepares a reading for the decisions: what its name says, what its text says, what it can be told to do. */
import { verbsThat } from '#crawler/classify/lexicon/verbs.ts';
import { type Modes, readModes } from '#crawler/classify/read/modes.ts';
import type { Observation, ToolReading } from '#crawler/classify/read/reading.ts';
import { type Case, worstOf } from './decision.ts';
import { specificities, strengths } from './numbers.ts';

const lightVerbs = verbsThat('light');

/** Where a light verb and the verb behind it (`run_search`) disagree, the one behind it says what happens. */
const nameAct = (acts: readonly Observation[], lead: Observation | undefined): Observation | undefined => {
  const top = acts[0];
  if (top === undefined) return undefined;
  const rest = acts.slice(1);
  if (lightVerbs.has(top.verb) && rest.length > 0 && top.specificity < specificities.domain) return worstOf(rest);
  // `run_report`: the noun behind the verb is its object, and says that it ends in an answer.
  if (lightVerbs.has(top.verb) && top.severity === 0 && top.specificity >= specificities.object) return top;
  // `run_cleanup_job`: `Run a cleanup job` — what is run is a thing of its own, and the text says so.
  if (lightVerbs.has(top.verb) && top.specificity >= specificities.object && lead?.rule.id === top.rule.id) return top;
  return worstOf(acts);
};

/** Everything the decisions look at. */
export const caseOf = (reading: ToolReading, modes: Modes = readModes(reading)): Case => {
  const main = reading.lead[0];
  // `Capture a screenshot and save it` is still a look at the screen.
  const acts =
    main?.rule.id === 'captures-view' ? reading.lead.filter((o) => o.rule.id !== 'stores-file') : reading.lead;
  // `url_type`: at the end of a name such a word is nothing but a noun.
  const name = nameAct(
    reading.name.filter((o) => o.strength >= strengths.noun),
    main,
  );
  return {
    reading,
    modes,
    name,
    named: name !== undefined && name.strength >= strengths.nounLike,
    main,
    acts,
    lead: worstOf(acts),
    noun: reading.stated.find((o) => o.place === 'noun'),
    chosen: undefined,
    seen: undefined,
  };
};
