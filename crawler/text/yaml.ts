/** YAML of any names and texts, read alike by readers of YAML 1.1 and 1.2. */
import { Document, type Scalar, visit } from 'yaml';
import type { Json } from '#db/types.ts';
import { commentLines, escapeCodePoint, replaceInvisible } from './invisible.ts';

/** Keys that every reader takes for text without quotation marks; the words left out are values to some. */
const plainKey = /^(?!(?:y|n|yes|no|on|off|true|false|null|none)$)[a-z][a-z_]*$/i;

/**
 * The value as a document. Strings are quoted and escaped, so that nothing in them is a mark-up, a number or a date to
 * any reader. A lone surrogate, which YAML cannot hold, becomes U+FFFD.
 * @param comments lines at the top
 */
export function writeYaml(value: Json, comments: readonly string[] = []): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(place, node: Scalar) {
      if (typeof node.value !== 'string') return;
      node.value = node.value.toWellFormed();
      node.type = place === 'key' && plainKey.test(node.value as string) ? 'PLAIN' : 'QUOTE_DOUBLE';
    },
  });
  // Without a width the lines of a text are not folded. Line ends are then those of the layout alone.
  const text = document.toString({
    lineWidth: 0,
    minContentWidth: 0,
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  });
  return (
    commentLines(comments) +
    replaceInvisible(text, (codePoint, character) => (character === '\n' ? '\n' : escapeCodePoint(codePoint)))
  );
}
