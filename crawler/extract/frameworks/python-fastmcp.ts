/** Python: `@mcp.tool` of FastMCP, the one in the MCP SDK and the package of that name; also `mcp.add_tool(function)`. */

import { pyContextsOf } from '#crawler/extract/python/contexts.ts';
import { evaluatePy, pyArguments } from '#crawler/extract/python/evaluate.ts';
import { cleanDoc } from '#crawler/extract/python/literals.ts';
import type { PyFile, PyProgram } from '#crawler/extract/python/program.ts';
import { docstringOf, factsOf, parametersSchema, type TypePlace } from '#crawler/extract/python/schema.ts';
import { descendantsOfKind, fieldOf, kindOf, lineOf, type Node, parentOf, partsOf } from '#crawler/extract/syntax.ts';
import type { Finding } from '#crawler/extract/types.ts';
import { type Env, isJsonObject, jsonOf, stringOf, type Value } from '#crawler/extract/values.ts';
import type { ToolDefinition } from '#db/types.ts';
import type { Framework } from './framework.ts';

function isFastMcpModule(module: string): boolean {
  return ['mcp', 'fastmcp'].includes(module.split('.')[0] ?? '');
}

/** Whether an object is a FastMCP server; one of which nothing is known must at least be called `mcp`. */
function isServer(program: PyProgram, value: Value, node: Node): boolean {
  if (value.kind === 'instance') return isServerClass(program, value.of, 0);
  if (value.kind !== 'unknown') return false;
  const name = node.text().split('.').at(-1)?.toLowerCase() ?? '';
  return (name === 'mcp' || name.endsWith('_mcp') || name.endsWith('mcp_server')) && program.mentions('FastMCP');
}

function isServerClass(program: PyProgram, of: Value, hops: number): boolean {
  if (of.kind === 'external')
    return isFastMcpModule(of.module) && ['FastMCP', 'MCPServer'].includes(of.path.at(-1) ?? '');
  if (of.kind !== 'class' || hops > 6) return false;
  const file = program.file(of.at.file);
  const bases = fieldOf(of.at.node, 'superclasses');
  if (file === undefined || bases === undefined) return false;
  return partsOf(bases).some((base) => isServerClass(program, evaluatePy(program, file, base, new Map()), hops + 1));
}

/** The keyword arguments a decorator or `add_tool` gives, and a name given first. */
function readOptions(program: PyProgram, file: PyFile, call: Node | undefined, env: Env) {
  const values = new Map<string, Value>();
  if (call === undefined) return { values, open: false };
  const { positional, keywords, open } = pyArguments(call);
  for (const [key, node] of keywords) values.set(key, evaluatePy(program, file, node, env));
  return { values, open, first: positional[0] };
}

function toolOf(place: TypePlace, fn: Node, name: string, values: ReadonlyMap<string, Value>): ToolDefinition {
  const tool: ToolDefinition = { name };
  const title = stringOf(values.get('title'));
  const given = values.get('description');
  const description = given === undefined ? docstringOf(fn) : stringOf(given);
  const annotations = factsOf(place, values.get('annotations'));
  const meta = factsOf(place, values.get('meta'));
  const output = jsonOf(values.get('output_schema'));
  const excluded = jsonOf(values.get('exclude_args'));
  if (title !== undefined) tool.title = title;
  if (description !== undefined) tool.description = given === undefined ? description : cleanDoc(description);
  tool.inputSchema = parametersSchema(place, fn, Array.isArray(excluded) ? excluded.map(String) : []);
  if (isJsonObject(output)) tool.outputSchema = output;
  if (annotations !== undefined) tool.annotations = annotations;
  if (meta !== undefined) tool._meta = meta;
  return tool;
}

/** The callee and the call of a decorator: `@mcp.tool` has no call. */
function readDecorator(decorator: Node): { callee: Node; call: Node | undefined } | undefined {
  const expression = partsOf(decorator)[0];
  if (expression === undefined) return undefined;
  if (kindOf(expression) !== 'call') return { callee: expression, call: undefined };
  const callee = fieldOf(expression, 'function');
  return callee === undefined ? undefined : { callee, call: expression };
}

function* decorated(program: PyProgram, file: PyFile): Iterable<Finding> {
  for (const decorator of descendantsOfKind(file.root, 'decorator')) {
    program.budget.spend();
    const read = readDecorator(decorator);
    if (read === undefined || kindOf(read.callee) !== 'attribute') continue;
    if (fieldOf(read.callee, 'attribute')?.text() !== 'tool') continue;
    const object = fieldOf(read.callee, 'object');
    const outer = parentOf(decorator);
    const fn = outer === undefined ? undefined : fieldOf(outer, 'definition');
    if (object === undefined || outer === undefined || fn === undefined || kindOf(fn) !== 'function_definition')
      continue;
    yield* registered(program, file, outer, object, fn, read.call, 'decorator');
  }
}

function* added(program: PyProgram, file: PyFile): Iterable<Finding> {
  for (const call of descendantsOfKind(file.root, 'call')) {
    const callee = fieldOf(call, 'function');
    if (callee === undefined) continue;
    // `mcp.add_tool(function)` and `mcp.tool(…)(function)`.
    const inner = kindOf(callee) === 'call' ? fieldOf(callee, 'function') : undefined;
    const target = inner ?? callee;
    if (kindOf(target) !== 'attribute') continue;
    const name = fieldOf(target, 'attribute')?.text();
    const object = fieldOf(target, 'object');
    if (object === undefined || name !== (inner === undefined ? 'add_tool' : 'tool')) continue;
    const fnNode = pyArguments(call).positional[0];
    if (fnNode === undefined || parentOf(call) === undefined) continue;
    const value = evaluatePy(program, file, fnNode, new Map());
    if (value.kind !== 'function') {
      if (isServer(program, evaluatePy(program, file, object, new Map()), object)) {
        yield { kind: 'left-out', file: file.path, line: lineOf(call), reason: 'the function it adds is computed' };
      }
      continue;
    }
    const home = program.file(value.at.file);
    if (home === undefined) continue;
    yield* registered(program, file, call, object, value.at.node, inner === undefined ? call : callee, 'call', home);
  }
}

function* registered(
  program: PyProgram,
  file: PyFile,
  node: Node,
  object: Node,
  fn: Node,
  call: Node | undefined,
  form: 'decorator' | 'call',
  home: PyFile = file,
): Iterable<Finding> {
  const at = { file: home.path, line: lineOf(fn) };
  const contexts = pyContextsOf(program, file, node);
  if (contexts.length === 0 && isServer(program, evaluatePy(program, file, object, new Map()), object)) {
    yield { kind: 'left-out', ...at, reason: 'nothing calls the function it is registered in' };
  }
  const doubts = new Set<string>();
  let found = 0;
  for (const { env, doubt } of contexts) {
    if (!isServer(program, evaluatePy(program, file, object, env), object)) continue;
    const { values, open, first } = readOptions(program, file, call, env);
    const positional = form === 'decorator' && first !== undefined ? evaluatePy(program, file, first, env) : undefined;
    const given = values.get('name') ?? positional;
    const plain = given === undefined || (given.kind === 'scalar' && given.value === null);
    const name = plain ? fieldOf(fn, 'name')?.text() : stringOf(given);
    if (name === undefined || open) doubts.add('its name is computed');
    else if (stringOf(values.get('enabled')) !== undefined || values.get('enabled')?.kind === 'unknown')
      doubts.add(`${name} may be switched off`);
    else if (isOff(values.get('enabled'))) doubts.add(`${name} is switched off`);
    else if (doubt !== undefined) doubts.add(`${name} is registered ${doubt}`);
    else {
      found++;
      yield { kind: 'tool', tool: toolOf({ program, file: home, env }, fn, name, values), ...at };
    }
  }
  if (found === 0) for (const reason of doubts) yield { kind: 'left-out', ...at, reason };
}

function isOff(value: Value | undefined): boolean {
  return value?.kind === 'scalar' && value.value === false;
}

export const pythonFastmcp: Framework = {
  id: 'python-fastmcp',
  title: 'FastMCP for Python, and the one in the MCP SDK',
  language: 'python',
  hints: ['.tool', '.add_tool'],
  *find(program, file) {
    yield* decorated(program, file);
    yield* added(program, file);
  },
};
