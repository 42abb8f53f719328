/** What a description says the tool does: the verbs of its own sentences, not those of advice, conditions or other tools. */

import { plainReader } from '#crawler/classify/lexicon/patterns.ts';
import {
  abilities,
  addressees,
  adviceHeading,
  families,
  frameNouns,
  framers,
  gerundLeads,
  goesOn,
  joins,
  listers,
  modals,
  nounLeads,
  offers,
  openers,
  opensThing,
  predicated,
  pronouns,
  purposeHeading,
  subjects,
  toVerbs,
  verbLeads,
} from '#crawler/classify/lexicon/sentence.ts';
import type { Grammar } from '#crawler/classify/words/grammar.ts';
import { forms } from '#crawler/classify/words/inflection.ts';
import { gaps, type Word } from '#crawler/classify/words/text.ts';
import { roles, type WordInfo } from '#crawler/classify/words/word-info.ts';
import { type Found, isBreak, listActs, readPredicate, type TextContext, verbAt } from './predicate.ts';
import type { Observation, Place } from './reading.ts';

/** What the text says. */
export interface TextReading {
  /** Acts of the first sentence that states any. */
  lead: Observation[];
  /** Acts of later sentences. */
  body: Observation[];
  /** First noun of a leading sentence without a verb (`List of users`): index of the word, or -1. */
  heading: number;
}

/** Words that a mark before the sentence has: `[Team planning]`. */
const maxMark = 4;

/** Sentences read; what follows is reference text. */
const maxSentences = 40;

/** Where reading stands, over all sentences of a text. */
interface Progress extends TextReading {
  text: TextContext;
  ownName: string;
  /** The name plainly reads. */
  readsPlainly: boolean;
  /** Words before the colon of a label that opens the text. */
  label: number;
  /** Below a heading of advice. */
  advice: boolean;
}

const hasRole = (word: Word | undefined, role: number): boolean => ((word?.info?.role ?? 0) & role) !== 0;

/** An article stands there: what comes before it is a verb. */
const isDetermined = (word: Word | undefined): boolean => opensThing.has(word?.text ?? '');

/** Verbs that are base forms are singular nouns where they stand for things. */
const isPlural = (info: WordInfo): boolean => info.verb === undefined || (info.form & forms.third) !== 0;

/** What stands before a verb in its sentence. */
interface Before {
  subject: boolean;
  toVerb: boolean;
  modal: boolean;
  noun: boolean;
}

/** `Use this tool to …`, `Allows you to …`, `Call this when …`: the real verb comes later, if at all. */
const leadsIn = (
  words: readonly Word[],
  j: number,
  start: number,
  to: number,
  form: number,
  noun: boolean,
): boolean | undefined => {
  const word = words[j]!;
  const after = words[j + 1]!;
  if (offers.has(word.text)) {
    // `Provides directions` and `The API provides directions` read; `Provides a way to …` goes on.
    if (j !== start && !((noun || subjects.has(words[j - 1]!.text)) && (form & forms.base) === 0)) return true;
    for (let k = j + 1; k < to && k < j + 6; k++) if (abilities.has(words[k]!.text)) return true;
    return false;
  }
  if (addressees.has(after.text)) {
    if (openers.has(word.text)) {
      for (let k = j + 1; k < to && k < j + 7; k++) if (goesOn.has(words[k]!.text)) return true;
      if (framers.has(word.text)) return true;
    }
  } else if (framers.has(word.text)) return true;
  return frameNouns.has(word.text) ? true : undefined;
};

/** A word that is a noun as often as a verb: is it a verb before what follows it? Undefined where nothing tells. */
const isNounLikeVerb = (
  text: TextContext,
  found: Found,
  start: number,
  to: number,
  state: Before,
): boolean | undefined => {
  const { words } = text;
  const { form, verb, index: j } = found;
  const before = j > start ? words[j - 1] : undefined;
  const after = j + found.length < to ? words[j + found.length] : undefined;
  if (state.toVerb && before?.text === 'to') return true;
  if (after === undefined || (isBreak(after) && after.gap !== gaps.slash && after.gap !== gaps.comma))
    return state.modal || (!state.noun && verb.nouny < 0.7);
  if (joins.has(after.text) || after.gap === gaps.comma || after.gap === gaps.slash)
    return verbAt(text, j + found.length + (joins.has(after.text) ? 1 : 0), to) !== undefined;
  const { info } = after;
  // `Order book of a pair`: two words that are one thing.
  if (j === start && verb.nouny >= 0.9 && words[j]!.info?.compounds?.has(after.text)) return false;
  // `Trades aus …`: a plural before a word nobody knows.
  if (info === undefined) return verb.nouny < 0.9 || (form & forms.base) !== 0;
  if ((info.role & roles.determiner) !== 0) return true;
  if (info.nounRule !== undefined && verb.nouny >= 0.7 && (form & forms.third) === 0) return false;
  if ((info.role & roles.preposition) !== 0 || after.text === 'of') return verb.nouny < 0.6 && after.text !== 'of';
  // `Deploy files`: the plural of a word that is hardly ever a verb.
  const verbal = info.verb !== undefined && (j > start || info.verb.nouny < 0.9);
  if (
    verbal &&
    (form & forms.base) !== 0 &&
    (info.form & (forms.past | forms.third)) !== 0 &&
    (info.form & forms.base) === 0
  )
    return false;
  return undefined;
};

/** After a noun only a third person goes on: `The function sends …`. */
const followsNoun = ({ form, verb }: Found, before: Word): boolean =>
  hasRole(before, roles.adverb) || ((form & forms.third) !== 0 && (form & forms.base) === 0 && verb.nouny < 0.5);

/** `Finding a route`: a gerund that opens a text, before an article or a word that describes. */
const isAtWork = ({ text, lead }: Progress, { index, length, verb }: Found): boolean =>
  index === 0 &&
  lead.length === 0 &&
  verb.nouny < 0.5 &&
  !hasRole(text.words[0], roles.leadIn) &&
  isDetermined(text.words[index + length]);

const isVerbHere = (p: Progress, found: Found, start: number, to: number, state: Before): boolean => {
  const { text } = p;
  const { words } = text;
  const { form, verb, info, index: j } = found;
  const before = j > start ? words[j - 1]! : undefined;
  const after = j + found.length < to ? words[j + found.length]! : undefined;
  // `Compute operations - …` names a family of commands.
  const next = j + found.length + 1;
  if (j === start && after !== undefined && families.has(after.text) && (next >= to || isBreak(words[next]!)))
    return false;
  if (predicated.has(after?.text ?? '') && (form & forms.base) !== 0) return false;
  // `exit (stop/target/signal)`: values of what stands before.
  if (state.noun && words[j]!.gap === gaps.paren && after?.gap === gaps.slash) return false;
  // A gerund is the action after `for`, `of`, `by`; a past form never is.
  if ((form & (forms.base | forms.third)) === 0)
    return (form & forms.gerund) !== 0 && (before === undefined ? isAtWork(p, found) : gerundLeads.has(before.text));
  const tied = before !== undefined && !isBreak(before);
  if (tied && state.noun && !verbLeads.has(before.text) && !followsNoun(found, before))
    return words[j]!.gap >= gaps.colon;
  if ((info.role & roles.leadIn) !== 0) {
    if (after === undefined) return false;
    const leads = leadsIn(words, j, start, to, form, state.noun);
    if (leads !== undefined) return !leads;
  }
  if (tied) {
    if (hasRole(before, roles.determiner) && before.text !== 'up' && (form & forms.base) !== 0) return false;
    if (nounLeads.has(before.text)) return false;
  }
  // `get_order_book`: `Order book of a pair` — where the name reads plainly, such a word opens a heading.
  if (verb.nouny >= 0.9 && j === start && p.readsPlainly && after?.info !== undefined && !isPlural(after.info)) {
    if (!hasRole(after, roles.determiner)) return false;
  }
  return (verb.nouny >= 0.5 ? isNounLikeVerb(text, found, start, to, state) : undefined) ?? true;
};

/** Skips a label (`Purpose: …`) at the front. Returns where the sentence begins, or -1 where it is none of the tool's. */
const afterLabel = (p: Progress, start: number, to: number, first: boolean): number => {
  const { text } = p;
  const { words, source } = text;
  // `[CAUTION] Cancels all orders`: a mark before the sentence.
  if (source[words[start]!.start - 1] === '[') {
    const last = words.findIndex(({ end }, i) => i >= start && i < start + maxMark && source[end] === ']');
    if (last >= 0 && last + 1 < to) return last + 1;
  }
  let colon = start + 1;
  while (colon < to && colon <= start + 4 && words[colon]!.gap !== gaps.colon) colon++;
  if (colon >= to || colon > start + 4) return start;
  const label = words.slice(start, colon);
  const skip = label.some((word) => adviceHeading.has(word.text));
  const purpose = label.some((word) => purposeHeading.has(word.text));
  // `Create a monitor — …` and `Fetch requirements — …` are sentences, not labels; `Returns: …` is one.
  const opening = verbAt(text, start, to);
  const spoken =
    opening !== undefined &&
    (opening.verb.nouny <= 0.5 || isDetermined(words[start + opening.length])) &&
    (opening.form & (forms.base | forms.third)) !== 0 &&
    !(skip && adviceHeading.has(words[start]!.text));
  if (skip && !purpose && !spoken) {
    // `Example: deletes the user`: a third person without a subject speaks of the tool, whatever stands before the colon.
    const said = verbAt(text, colon, to);
    if (said !== undefined && said.form === forms.third && said.verb.nouny < 0.5 && p.lead.length > 0) return colon;
    if (!first) p.advice = words[start]!.gap >= gaps.line;
    return -1;
  }
  if (purpose) p.advice = false;
  if (!purpose && spoken) return start;
  if (start === 0 && colon > 1 && !purpose) p.label = colon;
  return colon;
};

/** A word at the front that says that the sentence is not about what the tool does. */
const isAdvice = (p: Progress, word: Word, place: Place): boolean => {
  const { info } = word;
  if (info === undefined) return false;
  if ((info.role & roles.subordinator) !== 0) return true;
  if ((info.role & roles.advice) === 0) return false;
  // `Radar chart of items. Pass 2-8 codes`: what follows a heading and opens like advice is advice.
  if (place === 'body' || (p.heading >= 0 && p.text.sentences > 1)) return true;
  return info.verb === undefined && (info.role & roles.leadIn) === 0;
};

/** How much a verb of this sentence says. */
const weightOf = (found: Found, place: Place, state: Before): number => {
  if (place !== 'body') return state.noun ? 0.75 : 1;
  return (found.form & forms.third) !== 0 || state.modal || state.subject ? 0.6 : 0.25;
};

/** What a gerund at the front has for its object where it stands for the call: `Viewing it …`, `Calling this …`. */
const isOfCall = (word: Word | undefined): boolean =>
  word !== undefined && word.gap < gaps.comma && (pronouns.has(word.text) || subjects.has(word.text));

/** Looks for the verb of a sentence, and reads it. */
const findVerb = (p: Progress, start: number, to: number, first: boolean, place: Place): void => {
  const { text } = p;
  const { words } = text;
  const into = place === 'body' ? p.body : p.lead;
  const state: Before = { subject: false, toVerb: false, modal: false, noun: false };
  let unknown = 0;
  for (let j = start; j < to && j < start + 24; j++) {
    const word = words[j]!;
    if (word.code) {
      if (j === start && word.text === p.ownName.toLowerCase()) continue;
      // Values in quotes are no words of the sentence.
      if (text.source.charCodeAt(word.start - 1) === 34) continue;
      if (place === 'body' || state.noun) return;
      state.noun = true;
      continue;
    }
    const { info } = word;
    const broken = j > start && isBreak(word) && word.gap !== gaps.slash && word.gap !== gaps.paren;
    if (broken && state.noun && !first) return;
    if (info === undefined) {
      // A word nobody knows: a name, or an adjective. Many of them and it is a noun phrase.
      if (++unknown > 5 || (!first && !state.subject)) return;
      state.noun = true;
      continue;
    }
    if ((info.role & roles.negation) !== 0 || (j === start && isAdvice(p, word, place))) return;
    // `Reading it removes it`: what the call is named by is the subject.
    if (
      j === start &&
      place === 'body' &&
      info.verb !== undefined &&
      info.form === forms.gerund &&
      isOfCall(words[j + 1])
    ) {
      state.subject = true;
      state.noun = true;
      continue;
    }
    const found = verbAt(text, j, to);
    // `Send only the fields that change`: what the caller is told to pass.
    if (place === 'body' && j === start && found !== undefined && words[j + found.length]?.text === 'only') return;
    if (found !== undefined && isVerbHere(p, found, start, to, state)) {
      readPredicate(text, found, to, weightOf(found, place, state), into, place);
      return;
    }
    if (!passOver(p, word, j > start, state, first, place, j)) return;
  }
};

/** Notes a word that is no verb. False where the sentence says nothing of the tool from here on. */
const passOver = (
  p: Progress,
  word: Word,
  later: boolean,
  state: Before,
  first: boolean,
  place: Place,
  j: number,
): boolean => {
  const spelt = word.text;
  if (subjects.has(spelt)) state.subject = true;
  if (modals.has(spelt)) state.modal = true;
  state.toVerb = toVerbs.has(spelt);
  const relative = spelt === 'that' || spelt === 'which';
  if (hasRole(word, roles.subordinator) && !relative && spelt !== 'via' && (state.noun || later)) return false;
  if (!hasRole(word, roles.leadIn | roles.determiner | roles.adverb) && !relative) {
    if (p.heading < 0 && p.lead.length === 0 && first) p.heading = j;
    state.noun = true;
    if (place === 'body' && !state.subject) return false;
  }
  return true;
};

const readSentence = (p: Progress, start: number, to: number, first: boolean): void => {
  const { text } = p;
  const { words } = text;
  // A heading, alone on its line or before a colon.
  if (words[to - 1]!.heads) {
    p.advice = words.slice(start, Math.min(to, start + 6)).some((word) => adviceHeading.has(word.text));
    if (to - start <= 6) return;
  }
  const from = afterLabel(p, start, to, first);
  if (from < 0 || p.advice) return;
  const place: Place = p.lead.length === 0 ? text.leadPlace : 'body';
  // `Zone operations: creation, update and deletion`.
  if (from > start && place !== 'body' && words.slice(start, from).some((word) => families.has(word.text))) {
    listActs(text, from, to, 0.9, p.lead, place);
    if (p.lead.length > 0) return;
  }
  if (listers.has(words[from]!.text)) {
    // `Manages jobs. Supports creating, listing and deleting jobs.`
    // `Includes operations for listing servers and running queries`.
    const at = words.findIndex(
      (word, k) => k > from && k < Math.min(to, from + 4) && ((word.info?.form ?? 0) & forms.gerund) !== 0,
    );
    const listed = verbAt(text, at < 0 ? from + 1 : at, to);
    if (listed !== undefined && (listed.form & forms.gerund) !== 0)
      readPredicate(text, listed, to, place === 'body' ? 0.6 : 0.9, place === 'body' ? p.body : p.lead, place);
    if (place === 'body' || p.lead.length > 0) return;
  }
  findVerb(p, from, to, first, place);
};

/** Where the sentence that begins at `from` ends. */
const sentenceEnd = (p: Progress, from: number): number => {
  const { words } = p.text;
  const n = words.length;
  let to = from + 1;
  while (to < n && words[to]!.gap < gaps.line) to++;
  // A line break ends a sentence only where a new one begins: after a heading, before a bullet or a capital.
  while (to < n && words[to]!.gap === gaps.line && to - from < 4 && !words[to - 1]!.heads && p.lead.length === 0) {
    to++;
    while (to < n && words[to]!.gap < gaps.line) to++;
  }
  return to;
};

/** Reads the words of a description. `ownName` is the tool's own name, which may open the text. */
export const readText = (
  grammar: Grammar,
  words: readonly Word[],
  domains: number,
  pointer: string,
  ownName: string,
  source: string,
  leadPlace: Place = 'lead',
): TextReading => {
  const text: TextContext = { grammar, words, domains, pointer, source, leadPlace, sentences: 0 };
  const readsPlainly = plainReader.test(ownName);
  const p: Progress = { text, ownName, readsPlainly, label: 0, advice: false, lead: [], body: [], heading: -1 };
  for (let from = 0; from < words.length && text.sentences < maxSentences; ) {
    const to = sentenceEnd(p, from);
    text.sentences++;
    readSentence(p, from, to, text.sentences === 1 || (p.lead.length === 0 && !p.advice));
    from = to;
  }
  // `Watch busy workers: load, memory`: what looked like a label was the sentence.
  if (p.lead.length === 0 && p.label > 0) {
    text.sentences = 1;
    readSentence(p, 0, p.label, true);
  }
  return p;
};
