/** A name and a text that say the same or not: which of their acts is the tool's. */
import { closing, lightVerbs } from './read-name.ts';
import type { Observation, ToolReading } from './reading.ts';
import { meets, nothing } from './senses.ts';

/** Verbs that tell little by themselves: a text that says more precisely what happens wins over a name that uses them. */
export const vague = new Set([
  ...lightVerbs,
  ...'generate create make build post open prepare load test set save add put send edit update change modify work play query batch convert format render display select choose pick resolve review monitor track watch plan simulate evaluate complete continue'.split(
    ' ',
  ),
]);

/** Verbs that only ever read. */
const plainReaders = new Set('get list fetch describe retrieve'.split(' '));

/** Verbs that change something whatever the text goes on to say. */
export const changers = new Set('create add insert update edit change modify set put send delete remove'.split(' '));

/** A name of a verb alone: `restore`. */
const bare = ({ object }: Observation): boolean => object !== undefined && meets(object, nothing);

/** Verbs by which a text says that something is taken back. */
const takers = new Set('remove delete clear lift drop'.split(' '));

/** Name acts weaker than this are nouns more likely than verbs. */
export const plainName = 0.5;

/** The most severe act, and the plainest of those; undefined where there is none. */
export const worstOf = (list: readonly Observation[]): Observation | undefined => {
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
export const opensReading = (reading: ToolReading): boolean => {
  const main = reading.lead[0];
  return main?.opens === true && main.strength >= 0.9 && plainReaders.has(main.verb);
};

/** Names of parameters that may take a statement. */
const freeForm = /query|statement|pipeline|expression|script|aggregation|filter/i;

/** A parameter takes code or a statement, or is called as if it might. */
const takesProgram = (reading: ToolReading): boolean =>
  reading.parameters.some(({ name, depth }) => depth === 0 && freeForm.test(name)) ||
  reading.stated.some((o) => o.place === 'parameter' && (o.rule.id === 'runs-query' || o.rule.id === 'runs-code'));

/** An act that was chosen. */
export interface Decision {
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

/** Chooses between what the name and what the text says; undefined where neither says anything. */
export const combine = (reading: ToolReading): Decision | undefined => {
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
