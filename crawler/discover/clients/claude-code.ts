import type { Client } from '#crawler/discover/client.ts';

/** Claude Code: its own file holds servers for everywhere and for each project; projects and plugins have theirs. */
export const claudeCode: Client = {
  id: 'claude-code',
  title: 'Claude Code',
  places: ['~/.claude.json', '.mcp.json', '~/.claude/settings.json', '/etc/claude-code/managed-mcp.json'],
  servers: [['mcpServers'], ['projects', '*', 'mcpServers']],
  example: {
    file: '.claude.json',
    text: `{
  "numStartups": 3,
  "mcpServers": { "notes": { "type": "stdio", "command": "npx", "args": ["-y", "notes-mcp", "--token=SECRET"], "env": {} } },
  "projects": {
    "/home/me/one": { "allowedTools": [], "mcpServers": { "db": { "command": "npx", "args": ["db-mcp", "postgresql://me:SECRET@db.example.com/x"] } } },
    "/home/me/two": { "mcpServers": { "db": { "type": "http", "url": "https://db.example.com/mcp", "headers": { "Authorization": "Bearer SECRET" } } } }
  }
}`,
    finds: { notes: 'npm notes-mcp', 'one/db': 'npm db-mcp', 'two/db': 'remote https://db.example.com/mcp' },
  },
};
