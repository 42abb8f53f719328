import type { Client } from '#crawler/discover/client.ts';

/** Continue: a list of servers with names, in YAML; in older files under `experimental`, with the command in `transport`. */
export const continueDev: Client = {
  id: 'continue',
  title: 'Continue',
  places: ['~/.continue/config.yaml', '.continue/mcpServers/*.yaml', '~/.continue/config.json'],
  servers: [
    ['mcpServers'],
    ['experimental', 'modelContextProtocolServers'],
    ['experimental', 'modelContextProtocolServer'],
  ],
  entry: (entry) =>
    typeof entry.transport === 'object' && entry.transport !== null && !Array.isArray(entry.transport)
      ? { ...entry, ...entry.transport, transport: undefined }
      : entry,
  example: {
    file: 'config.yaml',
    text: `name: mine
mcpServers:
  - name: Notes
    command: npx
    args: [-y, notes-mcp, --key, SECRET]
    env: { NOTES_KEY: SECRET }
  - name: Cloud
    type: streamable-http
    url: https://mcp.example.com/mcp
    requestOptions: { headers: { Authorization: Bearer SECRET } }
`,
    finds: { Notes: 'npm notes-mcp', Cloud: 'remote https://mcp.example.com/mcp' },
  },
};
