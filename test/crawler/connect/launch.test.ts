import { describe, expect, test } from 'vitest';
import { planLaunch } from '#crawler/connect/launch.ts';
import { looksSecret, redactArguments, redactUrl } from '#crawler/discover/manifests/redact.ts';
import type { ServerCandidate } from '#db/types.ts';

const plan = (files: Record<string, unknown>, rest: Partial<ServerCandidate> = {}) =>
  planLaunch({
    source: 'github',
    location: 'owner/name:',
    name: 'name',
    files: Object.fromEntries(
      Object.entries(files).map(([path, value]) => [path, typeof value === 'string' ? value : JSON.stringify(value)]),
    ),
    ...rest,
  });
const cannot = (outcome: string, reason: RegExp) => ({
  kind: 'not-launchable',
  outcome,
  reason: expect.stringMatching(reason),
  todo: expect.stringMatching(/.\S$/),
});
const sdk = { dependencies: { '@modelcontextprotocol/sdk': '^1.0.0' } };
const fence = (text: string, language = 'json') =>
  `# Server\n\nIt has tools \`delete_all\`.\n\n\`\`\`${language}\n${text}\n\`\`\`\n`;
const config = (entry: unknown) => fence(JSON.stringify({ mcpServers: { it: entry } }));

test('what the source says is done', () => {
  const launch = { kind: 'npm' as const, package: 'a-mcp', args: ['x'], env: [] };
  expect(plan({ 'package.json': { name: 'b-mcp', bin: 'x.js', ...sdk } }, { launch })).toBe(launch);
});

describe('server.json', () => {
  test('npm, with what it wants; the version of a repository file may run ahead and is not pinned', () => {
    const server = {
      name: 'io.github.a/b',
      packages: [
        { registryType: 'oci', identifier: 'docker.io/a/b:1' },
        {
          registryType: 'npm',
          identifier: '@a/b-mcp',
          version: '2.0.0',
          environmentVariables: [
            { name: 'B_KEY', isRequired: true, isSecret: true },
            { name: 'B_LEAK', default: 'sk-live-0123456789abcdefghijkl' },
          ],
          packageArguments: [
            { type: 'positional', valueHint: 'database_url', description: 'PostgreSQL address', isRequired: true },
            { type: 'named', name: '--opt', value: '{x}', isRequired: true },
            { type: 'named', name: '--flag', isRequired: true },
            { type: 'positional', valueHint: 'more' },
          ],
        },
      ],
    };
    const expected = {
      kind: 'npm',
      package: '@a/b-mcp',
      args: ['postgresql://localhost/placeholder', '--opt', 'placeholder', '--flag'],
      env: [
        { name: 'B_KEY', required: true, secret: true },
        { name: 'B_LEAK', required: false, secret: false },
      ],
    };
    expect(plan({ 'server.json': server })).toEqual(expected);
    expect(plan({ 'server.json': server }, { pinned: true })).toEqual({ ...expected, version: '2.0.0' });
  });

  test('the older spelling', () => {
    const server = {
      name: 'a/b',
      packages: [
        {
          registry_name: 'npm',
          name: 'b-mcp',
          version: '1.0.0',
          environment_variables: [{ name: 'KEY', is_required: true }],
        },
      ],
    };
    expect(plan({ 'server.json': server })).toMatchObject({
      kind: 'npm',
      package: 'b-mcp',
      env: [{ name: 'KEY', required: true, secret: true }],
    });
  });

  test('only an image, nothing at all, something else of the name', () => {
    expect(plan({ 'server.json': { name: 'a/b', packages: [{ registryType: 'oci', identifier: 'x' }] } })).toEqual(
      cannot('unsupported-runtime', /only as oci/),
    );
    expect(plan({ 'server.json': { name: 'a/b' } })).toEqual(
      cannot('not-launchable', /neither a package nor a remote/),
    );
    expect(plan({ 'server.json': { name: 'my express config', port: 80 } })).toEqual(
      cannot('not-launchable', /Nothing found/),
    );
    expect(plan({ 'server.json': '{ broken' })).toEqual(cannot('not-launchable', /Nothing found/));
  });
});

describe('package.json', () => {
  test('a server with a program', () => {
    expect(plan({ 'package.json': { name: '@a/mcp-server', bin: 'dist/index.js', ...sdk } })).toEqual({
      kind: 'npm',
      package: '@a/mcp-server',
      args: [],
      env: [],
    });
  });

  test('of several programs the server', () => {
    const bin = { setup: 'a.js', 'a-mcp': 'b.js' };
    expect(plan({ 'package.json': { name: '@a/tools', bin, keywords: ['mcp-server'], ...sdk } })).toMatchObject({
      bin: 'a-mcp',
    });
    expect(plan({ 'package.json': { name: 'setup', bin, keywords: ['mcp-server'], ...sdk } })).toMatchObject({
      bin: 'a-mcp',
    });
  });

  test.each([
    ['fastmcp', { name: 'weather', bin: 'x.js', dependencies: { fastmcp: '1' } }, true],
    ['mcpName', { name: 'weather', bin: 'x.js', mcpName: 'io.github.a/weather' }, true],
    ['bundled SDK', { name: 'mcp-weather', bin: 'x.js', devDependencies: { '@modelcontextprotocol/sdk': '1' } }, true],
    ['keyword and name', { name: 'weather-mcp', bin: 'x.js', keywords: ['mcp'] }, true],
    [
      'a client application',
      { name: 'chat-app', bin: 'x.js', dependencies: { '@modelcontextprotocol/sdk': '1' } },
      false,
    ],
    [
      'a client library',
      { name: '@a/mcp-client', bin: 'x.js', dependencies: { '@modelcontextprotocol/sdk': '1' } },
      false,
    ],
    ['a name alone', { name: 'mcp-tools', bin: 'x.js' }, false],
    ['Minecraft', { name: 'mcpe-server', bin: 'x.js', keywords: ['minecraft'] }, false],
  ])('evidence: %s', (_, manifest, isServer) => {
    expect(plan({ 'package.json': manifest }).kind).toBe(isServer ? 'npm' : 'not-launchable');
  });

  test('private, without a program, with an impossible name: why, and what to do', () => {
    expect(plan({ 'package.json': { name: 'a-mcp', private: true, bin: 'x.js', ...sdk } })).toEqual(
      cannot('not-launchable', /marked private/),
    );
    expect(plan({ 'package.json': { name: 'a-mcp', ...sdk } })).toEqual(cannot('not-launchable', /no "bin"/));
    expect(plan({ 'package.json': { name: '../../a-mcp', bin: 'x.js', ...sdk } })).toEqual(
      cannot('not-launchable', /no name that npm accepts/),
    );
    expect(plan({ 'package.json': { name: '-g-mcp', bin: 'x.js', ...sdk } })).toEqual(
      cannot('not-launchable', /no name that npm accepts/),
    );
  });

  test('takes arguments from the README for its own package only', () => {
    const manifest = { name: 'a-mcp', bin: 'x.js', ...sdk };
    const own = config({
      command: 'npx',
      args: ['-y', 'a-mcp@latest', '--stdio', '--key', 'abc'],
      env: { A_KEY: 'x' },
    });
    expect(plan({ 'package.json': manifest, 'README.md': own })).toEqual({
      kind: 'npm',
      package: 'a-mcp',
      args: ['--stdio', '--key', 'placeholder'],
      env: [{ name: 'A_KEY', required: true, secret: true }],
    });
    expect(
      plan({ 'package.json': manifest, 'README.md': config({ command: 'npx', args: ['-y', 'other-mcp', '--evil'] }) }),
    ).toMatchObject({ package: 'a-mcp', args: [] });
  });
});

describe('pyproject.toml', () => {
  test('a server with scripts', () => {
    const text =
      '[project]\nname = "weather-mcp"\ndependencies = ["mcp[cli]>=1.2", "httpx"]\n[project.scripts]\nweather = "weather:main"\n';
    expect(plan({ 'pyproject.toml': text })).toEqual({
      kind: 'pypi',
      package: 'weather-mcp',
      bin: 'weather',
      args: [],
      env: [],
    });
  });
  test('Poetry', () => {
    const text =
      '[tool.poetry]\nname = "weather-mcp"\n[tool.poetry.dependencies]\nfastmcp = "^2"\n[tool.poetry.scripts]\nweather-mcp = "weather:main"\n';
    expect(plan({ 'pyproject.toml': text })).toEqual({ kind: 'pypi', package: 'weather-mcp', args: [], env: [] });
  });
  test('private, without a program, without evidence, broken', () => {
    const text =
      '[project]\nname = "x-mcp"\ndependencies = ["mcp"]\nclassifiers = ["Private :: Do Not Upload"]\n[project.scripts]\nx-mcp = "x:main"\n';
    expect(plan({ 'pyproject.toml': text })).toEqual(cannot('not-launchable', /marked private/));
    expect(plan({ 'pyproject.toml': '[project]\nname = "x-mcp"\ndependencies = ["mcp"]\n' })).toEqual(
      cannot('not-launchable', /installs no program/),
    );
    expect(
      plan({ 'pyproject.toml': '[project]\nname = "web"\ndependencies = ["django"]\n[project.scripts]\nweb="x:y"\n' })
        .kind,
    ).toBe('not-launchable');
    expect(plan({ 'pyproject.toml': '= =' }).kind).toBe('not-launchable');
  });
});

describe('MCP bundles', () => {
  const bundle = {
    manifest_version: '0.3',
    name: 'files',
    server: {
      type: 'node',
      entry_point: 'server/index.js',
      mcp_config: {
        command: 'node',
        args: ['${' + '__dirname}/server/index.js', '${' + 'user_config.directory}'],
        env: { API_KEY: '${' + 'user_config.api_key}', MODE: 'all' },
      },
    },
    user_config: {
      directory: { type: 'directory', required: true },
      api_key: { type: 'string', sensitive: true, required: true, description: 'Yours' },
    },
  };
  test('beside a published package start that', () => {
    expect(plan({ 'manifest.json': bundle, 'package.json': { name: 'files-bundle', bin: 'x.js' } })).toEqual({
      kind: 'npm',
      package: 'files-bundle',
      args: ['.'],
      env: [
        { name: 'API_KEY', required: true, secret: true, description: 'Yours' },
        { name: 'MODE', required: false, secret: false, default: 'all' },
      ],
    });
  });
  test('alone or compiled are not started; a web manifest is no bundle', () => {
    expect(plan({ 'manifest.json': bundle })).toEqual(cannot('not-launchable', /not published as a package/));
    expect(plan({ 'manifest.json': { ...bundle, server: { type: 'binary' } } })).toEqual(
      cannot('unsupported-runtime', /compiled/),
    );
    expect(plan({ 'manifest.json': { name: 'web app', icons: [] } })).toEqual(
      cannot('not-launchable', /Nothing found/),
    );
  });
});

describe('README', () => {
  test.each([
    [
      'a client configuration',
      config({ command: 'npx', args: ['-y', '@a/b-mcp'] }),
      { kind: 'npm', package: '@a/b-mcp', args: [], env: [] },
    ],
    [
      'with comments',
      fence('{ // add\n "mcpServers": { "b": { "command": "npx", "args": ["b-mcp",], } } }', 'jsonc'),
      { kind: 'npm', package: 'b-mcp', args: [], env: [] },
    ],
    [
      'a part of one',
      fence('"mcpServers": { "b": { "command": "npx", "args": ["b-mcp"] } }'),
      { kind: 'npm', package: 'b-mcp', args: [], env: [] },
    ],
    [
      'claude mcp add',
      fence('claude mcp add b --scope user -e KEY=abc -- npx -y b-mcp@1.0.0 --all', 'sh'),
      { kind: 'npm', package: 'b-mcp', version: '1.0.0', args: ['--all'], env: [] },
    ],
    [
      'a line',
      fence('$ npx -y b-mcp /path/to/dir # start', 'bash'),
      { kind: 'npm', package: 'b-mcp', args: ['.'], env: [] },
    ],
    ['uvx', fence('uvx --from b-mcp b', 'bash'), { kind: 'pypi', package: 'b-mcp', bin: 'b', args: [], env: [] }],
    [
      'a remote',
      config({ url: 'https://mcp.b.com/mcp' }),
      { kind: 'remote', url: 'https://mcp.b.com/mcp', transport: 'auto', headers: [] },
    ],
    [
      'an image',
      config({ command: 'docker', args: ['run', '-i', 'b/mcp'] }),
      cannot('unsupported-runtime', /container image \(b\/mcp\)/),
    ],
    [
      'an installer',
      fence('npx -y @smithery/cli install b-mcp --client claude', 'sh'),
      cannot('not-launchable', /Nothing found/),
    ],
    [
      'an inspector',
      fence('npx @modelcontextprotocol/inspector node x.js', 'sh'),
      cannot('not-launchable', /Nothing found/),
    ],
    ['a build', fence('npx tsc\nnpx vitest run', 'sh'), cannot('not-launchable', /Nothing found/)],
    ['prose', 'Run npx -y b-mcp to start it.', cannot('not-launchable', /Nothing found/)],
    ['a hostile line', fence('npx -y "; rm -rf / #"', 'sh'), cannot('not-launchable', /Nothing found/)],
  ])('%s', (_, readme, expected) => expect(plan({ 'README.md': readme })).toEqual(expected));

  test('is not asked where a manifest describes another kind of thing', () => {
    expect(
      plan({
        'README.md': config({ command: 'npx', args: ['b-mcp'] }),
        'package.json': { name: 'site', private: true },
      }).kind,
    ).toBe('not-launchable');
  });
});

describe('what the source only names', () => {
  test('package, remote, image', () => {
    expect(plan({}, { package: { registry: 'npm', name: 'a-mcp', version: '1.0.0' } })).toEqual({
      kind: 'npm',
      package: 'a-mcp',
      version: '1.0.0',
      args: [],
      env: [],
    });
    expect(plan({}, { remoteUrl: 'https://a.example/mcp' })).toEqual({
      kind: 'remote',
      url: 'https://a.example/mcp',
      transport: 'auto',
      headers: [],
    });
    expect(plan({}, { package: { registry: 'oci', name: 'a/b' } })).toEqual(cannot('unsupported-runtime', /a\/b/));
    expect(plan({}, { package: { registry: 'mcpb', name: 'https://a.example/x.mcpb' } })).toEqual(
      cannot('unsupported-runtime', /bundle/),
    );
    expect(plan({}, { package: { registry: 'npm', name: '--global' } })).toEqual(
      cannot('not-launchable', /not the name of a package/),
    );
  });
});

describe('secrets', () => {
  test.each([
    ['sk-ant-api03-abcdefghijkl', true],
    ['ghp_0123456789abcdefghijABCDEFGHIJ', true],
    ['a8f5f167f44f4964e6c998dee827110c', true],
    ['--all-the-many-words-of-an-option', false],
    ['modelcontextprotocol-server-2025', false],
    ['https://mcp.example.com/mcp', false],
  ])('%s looks like one: %s', (text, secret) => expect(looksSecret(text)).toBe(secret));

  test('never stay in arguments', () => {
    const args = [
      '--api-key',
      'k1',
      '--token=k2',
      'API_KEY=k3',
      'postgresql://me:k4@db/x',
      'https://x.example/?apiKey=k5&a=1',
      '--header',
      'X-Key: k6',
      '--dir',
      '/home/me',
      '<your-key>',
      '--mode',
      'all',
    ];
    expect(redactArguments(args, { paths: true })).toEqual([
      '--api-key',
      'placeholder',
      '--token=placeholder',
      'API_KEY=placeholder',
      'postgresql://placeholder:placeholder@db/x',
      'https://x.example/?apiKey=placeholder&a=1',
      '--header',
      'placeholder',
      '--dir',
      '.',
      'placeholder',
      '--mode',
      'all',
    ]);
    expect(redactUrl('no address')).toBe('no address');
  });
});

test('a language that is not built here is named', () => {
  expect(plan({ 'go.mod': 'module x' })).toEqual(cannot('unsupported-runtime', /a Go program/));
  expect(plan({ 'Cargo.toml': '[package]' })).toEqual(cannot('unsupported-runtime', /a Rust program/));
  expect(plan({ 'requirements.txt': 'mcp' })).toEqual(cannot('unsupported-runtime', /a Python program/));
  const npx = config({ command: 'npx', args: ['-y', 'go-thing-mcp'] });
  expect(plan({ 'go.mod': 'module x', 'README.md': npx })).toMatchObject({ kind: 'npm', package: 'go-thing-mcp' });
});

test('nothing at all is said in words', () => {
  expect(plan({})).toEqual(cannot('not-launchable', /Nothing found/));
  expect(planLaunch({ source: 'file', location: 'x', name: 'x' })).toEqual(cannot('not-launchable', /Nothing found/));
});
