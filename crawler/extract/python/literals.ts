/** Python strings. */
import { kindOf, type Node } from '#crawler/extract/syntax.ts';

const simpleEscapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
  '0': '\0',
};

function unescapePy(sequence: string): string {
  const body = sequence.slice(1);
  const first = body[0] ?? '';
  if (first === 'x' || first === 'u' || first === 'U') {
    const code = Number.parseInt(body.slice(1), 16);
    return Number.isNaN(code) || code > 0x10ffff ? '' : String.fromCodePoint(code);
  }
  if (first === '\n' || first === '\r') return '';
  return simpleEscapes[body] ?? (first === '\\' || first === "'" || first === '"' ? body : sequence);
}

/** The text of a string; `undefined` where an f-string computes a part of it, or it is bytes. */
export function textOfString(node: Node): string | undefined {
  if (kindOf(node) !== 'string') return undefined;
  const children = node.namedChildren();
  const prefix = children[0]?.text().toLowerCase() ?? '';
  if (prefix.startsWith('b')) return undefined;
  const raw = prefix.includes('r') && !prefix.startsWith('"') && !prefix.startsWith("'");
  let text = '';
  for (const child of children) {
    const kind = kindOf(child);
    if (kind === 'interpolation') return undefined;
    if (kind === 'string_content') text += raw ? child.text() : contentOf(child);
  }
  return text;
}

function contentOf(content: Node): string {
  const whole = content.text();
  const escapes = content.namedChildren();
  if (escapes.length === 0) return whole;
  let text = '';
  // Offsets of the tree are of the file; the parts between escapes are found one after another.
  let at = 0;
  for (const part of escapes) {
    const sequence = part.text();
    const found = whole.indexOf(sequence, at);
    if (found < 0) continue;
    text += whole.slice(at, found) + (kindOf(part) === 'escape_sequence' ? unescapePy(sequence) : sequence.slice(0, 1));
    at = found + sequence.length;
  }
  return text + whole.slice(at);
}

/** A docstring as `inspect.cleandoc` gives it: common indentation and blank edges removed. */
export function cleanDoc(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').replaceAll('\t', '        ').split('\n');
  let margin = Number.POSITIVE_INFINITY;
  for (const line of lines.slice(1)) {
    const content = line.trimStart();
    if (content !== '') margin = Math.min(margin, line.length - content.length);
  }
  const cut = Number.isFinite(margin) ? margin : 0;
  const out = lines.map((line, index) => (index === 0 ? line.trimStart() : line.slice(cut)));
  while (out.length > 0 && out.at(-1)?.trim() === '') out.pop();
  while (out.length > 0 && out[0]?.trim() === '') out.shift();
  return out.join('\n');
}
