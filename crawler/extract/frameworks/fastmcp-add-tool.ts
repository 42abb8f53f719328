/** TypeScript and JavaScript: `server.addTool({ name, parameters, execute })` of FastMCP. */
import type { ServerClasses } from '#crawler/extract/javascript/receivers.ts';
import { registrations } from '#crawler/extract/javascript/registrations.ts';
import { toolFrom } from '#crawler/extract/javascript/tool-values.ts';
import { entryOf, stringOf } from '#crawler/extract/values.ts';
import type { Framework } from './framework.ts';

const fastMcp: ServerClasses = {
  isModule: (module) => module === 'fastmcp' || module.endsWith('/fastmcp') || module.endsWith('-fastmcp'),
  classes: ['FastMCP'],
  bundledMethods: ['addTool', 'addResource', 'addPrompt', 'start'],
};

export const fastmcpAddTool: Framework = {
  id: 'fastmcp-add-tool',
  title: 'FastMCP for TypeScript: addTool',
  language: 'javascript',
  hints: ['addTool'],
  find: (program, file) =>
    registrations(program, file, {
      method: 'addTool',
      server: fastMcp,
      projectHint: 'fastmcp',
      read([first, ...others]) {
        const config = first?.();
        if (others.length > 0 || config === undefined) return 'not-one';
        if (config.kind === 'record' && !config.open && !config.entries.has('execute')) return 'not-one';
        const name = stringOf(entryOf(config, 'name'));
        if (name === undefined) return 'unnamed';
        return toolFrom({
          name,
          description: entryOf(config, 'description'),
          input: entryOf(config, 'parameters'),
          output: entryOf(config, 'outputSchema'),
          annotations: entryOf(config, 'annotations'),
        });
      },
    }),
};
