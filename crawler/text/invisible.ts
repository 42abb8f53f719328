/**
 * Characters that a stranger's text may hold and that no place shows as they are: they print nothing, turn the reading
 * direction, move the cursor or end a line. Each place has its own way to show them (named on a page, escaped in JSON,
 * TOML and YAML, replaced on a terminal); which characters they are is said here alone.
 */

/**
 * Inside brackets of a regular expression with the flag `u`. Control, format, private and unassigned characters, lone
 * surrogates, line and paragraph separators, everything that fonts leave out (fillers, variation selectors), the empty
 * Braille pattern, and white space that is neither a space nor U+3000.
 */
export const invisibleClass =
  '\\p{C}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u2800';

const invisible = new RegExp(`[${invisibleClass}]`, 'gu');

/** Every invisible character of the text written by `write`, which is given its code point. */
export const replaceInvisible = (text: string, write: (codePoint: number, character: string) => string): string =>
  text.replace(invisible, (character) => write(character.codePointAt(0) as number, character));

/** `\u202e`, and beyond the basic plane `\U000e0041`: how TOML and YAML write a character in a quoted string. */
export const escapeCodePoint = (codePoint: number): string =>
  codePoint > 0xffff
    ? `\\U${codePoint.toString(16).padStart(8, '0')}`
    : `\\u${codePoint.toString(16).padStart(4, '0')}`;

/** `\u202e`, and beyond the basic plane a pair of them: how JSON writes a character in a string. */
export const escapeUnits = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');

/** The lines of a message, without what would move the cursor or the reader's eye: the last gate before a terminal. */
export const plainLines = (text: string): string =>
  replaceInvisible(text, (_, character) => (character === '\n' ? '\n' : '�'));

/** One comment line a sentence, each begun by `# `. Line ends and invisible characters in them become `?`. */
export const commentLines = (lines: readonly string[]): string =>
  lines.map((line) => `# ${replaceInvisible(line, () => '?')}\n`).join('');
