/** From observations to one category, with its confidence and the words it rests on. */
import { type Branch, type Category, categories, type VerdictCategory } from '#db/types.ts';
import { readModes } from './modes.ts';
import { closing, lightVerbs } from './read-name.ts';
import type { Observation, ToolReading } from './reading.ts';
import { meets, nothing } from './senses.ts';

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

/** Verbs that tell little by themselves: a text that says more precisely what happens wins over a name that uses them. */
const vague = new Set([
  ...lightVerbs,
  ...'generate create make build post open prepare load test set save add put send edit update change modify work play query batch convert format render display select choose pick resolve review monitor track watch plan simulate evaluate complete continue'.split(
    ' ',
  ),
]);

/** Verbs that stand for all that can be done to a thing. */
const managers = new Set('manage administer maintain handle'.split(' '));

/** Verbs that only ever read. */
const plainReaders = new Set('get list fetch describe retrieve'.split(' '));

/** Verbs that change something whatever the text goes on to say. */
const changers = new Set('create add insert update edit change modify set put send delete remove'.split(' '));

/** A name of a verb alone: `restore`. */
const bare = ({ object }: Observation): boolean => object !== undefined && meets(object, nothing);

/** Verbs after which a warning in the text speaks of something else. */
const settled = new Set('create add insert send reply post append'.split(' '));

/** Verbs by which a text says that something is taken back. */
const takers = new Set('remove delete clear lift drop'.split(' '));

/** Verbs after which a text goes on to say what the new thing will do. */
const makers = new Set('create add insert'.split(' '));

/** What a text says beside the act of such a verb is not what the call itself does. */
const isAside = (verb: string, severity: number): boolean =>
  (severity === 3 && settled.has(verb)) || (severity === 2 && makers.has(verb));

/** Name acts weaker than this are nouns more likely than verbs. */
const plainName = 0.5;

const worstOf = (list: readonly Observation[]): Observation | undefined => {
  let worst: Observation | undefined;
  for (const o of list) {
    if (
      worst === undefined ||
      o.severity > worst.severity ||
      (o.severity === worst.severity && o.strength > worst.strength)
    )
      worst = o;
  }
  return worst;
};

/** Where a light verb and the verb behind it (`run_search`) disagree, the one behind it says what happens. */
const nameAct = (acts: readonly Observation[]): Observation | undefined => {
  const top = acts[0];
  if (top === undefined) return undefined;
  const rest = acts.slice(1);
  if (lightVerbs.has(top.verb) && rest.length > 0 && top.specificity < 4) return worstOf(rest);
  // `run_report`: the noun behind the verb is its object, and says that it ends in an answer.
  if (lightVerbs.has(top.verb) && top.severity === 0 && top.specificity >= 8) return top;
  return worstOf(acts);
};

/** The text opens with a verb that only ever reads. */
const opensReading = (reading: ToolReading): boolean => {
  const main = reading.lead[0];
  return main?.opens === true && main.strength >= 0.9 && plainReaders.has(main.verb);
};

const freeForm = /query|statement|pipeline|expression|script|aggregation|filter/i;

/** A parameter takes code or a statement, or is called as if it might. */
const takesProgram = (reading: ToolReading): boolean =>
  reading.parameters.some(({ name, depth }) => depth === 0 && freeForm.test(name)) ||
  reading.stated.some((o) => o.place === 'parameter' && (o.rule.id === 'runs-query' || o.rule.id === 'runs-code'));

interface Decision {
  act: Observation;
  confidence: number;
  support: Observation[];
}

/** Both the name's last word and the head of the description name information. */
const ends = (reading: ToolReading): boolean =>
  reading.stated.some((o) => o.place === 'noun' && o.pointer === '/description') &&
  reading.stated.some((o) => o.place === 'noun' && o.pointer === '/name' && o.strength >= 0.7);

/** Of two acts by the same verb: does the text's know better than the name's what is acted on? */
const knowsMore = (said: Observation, name: Observation): boolean => {
  if (said.specificity > name.specificity || (bare(name) && name.specificity < 4)) return true;
  if (said.specificity < name.specificity) return false;
  // `test_auth`: `Tests the connection` — a word that is a noun as often takes its meaning from the sentence.
  return said.severity > name.severity || (said.opens === true && vague.has(name.verb) && name.strength < 0.7);
};

const combine = (reading: ToolReading): Decision | undefined => {
  const name = nameAct(reading.name);
  const main = reading.lead[0];
  // `Capture a screenshot and save it` is still a look at the screen.
  const acts =
    main?.rule.id === 'captures-view' ? reading.lead.filter((o) => o.rule.id !== 'stores-file') : reading.lead;
  const lead = worstOf(acts);
  // `query_ratio`: `Runs a prepared query` — and no parameter takes one.
  if (name?.severity === 0 && name.strength >= 0.8 && lead?.rule.id === 'runs-query' && !takesProgram(reading)) {
    return { act: name, confidence: 0.75, support: [] };
  }
  const noun = reading.stated.find((o) => o.place === 'noun');
  if (name === undefined || name.strength < plainName) {
    if (lead !== undefined) {
      const sure = lead.strength >= 0.9 ? 0.88 : 0.75;
      const agrees = name !== undefined && name.severity === lead.severity;
      return { act: lead, confidence: agrees ? 0.95 : sure, support: agrees ? [name!] : [] };
    }
    if (noun !== undefined && (name === undefined || name.strength < plainName)) {
      return { act: noun, confidence: reading.description === '' ? 0.6 : 0.72, support: [] };
    }
    return name === undefined ? undefined : { act: name, confidence: 0.5, support: [] };
  }
  if (lead === undefined || main === undefined) {
    // `sync_status`: `State of the last sync` names information, and says so.
    const said = reading.description === '' ? name.strength < 0.6 && noun?.strength === 0.7 : ends(reading);
    if (noun !== undefined && name.strength < 0.9 && !closing.has(name.verb) && said) {
      return { act: noun, confidence: 0.66, support: [] };
    }
    return { act: name, confidence: name.strength >= 0.8 ? 0.9 : 0.7, support: [] };
  }
  if (name.severity === lead.severity) {
    const act = lead.specificity > name.specificity ? lead : name;
    return { act, confidence: name.strength >= 0.8 ? 0.97 : 0.94, support: [act === name ? lead : name] };
  }
  // The same verb in both: the one that knows its object better.
  const same = acts.find((o) => o.verb === name.verb && o.verb !== '');
  if (same !== undefined) {
    const others = worstOf(acts.filter((o) => o !== same));
    const act = knowsMore(same, name) ? same : name;
    // A reader's text may go on with nouns that look like verbs: `Get the cooldown and retry snapshot`.
    const reader = act.severity === 0 && name.strength >= 0.8 && !vague.has(name.verb);
    if (others === undefined || others.severity <= act.severity || (reader && !others.opens)) {
      return { act, confidence: same.severity === name.severity ? 0.95 : 0.8, support: [act === same ? name : same] };
    }
    return { act: others, confidence: 0.7, support: [act] };
  }
  if (lead.severity > name.severity) {
    // The text is worse than the name.
    // `unban_member`: `Removes a ban` — what takes back an act takes away what it made.
    if (name.verb.startsWith('un') && name.strength >= 0.8 && takers.has(lead.verb)) {
      return { act: name, confidence: 0.85, support: [] };
    }
    const reader =
      name.severity === 0 &&
      name.strength >= (name.specificity >= 8 ? 0.7 : 0.8) &&
      (!vague.has(name.verb) || name.specificity >= 8);
    // `get_download_url`: `Resolve a URL …` — a plain write verb says less than a plain read name.
    const faint =
      lead.severity === 1 && (plainReaders.has(name.verb) || (lead.specificity < 8 && !changers.has(lead.verb)));
    if (reader && (!lead.opens || faint)) {
      return { act: name, confidence: 0.7, support: [main] };
    }
    // A verb found further on in the text may be a noun; a plain name outweighs it unless it warns of the worst.
    if (lead.severity < 3 && !lead.opens && lead.strength < 0.8 && name.strength >= 0.8 && !lightVerbs.has(name.verb)) {
      return { act: name, confidence: 0.7, support: [] };
    }
    return { act: lead, confidence: lead === main ? 0.78 : 0.7, support: [name] };
  }
  // The name is worse than the text.
  if (
    lead.severity === 0 &&
    vague.has(name.verb) &&
    name.specificity < 8 &&
    (main.opens || (name.strength < 0.8 && !changers.has(name.verb)) || lightVerbs.has(name.verb))
  )
    return { act: lead, confidence: 0.75, support: [name] };
  // `cli_install`: `Provides instructions for installing` opens with a plain reader, and no verb opens the name.
  const readerOpens = opensReading(reading) || (main.opens && main.specificity >= 8);
  if (lead.severity === 0 && name.strength < (readerOpens ? 0.85 : 0.7))
    return { act: lead, confidence: 0.72, support: [name] };
  return { act: name, confidence: name.strength >= 0.8 ? 0.82 : 0.65, support: [lead] };
};

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
