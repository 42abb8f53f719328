import type { Client } from '#crawler/discover/client.ts';

/** opencode: the command is a list; a project's file may only switch servers of the global one. */
export const opencode: Client = {
  id: 'opencode',
  title: 'opencode',
  places: ['~/.config/opencode/opencode.json', 'opencode.json', 'opencode.jsonc', '.opencode/opencode.json'],
  servers: [['mcp']],
  // VS Code's settings have the same key, with `servers` below it.
  holds: (servers) =>
    !Array.isArray(servers) &&
    !('servers' in servers) &&
    Object.values(servers).every((entry) => typeof entry === 'object' && entry !== null),
  off: { key: 'enabled', value: false },
  example: {
    file: 'opencode.jsonc',
    text: `{
  "mcp": {
    "notes": { "type": "local", "command": ["npx", "-y", "notes-mcp", "--key=SECRET"], "environment": { "NOTES_KEY": "SECRET" }, "enabled": false },
    "docs": { "type": "remote", "url": "https://docs.example.com/mcp", "headers": { "Authorization": "Bearer SECRET" } },
    "jira": { "enabled": false }, // set up elsewhere
  },
}`,
    finds: {
      notes: 'npm notes-mcp',
      docs: 'remote https://docs.example.com/mcp',
      jira: 'left out: It only switches a server off',
    },
  },
};
