/**
 * Which parts of the rules no verdict turns on. A part is taken out of what the grammar is compiled from, the grammar is
 * compiled anew, and the tools that may turn on it are judged again, with everything a verdict says. What changes nothing
 * stays away while the next one is tried: of two parts that each cover the other, one is dead and not both, so that all the
 * dead can be taken away together.
 *
 * Which tools may turn on a part is noted while they are judged: the words they asked the grammar for, the clauses, phrases
 * and patterns that were chosen. A tool that asked for none of the words whose entry has changed reads as it did.
 */
import { withGrammar } from '#crawler/classify/classify.ts';
import { rules } from '#crawler/classify/index.ts';
import * as patterns from '#crawler/classify/lexicon/patterns.ts';
import { compile, type Grammar } from '#crawler/classify/words/grammar.ts';
import { forgetTexts } from '#crawler/classify/words/remembered.ts';
import type { Sense, Verb } from '#crawler/classify/words/senses.ts';
import type { Phrase, WordInfo } from '#crawler/classify/words/word-info.ts';
import type { ToolLine } from '#test/support/verdicts.ts';
import { type Part, phraseKey } from './parts.ts';

/** A map of sets that begin empty. */
const createNotes = <K>() => {
  const sets = new Map<K, Set<number>>();
  return {
    note: (key: K, value: number): void => {
      const set = sets.get(key);
      if (set === undefined) sets.set(key, new Set([value]));
      else set.add(value);
    },
    of: (key: K): ReadonlySet<number> => sets.get(key) ?? new Set(),
  };
};

const verbShape = (verb: Verb | undefined): string =>
  verb === undefined
    ? ''
    : [
        verb.lemma,
        verb.nouny,
        verb.senses.length > 0,
        verb.senses.some(({ severity }) => severity === 4),
        verb.senses.every(({ severity }) => severity < 2),
      ].join(' ');

/**
 * What is known about a word but for the senses that are chosen from, its phrases and its compounds: of these it is noted
 * who has used them.
 */
const shapeOf = (info: WordInfo | undefined): string =>
  info === undefined
    ? ''
    : [
        verbShape(info.verb),
        ...[...(info.verb?.phrasal ?? [])].map(([second, verb]) => `${second}=${verbShape(verb)}`),
        info.form,
        info.lo,
        info.hi,
        info.ex,
        info.domains,
        info.role,
        info.nounRule?.id,
      ].join('|');

/** Shortest beginning that is taken off a word to look at the rest, letters. */
const minBeginning = 2;

/** Tools to try the rules on. Whatever is taken away stays away until the process ends. */
export const createAblation = (tools: readonly ToolLine[]) => {
  const keys = tools.map(({ server }) => JSON.stringify(server ?? null));
  const toolsOfServer = new Map<string, number[]>();
  for (const [index, key] of keys.entries()) toolsOfServer.set(key, [...(toolsOfServer.get(key) ?? []), index]);

  /** The tool that is being judged, or none while a server is prepared. */
  let current = -1;
  let server = '';
  const askedByTool = createNotes<string>();
  const askedByServer = new Map<string, Set<string>>();
  const chosen = createNotes<object | string>();
  /** Lemma -> words that are forms of the verb, or begin a verb of two words that it is. */
  const wordsOfVerb = new Map<string, Set<string>>();
  /** What a word ends with -> words that do. */
  const wordsEndingIn = new Map<string, string[]>();
  const seen = new Set<string>();

  const add = (lemma: string, word: string): void => {
    wordsOfVerb.set(lemma, (wordsOfVerb.get(lemma) ?? new Set()).add(word));
  };
  const learnVerb = (word: string, info: WordInfo | undefined): void => {
    if (info?.verb === undefined) return;
    add(info.verb.lemma, word);
    for (const verb of info.verb.phrasal?.values() ?? []) add(verb.lemma, word);
  };
  const ask = (word: string, info: WordInfo | undefined): void => {
    if (!seen.has(word)) {
      seen.add(word);
      learnVerb(word, info);
      for (let at = minBeginning; at < word.length - 1; at++) {
        const rest = word.slice(at);
        wordsEndingIn.set(rest, [...(wordsEndingIn.get(rest) ?? []), word]);
      }
    }
    if (current >= 0) askedByTool.note(word, current);
    else askedByServer.set(word, (askedByServer.get(word) ?? new Set()).add(server));
  };

  const watch = (one: Sense | Phrase, key: object | string, fields: readonly string[]): void => {
    for (const field of fields) {
      const value = Reflect.get(one, field);
      Object.defineProperty(one, field, {
        get: () => {
          if (current >= 0) chosen.note(key, current);
          return value;
        },
      });
    }
  };
  const watchGrammar = (grammar: Grammar): void => {
    const watched = new Set<object>();
    for (const rule of rules) {
      for (const lemma of (rule.actions ?? []).flatMap(({ verbs }) => verbs.split(/\s+/))) {
        const [head, second] = lemma.split('+');
        const plain = grammar.look(head!)?.verb;
        for (const sense of (second === undefined ? plain : plain?.phrasal?.get(second))?.senses ?? []) {
          if (watched.has(sense)) continue;
          watched.add(sense);
          // One of these is read of whatever sense is chosen.
          watch(sense, sense.action, ['rule', 'capability', 'category', 'severity']);
        }
      }
      for (const head of (rule.phrases ?? []).flatMap((text) => text.split(' ')[0]!.replace(/\?$/, '').split('|')))
        for (const phrase of grammar.look(head)?.phrases ?? []) {
          if (watched.has(phrase)) continue;
          watched.add(phrase);
          const key = phraseKey(phrase.rule, phrase.text);
          watch(phrase, key, ['rule']);
        }
    }
  };
  const watchPatterns = (): void => {
    for (const pattern of Object.values(patterns)) {
      if (!(pattern instanceof RegExp)) continue;
      for (const method of ['test', 'exec'] as const)
        Object.defineProperty(pattern, method, {
          configurable: true,
          value: (text: string) => {
            const found = RegExp.prototype.exec.call(pattern, text);
            if (found !== null && current >= 0) chosen.note(pattern, current);
            return method === 'test' ? found !== null : found;
          },
        });
    }
  };

  /** Judges by a grammar, noting what is asked and chosen. */
  const judgeBy = (grammar: Grammar): ((index: number) => string) => {
    watchGrammar(grammar);
    const look: Grammar['look'] = (word) => {
      const info = grammar.look(word);
      ask(word, info);
      return info;
    };
    const prepare = withGrammar(rules, {
      ...grammar,
      look,
      isVerb: (word) => look(word)?.verb !== undefined,
      find: (source, start, end) => {
        const spelling = grammar.find(source, start, end);
        ask(spelling.text, spelling.info);
        return spelling;
      },
    });
    const classifiers = new Map<string, ReturnType<typeof prepare>>();
    return (index) => {
      current = -1;
      server = keys[index]!;
      let classify = classifiers.get(server);
      if (classify === undefined) {
        classify = prepare(tools[index]!.server);
        classifiers.set(server, classify);
      }
      current = index;
      // What is remembered of an earlier tool asks for nothing, and comes from rules as they were.
      forgetTexts();
      const { ruleset: _, ...verdict } = classify(tools[index]!.tool);
      current = -1;
      return JSON.stringify(verdict);
    };
  };

  let grammar = compile(rules);
  watchPatterns();
  const verdicts = ((judge) => tools.map((_, index) => judge(index)))(judgeBy(grammar));

  const wordsTouched = (part: Part): Set<string> =>
    new Set([
      ...part.words.filter((word) => seen.has(word)),
      ...part.words.flatMap((word) => wordsEndingIn.get(word) ?? []),
      ...part.senses.flatMap(({ lemma }) => [...(wordsOfVerb.get(lemma) ?? [])]),
    ]);

  const both = (a: ReadonlySet<number>, b: ReadonlySet<number>): number[] =>
    a.size < b.size ? [...a].filter((one) => b.has(one)) : [...b].filter((one) => a.has(one));

  /** Those that may read otherwise by another grammar, the ones that have chosen the part first. */
  const mayTurn = (part: Part, words: ReadonlySet<string>, changed: readonly string[]): Set<number> => {
    const turning = new Set<number>();
    const take = (indices: Iterable<number>): void => {
      for (const index of indices) turning.add(index);
    };
    for (const { lemma, action } of part.senses)
      for (const word of wordsOfVerb.get(lemma) ?? []) take(both(askedByTool.of(word), chosen.of(action)));
    if (part.phrase !== undefined) take(chosen.of(part.phrase));
    if (part.pattern !== undefined) take(chosen.of(part.pattern));
    for (const first of part.beside === undefined ? [] : words)
      for (const second of part.beside ?? []) take(both(askedByTool.of(first), askedByTool.of(second)));
    for (const word of changed) {
      take(askedByTool.of(word));
      for (const key of askedByServer.get(word) ?? []) take(toolsOfServer.get(key)!);
    }
    return turning;
  };

  return {
    /** Takes a part away for good unless a verdict turns on it; then returns the place of the first tool that does. */
    takeAway: (part: Part): number | undefined => {
      const words = wordsTouched(part);
      const putBack = part.take();
      if (words.size === 0 && part.pattern === undefined) return undefined;
      const next = part.pattern === undefined ? compile(rules) : grammar;
      const changed = [...words].filter((word) => shapeOf(grammar.look(word)) !== shapeOf(next.look(word)));
      const turning = mayTurn(part, words, changed);
      const judge = turning.size === 0 ? undefined : judgeBy(next);
      for (const index of turning)
        if (judge!(index) !== verdicts[index]) {
          putBack();
          return index;
        }
      grammar = next;
      for (const word of changed) learnVerb(word, grammar.look(word));
      return undefined;
    },
    /** Judges all anew as the rules now stand, and returns the places of those whose verdict is another. */
    changedNow: (): number[] => {
      const judge = judgeBy(compile(rules));
      return [...tools.keys()].filter((index) => judge(index) !== verdicts[index]);
    },
  };
};
