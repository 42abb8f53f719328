/** What a text says is done, in the passive: `the worker is paid automatically`, `the draft is permanently discarded`. */
import { asideAdverbs, handedOut } from '#crawler/classify/lexicon/sentence.ts';
import type { Grammar } from '#crawler/classify/words/grammar.ts';
import { forms } from '#crawler/classify/words/inflection.ts';
import { as, share } from '#crawler/classify/words/lists.ts';
import { chooseSense } from '#crawler/classify/words/senses.ts';
import { gaps, type Word } from '#crawler/classify/words/text.ts';
import { roles } from '#crawler/classify/words/word-info.ts';
import { classesOf } from './name.ts';
import type { Observation } from './reading.ts';

/** Words before the verb that are its subject. */
const maxSubject = 8;

const isAdverb = (word: Word | undefined): boolean =>
  word !== undefined &&
  (((word.info?.role ?? 0) & roles.adverb) !== 0 || word.text.endsWith('ly') || asideAdverbs.has(word.text));

/** Where the participle of a passive stands that begins at `at`, or -1. */
const participleAfter = (words: readonly Word[], at: number): number => {
  let i = at + 1;
  while (
    i < words.length &&
    i < at + 4 &&
    words[i]!.gap < gaps.comma &&
    (isAdverb(words[i]) || share(words[i]!.lists.written, as.passives))
  )
    i++;
  const word = words[i];
  const info = word?.info;
  if (word === undefined || word.gap >= gaps.comma || word.code || info?.verb === undefined) return -1;
  return (info.form & forms.past) !== 0 && (info.form & forms.base) === 0 ? i : -1;
};

/** Reads all passives of main clauses. Each is as sure as it is stated: an adverb (`automatically`) makes it surer. */
export const readPassives = (
  grammar: Grammar,
  words: readonly Word[],
  domains: number,
  pointer: string,
): Observation[] => {
  const out: Observation[] = [];
  let from = 0;
  let stopped = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word.gap >= gaps.line) {
      from = i;
      stopped = false;
    }
    const { written } = word.lists;
    if (share(written, as.passiveStops)) stopped = true;
    if (word.gap === gaps.comma || word.text === 'and') {
      // `When the server asks, it is paid`: a condition ends with its clause.
      if (word.gap === gaps.comma) stopped = share(written, as.passiveStops);
    }
    if (!share(written, as.passives) || i === from) continue;
    const at = participleAfter(words, i);
    if (at < 0) continue;
    // `When the server asks for money it is paid automatically`: the condition is the server's.
    if (stopped && words[at + 1]?.text !== 'automatically' && words[at - 1]!.text !== 'automatically') continue;
    const { info } = words[at]!;
    const subject = classesOf(grammar, words, Math.max(from, i - maxSubject), i, false);
    const sense = chooseSense(info!.verb!, subject, subject, domains, 'text');
    if (sense === undefined) continue;
    const adverb = isAdverb(words[at - 1]) || isAdverb(words[at + 1]);
    out.push({
      rule: sense.rule,
      capability: sense.capability,
      severity: sense.severity,
      place: 'passive',
      strength: adverb ? 0.8 : 0.6,
      // `It is removed afterwards`: what the sentence before gave back is what this happens to.
      surely:
        adverb ||
        (i === from + 1 && share(words[from]!.lists.written, as.pointers)) ||
        (i >= from + 2 && handedOut.has(words[i - 1]!.text)),
      specificity: sense.specificity,
      verb: info!.verb!.lemma,
      pointer,
      start: word.start,
      end: words[at]!.end,
      object: subject,
    });
  }
  return out;
};
