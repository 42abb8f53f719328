/** What a name alone says of an object. */
import { fieldOf, kindOf, type Node } from '#crawler/extract/syntax.ts';

/** Whether an object that is otherwise unknown is at least called what servers are called. */
export function isNamedLikeServer(node: Node): boolean {
  let last = node;
  while (kindOf(last) === 'non_null_expression' || kindOf(last) === 'parenthesized_expression') {
    const inner = last.namedChildren()[0];
    if (inner === undefined) return false;
    last = inner;
  }
  const name =
    (kindOf(last) === 'member_expression' ? fieldOf(last, 'property')?.text() : last.text())?.toLowerCase() ?? '';
  // Bundlers number names that are taken.
  return name.length < 40 && /(?:server|mcp)\d*$/.test(name);
}
