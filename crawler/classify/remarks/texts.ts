/** Every text of a definition that a model is shown: names, descriptions, titles, keys and values of both schemas. */

import type { TextRole } from './findings/define-finding.ts';

/** Told of one text. `pointer` says where it stands, RFC 6901; for a key it leads to what the key names. */
export type VisitText = (text: string, role: TextRole, pointer: () => string) => void;

/** Parts of one definition that are visited; a definition within the limits on arrival has fewer. */
const maxParts = 100_000;
/** Schemas nested deeper are not walked: no client shows them to a model. */
const maxDepth = 40;
/** Shorter keys and values of plain letters hold nothing but themselves. */
const minWord = 12;

/** Nothing but printable ASCII, and little of it. */
const isShort = (text: string): boolean => {
  if (text.length >= minWord) return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
};

const pointerOf = (path: readonly (string | number)[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/**
 * Goes through the texts of a definition, or of another object of a server. `_meta` is not shown to a model. A key that
 * leads to a string is left out: quoting it would quote that string.
 */
export function visitTexts(definition: unknown, tell: VisitText): void {
  const path: (string | number)[] = [];
  let depth = 0;
  let parts = 0;
  const pointer = (): string => pointerOf(path.slice(0, depth));
  const visitText = (text: string, key: string): void => {
    if (key === 'description' || key === 'title') tell(text, 'prose', pointer);
    else if (depth === 1 && key === 'name') tell(text, 'name', pointer);
    else if (!isShort(text)) tell(text, 'value', pointer);
  };
  const visit = (part: unknown, key: string): void => {
    if (++parts > maxParts) return;
    if (typeof part === 'string') {
      visitText(part, key);
      return;
    }
    if (typeof part !== 'object' || part === null || depth > maxDepth) return;
    const place = depth++;
    if (Array.isArray(part)) {
      for (let i = 0; i < part.length; i++) {
        path[place] = i;
        visit(part[i], key);
      }
    } else {
      // What JSON made has no keys but its own.
      for (const name in part) {
        if (place === 0 && name === '_meta') continue;
        const child = (part as Record<string, unknown>)[name];
        path[place] = name;
        if (typeof child === 'object' && child !== null && !isShort(name)) tell(name, 'key', pointer);
        visit(child, name);
      }
    }
    depth = place;
  };
  visit(definition, '');
}
