/** A verb in a sentence and what hangs on it: its object, the verbs joined to it and the predicates that follow. */
import { type Grammar, roles, type WordInfo } from './grammar.ts';
import { forms } from './inflect.ts';
import { measures } from './lexicon.ts';
import { classesOf, lightVerbs } from './read-name.ts';
import type { Observation, Place } from './reading.ts';
import { chooseSense, nothing, type Verb } from './senses.ts';
import { gaps, type Word } from './text.ts';

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

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));
/** Words that join verbs. */
export const joins = new Set(['and', 'or', 'then', 'und', 'et', 'y', 'e', 'oder', 'ou', 'o']);
const httpMethods = new Set(['get', 'post', 'put', 'patch', 'delete']);
/** Verbs whose purpose may stand behind their object. */
const makers = set('create make initiate issue add');
/** What one verb of a pair gives, the other takes back. */
const giving = set('add set assign apply attach');
const taking = set('remove clear unset restore');
const clauseEnds = set(
  'if when unless once until because before after so where while instead than like such whose that which who',
);

/** True where a comma or more stands before the word. */
export const isBreak = (word: Word): boolean => word.gap >= gaps.comma;

/** The verb that stands at word `i` of a sentence that ends before `to`, if one does. */
export const verbAt = (text: TextContext, i: number, to: number): Found | undefined => {
  const { words, source, leadPlace } = text;
  const word = words[i];
  if (word === undefined || i >= to || word.code) return undefined;
  const info = word.info;
  if (info?.verb === undefined) return undefined;
  // A capital inside a sentence begins a name: `a Resend dashboard URL`.
  const c = source.charCodeAt(word.start);
  if (c >= 65 && c <= 90 && word.gap === gaps.space && i > 0 && leadPlace !== 'title') {
    const before = words[i - 1]!.info;
    if (before === undefined || (before.role & roles.leadIn) === 0 || joins.has(words[i - 1]!.text)) return undefined;
  }
  // A hyphen makes it part of a compound: `read-only`, `drop-in`.
  if (word.gap === gaps.hyphen || (i + 1 < words.length && words[i + 1]!.gap === gaps.hyphen)) return undefined;
  const phrasal = i + 1 < to ? info.verb.phrasal?.get(words[i + 1]!.text) : undefined;
  if (phrasal !== undefined && phrasal.senses.length > 0)
    return { index: i, verb: phrasal, length: 2, form: info.form, info };
  // `turn the light on`: the particle may stand behind the object.
  if (info.verb.senses.length === 0) {
    if (info.verb.phrasal === undefined) return undefined;
    for (let j = i + 2; j < to && j < i + 6; j++) {
      const late = info.verb.phrasal.get(words[j]!.text);
      if (late !== undefined && late.senses.length > 0)
        return { index: i, verb: late, length: 1, form: info.form, info };
    }
    return undefined;
  }
  return { index: i, verb: info.verb, length: 1, form: info.form, info };
};

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
  const { grammar, words, source } = text;
  let end = objectFrom;
  while (end < to && end < objectFrom + 12) {
    const word = words[end]!;
    if (end > objectFrom && isBreak(word) && word.gap !== gaps.slash) break;
    const info = word.info;
    // A hyphen makes it part of a compound: `an in-progress run`.
    const bound = words[end + 1]?.gap === gaps.hyphen || word.gap === gaps.hyphen;
    if (
      !bound &&
      info !== undefined &&
      end > objectFrom &&
      (info.role & (roles.preposition | roles.subordinator)) !== 0
    )
      break;
    if (!bound && info !== undefined && end === objectFrom && (info.role & roles.preposition) !== 0) break;
    if (joins.has(word.text)) {
      const next = verbAt(text, end + 1, to);
      if (next !== undefined && sameForm(found, next)) break;
      if (end > objectFrom) {
        const tail = words[end + 1]?.info;
        if (tail === undefined || (tail.lo === 0 && tail.hi === 0 && tail.ex === 0)) break;
      }
    }
    // `labels of an issue` are labels; `a list of orders` is about orders.
    if (
      word.text === 'of' &&
      end > objectFrom &&
      !measures.has(words[end - 1]!.text) &&
      !measures.has(words[end - 1]!.text.replace(/s$/, ''))
    )
      break;
    end++;
  }
  const object = end > objectFrom ? classesOf(grammar, words, objectFrom, end, false) : nothing;
  let scope = nothing;
  if (end < to && !joins.has(words[end]!.text) && !isBreak(words[end]!)) {
    let tail = end + 1;
    while (tail < to && tail < end + 7 && !isBreak(words[tail]!)) {
      const info = words[tail]!.info;
      if (info !== undefined && (info.role & (roles.preposition | roles.subordinator)) !== 0) break;
      tail++;
    }
    scope = classesOf(grammar, words, end + 1, tail, false);
  }
  let verb = found.verb;
  if (verb.lemma === 'stop' && end > objectFrom) {
    // `Stops following a user`: what undoes an edit is one.
    const next = words[objectFrom]!.info;
    if (next?.verb !== undefined && next.form === forms.gerund && next.verb.senses.every((s) => s.severity < 2)) {
      verb = grammar.look('undo')?.verb ?? verb;
    }
  }
  if (lightVerbs.has(verb.lemma)) {
    // `Make a GET request`: the method says what happens.
    for (let j = objectFrom; j < end; j++) {
      const at = words[j]!;
      if (!httpMethods.has(at.text) || source.slice(at.start, at.end) !== at.text.toUpperCase()) continue;
      verb = grammar.look(at.text)?.verb ?? verb;
      break;
    }
  }
  const sense = chooseSense(verb, verb === found.verb ? object : nothing, scope, text.domains, 'text');
  if (sense !== undefined) {
    into.push({
      rule: sense.rule,
      capability: sense.capability,
      severity: sense.severity,
      place,
      strength: strength * (1 - 0.3 * found.verb.nouny),
      opens: strength === 1 && text.sentences === 1,
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

const sameForm = (a: Found, b: Found): boolean => {
  const mask = (a.form & forms.gerund) !== 0 ? forms.gerund : (a.form & forms.base) !== 0 ? forms.base : forms.third;
  return (b.form & mask) !== 0;
};

const listActs = (
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
    if (j > from && word.gap < gaps.slash && !joins.has(words[j - 1]!.text)) continue;
    const next = verbAt(text, j, to);
    if (next !== undefined && (next.form & (forms.base | forms.gerund)) !== 0)
      act(text, next, j + next.length, to, weight * 0.9, into, place);
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
  const { grammar, words } = text;
  const group: Found[] = [main];
  let k = main.index + main.length;
  for (;;) {
    let j = k;
    const word = words[j];
    if (word === undefined || j >= to) break;
    const listed = word.gap === gaps.comma || word.gap === gaps.slash;
    if (!joins.has(word.text) && !listed) break;
    while (j < to && joins.has(words[j]!.text)) j++;
    const info = words[j]?.info;
    if (info !== undefined && (info.role & roles.adverb) !== 0) j++;
    const next = verbAt(text, j, to);
    if (next === undefined || !sameForm(main, next)) break;
    group.push(next);
    k = j + next.length;
  }
  let end = k;
  const adds = group.some((f) => giving.has(f.verb.lemma)) && group.every((f) => f.verb.lemma !== 'delete');
  for (const found of group) {
    // `Add or remove users`, `Set or clear a value`: what one does, the other undoes.
    const detach = adds && taking.has(found.verb.lemma) ? grammar.look('detach')?.verb : undefined;
    end = act(text, detach === undefined ? found : { ...found, verb: detach }, k, to, weight, into, place);
  }
  // More predicates of the same subject: `Creates a branch and deletes the old one`.
  let light = lightVerbs.has(main.verb.lemma);
  for (let j = Math.max(end, k); j < to; j++) {
    const word = words[j]!;
    const info = word.info;
    if (info !== undefined && (info.role & roles.negation) !== 0) return;
    if (light && (word.text === 'like' || word.text === 'as')) {
      // `Performs actions like create folder, list assets and delete files`.
      listActs(text, j + 1, to, weight, into, place);
      return;
    }
    if (clauseEnds.has(word.text)) return;
    if (word.text === 'to' && light) {
      const next = verbAt(text, j + 1, to);
      if (next !== undefined && (next.form & forms.base) !== 0 && next.verb.nouny < 0.7) {
        act(text, next, j + 1 + next.length, to, weight * 0.8, into, place);
        light = false;
      }
      continue;
    }
    // `Creates an adjustment to refund a payment`: what it is made for is what it does, where that moves money.
    if (word.text === 'to' && makers.has(main.verb.lemma)) {
      const next = verbAt(text, j + 1, to);
      if (next !== undefined && (next.form & forms.base) !== 0 && next.verb.senses.some((s) => s.severity === 4)) {
        const seen: Observation[] = [];
        act(text, next, j + 1 + next.length, to, weight * 0.9, seen, place);
        into.push(...seen.filter((o) => o.severity === 4));
      }
      continue;
    }
    if (word.text === 'used' && words[j + 1]?.text === 'to') {
      const skip = words[j + 2]?.info;
      const next = verbAt(text, j + 2 + (skip !== undefined && (skip.role & roles.adverb) !== 0 ? 1 : 0), to);
      if (next !== undefined) act(text, next, next.index + next.length, to, weight * 0.8, into, place);
      continue;
    }
    if (!joins.has(word.text) && !(word.gap === gaps.comma && j > end)) continue;
    let at = joins.has(word.text) ? j + 1 : j;
    const adverb = words[at]?.info;
    if (adverb !== undefined && (adverb.role & roles.adverb) !== 0) at++;
    const next = verbAt(text, at, to);
    if (next === undefined || !sameForm(main, next)) continue;
    const after = words[at + next.length];
    // `Finds papers by title, author, year`: a list of nouns goes on.
    if (at === j && (after === undefined || at + next.length >= to || isBreak(after))) continue;
    const afterInfo = after === undefined ? undefined : after.info;
    const plain =
      next.verb.nouny < 0.3 ||
      (afterInfo !== undefined && (afterInfo.role & roles.determiner) !== 0) ||
      (next.verb.nouny < 0.6 && after !== undefined && !isBreak(after) && !joins.has(after.text));
    if (!plain) continue;
    if (next.verb.nouny >= 0.3 && (main.form & forms.base) !== 0 && afterInfo === undefined) continue;
    const undoes = word.text === 'or' && giving.has(main.verb.lemma) && next.verb.lemma === 'restore';
    const detach = undoes ? grammar.look('detach')?.verb : undefined;
    act(
      text,
      detach === undefined ? next : { ...next, verb: detach },
      at + next.length,
      to,
      weight * 0.85,
      into,
      place,
    );
  }
};
