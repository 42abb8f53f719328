import type { Client } from '#crawler/discover/client.ts';

/** Gemini CLI: its settings, and the extensions it loads. */
export const gemini: Client = {
  id: 'gemini',
  title: 'Gemini CLI',
  places: ['~/.gemini/settings.json', '.gemini/settings.json', 'gemini-extension.json'],
  servers: [['mcpServers']],
  example: {
    file: 'settings.json',
    text: `{
  "mcpServers": {
    "cloud": { "httpUrl": "https://mcp.example.com/mcp?project_ref=\${PROJECT}", "headers": { "Authorization": "Bearer SECRET" } },
    "notes": { "command": "bash", "args": ["-c", "NOTES_TOKEN=SECRET npx -y notes-mcp --password SECRET"], "cwd": "/home/me/notes", "trust": true }
  }
}`,
    finds: { cloud: 'open https://mcp.example.com/mcp', notes: 'npm notes-mcp' },
  },
};
