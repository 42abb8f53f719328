/** Literals of JavaScript and TypeScript. */
import { kindOf, type Node } from '#crawler/extract/syntax.ts';

const simpleEscapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  '0': '\0',
};

/** What one escape sequence, backslash included, stands for. */
export function unescapeSequence(sequence: string): string {
  const body = sequence.slice(1);
  const first = body[0] ?? '';
  if (first === 'x' || first === 'u') {
    const digits = body.slice(1).replace('{', '').replace('}', '');
    const code = Number.parseInt(digits, 16);
    return Number.isNaN(code) || code > 0x10ffff ? '' : String.fromCodePoint(code);
  }
  if (first === '\n' || first === '\r' || first === '\u2028' || first === '\u2029') return '';
  return simpleEscapes[body] ?? body;
}

/** The text of string fragments and escapes that are direct children of a literal; `undefined` where anything else is in it. */
export function textOfFragments(node: Node): string | undefined {
  let text = '';
  for (const child of node.namedChildren()) {
    const kind = kindOf(child);
    // A template's line ends are line feeds, whatever the file has.
    if (kind === 'string_fragment') text += child.text().replaceAll('\r\n', '\n');
    else if (kind === 'escape_sequence') text += unescapeSequence(child.text());
    else return undefined;
  }
  return text;
}

/** The text of a string literal or of a template without substitutions; for a property name, the name. */
export function textOfLiteral(node: Node): string | undefined {
  switch (kindOf(node)) {
    case 'string':
    case 'template_string':
      return textOfFragments(node);
    case 'property_identifier':
    case 'private_property_identifier':
    case 'shorthand_property_identifier':
    case 'type_identifier':
      return node.text();
    case 'number':
      return node.text();
    default:
      return undefined;
  }
}
