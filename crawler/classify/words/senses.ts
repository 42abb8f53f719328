/** Which meaning a verb has: senses of verbs, sets of noun classes as bit masks, and the choice between senses. */

import type { CapabilityId } from '#crawler/classify/decide/tables.ts';
import { type NounClass, nounClasses } from '#crawler/classify/lexicon/nouns.ts';
import type { Category } from '#db/types.ts';
import type { Action, RuleWords } from './rule-words.ts';

/** A set of noun classes as three masks of 32 bits. */
export interface Classes {
  lo: number;
  hi: number;
  ex: number;
}

/** What a verb acts on: the classes of the head of its object, and those of all words of the object phrase. */
export interface Thing extends Classes {
  wideLo: number;
  wideHi: number;
  wideEx: number;
}

/** One meaning of a verb: which rule it speaks for, and when. */
export interface Sense {
  rule: RuleWords;
  /** The clause of the rule that says so. */
  action: Action;
  capability: CapabilityId;
  category: Category;
  /** 0 read … 4 financial. */
  severity: number;
  objects: Classes | undefined;
  near: Classes | undefined;
  unless: Classes | undefined;
  apart: Classes | undefined;
  scopes: Classes | undefined;
  domains: number;
  outside: number;
  only: 'name' | 'text' | undefined;
  /** More conditions beat fewer. */
  specificity: number;
}

/** A verb with all its senses. */
export interface Verb {
  lemma: string;
  senses: Sense[];
  /** See `nouniness`. */
  nouny: number;
  /** Two-word verbs that begin with this word: second word -> verb. */
  phrasal: Map<string, Verb> | undefined;
}

const absent: NounClass = 'absent';

const bitsPerMask = 32;

/** Ids of all classes of nouns, in the order of their bits. */
export const classIds = Object.keys(nounClasses) as NounClass[];
/** The bit of each class. */
export const bitOf = new Map<NounClass, Classes>(
  classIds.map((id, index) => {
    const bit = 1 << (index % bitsPerMask);
    const word = Math.floor(index / bitsPerMask);
    return [id, { lo: word === 0 ? bit : 0, hi: word === 1 ? bit : 0, ex: word === 2 ? bit : 0 }];
  }),
);

/** The union of some classes; undefined where none is named. */
export const maskOf = (names: readonly NounClass[] | undefined): Classes | undefined => {
  if (names === undefined || names.length === 0) return undefined;
  const mask = { lo: 0, hi: 0, ex: 0 };
  for (const name of names) {
    const bit = bitOf.get(name)!;
    mask.lo |= bit.lo;
    mask.hi |= bit.hi;
    mask.ex |= bit.ex;
  }
  return mask;
};

/** No object at all: what `remove_from_list` has. */
export const nothing: Thing = (() => {
  const bit = bitOf.get(absent)!;
  return { ...bit, wideLo: bit.lo, wideHi: bit.hi, wideEx: bit.ex };
})();

const meetsWide = (a: Classes, b: Thing): boolean =>
  (a.lo & b.wideLo) !== 0 || (a.hi & b.wideHi) !== 0 || (a.ex & b.wideEx) !== 0;

/** True where two sets of classes share one. */
export const meets = (a: Classes, b: Classes): boolean =>
  (a.lo & b.lo) !== 0 || (a.hi & b.hi) !== 0 || (a.ex & b.ex) !== 0;

/** The meaning of a verb with this object, scope and domain: the most specific one that applies, the most severe among equals. */
export const chooseSense = (
  verb: Verb,
  object: Thing,
  scope: Classes,
  domains: number,
  place: 'name' | 'text',
): Sense | undefined => {
  let best: Sense | undefined;
  for (const sense of verb.senses) {
    if (sense.only !== undefined && sense.only !== place) continue;
    if (sense.domains !== 0 && (sense.domains & domains) === 0) continue;
    if ((sense.outside & domains) !== 0) continue;
    if (sense.objects !== undefined && !meets(sense.objects, object)) continue;
    if (sense.near !== undefined && !meetsWide(sense.near, object)) continue;
    if (sense.unless !== undefined && meetsWide(sense.unless, object)) continue;
    if (sense.apart !== undefined && (meets(sense.apart, scope) || meetsWide(sense.apart, object))) continue;
    if (sense.scopes !== undefined && !meets(sense.scopes, scope)) continue;
    if (
      best === undefined ||
      sense.specificity > best.specificity ||
      (sense.specificity === best.specificity && sense.severity > best.severity)
    )
      best = sense;
  }
  return best;
};
