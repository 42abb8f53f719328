/** Which verb of a name is the action, and on what. */

import { nameJoins } from '#crawler/classify/lexicon/sentence.ts';
import { verbsThat } from '#crawler/classify/lexicon/verbs.ts';
import type { Grammar } from '#crawler/classify/words/grammar.ts';
import { forms } from '#crawler/classify/words/inflection.ts';
import { chooseSense, nothing, type Sense, type Thing, type Verb } from '#crawler/classify/words/senses.ts';
import type { Word } from '#crawler/classify/words/text.ts';
import { roles, type WordInfo } from '#crawler/classify/words/word-info.ts';
import type { Observation, Place } from './reading.ts';

const lightVerbs = verbsThat('light');
const closing = verbsThat('closing');
const endReaders = verbsThat('endReader');
const core = verbsThat('core');
const changers = verbsThat('changer');

/**
 * Classes of the noun phrase `words[from, to)`: its head, read from the end, with compounds.
 * @param loose where the head is a word nobody knows, the word before it may stand in (names); otherwise it has no class
 */
export const classesOf = (
  grammar: Grammar,
  words: readonly Word[],
  from: number,
  to: number,
  loose: boolean,
): Thing => {
  const thing = { lo: 0, hi: 0, ex: 0, wideLo: 0, wideHi: 0, wideEx: 0 };
  const identifier = grammar.classBit('identifier');
  const facts = grammar.classBit('info');
  let done = false;
  for (let i = to - 1, steps = 0; i >= from && steps < 8; i--, steps++) {
    const word = words[i]!;
    const info = word.info;
    const compound = i > from ? words[i - 1]!.info?.compounds?.get(word.text) : undefined;
    if (compound !== undefined) {
      thing.wideLo |= compound.lo;
      thing.wideHi |= compound.hi;
      thing.wideEx |= compound.ex;
      if (!done) {
        thing.lo |= compound.lo;
        thing.hi |= compound.hi;
        thing.ex |= compound.ex;
      }
    }
    if (info === undefined) {
      if (compound !== undefined || (!loose && word.text.charCodeAt(0) > 57)) done = true;
      continue;
    }
    if ((info.role & (roles.determiner | roles.adverb)) !== 0) continue;
    thing.wideLo |= info.lo;
    thing.wideHi |= info.hi;
    thing.wideEx |= info.ex;
    if (done) continue;
    // `a request`, `a custom request`: an article is nothing that it could be of.
    const alone =
      i === from ||
      ((words[from]!.text === 'a' || words[from]!.text === 'an') &&
        words.slice(from, i).every((before) => ((before.info?.role ?? 0) & roles.determiner) !== 0));
    if ((info.role & roles.empty) !== 0 && !alone) {
      // `resolve_user_id`, `portal details`: they count as what they are, the object stands before them.
      if (i === to - 1) {
        thing.lo |= info.lo & (identifier.lo | facts.lo);
        thing.hi |= info.hi & (identifier.hi | facts.hi);
        thing.ex |= info.ex & (identifier.ex | facts.ex);
      }
      continue;
    }
    if (info.lo === 0 && info.hi === 0 && info.ex === 0) {
      if (!loose && info.form !== forms.past) done = true;
      continue;
    }
    thing.lo |= info.lo;
    thing.hi |= info.hi;
    thing.ex |= info.ex;
    done = true;
  }
  return thing;
};

interface Candidate {
  index: number;
  /** Words the verb itself takes: 2 for `turn_on`. */
  length: number;
  verb: Verb;
  strength: number;
}

const senseAt = (
  grammar: Grammar,
  words: readonly Word[],
  from: number,
  candidate: Candidate,
  domains: number,
): { sense: Sense; object: Thing; first: number; last: number } | undefined => {
  const { index, length, verb } = candidate;
  const n = words.length;
  let end = index + length;
  while (end < n) {
    const info = words[end]!.info;
    if (info !== undefined && (info.role & roles.preposition) !== 0) break;
    if (words[end]!.text === 'and' || words[end]!.text === 'or') {
      // `create_or_update_file`: skip to the shared object.
      end++;
      continue;
    }
    end++;
  }
  let object = end > index + length ? classesOf(grammar, words, index + length, end, true) : nothing;
  let scope = end + 1 < n ? classesOf(grammar, words, end + 1, n, true) : nothing;
  let first = index;
  let last = end - 1;
  if (index > from) {
    const before = classesOf(grammar, words, from, index, true);
    if (end === index + length) {
      object = before;
      first = from;
      last = index + length - 1;
    } else scope = { ...scope, lo: scope.lo | before.lo, hi: scope.hi | before.hi, ex: scope.ex | before.ex };
  }
  const sense = chooseSense(verb, object, scope, domains, 'name');
  return sense === undefined ? undefined : { sense, object, first, last };
};

/** How plainly a name says a verb: by where it stands, and how often the word is a noun. */
const strengthOf = (
  words: readonly Word[],
  from: number,
  i: number,
  length: number,
  verb: Verb,
  before: Candidate | undefined,
  opening: Candidate | undefined,
): number => {
  const n = words.length;
  const { nouny } = verb;
  if (n - from <= length) return 1 - 0.4 * nouny;
  if (i === from) return 1 - 0.5 * nouny;
  // Joined to the verb before it, it says as much as that one, not more: `create_or_find`.
  if (nameJoins.has(words[i - 1]!.text)) {
    const first = before?.strength ?? 1;
    return Math.min(0.9 - 0.3 * nouny, first >= 0.8 ? 1 : first);
  }
  // `refund_search`: a reader at the end takes what stands before it for its object.
  // `send_text_get`: not where a plain verb of change opens the name.
  const changes = opening !== undefined && opening.index === from && changers.has(opening.verb.lemma);
  if (i + length >= n && endReaders.has(verb.lemma)) return (changes ? 0.7 : 0.86) * (1 - 0.5 * nouny);
  if (i + length >= n) return (closing.has(verb.lemma) ? 0.86 : 0.74) * (1 - 0.9 * nouny);
  // Behind words that are no verbs, a plain one is as good as the first: `lb_delete_rules`.
  if (before === undefined && core.has(verb.lemma)) return 0.86 * (1 - 0.5 * nouny);
  return (before === undefined && nouny < 0.35 ? 0.82 : 0.7) * (1 - 0.9 * nouny);
};

/** `start_plan`: behind a plain verb, a word at the end that is nearly always a noun is its object. */
const isNounAtEnd = ({ index, length, verb }: Candidate, n: number): boolean =>
  verb.nouny >= 0.9 && index + length === n;

/** All verbs of a name that may be its act. */
const candidatesOf = (grammar: Grammar, words: readonly Word[], from: number): Candidate[] => {
  const n = words.length;
  // `route_planner`: who plans is named; what stands before is a thing, however often it is a verb elsewhere.
  const agent = n - from > 1 ? grammar.agentOf(words[n - 1]!.text) : undefined;
  if (agent !== undefined && words.slice(from, n - 1).every(({ info }) => (info?.verb?.nouny ?? 1) >= 0.3))
    return [{ index: n - 1, length: 1, verb: agent, strength: 0.5 }];
  const candidates: Candidate[] = [];
  let previous: WordInfo | undefined;
  for (let i = from; i < n; i++) {
    const info = words[i]!.info;
    const afterPreposition =
      previous !== undefined && (previous.role & roles.preposition) !== 0 && words[i - 1]!.text !== 'to';
    previous = info;
    if (info?.verb === undefined || afterPreposition) continue;
    const first = i === from;
    // `reflect_create_test`: a product named by a verb stands before the verb that counts.
    if (first && i + 2 < n && !closing.has(info.verb.lemma) && !lightVerbs.has(info.verb.lemma)) {
      const following = words[i + 1]!.info;
      if (following?.verb !== undefined && core.has(following.verb.lemma) && (following.form & forms.base) !== 0)
        continue;
    }
    const phrasal = info.verb.phrasal?.get(i + 1 < n ? words[i + 1]!.text : '');
    const verb = phrasal ?? info.verb;
    const length = phrasal === undefined ? 1 : 2;
    const { form } = info;
    // `file_exists`: a sentence whose verb stands last.
    const said = i === n - 1 && verb.nouny === 0 && endReaders.has(verb.lemma);
    if ((form & forms.base) === 0 && !((first || said) && (form & forms.third) !== 0 && n - from > 1)) continue;
    if (verb.senses.length === 0) continue;
    let strength = strengthOf(words, from, i, length, verb, candidates.at(-1), candidates[0]);
    if (i > from && words[i - 1]!.text === 'to') strength *= 0.8;
    if ((form & forms.base) === 0) strength *= 0.85;
    candidates.push({ index: i, length, verb, strength });
  }
  return candidates;
};

/**
 * Reads a name from `from` on. Returns the acts it states, strongest first; coordinated verbs (`create_or_update`) all count.
 * `strength` is how plainly the name says it: 1 for a leading verb that is never a noun, less for nouns, middles and endings.
 */
export const readName = (
  grammar: Grammar,
  words: readonly Word[],
  from: number,
  domains: number,
  place: Place,
  pointer: string,
): Observation[] => {
  const candidates = candidatesOf(grammar, words, from);
  if (candidates.length === 0) return [];
  let top = candidates[0]!;
  for (const candidate of candidates) if (candidate.strength > top.strength + 1e-9) top = candidate;
  // A verb that has no meaning with this object leaves the name to the next one.
  if (candidates.length > 1 && senseAt(grammar, words, from, top, domains) === undefined) {
    const rest = candidates.filter(
      (candidate) => candidate !== top && !(top.verb.nouny < 0.3 && isNounAtEnd(candidate, words.length)),
    );
    if (rest.length === 0) return [];
    top = rest[0]!;
    for (const candidate of rest) if (candidate.strength > top.strength + 1e-9) top = candidate;
  }
  const chosen = [top];
  for (const candidate of candidates) {
    if (candidate === top) continue;
    const before = words[candidate.index - 1]?.text;
    const joined = nameJoins.has(before ?? '');
    const follows = candidate.index === top.index + top.length;
    if (joined && candidate.index > top.index) chosen.push(candidate);
    // A light verb at the front hands over to the verb behind it: `do_list_parts`, `execute_purchase`.
    else if (candidate.index > top.index && (follows || candidate.verb.nouny < 0.3) && lightVerbs.has(top.verb.lemma))
      chosen.push({ ...candidate, strength: Math.max(candidate.strength, 0.75) });
  }
  const out: Observation[] = [];
  for (const candidate of chosen) {
    const found = senseAt(grammar, words, from, candidate, domains);
    if (found === undefined) continue;
    out.push({
      rule: found.sense.rule,
      capability: found.sense.capability,
      severity: found.sense.severity,
      place,
      strength: candidate.strength,
      specificity: found.sense.specificity,
      verb: candidate.verb.lemma,
      pointer,
      start: words[found.first]!.start,
      end: words[found.last]!.end,
      object: found.object,
    });
  }
  return out;
};
