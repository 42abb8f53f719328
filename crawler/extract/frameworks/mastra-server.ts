/** TypeScript and JavaScript: `new MCPServer({ tools: { name: tool } })` of Mastra, which names tools by their keys. */
import { positionalArguments } from '#crawler/extract/javascript/calls.ts';
import { contextsOf, doubtOf } from '#crawler/extract/javascript/contexts.ts';
import { evaluate } from '#crawler/extract/javascript/evaluate.ts';
import { partsWith } from '#crawler/extract/javascript/file.ts';
import { toolFrom } from '#crawler/extract/javascript/tool-values.ts';
import { descendantsOfKind, fieldOf, lineOf } from '#crawler/extract/syntax.ts';
import { entryOf } from '#crawler/extract/values.ts';
import type { Framework } from './framework.ts';

export const mastraServer: Framework = {
  id: 'mastra-server',
  title: 'Mastra: MCPServer',
  language: 'javascript',
  hints: ['MCPServer'],
  *find(program, file) {
    for (const made of descendantsOfKind(partsWith(file, 'MCPServer'), 'new_expression')) {
      program.budget.spend();
      if (fieldOf(made, 'constructor')?.text().endsWith('MCPServer') !== true) continue;
      const [config] = positionalArguments(made) ?? [];
      for (const context of config === undefined ? [] : contextsOf(program, file, made)) {
        const server = evaluate(program, file, made, context.env);
        const of = server.kind === 'instance' ? server.of : undefined;
        if (of?.kind !== 'external' || of.module !== '@mastra/mcp') continue;
        const tools = config && entryOf(evaluate(program, file, config, context.env), 'tools');
        const at = { file: file.path, line: lineOf(made) };
        const doubt = doubtOf(context, server);
        if (tools?.kind !== 'record' || tools.open || doubt !== undefined) {
          const reason =
            doubt === undefined ? 'a part of the list of tools is computed' : `its tools are listed ${doubt}`;
          yield { kind: 'left-out', ...at, reason };
        }
        if (tools?.kind !== 'record' || doubt !== undefined) continue;
        for (const [name, tool] of tools.entries) {
          const input = entryOf(tool, 'inputSchema') ?? entryOf(tool, 'parameters');
          const parts = { description: entryOf(tool, 'description'), output: entryOf(tool, 'outputSchema') };
          yield { kind: 'tool', tool: toolFrom({ name, ...parts, input }), ...at };
        }
      }
    }
  },
};
