import type { Client } from '#crawler/discover/client.ts';

/** mcpproxy: a list of servers with names. */
export const mcpproxy: Client = {
  id: 'mcpproxy',
  title: 'mcpproxy',
  places: ['~/.mcpproxy/mcp_config.json'],
  servers: [['mcpServers']],
  off: { key: 'enabled', value: false },
  example: {
    file: 'mcp_config.json',
    text: `{
  "listen": "127.0.0.1:8080",
  "api_key": "SECRET",
  "mcpServers": [
    { "name": "notes", "protocol": "stdio", "command": "uvx", "args": ["--from", "git+https://oauth2:SECRET@git.example.com/team/notes.git", "notes"], "enabled": true },
    { "name": "cloud", "url": "https://mcp.example.com/mcp", "protocol": "http", "headers": { "Authorization": "Bearer SECRET" }, "enabled": false }
  ]
}`,
    finds: { notes: 'repository https://git.example.com/team/notes', cloud: 'remote https://mcp.example.com/mcp' },
  },
};
