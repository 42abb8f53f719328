/** What the compiled rules know about one written word. */
import type { RuleWords } from './rule-words.ts';
import type { Classes, Verb } from './senses.ts';

/** A phrase, word by word. */
export interface Phrase {
  rule: RuleWords;
  /** As the rule writes it. */
  text: string;
  words: ReadonlyArray<{ any: boolean; optional: boolean; words: ReadonlySet<string> }>;
}

/** Role bits of a word in a sentence. */
export const roles = {
  leadIn: 1,
  advice: 2,
  negation: 4,
  subordinator: 8,
  preposition: 16,
  determiner: 32,
  empty: 64,
  adverb: 128,
} as const;

/** All that is known about one written word. */
export interface WordInfo {
  verb: Verb | undefined;
  /** Bits of `forms`. */
  form: number;
  lo: number;
  hi: number;
  ex: number;
  /** Bits of `domainBit`: fields the word speaks for. */
  domains: number;
  /** Bits of `roles`. */
  role: number;
  /** Rules for which this noun by itself says something. */
  nounRule: RuleWords | undefined;
  phrases: Phrase[] | undefined;
  /** Second word of a compound -> its classes. */
  compounds: Map<string, Classes> | undefined;
}
