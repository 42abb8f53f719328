/** JSON Schema from Python type hints, `Field(…)`, pydantic models, data classes, typed dictionaries and enumerations. */

import { fieldOf, kindOf, type Node, partsOf } from '#crawler/extract/syntax.ts';
import { type Env, emptyEnv, isJsonObject, jsonOf, type Value } from '#crawler/extract/values.ts';
import type { Json, JsonObject } from '#db/types.ts';
import { evaluatePy, pyArguments } from './evaluate.ts';
import { cleanDoc, textOfString } from './literals.ts';
import type { PyFile, PyProgram } from './program.ts';
import { pyParametersOf } from './scopes.ts';

const simpleTypes: Readonly<Record<string, JsonObject>> = {
  str: { type: 'string' },
  int: { type: 'integer' },
  float: { type: 'number' },
  bool: { type: 'boolean' },
  bytes: { type: 'string', format: 'binary' },
  None: { type: 'null' },
  dict: { type: 'object' },
  Dict: { type: 'object' },
  Mapping: { type: 'object' },
  list: { type: 'array', items: {} },
  List: { type: 'array', items: {} },
  Sequence: { type: 'array', items: {} },
  tuple: { type: 'array' },
  set: { type: 'array', items: {}, uniqueItems: true },
  datetime: { type: 'string', format: 'date-time' },
  date: { type: 'string', format: 'date' },
  UUID: { type: 'string', format: 'uuid' },
  Path: { type: 'string', format: 'path' },
  AnyUrl: { type: 'string', format: 'uri' },
  HttpUrl: { type: 'string', format: 'uri' },
  EmailStr: { type: 'string', format: 'email' },
  Decimal: { type: 'number' },
};

/** The schema of such a type; names come from strangers' source, so what every object has is none. */
const simpleType = (name: string): JsonObject | undefined =>
  Object.hasOwn(simpleTypes, name) ? simpleTypes[name] : undefined;

const fieldFacts: Readonly<Record<string, string>> = {
  description: 'description',
  title: 'title',
  ge: 'minimum',
  gt: 'exclusiveMinimum',
  le: 'maximum',
  lt: 'exclusiveMaximum',
  min_length: 'minLength',
  max_length: 'maxLength',
  pattern: 'pattern',
  multiple_of: 'multipleOf',
  examples: 'examples',
};

/** Models inside models deeper than this are left as "anything". */
const maxModelDepth = 12;

/** Where types are read: the program and the file they are written in. */
export interface TypePlace {
  program: PyProgram;
  file: PyFile;
  env: Env;
}

/** The schema of an annotation. An unknown type is "anything": `{}`. */
export function typeSchema(place: TypePlace, type: Node | undefined, depth = 0): JsonObject {
  if (type === undefined || depth > maxModelDepth) return {};
  place.program.budget.spend();
  switch (kindOf(type)) {
    case 'type':
    case 'parenthesized_expression': {
      return typeSchema(place, partsOf(type)[0], depth);
    }
    case 'none':
      return { type: 'null' };
    case 'string':
      return simpleType(textOfString(type)?.trim() ?? '') ?? {};
    case 'identifier':
    case 'attribute':
      return namedSchema(place, type, depth);
    case 'binary_operator': {
      const left = fieldOf(type, 'left');
      const right = fieldOf(type, 'right');
      return anyOf([typeSchema(place, left, depth + 1), typeSchema(place, right, depth + 1)]);
    }
    case 'union_type':
      return anyOf(partsOf(type).map((part) => typeSchema(place, part, depth + 1)));
    case 'generic_type': {
      const [base, parameters] = partsOf(type);
      return genericSchema(place, base, parameters === undefined ? [] : partsOf(parameters), depth);
    }
    case 'subscript':
      return genericSchema(place, fieldOf(type, 'value'), partsOf(type).slice(1), depth);
    default:
      return {};
  }
}

function anyOf(schemas: readonly JsonObject[]): JsonObject {
  const flat = schemas.flatMap((schema) =>
    Array.isArray(schema.anyOf) && Object.keys(schema).length === 1 ? (schema.anyOf as JsonObject[]) : [schema],
  );
  const [only] = flat;
  if (only !== undefined && flat.length === 1) return only;
  return { anyOf: flat };
}

function genericSchema(
  place: TypePlace,
  base: Node | undefined,
  parameters: readonly Node[],
  depth: number,
): JsonObject {
  const name = base?.text().split('.').at(-1);
  const [first, second] = parameters;
  switch (name) {
    case 'Optional':
      return anyOf([typeSchema(place, first, depth + 1), { type: 'null' }]);
    case 'Union':
      return anyOf(parameters.map((parameter) => typeSchema(place, parameter, depth + 1)));
    case 'Literal': {
      const members = parameters.flatMap(
        (parameter) => jsonOf(evaluatePy(place.program, place.file, parameter, place.env)) ?? [],
      );
      if (members.length !== parameters.length) return {};
      const strings = members.every((member) => typeof member === 'string');
      return strings ? { type: 'string', enum: members } : { enum: members };
    }
    case 'Annotated': {
      let schema = typeSchema(place, first, depth + 1);
      for (const note of parameters.slice(1)) schema = { ...schema, ...annotationFacts(place, note, schema) };
      return schema;
    }
    case 'list':
    case 'List':
    case 'Sequence':
    case 'Iterable':
      return { type: 'array', items: typeSchema(place, first, depth + 1) };
    case 'set':
    case 'Set':
    case 'frozenset':
      return { type: 'array', items: typeSchema(place, first, depth + 1), uniqueItems: true };
    case 'tuple':
    case 'Tuple':
      return { type: 'array', prefixItems: parameters.map((parameter) => typeSchema(place, parameter, depth + 1)) };
    case 'dict':
    case 'Dict':
    case 'Mapping': {
      const values = typeSchema(place, second, depth + 1);
      return Object.keys(values).length > 0 ? { type: 'object', additionalProperties: values } : { type: 'object' };
    }
    case 'NotRequired':
    case 'Required':
    case 'ReadOnly':
    case 'Final':
      return typeSchema(place, first, depth + 1);
    default:
      return {};
  }
}

function isField(value: Value): value is Value & { kind: 'instance' } {
  return value.kind === 'instance' && value.of.kind === 'external' && value.of.path.at(-1) === 'Field';
}

function annotationFacts(place: TypePlace, note: Node, schema: JsonObject): JsonObject {
  const inner = kindOf(note) === 'type' ? (partsOf(note)[0] ?? note) : note;
  const value = evaluatePy(place.program, place.file, inner, place.env);
  if (value.kind === 'scalar' && typeof value.value === 'string') return { description: value.value };
  return isField(value) ? factsOfField(place, value.at.node, schema) : {};
}

/** The facts of a `Field(…)` call: description and bounds. */
function factsOfField(place: TypePlace, call: Node, schema: JsonObject): JsonObject {
  const facts: [string, Json][] = [];
  for (const [key, node] of pyArguments(call).keywords) {
    let fact = Object.hasOwn(fieldFacts, key) ? fieldFacts[key] : undefined;
    if (fact === undefined) continue;
    if (schema.type === 'array' && fact.endsWith('Length')) fact = fact.replace('Length', 'Items');
    const json = jsonOf(evaluatePy(place.program, place.file, node, place.env));
    if (json !== undefined) facts.push([fact, json]);
  }
  return Object.fromEntries(facts);
}

function namedSchema(place: TypePlace, name: Node, depth: number): JsonObject {
  const last = name.text().split('.').at(-1) ?? '';
  const value = evaluatePy(place.program, place.file, name, place.env);
  if (value.kind === 'class') {
    const home = place.program.file(value.at.file);
    return home === undefined ? {} : classSchema({ ...place, file: home, env: emptyEnv }, value.at.node, depth + 1);
  }
  if (value.kind === 'unknown' || value.kind === 'external') {
    const simple = simpleType(last);
    if (simple !== undefined) return simple;
    return aliasSchema(place, name, depth);
  }
  return {};
}

/** A type given a name: `Mode = Literal["a", "b"]`. */
function aliasSchema(place: TypePlace, name: Node, depth: number): JsonObject {
  if (kindOf(name) !== 'identifier') return {};
  for (const statement of place.file.root.namedChildren()) {
    const assignment = kindOf(statement) === 'expression_statement' ? partsOf(statement)[0] : undefined;
    if (assignment === undefined || kindOf(assignment) !== 'assignment') continue;
    if (fieldOf(assignment, 'left')?.text() !== name.text()) continue;
    return typeSchema(place, fieldOf(assignment, 'right'), depth + 1);
  }
  return {};
}

function basesOf(owner: Node): string[] {
  const list = fieldOf(owner, 'superclasses');
  return list === undefined ? [] : partsOf(list).map((part) => part.text().split('.').at(-1) ?? '');
}

/** The schema of a class: an enumeration, or an object of its annotated fields. */
export function classSchema(place: TypePlace, owner: Node, depth = 0): JsonObject {
  const body = fieldOf(owner, 'body');
  if (body === undefined || depth > maxModelDepth) return {};
  const bases = basesOf(owner);
  const statements = partsOf(body).flatMap((part) => (kindOf(part) === 'expression_statement' ? partsOf(part) : []));
  if (bases.some((base) => base.endsWith('Enum'))) {
    const members = statements.flatMap((statement) => {
      const right = kindOf(statement) === 'assignment' ? fieldOf(statement, 'right') : undefined;
      return right === undefined ? [] : (jsonOf(evaluatePy(place.program, place.file, right, place.env)) ?? []);
    });
    return members.every((member) => typeof member === 'string')
      ? { type: 'string', enum: members }
      : { enum: members };
  }
  let properties: [string, Json][] = [];
  let required: string[] = [];
  for (const parent of fieldOf(owner, 'superclasses') === undefined
    ? []
    : partsOf(fieldOf(owner, 'superclasses') as Node)) {
    const value = evaluatePy(place.program, place.file, parent, place.env);
    const home = value.kind === 'class' ? place.program.file(value.at.file) : undefined;
    if (value.kind !== 'class' || home === undefined) continue;
    const inherited = classSchema({ ...place, file: home }, value.at.node, depth + 1);
    if (isJsonObject(inherited.properties)) properties = Object.entries(inherited.properties);
    if (Array.isArray(inherited.required)) required = inherited.required as string[];
  }
  const total = !(fieldOf(owner, 'superclasses')?.text().replaceAll(' ', '').includes('total=False') ?? false);
  for (const statement of statements) {
    if (kindOf(statement) !== 'assignment') continue;
    const name = fieldOf(statement, 'left');
    const type = fieldOf(statement, 'type');
    if (name === undefined || type === undefined || kindOf(name) !== 'identifier') continue;
    if (type.text().startsWith('ClassVar') || name.text() === 'model_config') continue;
    const property = propertySchema(place, type, fieldOf(statement, 'right'), depth + 1);
    properties.push([name.text(), property.schema]);
    if (property.required && total && !type.text().startsWith('NotRequired')) required.push(name.text());
  }
  const schema: JsonObject = { type: 'object', properties: Object.fromEntries(properties) };
  if (required.length > 0) schema.required = required;
  const first = partsOf(body)[0];
  const doc = first !== undefined && kindOf(first) === 'expression_statement' ? partsOf(first)[0] : undefined;
  const text = doc === undefined ? undefined : textOfString(doc);
  if (text !== undefined) schema.description = cleanDoc(text);
  return schema;
}

/** The schema of one annotated name with its default, which may be a `Field(…)`. */
function propertySchema(
  place: TypePlace,
  type: Node | undefined,
  fallback: Node | undefined,
  depth: number,
): { schema: JsonObject; required: boolean } {
  const schema = typeSchema(place, type, depth);
  if (fallback === undefined) return { schema, required: true };
  if (kindOf(fallback) === 'ellipsis') return { schema, required: true };
  const value = evaluatePy(place.program, place.file, fallback, place.env);
  if (isField(value)) {
    const { positional, keywords } = pyArguments(value.at.node);
    const inner = keywords.get('default') ?? positional[0];
    const facts = factsOfField(place, value.at.node, schema);
    const hasDefault = keywords.has('default_factory') || (inner !== undefined && kindOf(inner) !== 'ellipsis');
    const given = inner === undefined ? undefined : jsonOf(evaluatePy(place.program, place.file, inner, place.env));
    return {
      schema: given === undefined ? { ...schema, ...facts } : { ...schema, ...facts, default: given },
      required: !hasDefault,
    };
  }
  const json = jsonOf(value);
  return { schema: json === undefined ? schema : { ...schema, default: json }, required: false };
}

const injected: ReadonlySet<string> = new Set(['Context', 'RequestContext', 'ServerSession']);

function isInjected(type: Node | undefined, fallback: Node | undefined): boolean {
  const text = type?.text() ?? '';
  const names =
    text
      .split('[')[0]
      ?.split('|')
      .map((part) => part.trim().split('.').at(-1) ?? '') ?? [];
  if (names.some((name) => injected.has(name))) return true;
  if (text.startsWith('Optional[') && injected.has(text.slice(9, -1).split('.').at(-1)?.split('[')[0] ?? ''))
    return true;
  const call = fallback?.text() ?? '';
  return call.startsWith('Depends(') || call.startsWith('CurrentContext(') || call.startsWith('get_context(');
}

/** The input schema of a function: its parameters, what the framework injects left out. */
export function parametersSchema(place: TypePlace, fn: Node, excluded: readonly string[] = []): JsonObject {
  const properties: [string, Json][] = [];
  const required: string[] = [];
  for (const { name, type, fallback, splat } of pyParametersOf(fn)) {
    const text = name.text();
    if (splat || text === 'self' || text === 'cls' || excluded.includes(text) || isInjected(type, fallback)) continue;
    const property = propertySchema(place, type, fallback, 0);
    properties.push([text, property.schema]);
    if (property.required) required.push(text);
  }
  const schema: JsonObject = { type: 'object', properties: Object.fromEntries(properties) };
  if (required.length > 0) schema.required = required;
  return schema;
}

/** The docstring of a function or class. */
export function docstringOf(definition: Node): string | undefined {
  const body = fieldOf(definition, 'body');
  const first = body === undefined ? undefined : partsOf(body)[0];
  const expression = first !== undefined && kindOf(first) === 'expression_statement' ? partsOf(first)[0] : undefined;
  if (expression === undefined || kindOf(expression) !== 'string') return undefined;
  const text = textOfString(expression);
  return text === undefined ? undefined : cleanDoc(text);
}

/** JSON from an instance of a class of the SDK, such as `ToolAnnotations(readOnlyHint=True)`, or a plain dictionary. */
export function factsOf(place: TypePlace, value: Value | undefined): JsonObject | undefined {
  if (value === undefined) return undefined;
  if (value.kind === 'instance') {
    const pairs: [string, Json][] = [];
    for (const [key, node] of pyArguments(value.at.node).keywords) {
      const json = jsonOf(evaluatePy(place.program, place.file, node, value.env));
      if (json !== undefined) pairs.push([key, json]);
    }
    return pairs.length > 0 ? Object.fromEntries(pairs) : undefined;
  }
  const json = jsonOf(value);
  return isJsonObject(json) && Object.keys(json).length > 0 ? json : undefined;
}
