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

/** All descendants of one kind, searched by the parser. */
export function descendantsOfKind(node: Node, kind: string): Node[] {
  try {
    return node.findAll({ rule: { kind } });
  } catch {
    return [];
  }
}

/** All descendants of one of the kinds whose whole text is the name. */
export function descendantsNamed(node: Node, name: string, kinds: readonly string[]): Node[] {
  const rules = kinds.map((kind) => ({ kind, regex: `^${escapeForRegex(name)}$` }));
  try {
    return node.findAll({ rule: { any: rules } });
  } catch {
    return [];
  }
}

/** Call expressions `anything.<one of names>(…)` in JavaScript and TypeScript. */
export function methodCalls(node: Node, names: readonly string[]): Node[] {
  const pattern = `^(${names.map(escapeForRegex).join('|')})$`;
  try {
    return node.findAll({
      rule: {
        kind: 'call_expression',
        has: { field: 'function', kind: 'member_expression', has: { field: 'property', regex: pattern } },
      },
    });
  } catch {
    return [];
  }
}

/** Calls of names and members that stand in a `for … of` loop or in an argument of one of the named methods. */
export function callsInLoops(node: Node, methods: readonly string[]): Node[] {
  const iterator = {
    kind: 'call_expression',
    has: { field: 'function', has: { field: 'property', regex: `^(${methods.map(escapeForRegex).join('|')})$` } },
  };
  try {
    return node.findAll({
      rule: {
        kind: 'call_expression',
        has: { field: 'function', any: [{ kind: 'identifier' }, { kind: 'member_expression' }] },
        inside: { any: [{ kind: 'for_in_statement' }, iterator], stopBy: 'end' },
      },
    });
  } catch {
    return [];
  }
}

function escapeForRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
