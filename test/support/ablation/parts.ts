/** The parts of the rules that can be taken away, each as a change of what the grammar is compiled from. */
import { rules } from '#crawler/classify/index.ts';
import { compounds, type NounClass, nounClasses } from '#crawler/classify/lexicon/nouns.ts';
import * as patterns from '#crawler/classify/lexicon/patterns.ts';
import { nounAliases } from '#crawler/classify/lexicon/translations.ts';
import { inflect, pluralOf } from '#crawler/classify/words/inflection.ts';
import type { Action, RuleWords } from '#crawler/classify/words/rule-words.ts';

/** Kinds of parts, in the order in which they are taken away. */
export const partKinds = ['verb', 'clause', 'phrase', 'compound', 'noun', 'pattern'] as const;

/** One part of the rules that can be taken away. */
export interface Part {
  kind: (typeof partKinds)[number];
  name: string;
  /** Written words whose entry in the grammar it is part of. */
  words: readonly string[];
  /** Verbs of which it is a sense, with its clause. */
  senses: ReadonlyArray<{ lemma: string; action: Action }>;
  /** The phrase it is, as `phraseKey` writes it. */
  phrase?: string;
  /** The pattern it is. */
  pattern?: RegExp;
  /** One of these has to stand in the tool as well. */
  beside?: readonly string[];
  /** Takes it away, and returns what puts it back. */
  take: () => () => void;
}

/** What a phrase is known by. */
export const phraseKey = (rule: { id: string }, text: string): string => `${rule.id} ${text}`;

const wordsOf = (list: string | undefined): string[] => (list ?? '').split(/\s+/).filter(Boolean);

/** Puts another value into a record of the rules for a while. */
const putting = <T extends object, K extends keyof T>(record: T, key: K, value: T[K]): (() => void) => {
  const was = record[key];
  record[key] = value;
  return () => {
    record[key] = was;
  };
};

const without = (list: string | undefined, word: string): string => {
  const words = wordsOf(list);
  words.splice(words.indexOf(word), 1);
  return words.join(' ');
};

const headForms = (lemma: string): string[] => inflect(lemma.split('+')[0]!).map(([written]) => written);

function* verbsOf(rule: RuleWords): Generator<Part> {
  for (const [at, action] of (rule.actions ?? []).entries()) {
    const lemmas = wordsOf(action.verbs);
    if (lemmas.length < 2) continue;
    for (const lemma of lemmas)
      yield {
        kind: 'verb',
        name: `${rule.id} clause ${at + 1} ${lemma}`,
        words: headForms(lemma),
        senses: [{ lemma, action }],
        take: () => putting(action, 'verbs', without(action.verbs, lemma)),
      };
  }
}

function* clausesOf(rule: RuleWords): Generator<Part> {
  for (const [at, action] of (rule.actions ?? []).entries()) {
    const lemmas = wordsOf(action.verbs);
    if (lemmas.length === 0) continue;
    yield {
      kind: 'clause',
      name: `${rule.id} clause ${at + 1} (${lemmas.slice(0, 4).join(' ')}${lemmas.length > 4 ? ' …' : ''})`,
      words: lemmas.flatMap(headForms),
      senses: lemmas.map((lemma) => ({ lemma, action })),
      take: () => putting(action, 'verbs', ''),
    };
  }
}

function* phrasesOf(rule: RuleWords): Generator<Part> {
  for (const text of rule.phrases ?? [])
    yield {
      kind: 'phrase',
      name: `${rule.id} “${text}”`,
      words: text.split(' ')[0]!.replace(/\?$/, '').split('|'),
      senses: [],
      phrase: phraseKey(rule, text),
      take: () =>
        putting(
          rule,
          'phrases',
          rule.phrases?.filter((other) => other !== text),
        ),
    };
}

/** Written forms of a noun, those of other languages among them. */
const nounForms = (noun: string): string[] => {
  const own = [noun, pluralOf(noun)];
  return [...own, ...[...nounAliases].filter(([, english]) => own.includes(english)).map(([written]) => written)];
};

function* nounsOf(rule: RuleWords): Generator<Part> {
  for (const noun of new Set(wordsOf(rule.nouns)))
    yield {
      kind: 'noun',
      name: `${rule.id} ${noun}`,
      words: nounForms(noun),
      senses: [],
      take: () => putting(rule, 'nouns', without(rule.nouns, noun)),
    };
}

function* classNouns(): Generator<Part> {
  const classes = nounClasses as Record<NounClass, string>;
  for (const id of Object.keys(classes) as NounClass[])
    for (const noun of new Set(wordsOf(classes[id])))
      yield {
        kind: 'noun',
        name: `class ${id}: ${noun}`,
        words: nounForms(noun),
        senses: [],
        take: () => putting(classes, id, without(classes[id], noun)),
      };
}

function* compoundNouns(): Generator<Part> {
  const pairs = compounds as Record<string, readonly NounClass[]>;
  for (const [pair, ids] of Object.entries(pairs)) {
    const [first, second] = pair.split(' ') as [string, string];
    yield {
      kind: 'compound',
      name: pair,
      words: [first],
      beside: [second, pluralOf(second)],
      senses: [],
      take: () => {
        delete pairs[pair];
        return () => {
          pairs[pair] = ids;
        };
      },
    };
  }
}

function* patternsOf(): Generator<Part> {
  for (const [name, pattern] of Object.entries(patterns)) {
    if (!(pattern instanceof RegExp)) continue;
    yield {
      kind: 'pattern',
      name,
      words: [],
      senses: [],
      pattern,
      take: () => {
        const { source, flags } = pattern;
        pattern.compile('(?!)', flags);
        return () => pattern.compile(source, flags);
      },
    };
  }
}

/** Every part of the rules, as they stand now: verbs of a clause of several, clauses, phrases, compounds, nouns, patterns. */
export const allParts = (): Part[] => [
  ...rules.flatMap((rule) => [...verbsOf(rule)]),
  ...rules.flatMap((rule) => [...clausesOf(rule)]),
  ...rules.flatMap((rule) => [...phrasesOf(rule)]),
  ...compoundNouns(),
  ...rules.flatMap((rule) => [...nounsOf(rule)]),
  ...classNouns(),
  ...patternsOf(),
];
