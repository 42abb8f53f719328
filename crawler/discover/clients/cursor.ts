import type { Client } from '#crawler/discover/client.ts';

/** Cursor. */
export const cursor: Client = {
  id: 'cursor',
  title: 'Cursor',
  places: ['~/.cursor/mcp.json', '.cursor/mcp.json'],
  servers: [['mcpServers']],
  off: { key: 'disabled', value: true },
  example: {
    file: 'mcp.json',
    text: `{
  "mcpServers": {
    "notes": { "command": "env NOTES_TOKEN=SECRET npx -y notes-mcp" },
    "cloud": { "url": "https://mcp.example.com/s/SECRET/mcp", "headers": { "Authorization": "SECRET" } }
  }
}`,
    finds: { notes: 'npm notes-mcp', cloud: 'open https://mcp.example.com/s/placeholder/mcp' },
  },
};
