/** What was found out about a short text, kept while texts like it keep coming: the tools of a server repeat themselves. */

/** Texts remembered before the memory is emptied. */
const maxTexts = 5000;
/** Longer texts are rarely met again. UTF-16 units. */
const maxLength = 400;

/** Counts how often everything was forgotten. */
let age = 0;

/** Forgets everything, where the rules themselves have changed: when parts of them are taken away to see what turns on them. */
export const forgetTexts = (): void => {
  age += 1;
};

/**
 * A pure function of a text that answers from memory where the same text was asked about before. Memory is bounded; what
 * is kept never changes an answer.
 */
export const remembered = <T>(find: (text: string) => T): ((text: string) => T) => {
  let known = new Map<string, T>();
  let knownAt = age;
  return (text) => {
    if (text.length > maxLength) return find(text);
    if (knownAt !== age) {
      known = new Map();
      knownAt = age;
    }
    const before = known.get(text);
    if (before !== undefined || known.has(text)) return before as T;
    const found = find(text);
    if (known.size >= maxTexts) known = new Map();
    known.set(text, found);
    return found;
  };
};
