import type { Client } from '#crawler/discover/client.ts';

/** Cline and Roo Code. */
export const cline: Client = {
  id: 'cline',
  title: 'Cline and Roo Code',
  places: [
    '~/.config/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json',
    '~/.config/Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json',
    '.roo/mcp.json',
  ],
  servers: [['mcpServers']],
  off: { key: 'disabled', value: true },
  example: {
    file: 'cline_mcp_settings.json',
    text: `{
  "mcpServers": {
    "notes": { "command": "uvx", "args": ["--from", "notes-mcp[all]==1.2.3", "notes", "--db", "sqlite:///SECRET"], "disabled": true, "autoApprove": [] },
    "cloud": { "type": "streamableHttp", "url": "https://mcp.example.com/mcp", "headers": { "X-Key": "SECRET" }, "timeout": 60 }
  }
}`,
    finds: { notes: 'pypi notes-mcp', cloud: 'remote https://mcp.example.com/mcp' },
  },
};
