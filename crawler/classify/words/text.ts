/**
 * Text into words with offsets. One pass, linear, no regular expressions over long text.
 * Offsets are UTF-16 and half-open, as evidence needs them.
 */

import { foldLetters } from '#crawler/text/fold.ts';
import type { WordLists } from './lists.ts';
import { type Find, findBlindly, hashOn, type Spelling } from './vocabulary.ts';
import type { WordInfo } from './word-info.ts';

/** What stands between a word and the word before it; the strongest break wins. */
export const gaps = {
  none: 0,
  space: 1,
  hyphen: 2,
  slash: 3,
  comma: 4,
  paren: 5,
  colon: 6,
  line: 7,
  sentence: 8,
} as const;

/** One word of a text. */
export interface Word {
  /** Lower case. */
  text: string;
  start: number;
  end: number;
  /** A value of `gaps`: what stands before the word. */
  gap: number;
  /** An identifier (`snake_case`, `camelCase`, in backticks): it names something and is never read as a verb. */
  code: boolean;
  /** What the rules know about the word, if anything. */
  info: WordInfo | undefined;
  /** The lists it stands on. */
  lists: WordLists;
  /** A colon ends the line after this word: it closes a heading. */
  heads: boolean;
}

const LETTER = 1;
const DIGIT = 2;
const UPPER = 4;

const kinds = new Uint8Array(128);
for (let c = 97; c <= 122; c++) kinds[c] = LETTER;
for (let c = 65; c <= 90; c++) kinds[c] = LETTER | UPPER;
for (let c = 48; c <= 57; c++) kinds[c] = DIGIT;

/** CJK, kana and hangul: written without spaces, so each run is cut by the table of foreign verbs instead. */
const isDense = (c: number): boolean => c >= 0x3040 && c <= 0xd7af;

const kindOf = (c: number): number => {
  if (c < 128) return kinds[c]!;
  if (c < 0xc0 || c === 0xd7 || c === 0xf7) return 0;
  if (c >= 0x2000 && c <= 0x303f) return 0;
  if (c >= 0xd800 && c <= 0xdfff) return 0;
  if (c >= 0xfe00 && c <= 0xff20) return 0;
  return LETTER;
};

const splitPlainName = (name: string, find: Find): Word[] => {
  const words: Word[] = [];
  const n = Math.min(name.length, maxNameLength);
  let start = -1;
  let previous = 0;
  let gap: number = gaps.none;
  for (let i = 0; i < n; i++) {
    const code = name.charCodeAt(i);
    const kind = kindOf(code);
    if (start >= 0) {
      const end = kind === 0 ? i : endOfPart(name, i, n, start, kind, previous);
      if (end > start) {
        words.push(wordOf(find(name, start, end), start, end, gap));
        start = end < i ? end : -1;
        gap = gaps.none;
      }
    }
    if (kind === 0) gap = code === 45 || code === 46 || code === 47 ? gaps.hyphen : gaps.space;
    else if (start < 0) start = i;
    previous = kind;
  }
  if (start >= 0) words.push(wordOf(find(name, start, n), start, n, gap));
  return words;
};

const wordOf = ({ text, info, lists }: Spelling, start: number, end: number, gap: number): Word => ({
  text,
  start,
  end,
  gap,
  code: false,
  info,
  lists,
  heads: false,
});

/** Where the part of a name that began at `start` ends, if the letter at `i` ends it: by case, and between letters and digits; else -1. */
const endOfPart = (name: string, i: number, n: number, start: number, kind: number, previous: number): number => {
  if ((kind & DIGIT) !== (previous & DIGIT)) return i;
  const upper = (kind & UPPER) !== 0;
  const wasUpper = (previous & UPPER) !== 0;
  if (upper && !wasUpper) return i;
  if (upper || !wasUpper || i - start < 2 || (kind & LETTER) === 0) return -1;
  // The last capital of a run begins the next word: `HTTPServer`, except a plural `s` (`URLs`).
  const plural =
    name.charCodeAt(i) === 115 && (i + 1 >= n || (kindOf(name.charCodeAt(i + 1)) & (LETTER | UPPER)) !== LETTER);
  return plural ? -1 : i - 1;
};

/** Names are at most 128 characters by the specification; longer ones are read up to here. */
const maxNameLength = 256;

/** The hash of the word that was scanned last. */
let scannedHash = 0;

/** Where the word ends that begins at `from`, doubled; odd where it is `snake_case` or `camelCase`. Leaves its hash in `scannedHash`. */
const scanWord = (text: string, from: number, n: number): number => {
  const first = text.charCodeAt(from);
  let hash = hashOn(0, first);
  const kind = kindOf(first);
  const dense = isDense(first);
  let mixed = false;
  let small = (kind & UPPER) === 0 && (kind & LETTER) !== 0;
  let i = from + 1;
  while (i < n) {
    const d = text.charCodeAt(i);
    // Most letters are these.
    if (d >= 97 && d <= 122 && !dense) {
      small = true;
      hash = hashOn(hash, d);
      i++;
      continue;
    }
    const k = kindOf(d);
    if (k === 0) {
      // An apostrophe or underscore inside a word belongs to it.
      const next = i + 1 < n ? text.charCodeAt(i + 1) : 0;
      const inside = kindOf(next);
      if (d === 95 && inside !== 0) {
        mixed = true;
        small = true;
      } else if (!((d === 39 || d === 0x2019) && (inside & LETTER) !== 0)) break;
      hash = hashOn(hashOn(hash, d), next);
      i += 2;
      continue;
    }
    if (dense !== isDense(d)) break;
    if ((k & UPPER) !== 0 && small) mixed = true;
    if ((k & UPPER) === 0 && (k & LETTER) !== 0) small = true;
    hash = hashOn(hash, d);
    i++;
  }
  scannedHash = hash;
  return 2 * i + Number(mixed);
};

/** A single word in double quotes is a value, not a word of the sentence: `{"category":"read"}`. */
const isQuoted = (text: string, start: number, end: number): boolean =>
  start > 0 && text.charCodeAt(start - 1) === 34 && text.charCodeAt(end) === 34;

/** Gaps made by signs that mean the same wherever they stand. */
const signs: ReadonlyMap<number, number> = new Map([
  ...[...'\u3002;'].map((c) => [c.charCodeAt(0), gaps.sentence] as const),
  ...[...',\u3001\uff0c'].map((c) => [c.charCodeAt(0), gaps.comma] as const),
  ...[...':\uff1a\u2013\u2014\u2022\u2192'].map((c) => [c.charCodeAt(0), gaps.colon] as const),
  ...[...'()[]<>{}'].map((c) => [c.charCodeAt(0), gaps.paren] as const),
  ...[...'/|&'].map((c) => [c.charCodeAt(0), gaps.slash] as const),
]);

/** The same of ASCII signs, by code. */
const plainSigns = Uint8Array.from({ length: 128 }, (_, code) => signs.get(code) ?? gaps.space);

/** The break that the sign at `i` makes between two words. */
const gapAt = (text: string, i: number, n: number, last: Word | undefined): number => {
  const c = text.charCodeAt(i);
  const after = i + 1 < n ? text.charCodeAt(i + 1) : 32;
  if (c === 10 || c === 13) return after === 10 ? gaps.sentence : gaps.line;
  if (c === 46 || c === 33 || c === 63) {
    const abbreviation = c === 46 && last !== undefined && last.end === i && last.end - last.start === 1;
    return kindOf(after) === 0 && !abbreviation ? gaps.sentence : gaps.space;
  }
  if (c === 45) {
    const before = i > 0 ? text.charCodeAt(i - 1) : 0;
    if (i + 1 < n && kindOf(before) !== 0 && kindOf(after) !== 0) return gaps.hyphen;
    return before === 32 && text.charCodeAt(i + 1) === 32 ? gaps.colon : gaps.comma;
  }
  return c < 128 ? plainSigns[c]! : (signs.get(c) ?? gaps.space);
};

const splitPlainText = (text: string, maxChars: number, find: Find): Word[] => {
  const words: Word[] = [];
  const n = Math.min(text.length, maxChars);
  let gap: number = gaps.none;
  let tick = false;
  let i = 0;
  while (i < n) {
    const c = text.charCodeAt(i);
    if (kindOf(c) !== 0) {
      const scanned = scanWord(text, i, n);
      const end = scanned >> 1;
      const word = find(text, i, end, scannedHash);
      words.push({
        text: word.text,
        start: i,
        end,
        gap,
        code: scanned % 2 === 1 || tick || isQuoted(text, i, end),
        info: word.info,
        lists: word.lists,
        heads: false,
      });
      gap = gaps.none;
      i = end;
      continue;
    }
    if (c === 32) {
      if (gap === gaps.none) gap = gaps.space;
      i++;
      continue;
    }
    const last = words[words.length - 1];
    if (c === 10 || c === 13) {
      if (gap === gaps.colon && last !== undefined) last.heads = true;
      tick = false;
    } else if (c === 96) tick = !tick;
    gap = Math.max(gap, gapAt(text, i, n, last));
    i++;
  }
  return words;
};

/** Reads a text with its letters folded; words keep the places they have in the original. */
const folded = (text: string, split: (text: string) => Word[]): Word[] => {
  const { text: plain, origins } = foldLetters(text);
  const words = split(plain);
  if (origins !== undefined)
    for (const word of words) {
      word.start = origins[word.start]!;
      word.end = origins[word.end]!;
    }
  return words;
};

/**
 * Splits a tool or parameter name: by case, by separators and between letters and digits.
 * `getOrderByIDv2` gives get, order, by, id, v, 2 with the offsets of each.
 */
export const splitName = (name: string, find: Find = findBlindly): Word[] =>
  folded(name.length > maxNameLength * 4 ? name.slice(0, maxNameLength * 4) : name, (plain) =>
    splitPlainName(plain, find),
  );

/**
 * Words of a description, at most `maxChars` characters of it.
 * Sentence ends, line ends, commas, colons, brackets and slashes are kept as the gap before the next word.
 */
export const splitText = (text: string, maxChars: number, find: Find): Word[] =>
  folded(text.length > maxChars * 4 ? text.slice(0, maxChars * 4) : text, (plain) =>
    splitPlainText(plain, maxChars, find),
  );
