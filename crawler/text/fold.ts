/**
 * Text as the eye takes it, so that words are found whatever letters they are spelt with: letters of other scripts that
 * are drawn like Latin ones, full-width and styled letters become plain ones, and what prints nothing inside a word
 * (zero-width characters, soft hyphens, marks stacked on a letter) is left out. Two ways: `foldText` for searching (all in
 * lower case and without accents), `foldLetters` for reading, where capitals and accents tell words apart. Pure and linear.
 */

/** Letters of other scripts that are drawn like Latin ones, by the Latin letter. Lower case. */
const drawnAlike: Record<string, string> = Object.fromEntries(
  Object.entries({
    a: 'аαɑ',
    b: 'ЬƄ',
    c: 'сϲ',
    d: 'ԁ',
    e: 'еҽ',
    g: 'ɡ',
    h: 'һ',
    i: 'іιı',
    j: 'ј',
    k: 'κк',
    l: 'ӏ',
    m: 'м',
    n: 'ո',
    o: 'оοօ',
    p: 'рρ',
    q: 'ԛ',
    s: 'ѕ',
    t: 'т',
    u: 'υս',
    v: 'νѵ',
    w: 'ԝ',
    x: 'хχ',
    y: 'уү',
  }).flatMap(([latin, others]) => [...others].map((other) => [other, latin])),
);

/** Inside brackets of a regular expression with the flag `u`: every letter that is drawn like a Latin one, lower case. */
export const alikeClass = Object.keys(drawnAlike).join('');

const foreignLetters = new RegExp(`[${alikeClass}]`, 'gu');

/** Lower-case text with every letter that is drawn like a Latin one written as that. */
export const plainLetters = (text: string): string =>
  text.replace(foreignLetters, (letter) => drawnAlike[letter] as string);

/** A folded text, and where each of its units stood. */
export interface FoldedText {
  text: string;
  /** Offset of a unit of `text` in what was folded; `at(text.length)` is the length of that. UTF-16. */
  at(offset: number): number;
}

/** Any character that folding may change in number or letter; quotation marks, dashes, arrows and most emoji are none. */
const foldable =
  /[\u00aa\u00ad\u00b2-\u1fff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2070-\u209f\u2100-\u218f\u2460-\u24ff\u2c00-\ud7ff\ud835\udb40\uf900-\ufefe\ufeff-\uffff]/;
const curly = /[\u2018\u2019]/g;
const skipped = /[\p{Default_Ignorable_Code_Point}\p{Mn}\p{Me}]/u;
/** Scripts in which marks and joiners are part of the spelling: their words are left as they are. */
const spelt = /[\p{L}\p{Mn}]/u;
const latinWord = /\p{Script=Latin}/u;

/** One character in lower case, full-width and styled forms as plain ones, Latin letters without their marks. */
const plainCharacter = (character: string): string => {
  if (character === '\u2019' || character === '\u2018' || character === '\u02bc') return "'";
  const composed = character.normalize('NFKC').toLowerCase();
  return latinWord.test(composed) ? composed.normalize('NFD').replace(/\p{Mn}/gu, '') : composed;
};

/**
 * Folds a text: lower case, plain letters, nothing invisible. Look-alike letters are folded only in words that also hold
 * a Latin letter, so that Russian and Greek stay Russian and Greek.
 */
export function foldText(text: string): FoldedText {
  if (!foldable.test(text)) return { text: text.toLowerCase().replace(curly, "'"), at: (offset) => offset };
  const offsets: number[] = [];
  let out = '';
  let word = '';
  let wordOffsets: number[] = [];
  const endWord = () => {
    const folded = latinWord.test(word) ? plainLetters(word) : word;
    for (const offset of wordOffsets) offsets.push(offset);
    out += folded;
    word = '';
    wordOffsets = [];
  };
  let offset = 0;
  for (const character of text) {
    if (character < '\u0080') {
      const isLetter = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
      if (!isLetter) endWord();
      word += isLetter ? character.toLowerCase() : character;
      wordOffsets.push(offset);
      if (!isLetter) endWord();
    } else if (!skipped.test(character)) {
      const composed = plainCharacter(character);
      if (!spelt.test(character)) endWord();
      word += composed;
      for (let i = 0; i < composed.length; i++) wordOffsets.push(offset);
      if (!spelt.test(character)) endWord();
    }
    offset += character.length;
  }
  endWord();
  offsets.push(text.length);
  return { text: out, at: (index) => offsets[Math.min(index, offsets.length - 1)] as number };
}

/** A text with its letters folded, and where each of its characters stood. */
export interface FoldedLetters {
  text: string;
  /** Offset in the original of each character, and of the end; undefined where nothing was folded. */
  origins: readonly number[] | undefined;
}

/** Nothing else needs a closer look: controls of direction and joining, marks, full width, mathematical letters, Greek, Cyrillic. */
const foldableLetters =
  /[\u0370-\u052f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\uff01-\uff5e]|\u00ad|[\u0300-\u036f]|[\ufe00-\ufe0f]|\ud835/;

const invisible = /\u00ad|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[\ufe00-\ufe0f]/;
const combining = /[\u0300-\u036f]/;

/** What `drawnAlike` has not: capitals, and small letters that only stand in for others where a word is spelt to mislead. */
const lookAlikes = new Map<string, string>(
  'вb нh гr пn τt АA ВB ЕE КK МM НH ОO РP СC ТT ХX ІI ЅS ЈJ ΑA ΒB ΕE ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΧX ΥY ΖZ'
    .split(' ')
    .map(([alike, latin]) => [alike!, latin!]),
);

const isLatin = (c: string | undefined): boolean => c !== undefined && /[a-z]/i.test(c);
const isForeign = (c: string): boolean => /[\u0370-\u052f]/.test(c);

/** Foreign letters that stand together, and whether a Latin one stands beside them: their word is then written in Latin. */
interface Run {
  /** Index after the last. */
  end: number;
  inLatin: boolean;
}

/** The run that begins here: each is looked at once, however long it is. */
const runFrom = (letters: readonly string[], start: number): Run => {
  let end = start + 1;
  while (letters[end] !== undefined && isForeign(letters[end]!)) end++;
  return { end, inLatin: isLatin(letters[start - 1]) || isLatin(letters[end]) };
};

/** Folds a text; most texts come back as they are. */
export const foldLetters = (text: string): FoldedLetters => {
  if (!foldableLetters.test(text)) return { text, origins: undefined };
  const letters = [...text];
  const origins: number[] = [];
  let out = '';
  let at = 0;
  let run: Run = { end: 0, inLatin: false };
  for (const [index, letter] of letters.entries()) {
    let plain = letter;
    if (index >= run.end && isForeign(letter)) run = runFrom(letters, index);
    if (invisible.test(letter)) plain = '';
    else if (combining.test(letter))
      plain = isLatin(letters[index - 1]) || letters[index - 1] === undefined ? '' : letter;
    else if (/[\uff01-\uff5e]|[\u{1d400}-\u{1d7ff}]/u.test(letter)) plain = letter.normalize('NFKC');
    else if (isForeign(letter) && run.inLatin) plain = lookAlikes.get(letter) ?? drawnAlike[letter] ?? letter;
    for (let i = 0; i < plain.length; i++) origins.push(plain === letter ? at + i : at);
    out += plain;
    at += letter.length;
  }
  if (out === text) return { text, origins: undefined };
  origins.push(text.length);
  return { text: out, origins };
};
