/** JSON as people write it. Pure. */
import JSON5 from 'json5';
import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { cleanJson, cleanText, nestsDeeper } from '#crawler/text/clean.ts';
import type { Json } from '#db/types.ts';

/** How often one key of a table may stand in it; what is between that and the last is dropped. */
const maxRepeats = 100;
/** Most values, keys counted: the largest configuration seen has some thousand; each takes a hundred bytes while it is read. */
const maxValues = 500_000;
/** Deepest nesting that is read: manifests and configurations stay below ten levels, and readers call themselves at each. */
const maxNesting = 64;

/**
 * JSON with comments and trailing commas, or JSON5, its strings cleaned. Of a table's keys that stand twice the last counts, as everywhere;
 * earlier tables are kept under `key (2)`, so that nobody's server is lost for it.
 * @returns the value, or what is wrong and where (`line` from 1): in words of its own, never with a part of the text
 */
export function parseLooseJson(text: string): { value: unknown } | { error: string; line: number } {
  if (nestsDeeper(text, maxNesting)) return { error: `nested deeper than ${maxNesting} levels`, line: 1 };
  if (hasMore(text, maxValues)) return { error: `more than ${maxValues} values`, line: 1 };
  const body = text.replace(/^\uFEFF/, '');
  const errors: ParseError[] = [];
  try {
    const tree = parseTree(body, errors, { allowTrailingComma: true });
    const [first] = errors;
    if (!first && tree) return { value: valueIn(tree, 0) };
    const strict = readJson5(body);
    if (strict) return strict;
    return {
      error: first
        ? printParseErrorCode(first.error)
            .replace(/([a-z])([A-Z])/g, '$1 $2')
            .toLowerCase()
        : 'value expected',
      line: body.slice(0, first?.offset ?? 0).split('\n').length,
    };
  } catch (error) {
    // The parser's own recursion ends so, and ours.
    if (error instanceof RangeError) return { error: 'nested too deeply', line: 1 };
    throw error;
  }
}

function readJson5(text: string): { value: unknown } | undefined {
  try {
    return { value: cleanJson(JSON5.parse(text) as Json, maxNesting).value };
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return undefined;
  }
}

function valueIn(node: Node, depth: number): unknown {
  if (depth > maxNesting) throw new RangeError('nested too deeply');
  if (node.type === 'array') return (node.children ?? []).map((child) => valueIn(child, depth + 1));
  if (node.type !== 'object') return typeof node.value === 'string' ? cleanText(node.value) : node.value;
  const table: Record<string, unknown> = {};
  /** How often each key stood before, so that nobody has to count from the first. */
  const repeated = new Map<string, number>();
  // `__proto__` is a key like any other.
  const set = (key: string, value: unknown) =>
    Object.defineProperty(table, key, { value, enumerable: true, configurable: true, writable: true });
  for (const { children = [] } of node.children ?? []) {
    const [name, inner] = children;
    if (name === undefined || inner === undefined) continue;
    const key = cleanText(String(name.value));
    if (Object.hasOwn(table, key) && typeof table[key] === 'object' && table[key] !== null) {
      let times = (repeated.get(key) ?? 1) + 1;
      while (Object.hasOwn(table, `${key} (${times})`)) times++;
      repeated.set(key, times);
      if (times <= maxRepeats) set(`${key} (${times})`, table[key]);
    }
    set(key, valueIn(inner, depth + 1));
  }
  return table;
}

/** Whether commas and colons, in strings or not, stand for more values than so many. */
function hasMore(text: string, most: number): boolean {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code === 0x2c || code === 0x3a) && ++count > most) return true;
  }
  return false;
}
