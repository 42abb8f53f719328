import type { Client } from '#crawler/discover/client.ts';

/** Zed: the command may be a table of its own, and extensions set servers up whose command only they know. */
export const zed: Client = {
  id: 'zed',
  title: 'Zed',
  places: ['~/.config/zed/settings.json', '.zed/settings.json'],
  servers: [['context_servers']],
  off: { key: 'enabled', value: false },
  entry(entry) {
    const { command, settings } = entry;
    if (typeof command === 'object' && command !== null && !Array.isArray(command)) {
      const { path, args, env } = command as Record<string, unknown>;
      return { ...entry, command: path, args, env };
    }
    if (command !== undefined || entry.url !== undefined) return entry;
    const url = (settings as Record<string, unknown> | null | undefined)?.url;
    if (typeof url === 'string') return { ...entry, url };
    return 'It is set up by a Zed extension, and what that starts is not in this file.';
  },
  example: {
    file: 'settings.json',
    text: `{
  "theme": "x",
  "context_servers": {
    "notes": { "command": { "path": "npx", "args": ["-y", "notes-mcp", "SECRET"], "env": { "KEY": "SECRET" } }, "settings": {} },
    "docs": { "settings": { "url": "https://docs.example.com/mcp?token=SECRET" } },
    "github": { "settings": { "github_personal_access_token": "SECRET" } }
  }
}`,
    finds: {
      notes: 'npm notes-mcp',
      docs: 'remote https://docs.example.com/mcp',
      github: 'left out: It is set up by a Zed extension',
    },
  },
};
