import type { Client } from '#crawler/discover/client.ts';

/** Windsurf. */
export const windsurf: Client = {
  id: 'windsurf',
  title: 'Windsurf',
  places: ['~/.codeium/windsurf/mcp_config.json'],
  servers: [['mcpServers']],
  off: { key: 'disabled', value: true },
  example: {
    file: 'mcp_config.json',
    text: `{
  "mcpServers": {
    "cloud": { "serverUrl": "https://mcp.example.com/mcp#SECRET", "headers": { "API_KEY": "SECRET" } },
    "notes": { "command": "cmd", "args": ["/c", "npx", "-y", "notes-mcp", "--pass", "SECRET"], "disabled": true }
  }
}`,
    finds: { cloud: 'remote https://mcp.example.com/mcp', notes: 'npm notes-mcp' },
  },
};
