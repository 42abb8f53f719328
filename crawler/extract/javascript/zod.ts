/** Schemas built with zod, read as JSON Schema. */

import {
  entryOf,
  isJsonObject,
  jsonOf,
  type SchemaValue,
  stringOf,
  unknown,
  type Value,
} from '#crawler/extract/values.ts';
import type { Json, JsonObject } from '#db/types.ts';

function schema(json: JsonObject, optional = false, shape?: ReadonlyMap<string, Value>): SchemaValue {
  return shape === undefined
    ? { kind: 'schema', schema: json, optional }
    : { kind: 'schema', schema: json, optional, shape };
}

const anything = schema({});

function asSchema(value: Value | undefined): SchemaValue {
  return value?.kind === 'schema' ? value : anything;
}

/** The object schema of a shape. Properties whose type is not certain are kept as "anything": their names are. */
export function objectSchema(shape: ReadonlyMap<string, Value>, extra: JsonObject = {}): SchemaValue {
  const properties: [string, Json][] = [];
  const required: string[] = [];
  for (const [name, value] of shape) {
    const property = asSchema(value);
    properties.push([name, property.schema]);
    if (value.kind === 'schema' && !property.optional) required.push(name);
  }
  const json: JsonObject = { type: 'object', properties: Object.fromEntries(properties) };
  if (required.length > 0) json.required = required;
  return schema({ ...json, ...extra }, false, shape);
}

function shapeOf(value: Value | undefined): ReadonlyMap<string, Value> | undefined {
  if (value?.kind === 'record') return value.entries;
  return value?.kind === 'schema' ? value.shape : undefined;
}

function literalSchema(value: Value | undefined): SchemaValue {
  const json = jsonOf(value);
  if (json === undefined) return anything;
  return schema(Array.isArray(json) ? { enum: json } : { const: json });
}

function enumSchema(value: Value | undefined): SchemaValue {
  if (value?.kind === 'list') {
    const members = value.items.map((item) => stringOf(item));
    if (value.open || members.includes(undefined)) return schema({ type: 'string' });
    return schema({ type: 'string', enum: members as string[] });
  }
  if (value?.kind === 'record' && !value.open) {
    const members = [...value.entries.values()].flatMap((entry) => jsonOf(entry) ?? []);
    if (members.length === value.entries.size) return schema({ enum: members });
  }
  return anything;
}

function union(value: Value | undefined): SchemaValue {
  if (value?.kind !== 'list' || value.open) return anything;
  const optional = value.items.some((item) => item.kind === 'schema' && item.optional);
  return schema({ anyOf: value.items.map((item) => asSchema(item).schema) }, optional);
}

type Build = (args: readonly Value[]) => SchemaValue;

const formats = {
  email: 'email',
  url: 'uri',
  uuid: 'uuid',
  uuidv4: 'uuid',
  guid: 'uuid',
  ipv4: 'ipv4',
  ipv6: 'ipv6',
  datetime: 'date-time',
} as const;

const builders: ReadonlyMap<string, Build> = new Map<string, Build>([
  ['string', () => schema({ type: 'string' })],
  ['number', () => schema({ type: 'number' })],
  ['boolean', () => schema({ type: 'boolean' })],
  ['bigint', () => schema({ type: 'integer' })],
  ['int', () => schema({ type: 'integer' })],
  ['date', () => schema({ type: 'string', format: 'date-time' })],
  ['null', () => schema({ type: 'null' })],
  ['any', () => schema({}, true)],
  ['unknown', () => schema({}, true)],
  ['undefined', () => schema({}, true)],
  ['never', () => schema({ not: {} })],
  ['custom', () => anything],
  ['instanceof', () => anything],
  ['lazy', () => anything],
  ['json', () => anything],
  ['literal', ([value]) => literalSchema(value)],
  ['enum', ([value]) => enumSchema(value)],
  ['nativeEnum', ([value]) => enumSchema(value)],
  ['array', ([item]) => schema({ type: 'array', items: asSchema(item).schema })],
  ['set', ([item]) => schema({ type: 'array', items: asSchema(item).schema, uniqueItems: true })],
  [
    'tuple',
    ([items]) =>
      schema({
        type: 'array',
        ...(items?.kind === 'list' ? { prefixItems: items.items.map((i) => asSchema(i).schema) } : {}),
      }),
  ],
  ['record', (args) => schema({ type: 'object', additionalProperties: asSchema(args[1] ?? args[0]).schema })],
  ['object', ([shape]) => objectSchema(shapeOf(shape) ?? new Map())],
  ['strictObject', ([shape]) => objectSchema(shapeOf(shape) ?? new Map(), { additionalProperties: false })],
  ['looseObject', ([shape]) => objectSchema(shapeOf(shape) ?? new Map(), { additionalProperties: true })],
  ['union', ([members]) => union(members)],
  ['discriminatedUnion', ([, members]) => union(members)],
  ['intersection', ([a, b]) => schema({ allOf: [asSchema(a).schema, asSchema(b).schema] })],
  ['preprocess', ([, inner]) => asSchema(inner)],
  ['optional', ([inner]) => ({ ...asSchema(inner), optional: true })],
  ['nullable', ([inner]) => nullable(asSchema(inner))],
  ['nullish', ([inner]) => ({ ...nullable(asSchema(inner)), optional: true })],
  ...Object.entries(formats).map(([name, format]): [string, Build] => [name, () => schema({ type: 'string', format })]),
]);

/** Whether zod has a builder of this name. */
export function isZodBuilder(name: string): boolean {
  return builders.has(name);
}

/** The schema `z.<name>(…)` builds. */
export function buildSchema(name: string, args: readonly Value[]): Value {
  return builders.get(name)?.(args) ?? unknown;
}

function nullable(value: SchemaValue): SchemaValue {
  const type = value.schema.type;
  const json: JsonObject =
    typeof type === 'string' && value.schema.enum === undefined
      ? { ...value.schema, type: [type, 'null'] }
      : { anyOf: [value.schema, { type: 'null' }] };
  return { ...value, schema: json };
}

function withFacts(value: SchemaValue, facts: JsonObject): SchemaValue {
  return { ...value, schema: { ...value.schema, ...facts } };
}

function bound(value: SchemaValue, edge: 'min' | 'max', argument: Json | undefined): SchemaValue {
  if (typeof argument !== 'number') return value;
  const key =
    value.schema.type === 'array'
      ? `${edge}Items`
      : value.schema.type === 'string'
        ? `${edge}Length`
        : edge === 'min'
          ? 'minimum'
          : 'maximum';
  return withFacts(value, { [key]: argument });
}

function rebuild(value: SchemaValue, shape: ReadonlyMap<string, Value>): SchemaValue {
  const { properties: _p, required: _r, type: _t, ...rest } = value.schema;
  return objectSchema(shape, rest);
}

function selected(shape: ReadonlyMap<string, Value>, mask: Value | undefined, keep: boolean): Map<string, Value> {
  const keys = new Set(mask?.kind === 'record' ? mask.entries.keys() : []);
  return new Map([...shape].filter(([key]) => keys.has(key) === keep));
}

function setOptional(
  shape: ReadonlyMap<string, Value>,
  mask: Value | undefined,
  optional: boolean,
): Map<string, Value> {
  const keys = mask?.kind === 'record' ? new Set(mask.entries.keys()) : undefined;
  return new Map(
    [...shape].map(([key, value]): [string, Value] =>
      value.kind === 'schema' && (keys === undefined || keys.has(key)) ? [key, { ...value, optional }] : [key, value],
    ),
  );
}

/** Bounds of numbers, texts and lists; undefined for other methods. */
function applyBound(value: SchemaValue, method: string, first: Json | undefined): Value | undefined {
  switch (method) {
    case 'min':
    case 'gte':
      return bound(value, 'min', first);
    case 'max':
    case 'lte':
      return bound(value, 'max', first);
    case 'length':
      return bound(bound(value, 'min', first), 'max', first);
    case 'nonempty':
      return bound(value, 'min', 1);
    case 'gt':
      return typeof first === 'number' ? withFacts(value, { exclusiveMinimum: first }) : value;
    case 'lt':
      return typeof first === 'number' ? withFacts(value, { exclusiveMaximum: first }) : value;
    case 'positive':
      return withFacts(value, { exclusiveMinimum: 0 });
    case 'nonnegative':
      return withFacts(value, { minimum: 0 });
    case 'negative':
      return withFacts(value, { exclusiveMaximum: 0 });
    case 'int':
      return withFacts(value, { type: 'integer' });
    default:
      return undefined;
  }
}

/** Methods of objects; undefined for others. */
function applyToShape(value: SchemaValue, method: string, args: readonly Value[]): Value | undefined {
  const { shape } = value;
  switch (method) {
    case 'strict':
      return withFacts(value, { additionalProperties: false });
    case 'passthrough':
    case 'loose':
      return withFacts(value, { additionalProperties: true });
    case 'extend':
    case 'safeExtend':
    case 'augment':
    case 'merge':
      return rebuild(value, new Map([...(shape ?? []), ...(shapeOf(args[0]) ?? [])]));
    case 'pick':
      return shape === undefined ? value : rebuild(value, selected(shape, args[0], true));
    case 'omit':
      return shape === undefined ? value : rebuild(value, selected(shape, args[0], false));
    case 'partial':
    case 'deepPartial':
      return shape === undefined ? value : rebuild(value, setOptional(shape, args[0], true));
    case 'required':
      return shape === undefined ? value : rebuild(value, setOptional(shape, args[0], false));
    case 'keyof':
      return shape === undefined ? unknown : schema({ type: 'string', enum: [...shape.keys()] });
    default:
      return undefined;
  }
}

/** A method named after a format; others leave the schema as it is. */
function applyFormat(value: SchemaValue, method: string): Value {
  const format = Object.hasOwn(formats, method) ? formats[method as keyof typeof formats] : undefined;
  return format !== undefined && value.schema.type === 'string' ? withFacts(value, { format }) : value;
}

/** What a method of a schema gives: `z.string().min(1)`. Methods that only check or transform leave the schema as it is. */
export function applyMethod(value: SchemaValue, method: string, args: readonly Value[]): Value {
  const first = jsonOf(args[0]);
  switch (method) {
    case 'describe':
      return typeof first === 'string' ? withFacts(value, { description: first }) : value;
    case 'meta':
    case 'openapi': {
      if (!isJsonObject(first)) return value;
      const facts: JsonObject = {};
      for (const key of ['title', 'description', 'examples', 'deprecated']) {
        const fact = first[key];
        if (fact !== undefined) facts[key] = fact;
      }
      return withFacts(value, facts);
    }
    case 'optional':
    case 'exactOptional':
      return { ...value, optional: true };
    case 'nullable':
      return nullable(value);
    case 'nullish':
      return { ...nullable(value), optional: true };
    case 'default':
    case 'prefault': {
      const result: SchemaValue = { ...value, optional: true };
      return first === undefined ? result : withFacts(result, { default: first });
    }
    case 'catch':
      return { ...value, optional: true };
    case 'array':
      return schema({ type: 'array', items: value.schema });
    case 'or':
      return schema({ anyOf: [value.schema, asSchema(args[0]).schema] });
    case 'and':
      return schema({ allOf: [value.schema, asSchema(args[0]).schema] });
    default:
      return applyBound(value, method, first) ?? applyToShape(value, method, args) ?? applyFormat(value, method);
  }
}

/** A property of a schema object. */
export function schemaMember(value: SchemaValue, key: string): Value {
  if (key === 'shape' && value.shape !== undefined) return { kind: 'record', entries: value.shape, open: false };
  if (key === 'value' && value.schema.const !== undefined) return { kind: 'scalar', value: value.schema.const };
  return unknown;
}

/** The JSON Schema an input or output schema stands for: a zod schema, a raw shape of zod schemas, or JSON Schema itself. */
export function schemaOf(value: Value | undefined): JsonObject | undefined {
  if (value === undefined) return undefined;
  if (value.kind === 'schema') return value.schema;
  if (value.kind !== 'record') return undefined;
  const entries = [...value.entries.values()];
  const isShape = entries.some((entry) => entry.kind === 'schema');
  if (isShape) return objectSchema(value.entries).schema;
  if (stringOf(entryOf(value, 'type')) === undefined && entryOf(value, 'properties') === undefined) {
    // A shape of which nothing is certain but the names, or nothing at all.
    if (entries.length === 0) return value.open ? undefined : { type: 'object', properties: {} };
    const json = jsonOf(value);
    const plain = isJsonObject(json) && Object.keys(json).some((key) => key.startsWith('$') || key.endsWith('Of'));
    return plain ? json : objectSchema(value.entries).schema;
  }
  const json = jsonOf(value);
  return isJsonObject(json) ? json : undefined;
}
