import type { Client } from '#crawler/discover/client.ts';

/** GitHub Copilot outside of VS Code: its command line, its coding agent, JetBrains. */
export const copilot: Client = {
  id: 'copilot',
  title: 'GitHub Copilot',
  places: ['~/.copilot/mcp-config.json', '~/.config/github-copilot/intellij/mcp.json'],
  servers: [['mcpServers'], ['servers']],
  holds: (servers) =>
    Object.values(servers).some((entry) => ['command', 'url', 'type'].some((key) => key in Object(entry))),
  example: {
    file: 'mcp-config.json',
    text: `{
  "mcpServers": {
    "notes": { "type": "local", "command": "pnpm", "args": ["dlx", "notes-mcp", "--secret=SECRET"], "tools": ["*"], "env": { "KEY": "SECRET" } },
    "cloud": { "type": "sse", "url": "https://mcp.example.com/sse", "requestInit": { "headers": { "X-Key": "SECRET" } } }
  }
}`,
    finds: { notes: 'npm notes-mcp', cloud: 'remote https://mcp.example.com/sse' },
  },
};
