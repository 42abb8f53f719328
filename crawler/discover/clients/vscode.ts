import type { Client } from '#crawler/discover/client.ts';

/** VS Code, and GitHub Copilot in it: files of their own, or a part of the settings. */
export const vscode: Client = {
  id: 'vscode',
  title: 'VS Code',
  places: ['.vscode/mcp.json', '~/.config/Code/User/mcp.json', '~/.config/Code/User/settings.json', '*.code-workspace'],
  servers: [['servers'], ['mcp', 'servers'], ['mcp.servers'], ['settings', 'mcp', 'servers']],
  holds: (servers) =>
    Object.values(servers).every((entry) => typeof entry === 'object' && entry !== null) &&
    Object.values(servers).some((entry) => ['command', 'url', 'type'].some((key) => key in (entry as object))),
  example: {
    file: 'mcp.json',
    text: `{
  // asked for once
  "inputs": [{ "type": "promptString", "id": "key", "password": true }],
  "servers": {
    "notes": { "type": "stdio", "command": "npx", "args": ["-y", "notes-mcp", "--key", "SECRET"], "env": { "NOTES_KEY": "\${input:key}" }, "envFile": "SECRET" },
    "cloud": { "type": "http", "url": "https://me:SECRET@mcp.example.com/mcp?apiKey=SECRET", "headers": { "X-Key": "SECRET" } },
  },
}`,
    finds: { notes: 'npm notes-mcp', cloud: 'remote https://mcp.example.com/mcp' },
  },
};
