/** Text for terminals. Pure; the terminal's own escape sequences never come from a server's text. */
import { stripVTControlCharacters } from 'node:util';
import measure from 'fast-string-truncated-width';
import { replaceInvisible } from '#crawler/text/invisible.ts';

/** Characters read for each one shown: escape sequences and blanks between them are dropped, a text of nothing else is cut. */
const readPerShown = 20;

/**
 * Text of a stranger made safe for a terminal: one line without escape sequences, control, direction or other invisible
 * characters, at most `max` columns wide.
 */
export function printable(text: string, max = 200): string {
  // Cut first: the pattern for escape sequences takes time with the square of a text that only ever begins them.
  const plain = replaceInvisible(
    stripVTControlCharacters(text.slice(0, max * readPerShown))
      .replace(/\s+/g, ' ')
      // Marks stacked on a letter cover the lines around it.
      .replace(/(\p{M}{4})\p{M}+/gu, '$1'),
    () => '�',
  );
  return cutToWidth(plain, max);
}

/** Columns a text takes on a terminal: two for ideographs and emoji, none for marks. */
const columnsOf = (text: string): number => measure(text).width;

/** The text cut to so many columns, with an ellipsis where it was cut. */
function cutToWidth(text: string, columns: number): string {
  let width = 0;
  /** Where the text ends if it must be cut: one column is left for the ellipsis. */
  let end = 0;
  let at = 0;
  // A character at a time: measured as a whole, joined characters are wider on many a terminal than they are counted.
  for (const character of text) {
    width += columnsOf(character);
    at += character.length;
    if (width > columns) return `${text.slice(0, end)}…`;
    if (width < columns) end = at;
  }
  return text;
}

/**
 * Columns padded to their widest cell, two spaces apart; the last is cut to the width.
 * @param width of the terminal, characters
 */
export function table(rows: readonly (readonly string[])[], width: number): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => columnsOf(row[column] ?? ''))));
  const pad = (cell: string, column: number) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - columnsOf(cell)));
  return rows
    .map((row) => {
      const line = row.map((cell, column) => (column === row.length - 1 ? cell : pad(cell, column)));
      return cutToWidth(line.join('  ').trimEnd(), width);
    })
    .join('\n');
}

/** `1 server`, `2 servers`. */
export function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/** `820 ms`, `3.2 s`, `4 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}
