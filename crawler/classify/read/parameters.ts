/** What a parameter's name says about it. Looked up once per distinct name. */
import { kinds, type NameRule, nameRules } from '#crawler/classify/lexicon/parameters.ts';
import { remembered } from '#crawler/classify/words/remembered.ts';
import { splitName } from '#crawler/classify/words/text.ts';

export { kinds } from '#crawler/classify/lexicon/parameters.ts';

const says = (rule: NameRule, name: string, words: readonly string[], joined: string): boolean =>
  (rule.whole?.has(joined) ||
    rule.first?.has(words[0] ?? '') ||
    rule.last?.has(words.at(-1) ?? '') ||
    words.some((word) => rule.any?.has(word)) ||
    rule.name?.test(joined) ||
    rule.spelt?.test(name)) === true &&
  rule.and?.test(joined) !== false &&
  rule.unless?.test(joined) !== true;

const read = (name: string): number => {
  const words = splitName(name).map((w) => w.text);
  const joined = words.join(' ');
  return nameRules.reduce((bits, rule) => (says(rule, name, words, joined) ? bits | kinds[rule.kind] : bits), 0);
};

/** What is known about a name of a parameter. */
export interface NameFacts {
  /** Bits of `kinds`. */
  kinds: number;
  /** What a pointer to the parameter has behind that of its schema: `/properties/name`, escaped. */
  step: string;
}

/** A key as RFC 6901 writes it in a pointer. */
export const escapeKey = (key: string): string =>
  key.includes('~') || key.includes('/') ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key;

/** What a parameter's name says; looked up once per distinct name. */
export const factsOf = remembered(
  (name): NameFacts => ({
    kinds: read(name.length > 128 ? name.slice(0, 128) : name),
    step: `/properties/${escapeKey(name)}`,
  }),
);
