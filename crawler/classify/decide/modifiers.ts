/** Moves the risk off the base of its category, each time for a named reason with evidence. */

import type { NounClass } from '#crawler/classify/lexicon/nouns.ts';
import {
  deniesUndo,
  destinations,
  handsOut,
  imageName,
  keptProgram,
  matchers,
  overwriting,
  programName,
  revealsSecrets,
  roomName,
  valuesKept,
} from '#crawler/classify/lexicon/patterns.ts';
import { mailing, meansWords, secretPairs, telling } from '#crawler/classify/lexicon/telling.ts';
import { verbsThat } from '#crawler/classify/lexicon/verbs.ts';
import { kinds } from '#crawler/classify/read/parameters.ts';
import { atParameter, type Observation, type Sighting, type ToolReading } from '#crawler/classify/read/reading.ts';
import { about, as, join, type Lists, noLists, share } from '#crawler/classify/words/lists.ts';
import { meets } from '#crawler/classify/words/senses.ts';
import { gaps, splitName, type Word } from '#crawler/classify/words/text.ts';
import { type Category, categories, type Risk, risks } from '#db/types.ts';
import { strengths } from './numbers.ts';
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
const anyTelling = tellers.reduce((all, kind) => join(all, as[kind]), noLists);

const revealing = verbsThat('revealer');
const issuing = verbsThat('issuer');
const reaching = verbsThat('reacher');
const naming = verbsThat('namer');

/** Characters of a description that are searched. */
const maxSearched = 1600;

/** Words of a description beside a secret that say whether it is one. */
const maxBeside = 20;

/** Words of a description that are searched for telling ones. */
const maxTelling = 60;

/** Telling words of a tool: the first of each kind. */
type Told = Partial<Record<keyof typeof telling | 'pair', Sighting>>;

const collect = (words: readonly Word[], pointer: string): Told => {
  const told: Told = {};
  let sentences = 0;
  const length = Math.min(words.length, maxTelling);
  for (let i = 0; i < length; i++) {
    const word = words[i]!;
    if (i > 0 && word.gap >= gaps.sentence) sentences++;
    // In a text without spaces a secret stands inside a run.
    const isDense = word.text.charCodeAt(0) >= 0x3040;
    const { written } = word.lists;
    if (!share(written, anyTelling) && !isDense) continue;
    const at = { pointer, start: word.start, end: word.end, strength: 1 };
    const next = words[i + 1];
    for (const kind of tellers) {
      if (!share(written, as[kind])) continue;
      // Only the first sentence is sure to be about what the tool does; a way back may be told later.
      if (sentences > 0 && kind !== 'undo') continue;
      // `Deletes a page and all its drafts`: how many is said of something else.
      if (kind === 'bulk' && i > 0 && share(words[i - 1]!.lists.written, as.asideWords)) continue;
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
  /** Lists on which words of the first sentence of the text stand. */
  opening: Lists;
  /** Where the text says that it gives back what opens a door. */
  handedOut: () => RegExpExecArray | null;
}

const textOf = (reading: ToolReading, act: Observation): string => {
  const source =
    act.text ??
    (act.pointer === '/name' ? reading.tool.name : act.pointer === '/description' ? reading.description : act.value);
  return typeof source === 'string' && act.value === undefined ? source.slice(act.start, act.end) : (act.value ?? '');
};

/** Words an act rests on, as they are quoted. */
const quotedBy = (reading: ToolReading, act: Observation): readonly Word[] =>
  act.pointer === '/name' && act.text === undefined && act.value === undefined
    ? reading.nameWords.filter((word) => word.start >= act.start && word.end <= act.end)
    : splitName(textOf(reading, act), reading.grammar.find);

/** Lists on which words stand that an act rests on, the name's among them: the object it names. */
const namedBy = ({ nameWords, nameFrom }: ToolReading, act: Observation, quoted: readonly Word[]): Lists => {
  const words = listsOn(quoted, 0, quoted.length);
  return act.place === 'mode' ? words : join(words, listsOn(nameWords, nameFrom, nameWords.length));
};

/** Lists on which the noun stands that a name ends with: what it is about. */
const headOf = (words: readonly Word[]): Lists => {
  for (let i = words.length - 1; i >= 0; i--) {
    const { text, lists } = words[i]!;
    if (!share(lists.singular, about.nameEnds) && !/^v?\d+$/.test(text)) return lists.singular;
  }
  return noLists;
};

/** Words of a name up to where something lies: `delete_page_from_db` deletes a page. */
const beforePlace = (words: readonly Word[]): readonly Word[] => {
  const at = words.findIndex(({ text }, i) => i > 1 && (text === 'from' || text === 'in'));
  return at < 0 ? words : words.slice(0, at);
};

/** Lists on which words of the first sentence of the text stand. */
const openingOf = ({ textWords: words }: ToolReading): Lists => {
  let end = 1;
  while (end < words.length && words[end]!.gap < gaps.sentence) end++;
  return listsOn(words, 0, end < words.length ? end : Math.min(maxTelling, words.length));
};

/** Lists on which any of the first words stands as it is written. */
const writtenOn = (words: readonly Word[], to: number): Lists => {
  let lo = 0;
  let hi = 0;
  for (let i = 0; i < to; i++) {
    const { written } = words[i]!.lists;
    lo |= written.lo;
    hi |= written.hi;
  }
  return { lo, hi };
};

/** Lists on which any of these words stands, in the singular. */
const listsOn = (words: readonly Word[], from: number, to: number): Lists => {
  let lo = 0;
  let hi = 0;
  for (let i = from; i < to; i++) {
    const { singular } = words[i]!.lists;
    lo |= singular.lo;
    hi |= singular.hi;
  }
  return { lo, hi };
};

/** Notes a modifier that is seen at one place or two; where it is seen nowhere, or was noted already, nothing. */
type Push = (modifier: ModifierId, sighting: Sighting | undefined, other?: Sighting) => void;

const isOf = (reading: ToolReading, act: Observation, name: NounClass): boolean =>
  act.object !== undefined && meets(act.object, reading.grammar.classBit(name));

const does = ({ reading }: Telling, list: ReadonlySet<string>): boolean =>
  reading.name.some((o) => list.has(o.verb)) || reading.lead.some((o) => list.has(o.verb));

/** Secrets and private data that come back. */
const ofReading = (t: Telling, act: Observation, push: Push): void => {
  const { reading, name, text } = t;
  if (reading.limits.length > 0 && t.programs.length > 0) push('read-only-query', reading.limits[0], t.programs[0]);
  const secret = name.pair ?? text.pair ?? name.secret ?? text.secret;
  const { nameWords, textWords } = reading;
  const ownWords = writtenOn(nameWords, nameWords.length);
  const words = join(ownWords, writtenOn(textWords, Math.min(textWords.length, maxBeside)));
  // `Lists keys with their values` hands them out after all.
  const values =
    (share(words, as.values) || share(words, as.value)) && !valuesKept.test(reading.description.slice(0, maxSearched));
  const saying = share(words, as.sensitive);
  const head = headOf(nameWords);
  const own = listsOn(nameWords, 0, nameWords.length);
  const plainSecret =
    secret !== undefined &&
    !share(words, as.notTheSecret) &&
    (does(t, revealing) || saying || values) &&
    (!does(t, naming) || values);
  if (plainSecret) push('returns-secrets', secret);
  else if (
    !reading.name.some((o) => o.rule.id === 'computes-answer') &&
    act.rule.id !== 'computes-answer' &&
    !share(words, as.domain) &&
    !share(own, about.aboutRecords)
  ) {
    const calendar = share(head, about.event) && (share(words, as.calendar) || share(words, as.calendars));
    const file = share(head, about.file) && act.verb === 'read';
    const isPrivate = calendar || file || (share(head, about.privateRecords) && !share(t.opening, about.publicRecords));
    push('reads-personal-data', name.personal ?? (isPrivate ? act : undefined));
    if (!share(ownWords, as.notTheSecret)) push('reads-personal-data', name.pair);
    if (share(t.opening, about.payment) && share(t.opening, about.card)) push('reads-personal-data', act);
  }
};

/** What is lost, how much of it, and whether it comes back. */
const ofLoss = (t: Telling, act: Observation, words: Lists, quoted: readonly Word[], push: Push): void => {
  const { reading, name, text, opening } = t;
  const bulk = name.bulk ?? text.bulk;
  const access = act.rule.id === 'revokes-access' || act.rule.id === 'cancels-commitment';
  const kept = share(words, about.lastingRecords) || share(opening, about.lastingRecords);
  const passing =
    share(words, about.passingThings) ||
    (share(words, about.log) && (share(opening, about.browser) || share(opening, about.console)));
  const head = headOf(quoted);
  // `manage_cache` with a mode `clear` empties what its name says.
  const emptied = share(act.place === 'mode' ? headOf(reading.nameWords) : head, about.passingThings);
  if (!access && (emptied || (passing && !share(words, about.stores)))) push('remade-at-once', act);
  else if (resetting.has(act.verb) && share(words, about.ownLogin) && !share(words, about.people))
    push('own-session', act);
  else if (bulk === undefined && !access) {
    if (isOf(reading, act, 'cache') || (!kept && share(words, about.remade))) push('remade-at-once', act);
    else if (text.undo !== undefined && !deniesUndo.test(reading.description.slice(0, maxSearched)))
      push('undo-within-reach', text.undo);
    else if (share(words, about.small) && !share(words, about.people)) push('small-loss', act);
  }
  const ofStore = share(head, about.stores) || share(headOf(beforePlace(reading.nameWords)), about.stores);
  // `Removes a registered project`: what is taken off a register is still there.
  if (!access && !emptied && ofStore && !share(words, about.small) && !share(opening, about.registered))
    push('whole-store', act);
};

const resetting = verbsThat('emptier');

/** Who may do what, and what guards it. */
const ofAccess = (t: Telling, act: Observation, words: Lists, push: Push): void => {
  const { reading, name, text } = t;
  const issues =
    does(t, issuing) && (isOf(reading, act, 'credential') || name.pair !== undefined || text.pair !== undefined);
  const comesBack = act.severity < 3 ? t.handedOut() : null;
  if (issues && act.severity < 3) push('creates-credentials', name.pair ?? text.pair ?? act);
  else if (comesBack !== null) {
    const start = comesBack.index;
    push('returns-secrets', { pointer: '/description', start, end: start + comesBack[0].length, strength: 1 });
  }
  if (share(words, about.alert) || share(words, about.retention)) return;
  if (
    act.capability === 'change-access' ||
    (act.severity === 1 && isOf(reading, act, 'access') && !isOf(reading, act, 'credential')) ||
    (expelling.has(act.verb) && act.severity < 3 && !isOf(reading, act, 'case')) ||
    (grouping.has(act.verb) &&
      share(words, about.user) &&
      (share(words, about.group) || share(words, about.role) || share(words, about.team))) ||
    (switching.has(act.verb) && share(words, about.people))
  )
    push('changes-access', act);
  if (act.severity === 1 && share(words, about.guards)) push('changes-guard', act);
  if (act.verb === 'install') push('installs-software', act);
};

const expelling = verbsThat('expeller');
const grouping = verbsThat('giver');
const switching = verbsThat('switcher');

/** Who is reached. */
const ofReach = (t: Telling, act: Observation, words: Lists, push: Push): void => {
  const { reading, name, text } = t;
  const sends = act.capability === 'send-message';
  const recipient =
    (reading.kinds & kinds.recipient) === 0
      ? undefined
      : reading.parameters.find((p) => p.depth === 0 && (p.kinds & kinds.recipient) !== 0 && !roomName.test(p.name));
  const goesOut = !share(words, about.notSent) && act.verb !== 'reply';
  if (sends && goesOut && does(t, reaching)) {
    if (recipient !== undefined) push('reaches-people', act, atParameter(recipient, 1));
    else if (share(words, about.mailing) || mailing.has(act.verb) || share(words, about.command))
      push('reaches-people', act);
  }
  if (act.place === 'mode' && act.verb === 'send') push('reaches-people', act, recipient && atParameter(recipient, 1));
  if (act.capability === 'publish' && (goesOut || !share(words, about.unheard))) push('makes-public', act);
  if (act.severity < 4 && act.rule.id !== 'cancels-commitment' && act.rule.id !== 'creates-data') {
    const flag =
      (reading.kinds & kinds.bulk) === 0
        ? undefined
        : reading.parameters.find((p) => p.depth === 0 && p.type === 'boolean' && (p.kinds & kinds.bulk) !== 0);
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
const ofRunning = (t: Telling, act: Observation, own: Lists, push: Push): void => {
  const rule = act.rule.id;
  const { reading, programs } = t;
  const code = programs.find(
    (o) => o.rule.id === 'runs-code' || (rule === 'runs-query' && reading.limits.length === 0),
  );
  const words = join(own, t.opening);
  // A container is whatever its image is, and the call names that.
  const image =
    rule === 'starts-process' && share(own, about.containers)
      ? reading.parameters.find((p) => p.depth === 0 && p.type === 'string' && imageName.test(p.name))
      : undefined;
  const shared = share(words, about.servesOthers) || share(words, about.people);
  if (rule === 'runs-query' && share(words, about.readingLanguages) && !share(words, about.sql))
    push('reading-language', act);
  else if (rule === 'runs-code' || rule === 'runs-query') push('arbitrary-code', programs[0] ?? act);
  else if (code !== undefined) push('arbitrary-code', code);
  else if (rule === 'starts-process' && share(own, about.sql)) push('arbitrary-code', act);
  else if (image !== undefined) push('arbitrary-code', act, atParameter(image, 1));
  else if (
    ending.has(act.verb) &&
    !share(words, about.people) &&
    (rule === 'drives-interface'
      ? moving.has(act.verb) || share(words, about.ownOpen)
      : share(words, about.ownOpen) && t.name.bulk === undefined)
  )
    push('own-session', act);
  else if (reading.parameters.some((p) => p.depth === 0 && keptProgram.test(p.name) && running.has(act.verb))) return;
  else if (
    (trying.has(act.verb) && !shared) ||
    (jobRules.has(rule) && !forcing.has(act.verb) && share(own, about.ownJob) && !shared)
  )
    push('bounded-job', act);
};

const running = verbsThat('runner');
const ending = verbsThat('ender');
const moving = verbsThat('mover');
const forcing = verbsThat('forcer');
/** Rules of what runs. */
const jobRules = new Set(['starts-process', 'stops-process', 'drives-interface']);

const trying = verbsThat('trier');

/** Where money goes. */
const ofMoney = (t: Telling, act: Observation, words: Lists, push: Push): void => {
  const named = t.reading.parameters.some((p) => (p.kinds & kinds.recipient) !== 0 || destinations.test(p.name));
  const leaves =
    act.rule.id === 'signs-transaction' ||
    (act.rule.id === 'moves-money' && (act.verb === '' || paying.has(act.verb) || named || share(words, about.payout)));
  if (leaves && !share(words, about.bounded)) push('money-leaves', act);
};

const paying = verbsThat('payer');

/** What a change of data can cost beyond the data. */
const ofChange = (t: Telling, act: Observation, words: Lists, push: Push): void => {
  const { reading, opening } = t;
  if (share(words, about.schedules)) {
    const command = reading.parameters.find((p) => p.depth === 0 && programName.test(p.name));
    if (command !== undefined) push('arbitrary-code', atParameter(command, 1));
  }
  if (share(words, about.stakes)) push('money-at-stake', act);
  const isPlatform = share(join(opening, words), about.platforms);
  const runs = isPlatform && (share(opening, about.resource) || isOf(reading, act, 'setting'));
  if ((runs && !share(words, about.context)) || share(words, about.maintenance)) push('others-depend', act);
  const text = reading.description.slice(0, maxSearched);
  const elsewhere = act.rule.id === 'stores-file' && share(opening, about.remote) && act.verb === 'upload';
  if (elsewhere || (share(words, about.file) && overwriting.test(text))) push('overwrites-files', act);
};

/** The risk of one act and the reasons for it. */
const riskOfAct = (t: Telling, act: Observation): FoundRisk => {
  const out: FoundModifier[] = [];
  const push: Push = (modifier, sighting, other) => {
    const first = sighting ?? other;
    if (first === undefined || out.some((m) => m.modifier === modifier)) return;
    out.push({ modifier, sightings: other === undefined || other === first ? [first] : [first, other] });
  };
  const opens = t.reading.parameters.find((p) => p.depth === 0 && revealsSecrets.test(p.name));
  if (opens !== undefined && act.severity < 2) push('returns-secrets', atParameter(opens, 1));
  if (act.severity === 0) ofReading(t, act, push);
  else {
    const quoted = quotedBy(t.reading, act);
    const words = namedBy(t.reading, act, quoted);
    if (act.severity === 3) ofLoss(t, act, words, quoted, push);
    if (act.severity === 2) ofRunning(t, act, words, push);
    if (act.severity === 4) ofMoney(t, act, words, push);
    if (act.severity === 1) ofChange(t, act, words, push);
    ofAccess(t, act, words, push);
    ofReach(t, act, words, push);
    const view = share(words, about.ownView) || share(t.opening, about.session);
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
  let handed: RegExpExecArray | null | undefined;
  const t: Telling = {
    reading,
    handedOut: () => {
      if (handed === undefined) handed = handsOut.exec(reading.description.slice(0, maxSearched));
      return handed;
    },
    opening: openingOf(reading),
    name: collect(reading.nameWords, '/name'),
    text: collect(reading.textWords, '/description'),
    programs: reading.stated.filter(
      (o) => o.place === 'parameter' && (o.rule.id === 'runs-code' || o.rule.id === 'runs-query'),
    ),
  };
  let worst = riskOfAct(t, act);
  const others = act.place === 'mode' ? [...verdict.basis.slice(1), ...verdict.branchActs] : verdict.basis.slice(1);
  // `Starts a console … clear-cache: deletes all cache files`: what is run counts, however little is lost.
  if (act.severity > 2) others.push(...[...reading.name, ...reading.lead].filter((o) => o.severity === 2 && isFirm(o)));
  for (const one of others) {
    const found = riskOfAct(t, one);
    if (risks.indexOf(found.risk) > risks.indexOf(worst.risk)) worst = found;
  }
  return worst;
};

/** Says plainly that something runs; a session that is signed out runs nothing. */
const isFirm = (o: Observation): boolean => o.strength >= strengths.plain && !ending.has(o.verb);

const effectOf = new Map(modifiers.map(({ id, effect }) => [id, effect] as const));

/** The risk of a category after its modifiers: steps first, then upper bounds, then lower bounds. */
export const riskOf = (category: keyof typeof riskTable, found: readonly FoundModifier[]): Risk => {
  if (found.length === 0) return riskTable[category];
  let level = risks.indexOf(riskTable[category]);
  const effects = found.map(({ modifier }) => effectOf.get(modifier)!);
  for (const effect of effects) if (effect.kind === 'raise') level++;
  level = Math.max(0, Math.min(risks.length - 1, level));
  for (const effect of effects) if (effect.kind === 'at-most') level = Math.min(level, risks.indexOf(effect.risk));
  for (const effect of effects) if (effect.kind === 'at-least') level = Math.max(level, risks.indexOf(effect.risk));
  return risks[level]!;
};
