/** `/.well-known/mcp/server-card.json`: what a remote server says about itself without being asked over MCP. */
import { asObject, findingsOf, listedDefinition, type Manifest, parseJson } from './manifest.ts';

export const serverCard: Manifest = {
  id: 'server-card',
  title: 'server card',
  matches: (path) => path.endsWith('.well-known/mcp/server-card.json'),
  read(path, text) {
    const tools = asObject(parseJson(text))?.tools;
    return Array.isArray(tools) ? findingsOf(path, text, tools.map(listedDefinition)) : [];
  },
};
