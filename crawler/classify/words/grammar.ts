/** Rules compiled into one word index: every word of a text costs one look-up, however many rules there are. */

import { capabilities } from '#crawler/classify/decide/tables.ts';
import { domainBit, plainDomainOf } from '#crawler/classify/lexicon/domains.ts';
import { compounds, emptyNouns, type NounClass, nounClasses } from '#crawler/classify/lexicon/nouns.ts';
import {
  adverbs,
  adviceLeads,
  determiners,
  leadIns,
  negations,
  prepositions,
  subordinators,
} from '#crawler/classify/lexicon/sentence.ts';
import { aliases, nounAliases } from '#crawler/classify/lexicon/translations.ts';
import { nounWeight, repeatPrefixes, verbsThat } from '#crawler/classify/lexicon/verbs.ts';
import type { Category } from '#db/types.ts';
import { agentsOf, forms, inflect, pluralOf } from './inflection.ts';
import type { RuleWords } from './rule-words.ts';
import { bitOf, type Classes, classIds, maskOf, type Sense, type Verb } from './senses.ts';
import { createVocabulary, type Find } from './vocabulary.ts';
import { type Phrase, roles, type WordInfo } from './word-info.ts';

/** The compiled rules. */
export interface Grammar {
  rules: readonly RuleWords[];
  /** Finds words in a text. */
  find: Find;
  /** What is known about a word. */
  look: (word: string) => WordInfo | undefined;
  isVerb: (word: string) => boolean;
  /** The verb that the doer is named after (`planner`), where the word is nothing else. */
  agentOf: (word: string) => Verb | undefined;
  classBit: (name: NounClass) => Classes;
}

const severityOf: Record<Category, number> = { read: 0, write: 1, execute: 2, destructive: 3, financial: 4 };

const emptyInfo = (): WordInfo => ({
  verb: undefined,
  form: 0,
  lo: 0,
  hi: 0,
  ex: 0,
  domains: 0,
  role: 0,
  nounRule: undefined,
  phrases: undefined,
  compounds: undefined,
});

/** The least that may stand before a noun it is written together with, and the least such a noun has, letters. */
const minWordPart = 4;
const minTelltale = 7;
/** Verbs glued to a noun in names without separators (`listusers`). */
const gluedVerbs = verbsThat('glued');
const managers = verbsThat('manager');

const compilePhrase = (rule: RuleWords, text: string): Phrase => ({
  rule,
  text,
  words: text.split(' ').map((part) => {
    const optional = part.length > 1 && part.endsWith('?');
    const core = optional ? part.slice(0, -1) : part;
    return { any: core === '*', optional, words: new Set(core.split('|')) };
  }),
});

/** Letters that digits stand for in words that hide from filters. */
const digitLetters: Readonly<Record<string, string>> = { 0: 'o', 1: 'l', 3: 'e', 4: 'a', 5: 's', 7: 't' };

/** Written forms of other languages stand for the English verbs and nouns they are aliases of. */
const addTranslations = (
  at: (word: string) => WordInfo,
  verbs: ReadonlyMap<string, Verb>,
  index: ReadonlyMap<string, WordInfo>,
): void => {
  for (const [written, lemma] of aliases) {
    const verb = verbs.get(lemma);
    const [word, particle] = written.split('+');
    const info = at(word!);
    if (verb === undefined) continue;
    // `führt … aus`: the particle stands behind the object.
    if (particle !== undefined) info.verb ??= { lemma: word!, senses: [], nouny: 0, phrasal: new Map() };
    if (particle !== undefined) info.verb!.phrasal?.set(particle, verb);
    else if (info.verb === undefined) info.verb = verb;
    else continue;
    // What counts is that the word is a verb: third persons are taken for base forms too.
    info.form |= forms.base | forms.third;
  }
  for (const [word, noun] of nounAliases) {
    const known = index.get(noun);
    const info = at(word);
    if (known === undefined || info.lo !== 0 || info.hi !== 0 || info.ex !== 0) continue;
    Object.assign(info, { lo: known.lo, hi: known.hi, ex: known.ex });
  }
};

/** Compiles a list of rules. Deterministic; a few milliseconds. */
export const compile = (rules: readonly RuleWords[]): Grammar => {
  const index = new Map<string, WordInfo>();
  const at = (word: string): WordInfo => {
    let info = index.get(word);
    if (info === undefined) {
      info = emptyInfo();
      index.set(word, info);
    }
    return info;
  };
  const verbs = new Map<string, Verb>();
  const verbOf = (lemma: string): Verb => {
    let verb = verbs.get(lemma);
    if (verb === undefined) {
      verb = { lemma, senses: [], nouny: nounWeight(lemma), phrasal: undefined };
      verbs.set(lemma, verb);
      const [first, second, third] = lemma.split('+');
      if (second === undefined) {
        for (const [word, form] of inflect(lemma)) {
          const info = at(word);
          // A word that is a base form of one verb stays that (`found` is also a past of `find`).
          if (info.verb === undefined || form === forms.base) {
            if (info.verb !== verb) info.form = 0;
            info.verb = verb;
          }
          if (info.verb === verb) info.form |= form;
        }
      } else {
        const head = verbOf(first!);
        head.phrasal ??= new Map();
        // `skip+to+next` stands for `skip to` where nothing shorter does.
        if (third === undefined || !head.phrasal.has(second)) head.phrasal.set(second, verb);
      }
    }
    return verb;
  };
  for (const rule of rules) {
    const category = capabilities[rule.capability].category;
    for (const action of rule.actions ?? []) {
      const sense: Sense = {
        rule,
        action,
        capability: rule.capability,
        category,
        severity: severityOf[category],
        objects: maskOf(action.objects),
        near: maskOf(action.near),
        unless: maskOf(action.unless),
        apart: maskOf(action.apart),
        scopes: maskOf(action.scopes),
        domains: (action.domains ?? []).reduce((bits, domain) => bits | domainBit[domain], 0),
        outside: (action.outside ?? []).reduce((bits, domain) => bits | domainBit[domain], 0),
        only: action.only,
        specificity:
          (action.objects ? 8 : 0) +
          (action.near ? 10 : 0) +
          (action.scopes ? 6 : 0) +
          (action.domains ? 4 : 0) +
          (action.unless ? 1 : 0),
      };
      for (const lemma of action.verbs.split(/\s+/)) if (lemma !== '') verbOf(lemma).senses.push(sense);
    }
    for (const noun of (rule.nouns ?? '').split(/\s+/)) {
      if (noun === '') continue;
      at(noun).nounRule = rule;
      at(pluralOf(noun)).nounRule ??= rule;
    }
    for (const text of rule.phrases ?? []) {
      const phrase = compilePhrase(rule, text);
      for (const word of phrase.words[0]!.words) {
        const info = at(word);
        info.phrases ??= [];
        info.phrases.push(phrase);
      }
    }
  }
  for (const id of classIds) {
    const bit = bitOf.get(id)!;
    for (const noun of new Set(nounClasses[id].split(' '))) {
      if (noun === '') continue;
      for (const word of [noun, pluralOf(noun)]) {
        const info = at(word);
        info.lo |= bit.lo;
        info.hi |= bit.hi;
        info.ex |= bit.ex;
      }
    }
  }
  for (const [pair, ids] of Object.entries(compounds)) {
    const [first, second] = pair.split(' ');
    const info = at(first!);
    info.compounds ??= new Map();
    const mask = maskOf(ids)!;
    info.compounds.set(second!, mask);
    info.compounds.set(pluralOf(second!), mask);
  }
  const mark = (words: Iterable<string>, role: number): void => {
    for (const word of words) at(word).role |= role;
  };
  for (const [word, bits] of plainDomainOf) at(word).domains = bits;
  mark(adverbs, roles.adverb);
  mark(leadIns, roles.leadIn);
  mark(adviceLeads, roles.advice);
  mark(negations, roles.negation);
  mark(subordinators, roles.subordinator);
  mark(prepositions, roles.preposition);
  mark(determiners, roles.determiner);
  mark(emptyNouns, roles.empty);
  addTranslations(at, verbs, index);

  const derive = (word: string): WordInfo | undefined => {
    if (word.length < 4) return undefined;
    // `d3l3t3s`: digits that stand for letters.
    if (/^[a-z]+\d[a-z\d]*$/.test(word)) {
      const known = index.get(word.replace(/[013457]/g, (digit) => digitLetters[digit]!));
      if (known?.verb !== undefined && known.verb.nouny < 0.5)
        return { ...emptyInfo(), verb: known.verb, form: known.form };
    }
    for (const prefix of repeatPrefixes) {
      if (!word.startsWith(prefix)) continue;
      const rest = word.slice(word[prefix.length] === '-' ? prefix.length + 1 : prefix.length);
      const known = rest.length > 2 ? index.get(rest) : undefined;
      if (known?.verb !== undefined && known.verb.nouny < 0.5 && rest.length > 3)
        return { ...emptyInfo(), verb: known.verb, form: known.form };
    }
    // `unmerge`, `unprotect`: what undoes a verb is an edit too.
    if (word.startsWith('un') && word.length > 5) {
      const known = index.get(word.slice(2));
      const undo = verbs.get('undo');
      if (known?.verb !== undefined && undo !== undefined && known.verb.senses.length > 0)
        return { ...emptyInfo(), verb: undo, form: known.form };
    }
    if (word.endsWith('ly') && word.length > 5) return { ...emptyInfo(), role: roles.adverb };
    // `deepthinking`: two words written as one; the last one says what it is.
    for (let at = minWordPart; at <= word.length - minTelltale; at++) {
      const rule = index.get(word.slice(at))?.nounRule;
      if (rule !== undefined) return { ...emptyInfo(), nounRule: rule };
    }
    for (const verb of gluedVerbs) {
      if (!word.startsWith(verb) || word.length < verb.length + 3) continue;
      const known = index.get(word.slice(verb.length));
      if (known !== undefined && (known.lo !== 0 || known.hi !== 0 || known.ex !== 0 || known.nounRule !== undefined)) {
        const info = index.get(verb);
        if (info?.verb !== undefined) return { ...emptyInfo(), verb: info.verb, form: forms.base };
      }
    }
    return undefined;
  };
  const inquiry = bitOf.get('inquiry')!;
  /** Nothing else is known of the word than that it may work something out. */
  const isDoerOnly = (info: WordInfo | undefined): boolean =>
    info === undefined ||
    (info.verb === undefined &&
      info.nounRule === undefined &&
      info.role === 0 &&
      info.lo === inquiry.lo &&
      info.hi === inquiry.hi &&
      info.ex === inquiry.ex);
  const agents = new Map<string, Verb>();
  for (const [lemma, verb] of verbs) {
    if (lemma.includes('+') || verb.senses.length === 0 || managers.has(lemma)) continue;
    for (const word of agentsOf(lemma)) if (isDoerOnly(index.get(word))) agents.set(word, verb);
  }
  const find = createVocabulary(index, derive);
  const look = (word: string): WordInfo | undefined => find(word, 0, word.length).info;
  return {
    rules,
    find,
    look,
    agentOf: (word) => agents.get(word),
    isVerb: (word) => look(word)?.verb !== undefined,
    classBit: (name) => bitOf.get(name)!,
  };
};
