import type { Client } from '#crawler/discover/client.ts';

/** Claude Desktop. */
export const claudeDesktop: Client = {
  id: 'claude-desktop',
  title: 'Claude Desktop',
  places: [
    '~/Library/Application Support/Claude/claude_desktop_config.json',
    '%APPDATA%/Claude/claude_desktop_config.json',
    '~/.config/Claude/claude_desktop_config.json',
  ],
  servers: [['mcpServers']],
  example: {
    file: 'claude_desktop_config.json',
    text: `{
  "globalShortcut": "",
  "mcpServers": {
    "notes": { "command": "npx", "args": ["-y", "notes-mcp", "--api-key", "SECRET"], "env": { "NOTES_TOKEN": "SECRET" } },
    "files": { "command": "uvx", "args": ["files-mcp", "/home/me/SECRET"] },
    "chat": { "command": "docker", "args": ["run", "-i", "--rm", "-e", "CHAT_TOKEN=SECRET", "example/chat-mcp"] }
  }
}`,
    finds: { notes: 'npm notes-mcp', files: 'pypi files-mcp', chat: 'image example/chat-mcp' },
  },
};
