/** TypeScript and JavaScript: the low-level `setRequestHandler(ListToolsRequestSchema, …)` that returns the tools. */
import { positionalArguments } from '#crawler/extract/javascript/arguments.ts';
import { contextsOf, doubtOf } from '#crawler/extract/javascript/contexts.ts';
import { evaluate } from '#crawler/extract/javascript/evaluate.ts';
import { type JsFile, partsWith } from '#crawler/extract/javascript/file.ts';
import type { JsProgram } from '#crawler/extract/javascript/program.ts';
import { callWith, returnsOf } from '#crawler/extract/javascript/results.ts';
import { enclosingFunction } from '#crawler/extract/javascript/scopes.ts';
import { listedTool } from '#crawler/extract/javascript/tool-values.ts';
import { fieldOf, isSame, kindOf, lineOf, methodCalls, type Node, parentOf, partsOf } from '#crawler/extract/syntax.ts';
import type { Finding } from '#crawler/extract/types.ts';
import { type Env, emptyEnv, entryOf, jsonOf, stringOf, unknown, type Value } from '#crawler/extract/values.ts';
import type { Framework } from './framework.ts';

/** Whether the first argument asks for `tools/list`: the SDK's schema, a bundled copy of it, or the method's name. */
function asksForTools(program: JsProgram, file: JsFile, node: Node, env: Env): boolean {
  const value = evaluate(program, file, node, env);
  if (value.kind === 'external') return value.path.at(-1) === 'ListToolsRequestSchema';
  if (stringOf(value) === 'tools/list') return true;
  if (value.kind === 'schema')
    return (
      JSON.stringify(jsonOf(entryOf({ kind: 'record', entries: value.shape ?? new Map(), open: false }, 'method'))) ===
      '{"const":"tools/list"}'
    );
  if (value.kind !== 'unknown') return false;
  const name = (kindOf(node) === 'member_expression' ? fieldOf(node, 'property') : node)?.text() ?? '';
  return name.startsWith('ListToolsRequestSchema');
}

/** The handler; of one that something is wrapped around which is not known, the function inside. */
function handlerOf(program: JsProgram, file: JsFile, node: Node, env: Env): Value {
  const value = evaluate(program, file, node, env);
  if (value.kind !== 'unknown' || kindOf(node) !== 'call_expression') return value;
  const inside = (positionalArguments(node) ?? []).map((argument) => handlerOf(program, file, argument, env));
  return inside.find(({ kind }) => kind === 'function') ?? unknown;
}

/** What the handler returns: several results are several lists, of which only the common tools are certain. */
function resultsOf(program: JsProgram, handler: Value): Value[] {
  if (handler.kind !== 'function') return [];
  const body = fieldOf(handler.at.node, 'body');
  const file = program.file(handler.at.file);
  if (body === undefined || file === undefined) return [];
  if (kindOf(body) !== 'statement_block') return [evaluate(program, file, body, handler.env)];
  const returns = returnsOf(handler.at.node, body);
  if (returns.length === 1) {
    const single = callWith(program, handler, []);
    if (single.kind !== 'unknown') return [single];
  }
  return returns.flatMap((statement) => {
    const expression = partsOf(statement)[0];
    const result = expression === undefined ? unknown : evaluate(program, file, expression, handler.env);
    // What says that something failed lists nothing else.
    const failed = standsInCatch(statement, body) && entryOf(result, 'tools') === undefined;
    return expression === undefined || failed ? [] : [result];
  });
}

function standsInCatch(statement: Node, body: Node): boolean {
  for (let at = parentOf(statement); at !== undefined && !isSame(at, body); at = parentOf(at)) {
    if (kindOf(at) === 'catch_clause') return true;
  }
  return false;
}

function* toolsIn(
  program: JsProgram,
  file: JsFile,
  call: Node,
  handler: Value,
  doubt: string | undefined,
): Iterable<Finding> {
  const at = { file: file.path, line: lineOf(call) };
  const lists = resultsOf(program, handler).map((result) => entryOf(result, 'tools'));
  const [first, ...others] = lists;
  if (first?.kind !== 'list') {
    yield { kind: 'left-out', ...at, reason: 'the list of tools is computed' };
    return;
  }
  if (first.open) yield { kind: 'left-out', ...at, reason: 'a part of the list of tools is computed' };
  for (const item of first.items) {
    const place =
      item.kind === 'record' && item.at !== undefined ? { file: item.at.file, line: lineOf(item.at.node) } : at;
    const tool = listedTool(item);
    if (tool === undefined) {
      yield { kind: 'left-out', ...place, reason: 'its name is computed' };
      continue;
    }
    const everywhere = others.every(
      (list) => list?.kind === 'list' && list.items.some((other) => listedTool(other)?.name === tool.name),
    );
    if (doubt !== undefined) yield { kind: 'left-out', ...place, reason: `${tool.name} is listed ${doubt}` };
    else if (!everywhere) yield { kind: 'left-out', ...place, reason: `${tool.name} is listed only under a condition` };
    else yield { kind: 'tool', tool, ...place };
  }
}

/** What one handler lists wherever it is set up: where that differs, which of the servers is started is not certain. */
function commonFindings(lists: readonly (readonly Finding[])[]): Finding[] {
  const names = lists.map((list) => new Set(list.flatMap((one) => (one.kind === 'tool' ? [one.tool.name] : []))));
  return lists.flat().map((one): Finding => {
    if (one.kind !== 'tool' || names.every((known) => known.has(one.tool.name))) return one;
    const { file, line, tool } = one;
    return { kind: 'left-out', file, line, reason: `${tool.name} is listed by one of several servers` };
  });
}

export const sdkListTools: Framework = {
  id: 'sdk-list-tools',
  title: 'MCP SDK for TypeScript: handler of tools/list',
  language: 'javascript',
  hints: ['setRequestHandler'],
  *find(program, file) {
    for (const call of methodCalls(partsWith(file, 'setRequestHandler'), ['setRequestHandler'])) {
      program.budget.spend();
      const args = positionalArguments(call);
      const [request, handlerNode] = args ?? [];
      if (request === undefined || handlerNode === undefined) continue;
      // The SDK's own handler lists what is registered elsewhere.
      if (fieldOf(enclosingFunction(call) ?? call, 'name')?.text() === 'setToolRequestHandlers') continue;
      if (!asksForTools(program, file, request, emptyEnv)) continue;
      const contexts = contextsOf(program, file, call);
      if (contexts.length === 0) {
        yield {
          kind: 'left-out',
          file: file.path,
          line: lineOf(call),
          reason: 'nothing calls the function it stands in',
        };
      }
      const object = fieldOf(fieldOf(call, 'function') ?? call, 'object');
      const judged = contexts.map((context) => {
        const server = object === undefined ? unknown : evaluate(program, file, object, context.env);
        return { env: context.env, doubt: doubtOf(context, server) };
      });
      const sure = judged.filter(({ doubt }) => doubt === undefined);
      const lists = (sure.length > 0 ? sure : judged.slice(0, 1)).map(({ env, doubt }) => [
        ...toolsIn(program, file, call, handlerOf(program, file, handlerNode, env), doubt),
      ]);
      yield* commonFindings(lists);
    }
  },
};
