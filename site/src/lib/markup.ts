/**
 * What lists have hundreds of, as HTML: words of a server, escaped and with hidden characters named, and risks. A component
 * for each costs more than what it writes. Nowhere else is HTML written by hand.
 */
import { escape as escapeHtml } from 'html-escaper';
import { type Risk, risks } from '#db/types.ts';
import { markWords } from './summary.ts';
import { revealHidden } from './verbatim.ts';
import { riskWord } from './vocabulary.ts';

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

/** Risk as sign and word. */
export const riskHtml = (risk: Risk | null): string => `${meterHtml(risk)}${escapeHtml(riskWord(risk))}`;

/** Four bars for four risks; a hatched frame where the risk is not known. */
export function meterHtml(risk: Risk | null): string {
  const filled = risk === null ? 0 : risks.indexOf(risk) + 1;
  return `<svg class="meter filled-${filled}" viewBox="0 0 22 16" aria-hidden="true">${risk === null ? hatched : bars}</svg>`;
}

const hatched = '<path d="M1 1.5h20v13H1zM5 14.5l6-13M11 14.5l6-13M17 14.5l4-8.5M1 10l4-8.5"></path>';
const bars =
  '<g><rect x="0" y="9" width="4" height="7"></rect><rect x="6" y="6" width="4" height="10"></rect><rect x="12" y="3" width="4" height="13"></rect><rect x="18" y="0" width="4" height="16"></rect></g>';
