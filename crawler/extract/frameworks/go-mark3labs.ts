/** Go: `mcp.NewTool("name", mcp.WithString(…), …)` and `mcp.Tool{…}` of mark3labs/mcp-go. */

import { goConstant, literalFields, literalIn, qualifiedName } from '#crawler/extract/go/evaluate.ts';
import { goUses } from '#crawler/extract/go/flows.ts';
import type { GoFile, GoProgram } from '#crawler/extract/go/program.ts';
import { goTypeSchema } from '#crawler/extract/go/schema.ts';
import { descendantsOfKind, fieldOf, kindOf, lineOf, type Node, partsOf } from '#crawler/extract/syntax.ts';
import type { Finding } from '#crawler/extract/types.ts';
import { isJsonObject } from '#crawler/extract/values.ts';
import type { Json, JsonObject, ToolDefinition } from '#db/types.ts';
import type { Framework } from './framework.ts';

const modulePath = 'github.com/mark3labs/mcp-go/mcp';

const propertyTypes: Readonly<Record<string, JsonObject>> = {
  WithString: { type: 'string' },
  WithNumber: { type: 'number' },
  WithInteger: { type: 'integer' },
  WithBoolean: { type: 'boolean' },
  WithObject: { type: 'object' },
  WithArray: { type: 'array' },
  WithAny: {},
};

const valueOptions: Readonly<Record<string, string>> = {
  Description: 'description',
  Title: 'title',
  DefaultString: 'default',
  DefaultNumber: 'default',
  DefaultBool: 'default',
  DefaultArray: 'default',
  Min: 'minimum',
  Max: 'maximum',
  MinLength: 'minLength',
  MaxLength: 'maxLength',
  Pattern: 'pattern',
  MultipleOf: 'multipleOf',
  MinItems: 'minItems',
  MaxItems: 'maxItems',
  Properties: 'properties',
  Items: 'items',
};

const hints: Readonly<Record<string, string>> = {
  WithReadOnlyHintAnnotation: 'readOnlyHint',
  WithDestructiveHintAnnotation: 'destructiveHint',
  WithIdempotentHintAnnotation: 'idempotentHint',
  WithOpenWorldHintAnnotation: 'openWorldHint',
  WithTitleAnnotation: 'title',
};

function argumentsOf(call: Node): Node[] {
  const list = fieldOf(call, 'arguments');
  return list === undefined ? [] : partsOf(list);
}

function optionOf(file: GoFile, node: Node): { name: string; args: Node[]; types: Node[] } | undefined {
  if (kindOf(node) !== 'call_expression') return undefined;
  const callee = fieldOf(node, 'function');
  const generic = callee !== undefined && kindOf(callee) === 'type_instantiation_expression';
  const target = generic ? partsOf(callee)[0] : callee;
  const named = qualifiedName(file, target);
  if (named === undefined || named.path !== modulePath) return undefined;
  const typeArguments = generic ? partsOf(callee).slice(1) : partsOf(fieldOf(node, 'type_arguments') ?? node);
  return { name: named.name, args: argumentsOf(node), types: typeArguments };
}

/** The schema of one `mcp.WithString(name, options…)`. */
function property(program: GoProgram, file: GoFile, base: JsonObject, options: readonly Node[]) {
  const facts: [string, Json][] = Object.entries(base);
  let required = false;
  for (const node of options) {
    const option = optionOf(file, node);
    if (option === undefined) continue;
    if (option.name === 'Required') required = true;
    else if (option.name === 'Enum') {
      const members = option.args.flatMap((arg) => goConstant(program, file, arg) ?? []).flat();
      if (members.length > 0) facts.push(['enum', members]);
    } else if (option.name === 'WithStringItems' || option.name === 'WithStringEnumItems') {
      const [members] = option.args.map((arg) => goConstant(program, file, arg));
      const isEnum = option.name === 'WithStringEnumItems' && Array.isArray(members);
      facts.push(['items', isEnum ? { type: 'string', enum: members } : { type: 'string' }]);
    } else if (Object.hasOwn(valueOptions, option.name)) {
      const json = goConstant(program, file, option.args[0]);
      if (json !== undefined) facts.push([valueOptions[option.name] ?? option.name, json]);
    }
  }
  return { schema: Object.fromEntries(facts), required };
}

function newTool(program: GoProgram, file: GoFile, call: Node): ToolDefinition | undefined {
  const option = optionOf(file, call);
  if (option === undefined) return undefined;
  const [nameNode, ...rest] = option.args;
  const name = goConstant(program, file, nameNode);
  if (typeof name !== 'string') return undefined;
  const tool: ToolDefinition = { name };
  if (option.name === 'NewToolWithRawSchema') {
    const description = goConstant(program, file, rest[0]);
    if (typeof description === 'string') tool.description = description;
    const raw = parsedJson(goConstant(program, file, rest[1]));
    if (raw !== undefined) tool.inputSchema = raw;
    return tool;
  }
  const properties: [string, Json][] = [];
  const required: string[] = [];
  let annotations: JsonObject = {};
  let whole: JsonObject | undefined;
  for (const node of rest) {
    const part = optionOf(file, node);
    if (part === undefined) continue;
    const [first, ...options] = part.args;
    const value = goConstant(program, file, first);
    if (part.name === 'WithDescription') {
      if (typeof value === 'string') tool.description = value;
    } else if (Object.hasOwn(propertyTypes, part.name)) {
      if (typeof value !== 'string') continue;
      const made = property(program, file, propertyTypes[part.name] ?? {}, options);
      properties.push([value, made.schema]);
      if (made.required) required.push(value);
    } else if (Object.hasOwn(hints, part.name)) {
      if (value !== undefined && value !== null) annotations[hints[part.name] ?? part.name] = value;
    } else if (part.name === 'WithToolAnnotation')
      annotations = { ...annotations, ...annotationsOf(program, file, first) };
    else if (part.name === 'WithInputSchema') whole = goTypeSchema(program, file, part.types[0]);
    else if (part.name === 'WithRawInputSchema') whole = parsedJson(value);
  }
  if (whole !== undefined) tool.inputSchema = whole;
  else {
    tool.inputSchema = { type: 'object', properties: Object.fromEntries(properties) };
    if (required.length > 0) tool.inputSchema.required = required;
  }
  if (Object.keys(annotations).length > 0) tool.annotations = annotations;
  return tool;
}

function parsedJson(text: Json | undefined): JsonObject | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const json = JSON.parse(text) as Json;
    return isJsonObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

function annotationsOf(program: GoProgram, file: GoFile, node: Node | undefined): JsonObject {
  const literal = literalIn(node);
  const facts: [string, Json][] = [];
  for (const [field, value] of literal === undefined ? [] : literalFields(literal)) {
    const json = goConstant(program, file, value);
    if (json !== undefined && json !== null) facts.push([field[0]?.toLowerCase() + field.slice(1), json]);
  }
  return Object.fromEntries(facts);
}

function* candidates(program: GoProgram, file: GoFile): Iterable<{ node: Node; tool: ToolDefinition | undefined }> {
  for (const call of descendantsOfKind(file.root, 'call_expression')) {
    const named = qualifiedName(file, fieldOf(call, 'function'));
    if (named?.path === modulePath && (named.name === 'NewTool' || named.name === 'NewToolWithRawSchema')) {
      yield { node: call, tool: newTool(program, file, call) };
    }
  }
  for (const literal of descendantsOfKind(file.root, 'composite_literal')) {
    const named = qualifiedName(file, fieldOf(literal, 'type'));
    if (named?.path !== modulePath || named.name !== 'Tool') continue;
    const fields = literalFields(literal);
    if (!fields.has('Name')) continue;
    const name = goConstant(program, file, fields.get('Name'));
    const description = goConstant(program, file, fields.get('Description'));
    const raw = parsedJson(goConstant(program, file, fields.get('RawInputSchema')));
    yield {
      node: literal,
      tool:
        typeof name !== 'string'
          ? undefined
          : {
              name,
              ...(typeof description === 'string' ? { description } : {}),
              ...(raw === undefined ? {} : { inputSchema: raw }),
            },
    };
  }
}

export const goMark3labs: Framework = {
  id: 'go-mark3labs',
  title: 'mark3labs/mcp-go',
  language: 'go',
  hints: [modulePath],
  *find(program, file): Iterable<Finding> {
    for (const { node, tool } of candidates(program, file)) {
      program.budget.spend();
      const at = { file: file.path, line: lineOf(node) };
      if (tool === undefined) {
        yield { kind: 'left-out', ...at, reason: 'its name is computed' };
        continue;
      }
      const uses = goUses(program, file, node);
      if (uses.some((use) => use.doubt === undefined)) yield { kind: 'tool', tool, ...at };
      else {
        const doubt = uses[0]?.doubt;
        const reason =
          doubt === undefined ? `${tool.name} is added to no server` : `${tool.name} is registered ${doubt}`;
        yield { kind: 'left-out', ...at, reason };
      }
    }
  },
};
