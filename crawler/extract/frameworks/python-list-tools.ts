/** Python: the low-level `@server.list_tools()` handler that returns `types.Tool(…)`. */

import { pyContextsOf } from '#crawler/extract/python/contexts.ts';
import { evaluatePy, pyArguments, pyReturnsOf } from '#crawler/extract/python/evaluate.ts';
import type { PyFile, PyProgram } from '#crawler/extract/python/program.ts';
import { classSchema, factsOf } from '#crawler/extract/python/schema.ts';
import { descendantsOfKind, fieldOf, kindOf, lineOf, type Node, parentOf, partsOf } from '#crawler/extract/syntax.ts';
import type { Finding } from '#crawler/extract/types.ts';
import { type Env, emptyEnv, isJsonObject, jsonOf, stringOf, type Value } from '#crawler/extract/values.ts';
import type { ToolDefinition } from '#db/types.ts';
import type { Framework } from './framework.ts';

function isLowLevelServer(value: Value, node: Node): boolean {
  if (value.kind === 'instance') {
    return value.of.kind === 'external' && value.of.module.split('.')[0] === 'mcp' && value.of.path.at(-1) === 'Server';
  }
  const name = node.text().split('.').at(-1)?.toLowerCase() ?? '';
  return value.kind === 'unknown' && (name.endsWith('server') || name.endsWith('app') || name.endsWith('mcp'));
}

/** `Model.model_json_schema()`, `.schema()`, or a dictionary. */
function schemaFrom(program: PyProgram, file: PyFile, node: Node | undefined, env: Env) {
  if (node === undefined) return undefined;
  const callee = kindOf(node) === 'call' ? fieldOf(node, 'function') : undefined;
  const method = callee === undefined ? undefined : fieldOf(callee, 'attribute')?.text();
  const object = callee === undefined ? undefined : fieldOf(callee, 'object');
  if (object !== undefined && (method === 'model_json_schema' || method === 'schema')) {
    const model = evaluatePy(program, file, object, env);
    const home = model.kind === 'class' ? program.file(model.at.file) : undefined;
    return model.kind === 'class' && home !== undefined
      ? classSchema({ program, file: home, env }, model.at.node)
      : undefined;
  }
  const json = jsonOf(evaluatePy(program, file, node, env));
  return isJsonObject(json) ? json : undefined;
}

/** The tool a `Tool(…)` call builds; `undefined` where it is none or its name is not certain. */
function toolFrom(program: PyProgram, value: Value): ToolDefinition | undefined {
  if (value.kind !== 'instance' || value.of.kind !== 'external') return undefined;
  if (value.of.module.split('.')[0] !== 'mcp' || value.of.path.at(-1) !== 'Tool') return undefined;
  const file = program.file(value.at.file);
  if (file === undefined || kindOf(value.at.node) !== 'call') return undefined;
  const { keywords, open } = pyArguments(value.at.node);
  const read = (key: string): Value | undefined => {
    const node = keywords.get(key);
    return node === undefined ? undefined : evaluatePy(program, file, node, value.env);
  };
  const name = stringOf(read('name'));
  if (name === undefined || open) return undefined;
  const tool: ToolDefinition = { name };
  const title = stringOf(read('title'));
  const description = stringOf(read('description'));
  const inputSchema = schemaFrom(program, file, keywords.get('inputSchema') ?? keywords.get('input_schema'), value.env);
  const outputSchema = schemaFrom(program, file, keywords.get('outputSchema'), value.env);
  const annotations = factsOf({ program, file, env: value.env }, read('annotations'));
  if (title !== undefined) tool.title = title;
  if (description !== undefined) tool.description = description;
  if (inputSchema !== undefined) tool.inputSchema = inputSchema;
  if (outputSchema !== undefined) tool.outputSchema = outputSchema;
  if (annotations !== undefined) tool.annotations = annotations;
  return tool;
}

/** The list a handler returns; `ListToolsResult(tools=[…])` is the same. */
function listOf(program: PyProgram, file: PyFile, node: Node, env: Env): Value {
  const value = evaluatePy(program, file, node, env);
  if (value.kind !== 'instance' || kindOf(value.at.node) !== 'call') return value;
  const tools = pyArguments(value.at.node).keywords.get('tools');
  return tools === undefined ? value : evaluatePy(program, file, tools, env);
}

function* toolsOf(program: PyProgram, file: PyFile, fn: Node, env: Env, doubt: string | undefined): Iterable<Finding> {
  const at = { file: file.path, line: lineOf(fn) };
  const lists = pyReturnsOf(fn).flatMap((statement) => {
    const expression = partsOf(statement)[0];
    return expression === undefined ? [] : [listOf(program, file, expression, env)];
  });
  const [first, ...others] = lists;
  if (first?.kind !== 'list') {
    yield { kind: 'left-out', ...at, reason: 'the list of tools is computed' };
    return;
  }
  if (first.open) yield { kind: 'left-out', ...at, reason: 'a part of the list of tools is computed' };
  for (const item of first.items) {
    const place = item.kind === 'instance' ? { file: item.at.file, line: lineOf(item.at.node) } : at;
    const tool = toolFrom(program, item);
    if (tool === undefined) {
      yield { kind: 'left-out', ...place, reason: 'its name is computed' };
      continue;
    }
    const everywhere = others.every(
      (list) => list.kind === 'list' && list.items.some((other) => toolFrom(program, other)?.name === tool.name),
    );
    if (doubt !== undefined) yield { kind: 'left-out', ...place, reason: `${tool.name} is listed ${doubt}` };
    else if (!everywhere) yield { kind: 'left-out', ...place, reason: `${tool.name} is listed only under a condition` };
    else yield { kind: 'tool', tool, ...place };
  }
}

export const pythonListTools: Framework = {
  id: 'python-list-tools',
  title: 'MCP SDK for Python: handler of list_tools',
  language: 'python',
  hints: ['list_tools'],
  *find(program, file) {
    for (const decorator of descendantsOfKind(file.root, 'decorator')) {
      program.budget.spend();
      const expression = partsOf(decorator)[0];
      const callee =
        expression !== undefined && kindOf(expression) === 'call' ? fieldOf(expression, 'function') : expression;
      if (callee === undefined || kindOf(callee) !== 'attribute') continue;
      if (fieldOf(callee, 'attribute')?.text() !== 'list_tools') continue;
      const object = fieldOf(callee, 'object');
      const outer = parentOf(decorator);
      const fn = outer === undefined ? undefined : fieldOf(outer, 'definition');
      if (object === undefined || outer === undefined || fn === undefined) continue;
      const contexts = pyContextsOf(program, file, outer);
      const [first] = contexts;
      if (!isLowLevelServer(evaluatePy(program, file, object, first?.env ?? emptyEnv), object)) continue;
      if (first === undefined) {
        yield {
          kind: 'left-out',
          file: file.path,
          line: lineOf(fn),
          reason: 'nothing calls the function it stands in',
        };
        continue;
      }
      const sure = contexts.filter((context) => context.doubt === undefined);
      for (const { env, doubt } of sure.length > 0 ? sure : [first]) yield* toolsOf(program, file, fn, env, doubt);
    }
  },
};
