import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { planLaunch } from '#crawler/connect/launch.ts';
import { identitiesOf } from '#crawler/discover/identity.ts';
import { file, readServerFile } from '#crawler/discover/sources/file.ts';
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

test('servers of one file that clients take for one another are named', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'toolrisk-names-'));
  try {
    const path = join(folder, 'mcp.json');
    const mcpServers = Object.fromEntries(
      ['a', 'a__b', 'Docs', 'docs', 'other'].map((name) => [
        name,
        { command: 'npx', args: [`${name}-mcp`.toLowerCase()] },
      ]),
    );
    writeFileSync(path, JSON.stringify({ mcpServers }));
    const items = await Array.fromAsync(file.discover({ settings: { paths: [path] } }));
    expect(items.flatMap((item) => (item.kind === 'notice' ? item.message : []))).toEqual([
      `${path}: some clients take the servers “Docs” and “docs” for one, and have one rule for both. Rename one of them.`,
      `${path}: clients that write “__” between server and tool can take a tool of “a” for one of “a__b”, and have one rule for both. Rename one of them.`,
    ]);
    expect(items.filter(({ kind }) => kind === 'server')).toHaveLength(5);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

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
        url: 'https://mcp.example.com/mcp?mode=all',
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
    ['config.toml', 'a = 1\nb = = 2\n', /^config\.toml, line 2: /],
    ['config.yaml', 'a: [1, 2\nb: "FAKEsecret\n', /^config\.yaml, line \d: (?!.*FAKE)/],
    ['config.toml', 'a = FAKEsecret\n', /^config\.toml, line 1: (?!.*FAKE)/],
    ['list.txt', 'not a package\n', /^list\.txt, line 1: This is neither/],
    ['x.mcpb', 'PK\u0003\u0004', /Unpack it/],
    ['list.txt', '../../etc/passwd\n', /^list\.txt, line 1: /],
  ])('%s %j', (path, text, message) => {
    expect(() => readServerFile(path, text)).toThrow(message);
  });
});

test.each([
  ['a.yaml', 'mcpServers: { a: { command: npx }, a: { command: uvx } }', /line 1.*duplicate key/],
  ['a.yaml', 'mcpServers: {}\n---\nmcpServers: {}\n', /line 2.*multiple docs/],
  [
    'a.yaml',
    `a0: &a0 [x]\n${Array.from({ length: 9 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at}, `.repeat(9)}]`).join('\n')}\nmcpServers: *a9`,
    /aliases/,
  ],
  ['a.json', `{"a": [${'1,'.repeat(600_000)}1]}`, /values/],
])('%s that is no configuration is refused in a sentence', (path, text, reason) => {
  expect(() => readServerFile(path, text)).toThrow(reason);
});

describe('files as they lie on a disk', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'toolrisk-files-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const configuration = JSON.stringify({ mcpServers: { a: { command: 'npx', args: ['a-mcp'] } } });
  const read = async (path: string) => {
    const items: DiscoveryItem[] = [];
    for await (const item of file.discover({ settings: { paths: [path] } })) items.push(item);
    return items;
  };

  test.each<[string, (path: string) => void, RegExp]>([
    ['a pipe', (path) => void execFileSync('mkfifo', [path]), /no file but a pipe or device/],
    ['a link to a device without an end', (path) => symlinkSync('/dev/zero', path), /no file but a pipe or device/],
    ['a link to itself', (path) => symlinkSync(path, path), /in a circle/],
    ['a folder', (path) => void mkdirSync(path), /a folder/],
    ['a large file', (path) => void execFileSync('truncate', ['-s', '3G', path]), /larger than 20 MB/],
    ['nothing', () => {}, /no such file/],
  ])('%s is refused at once', async (_, make, reason) => {
    const path = join(folder, 'mcp.json');
    make(path);
    await expect(read(path)).rejects.toThrow(reason);
  });

  test.each<[string, Buffer]>([
    ['UTF-16, lower byte first', Buffer.from(`\uFEFF${configuration}`, 'utf16le')],
    ['UTF-16, higher byte first', Buffer.from(`\uFEFF${configuration}`, 'utf16le').swap16()],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${configuration}`)],
  ])('%s is read', async (_, bytes) => {
    writeFileSync(join(folder, 'mcp.json'), bytes);
    expect(await read(join(folder, 'mcp.json'))).toMatchObject([{ kind: 'server' }]);
  });

  test('TOML, YAML and lists larger than any settings are refused', async () => {
    for (const name of ['a.toml', 'a.yaml', 'list']) {
      writeFileSync(join(folder, name), `# ${'x'.repeat(2_100_000)}\n`);
      await expect(read(join(folder, name)), name).rejects.toThrow(/larger than 2 MB/);
    }
  });
});

test.each(['a.json', 'a.toml', 'a.yaml'])('%s that is nested without end is refused', (path) => {
  expect(() => readServerFile(path, `${path === 'a.toml' ? 'a = ' : ''}${'['.repeat(20_000)}`)).toThrow(path);
});

test.each([
  ['a.json', '{"something": 1}'],
  ['a.json', '[]'],
  ['a.json', '{"mcpServers": {}}'],
  ['a.json', '{"mcp": {"servers": {}}}'],
  ['config.toml', 'approval_policy = "on-request"'],
  ['config.yaml', 'GOOSE_PROVIDER: x'],
  ['config.yaml', ''],
  ['list.txt', '# nothing yet'],
])('a file without servers is no error: %s %j', (path, text) => {
  expect(readServerFile(path, text)).toEqual([]);
});

describe('one bad entry never costs another', () => {
  const good = { command: 'npx', args: ['-y', 'a-mcp'] };
  test.each([
    ['no table', 1],
    ['nothing', null],
    ['a command that is a number', { command: 1 }],
    ['arguments that are a table', { command: 'npx', args: { a: 1 } }],
    ['arguments with a table among them', { command: 'npx', args: ['-y', {}] }],
    ['an address that is none', { url: 'FAKEnothing' }],
    ['neither', { env: { A: 'b' } }],
  ])('%s', (_, bad) => {
    const items = readServerFile('a.json', JSON.stringify({ mcpServers: { bad, good } }));
    expect(items.map(({ kind }) => kind)).toEqual(['skipped', 'server']);
    expect(items[0]).toMatchObject({ location: 'a.json#bad', reason: expect.stringMatching(/\.$/) });
    expect(JSON.stringify(items)).not.toContain('FAKE');
  });

  test('a bad line of a list, and a key named like a property of every object', () => {
    expect(readServerFile('list.txt', 'ok-mcp\nFAKE secret line\n').map(({ kind }) => kind)).toEqual([
      'server',
      'skipped',
    ]);
    const items = readServerFile(
      'a.json',
      '{"mcpServers": {"constructor": {"command": "npx", "args": ["a-mcp"]}, "__proto__": {"command": "npx", "args": ["b-mcp"]}}}',
    );
    expect(items).toHaveLength(2);
  });

  test('names that stand twice', () => {
    const entry = (name: string) => `{"command": "npx", "args": ["${name}"]}`;
    const twice = readServerFile('a.json', `{"mcpServers": {"a": ${entry('a-mcp')}, "a": ${entry('b-mcp')}}}`);
    expect(twice.map((item) => item.kind === 'server' && item.candidate.package?.name).sort()).toEqual([
      'a-mcp',
      'b-mcp',
    ]);
    const maps = readServerFile(
      'a.json',
      `{"mcpServers": {"a": ${entry('a-mcp')}}, "mcpServers": {"b": ${entry('b-mcp')}}}`,
    );
    expect(maps).toHaveLength(2);
  });

  test('a key that stands ten thousand times costs no more than others', () => {
    const items = readServerFile(
      'a.json',
      `{${'"x": {}, '.repeat(10_000)}"mcpServers": {"good": {"command": "npx", "args": ["a-mcp"]}}}`,
    );
    expect(items.map(({ kind }) => kind)).toEqual(['server']);
  });

  test('YAML: what an entry takes over from another', () => {
    const items = readServerFile(
      'a.yaml',
      'base: &base { command: npx }\nmcpServers:\n  a: { <<: *base, args: [a-mcp] }\n  b: { <<: *base, args: [b-mcp] }\n',
    );
    expect(items.map((item) => item.kind === 'server' && item.candidate.package?.name)).toEqual(['a-mcp', 'b-mcp']);
  });

  test('TOML: a number beyond those that are exact', () => {
    const text = '[mcp_servers.a]\ncommand = "npx"\nargs = ["a-mcp", "--id", 90071992547409931]\n';
    expect(readServerFile('a.toml', text)).toHaveLength(1);
  });

  test('JSON5: single quotes, bare keys', () => {
    expect(readServerFile('a.json', "{mcpServers: {a: {command: 'npx', args: ['a-mcp',],}}}")).toHaveLength(1);
  });
});
