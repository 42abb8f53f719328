/**
 * Text into words with offsets. One pass, linear, no regular expressions over long text.
 * Offsets are UTF-16 and half-open, as evidence needs them.
 */

import type { WordInfo } from './grammar.ts';
import { type Find, findBlindly } from './vocabulary.ts';

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

/**
 * Splits a tool or parameter name: by case, by separators and between letters and digits.
 * `getOrderByIDv2` gives get, order, by, id, v, 2 with the offsets of each.
 */
export const splitName = (name: string, find: Find = findBlindly): Word[] => {
  const words: Word[] = [];
  const n = Math.min(name.length, maxNameLength);
  let start = -1;
  let previous = 0;
  let gap: number = gaps.none;
  const push = (end: number): void => {
    if (start < 0) return;
    const { text, info } = find(name, start, end);
    words.push({ text, start, end, gap, code: false, info, heads: false });
    start = -1;
    gap = gaps.none;
  };
  for (let i = 0; i < n; i++) {
    const code = name.charCodeAt(i);
    const kind = kindOf(code);
    if (kind === 0) {
      push(i);
      gap = code === 45 || code === 46 || code === 47 ? gaps.hyphen : gaps.space;
    } else {
      if (start >= 0) {
        const upper = (kind & UPPER) !== 0;
        const wasUpper = (previous & UPPER) !== 0;
        if ((kind & DIGIT) !== (previous & DIGIT)) push(i);
        else if (upper && !wasUpper) push(i);
        else if (!upper && wasUpper && i - start > 1 && (kind & LETTER) !== 0) {
          // The last capital of a run begins the next word: `HTTPServer`, except a plural `s` (`URLs`).
          const plural = code === 115 && (i + 1 >= n || (kindOf(name.charCodeAt(i + 1)) & (LETTER | UPPER)) !== LETTER);
          if (!plural) push(i - 1);
          if (start < 0) start = i - 1;
        }
      }
      if (start < 0) start = i;
    }
    previous = kind;
  }
  push(n);
  return words;
};

/** Names are at most 128 characters by the specification; longer ones are read up to here. */
const maxNameLength = 256;

/**
 * Words of a description, at most `maxChars` characters of it.
 * Sentence ends, line ends, commas, colons, brackets and slashes are kept as the gap before the next word.
 */
export const splitText = (text: string, maxChars: number, find: Find): Word[] => {
  const words: Word[] = [];
  const n = Math.min(text.length, maxChars);
  let gap: number = gaps.none;
  let tick = false;
  let i = 0;
  while (i < n) {
    const c = text.charCodeAt(i);
    const kind = kindOf(c);
    if (kind !== 0) {
      const start = i;
      let mixed = false;
      let small = (kind & UPPER) === 0 && (kind & LETTER) !== 0;
      const dense = isDense(c);
      i++;
      while (i < n) {
        const d = text.charCodeAt(i);
        let k = kindOf(d);
        if (k === 0) {
          // An apostrophe or underscore inside a word belongs to it.
          if (d === 95 && i + 1 < n && kindOf(text.charCodeAt(i + 1)) !== 0) {
            mixed = true;
            i++;
            k = kindOf(text.charCodeAt(i));
            i++;
            small = true;
            continue;
          }
          if ((d === 39 || d === 0x2019) && i + 1 < n && (kindOf(text.charCodeAt(i + 1)) & LETTER) !== 0) {
            i += 2;
            continue;
          }
          break;
        }
        if (dense !== isDense(d)) break;
        if ((k & UPPER) !== 0 && small) mixed = true;
        if ((k & UPPER) === 0 && (k & LETTER) !== 0) small = true;
        i++;
      }
      const word = find(text, start, i);
      words.push({ text: word.text, start, end: i, gap, code: mixed || tick, info: word.info, heads: false });
      gap = gaps.none;
      continue;
    }
    let next: number = gaps.space;
    switch (c) {
      case 32:
      case 9:
        break;
      case 10:
      case 13:
        next = gaps.line;
        if (gap === gaps.colon && words.length > 0) words[words.length - 1]!.heads = true;
        if (i + 1 < n && text.charCodeAt(i + 1) === 10) next = gaps.sentence;
        tick = false;
        break;
      case 46: // .
      case 33:
      case 63: {
        const after = i + 1 < n ? text.charCodeAt(i + 1) : 32;
        const last = words[words.length - 1];
        const abbreviation = c === 46 && last !== undefined && last.end === i && last.end - last.start === 1;
        next = kindOf(after) === 0 && !abbreviation ? gaps.sentence : gaps.space;
        break;
      }
      case 0x3002: // 。
        next = gaps.sentence;
        break;
      case 44:
      case 59:
      case 0x3001:
      case 0xff0c:
        next = c === 59 ? gaps.sentence : gaps.comma;
        break;
      case 58:
      case 0xff1a:
        next = gaps.colon;
        break;
      case 40:
      case 41:
      case 91:
      case 93:
      case 60:
      case 62:
      case 123:
      case 125:
        next = gaps.paren;
        break;
      case 47:
      case 124:
      case 38:
        next = gaps.slash;
        break;
      case 45: {
        const tight =
          i > 0 && i + 1 < n && kindOf(text.charCodeAt(i - 1)) !== 0 && kindOf(text.charCodeAt(i + 1)) !== 0;
        const dash = text.charCodeAt(i - 1) === 32 && text.charCodeAt(i + 1) === 32;
        next = tight ? gaps.hyphen : dash ? gaps.colon : gaps.comma;
        break;
      }
      case 0x2013:
      case 0x2014:
      case 0x2022:
      case 0x2192:
        next = gaps.colon;
        break;
      case 96:
        tick = !tick;
        break;
      default:
        break;
    }
    if (next > gap) gap = next;
    i++;
  }
  return words;
};
