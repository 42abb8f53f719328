import type { SeedRepository } from '#test/support/github-emulator.ts';

const json = (value: unknown) => JSON.stringify(value, null, 2);
const readme = (title: string, config: unknown) =>
  `# ${title}\n\nAdd it to your client:\n\n\`\`\`json\n${json(config)}\n\`\`\`\n`;

/**
 * One repository of each kind a crawl meets. The npm packages named are real and small, so that they can be listed live:
 * `@modelcontextprotocol/server-memory` (9 tools), `server-everything`, `server-sequential-thinking` (1), `server-filesystem`
 * and `mcp-server-commands` (1). The fork, the archive and the library must not appear; the Python server is found whether
 * or not it can be started.
 */
export const sevenRepositories: readonly SeedRepository[] = [
  {
    owner: 'graphmind',
    name: 'memory-server',
    description: 'A knowledge graph as memory',
    topics: ['mcp-server'],
    stars: 900,
    files: {
      'server.json': json({
        $schema: 'https://static.modelcontextprotocol.io/schemas/2025-09-29/server.schema.json',
        name: 'io.github.graphmind/memory',
        description: 'Memory as a knowledge graph',
        version: '1.0.0',
        packages: [
          {
            registryType: 'npm',
            identifier: '@modelcontextprotocol/server-memory',
            version: '99.0.0',
            transport: { type: 'stdio' },
            environmentVariables: [
              { name: 'MEMORY_FILE_PATH', description: 'Where the graph is kept', isRequired: false },
            ],
          },
        ],
      }),
    },
  },
  {
    owner: 'slowthought',
    name: 'thinking',
    description: 'Think in steps',
    topics: ['mcp-server', 'mcp'],
    stars: 500,
    files: {
      'package.json': json({
        name: '@modelcontextprotocol/server-sequential-thinking',
        version: '0.0.0',
        bin: { 'mcp-server-sequential-thinking': 'dist/index.js' },
        dependencies: { '@modelcontextprotocol/sdk': '^1.0.0' },
      }),
      'dist/index.js': '// built',
    },
  },
  {
    owner: 'twoservers',
    name: 'monorepo',
    description: 'Two servers in one repository',
    topics: ['model-context-protocol'],
    stars: 300,
    files: {
      'package.json': json({ name: 'monorepo', private: true, workspaces: ['packages/*'] }),
      'README.md': readme('Servers', {
        mcpServers: { everything: { command: 'npx', args: ['-y', '@modelcontextprotocol/server-everything'] } },
      }),
      'packages/everything/package.json': json({
        name: '@modelcontextprotocol/server-everything',
        bin: { 'mcp-server-everything': 'dist/index.js' },
        dependencies: { '@modelcontextprotocol/sdk': '^1.0.0' },
      }),
      'packages/files/package.json': json({
        name: '@modelcontextprotocol/server-filesystem',
        bin: { 'mcp-server-filesystem': 'dist/index.js' },
        dependencies: { '@modelcontextprotocol/sdk': '^1.0.0' },
      }),
      'packages/files/README.md': readme('Files', {
        mcpServers: {
          filesystem: { command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', '/Users/me/Desktop'] },
        },
      }),
      'packages/shared/package.json': json({ name: '@twoservers/shared', version: '1.0.0', main: 'index.js' }),
    },
  },
  {
    owner: 'shellworks',
    name: 'commands',
    description: 'Runs commands',
    topics: ['mcp-server'],
    stars: 200,
    files: {
      'README.md': readme('Commands', {
        mcpServers: { commands: { command: 'npx', args: ['-y', 'mcp-server-commands'] } },
      }),
    },
  },
  {
    owner: 'pyworks',
    name: 'fetcher',
    description: 'Fetches pages',
    topics: ['mcp-server'],
    stars: 100,
    files: {
      'pyproject.toml':
        '[project]\nname = "mcp-server-fetch"\ndescription = "Fetches pages"\ndependencies = ["mcp>=1.0", "httpx"]\n\n[project.scripts]\nmcp-server-fetch = "mcp_server_fetch:main"\n',
    },
  },
  {
    owner: 'copycat',
    name: 'memory-server',
    description: 'A fork of it',
    topics: ['mcp-server'],
    stars: 50,
    fork: true,
    files: {
      'package.json': json({
        name: '@copycat/memory',
        bin: 'x.js',
        dependencies: { '@modelcontextprotocol/sdk': '1' },
      }),
    },
  },
  {
    owner: 'yesterday',
    name: 'old-server',
    description: 'No longer kept',
    topics: ['mcp-server'],
    stars: 40,
    archived: true,
    files: {
      'package.json': json({
        name: '@yesterday/mcp-server',
        bin: 'x.js',
        dependencies: { '@modelcontextprotocol/sdk': '1' },
      }),
    },
  },
  {
    owner: 'library',
    name: 'awesome-mcp',
    description: 'A curated list',
    topics: ['mcp'],
    stars: 5000,
    files: {
      'README.md': readme('Awesome', {
        mcpServers: {
          time: { command: 'npx', args: ['-y', 'some-time-mcp'] },
          weather: { command: 'npx', args: ['-y', 'some-weather-mcp'] },
        },
      }),
      'package.json': json({ name: 'awesome-mcp-site', version: '1.0.0', dependencies: { astro: '^5.0.0' } }),
    },
  },
];
