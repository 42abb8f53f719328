/** JSON that is safe to look at: it reads back as the same value, and shows every character that is in it. */
import { escapeUnits, replaceInvisible } from './invisible.ts';

/**
 * The value as JSON in which invisible characters are written `\uXXXX`, so that no terminal, editor or reader is led
 * astray by a stranger's text. White space of the layout stays.
 * @param indent spaces a level, 0 for one line
 */
export const writeJson = (value: unknown, indent = 2): string => escapeInvisible(JSON.stringify(value, null, indent));

/** Anything but ASCII that prints, and line ends: most texts have nothing else. */
const unusual = /[^\n -~]/;

/** A JSON text with the invisible characters of its strings escaped. */
export const escapeInvisible = (json: string): string =>
  // Line ends of the layout are the only control characters that a JSON text has outside its strings.
  !unusual.test(json)
    ? json
    : replaceInvisible(json, (_, character) => (character === '\n' ? character : escapeUnits(character)));
