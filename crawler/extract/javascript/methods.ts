/** Methods of values that are known without their code: of the language's lists, maps and texts, of settings and of schema builders. */
import { fieldOf, kindOf, type Node, parentOf } from '#crawler/extract/syntax.ts';
import { scalar, stringOf, unknown, type Value } from '#crawler/extract/values.ts';
import { truthOf } from './conditions.ts';
import { namespaceOf } from './modules.ts';
import type { JsProgram } from './program.ts';
import { buildRecord } from './records.ts';
import { callWith } from './results.ts';
import { holdsSetting, settingMethod } from './settings.ts';
import { applyMethod, buildSchema, isZodBuilder, schemaOf } from './zod.ts';

const zodModules: readonly string[] = ['zod', '@hono/zod-openapi', 'astro/zod'];

/** Whether a value is zod's namespace; where bundling hid its import, the name it was given must say so. */
function isZodNamespace(value: Value, node: Node): boolean {
  if (value.kind === 'external') {
    if (zodModules.includes(value.module) || value.module.startsWith('zod/')) return true;
    return value.path.at(-1) === 'z' || value.path.at(-1) === 'zod';
  }
  if (value.kind === 'schema' || value.kind === 'instance' || value.kind === 'function' || value.kind === 'scalar') {
    return false;
  }
  const last = node.text().split('.').at(-1)?.toLowerCase() ?? '';
  return (
    last === 'z' || last.includes('zod') || last.startsWith('external_exports') || last === 'coerce' || last.length <= 2
  );
}

/**
 * Whether a chain of members and calls is missing as a whole where its beginning is: `a?.b.c()`. Asked once something in
 * the chain is known to be missing.
 */
export function mayEndEarly(chain: Node): boolean {
  for (let at: Node | undefined = chain; at !== undefined; at = fieldOf(at, 'object') ?? fieldOf(at, 'function')) {
    if (at.children().some((child) => kindOf(child) === 'optional_chain')) return true;
  }
  return false;
}

/** What a method of a value gives that is known without its code; `undefined` where that is not known. */
export function evaluateMethod(
  program: JsProgram,
  objectNode: Node,
  on: Value,
  method: string,
  args: readonly Node[],
  evaluated: () => Value[],
): Value | undefined {
  if (on.kind === 'schema') return applyMethod(on, method, evaluated());
  if (method === 'toJSONSchema' || method === 'zodToJsonSchema') {
    const json = schemaOf(evaluated()[0]);
    if (json !== undefined) return { kind: 'schema', schema: json, optional: false };
  }
  const opened = (value: Value) => (value.kind === 'module' ? namespaceOf(program, value.file) : value);
  if (objectNode.text() === 'Object') return evaluateObjectMethod(method, evaluated().map(opened));
  if (objectNode.text() === 'Array' && method === 'from') return listFrom(program, evaluated());
  if (objectNode.text() === 'Array' && method === 'isArray') return isArray(evaluated()[0]);
  if (objectNode.text() === 'Promise' && (method === 'all' || method === 'resolve'))
    return evaluated()[0] ?? scalar(undefined);
  if (method === 'then' && on.kind !== 'unknown' && on.kind !== 'external') {
    const [next] = evaluated();
    if (next?.kind === 'function') return callWith(program, next, [() => on]);
  }
  if (on.kind === 'record' && !on.entries.has(method)) {
    const [key] = evaluated().map(stringOf);
    if (method === 'get' && key !== undefined) return program.run.memberOf(program, on, key);
    if (method === 'has' && key !== undefined && !on.open) return scalar(on.entries.has(key));
    if (['values', 'keys', 'entries'].includes(method)) return evaluateObjectMethod(method, [on]);
  }
  if (on.kind === 'scalar' && (on.value === undefined || on.value === null)) {
    const chain = parentOf(objectNode);
    return chain !== undefined && mayEndEarly(chain) ? scalar(undefined) : unknown;
  }
  const setting = settingMethod(on, method, objectNode);
  if (setting !== undefined) return setting;
  if (on.kind === 'list') return evaluateListMethod(program, on, method, args, evaluated);
  const text = stringOf(on);
  if (text !== undefined) return evaluateTextMethod(on, text, method, args, evaluated);
  if (isZodBuilder(method) && isZodNamespace(on, objectNode)) return buildSchema(method, evaluated());
  return undefined;
}

/** What a method of a known text gives. */
function evaluateTextMethod(
  on: Value,
  text: string,
  method: string,
  args: readonly Node[],
  evaluated: () => Value[],
): Value {
  switch (method) {
    case 'trim':
      return scalar(text.trim());
    case 'toLowerCase':
      return scalar(text.toLowerCase());
    case 'toUpperCase':
      return scalar(text.toUpperCase());
    case 'toString':
    case 'normalize':
      return on;
    case 'split': {
      const separator = stringOf(evaluated()[0]);
      if (separator === undefined || args.length > 1) return unknown;
      return { kind: 'list', items: text.split(separator).map(scalar), open: false };
    }
    case 'charAt':
    case 'slice':
    case 'substring': {
      const [from, to] = evaluated().map((value) => (value.kind === 'scalar' ? value.value : undefined));
      if (typeof from !== 'number' || (args.length > 1 && typeof to !== 'number')) return unknown;
      return scalar(method === 'charAt' ? text.charAt(from) : text[method](from, to as number | undefined));
    }
    case 'startsWith':
    case 'endsWith':
    case 'includes': {
      const part = stringOf(evaluated()[0]);
      return part === undefined || args.length > 1 ? unknown : scalar(text[method](part));
    }
    case 'concat': {
      const parts = evaluated().map(stringOf);
      return parts.includes(undefined) ? unknown : scalar(text + parts.join(''));
    }
    default:
      return unknown;
  }
}

/** The object of a list of pairs. */
function recordFrom(list: Value & { kind: 'list' }): Value {
  const entries = new Map<string, Value>();
  let { open } = list;
  for (const pair of list.items) {
    const [key, value] = pair.kind === 'list' ? pair.items : [];
    const name = stringOf(key);
    if (name === undefined || value === undefined) open = true;
    else entries.set(name, value);
  }
  return { kind: 'record', entries, open };
}

function evaluateObjectMethod(method: string, args: readonly Value[]): Value {
  const [first] = args;
  if (first === undefined) return unknown;
  if (method === 'freeze' || method === 'seal') return first;
  if (method === 'fromEntries') return first.kind === 'list' ? recordFrom(first) : unknown;
  if (method === 'assign') {
    const record = buildRecord();
    for (const part of args) record.spread(part);
    return record.done();
  }
  if (first.kind !== 'record') return unknown;
  const pairs = [...first.entries];
  const open = first.open;
  if (method === 'values') return { kind: 'list', items: pairs.map(([, value]) => value), open };
  if (method === 'keys') return { kind: 'list', items: pairs.map(([key]) => scalar(key)), open };
  if (method === 'entries') {
    return {
      kind: 'list',
      items: pairs.map(([key, value]) => ({ kind: 'list', items: [scalar(key), value], open: false })),
      open,
    };
  }
  return unknown;
}

/** `Array.from` of a list, with the function it may be given; of a map, its pairs. */
function listFrom(program: JsProgram, [source, fn]: readonly Value[]): Value {
  const list = source?.kind === 'record' ? evaluateObjectMethod('entries', [source]) : source;
  if (list?.kind !== 'list') return unknown;
  if (fn === undefined) return list;
  if (fn.kind !== 'function') return unknown;
  return { kind: 'list', items: list.items.map((item) => callWith(program, fn, [() => item])), open: list.open };
}

function callable(program: JsProgram, fn: Value | undefined): ((item: Value) => Value) | undefined {
  return fn?.kind === 'function' ? (item) => callWith(program, fn, [() => item]) : undefined;
}

/** Whether a value is a list; a set, which is kept as one here, is rarely asked. */
function isArray(value: Value | undefined): Value {
  if (value === undefined || value.kind === 'unknown' || value.kind === 'external') return unknown;
  return scalar(value.kind === 'list');
}

/** The items that surely pass a test. Where one may or may not, the list is open. */
function filtered(on: Value & { kind: 'list' }, test: ((item: Value) => Value) | undefined): Value {
  if (test === undefined) return unknown;
  const items: Value[] = [];
  let { open } = on;
  for (const item of on.items) {
    const passes = truthOf(test(item));
    if (passes === true) items.push(item);
    open ||= passes === undefined;
  }
  return { kind: 'list', items, open };
}

/** Whether a list holds a plain value; not certain where something in it is not. */
function holds(on: Value & { kind: 'list' }, wanted: Value | undefined): Value {
  const asked = holdsSetting(on.items, wanted);
  if (asked !== undefined) return scalar(asked);
  if (wanted?.kind !== 'scalar') return unknown;
  if (on.items.some((item) => item.kind === 'scalar' && item.value === wanted.value)) return scalar(true);
  return on.open || on.items.some((item) => item.kind !== 'scalar') ? unknown : scalar(false);
}

function evaluateListMethod(
  program: JsProgram,
  on: Value & { kind: 'list' },
  method: string,
  args: readonly Node[],
  evaluated: () => Value[],
): Value {
  switch (method) {
    case 'concat': {
      const parts = evaluated();
      const items = [...on.items];
      let open = on.open;
      for (const part of parts) {
        if (part.kind === 'list') {
          items.push(...part.items);
          open ||= part.open;
        } else open = true;
      }
      return { kind: 'list', items, open };
    }
    case 'join': {
      const parts = on.items.map(stringOf);
      const separator = args.length === 0 ? ',' : stringOf(evaluated()[0]);
      if (on.open || separator === undefined || parts.includes(undefined)) return unknown;
      return scalar(parts.join(separator));
    }
    case 'slice':
      return args.length === 0 ? on : unknown;
    case 'values':
    case 'sort':
    case 'reverse':
    case 'toSorted':
    case 'toReversed':
      return on;
    case 'includes':
    case 'has':
      return holds(on, evaluated()[0]);
    case 'filter':
      return filtered(on, args[0]?.text() === 'Boolean' ? (item) => item : callable(program, evaluated()[0]));
    case 'flat':
      return {
        kind: 'list',
        items: on.items.flatMap((item) => (item.kind === 'list' ? item.items : [item])),
        open: on.open || on.items.some((item) => item.kind === 'list' && item.open),
      };
    case 'map':
    case 'flatMap': {
      const [fn] = evaluated();
      if (fn?.kind !== 'function') return unknown;
      const results = on.items.map((item) => callWith(program, fn, [() => item]));
      if (method === 'map') return { kind: 'list', items: results, open: on.open };
      const items = results.flatMap((result) => (result.kind === 'list' ? result.items : [result]));
      return { kind: 'list', items, open: on.open || results.some((result) => result.kind === 'list' && result.open) };
    }
    default:
      return unknown;
  }
}
