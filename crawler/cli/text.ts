/** Text for terminals. Pure; the terminal's own escape sequences never come from a server's text. */
import { stripVTControlCharacters } from 'node:util';

/** Text of a stranger made safe for a terminal: one line, no control or bidirectional characters, at most `max` characters. */
export function printable(text: string, max = 200): string {
  const plain = stripVTControlCharacters(text)
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '�');
  return plain.length > max ? `${plain.slice(0, max - 1)}…` : plain;
}

/**
 * Columns padded to their widest cell, two spaces apart; the last is cut to the width.
 * @param width of the terminal, characters
 */
export function table(rows: readonly (readonly string[])[], width: number): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => {
      const line = row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)));
      const text = line.join('  ').trimEnd();
      return text.length > width ? `${text.slice(0, width - 1)}…` : text;
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
