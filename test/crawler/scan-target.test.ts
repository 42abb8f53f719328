import { expect, test } from 'vitest';
import { parseTarget } from '#crawler/scan-target.ts';

test('a URL, a package with or without version, a command', () => {
  expect(parseTarget(['https://mcp.example.com/mcp']).plan).toMatchObject({ kind: 'remote', transport: 'auto' });
  expect(parseTarget(['@scope/name']).plan).toMatchObject({
    kind: 'npm',
    package: '@scope/name',
    version: undefined,
  });
  expect(parseTarget(['name@1.2.3', 'dir']).plan).toMatchObject({ package: 'name', version: '1.2.3', args: ['dir'] });
  expect(parseTarget(['@s/n@latest']).plan).toMatchObject({ package: '@s/n', version: undefined });
  expect(parseTarget(['pypi:mcp-server-fetch']).plan).toMatchObject({ kind: 'pypi', package: 'mcp-server-fetch' });
  expect(parseTarget(['pypi:name==1.2.3', 'dir']).plan).toMatchObject({
    kind: 'pypi',
    package: 'name',
    version: '1.2.3',
    args: ['dir'],
  });
  expect(parseTarget(['node', 'x.js', '--stdio'], { isCommand: true }).plan).toMatchObject({
    kind: 'command',
    command: 'node',
    args: ['x.js', '--stdio'],
  });
});

test('anything else says what to type', () => {
  expect(() => parseTarget(['./server.js'])).toThrow('toolrisk scan -- ./server.js');
  expect(() => parseTarget(['Not A Name'])).toThrow('neither a URL');
  expect(() => parseTarget(['pypi:https://x'])).toThrow('neither a URL');
  expect(() => parseTarget([])).toThrow('Say what to scan');
});

const command = (line: string[], options = {}) => parseTarget(line, { ...options, isCommand: true });

test('a command is understood for what it starts, with the values it gives', () => {
  expect(command(['npx', '-y', 'a-mcp@1.2.3', '--key', 'real'])).toMatchObject({
    plan: { kind: 'npm', package: 'a-mcp', version: '1.2.3', args: ['--key', 'real'] },
  });
  expect(command(['env', 'TOKEN=real', 'uvx', '--from', 'a-mcp', 'a'])).toMatchObject({
    plan: { kind: 'pypi', package: 'a-mcp', bin: 'a' },
    env: { TOKEN: 'real' },
  });
  expect(
    command(['npx', 'mcp-remote', 'https://mcp.example.com/mcp', '--header', 'Authorization: Bearer real']),
  ).toMatchObject({
    plan: { kind: 'remote', url: 'https://mcp.example.com/mcp' },
    headers: { Authorization: 'Bearer real' },
  });
  expect(command(['bash', '-c', 'TOKEN=real exec node x.js'])).toMatchObject({
    plan: { kind: 'command', command: 'node', args: ['x.js'] },
    env: { TOKEN: 'real' },
  });
});

test('what would fetch something that is not certain is not started, unless with the rights of its user', () => {
  expect(command(['docker', 'run', '-i', 'o/a-mcp']).plan).toMatchObject({
    outcome: 'unsupported-runtime',
    reason: expect.stringMatching(/container image/),
  });
  expect(command(['npx', '--no-such', 'x', 'a-mcp']).plan).toMatchObject({
    kind: 'not-launchable',
    reason: expect.stringMatching(/--no-such/),
  });
  expect(command(['docker', 'run', '-i', 'o/a-mcp'], { unsandboxed: true }).plan).toMatchObject({
    kind: 'command',
    command: 'docker',
  });
  expect(command(['node', '-e', 'x']).plan).toMatchObject({ kind: 'command', command: 'node' });
  expect(command(['constructor']).plan).toMatchObject({ kind: 'command', command: 'constructor' });
});

test('variables by name or value, headers, arguments', () => {
  const variables = { TOKEN: 'from outside' };
  expect(parseTarget(['a-mcp'], { env: ['TOKEN', 'B=c=d', 'EMPTY='], args: ['--x'], variables })).toMatchObject({
    plan: { args: ['--x'] },
    env: { TOKEN: 'from outside', B: 'c=d', EMPTY: '' },
  });
  expect(parseTarget(['https://x.example'], { headers: ['Authorization: Bearer a:b'] }).headers).toEqual({
    Authorization: 'Bearer a:b',
  });
});

test.each([
  [['a-mcp'], { env: ['TOKEN'] }, '--env TOKEN=value'],
  [['a-mcp'], { env: ['A B'] }, '--env takes NAME'],
  [['a-mcp'], { headers: ['A: b'] }, '--header is for'],
  [['https://x.example'], { env: ['A=b'] }, '--env is for'],
  [['https://x.example'], { args: ['b'] }, 'no arguments'],
  [['https://x.example'], { headers: ['nonsense'] }, '--header takes'],
  [['https://x.example'], { headers: ['A: b\r\nC: d'] }, '--header takes'],
] as const)('options that do not fit say what does: %j %j', (words, options, message) => {
  expect(() => parseTarget(words, options)).toThrow(message);
});

test.each([
  ...['file:/etc', 'file:..', 'link:../x', '../x', '.', './x.tgz', 'x.tgz', 'x.TAR.GZ', '-g', '--registry=x'],
  ...[
    'git+http://127.0.0.1/x',
    'git://x/y',
    'http://127.0.0.1/x.tgz',
    'owner/repo',
    'github:a/b',
    'npm:other@1',
    'a\nb',
  ],
])('a package whose version is %j is no package', (version) => {
  expect(() => parseTarget([`name@${version}`])).toThrow('neither a URL');
  expect(() => parseTarget([`@scope/name@${version}`])).toThrow('neither a URL');
});

test.each(['next', '^1.2.0', '1', '1.x', '>=1 <2', '1.0.0-beta.1', '1 || 2', '~1.2'])(
  'the version %s is kept as it is written',
  (version) => {
    expect(parseTarget([`name@${version}`]).plan).toMatchObject({ package: 'name', version });
  },
);

test.each(['name @ file:///etc', 'name @ git+https://x/y', 'name@./x.whl', 'name; os_name', 'name -r x'])(
  'the Python package %j is no package',
  (text) => {
    expect(() => parseTarget([`pypi:${text}`])).toThrow('neither a URL');
  },
);

test.each([
  ['name>=1.2,<2', undefined],
  ['name~=1.4', undefined],
  ['name[cli]==1.2.3', '1.2.3'],
  ['name@latest', undefined],
])('the Python package %s is one', (text, version) => {
  expect(parseTarget([`pypi:${text}`]).plan).toMatchObject({ package: 'name', version });
});
