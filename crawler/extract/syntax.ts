/** The parser behind every source reader: one call to parse, and small typed helpers over its nodes. */
import { createRequire } from 'node:module';
import { parse, registerDynamicLanguage, type SgNode } from '@ast-grep/napi';

/** A node of any grammar. Its `id()` is stable while the tree it belongs to is held. */
export type Node = SgNode;

/** Grammar chosen by file ending; endings not listed here are not source. */
const grammars: Readonly<Record<string, string>> = {
  ts: 'TypeScript',
  mts: 'TypeScript',
  cts: 'TypeScript',
  tsx: 'Tsx',
  js: 'JavaScript',
  mjs: 'JavaScript',
  cjs: 'JavaScript',
  jsx: 'JavaScript',
  py: 'python',
  go: 'go',
};

let dynamicLanguages: 'none' | 'ready' | 'missing' = 'none';

/** Python and Go grammars are separate shared libraries; they are loaded when the first such file is met. */
function loadDynamicLanguages(): boolean {
  if (dynamicLanguages === 'none') {
    try {
      const require = createRequire(import.meta.url);
      registerDynamicLanguage({ python: require('@ast-grep/lang-python'), go: require('@ast-grep/lang-go') });
      dynamicLanguages = 'ready';
    } catch {
      dynamicLanguages = 'missing';
    }
  }
  return dynamicLanguages === 'ready';
}

/** The ending of a path, lower case, without the dot. */
export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase();
}

/** The root of a parsed file; `undefined` where there is no grammar for it on this machine. Syntax errors give a tree with `ERROR` nodes. */
export function parseSource(path: string, text: string): Node | undefined {
  const extension = extensionOf(path);
  const grammar = Object.hasOwn(grammars, extension) ? grammars[extension] : undefined;
  if (grammar === undefined) return undefined;
  if ((grammar === 'python' || grammar === 'go') && !loadDynamicLanguages()) return undefined;
  try {
    return parse(grammar, text).root();
  } catch {
    return undefined;
  }
}

/** The kind as a plain string, so that one reader serves several grammars. */
export function kindOf(node: Node): string {
  return String(node.kind());
}

/** The child in a field, if there is one. */
export function fieldOf(node: Node, name: string): Node | undefined {
  return (node.field(name as never) as Node | null) ?? undefined;
}

/** Named children without comments. */
export function partsOf(node: Node): Node[] {
  return node.namedChildren().filter((child) => !child.is('comment'));
}

/** The first named child of one of the kinds. */
export function childOfKind(node: Node, ...kinds: string[]): Node | undefined {
  return node.namedChildren().find((child) => kinds.includes(kindOf(child)));
}

/** Whether a token such as `async` or `...` stands directly under the node. */
export function hasToken(node: Node, token: string): boolean {
  return node.children().some((child) => !child.isNamed() && child.text() === token);
}

/** The parent, if there is one. */
export function parentOf(node: Node): Node | undefined {
  return node.parent() ?? undefined;
}

/** Line the node starts on, counted from 1. */
export function lineOf(node: Node): number {
  return node.range().start.line + 1;
}

/** Whether two handles name the same node of the same tree. */
export function isSame(a: Node, b: Node): boolean {
  return a.id() === b.id();
}

/** A part of a tree that is searched: with all below it, or, where that is searched in smaller parts, by itself. */
export interface TreePart {
  node: Node;
  start: number;
  end: number;
  whole: boolean;
  /** Position of the part it stands in. */
  outer: number | undefined;
}

/** Where nodes are looked for: below a node, itself included, or in parts of a tree. */
export type Within = Node | readonly TreePart[];

/** Length up to which a part of a tree is searched as a whole, characters. */
const maxPartChars = 20_000;

/** The tree in parts, each before those it holds: a search that knows where a text stands need not go through all of it. */
export function treeParts(root: Node): TreePart[] {
  const parts: TreePart[] = [];
  const stack: { node: Node; outer: number | undefined }[] = [{ node: root, outer: undefined }];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const { start, end } = at.node.range();
    const inner = end.index - start.index > maxPartChars ? at.node.namedChildren() : [];
    for (const node of inner.reverse()) stack.push({ node, outer: parts.length });
    parts.push({ ...at, start: start.index, end: end.index, whole: inner.length === 0 });
  }
  return parts;
}

function findAll(within: Within, rule: object): Node[] {
  try {
    if ('findAll' in within) return within.findAll({ rule });
    return within.flatMap(({ node, whole }) => (whole ? node.findAll({ rule }) : node.matches({ rule }) ? [node] : []));
  } catch {
    return [];
  }
}

/** All nodes of one of the kinds, searched by the parser. */
export function descendantsOfKind(within: Within, ...kinds: string[]): Node[] {
  return findAll(within, { any: kinds.map((kind) => ({ kind })) });
}

/** All nodes of one of the kinds whose whole text is the name. */
export function descendantsNamed(within: Within, name: string, kinds: readonly string[]): Node[] {
  return findAll(within, { any: kinds.map((kind) => ({ kind, regex: `^${escapeForRegex(name)}$` })) });
}

/** Calls of names that are one of those given: `require(…)`. */
export function namedCalls(within: Within, names: readonly string[]): Node[] {
  return findAll(within, { kind: 'call_expression', has: { field: 'function', regex: anyOf(names) } });
}

/** Call expressions `anything.<one of names>(…)` in JavaScript and TypeScript. */
export function methodCalls(within: Within, names: readonly string[]): Node[] {
  const member = { field: 'function', kind: 'member_expression', has: { field: 'property', regex: anyOf(names) } };
  return findAll(within, { kind: 'call_expression', has: member });
}

/** Calls of names and members that stand in a `for … of` loop or in an argument of one of the named methods. */
export function callsInLoops(within: Within, methods: readonly string[]): Node[] {
  const iterator = {
    kind: 'call_expression',
    has: { field: 'function', has: { field: 'property', regex: anyOf(methods) } },
  };
  return findAll(within, {
    kind: 'call_expression',
    has: { field: 'function', any: [{ kind: 'identifier' }, { kind: 'member_expression' }] },
    inside: { any: [{ kind: 'for_in_statement' }, iterator], stopBy: 'end' },
  });
}

const anyOf = (names: readonly string[]) => `^(${names.map(escapeForRegex).join('|')})$`;

function escapeForRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
