/**
 * TypeScript and JavaScript: a package that serves MCP is given all tools with the settings of the server, as a list or by
 * their names: `new MCPServer({ tools: { name: tool } })`, `createServer({ tools: [tool] })`.
 */
import { argumentsOf } from '#crawler/extract/javascript/arguments.ts';
import { contextsOf, doubtOf } from '#crawler/extract/javascript/contexts.ts';
import { evaluate } from '#crawler/extract/javascript/evaluate.ts';
import { partsWith } from '#crawler/extract/javascript/file.ts';
import { toolFrom } from '#crawler/extract/javascript/tool-values.ts';
import { descendantsOfKind, fieldOf, kindOf, lineOf, type Node, partsOf } from '#crawler/extract/syntax.ts';
import { entryOf, stringOf, type Value } from '#crawler/extract/values.ts';
import type { ToolDefinition } from '#db/types.ts';
import type { Framework } from './framework.ts';

/** Whether something of a package serves MCP, by what both are called; the SDK itself is given tools one by one. */
function servesTools(value: Value): boolean {
  if (value.kind !== 'external' || value.module.startsWith('@modelcontextprotocol/')) return false;
  return /mcp/i.test(value.module) && /(?:server|app)$/i.test(value.path.at(-1) ?? '');
}

/** The object with `tools` that a call is given. */
function settingsOf(made: Node): Node | undefined {
  return argumentsOf(made).find(
    (argument) =>
      kindOf(argument) === 'object' &&
      partsOf(argument).some((part) => (fieldOf(part, 'key') ?? part).text() === 'tools'),
  );
}

/** The tool of a definition under a key, or in a list; `undefined` where its name is not certain. */
function toolOf(value: Value, key: string | undefined): ToolDefinition | undefined {
  const own = entryOf(value, 'name');
  const name = own === undefined ? key : stringOf(own);
  // Which of two names counts is up to the package.
  if (name === undefined || (key !== undefined && name !== key)) return undefined;
  return toolFrom({
    name,
    title: entryOf(value, 'title'),
    description: entryOf(value, 'description'),
    input: entryOf(value, 'inputSchema') ?? entryOf(value, 'parameters') ?? entryOf(value, 'input'),
    output: entryOf(value, 'outputSchema') ?? entryOf(value, 'output'),
    annotations: entryOf(value, 'annotations'),
  });
}

export const configuredServer: Framework = {
  id: 'configured-server',
  title: 'Server that is given its tools with its settings',
  language: 'javascript',
  hints: ['mcp'],
  *find(program, file) {
    for (const made of descendantsOfKind(partsWith(file, 'tools'), 'new_expression', 'call_expression')) {
      program.budget.spend();
      const settings = settingsOf(made);
      const maker = fieldOf(made, 'constructor') ?? fieldOf(made, 'function');
      if (settings === undefined || maker === undefined) continue;
      if (!servesTools(evaluate(program, file, maker, new Map()))) continue;
      const at = { file: file.path, line: lineOf(made) };
      for (const context of contextsOf(program, file, made)) {
        const tools = entryOf(evaluate(program, file, settings, context.env), 'tools');
        const doubt = doubtOf(context, {
          kind: 'instance',
          of: { kind: 'unknown' },
          at: { file: file.path, node: made },
          env: context.env,
        });
        const given: [string | undefined, Value][] =
          tools?.kind === 'record'
            ? [...tools.entries]
            : tools?.kind === 'list'
              ? tools.items.map((item) => [undefined, item])
              : [];
        if (doubt !== undefined) yield { kind: 'left-out', ...at, reason: `its tools are listed ${doubt}` };
        else if (given.length === 0 || (tools !== undefined && 'open' in tools && tools.open))
          yield { kind: 'left-out', ...at, reason: 'a part of the list of tools is computed' };
        for (const [key, value] of doubt === undefined ? given : []) {
          const tool = toolOf(value, key);
          if (tool === undefined) yield { kind: 'left-out', ...at, reason: 'its name is computed' };
          else yield { kind: 'tool', tool, ...at };
        }
      }
    }
  },
};
