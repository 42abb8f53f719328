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

const notAscii = /[^\x20-\x7e]/;

const pointerOf = (path: readonly (string | number)[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/**
 * Goes through the texts of a definition, or of another object of a server. `_meta` is not shown to a model. A key that
 * leads to a string is left out: quoting it would quote that string.
 */
export function visitTexts(definition: unknown, tell: VisitText): void {
  const path: (string | number)[] = [];
  let parts = 0;
  const pointer = (): string => pointerOf(path);
  const offer = (text: string, role: TextRole): void => {
    const short = (role === 'value' || role === 'key') && text.length < minWord && !notAscii.test(text);
    if (!short) tell(text, role, pointer);
  };
  const visit = (part: unknown, key: string): void => {
    if (++parts > maxParts) return;
    if (typeof part === 'string') {
      offer(
        part,
        key === 'description' || key === 'title' ? 'prose' : path.length === 1 && key === 'name' ? 'name' : 'value',
      );
      return;
    }
    if (typeof part !== 'object' || part === null || path.length > maxDepth) return;
    if (Array.isArray(part)) {
      for (let i = 0; i < part.length; i++) {
        path.push(i);
        visit(part[i], key);
        path.pop();
      }
      return;
    }
    for (const name of Object.keys(part)) {
      if (path.length === 0 && name === '_meta') continue;
      const child = (part as Record<string, unknown>)[name];
      path.push(name);
      if (typeof child === 'object' && child !== null) offer(name, 'key');
      visit(child, name);
      path.pop();
    }
  };
  visit(definition, '');
}
