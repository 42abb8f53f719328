/** Words of a configuration that may be named in a sentence. Pure. */
import { looksSecret } from '#crawler/discover/secrets.ts';

/** A short option with its value behind it, as `-phunter2`. */
const glued = /^-[^-]./;

/** A word as it stands where it is a plain name, option or host; else `what` it is, in words. */
export function sayWord(word: string, what: string): string {
  if (glued.test(word)) return what;
  const plain = /^(?:--?)?@?[A-Za-z][\w.-]{0,60}(?:\/[\w.-]{1,60})?$/.test(word) && !looksSecret(word);
  return plain ? word : what;
}
