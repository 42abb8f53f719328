/** TypeScript and JavaScript: `server.tool({ name, schema }, handler)` of tmcp. */
import type { ServerClasses } from '#crawler/extract/javascript/receivers.ts';
import { registrations } from '#crawler/extract/javascript/registrations.ts';
import { toolFrom } from '#crawler/extract/javascript/tool-values.ts';
import { entryOf, stringOf } from '#crawler/extract/values.ts';
import type { Framework } from './framework.ts';

const tmcp: ServerClasses = {
  isModule: (module) => module === 'tmcp',
  classes: ['McpServer'],
  bundledMethods: ['tool', 'prompt', 'resource', 'template', 'receive'],
};

export const tmcpTool: Framework = {
  id: 'tmcp-tool',
  title: 'tmcp: tool',
  language: 'javascript',
  hints: ['.tool(', '.tools('],
  find: (program, file) =>
    registrations(program, file, {
      method: 'tool',
      listMethod: 'tools',
      server: tmcp,
      projectHint: 'tmcp',
      read([first]) {
        const config = first?.();
        if (config?.kind !== 'record') return 'not-one';
        const name = stringOf(entryOf(config, 'name'));
        if (name === undefined) return 'unnamed';
        return toolFrom({
          name,
          title: entryOf(config, 'title'),
          description: entryOf(config, 'description'),
          input: entryOf(config, 'schema'),
          output: entryOf(config, 'outputSchema'),
          annotations: entryOf(config, 'annotations'),
        });
      },
    }),
};
