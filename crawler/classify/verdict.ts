/** From observations to one category, with its confidence and the words it rests on. */
import { type Branch, type Category, categories, type VerdictCategory } from '#db/types.ts';
import { changers, combine, opensReading, plainName, vague, worstOf } from './combine.ts';
import { readModes } from './modes.ts';
import { lightVerbs } from './read-name.ts';
import type { Observation, ToolReading } from './reading.ts';

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
}

/** Verbs that stand for all that can be done to a thing. */
const managers = new Set('manage administer maintain handle'.split(' '));

/** Verbs after which a warning in the text speaks of something else. */
const settled = new Set('create add insert send reply post append'.split(' '));

/** Verbs after which a text goes on to say what the new thing will do. */
const makers = new Set('create add insert'.split(' '));

/** What a text says beside the act of such a verb is not what the call itself does. */
const isAside = (verb: string, severity: number): boolean =>
  (severity === 3 && settled.has(verb)) || (severity === 2 && makers.has(verb));

/** Weighs one tool. Deterministic, never throws. */
export const weigh = (reading: ToolReading): Verdict => {
  const modes = readModes(reading);
  const observed = [
    ...reading.name,
    ...reading.lead,
    ...reading.body,
    ...reading.stated,
    ...reading.limits,
    ...modes.observations,
  ];
  let decision = combine(reading);
  const limit = reading.limits.find((o) => !speaksOfOthers(reading, o));

  const raise = (act: Observation, confidence: number): void => {
    if (decision === undefined) decision = { act, confidence, support: [] };
    else if (act.severity > decision.act.severity)
      decision = { act, confidence, support: [decision.act, ...decision.support] };
    else if (act.severity === decision.act.severity) decision = { ...decision, support: [...decision.support, act] };
  };

  const worstMode = worstOf(modes.observations);
  if (worstMode !== undefined) {
    const spoken = reading.name[0];
    const nounName =
      spoken === undefined || spoken.strength < 0.8 || (vague.has(spoken.verb) && spoken.specificity < 8);
    const lead = worstOf(reading.lead);
    const managed = lead !== undefined && managers.has(lead.verb) && modes.whole;
    // A noun for a name, and several modes: they are all there is to judge.
    if (
      decision !== undefined &&
      nounName &&
      (managed || (modes.read > 1 && (lead?.severity ?? 0) <= worstMode.severity))
    ) {
      decision = { act: worstMode, confidence: 0.86, support: [decision.act] };
    } else if (decision === undefined || modes.read > 1) raise(worstMode, worstMode.strength >= 0.9 ? 0.88 : 0.75);
  }
  for (const o of reading.stated) {
    if (o.place === 'noun') continue;
    if (o.place === 'annotation') {
      if (decision === undefined) raise(o, 0.5);
      continue;
    }
    if (o.place === 'phrase') {
      // Stated outright, but not by the tool's own verbs: it may make a change worse, and speaks alone where nothing else does.
      if (decision === undefined) raise(o, 0.7);
      else if (decision.act.severity === 1 && isAside(decision.act.verb, o.severity)) continue;
      else if (
        decision.act.severity > 0 ||
        (!opensReading(reading) &&
          (o.severity === 4 || (reading.name[0]?.strength ?? 0) < plainName || vague.has(reading.name[0]?.verb ?? '')))
      )
        raise(o, 0.7);
      continue;
    }
    // Parameters: what the caller can put in.
    if (decision === undefined) raise(o, 0.6);
    else if (o.strength >= 0.7 && appliesTo(reading, decision.act, o)) raise(o, 0.75);
  }
  // `Manages archives. Create one, list all, delete old ones`: what managing means is said further on.
  const managed =
    managers.has(decision?.act.verb ?? '') || managers.has(reading.lead[0]?.verb ?? '')
      ? worstOf(reading.body.filter((o) => o.strength >= 0.2))
      : undefined;
  if (managed !== undefined && managed.severity > 2) raise(managed, 0.72);
  const body = reading.body.length === 0 ? undefined : worstOf(reading.body.filter((o) => o.strength >= 0.5));
  if (body !== undefined) {
    if (decision === undefined) raise(body, 0.6);
    else if (
      body.severity > decision.act.severity &&
      decision.act.severity > 0 &&
      decision.act.severity < 3 &&
      decision.act.specificity < 8 &&
      body.severity >= 3 &&
      body.strength >= 0.55
    )
      raise(body, 0.62);
  }
  if (decision === undefined) {
    const weak = worstOf(reading.body);
    if (weak !== undefined) raise(weak, 0.45);
  }
  if (limit !== undefined) {
    const current = decision;
    if (current === undefined) decision = { act: limit, confidence: 0.85, support: [] };
    else if (current.act.severity === 0)
      decision = { ...current, confidence: Math.max(current.confidence, 0.97), support: [...current.support, limit] };
    // Several modes, of which the text says that one only reads: `list is read-only, delete is for good`.
    else if (current.act.place !== 'mode' && current.act.rule.id !== 'stores-file') {
      const firm = reading.name.some(
        (o) =>
          o.severity > 0 &&
          ((o.strength >= 0.8 && !vague.has(o.verb)) ||
            (o.severity >= 3 && reading.lead.some((said) => said.opens && said.verb === o.verb))),
      );
      if (!firm) decision = { act: limit, confidence: 0.88, support: [current.act] };
    }
  }
  if (decision === undefined)
    return { category: 'unassessed', confidence: 0, basis: [], observed, branches: modes.branches };
  const basis = [decision.act];
  for (const o of decision.support) if (o.severity === decision.act.severity && !basis.includes(o)) basis.push(o);
  return {
    category: categories[decision.act.severity] as Category,
    confidence: decision.confidence,
    basis,
    observed,
    branches: modes.branches,
  };
};

/** `Adds an audience. Adding it does not change the people in it`: where the tool plainly changes something, this is about others. */
const speaksOfOthers = (reading: ToolReading, limit: Observation): boolean => {
  const name = reading.name[0];
  const main = reading.lead[0];
  return (
    name !== undefined &&
    main?.opens === true &&
    name.severity > 0 &&
    changers.has(name.verb) &&
    changers.has(main.verb) &&
    !reading.description.slice(limit.start, limit.end).toLowerCase().includes('read')
  );
};

/** Does a parameter make the act worse? Code and queries only matter to a tool that does something with them. */
const appliesTo = (reading: ToolReading, act: Observation, parameter: Observation): boolean => {
  if (parameter.rule.id === 'stores-file') return act.severity === 0 && act.rule.id !== 'captures-view';
  if (parameter.rule.id === 'deletes-data') return act.severity > 0;
  if (act.severity > 0) return act.severity < parameter.severity && lightVerbs.has(act.verb);
  if (act.rule.id === 'computes-answer' || act.rule.id === 'states-read-only') return false;
  const verb = reading.name[0]?.verb ?? '';
  return verb === '' || vague.has(verb) || lightVerbs.has(act.verb) || act.verb === 'query';
};
