/** TOML 1.0 of any names and texts, laid out for people: one table a paragraph, long lists one item a line. */
import { commentLines, escapeCodePoint, replaceInvisible } from './invisible.ts';

/** What can stand to the right of `=` here. */
export type TomlValue = string | number | boolean | readonly TomlValue[];

/** A table with its header. */
export interface TomlTable {
  /** Names from the root, any text each. Empty for the keys before the first header. */
  path: readonly string[];
  /** Whether it is one of an array of tables: `[[path]]`. */
  repeated?: boolean;
  /** Keys in their order; undefined ones are left out. */
  entries: readonly (readonly [key: string, value: TomlValue | undefined])[];
}

/** Widest list that stays on one line, characters. */
const maxLineChars = 80;

/**
 * The tables as a document. Every string is a quoted one with escapes, every other key too, so no text leaves its
 * place. A lone surrogate, which TOML cannot hold, becomes U+FFFD.
 * @param comments lines at the top
 * @throws RangeError for a number that is not finite
 */
export function writeToml(tables: readonly TomlTable[], comments: readonly string[] = []): string {
  return [commentLines(comments), ...tables.map(writeTable)].filter((part) => part !== '').join('\n');
}

function writeTable({ path, repeated = false, entries }: TomlTable): string {
  const name = path.map(writeKey).join('.');
  const header = path.length === 0 ? '' : repeated ? `[[${name}]]\n` : `[${name}]\n`;
  const lines = entries.flatMap(([key, value]) =>
    value === undefined ? [] : [`${writeKey(key)} = ${writeValue(value)}\n`],
  );
  return header + lines.join('');
}

const writeKey = (key: string): string => (/^[A-Za-z0-9_-]+$/.test(key) ? key : writeString(key));

function writeValue(value: TomlValue): string {
  if (typeof value === 'string') return writeString(value);
  if (typeof value === 'object') return writeList(value.map(writeValue));
  if (typeof value === 'boolean') return String(value);
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no number of a policy.`);
  // JavaScript writes large and small numbers as `1e+21`, which TOML reads as well.
  return String(value);
}

function writeList(items: readonly string[]): string {
  const line = `[${items.join(', ')}]`;
  return line.length <= maxLineChars ? line : `[\n${items.map((item) => `  ${item},\n`).join('')}]`;
}

const writeString = (text: string): string =>
  `"${replaceInvisible(text.toWellFormed().replace(/["\\]/g, '\\$&'), escapeCodePoint)}"`;
