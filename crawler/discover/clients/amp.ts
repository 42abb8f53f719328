import type { Client } from '#crawler/discover/client.ts';

/** Amp: a key of its own settings or of VS Code's. */
export const amp: Client = {
  id: 'amp',
  title: 'Amp',
  places: ['~/.config/amp/settings.json', '.amp/settings.json'],
  servers: [['amp.mcpServers'], ['amp', 'mcpServers']],
  off: { key: 'disabled', value: true },
  example: {
    file: 'settings.json',
    text: `{
  "amp.mcpServers": {
    "notes": { "command": "npx", "args": ["-y", "mcp-remote", "https://mcp.example.com/sse?key=SECRET", "--header", "Authorization: Bearer SECRET"] },
    "tool": { "command": "op", "args": ["run", "--env-file=SECRET", "--", "npx", "-y", "tool-mcp"] }
  }
}`,
    finds: { notes: 'remote https://mcp.example.com/sse', tool: 'npm tool-mcp' },
  },
};
