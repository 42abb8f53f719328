import type { Client } from '#crawler/discover/client.ts';

/** LM Studio. */
export const lmStudio: Client = {
  id: 'lm-studio',
  title: 'LM Studio',
  places: ['~/.lmstudio/mcp.json', '~/.cache/lm-studio/mcp.json'],
  servers: [['mcpServers']],
  example: {
    file: 'mcp.json',
    text: `{
  "mcpServers": {
    "hub": { "url": "https://mcp.example.com/mcp", "headers": { "Authorization": "Bearer SECRET" } },
    "notes": { "command": "/home/me/.nvm/versions/node/v22.1.0/bin/npx", "args": ["notes-mcp@latest", "SECRET"] }
  }
}`,
    finds: { hub: 'remote https://mcp.example.com/mcp', notes: 'npm notes-mcp' },
  },
};
