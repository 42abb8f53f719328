/**
 * The cheap look that every text of every definition gets: one pass that says which phrases may stand in which sentence.
 * Words are followed letter by letter through one table of all words that any phrase needs.
 */

import { needs } from '#crawler/classify/lexicon/needs.ts';
import type { Span } from './findings/define-finding.ts';
import { phrases } from './phrases.ts';

/** Marks in a text that are no words. */
export const marks = { markup: 1, escapes: 2, longWord: 4, unusual: 8 } as const;

/** What the pass came to. */
export interface Scan {
  /** Marks of the text, of `marks`. */
  marks: number;
  /** By two: index of a phrase in `phrases`, and of the sentence it may stand in. In order of sentences. */
  candidates: readonly number[];
}

/** Phrases that only letters beyond ASCII can match. */
export const foreignPhrases: number[] = [];

/** One way to match: its phrase, and the requirements that must be met in one sentence. The others are looked for where the rarest is met. */
interface Way {
  phrase: number;
  rarest: number;
  others: number[];
}
const ways: Way[] = [];
/** Requirements that a word meets. */
const byWord = new Map<string, number[]>();

const requirementIds = new Map<string, number>();
const requirementOf = (words: string): number => {
  let id = requirementIds.get(words);
  if (id === undefined) {
    id = requirementIds.size;
    requirementIds.set(words, id);
    for (const word of words.split(' ')) byWord.set(word, [...(byWord.get(word) ?? []), id]);
  }
  return id;
};
for (const [phrase, line] of needs.entries()) {
  for (const way of line.split(' | ')) {
    const [rarest, ...others] = way === '' ? [] : way.split(' & ').map(requirementOf);
    if (rarest !== undefined) ways.push({ phrase, rarest, others });
    else if (!foreignPhrases.includes(phrase)) foreignPhrases.push(phrase);
  }
}

/** Places of a node in the table: the letters, and some that stay empty, so that a node is found by shifting. */
const nodeBits = 5;
const nodeSize = 1 << nodeBits;
/** Nodes of the table: of each letter the further node; 0 is none, 1 is the beginning of a word. */
const next: number[] = new Array(2 * nodeSize).fill(0);
/** Requirements met by a word that ends at a node, and by one that goes on past it. */
const ended: number[][] = [[], []];
const passed: number[][] = [[], []];

const nodeOf = (letters: string): number => {
  let node = 1;
  for (let i = 0; i < letters.length; i++) {
    const at = node * nodeSize + letters.charCodeAt(i) - 97;
    if (next[at] === 0) {
      next[at] = ended.length;
      for (let j = 0; j < nodeSize; j++) next.push(0);
      ended.push([]);
      passed.push([]);
    }
    node = next[at] as number;
  }
  return node;
};
for (const [word, ids] of byWord) {
  const isPrefix = word.endsWith('*');
  const node = nodeOf(isPrefix ? word.slice(0, -1) : word);
  (isPrefix ? passed : ended)[node]?.push(...ids);
}
/** A word meets what any of its beginnings meets. */
const inherit = (node: number, met: readonly number[]): void => {
  const own = [...new Set([...met, ...(passed[node] as number[])])];
  passed[node] = own;
  ended[node] = [...new Set([...own, ...(ended[node] as number[])])];
  for (let letter = 0; letter < 26; letter++) {
    const child = next[node * nodeSize + letter] as number;
    if (child !== 0) inherit(child, own);
  }
};
inherit(1, []);
const table = Uint16Array.from(next);
/** The same by number, 0 for none. */
const lists: number[][] = [[]];
const numberOf = (met: number[]): number => (met.length === 0 ? 0 : lists.push(met) - 1);
const endedList = Uint16Array.from(ended, numberOf);
const passedList = Uint16Array.from(passed, numberOf);
/**
 * Ways to match of which a word meets the rarest requirement, by the same numbers: of each its phrase, how many further
 * requirements it has, and those. In one row, because every sentence is looked up there.
 */
const begun: number[] = [];
/** Where the ways of a number begin in the row; those of the next number begin where they end. */
const begunAt = new Uint32Array(lists.length + 1);
for (const [number, met] of lists.entries()) {
  for (const { phrase, rarest, others } of ways) if (met.includes(rarest)) begun.push(phrase, others.length, ...others);
  begunAt[number + 1] = begun.length;
}
const begunWays = Uint16Array.from(begun);
/** Further requirements that a word meets, by the same numbers, in one row too: most words of a text meet some. */
const further = new Set(ways.flatMap(({ others }) => others));
const noted: number[] = [];
const notedAt = new Uint32Array(lists.length + 1);
for (const [number, met] of lists.entries()) {
  noted.push(...met.filter((id) => further.has(id)));
  notedAt[number + 1] = noted.length;
}
const notedIds = Uint16Array.from(noted);

/** A run of letters, digits, `+` and `/` so long that it may be an encoded text. */
const longWord = 40;
/** So many escapes in one text may spell a word. */
const minEscapes = 6;
/** Characters of a sentence; a longer one is cut after the word that stands there. */
const sentenceChars = 600;
/** Comments, tags and marks in brackets that text is hidden in or that speak as somebody else. */
const opensMarkup = /^(?:<[!|a-z][|a-z-]|!?\[(?:\/|sy|ad|ro|in|co|_)|!\[)/i;

let sentenceNumber = 0;
const phraseSeen = new Int32Array(phrases.length);

/** Full stops and the like of Chinese and Japanese. */
const isWideEnd = (code: number): boolean => code === 0x3002 || code === 0xff01 || code === 0xff1f || code === 0xff1b;
const isBlank = (code: number): boolean => code <= 32 || code === 0xa0 || Number.isNaN(code);

/** Where the sentences of the text that is looked at end. */
let ends = new Int32Array(1024);
let endCount = 0;
const pushEnd = (at: number): void => {
  if (endCount === ends.length) {
    const more = new Int32Array(2 * ends.length);
    more.set(ends);
    ends = more;
  }
  ends[endCount++] = at;
};

const nothing: readonly never[] = [];

/** Words of one sentence that are kept, by number of what they meet: a sentence has no more. */
const metWords = new Uint16Array(sentenceChars);

/** The sentence, by its number, in which each requirement was met last. */
const metIn = new Int32Array(requirementIds.size);

/** Adds the phrases that have all the words they need. */
function addCandidates(metCount: number, candidates: number[] | undefined): number[] | undefined {
  sentenceNumber = (sentenceNumber + 1) | 0;
  const number = sentenceNumber;
  let out = candidates;
  for (let i = 0; i < metCount; i++) {
    const word = metWords[i] as number;
    const last = notedAt[word + 1] as number;
    for (let at = notedAt[word] as number; at < last; at++) metIn[notedIds[at] as number] = number;
  }
  for (let i = 0; i < metCount; i++) {
    const word = metWords[i] as number;
    const last = begunAt[word + 1] as number;
    let at = begunAt[word] as number;
    while (at < last) {
      const phrase = begunWays[at] as number;
      const end = at + 2 + (begunWays[at + 1] as number);
      at += 2;
      while (at < end && metIn[begunWays[at] as number] === number) at++;
      if (at === end && phraseSeen[phrase] !== number) {
        phraseSeen[phrase] = number;
        out ??= [];
        out.push(phrase, endCount);
      }
      at = end;
    }
  }
  return out;
}

/** The mark that a sign is, or begins. */
const markAt = (text: string, at: number, code: number): number => {
  if (code > 126 || (code < 32 && code !== 10 && code !== 13 && code !== 9)) return marks.unusual;
  if (code !== 60 && code !== 91) return 0;
  return opensMarkup.test(text.slice(text[at - 1] === '!' ? at - 1 : at, at + 3)) ? marks.markup : 0;
};

/** Whether a sign ends a sentence; `after` is the place behind it. */
const endsSentence = (text: string, after: number, code: number): boolean =>
  code === 10 ||
  ((code === 46 || code === 33 || code === 63 || code === 59) && isBlank(text.charCodeAt(after))) ||
  isWideEnd(code);

/** Looks at a text. Capitals count as small letters; letters beyond ASCII part words. */
export function scanText(text: string): Scan {
  let found = 0;
  let escaped = 0;
  /** Where the last character stood that is no letter, digit, `+` or `/`. */
  let parted = -1;
  let start = 0;
  let candidates: number[] | undefined;
  /** Words of the sentence that some phrase needs, and whether one of them is the rarest of those. */
  let metCount = 0;
  let isBegun = false;
  endCount = 0;
  const { length } = text;
  let i = 0;
  while (i <= length) {
    const code = i < length ? text.charCodeAt(i) : 10;
    // Unsigned: what is no letter becomes a large number.
    const first = ((code | 32) - 97) >>> 0;
    if (first < 26) {
      let node = table[nodeSize + first] as number;
      let met = 0;
      for (i++; i < length; i++) {
        const letter = ((text.charCodeAt(i) | 32) - 97) >>> 0;
        if (letter >= 26) break;
        if (node === 0) continue;
        const child = table[(node << nodeBits) + letter] as number;
        if (child === 0) met = passedList[node] as number;
        node = child;
      }
      if (node !== 0) met = endedList[node] as number;
      if (met !== 0) {
        if (metCount < metWords.length) metWords[metCount++] = met;
        isBegun ||= begunAt[met] !== begunAt[met + 1];
      }
      continue;
    }
    i++;
    if ((code >= 47 && code <= 57) || code === 43) continue;
    const at = i - 1;
    if (at - parted > longWord) found |= marks.longWord;
    parted = at;
    if (code === 32) {
      if (at - start < sentenceChars) continue;
    } else {
      if (code === 92 || code === 37 || code === 38) escaped++;
      else found |= markAt(text, at, code);
      if (!endsSentence(text, i, code) && at - start < sentenceChars) continue;
    }
    const end = Math.min(i, length);
    if (end > start) {
      if (isBegun) candidates = addCandidates(metCount, candidates);
      pushEnd(end);
    }
    metCount = 0;
    isBegun = false;
    start = end;
  }
  if (escaped >= minEscapes) found |= marks.escapes;
  return { marks: found, candidates: candidates ?? nothing };
}

/** The sentences of a text that was looked at last, half-open, without the blanks before them. */
export function lastSentences(text: string): Span[] {
  const out: Span[] = [];
  let start = 0;
  for (let i = 0; i < endCount; i++) {
    const end = ends[i] as number;
    while (start < end - 1 && isBlank(text.charCodeAt(start))) start++;
    out.push({ start, end });
    start = end;
  }
  return out;
}
