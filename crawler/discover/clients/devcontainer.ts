import type { Client } from '#crawler/discover/client.ts';

/** Development containers, which set VS Code up. */
export const devcontainer: Client = {
  id: 'devcontainer',
  title: 'Development containers',
  places: ['.devcontainer/devcontainer.json', '.devcontainer.json'],
  servers: [
    ['customizations', 'vscode', 'mcp', 'servers'],
    ['customizations', 'vscode', 'settings', 'mcp', 'servers'],
  ],
  example: {
    file: 'devcontainer.json',
    text: `{
  "image": "example/image",
  "customizations": { "vscode": { "mcp": { "servers": { "notes": { "command": "npx", "args": ["-y", "notes-mcp"], "env": { "KEY": "SECRET" } } } } } }
}`,
    finds: { notes: 'npm notes-mcp' },
  },
};
