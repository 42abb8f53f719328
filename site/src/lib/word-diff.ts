/** What a text was and what it is, word by word. Pure, and bounded in the text. */
import { diffWordsWithSpace } from 'diff';

/** A run of words that was taken out, put in, or left as it is; `cut` stands for words left out. */
export interface DiffPart {
  text: string;
  kind: 'same' | 'added' | 'removed' | 'cut';
}

/** Longer texts are compared as far as this, UTF-16 units, and differences as far as so many words. */
const maxChars = 6_000;
const maxEdits = 1_200;
/** Unchanged words kept on each side of a change, UTF-16 units. */
const keptChars = 120;

/** The difference of two texts. Where they have too little in common, one whole text and then the other. */
export function diffWords(from: string, to: string): DiffPart[] {
  const [before, after] = [from.slice(0, maxChars), to.slice(0, maxChars)];
  const changes = diffWordsWithSpace(before, after, { maxEditLength: maxEdits });
  if (!changes) {
    return [
      { text: before, kind: 'removed' as const },
      { text: after, kind: 'added' as const },
    ].filter(({ text }) => text !== '');
  }
  return changes.flatMap(({ value, added, removed }, at): DiffPart[] => {
    if (added || removed) return [{ text: value, kind: added ? 'added' : 'removed' }];
    if (value.length <= 2 * keptChars + 40) return [{ text: value, kind: 'same' }];
    const head: DiffPart = { text: value.slice(0, keptChars).toWellFormed(), kind: 'same' };
    const tail: DiffPart = { text: value.slice(-keptChars).toWellFormed(), kind: 'same' };
    const cut: DiffPart = { text: ' … ', kind: 'cut' };
    return [...(at > 0 ? [head] : []), cut, ...(at < changes.length - 1 ? [tail] : [])];
  });
}
