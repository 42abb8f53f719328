import type { Client } from '#crawler/discover/client.ts';
import { ownLaunch } from '#crawler/discover/manifests/command-line.ts';
import {
  launchOfServerJson,
  packageRefOf,
  preferredPackage,
  readServerJson,
  repositoryOf,
} from '#crawler/discover/manifests/server-json.ts';

/** `server.json`, by which servers are announced to registries. */
export const serverJson: Client = {
  id: 'server-json',
  title: 'server.json',
  places: ['server.json'],
  servers: [],
  document(value) {
    if (typeof value !== 'object' || value === null || !('packages' in value || 'remotes' in value)) return undefined;
    const server = readServerJson(value);
    if (server === undefined) return undefined;
    const ref = preferredPackage(server);
    const repository = repositoryOf(server);
    // It may be a draft with somebody's own values in it.
    return {
      name: server.title ?? server.name,
      ...ownLaunch(launchOfServerJson(server, { pinned: true })),
      ...(ref && { package: packageRefOf(ref) }),
      ...(repository && { repository: repository.url }),
    };
  },
  example: {
    file: 'server.json',
    text: `{
  "$schema": "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
  "name": "io.github.example/notes",
  "description": "Notes.",
  "version": "1.0.0",
  "packages": [
    {
      "registryType": "npm", "identifier": "notes-mcp", "version": "1.0.0", "transport": { "type": "stdio" },
      "environmentVariables": [{ "name": "NOTES_KEY", "value": "SECRET", "isSecret": true }],
      "packageArguments": [{ "type": "named", "name": "--user", "value": "SECRET" }, { "type": "positional", "value": "SECRET" }]
    }
  ]
}`,
    finds: { 'io.github.example/notes': 'npm notes-mcp' },
  },
};
