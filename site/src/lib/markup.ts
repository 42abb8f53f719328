/**
 * Words of a server as HTML: escaped, with hidden characters named. Lists have hundreds of them, and a component for each
 * costs more than what it writes. Nowhere else is HTML written by hand.
 */
import { escape as escapeHtml } from 'html-escaper';
import { markWords } from './summary.ts';
import { revealHidden } from './verbatim.ts';

/** The text. */
export const textHtml = (text: string): string => partsHtml(text, escapeHtml);

/**
 * The name of a tool, with places to break where a long one must wrap: after a separator and before a capital.
 * @param maxChars longer names are cut, UTF-16 units
 */
export function nameHtml(name: string, maxChars = Number.POSITIVE_INFINITY): string {
  if (name === '') return '<i>(empty name)</i>';
  const shown = name.length > maxChars ? `${name.slice(0, maxChars)}…` : name;
  return partsHtml(shown, (text) => text.split(breaks).map(escapeHtml).join('<wbr>'));
}

const breaks = /(?<=[_\-./:])|(?<=[a-z0-9])(?=[A-Z])/;

/** The text with those words marked that begin with one that was searched for. */
export const markedHtml = (text: string, words: readonly string[]): string =>
  markWords(text, words)
    .map((part) => (part.marked ? `<mark class="hit">${textHtml(part.text)}</mark>` : textHtml(part.text)))
    .join('');

const partsHtml = (text: string, write: (text: string) => string): string =>
  revealHidden(text)
    .map(({ text, hidden }) =>
      hidden ? `<span class="hidden-char" title="Hidden character">${hidden}</span>` : write(text),
    )
    .join('');
