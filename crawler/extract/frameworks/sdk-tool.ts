/** TypeScript and JavaScript: `server.tool(name, [description], [shape], [annotations], callback)` of the MCP SDK. */
import { registrations } from '#crawler/extract/javascript/registrations.ts';
import { sdkServer } from '#crawler/extract/javascript/sdk-server.ts';
import { type ToolParts, toolFrom } from '#crawler/extract/javascript/tool-values.ts';
import { stringOf, type Value } from '#crawler/extract/values.ts';
import type { Framework } from './framework.ts';

const hints = ['title', 'readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint'];

/** The SDK itself tells annotations from a shape by what the values are. */
function isAnnotations(value: Value): boolean {
  if (value.kind !== 'record' || value.entries.size === 0) return false;
  return [...value.entries].every(([key, entry]) => hints.includes(key) && entry.kind === 'scalar');
}

export const sdkTool: Framework = {
  id: 'sdk-tool',
  title: 'MCP SDK for TypeScript: tool',
  language: 'javascript',
  hints: ['.tool('],
  find: (program, file) =>
    registrations(program, file, {
      method: 'tool',
      server: sdkServer,
      projectHint: '@modelcontextprotocol/',
      read([first, ...rest]) {
        if (first === undefined || rest.length === 0 || rest.length > 4) return 'not-one';
        const name = stringOf(first());
        if (name === undefined) return 'unnamed';
        const parts: ToolParts = { name };
        for (const argument of rest.slice(0, -1)) {
          const value = argument();
          if (value.kind === 'scalar' && typeof value.value === 'string') parts.description ??= value;
          else if (isAnnotations(value)) parts.annotations = value;
          else if (value.kind === 'record' || value.kind === 'schema') parts.input ??= value;
        }
        return toolFrom(parts);
      },
    }),
};
