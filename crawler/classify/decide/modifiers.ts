/** Moves the risk off the base of its category, each time for a named reason with evidence. */

import type { NounClass } from '#crawler/classify/lexicon/nouns.ts';
import {
  deniesUndo,
  destinations,
  handsOut,
  imageName,
  matchers,
  overwriting,
  programName,
  roomName,
  valuesKept,
} from '#crawler/classify/lexicon/patterns.ts';
import {
  aboutRecords,
  asideWords,
  bounded,
  containers,
  guards,
  lastingRecords,
  mailing,
  meansWords,
  nameEnds,
  notSent,
  notTheSecret,
  ownJob,
  ownOpen,
  ownView,
  passingThings,
  people,
  platforms,
  privateRecords,
  readingLanguages,
  remade,
  schedules,
  secretPairs,
  servesOthers,
  small,
  stakes,
  stores,
  telling,
  unheard,
} from '#crawler/classify/lexicon/telling.ts';
import { verbsThat } from '#crawler/classify/lexicon/verbs.ts';
import { kinds } from '#crawler/classify/read/parameters.ts';
import { atParameter, type Observation, type Sighting, type ToolReading } from '#crawler/classify/read/reading.ts';
import { meets } from '#crawler/classify/words/senses.ts';
import { gaps, splitName, type Word } from '#crawler/classify/words/text.ts';
import { type Category, categories, type Risk, risks } from '#db/types.ts';
import { type ModifierId, modifiers, riskTable } from './tables.ts';
import type { Verdict } from './verdict.ts';

/** A modifier that applies, and where that is written. */
export interface FoundModifier {
  modifier: ModifierId;
  sightings: Sighting[];
}

/** Risk of a verdict, and why. */
export interface FoundRisk {
  risk: Risk;
  modifiers: FoundModifier[];
}

const tellers = Object.keys(telling) as Array<keyof typeof telling>;
const byWord = new Map<string, Array<keyof typeof telling>>();
for (const kind of tellers) for (const word of telling[kind]) byWord.set(word, [...(byWord.get(word) ?? []), kind]);

const revealing = verbsThat('revealer');
const issuing = verbsThat('issuer');
const reaching = verbsThat('reacher');
const naming = verbsThat('namer');

/** Characters of a description that are searched. */
const maxSearched = 1600;

/** Words of a description that are searched for telling ones. */
const maxTelling = 60;

/** Telling words of a tool: the first of each kind. */
type Told = Partial<Record<keyof typeof telling | 'pair', Sighting>>;

const nothing: readonly never[] = [];

const collect = (words: readonly Word[], pointer: string): Told => {
  const told: Told = {};
  let sentences = 0;
  const length = Math.min(words.length, maxTelling);
  for (let i = 0; i < length; i++) {
    const word = words[i]!;
    if (i > 0 && word.gap >= gaps.sentence) sentences++;
    // In a text without spaces a secret stands inside a run.
    const isDense = word.text.charCodeAt(0) >= 0x3040;
    const kindsOfWord = byWord.get(word.text);
    if (kindsOfWord === undefined && !isDense) continue;
    const at = { pointer, start: word.start, end: word.end, strength: 1 };
    const next = words[i + 1];
    for (const kind of kindsOfWord ?? nothing) {
      // Only the first sentence is sure to be about what the tool does; a way back may be told later.
      if (sentences > 0 && kind !== 'undo') continue;
      // `Deletes a page and all its drafts`: how many is said of something else.
      if (kind === 'bulk' && asideWords.has(words[i - 1]?.text ?? '')) continue;
      // `Chat with an expert`: what is done, no record of it.
      if (kind === 'personal' && next?.text === 'with') continue;
      if ((kind === 'pairHead' || kind === 'secret') && meansWords.has(words[i - 1]?.text ?? '')) continue;
      if (kind === 'pairHead') {
        if (next !== undefined && secretPairs.has(`${word.text}_${next.text}`)) told.pair ??= { ...at, end: next.end };
      } else told[kind] ??= at;
    }
    if (isDense) for (const secret of telling.secret) if (word.text.includes(secret)) told.secret ??= at;
  }
  return told;
};

/** Everything that is looked at for the risk of any act of a tool. */
interface Telling {
  reading: ToolReading;
  name: Told;
  text: Told;
  /** Parameters that take a program, or a path or filter that many things match. */
  programs: Observation[];
  /** Words of the first sentence of the text, singular. */
  opening: () => ReadonlySet<string>;
  /** Words an act rests on, singular: the object it names. */
  wordsOf: (act: Observation) => ReadonlySet<string>;
}

const singular = (word: string): string => {
  if (!word.endsWith('s')) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.endsWith('ss') || word.endsWith('us') || word.endsWith('is') ? word : word.slice(0, -1);
};

const textOf = (reading: ToolReading, act: Observation): string => {
  const source =
    act.text ??
    (act.pointer === '/name' ? reading.tool.name : act.pointer === '/description' ? reading.description : act.value);
  return typeof source === 'string' && act.value === undefined ? source.slice(act.start, act.end) : (act.value ?? '');
};

/** Words an act rests on, singular: the object it names. */
const wordsOfAct = (reading: ToolReading, act: Observation): ReadonlySet<string> => {
  const out = new Set<string>();
  for (const { text } of splitName(textOf(reading, act))) out.add(singular(text));
  if (act.place === 'mode') return out;
  for (let i = reading.nameFrom; i < reading.nameWords.length; i++) out.add(singular(reading.nameWords[i]!.text));
  return out;
};

/** The noun a name ends with, singular: what it is about. */
const headOf = (words: readonly string[]): string =>
  words.map(singular).findLast((word) => !nameEnds.has(word) && !/^v?\d+$/.test(word)) ?? '';

/** Words of the first sentence of the text, singular. */
const openingOf = (reading: ToolReading): ReadonlySet<string> => {
  const { textWords: words } = reading;
  const end = words.findIndex((word, i) => i > 0 && word.gap >= gaps.sentence);
  const out = new Set<string>();
  for (let i = 0, to = end < 0 ? Math.min(maxTelling, words.length) : end; i < to; i++)
    out.add(singular(words[i]!.text));
  return out;
};

const some = (words: ReadonlySet<string>, list: ReadonlySet<string>): boolean => {
  for (const word of words) if (list.has(word)) return true;
  return false;
};

type Push = (modifier: ModifierId, ...sightings: Array<Sighting | undefined>) => void;

const isOf = (reading: ToolReading, act: Observation, ...names: NounClass[]): boolean =>
  act.object !== undefined && names.some((name) => meets(act.object!, reading.grammar.classBit(name)));

const does = ({ reading }: Telling, list: ReadonlySet<string>): boolean =>
  reading.name.some((o) => list.has(o.verb)) || reading.lead.some((o) => list.has(o.verb));

/** Secrets and private data that come back. */
const ofReading = (t: Telling, act: Observation, push: Push): void => {
  const { reading, name, text } = t;
  if (reading.limits.length > 0 && t.programs.length > 0)
    push('read-only-query', ...reading.limits.slice(0, 1), ...t.programs.slice(0, 1));
  const secret = name.pair ?? text.pair ?? name.secret ?? text.secret;
  const words = [...reading.nameWords, ...reading.textWords.slice(0, 20)].map((word) => word.text);
  const about = words.some((word) => notTheSecret.has(word));
  // `Lists keys with their values` hands them out after all.
  const values =
    (words.includes('values') || words.includes('value')) &&
    !valuesKept.test(reading.description.slice(0, maxSearched));
  const saying = words.includes('sensitive');
  const nameWords = reading.nameWords.map((word) => word.text);
  const head = headOf(nameWords);
  const own = new Set(nameWords.map(singular));
  const plainSecret =
    secret !== undefined && !about && (does(t, revealing) || saying || values) && (!does(t, naming) || values);
  if (plainSecret) push('returns-secrets', secret);
  else if (
    !reading.name.some((o) => o.rule.id === 'computes-answer') &&
    act.rule.id !== 'computes-answer' &&
    !words.includes('domain') &&
    !some(own, aboutRecords)
  ) {
    const calendar =
      head === 'event' && (own.has('calendar') || words.includes('calendar') || words.includes('calendars'));
    const file = head === 'file' && act.verb === 'read';
    push('reads-personal-data', name.personal ?? (calendar || file || privateRecords.has(head) ? act : undefined));
    if (!nameWords.some((word) => notTheSecret.has(word))) push('reads-personal-data', name.pair);
    const opening = t.opening();
    if (opening.has('payment') && opening.has('card')) push('reads-personal-data', act);
  }
};

/** What is lost, how much of it, and whether it comes back. */
const ofLoss = (t: Telling, act: Observation, push: Push): void => {
  const { reading, name, text } = t;
  const words = t.wordsOf(act);
  const bulk = name.bulk ?? text.bulk;
  const access = act.rule.id === 'revokes-access' || act.rule.id === 'cancels-commitment';
  const opening = t.opening();
  const kept = some(words, lastingRecords) || some(opening, lastingRecords);
  const passing =
    some(words, passingThings) || (words.has('log') && (opening.has('browser') || opening.has('console')));
  const emptied = passingThings.has(headOf(splitName(textOf(reading, act)).map((word) => word.text)));
  if (!access && (emptied || (passing && !some(words, stores)))) push('remade-at-once', act);
  else if (resetting.has(act.verb) && words.has('session') && !some(words, people)) push('own-session', act);
  else if (bulk === undefined && !access) {
    if (isOf(reading, act, 'cache') || (!kept && some(words, remade))) push('remade-at-once', act);
    else if (text.undo !== undefined && !deniesUndo.test(reading.description.slice(0, maxSearched)))
      push('undo-within-reach', text.undo);
    else if (some(words, small) && !some(words, people)) push('small-loss', act);
  }
  const heads = [headOf(splitName(textOf(reading, act)).map((word) => word.text))];
  if (act.place !== 'mode' || !stores.has(heads[0]!)) heads.push(headOf(reading.nameWords.map((word) => word.text)));
  if (!access && !emptied && heads.some((head) => stores.has(head)) && !some(words, small)) push('whole-store', act);
};

const resetting = verbsThat('emptier');

/** Who may do what, and what guards it. */
const ofAccess = (t: Telling, act: Observation, push: Push): void => {
  const { reading, name, text } = t;
  const words = t.wordsOf(act);
  const issues =
    does(t, issuing) && (isOf(reading, act, 'credential') || name.pair !== undefined || text.pair !== undefined);
  const comesBack = act.severity < 3 && handsOut.exec(reading.description.slice(0, maxSearched));
  if (issues && act.severity < 3) push('creates-credentials', name.pair ?? text.pair ?? act);
  else if (comesBack) {
    const start = comesBack.index;
    push('returns-secrets', { pointer: '/description', start, end: start + comesBack[0].length, strength: 1 });
  }
  if (words.has('alert') || words.has('retention')) return;
  if (
    act.capability === 'change-access' ||
    (act.severity === 1 && isOf(reading, act, 'access') && !isOf(reading, act, 'credential')) ||
    (expelling.has(act.verb) && act.severity < 3) ||
    (grouping.has(act.verb) && words.has('user') && (words.has('group') || words.has('role') || words.has('team'))) ||
    (switching.has(act.verb) && some(words, people))
  )
    push('changes-access', act);
  if (act.severity === 1 && some(words, guards)) push('changes-guard', act);
  if (act.verb === 'install') push('installs-software', act);
};

const expelling = verbsThat('expeller');
const grouping = verbsThat('giver');
const switching = verbsThat('switcher');

/** Who is reached. */
const ofReach = (t: Telling, act: Observation, push: Push): void => {
  const { reading, name, text } = t;
  const words = t.wordsOf(act);
  const sends = act.capability === 'send-message';
  const recipient = reading.parameters.find(
    (p) => p.depth === 0 && (p.kinds & kinds.recipient) !== 0 && !roomName.test(p.name),
  );
  const goesOut = !some(words, notSent) && act.verb !== 'reply';
  if (sends && goesOut && does(t, reaching)) {
    if (recipient !== undefined) push('reaches-people', act, atParameter(recipient, 1));
    else if (
      [...words].some((word) => mailing.has(word) && word !== 'post') ||
      (mailing.has(act.verb) && act.verb !== 'post') ||
      words.has('command')
    )
      push('reaches-people', act);
  }
  if (act.place === 'mode' && act.verb === 'send') push('reaches-people', act, recipient && atParameter(recipient, 1));
  if (act.capability === 'publish' && act.verb !== 'unpublish' && (goesOut || !some(words, unheard)))
    push('makes-public', act);
  if (act.severity < 4 && act.rule.id !== 'cancels-commitment' && act.rule.id !== 'creates-data') {
    const flag = reading.parameters.find((p) => p.depth === 0 && p.type === 'boolean' && (p.kinds & kinds.bulk) !== 0);
    const matching = text.bulk !== undefined && reading.parameters.some((p) => p.depth === 0 && matchers.test(p.name));
    push(
      'bulk-scope',
      name.bulk ??
        (act.severity > 1 && flag ? atParameter(flag, 1) : undefined) ??
        (matching || act.severity === 3 ? text.bulk : undefined),
    );
  }
  push('production-scope', name.scope ?? text.scope);
};

/** What is run. */
const ofRunning = (t: Telling, act: Observation, push: Push): void => {
  const rule = act.rule.id;
  const { reading, programs } = t;
  const code = programs.find(
    (o) => o.rule.id === 'runs-code' || (rule === 'runs-query' && reading.limits.length === 0),
  );
  const words = new Set([...t.wordsOf(act), ...t.opening()]);
  const own = t.wordsOf(act);
  // A container is whatever its image is, and the call names that.
  const image =
    rule === 'starts-process' && some(own, containers)
      ? reading.parameters.find((p) => p.depth === 0 && p.type === 'string' && imageName.test(p.name))
      : undefined;
  const shared = some(words, servesOthers) || some(words, people);
  if (rule === 'runs-query' && some(words, readingLanguages) && !words.has('sql')) push('reading-language', act);
  else if (rule === 'runs-code' || rule === 'runs-query') push('arbitrary-code', programs[0] ?? act);
  else if (code !== undefined) push('arbitrary-code', code);
  else if (rule === 'starts-process' && own.has('sql')) push('arbitrary-code', act);
  else if (image !== undefined) push('arbitrary-code', act, atParameter(image, 1));
  else if (
    ending.has(act.verb) &&
    !some(words, people) &&
    (rule === 'drives-interface'
      ? moving.has(act.verb) || some(words, ownOpen)
      : some(words, ownOpen) && t.name.bulk === undefined)
  )
    push('own-session', act);
  else if (
    (trying.has(act.verb) && !shared) ||
    (jobRules.has(rule) && !forcing.has(act.verb) && some(own, ownJob) && !shared)
  )
    push('bounded-job', act);
};

const ending = verbsThat('ender');
const moving = verbsThat('mover');
const forcing = verbsThat('forcer');
/** Rules of what runs. */
const jobRules = new Set(['starts-process', 'stops-process', 'drives-interface']);

const trying = verbsThat('trier');

/** Where money goes. */
const ofMoney = (t: Telling, act: Observation, push: Push): void => {
  const named = t.reading.parameters.some((p) => (p.kinds & kinds.recipient) !== 0 || destinations.test(p.name));
  const leaves =
    act.rule.id === 'signs-transaction' ||
    (act.rule.id === 'moves-money' &&
      (act.verb === '' || paying.has(act.verb) || named || t.wordsOf(act).has('payout')));
  if (leaves && !some(t.wordsOf(act), bounded)) push('money-leaves', act);
};

const paying = verbsThat('payer');

/** What a change of data can cost beyond the data. */
const ofChange = (t: Telling, act: Observation, push: Push): void => {
  const { reading } = t;
  const words = t.wordsOf(act);
  const opening = t.opening();
  const command = reading.parameters.find((p) => p.depth === 0 && programName.test(p.name));
  if (some(words, schedules) && command !== undefined) push('arbitrary-code', atParameter(command, 1));
  if (some(words, stakes)) push('money-at-stake', act);
  const runs = (some(opening, platforms) || some(words, platforms)) && opening.has('resource');
  if ((runs && !words.has('context')) || words.has('maintenance')) push('others-depend', act);
  const text = reading.description.slice(0, maxSearched);
  const elsewhere = act.rule.id === 'stores-file' && opening.has('remote') && act.verb === 'upload';
  if (elsewhere || (words.has('file') && overwriting.test(text))) push('overwrites-files', act);
};

/** The risk of one act and the reasons for it. */
const riskOfAct = (t: Telling, act: Observation): FoundRisk => {
  const out: FoundModifier[] = [];
  const push: Push = (modifier, ...sightings) => {
    const seen = sightings.filter((s): s is Sighting => s !== undefined);
    if (seen.length > 0 && !out.some((m) => m.modifier === modifier)) out.push({ modifier, sightings: seen });
  };
  if (act.severity === 0) ofReading(t, act, push);
  else {
    if (act.severity === 3) ofLoss(t, act, push);
    if (act.severity === 2) ofRunning(t, act, push);
    if (act.severity === 4) ofMoney(t, act, push);
    if (act.severity === 1) ofChange(t, act, push);
    ofAccess(t, act, push);
    ofReach(t, act, push);
    const view = some(t.wordsOf(act), ownView) || t.opening().has('session');
    const grave = out.some((m) => m.modifier !== 'bulk-scope');
    if (act.severity === 1 && !grave && view && arranging.has(act.verb)) push('own-session', act);
  }
  return { risk: riskOf(categories[act.severity] as Category, out), modifiers: out };
};

const arranging = verbsThat('arranger');

/** The risk of a verdict: that of its worst branch, and never below it. */
export const findRisk = (reading: ToolReading, verdict: Verdict): FoundRisk | undefined => {
  const act = verdict.basis[0];
  if (act === undefined || verdict.category === 'unassessed') return undefined;
  let opening: ReadonlySet<string> | undefined;
  const words = new Map<Observation, ReadonlySet<string>>();
  const t: Telling = {
    reading,
    opening: () => {
      opening ??= openingOf(reading);
      return opening;
    },
    wordsOf: (one) => {
      let known = words.get(one);
      if (known === undefined) {
        known = wordsOfAct(reading, one);
        words.set(one, known);
      }
      return known;
    },
    name: collect(reading.nameWords, '/name'),
    text: collect(reading.textWords, '/description'),
    programs: reading.stated.filter(
      (o) => o.place === 'parameter' && (o.rule.id === 'runs-code' || o.rule.id === 'runs-query'),
    ),
  };
  const acts = [act, ...verdict.basis.slice(1), ...(act.place === 'mode' ? verdict.branchActs : [])];
  return acts
    .map((one) => riskOfAct(t, one))
    .reduce((worst, one) => (risks.indexOf(one.risk) > risks.indexOf(worst.risk) ? one : worst));
};

/** The risk of a category after its modifiers: steps first, then upper bounds, then lower bounds. */
export const riskOf = (category: keyof typeof riskTable, found: readonly FoundModifier[]): Risk => {
  let level = risks.indexOf(riskTable[category]);
  const effects = modifiers.filter((m) => found.some((f) => f.modifier === m.id)).map((m) => m.effect);
  for (const effect of effects) if (effect.kind === 'raise') level++;
  level = Math.max(0, Math.min(risks.length - 1, level));
  for (const effect of effects) if (effect.kind === 'at-most') level = Math.min(level, risks.indexOf(effect.risk));
  for (const effect of effects) if (effect.kind === 'at-least') level = Math.max(level, risks.indexOf(effect.risk));
  return risks[level]!;
};
