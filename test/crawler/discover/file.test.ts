import { describe, expect, test } from 'vitest';
import { planLaunch } from '#crawler/connect/launch.ts';
import { identitiesOf } from '#crawler/discover/identity.ts';
import { readServerFile } from '#crawler/discover/sources/file.ts';
import type { DiscoveryItem } from '#db/types.ts';

const plans = (items: DiscoveryItem[]) =>
  Object.fromEntries(
    items.map((item) =>
      item.kind === 'server'
        ? [item.candidate.name, planLaunch(item.candidate)]
        : ['reason' in item ? item.reason : '', item.kind],
    ),
  );
const wanted = (...names: string[]) => names.map((name) => ({ name, required: true, secret: true }));

describe('client configurations', () => {
  test('Claude Desktop and .mcp.json: packages of npm and PyPI, images, local programs, remotes', () => {
    const items = readServerFile(
      'claude_desktop_config.json',
      JSON.stringify({
        mcpServers: {
          filesystem: {
            command: 'npx',
            args: ['-y', '@modelcontextprotocol/server-filesystem@2026.1.14', '/Users/me/Private'],
          },
          github: {
            command: 'npx',
            args: ['-y', '@modelcontextprotocol/server-github'],
            env: { GITHUB_PERSONAL_ACCESS_TOKEN: 'ghp_real0000000000000000000000000000' },
          },
          windows: { command: 'cmd', args: ['/c', 'npx', '-y', 'mcp-windows'] },
          stripe: {
            command: 'npx',
            args: ['-y', '@stripe/mcp', '--tools=all', '--api-key=sk_test_12345678901234567890'],
          },
          figma: { command: 'npx', args: ['-y', 'figma-developer-mcp', '--figma-api-key', 'figd_abc', '--stdio'] },
          bin: { command: 'npx', args: ['-y', '--package=@cloudinary/asset-management', '--', 'mcp', 'start'] },
          fetch: { command: 'uvx', args: ['mcp-server-fetch'] },
          git: { command: 'uvx', args: ['--from', 'git-mcp==1.2.3', 'git-mcp-bin', '--repository', '/home/me/x'] },
          docker: {
            command: 'docker',
            args: ['run', '-i', '--rm', '-e', 'TOKEN', 'ghcr.io/github/github-mcp-server'],
            env: { TOKEN: 'x' },
          },
          local: { command: 'node', args: ['/home/me/server/dist/index.js', '--token', 'abc'], cwd: '/home/me/server' },
          sse: { type: 'sse', url: 'https://mcp.example.com/sse' },
          http: {
            type: 'http',
            url: 'https://mcp.example.com/mcp?api_key=s3cret&mode=all',
            headers: { Authorization: 'Bearer real' },
          },
          bridged: {
            command: 'npx',
            args: ['mcp-remote', 'https://mcp.linear.app/sse', '--header', 'Authorization: Bearer real'],
          },
          git2: { command: 'npx', args: ['-y', 'github:owner/repo'] },
          empty: {},
        },
      }),
    );
    expect(plans(items)).toEqual({
      filesystem: {
        kind: 'npm',
        package: '@modelcontextprotocol/server-filesystem',
        version: '2026.1.14',
        args: ['.'],
        env: [],
      },
      github: {
        kind: 'npm',
        package: '@modelcontextprotocol/server-github',
        args: [],
        env: wanted('GITHUB_PERSONAL_ACCESS_TOKEN'),
      },
      windows: { kind: 'npm', package: 'mcp-windows', args: [], env: [] },
      stripe: { kind: 'npm', package: '@stripe/mcp', args: ['--tools=all', '--api-key=placeholder'], env: [] },
      figma: {
        kind: 'npm',
        package: 'figma-developer-mcp',
        args: ['--figma-api-key', 'placeholder', '--stdio'],
        env: [],
      },
      bin: { kind: 'npm', package: '@cloudinary/asset-management', bin: 'mcp', args: ['start'], env: [] },
      fetch: { kind: 'pypi', package: 'mcp-server-fetch', args: [], env: [] },
      git: {
        kind: 'pypi',
        package: 'git-mcp',
        version: '1.2.3',
        bin: 'git-mcp-bin',
        args: ['--repository', '.'],
        env: [],
      },
      docker: expect.objectContaining({ kind: 'not-launchable', outcome: 'unsupported-runtime' }),
      local: {
        kind: 'command',
        command: 'node',
        args: ['/home/me/server/dist/index.js', '--token', 'placeholder'],
        env: [],
        cwd: '/home/me/server',
      },
      sse: { kind: 'remote', url: 'https://mcp.example.com/sse', transport: 'sse', headers: [] },
      http: {
        kind: 'remote',
        url: 'https://mcp.example.com/mcp?api_key=placeholder&mode=all',
        transport: 'streamable-http',
        headers: wanted('Authorization'),
      },
      bridged: {
        kind: 'remote',
        url: 'https://mcp.linear.app/sse',
        transport: 'auto',
        headers: wanted('Authorization'),
      },
      git2: expect.objectContaining({ kind: 'not-launchable' }),
      'Its entry has neither a command nor an address.': 'skipped',
    });
    expect(JSON.stringify(items)).not.toMatch(/ghp_real|sk_test_1|figd_abc|s3cret|Bearer real|Private|"abc"/);
  });

  test('VS Code: comments, trailing commas, inputs', () => {
    const text = `{
      // what is asked for
      "inputs": [{ "type": "promptString", "id": "key", "password": true }],
      "servers": {
        "perplexity": { "type": "stdio", "command": "npx", "args": ["-y", "server-perplexity-ask", "--key", "\${input:key}"], "env": { "PERPLEXITY_API_KEY": "\${input:key}" } },
        "here": { "command": "npx", "args": ["-y", "fs-mcp", "\${workspaceFolder}"] },
      },
    }`;
    expect(plans(readServerFile('.vscode/mcp.json', text))).toEqual({
      perplexity: {
        kind: 'npm',
        package: 'server-perplexity-ask',
        args: ['--key', 'placeholder'],
        env: wanted('PERPLEXITY_API_KEY'),
      },
      here: { kind: 'npm', package: 'fs-mcp', args: ['.'], env: [] },
    });
  });

  test('Codex config.toml', () => {
    const text = `model = "gpt"
[mcp_servers.context7]
command = "npx"
args = ["-y", "@upstash/context7-mcp"]
[mcp_servers.context7.env]
KEY = "real"
[mcp_servers.figma]
url = "https://mcp.figma.com/mcp"
bearer_token_env_var = "FIGMA_TOKEN"
`;
    expect(plans(readServerFile('config.toml', text))).toEqual({
      context7: { kind: 'npm', package: '@upstash/context7-mcp', args: [], env: wanted('KEY') },
      figma: { kind: 'remote', url: 'https://mcp.figma.com/mcp', transport: 'auto', headers: wanted('Authorization') },
    });
  });

  test('VS Code settings, Claude Code projects and a bare map', () => {
    const entry = { command: 'bunx', args: ['a-mcp'] };
    for (const config of [
      { mcp: { servers: { a: entry } } },
      { projects: { '/home/me/x': { mcpServers: { a: entry } } } },
      { a: entry },
    ]) {
      expect(plans(readServerFile('x.json', JSON.stringify(config)))).toEqual({
        a: { kind: 'npm', package: 'a-mcp', args: [], env: [] },
      });
    }
  });
});

describe('plain lists', () => {
  test('packages and addresses a line', () => {
    const items = readServerFile(
      'list.txt',
      '# mine\n@scope/a-mcp@1.0.0\nb-mcp # light\n\npypi:c-mcp\r\nhttps://mcp.example.com/mcp?token=abc\n',
    );
    expect(items.map((item) => item.kind === 'server' && identitiesOf(item.candidate)[0])).toEqual([
      'npm:@scope/a-mcp',
      'npm:b-mcp',
      'pypi:c-mcp',
      'url:https://mcp.example.com/mcp',
    ]);
    expect(JSON.stringify(items)).not.toContain('abc');
  });
});

describe('what is wrong is said with file and line', () => {
  test.each([
    ['a.json', '{\n  "mcpServers": {\n    "x": {,}\n', /^a\.json, line 3: /],
    ['a.json', '{"something": 1}', /^a\.json: no servers found; expected "mcpServers"/],
    ['a.json', '[]', /^a\.json: no servers found/],
    ['config.toml', 'a = 1\nb = = 2\n', /^config\.toml, line 2: /],
    ['list.txt', 'ok-mcp\nnot a package\n', /^list\.txt, line 2: "not a package" is neither/],
    ['list.txt', '../../etc/passwd\n', /^list\.txt, line 1: /],
  ])('%s %j', (path, text, message) => {
    expect(() => readServerFile(path, text)).toThrow(message);
  });
});
