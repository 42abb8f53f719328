/** Chinese and Japanese: text without spaces is searched for verbs by their characters. */
import {
  denseHolder,
  denseJoining,
  denseNegation,
  denseNouns,
  denseOpening,
  denseReadOnly,
  denseTouching,
  denseVerbs,
} from '#crawler/classify/lexicon/translations.ts';
import { chooseSense, nothing } from '#crawler/classify/words/senses.ts';
import { gaps, type Word } from '#crawler/classify/words/text.ts';
import type { Observation, Place, ToolReading } from './reading.ts';

/** Characters of one run that are searched; a sentence is shorter. */
const maxRun = 200;

/** Lengths that written verbs have, characters. */
const verbLengths = [...new Set([...denseVerbs.keys()].map((written) => written.length))].sort((a, b) => a - b);

/** True for a run of Chinese, Japanese or Korean characters. */
export const isDenseWord = (word: Word): boolean => {
  const first = word.text.charCodeAt(0);
  return first >= 0x3040 && first <= 0xd7af;
};

interface DenseVerb {
  verb: string;
  at: number;
  length: number;
}

/** The verbs of one run: the first one (the last in Japanese, where it ends the sentence), and those joined to it. */
const verbsOf = (text: string): DenseVerb[] => {
  // Japanese and Korean sentences end with their verb.
  const japanese = /[\u3040-\u30ff\uac00-\ud7af]/.test(text);
  const found: DenseVerb[] = [];
  for (let i = 0; i < text.length && i < maxRun; i++) {
    const before = text[i - 1];
    if (before === '已' || before === '未' || before === '被') continue;
    if (denseNegation.test(text.slice(Math.max(0, i - 4), i))) continue;
    for (const length of verbLengths) {
      const verb = denseVerbs.get(text.slice(i, i + length));
      if (verb === undefined) continue;
      const last = found.at(-1);
      if (last === undefined) found.push({ verb, at: i, length });
      else if (japanese) found.splice(0, 1, { verb, at: i, length });
      else {
        const between = text.slice(last.at + last.length, i);
        if (between !== '' && (denseJoining.test(between) || denseTouching.test(between)))
          found.push({ verb, at: i, length });
      }
    }
  }
  return found;
};

const nounOf = (text: string): string => {
  let noun = '';
  for (let i = 0; i < text.length && i < maxRun; i++)
    for (const length of [2, 3, 4]) noun = denseNouns.get(text.slice(i, i + length)) ?? noun;
  return noun;
};

/** Reads the first run that states an act, and those listed right behind it: `创建、更新、删除`. */
export const readDense = (
  reading: ToolReading,
  words: readonly Word[],
  pointer: string,
  place: Place,
  into: Observation[],
): void => {
  let joined = false;
  let alone = false;
  for (const word of words) {
    if (into.length > 0 && word.gap >= gaps.line) return;
    if (!isDenseWord(word)) continue;
    const verbs = verbsOf(word.text);
    if (into.length > 0) {
      joined ||= denseOpening.test(word.text);
      // A list of verbs goes on where nothing stood between them; anything else needs a word for `and`.
      if (!joined && !(alone && word.gap === gaps.comma && verbs[0]?.at === 0)) continue;
    }
    alone = verbs.length === 1 && verbs[0]!.length === word.text.length;
    const known = reading.grammar.look(nounOf(word.text));
    const object =
      known === undefined
        ? nothing
        : { lo: known.lo, hi: known.hi, ex: known.ex, wideLo: known.lo, wideHi: known.hi, wideEx: known.ex };
    for (const { verb: written, at, length } of verbs) {
      const [head, second] = written.split('+');
      const plain = reading.grammar.look(head!)?.verb;
      const verb = second === undefined ? plain : plain?.phrasal?.get(second);
      const sense = verb === undefined ? undefined : chooseSense(verb, object, nothing, reading.domains, 'text');
      if (verb === undefined || sense === undefined) continue;
      into.push({
        rule: sense.rule,
        capability: sense.capability,
        severity: sense.severity,
        place,
        strength: 0.9,
        opens: place === 'lead',
        specificity: sense.specificity,
        verb: verb.lemma,
        pointer,
        start: word.start + at,
        end: word.start + at + length,
      });
    }
  }
};

/** Notes where the description says in characters that the tool only reads: `执行只读查询`. */
export const readDenseLimits = (reading: ToolReading): void => {
  const rule = reading.grammar.rules.find((each) => each.limits === 'read-only');
  if (rule === undefined) return;
  for (const word of reading.textWords) {
    if (!isDenseWord(word)) continue;
    for (const said of denseReadOnly) {
      const at = word.text.indexOf(said);
      if (at < 0 || word.text[at - 1] === '非' || denseHolder.test(word.text.slice(at + said.length))) continue;
      reading.limits.push({
        rule,
        capability: rule.capability,
        severity: 0,
        place: 'phrase',
        strength: 0.8,
        specificity: 0,
        verb: '',
        pointer: '/description',
        start: word.start + at,
        end: word.start + at + said.length,
      });
    }
  }
};
