/** The parameters of a tool as rows of a table: the schema walked through objects, lists, alternatives and references. */
import type { Evidence, Json, JsonObject, ToolDefinition } from '#db/types.ts';
import { pointerTo, resolvePointer, type Segment, segment, shortenUnmarked } from './evidence.ts';

export interface ParameterRow {
  /** As a person writes it: `filter.tags[]`. */
  path: string;
  depth: number;
  type: string;
  required: boolean;
  description: Segment[];
  /** Values it can have, at most twelve. */
  values: string[];
  moreValues: number;
  defaultValue?: string;
  /** Limits the schema states, such as `at most 100`. */
  bounds: string[];
  /** Signals whose evidence lies in this parameter. */
  signals: string[];
}

/** More rows than this are counted, not shown. */
export const maxRows = 200;
const maxDepth = 6;
const maxValues = 12;

/** The rows, and how many parameters were left out. Does not throw on any schema. */
export function listParameters(
  definition: ToolDefinition,
  marks: readonly { signal: string; evidence: readonly Evidence[] }[] = [],
): { rows: ParameterRow[]; left: number } {
  const rows: ParameterRow[] = [];
  let left = 0;
  const root = definition.inputSchema;

  const visit = (pointer: string, path: string, depth: number, open: readonly JsonObject[]): void => {
    const found = follow(definition, pointer);
    if (!found || depth > maxDepth || open.includes(found.schema)) return;
    const { schema } = found;
    const inner = [...open, schema];
    const required = Array.isArray(schema.required) ? schema.required : [];
    if (isObject(schema.properties)) {
      for (const [name, value] of Object.entries(schema.properties)) {
        const at = pointerTo(pointerTo(found.pointer, 'properties'), name);
        const target = follow(definition, at);
        const own = path === '' ? name : `${path}.${name}`;
        if (rows.length >= maxRows) left += 1;
        else rows.push(toRow(own, depth, value, target, required.includes(name), at, marks));
        if (!target) continue;
        const items = isObject(target.schema.items) ? pointerTo(target.pointer, 'items') : undefined;
        visit(target.pointer, own, depth + 1, inner);
        if (items) visit(items, `${own}[]`, depth + 1, inner);
      }
    }
    for (const key of ['allOf', 'anyOf', 'oneOf']) {
      const options = schema[key];
      if (Array.isArray(options)) {
        for (const at of options.keys())
          visit(pointerTo(pointerTo(found.pointer, key), String(at)), path, depth, inner);
      }
    }
  };
  if (isObject(root)) visit('/inputSchema', '', 0, []);
  return { rows: unique(rows), left };
}

/** Texts that the schemas at some pointers list as values, each once; alternatives and items of a list count. */
export function listedValues(definition: ToolDefinition, pointers: readonly string[]): string[] {
  const values = new Set<string>();
  const visit = (pointer: string, depth: number): void => {
    const found = follow(definition, pointer);
    if (!found) return;
    const { schema } = found;
    for (const value of [...(Array.isArray(schema.enum) ? schema.enum : []), schema.const]) {
      if (typeof value === 'string') values.add(value);
    }
    if (depth > 2) return;
    if (isObject(schema.items)) visit(pointerTo(found.pointer, 'items'), depth + 1);
    for (const key of ['anyOf', 'oneOf']) {
      const options = schema[key];
      if (!Array.isArray(options)) continue;
      for (const at of options.keys()) visit(pointerTo(pointerTo(found.pointer, key), String(at)), depth + 1);
    }
  };
  for (const pointer of new Set(pointers)) visit(pointer, 0);
  return [...values];
}

/** Parameters on the first two levels that are shown at once; the rest is folded. */
const maxOpen = 12;

/**
 * Rows in the order of their weight: what signals speak of first, then what is required, each followed by its own parts.
 * @returns the first ones on two levels, and all that is left
 */
export function arrangeParameters(rows: readonly ParameterRow[]): { open: ParameterRow[]; folded: ParameterRow[] } {
  const families: ParameterRow[][] = [];
  for (const row of rows) {
    if (row.depth === 0 || families.length === 0) families.push([row]);
    else families.at(-1)!.push(row);
  }
  const weight = (family: readonly ParameterRow[]) =>
    (family.some(({ signals }) => signals.length > 0) ? 2 : 0) + (family[0]!.required ? 1 : 0);
  const ordered = families.toSorted((a, b) => weight(b) - weight(a)).flat();
  const open = ordered.filter(({ depth }) => depth < 2).slice(0, maxOpen);
  return { open, folded: ordered.filter((row) => !open.includes(row)) };
}

/** Alternatives may repeat a parameter; the first is shown. */
function unique(rows: ParameterRow[]): ParameterRow[] {
  const seen = new Set<string>();
  return rows.filter((row) => !seen.has(row.path) && seen.add(row.path));
}

function toRow(
  path: string,
  depth: number,
  raw: Json | undefined,
  target: { schema: JsonObject; pointer: string } | undefined,
  required: boolean,
  pointer: string,
  marks: readonly { signal: string; evidence: readonly Evidence[] }[],
): ParameterRow {
  const own = isObject(raw) ? raw : {};
  const schema = { ...target?.schema, ...own };
  const described = typeof own.description === 'string' ? pointer : (target?.pointer ?? pointer);
  const description = typeof schema.description === 'string' ? schema.description : '';
  const evidence = marks.flatMap((mark) => mark.evidence);
  const values = (Array.isArray(schema.enum) ? schema.enum : schema.const !== undefined ? [schema.const] : []).map(
    brief,
  );
  const inside = (item: Evidence) =>
    [pointer, target?.pointer].some((at) => at !== undefined && (item.pointer === at || isOwnText(item.pointer, at)));
  return {
    path,
    depth,
    type: typeOf(schema),
    required,
    description: shortenUnmarked(
      segment(
        description,
        evidence.filter((item) => item.pointer === `${described}/description`),
      ),
    ),
    values: values.slice(0, maxValues),
    moreValues: Math.max(0, values.length - maxValues),
    ...(schema.default !== undefined && { defaultValue: brief(schema.default) }),
    bounds: boundsOf(schema),
    signals: marks.filter((mark) => mark.evidence.some(inside)).map((mark) => mark.signal),
  };
}

/** True where the evidence lies in the parameter itself and not in a property of it. */
const isOwnText = (pointer: string, at: string) =>
  pointer.startsWith(`${at}/`) && !pointer.slice(at.length).includes('/properties/');

/** The schema at a pointer with local references followed; undefined where there is none or they go in a circle. */
function follow(definition: ToolDefinition, pointer: string): { schema: JsonObject; pointer: string } | undefined {
  const seen = new Set<string>();
  let at = pointer;
  for (;;) {
    const schema = resolvePointer(definition, at);
    if (!isObject(schema) || seen.has(at)) return undefined;
    seen.add(at);
    if (typeof schema.$ref !== 'string' || !schema.$ref.startsWith('#')) return { schema, pointer: at };
    at = `/inputSchema${decodeFragment(schema.$ref.slice(1))}`;
  }
}

function decodeFragment(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

function typeOf(schema: JsonObject): string {
  const names = new Set<string>();
  const add = (value: Json | undefined) => {
    if (typeof value === 'string') names.add(value);
    else if (Array.isArray(value)) value.forEach(add);
  };
  add(schema.type);
  for (const key of ['anyOf', 'oneOf']) {
    const options = schema[key];
    if (Array.isArray(options)) for (const option of options) if (isObject(option)) add(option.type);
  }
  if (names.has('array') && isObject(schema.items)) {
    const items = typeof schema.items.type === 'string' ? schema.items.type : 'object';
    names.delete('array');
    names.add(`${items}[]`);
  }
  if (typeof schema.format === 'string' && names.has('string')) {
    names.delete('string');
    names.add(`string (${schema.format.slice(0, 40)})`);
  }
  if (names.size === 0) return Array.isArray(schema.enum) ? 'one of' : 'any';
  return [...names].map((name) => name.slice(0, 60)).join(' or ');
}

function boundsOf(schema: JsonObject): string[] {
  const say = (key: string, words: (value: number) => string) =>
    typeof schema[key] === 'number' ? [words(schema[key])] : [];
  return [
    ...say('minimum', (value) => `at least ${value}`),
    ...say('maximum', (value) => `at most ${value}`),
    ...say('maxLength', (value) => `at most ${value} characters`),
    ...say('maxItems', (value) => `at most ${value} items`),
    ...(typeof schema.pattern === 'string' ? [`matches ${brief(schema.pattern)}`] : []),
  ];
}

/** A value as short JSON; strings without quotes. */
function brief(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
