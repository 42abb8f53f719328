/** Go: `mcp.AddTool(server, &mcp.Tool{…}, handler)` of the official SDK. */

import {
  goConstant,
  literalFields,
  literalIn,
  lookUpGo,
  lookUpSelector,
  qualifiedName,
} from '#crawler/extract/go/evaluate.ts';
import { type GoUse, goUses } from '#crawler/extract/go/flows.ts';
import type { GoFile, GoProgram } from '#crawler/extract/go/program.ts';
import { goTypeSchema } from '#crawler/extract/go/schema.ts';
import { descendantsOfKind, fieldOf, kindOf, lineOf, type Node, partsOf } from '#crawler/extract/syntax.ts';
import type { Finding } from '#crawler/extract/types.ts';
import { isJsonObject } from '#crawler/extract/values.ts';
import type { Json, JsonObject, ToolDefinition } from '#db/types.ts';
import type { Framework } from './framework.ts';

const modulePath = 'github.com/modelcontextprotocol/go-sdk/mcp';

function annotationsOf(program: GoProgram, file: GoFile, node: Node | undefined): JsonObject {
  const literal = literalIn(node);
  const facts: [string, Json][] = [];
  for (const [field, value] of literal === undefined ? [] : literalFields(literal)) {
    const json = goConstant(program, file, value);
    if (json !== undefined && json !== null) facts.push([field[0]?.toLowerCase() + field.slice(1), json]);
  }
  return Object.fromEntries(facts);
}

/** The parameters of a function, one node for each name. */
function parameterTypes(fn: Node): Node[] {
  const list = fieldOf(fn, 'parameters');
  return (list === undefined ? [] : partsOf(list)).flatMap((parameter) => {
    const type = fieldOf(parameter, 'type');
    const names = partsOf(parameter).filter((part) => kindOf(part) === 'identifier').length;
    return type === undefined ? [] : Array.from({ length: Math.max(1, names) }, () => type);
  });
}

/** The type a handler takes as input: its third parameter. */
function inputType(program: GoProgram, use: GoUse): { file: GoFile; type: Node } | undefined {
  if (use.call === undefined) return undefined;
  const callee = fieldOf(use.call, 'function');
  const args = fieldOf(use.call, 'arguments');
  if (qualifiedName(use.file, callee)?.name !== 'AddTool' || args === undefined) return undefined;
  const handler = partsOf(args)[2];
  if (handler === undefined) return undefined;
  if (kindOf(handler) === 'func_literal') {
    const type = parameterTypes(handler)[2];
    return type === undefined ? undefined : { file: use.file, type };
  }
  if (kindOf(handler) === 'identifier') {
    const declared = lookUpGo(program, use.file, handler, handler.text());
    return functionInput(declared?.file, declared?.node);
  }
  if (kindOf(handler) !== 'selector_expression') return undefined;
  const declared = lookUpSelector(program, use.file, handler);
  if (declared !== undefined) return functionInput(declared.file, declared.node);
  return methodInput(program, fieldOf(handler, 'field')?.text() ?? '');
}

function functionInput(file: GoFile | undefined, node: Node | undefined): { file: GoFile; type: Node } | undefined {
  if (file === undefined || node === undefined || kindOf(node) !== 'function_declaration') return undefined;
  const type = parameterTypes(node)[2];
  return type === undefined ? undefined : { file, type };
}

/** A method's input, where only one method of the program has its name. */
function methodInput(program: GoProgram, name: string): { file: GoFile; type: Node } | undefined {
  const found: { file: GoFile; type: Node }[] = [];
  for (const path of program.sources) {
    if (program.textOf(path)?.includes(name) !== true) continue;
    const file = program.file(path);
    for (const method of file === undefined ? [] : descendantsOfKind(file.root, 'method_declaration')) {
      const type = fieldOf(method, 'name')?.text() === name ? parameterTypes(method)[2] : undefined;
      if (file !== undefined && type !== undefined) found.push({ file, type });
    }
  }
  return found.length === 1 ? found[0] : undefined;
}

/** A schema written as JSON text or a map; a `jsonschema.Schema{…}` literal field by field. */
function writtenSchema(program: GoProgram, file: GoFile, node: Node | undefined, depth = 0): JsonObject | undefined {
  if (node === undefined || depth > 12) return undefined;
  const json = goConstant(program, file, node);
  if (isJsonObject(json)) return json;
  if (typeof json === 'string') {
    try {
      const parsed = JSON.parse(json) as Json;
      return isJsonObject(parsed) ? parsed : undefined;
    } catch {
      return undefined;
    }
  }
  const literal = literalIn(node);
  if (literal === undefined) return undefined;
  const facts: [string, Json][] = [];
  for (const [field, value] of literalFields(literal)) {
    const key = field[0]?.toLowerCase() + field.slice(1);
    if (field === 'Properties') {
      const inner = literalIn(value);
      const body = inner === undefined ? undefined : fieldOf(inner, 'body');
      const properties: [string, Json][] = [];
      for (const part of body === undefined ? [] : partsOf(body)) {
        const [name, schema] = kindOf(part) === 'keyed_element' ? partsOf(part) : [];
        const text = goConstant(program, file, name);
        const element = schema === undefined ? undefined : partsOf(schema)[0];
        if (typeof text === 'string') properties.push([text, literalFacts(program, file, element, depth + 1)]);
      }
      facts.push([key, Object.fromEntries(properties)]);
    } else if (field === 'Items') facts.push([key, writtenSchema(program, file, value, depth + 1) ?? {}]);
    else {
      const constant = goConstant(program, file, value);
      if (constant !== undefined) facts.push([key, constant]);
    }
  }
  return Object.fromEntries(facts);
}

/** `"name": {Type: "string"}` leaves the type out inside a map. */
function literalFacts(program: GoProgram, file: GoFile, node: Node | undefined, depth: number): JsonObject {
  if (node !== undefined && kindOf(node) === 'literal_value') {
    const facts: [string, Json][] = [];
    for (const part of partsOf(node)) {
      const [key, value] = kindOf(part) === 'keyed_element' ? partsOf(part) : [];
      const constant = goConstant(program, file, value);
      const name = key?.text() ?? '';
      if (constant !== undefined && name !== '') facts.push([name[0]?.toLowerCase() + name.slice(1), constant]);
    }
    return Object.fromEntries(facts);
  }
  return writtenSchema(program, file, node, depth) ?? {};
}

function toolFrom(program: GoProgram, file: GoFile, literal: Node, uses: readonly GoUse[]): ToolDefinition | undefined {
  const fields = literalFields(literal);
  const name = goConstant(program, file, fields.get('Name'));
  if (typeof name !== 'string') return undefined;
  const tool: ToolDefinition = { name };
  const title = goConstant(program, file, fields.get('Title'));
  const description = goConstant(program, file, fields.get('Description'));
  const annotations = annotationsOf(program, file, fields.get('Annotations'));
  if (typeof title === 'string') tool.title = title;
  if (typeof description === 'string') tool.description = description;
  const written = writtenSchema(program, file, fields.get('InputSchema'));
  const inferred = fields.has('InputSchema')
    ? undefined
    : uses.map((use) => inputType(program, use)).find((type) => type);
  if (written !== undefined) tool.inputSchema = written;
  else if (inferred !== undefined) tool.inputSchema = goTypeSchema(program, inferred.file, inferred.type);
  if (Object.keys(annotations).length > 0) tool.annotations = annotations;
  return tool;
}

export const goSdk: Framework = {
  id: 'go-sdk',
  title: 'MCP SDK for Go',
  language: 'go',
  hints: [modulePath],
  *find(program, file): Iterable<Finding> {
    for (const literal of descendantsOfKind(file.root, 'composite_literal')) {
      const named = qualifiedName(file, fieldOf(literal, 'type'));
      if (named?.path !== modulePath || named.name !== 'Tool' || !literalFields(literal).has('Name')) continue;
      program.budget.spend();
      const at = { file: file.path, line: lineOf(literal) };
      const uses = goUses(program, file, literal);
      const sure = uses.filter((use) => use.doubt === undefined);
      const tool = toolFrom(program, file, literal, sure);
      if (tool === undefined) yield { kind: 'left-out', ...at, reason: 'its name is computed' };
      else if (sure.length > 0) yield { kind: 'tool', tool, ...at };
      else {
        const doubt = uses[0]?.doubt;
        const reason =
          doubt === undefined ? `${tool.name} is added to no server` : `${tool.name} is registered ${doubt}`;
        yield { kind: 'left-out', ...at, reason };
      }
    }
  },
};
