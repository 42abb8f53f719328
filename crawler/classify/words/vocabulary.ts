/** Words found where they stand in a text, without copying them: most words of a text are known already. */
import { listsOf, onNone, type WordLists } from './lists.ts';
import type { WordInfo } from './word-info.ts';

/** A word as it is written in lower case, and what is known about it. */
export interface Spelling {
  text: string;
  info: WordInfo | undefined;
  lists: WordLists;
}

/** The word that stands in `source` from `start` to `end`, whatever its case. `hash` is that of its letters, where it is known already. */
export type Find = (source: string, start: number, end: number, hash?: number) => Spelling;

/** Words of at most this length, UTF-16 units, are examined for parts; longer ones are not words. */
export const maxWordLength = 40;
/** Unknown words remembered before the memory is emptied. */
const maxMemo = 20_000;
/** A power of two, several times the number of known words. */
const slots = 2 ** 15;
/** Most words of one slot; further ones are examined each time, so that words made to collide cost no more. */
const maxChain = 8;

interface Entry extends Spelling {
  hash: number;
  next: Entry | undefined;
}

const lowerOf = (c: number): number => (c >= 65 && c <= 90 ? c + 32 : c);

/** The hash of a word with one letter more. */
export const hashOn = (hash: number, letter: number): number => (Math.imul(hash, 31) + lowerOf(letter)) | 0;

/** The hash of the letters in lower case, whatever they are. That of no letter is 0. */
const hashOf = (source: string, start: number, end: number): number => {
  let hash = 0;
  for (let i = start; i < end; i++) hash = hashOn(hash, source.charCodeAt(i));
  return hash;
};

/** Words that are looked up by their hash: letters of ASCII alone, and not too many. */
const isPlain = (source: string, start: number, end: number): boolean => {
  if (end - start > maxWordLength) return false;
  for (let i = start; i < end; i++) if (source.charCodeAt(i) >= 128) return false;
  return true;
};

const slotOf = (hash: number): number => (hash ^ (hash >>> 15)) & (slots - 1);

const isNumber = (source: string, start: number, end: number): boolean => {
  for (let i = start; i < end; i++) {
    const c = source.charCodeAt(i);
    if (c < 48 || c > 57) return false;
  }
  return true;
};

const isSame = (text: string, source: string, start: number, end: number): boolean => {
  if (text.length !== end - start) return false;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== lowerOf(source.charCodeAt(start + i))) return false;
  return true;
};

/**
 * A word by itself. What was cut out of a text may be a view of it, which would keep all of that in memory for as long as
 * the word is remembered.
 */
const alone = (word: string): string => Buffer.from(word, 'utf16le').toString('utf16le');

const spell = (text: string, info: WordInfo | undefined): Spelling => ({ text, info, lists: listsOf(text) });

/** Finds words without knowing anything about them. */
export const findBlindly: Find = (source, start, end) => spell(source.slice(start, end).toLowerCase(), undefined);

/**
 * A vocabulary that finds known words, and examines others once and remembers them within a bound.
 * @param known lower-case words
 * @param derive what can be told of another word from its parts; asked for words up to `maxWordLength`
 */
export const createVocabulary = (
  known: ReadonlyMap<string, WordInfo>,
  derive: (word: string) => WordInfo | undefined,
): Find => {
  let heads: Array<Entry | undefined> = new Array(slots).fill(undefined);
  let remembered = 0;
  /** Words with letters beyond ASCII. */
  let others = new Map<string, Spelling>();

  const put = (text: string, info: WordInfo | undefined, hash: number): Entry => {
    const slot = slotOf(hash);
    const entry = { text, info, lists: listsOf(text), hash, next: heads[slot] };
    heads[slot] = entry;
    return entry;
  };
  for (const [text, info] of known) {
    if (isPlain(text, 0, text.length)) put(text, info, hashOf(text, 0, text.length));
  }
  // What is put in front of these later leaves them as they are.
  const atFirst = heads.slice();
  const begin = (): void => {
    heads = atFirst.slice();
    others = new Map();
    remembered = 0;
  };

  const findOther = (source: string, start: number, end: number): Spelling => {
    const text = source.slice(start, end).toLowerCase();
    if (text.length > maxWordLength) return spell(text, known.get(text));
    let spelling = others.get(text);
    if (spelling === undefined) {
      spelling = spell(alone(text), known.get(text) ?? derive(text));
      if (++remembered > maxMemo) begin();
      others.set(spelling.text, spelling);
    }
    return spelling;
  };

  return (source, start, end, hash = hashOf(source, start, end)) => {
    let chain = 0;
    for (let entry = heads[slotOf(hash)]; entry !== undefined; entry = entry.next) {
      if (entry.hash === hash && isSame(entry.text, source, start, end)) return entry;
      chain++;
    }
    if (!isPlain(source, start, end)) return findOther(source, start, end);
    // Numbers say nothing and hardly come again.
    if (isNumber(source, start, end)) return { text: source.slice(start, end), info: undefined, lists: onNone };
    const text = source.slice(start, end).toLowerCase();
    const info = derive(text);
    if (chain >= maxChain) return spell(text, info);
    if (++remembered > maxMemo) begin();
    return put(alone(text), info, hash);
  };
};
