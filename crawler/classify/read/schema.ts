/** Walks a tool's parameter schema: bounded in nodes and depth, `$ref` resolved locally, safe for cycles and hostile keys. */
import type { Json, JsonObject, ToolDefinition } from '#db/types.ts';
import { factsOf, readDescription } from './parameters.ts';
import { escapeKey, pointerParts } from './pointer.ts';

/** One parameter, at any depth. */
export interface Parameter {
  name: string;
  /** RFC 6901 pointer to the parameter's schema in the tool definition. */
  pointer: string;
  schema: JsonObject;
  /** 0 for a parameter of the tool itself. */
  depth: number;
  required: boolean;
  /** What the schema says of it in words, `''` where nothing. */
  description: string;
  /** First of the declared types, `''` where none. */
  type: string;
  /** Where the schema is a reference: what it leads to. */
  target: { schema: JsonObject; pointer: string } | undefined;
  /** What the name says: bits of `kinds`. */
  kinds: number;
  /** What the description says: bits of `says`. */
  says: number;
}

/** Parameters read from one schema. What lies beyond is not looked at. */
const maxParameters = 1500;
/** Schema nodes visited, references included. */
const maxNodes = 6000;
/** Levels of nesting; real schemas reach 23. */
const maxDepth = 24;

/** Keywords that hold several schemas of one value. */
const unions = ['anyOf', 'oneOf', 'allOf'] as const;

/** Keywords whose schema holds for the same value under a condition. */
const conditions = ['then', 'else'] as const;

/** True for a plain object (not an array, not null). */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A property that the object itself has: `__proto__` and the like never reach a prototype. */
export const own = (object: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;

const resolve = (root: JsonObject, base: string, ref: string): [schema: JsonObject, pointer: string] | undefined => {
  if (!ref.startsWith('#') || ref.length > 500) return undefined;
  let value: Json | undefined = root;
  let pointer = base;
  for (const part of pointerParts(ref.slice(1))) {
    let key = part;
    if (key.includes('%')) {
      try {
        key = decodeURIComponent(key);
      } catch {
        return undefined;
      }
    }
    if (Array.isArray(value)) value = value[Number(key)];
    else if (isObject(value)) value = own(value, key);
    else return undefined;
    pointer = `${pointer}/${escapeKey(key)}`;
  }
  return isObject(value) ? [value, pointer] : undefined;
};

/** Every parameter of a schema, outermost first. Never throws, whatever the schema is. */
const walkParameters = (root: unknown, base: string): Parameter[] => {
  const out: Parameter[] = [];
  if (!isObject(root)) return out;
  let nodes = 0;
  let seenRefs: Set<JsonObject> | undefined;
  const visit = (schema: JsonObject, pointer: string, depth: number): void => {
    if (++nodes > maxNodes || depth > maxDepth || out.length >= maxParameters) return;
    const ref = schema.$ref;
    if (typeof ref === 'string') {
      const target = resolve(root, base, ref);
      if (target !== undefined && seenRefs?.has(target[0]) !== true) {
        seenRefs ??= new Set();
        seenRefs.add(target[0]);
        visit(target[0], target[1], depth + 1);
      }
    }
    const properties = schema.properties;
    if (isObject(properties)) {
      const required = schema.required;
      const needs = Array.isArray(required) ? required : undefined;
      let inner: Array<[JsonObject, string]> | undefined;
      // What JSON made has no keys but its own.
      for (const name in properties) {
        if (out.length >= maxParameters) return;
        const value = properties[name];
        if (!isObject(value)) continue;
        const facts = factsOf(name);
        const at = pointer + facts.step;
        const ref = value.$ref;
        const found = typeof ref === 'string' ? resolve(root, base, ref) : undefined;
        const type = value.type ?? found?.[0].type;
        const description = value.description;
        out.push({
          name,
          pointer: at,
          schema: value,
          depth,
          description: typeof description === 'string' ? description : '',
          required: needs?.includes(name) ?? false,
          type: typeof type === 'string' ? type : Array.isArray(type) && typeof type[0] === 'string' ? type[0] : '',
          target: found === undefined ? undefined : { schema: found[0], pointer: found[1] },
          kinds: facts.kinds,
          says: typeof description === 'string' && description !== '' ? readDescription(description) : 0,
        });
        if (type === 'string' || type === 'number' || type === 'integer' || type === 'boolean') continue;
        inner ??= [];
        inner.push([value, at]);
      }
      if (inner !== undefined) for (const [value, at] of inner) visit(value, at, depth + 1);
    }
    const items = schema.items;
    if (isObject(items)) visit(items, `${pointer}/items`, depth + 1);
    const extra = schema.additionalProperties;
    if (isObject(extra)) visit(extra, `${pointer}/additionalProperties`, depth + 1);
    for (const key of conditions) {
      const value = schema[key];
      if (isObject(value)) visit(value, `${pointer}/${key}`, depth);
    }
    for (const key of unions) {
      const list = schema[key];
      if (!Array.isArray(list)) continue;
      for (let i = 0; i < list.length && i < 200; i++) {
        const value = list[i];
        if (isObject(value)) visit(value, `${pointer}/${key}/${i}`, depth);
      }
    }
  };
  visit(root, base, 0);
  return out;
};

/** Every parameter of a tool, outermost first. */
export const parametersOf = ({ inputSchema }: Pick<Partial<ToolDefinition>, 'inputSchema'>): readonly Parameter[] =>
  walkParameters(inputSchema, '/inputSchema');

/** The constants a parameter may take, with the pointer of each: `enum`, `const`, and constants inside `anyOf`/`oneOf`. At most 200. */
export const constantsOf = (parameter: Parameter): Array<{ value: string; pointer: string }> => {
  const out: Array<{ value: string; pointer: string }> = [];
  const visit = (schema: JsonObject, pointer: string, depth: number): void => {
    const list = schema.enum;
    if (Array.isArray(list)) {
      for (let i = 0; i < list.length && out.length < 200; i++) {
        const value = list[i];
        if (typeof value === 'string') out.push({ value, pointer: `${pointer}/enum/${i}` });
      }
    }
    const constant = schema.const;
    if (typeof constant === 'string') out.push({ value: constant, pointer: `${pointer}/const` });
    if (depth > 2) return;
    for (const key of ['anyOf', 'oneOf'] as const) {
      const branches = schema[key];
      if (!Array.isArray(branches)) continue;
      for (let i = 0; i < branches.length && out.length < 200; i++) {
        const branch = branches[i];
        if (isObject(branch)) visit(branch, `${pointer}/${key}/${i}`, depth + 1);
      }
    }
    const items = schema.items;
    if (isObject(items)) visit(items, `${pointer}/items`, depth + 1);
  };
  visit(parameter.schema, parameter.pointer, 0);
  if (parameter.target !== undefined) visit(parameter.target.schema, parameter.target.pointer, 0);
  return out;
};
