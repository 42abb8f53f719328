/** JSON Schema from Go structs and their tags. */

import { fieldOf, kindOf, type Node, partsOf } from '#crawler/extract/syntax.ts';
import type { Json, JsonObject } from '#db/types.ts';
import { lookUpGo, lookUpSelector } from './evaluate.ts';
import { type GoFile, type GoProgram, goString } from './program.ts';

const basicTypes: Readonly<Record<string, JsonObject>> = {
  string: { type: 'string' },
  bool: { type: 'boolean' },
  int: { type: 'integer' },
  int8: { type: 'integer' },
  int16: { type: 'integer' },
  int32: { type: 'integer' },
  int64: { type: 'integer' },
  uint: { type: 'integer' },
  uint8: { type: 'integer' },
  uint16: { type: 'integer' },
  uint32: { type: 'integer' },
  uint64: { type: 'integer' },
  float32: { type: 'number' },
  float64: { type: 'number' },
};

const maxDepth = 12;

/** The schema of a type. An unknown one is "anything": `{}`. */
export function goTypeSchema(program: GoProgram, file: GoFile, type: Node | undefined, depth = 0): JsonObject {
  if (type === undefined || depth > maxDepth) return {};
  program.budget.spend();
  switch (kindOf(type)) {
    case 'pointer_type':
    case 'parenthesized_type':
    case 'type_elem':
      return goTypeSchema(program, file, partsOf(type)[0], depth);
    case 'slice_type':
    case 'array_type':
      return { type: 'array', items: goTypeSchema(program, file, fieldOf(type, 'element'), depth + 1) };
    case 'map_type': {
      const values = goTypeSchema(program, file, fieldOf(type, 'value'), depth + 1);
      return Object.keys(values).length > 0 ? { type: 'object', additionalProperties: values } : { type: 'object' };
    }
    case 'struct_type':
      return structSchema(program, file, type, depth);
    case 'type_identifier': {
      const name = type.text();
      if (Object.hasOwn(basicTypes, name)) return basicTypes[name] ?? {};
      const declared = lookUpGo(program, file, type, name);
      if (declared === undefined || !kindOf(declared.node).startsWith('type_')) return {};
      return goTypeSchema(program, declared.file, fieldOf(declared.node, 'type'), depth + 1);
    }
    case 'qualified_type': {
      if (type.text() === 'time.Time') return { type: 'string', format: 'date-time' };
      const declared = lookUpSelector(program, file, type);
      if (declared === undefined || !kindOf(declared.node).startsWith('type_')) return {};
      return goTypeSchema(program, declared.file, fieldOf(declared.node, 'type'), depth + 1);
    }
    default:
      return {};
  }
}

/** The value of one key of a struct tag: `json:"name,omitempty"`. */
function tagValue(tag: string, key: string): string | undefined {
  const start = ` ${tag}`.indexOf(` ${key}:"`);
  if (start < 0) return undefined;
  let text = '';
  for (let at = start + key.length + 2; at < tag.length; at++) {
    const char = tag[at];
    if (char === '"') return text;
    if (char === '\\') at++;
    text += tag[at] ?? '';
  }
  return undefined;
}

/** Facts of a `jsonschema` tag: a plain description, or `required,description=…,enum=…`. */
function schemaTag(tag: string): { facts: JsonObject; required: boolean } {
  const parts = tag.split(',');
  const known = [
    'required',
    'description',
    'title',
    'enum',
    'minimum',
    'maximum',
    'default',
    'pattern',
    'format',
    'example',
  ];
  if (!parts.every((part) => known.includes(part.split('=')[0]?.trim() ?? ''))) {
    if (!tag.startsWith('required,description=') && !tag.startsWith('description=')) {
      return { facts: { description: tag }, required: false };
    }
    // A description with commas in it.
    return {
      facts: { description: tag.slice(tag.indexOf('description=') + 'description='.length) },
      required: tag.startsWith('required'),
    };
  }
  const facts: [string, Json][] = [];
  const members: string[] = [];
  for (const part of parts) {
    const equals = part.indexOf('=');
    const key = equals < 0 ? part.trim() : part.slice(0, equals).trim();
    const value = part.slice(equals + 1);
    if (key === 'enum') members.push(value);
    else if (key === 'description' || key === 'title' || key === 'pattern' || key === 'format')
      facts.push([key, value]);
  }
  if (members.length > 0) facts.push(['enum', members]);
  return { facts: Object.fromEntries(facts), required: parts.some((part) => part.trim() === 'required') };
}

function structSchema(program: GoProgram, file: GoFile, struct: Node, depth: number): JsonObject {
  const properties: [string, Json][] = [];
  const required: string[] = [];
  const list = partsOf(struct).find((part) => kindOf(part) === 'field_declaration_list');
  for (const field of list === undefined ? [] : partsOf(list)) {
    if (kindOf(field) !== 'field_declaration') continue;
    const tagNode = fieldOf(field, 'tag');
    const tag = tagNode === undefined ? '' : (goString(tagNode) ?? '');
    const json = tagValue(tag, 'json');
    const [given = '', ...options] = json?.split(',') ?? [];
    if (given === '-' && options.length === 0) continue;
    const type = fieldOf(field, 'type');
    const names = partsOf(field).filter((part) => kindOf(part) === 'field_identifier');
    if (names.length === 0 && given === '') {
      const embedded = goTypeSchema(program, file, type, depth + 1);
      properties.push(...Object.entries((embedded.properties as JsonObject | undefined) ?? {}));
      required.push(...((embedded.required as string[] | undefined) ?? []));
      continue;
    }
    const described = tagValue(tag, 'jsonschema');
    const extra = described === undefined ? { facts: {}, required: false } : schemaTag(described);
    const plain = tagValue(tag, 'jsonschema_description');
    const schema: JsonObject = { ...goTypeSchema(program, file, type, depth + 1), ...extra.facts };
    if (plain !== undefined) schema.description = plain;
    for (const name of names) {
      const text = name.text();
      const first = text[0] ?? '';
      // Only exported fields are part of JSON.
      if (first === first.toLowerCase()) continue;
      const key = given === '' ? text : given;
      properties.push([key, schema]);
      if (!options.includes('omitempty') && !options.includes('omitzero')) required.push(key);
    }
  }
  const out: JsonObject = { type: 'object', properties: Object.fromEntries(properties) };
  if (required.length > 0) out.required = required;
  return out;
}
