/** What a parameter's name and description say about it. Looked up once per distinct text. */
import { kinds, type NameRule, nameRules } from '#crawler/classify/lexicon/parameters.ts';
import {
  addressWords,
  deletesBeyond,
  languageCode,
  noPath,
  queryText,
  saidWith,
  sendsIt,
  switchLead,
  toDelete,
} from '#crawler/classify/lexicon/patterns.ts';
import { verbsThat } from '#crawler/classify/lexicon/verbs.ts';
import { remembered } from '#crawler/classify/words/remembered.ts';
import { splitName } from '#crawler/classify/words/text.ts';
import { escapeKey } from './pointer.ts';

export { kinds } from '#crawler/classify/lexicon/parameters.ts';

const applies = (rule: NameRule, name: string, words: readonly string[], joined: string): boolean =>
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
  return nameRules.reduce((bits, rule) => (applies(rule, name, words, joined) ? bits | kinds[rule.kind] : bits), 0);
};

/** What is known about a name of a parameter. */
export interface NameFacts {
  /** Bits of `kinds`. */
  kinds: number;
  /** What a pointer to the parameter has behind that of its schema: `/properties/name`, escaped. */
  step: string;
}

/** What a parameter's name says; looked up once per distinct name. */
export const factsOf = remembered(
  (name): NameFacts => ({
    kinds: read(name.length > 128 ? name.slice(0, 128) : name),
    step: `/properties/${escapeKey(name)}`,
  }),
);

/** What the description of a parameter may say, as bits. */
export const says = {
  /** The value is a program in a named language. */
  isCode: 1,
  /** The value is a statement in a query language. */
  isQuery: 2,
  /** Opens with a verb of destruction, as a switch does that deletes. */
  destroys: 4,
  /** The value is what is deleted. */
  isDeleted: 8,
  /** Whatever lies beyond the value is deleted. */
  deletesBeyond: 16,
  /** Opens with sending, as a switch does that sends what is otherwise shown. */
  sends: 32,
} as const;

const destroyers = verbsThat('destroyer');

const opensWithLoss = (order: string): boolean => {
  const first = /^[a-z]+/i.exec(order)?.[0].toLowerCase() ?? '';
  return destroyers.has(first) || destroyers.has(first.replace(/s$/, ''));
};

/** What some descriptions say anywhere. */
const anywhere = [
  { said: says.isCode, by: languageCode },
  { said: says.isQuery, by: queryText },
  { said: says.isDeleted, by: toDelete },
  { said: says.deletesBeyond, by: deletesBeyond },
];

const saidIn = (text: string): number =>
  saidWith.test(text) ? anywhere.reduce((bits, { said, by }) => (by.test(text) ? bits | said : bits), 0) : 0;

/** What the description of a parameter says, bits of `says`: its first 400 characters; what opens it in the first 200. */
export const readDescription = remembered((description): number => {
  const text = description.slice(0, 400);
  const order = description.slice(0, 200).replace(switchLead, '');
  return saidIn(text) | (opensWithLoss(order) ? says.destroys : 0) | (sendsIt.test(order) ? says.sends : 0);
});

/** What a parameter is called and said to be. */
type Described = { name: string; description: string };

/** An address, and not only called like one: an `endpoint` may be the name of a kind of content. */
export const isAddress = ({ name, description }: Described): boolean =>
  !/endpoint/i.test(name) || description === '' || addressWords.test(description);

/** A path, and not only called like one: a `configFile` may be what stands in the file. */
export const isPath = ({ description }: Described): boolean => !noPath.test(description.slice(0, 200));
