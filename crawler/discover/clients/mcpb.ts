import type { Client } from '#crawler/discover/client.ts';
import { isTable, readConfigEntry } from '#crawler/discover/manifests/config-entry.ts';
import { readBundleManifest } from '#crawler/discover/manifests/mcpb.ts';

/** An unpacked MCP bundle: `manifest.json` says what to start in the folder it lies in. */
export const mcpb: Client = {
  id: 'mcpb',
  title: 'MCP bundles',
  places: ['manifest.json'],
  servers: [],
  document(value, folder) {
    const bundle = isTable(value) ? readBundleManifest(value) : undefined;
    if (bundle === undefined) return undefined;
    const { mcp_config: config, entry_point: entryPoint, type } = bundle.server;
    const here = (text: string) => text.replace(/\$\{__dirname\}/g, folder).replace(/\$\{\/\}/g, '/');
    const name = bundle.display_name ?? bundle.name;
    if (config?.command !== undefined) {
      const { command, args = [], env } = config;
      return readConfigEntry(name, { command: here(command), args: args.map(here), env });
    }
    const program = { node: 'node', python: 'python3' }[type];
    if (program !== undefined && entryPoint !== undefined)
      return readConfigEntry(name, { command: program, args: [`${folder}/${entryPoint}`] });
    return { name, problem: 'It is an MCP bundle that does not say how it is started.' };
  },
  example: {
    file: 'manifest.json',
    text: `{
  "manifest_version": "0.3",
  "name": "notes",
  "version": "1.0.0",
  "server": {
    "type": "node",
    "entry_point": "server/index.js",
    "mcp_config": { "command": "node", "args": ["\${__dirname}/server/index.js", "--key=\${user_config.key}", "SECRET"], "env": { "NOTES_KEY": "SECRET" } }
  },
  "user_config": { "key": { "type": "string", "title": "Key", "sensitive": true } }
}`,
    finds: { notes: 'program node' },
  },
};
