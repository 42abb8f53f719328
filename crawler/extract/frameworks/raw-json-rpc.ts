/**
 * TypeScript and JavaScript without an SDK: code that tells `tools/list` from other methods, by comparing, in a `switch` or
 * as the key of a handler, and answers with a list of tools.
 */
import { contextsOf } from '#crawler/extract/javascript/contexts.ts';
import { evaluate } from '#crawler/extract/javascript/evaluate.ts';
import { partsWith } from '#crawler/extract/javascript/file.ts';
import { isFunction } from '#crawler/extract/javascript/scopes.ts';
import { listedTool } from '#crawler/extract/javascript/tool-values.ts';
import {
  descendantsNamed,
  descendantsOfKind,
  fieldOf,
  isSame,
  kindOf,
  lineOf,
  type Node,
  parentOf,
} from '#crawler/extract/syntax.ts';
import { emptyEnv } from '#crawler/extract/values.ts';
import type { Framework } from './framework.ts';

/** What runs where the method is `tools/list`, by the string that names it. */
function answerOf(text: Node): Node | undefined {
  const parent = parentOf(text);
  if (parent === undefined) return undefined;
  switch (kindOf(parent)) {
    case 'switch_case':
      return isSame(fieldOf(parent, 'value') ?? parent, text) ? parent : undefined;
    case 'pair':
      return isSame(fieldOf(parent, 'key') ?? parent, text) ? functionIn(fieldOf(parent, 'value')) : undefined;
    case 'binary_expression':
      return /^={2,3}$/.test(fieldOf(parent, 'operator')?.text() ?? '') ? branchOf(parent) : undefined;
    default:
      return undefined;
  }
}

const functionIn = (node: Node | undefined) => (node !== undefined && isFunction(node) ? node : undefined);

/** What runs where a comparison holds, alone or with others that must hold too. */
function branchOf(comparison: Node): Node | undefined {
  let at = comparison;
  for (let parent = parentOf(at); parent !== undefined; parent = parentOf(at)) {
    const kind = kindOf(parent);
    if (kind === 'if_statement' || kind === 'ternary_expression')
      return isSame(fieldOf(parent, 'condition') ?? parent, at) ? fieldOf(parent, 'consequence') : undefined;
    const holdsToo = kind === 'binary_expression' && fieldOf(parent, 'operator')?.text() === '&&';
    if (kind !== 'parenthesized_expression' && !holdsToo) return undefined;
    at = parent;
  }
  return undefined;
}

/** The values of `tools` in the objects that an answer holds. */
function listsIn(answer: Node): Node[] {
  const pairs = descendantsOfKind(answer, 'pair').flatMap((pair) => {
    const key = fieldOf(pair, 'key')
      ?.text()
      .replace(/^["']|["']$/g, '');
    return key === 'tools' ? (fieldOf(pair, 'value') ?? []) : [];
  });
  return [...pairs, ...descendantsNamed(answer, 'tools', ['shorthand_property_identifier'])];
}

export const rawJsonRpc: Framework = {
  id: 'raw-json-rpc',
  title: 'JSON-RPC without an SDK: answer to tools/list',
  language: 'javascript',
  hints: ['tools/list'],
  *find(program, file) {
    for (const fragment of descendantsNamed(partsWith(file, 'tools/list'), 'tools/list', ['string_fragment'])) {
      program.budget.spend();
      const text = parentOf(fragment);
      const answer = text && answerOf(text);
      const listed = answer === undefined ? [] : listsIn(answer);
      if (text === undefined || listed.length === 0 || contextsOf(program, file, text).length === 0) continue;
      const lists = listed.map((node) => evaluate(program, file, node, emptyEnv));
      const at = { file: file.path, line: lineOf(text) };
      const tools = lists.map((list) => (list.kind === 'list' ? list.items.map(listedTool) : undefined));
      const [first, ...others] = tools;
      if (first === undefined) {
        if (tools.length > 0) yield { kind: 'left-out', ...at, reason: 'the list of tools is computed' };
        continue;
      }
      for (const tool of first) {
        if (tool === undefined) yield { kind: 'left-out', ...at, reason: 'its name is computed' };
        // A name alone is also what a client keeps of a tool.
        else if (tool.inputSchema === undefined && tool.description === undefined) continue;
        else if (others.every((other) => other?.some((one) => one?.name === tool.name)))
          yield { kind: 'tool', tool, ...at };
      }
    }
  },
};
