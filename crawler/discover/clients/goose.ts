import type { Client } from '#crawler/discover/client.ts';

/** Goose: servers are extensions, beside those that are built in. */
export const goose: Client = {
  id: 'goose',
  title: 'Goose',
  places: ['~/.config/goose/config.yaml'],
  servers: [['extensions']],
  holds: (servers) =>
    Object.values(servers).some((entry) => typeof entry === 'object' && entry !== null && 'type' in entry),
  off: { key: 'enabled', value: false },
  entry: ({ type, ...entry }) =>
    /^(?:builtin|platform|frontend|inline_python)$/.test(String(type))
      ? 'It is built into Goose and no server of its own.'
      : { ...entry, type },
  example: {
    file: 'config.yaml',
    text: `GOOSE_PROVIDER: x
extensions:
  developer: { type: builtin, enabled: true, name: developer }
  notes:
    name: Notes
    type: stdio
    cmd: npx
    args: ["-y", "notes-mcp", "--token", "SECRET"]
    envs: { "API_TOKEN": "SECRET" }
    env_keys: [NOTES_HOME]
    enabled: true
  cloud:
    type: streamable_http
    uri: https://mcp.example.com/mcp?key=SECRET
    headers: { Authorization: Bearer SECRET }
`,
    finds: {
      developer: 'left out: It is built into Goose',
      notes: 'npm notes-mcp',
      cloud: 'remote https://mcp.example.com/mcp',
    },
  },
};
