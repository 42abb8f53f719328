/** What was found out about a short text, kept while texts like it keep coming: the tools of a server repeat themselves. */

/** Texts remembered at most; a power of two. Each has its place, and gives way to the next text that belongs there. */
const places = 16_384;
/** Longer texts are rarely met again. UTF-16 units. */
const maxLength = 400;

/** Letters of a text that its place is made of. */
const sampled = 16;

/** A number that texts seldom share, from the length and some of the letters; never 0. */
const markOf = (text: string): number => {
  const { length } = text;
  const step = 1 + ((length / sampled) | 0);
  let hash = length;
  for (let i = length - 1; i >= 0; i -= step) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash ^ (hash >>> 13) || 1;
};

/** Counts how often everything was forgotten. */
let age = 0;

/** Forgets everything, where the rules themselves have changed: when parts of them are taken away to see what turns on them. */
export const forgetTexts = (): void => {
  age += 1;
};

/**
 * A pure function of a text that answers from memory where the same text was asked about before. Memory is bounded; what
 * is kept never changes an answer. Of a text that comes for the first time only its mark is kept: most never come again.
 */
export const remembered = <T>(find: (text: string) => T): ((text: string) => T) => {
  const seen = new Int32Array(places);
  const texts: Array<string | undefined> = new Array(places).fill(undefined);
  const answers: T[] = new Array(places);
  let knownAt = age;
  return (text) => {
    if (text.length > maxLength) return find(text);
    if (knownAt !== age) {
      texts.fill(undefined);
      knownAt = age;
    }
    const mark = markOf(text);
    const place = mark & (places - 1);
    if (seen[place] !== mark) {
      seen[place] = mark;
      return find(text);
    }
    if (texts[place] === text) return answers[place] as T;
    const found = find(text);
    texts[place] = text;
    answers[place] = found;
    return found;
  };
};
