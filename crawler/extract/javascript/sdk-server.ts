/** The high-level server of the MCP SDK. */
import type { ServerClasses } from './receivers.ts';

/** `McpServer`, imported or bundled. */
export const sdkServer: ServerClasses = {
  isModule: (module) => module.startsWith('@modelcontextprotocol/') || module === '@mcp/sdk',
  classes: ['McpServer'],
  bundledMethods: ['setToolRequestHandlers', 'setResourceRequestHandlers'],
};
