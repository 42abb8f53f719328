/** What an expression is known to be without running it. Shared by the readers of all three languages. */
import type { Json, JsonObject } from '#db/types.ts';
import type { Node } from './syntax.ts';

/** A place in a source file. */
export interface Place {
  file: string;
  node: Node;
}

/** Values of parameters and loop variables, by the identity of their declaration. */
export type Env = ReadonlyMap<string, () => Value>;

/** A schema with what its builder said beside the JSON Schema. */
export interface SchemaValue {
  kind: 'schema';
  schema: JsonObject;
  optional: boolean;
  /** Properties of an object schema, kept so that it can be extended, picked from and spread. */
  shape?: ReadonlyMap<string, Value>;
}

/** The value of an expression, as far as it is certain. */
export type Value =
  | { kind: 'scalar'; value: Json | undefined }
  /** `open`: may hold more than the items. */
  | { kind: 'list'; items: readonly Value[]; open: boolean; at?: Place }
  /** `maybe`: the only keys that an open one may hold beside its entries. */
  | { kind: 'record'; entries: ReadonlyMap<string, Value>; open: boolean; maybe?: ReadonlySet<string>; at?: Place }
  | { kind: 'function'; at: Place; env: Env }
  | { kind: 'class'; at: Place }
  /** `late`: kept in a variable that holds nothing at first, so that it may not have been made yet. */
  | { kind: 'instance'; of: Value; at: Place; env: Env; late?: true }
  /** Something of a package that is not part of the files: `path` is empty for the whole module. */
  | { kind: 'external'; module: string; path: readonly string[] }
  /** A module among the files. */
  | { kind: 'module'; file: string }
  | SchemaValue
  | { kind: 'unknown' };

export const unknown: Value = { kind: 'unknown' };

export const emptyEnv: Env = new Map();

/** The key under which an environment holds the object a method runs on. */
export const thisKey = 'this';

/** A known plain value. */
export function scalar(value: Json | undefined): Value {
  return { kind: 'scalar', value };
}

/** The text of a known string. */
export function stringOf(value: Value | undefined): string | undefined {
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
}

/** A known entry of a record. */
export function entryOf(value: Value | undefined, key: string): Value | undefined {
  return value?.kind === 'record' ? value.entries.get(key) : undefined;
}

/** Deeper than any real schema; beyond it the rest is left out. */
const maxJsonDepth = 64;

/** The JSON that is certain: unknown members are left out; `undefined` where nothing is certain. */
export function jsonOf(value: Value | undefined, depth = 0): Json | undefined {
  if (value === undefined || depth > maxJsonDepth) return undefined;
  switch (value.kind) {
    case 'scalar':
      return value.value;
    case 'schema':
      return value.schema;
    case 'list':
      return value.items.flatMap((item) => jsonOf(item, depth + 1) ?? []);
    case 'record': {
      const pairs: [string, Json][] = [];
      for (const [key, entry] of value.entries) {
        const json = jsonOf(entry, depth + 1);
        if (json !== undefined) pairs.push([key, json]);
      }
      return Object.fromEntries(pairs);
    }
    default:
      return undefined;
  }
}

/** Whether a JSON value is an object, not an array. */
export function isJsonObject(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
