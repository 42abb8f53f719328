/** A verb in a sentence and what hangs on it: its object, the verbs joined to it and the predicates that follow. */

import { measures } from '#crawler/classify/lexicon/nouns.ts';
import {
  actionNouns,
  asideAdverbs,
  beginning,
  clauseEnds,
  gerundLeads,
  happenings,
  httpMethods,
  joins,
  lists,
  pronouns,
} from '#crawler/classify/lexicon/sentence.ts';
import { aliases, foreignArticles, lookAlikes } from '#crawler/classify/lexicon/translations.ts';
import { nounWeight, verbsThat } from '#crawler/classify/lexicon/verbs.ts';
import type { Grammar } from '#crawler/classify/words/grammar.ts';
import { forms } from '#crawler/classify/words/inflection.ts';
import { chooseSense, meets, nothing, type Thing, type Verb } from '#crawler/classify/words/senses.ts';
import { gaps, type Word } from '#crawler/classify/words/text.ts';
import { roles, type WordInfo } from '#crawler/classify/words/word-info.ts';
import { classesOf } from './name.ts';
import type { Observation, Place } from './reading.ts';

/** The text being read. */
export interface TextContext {
  grammar: Grammar;
  words: readonly Word[];
  /** Bits of `domainBit`. */
  domains: number;
  pointer: string;
  source: string;
  /** Where acts of the first sentence count: a description's lead, or a title. */
  leadPlace: Place;
  /** Sentences begun so far. */
  sentences: number;
}

/** A verb found in a sentence. */
export interface Found {
  index: number;
  verb: Verb;
  length: number;
  form: number;
  info: WordInfo;
}

const readers = verbsThat('reader');
const lightVerbs = verbsThat('light');
const makers = verbsThat('purposeful');
const managers = verbsThat('manager');
const giving = verbsThat('giver');
const changing = verbsThat('changer');
const paying = verbsThat('payer');
const taking = verbsThat('undoer');

/** True where a comma or more stands before the word. */
export const isBreak = (word: Word): boolean => word.gap >= gaps.comma;

/** Words at the front of a text that tell its language. */
const maxFront = 12;

/** The text is in another language that is written in Latin letters. */
const isForeign = (words: readonly Word[]): boolean =>
  words.slice(0, maxFront).some(({ text }) => aliases.has(text) || foreignArticles.has(text));

const isCapital = (source: string, { start }: Word): boolean => {
  const c = source.charCodeAt(start);
  return c >= 65 && c <= 90;
};

/** Letters that a word of a headline has at least, for its capital to tell. */
const minCapital = 4;

/** `Check for and Install Updates`: every longer word has a capital, so that none begins a name. */
const isHeadline = ({ words, source }: TextContext): boolean =>
  words.slice(0, maxFront).every((word) => word.end - word.start < minCapital || isCapital(source, word));

/** The verb that stands at word `i` of a sentence that ends before `to`, if one does. */
export const verbAt = (text: TextContext, i: number, to: number): Found | undefined => {
  const { words, source, leadPlace } = text;
  const word = words[i];
  if (word === undefined || i >= to || word.code) return undefined;
  const info = word.info;
  if (info?.verb === undefined || (lookAlikes.has(word.text) && isForeign(words))) return undefined;
  // A capital inside a sentence begins a name: `a Resend dashboard URL`.
  if (isCapital(source, word) && word.gap === gaps.space && i > 0 && leadPlace !== 'title') {
    const before = words[i - 1]!.info;
    const goesOn = joins.has(words[i - 1]!.text)
      ? isHeadline(text)
      : before !== undefined && (before.role & roles.leadIn) !== 0;
    if (!goesOn) return undefined;
  }
  // A hyphen makes it part of a compound: `read-only`, `drop-in`.
  if (word.gap === gaps.hyphen || (i + 1 < words.length && words[i + 1]!.gap === gaps.hyphen)) return undefined;
  const phrasal = i + 1 < to ? info.verb.phrasal?.get(words[i + 1]!.text) : undefined;
  if (phrasal !== undefined && phrasal.senses.length > 0)
    return { index: i, verb: phrasal, length: 2, form: info.form, info };
  // `turn the light on`: the particle may stand behind the object.
  if (info.verb.senses.length === 0) {
    if (info.verb.phrasal === undefined) return undefined;
    for (let j = i + 2; j < to && j < i + 8; j++) {
      const late = info.verb.phrasal.get(words[j]!.text);
      if (late !== undefined && late.senses.length > 0)
        return { index: i, verb: late, length: 1, form: info.form, info };
    }
    return undefined;
  }
  return { index: i, verb: info.verb, length: 1, form: info.form, info };
};

const hasRole = (word: Word | undefined, role: number): boolean => ((word?.info?.role ?? 0) & role) !== 0;

/** `a backup or restore operation`: two words for one thing, the second of which is a verb elsewhere. */
const isCompound = (words: readonly Word[], { index, length }: Found): boolean =>
  (words[index - 2]?.info?.verb?.nouny ?? 0) >= 0.5 && happenings.has(words[index + length]?.text ?? '');

/** Where the object that begins at `from` ends. */
const objectEnd = (text: TextContext, found: Found, from: number, to: number): number => {
  const { words } = text;
  let end = from;
  while (end < to && end < from + 12) {
    const word = words[end]!;
    // `a cash flow (CF) analysis`: a short form in brackets.
    if (end > from && word.gap === gaps.paren && words[end + 1]?.gap === gaps.paren && end + 1 < to) {
      end++;
      continue;
    }
    if (end > from && isBreak(word) && word.gap !== gaps.slash && words[end - 1]!.gap !== gaps.paren) break;
    // A hyphen makes it part of a compound: `an in-progress run`.
    const bound = words[end + 1]?.gap === gaps.hyphen || word.gap === gaps.hyphen;
    const upTo = word.text === 'to' && words[end - 1]?.text === 'up';
    // `the given script`: no preposition behind an article.
    const isGiven = end > from && word.text === 'given' && hasRole(words[end - 1], roles.determiner);
    if (
      !bound &&
      !upTo &&
      !isGiven &&
      hasRole(word, end > from ? roles.preposition | roles.subordinator : roles.preposition)
    )
      break;
    if (joins.has(word.text)) {
      const next = verbAt(text, end + 1, to);
      const compound = next !== undefined && isCompound(words, next);
      if (next !== undefined && sameForm(found, next) && !compound) break;
      const tail = words[end + 1]?.info;
      if (end > from && !compound && (tail === undefined || (tail.lo === 0 && tail.hi === 0 && tail.ex === 0))) break;
    }
    // `labels of an issue` are labels; `a list of orders` is about orders.
    if (word.text === 'of' && end > from && !isMeasure(words[end - 1]!.text)) break;
    end++;
  }
  return end;
};

const isMeasure = (word: string): boolean => measures.has(word) || measures.has(word.replace(/s$/, ''));

/** What stands behind the object: `remove … from <here>`. */
const scopeAfter = (text: TextContext, end: number, to: number): Thing => {
  const { grammar, words } = text;
  if (end >= to || joins.has(words[end]!.text) || isBreak(words[end]!)) return nothing;
  let tail = end + 1;
  while (tail < to && tail < end + 7 && !isBreak(words[tail]!)) {
    if (hasRole(words[tail], roles.preposition | roles.subordinator)) break;
    // `Sends it to a model and returns the answer`: the next predicate is none of it.
    if (joins.has(words[tail]!.text) && verbAt(text, tail + 1, to) !== undefined) break;
    tail++;
  }
  return classesOf(grammar, words, end + 1, tail, false);
};

/** The verb that says what happens where the one found does not. */
const meantVerb = ({ grammar, words, source }: TextContext, found: Found, from: number, end: number): Verb => {
  const { verb } = found;
  if (verb.lemma === 'stop' && end > from) {
    // `Stops following a user`: what undoes an edit is one.
    const next = words[from]!.info;
    if (next?.verb !== undefined && next.form === forms.gerund && next.verb.senses.every((s) => s.severity < 2))
      return grammar.look('undo')?.verb ?? verb;
  }
  if (!lightVerbs.has(verb.lemma)) return verb;
  // `Make a GET request`: the method says what happens.
  for (let j = from; j < end; j++) {
    const at = words[j]!;
    if (httpMethods.has(at.text) && source.slice(at.start, at.end) === at.text.toUpperCase())
      return grammar.look(at.text)?.verb ?? verb;
  }
  return verb;
};

/** The word can only be a verb here: a third person, or before an article or a pronoun. */
const isSurely = ({ form, verb }: Found, after: Word | undefined, foreign: boolean): boolean =>
  ((form & forms.third) !== 0 && (form & forms.base) === 0 && verb.nouny < 0.5) ||
  foreign ||
  (verb.nouny < 0.5 && (hasRole(after, roles.determiner) || pronouns.has(after?.text ?? '')));

/** Reads the object of a verb and notes what the verb does to it. Returns where the object ends. */
const act = (
  text: TextContext,
  found: Found,
  objectFrom: number,
  to: number,
  strength: number,
  into: Observation[],
  place: Place,
): number => {
  const { grammar, words } = text;
  // `Start sending payments`: what is begun is what happens.
  const begun = beginning.has(found.verb.lemma) ? verbAt(text, objectFrom, to) : undefined;
  if (begun?.form === forms.gerund && (changing.has(begun.verb.lemma) || paying.has(begun.verb.lemma)))
    return act(text, begun, objectFrom + begun.length, to, strength, into, place);
  const end = objectEnd(text, found, objectFrom, to);
  const object = end > objectFrom ? classesOf(grammar, words, objectFrom, end, false) : nothing;
  const scope = scopeAfter(text, end, to);
  const verb = meantVerb(text, found, objectFrom, end);
  const sense = chooseSense(verb, verb === found.verb ? object : nothing, scope, text.domains, 'text');
  if (sense !== undefined) {
    into.push({
      rule: sense.rule,
      capability: sense.capability,
      severity: sense.severity,
      place,
      strength: strength * (1 - 0.3 * found.verb.nouny),
      opens: strength === 1 && text.sentences === 1,
      surely: isSurely(found, words[found.index + found.length], words[found.index]!.text.charCodeAt(0) > 0x3ff),
      specificity: sense.specificity,
      verb: verb.lemma,
      pointer: text.pointer,
      start: words[found.index]!.start,
      end: words[Math.max(found.index + found.length, Math.min(end, found.index + 8)) - 1]!.end,
      object,
    });
  }
  return end;
};

/** `deletion of zones`: a noun that is made of a verb. */
const actionNounAt = ({ grammar, words }: TextContext, index: number): Found | undefined => {
  const lemma = actionNouns.get(words[index]?.text ?? '');
  const info = lemma === undefined ? undefined : grammar.look(lemma);
  return info?.verb === undefined ? undefined : { index, verb: info.verb, length: 1, form: forms.base, info };
};

const sameForm = (a: Found, b: Found): boolean => {
  const mask = (a.form & forms.gerund) !== 0 ? forms.gerund : (a.form & forms.base) !== 0 ? forms.base : forms.third;
  return (b.form & mask) !== 0;
};

/** Reads a list of verbs, or of nouns made of verbs: `creating, renaming or deletion`. */
export const listActs = (
  text: TextContext,
  from: number,
  to: number,
  weight: number,
  into: Observation[],
  place: Place,
): void => {
  const { words } = text;
  for (let j = from; j < to; j++) {
    const word = words[j]!;
    const before = words[j - 1]?.text ?? '';
    if (j > from && word.gap < gaps.slash && !joins.has(before) && !gerundLeads.has(before)) continue;
    const next = verbAt(text, j, to) ?? actionNounAt(text, j);
    if (next !== undefined && (next.form & (forms.base | forms.gerund)) !== 0)
      act(text, next, j + next.length, to, weight * 0.9, into, place);
  }
};

/** The verbs joined to `main`, itself first, and where the last one ends. */
const groupOf = (text: TextContext, main: Found, to: number): { group: Found[]; end: number } => {
  const { words } = text;
  const group: Found[] = [main];
  let end = main.index + main.length;
  for (;;) {
    const word = words[end];
    if (word === undefined || end >= to) break;
    if (!joins.has(word.text) && word.gap !== gaps.comma && word.gap !== gaps.slash) break;
    let j = end;
    while (j < to && joins.has(words[j]!.text)) j++;
    if (hasRole(words[j], roles.adverb)) j++;
    const next = verbAt(text, j, to);
    if (next === undefined || !sameForm(main, next)) break;
    group.push(next);
    end = j + next.length;
  }
  return { group, end };
};

/** Everything read of one predicate. */
interface Predicate {
  text: TextContext;
  main: Found;
  to: number;
  weight: number;
  into: Observation[];
  place: Place;
}

/** A verb in the base form that stands at `at`, as `to` and `used to` have it. */
const baseVerbAt = ({ text, to }: Predicate, at: number): Found | undefined => {
  const next = verbAt(text, at, to);
  return next !== undefined && (next.form & forms.base) !== 0 ? next : undefined;
};

const actOf = (p: Predicate, found: Found, weight: number, into = p.into): number =>
  act(p.text, found, found.index + found.length, p.to, weight, into, p.place);

/** `Creates an adjustment to refund a payment`: what it is made for is what it does, where that moves money. */
const readPurpose = (p: Predicate, at: number): void => {
  const next = baseVerbAt(p, at);
  if (next === undefined || !next.verb.senses.some((s) => s.severity === 4)) return;
  const seen: Observation[] = [];
  actOf(p, next, p.weight * 0.9, seen);
  p.into.push(...seen.filter((o) => o.severity === 4));
};

/** Is `next`, behind a comma or `and`, a verb and not one more noun? */
const isPredicate = ({ text, main, to }: Predicate, next: Found, listed: boolean): boolean => {
  const { words } = text;
  const after = words[next.index + next.length];
  // `Finds papers by title, author, year`: a list of nouns goes on.
  if (listed && (after === undefined || next.index + next.length >= to || isBreak(after))) return false;
  const { nouny } = next.verb;
  const determined = hasRole(after, roles.determiner) || pronouns.has(after?.text ?? '');
  const plain =
    nouny < 0.3 || determined || (nouny < 0.6 && after !== undefined && !isBreak(after) && !joins.has(after.text));
  return plain && !(nouny >= 0.3 && (main.form & forms.base) !== 0 && after?.info === undefined);
};

/**
 * One more predicate of the same subject: `Creates a branch and deletes the old one`.
 * @param purpose what it is done for is being told: to manage something is none of it
 */
const readJoined = (p: Predicate, j: number, purpose = false): void => {
  const { text, main, to, weight } = p;
  const { grammar, words } = text;
  const word = words[j]!;
  const listed = !joins.has(word.text);
  let at = listed ? j : j + 1;
  // `and also erases it`
  while (at < to && (hasRole(words[at], roles.adverb) || asideAdverbs.has(words[at]!.text))) at++;
  const next = verbAt(text, at, to);
  if (next === undefined || !sameForm(main, next) || !isPredicate(p, next, listed && at === j)) return;
  if (purpose && managers.has(next.verb.lemma)) return;
  const undoes = word.text === 'or' && giving.has(main.verb.lemma) && next.verb.lemma === 'restore';
  const detach = undoes ? grammar.look('detach')?.verb : undefined;
  actOf(p, detach === undefined ? next : { ...next, verb: detach }, weight * 0.85);
};

/** `Gets it (and clears the cache first)`: a third person in brackets, where it can be nothing else. */
const readBracket = (p: Predicate, at: number): void => {
  const { text, to, weight } = p;
  const next = verbAt(text, at + (joins.has(text.words[at]!.text) ? 1 : 0), to);
  if (next === undefined || next.form !== forms.third) return;
  const after = text.words[next.index + next.length];
  if (hasRole(after, roles.determiner) || pronouns.has(after?.text ?? '')) actOf(p, next, weight * 0.85);
};

/** Specificity of a sense that knows its object. */
const withObject = 8;
/** How often a verb may be a noun in a list of verbs in brackets. */
const maxListed = 0.6;

/** `Finds matches by evaluating an expression`: how it is done is done, where that runs, destroys or pays. */
const readMeans = (p: Predicate, at: number): void => {
  const next = verbAt(p.text, at, p.to);
  if (next === undefined || (next.form & forms.gerund) === 0) return;
  const seen: Observation[] = [];
  actOf(p, next, p.weight * 0.9, seen);
  p.into.push(...seen.filter((o) => o.severity >= 3 || (o.severity === 2 && o.specificity >= withObject)));
};

/**
 * What managing a thing means, as a list behind it says. False where none follows: nouns in brackets are no list.
 * @param announced a word before the list says that it is one
 */
const readList = ({ text, main, to, weight, into, place }: Predicate, at: number, announced: boolean): boolean => {
  const seen: Observation[] = [];
  listActs(text, announced ? at + 1 : at, to, weight, seen, place);
  const plain = seen.filter((o) => announced || nounWeight(o.verb) < maxListed);
  if (!announced && plain.length < 2) return false;
  const own = into.findIndex((o) => o.start === text.words[main.index]!.start);
  const object = own < 0 ? undefined : into[own]!.object;
  const { grammar } = text;
  const undone =
    object !== undefined &&
    (['mark', 'tie', 'container'] as const).some((name) => meets(object, grammar.classBit(name))) &&
    plain.some((o) => o.verb === 'add') &&
    plain.every((o) => o.verb !== 'delete');
  // The list says all there is: that it is managed says no more.
  if (plain.length > 1 && own >= 0) into.splice(own, 1);
  into.push(...(undone ? plain.filter((o) => o.verb !== 'remove') : plain));
  return true;
};

/** Where the comma stands that ends a condition beginning at `at`, or -1. */
const commaAfter = ({ text, to }: Predicate, at: number): number => {
  for (let i = at + 1; i < to; i++) if (text.words[i]!.gap === gaps.comma) return i;
  return -1;
};

/** An order to look, by a verb that never does anything else. */
const onlyLooks = ({ form, verb }: Found): boolean =>
  (form & forms.base) !== 0 && verb.senses.every(({ severity }) => severity === 0);

/** What a light verb is done for: `Submit a name to check whether it is free` only looks. */
const readGoal = (p: Predicate, goal: Found): void => {
  const { text, main, into, weight } = p;
  const own = into.findIndex((o) => o.start === text.words[main.index]!.start);
  const known = into.length;
  actOf(p, goal, weight * 0.8);
  const looks = into[known]?.severity === 0;
  if (own >= 0 && looks && into[own]!.severity === 1 && into[own]!.specificity < withObject) into.splice(own, 1);
};

/** Reads what follows the first object, up to the end of the clause. */
const readRest = (p: Predicate, from: number, end: number): void => {
  const { text, main, to, weight, into, place } = p;
  const { words } = text;
  const purposeful = makers.has(main.verb.lemma);
  const manages = managers.has(main.verb.lemma);
  let light = lightVerbs.has(main.verb.lemma);
  // Right behind the object a comma may go on with nouns (`buy volume, sell volume`), but not after a gerund or third person.
  const first = (main.form & forms.base) === 0 ? end : end + 1;
  // `Gets all trades (buy, sell, add liquidity)`: behind a reader brackets hold kinds of its object.
  const reads = (main.form & forms.base) !== 0 && readers.has(main.verb.lemma);
  let bracketed = false;
  const looks = onlyLooks(main);
  let purpose = false;
  for (let j = from; j < to; j++) {
    const word = words[j]!;
    if (hasRole(word, roles.negation)) return;
    if (word.gap === gaps.paren) bracketed = !bracketed;
    if (reads && bracketed) continue;
    // `Manages shares, including creating and deleting them`, `Manage shares: list, create`.
    if (manages && (lists.has(word.text) || word.gap === gaps.colon || word.gap === gaps.paren)) {
      if (readList(p, j, lists.has(word.text))) return;
    }
    // `Performs actions like create folder, list assets and delete files`.
    if (light && (word.text === 'like' || word.text === 'as')) {
      listActs(text, j + 1, to, weight, into, place);
      return;
    }
    if (clauseEnds.has(word.text)) {
      // `and, if it is due, pays it`: a condition between two predicates ends at its comma.
      const goesOn = joins.has(words[j - 1]?.text ?? '') ? commaAfter(p, j) : -1;
      if (goesOn < 0) return;
      readJoined(p, goesOn);
      j = goesOn;
      continue;
    }
    // `Fetch figures of tokens, including buy volume, sell volume`: behind a reader a list names what is read.
    if (reads && lists.has(word.text)) return;
    if (word.gap === gaps.paren) readBracket(p, j);
    if (word.text === 'by') readMeans(p, j + 1);
    if (word.text === 'to' && light) {
      const next = baseVerbAt(p, j + 1);
      if (next !== undefined && next.verb.nouny < 0.7) {
        readGoal(p, next);
        light = false;
      }
    } else if (word.text === 'to' && purposeful) readPurpose(p, j + 1);
    else if (word.text === 'used' && words[j + 1]?.text === 'to') {
      const next = verbAt(text, j + 2 + (hasRole(words[j + 2], roles.adverb) ? 1 : 0), to);
      if (next !== undefined) actOf(p, next, weight * 0.8);
    } else if (looks && word.text === 'to' && baseVerbAt(p, j + 1) !== undefined) {
      // `Watch positions to track and manage risk`: what somebody looks for.
      purpose = true;
    } else if (joins.has(word.text) || word.gap === gaps.line || (word.gap === gaps.comma && j >= first))
      readJoined(p, j, purpose);
  }
};

/** Reads the verb `main`, those joined to it and the predicates that follow it in the sentence. */
export const readPredicate = (
  text: TextContext,
  main: Found,
  to: number,
  weight: number,
  into: Observation[],
  place: Place,
): void => {
  const { group, end: groupEnd } = groupOf(text, main, to);
  let end = groupEnd;
  const adds = group.some((f) => giving.has(f.verb.lemma)) && group.every((f) => f.verb.lemma !== 'delete');
  for (const found of group) {
    // `Add or remove users`, `Set or clear a value`: what one does, the other undoes.
    const detach = adds && taking.has(found.verb.lemma) ? text.grammar.look('detach')?.verb : undefined;
    end = act(text, detach === undefined ? found : { ...found, verb: detach }, groupEnd, to, weight, into, place);
  }
  readRest({ text, main, to, weight, into, place }, Math.max(end, groupEnd), end);
};
