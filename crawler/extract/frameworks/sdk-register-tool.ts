/** TypeScript and JavaScript: `server.registerTool(name, config, callback)` of the MCP SDK, and its helper for tools with a view. */
import { registrations } from '#crawler/extract/javascript/registrations.ts';
import { sdkServer } from '#crawler/extract/javascript/sdk-server.ts';
import { toolFrom } from '#crawler/extract/javascript/tool-values.ts';
import { entryOf, stringOf } from '#crawler/extract/values.ts';
import type { Framework } from './framework.ts';

/** Keys of which a tool's configuration has at least one. */
const configKeys = ['description', 'inputSchema', 'title', 'annotations', 'outputSchema'];

export const sdkRegisterTool: Framework = {
  id: 'sdk-register-tool',
  title: 'MCP SDK for TypeScript: registerTool',
  language: 'javascript',
  hints: ['registerTool', 'registerAppTool'],
  find: (program, file) =>
    registrations(program, file, {
      method: 'registerTool',
      helper: { module: '@modelcontextprotocol/ext-apps', name: 'registerAppTool' },
      server: sdkServer,
      projectHint: '@modelcontextprotocol/',
      read([first, second, callback]) {
        if (first === undefined || second === undefined || callback === undefined) return 'not-one';
        const config = second();
        if (config.kind === 'record' && !config.open && !configKeys.some((key) => config.entries.has(key)))
          return 'not-one';
        const name = stringOf(first());
        if (name === undefined) return 'unnamed';
        return toolFrom({
          name,
          title: entryOf(config, 'title'),
          description: entryOf(config, 'description'),
          input: entryOf(config, 'inputSchema'),
          output: entryOf(config, 'outputSchema'),
          annotations: entryOf(config, 'annotations'),
          meta: entryOf(config, '_meta'),
        });
      },
    }),
};
