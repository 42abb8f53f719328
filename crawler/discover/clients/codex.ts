import type { Client } from '#crawler/discover/client.ts';

/** Codex. */
export const codex: Client = {
  id: 'codex',
  title: 'Codex',
  places: ['~/.codex/config.toml', '.codex/config.toml'],
  servers: [['mcp_servers']],
  off: { key: 'enabled', value: false },
  example: {
    file: 'config.toml',
    text: `model = "x"
[mcp_servers.notes]
command = "npx"
args = ["-y", "notes-mcp", "--user", "SECRET"]
env_vars = ["NOTES_HOME"]
enabled = false
[mcp_servers.notes.env]
NOTES_TOKEN = "SECRET"
[mcp_servers.cloud]
url = "https://mcp.example.com/mcp?code=SECRET"
bearer_token_env_var = "CLOUD_TOKEN"
http_headers = { "X-Key" = "SECRET" }
`,
    finds: { notes: 'npm notes-mcp', cloud: 'remote https://mcp.example.com/mcp' },
  },
};
