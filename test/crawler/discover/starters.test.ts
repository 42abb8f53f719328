import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { splitShellWords } from '#crawler/discover/commands/shell.ts';
import type { RawCommand } from '#crawler/discover/commands/starter.ts';
import { readCommand, redactCommand } from '#crawler/discover/manifests/command-line.ts';
import { starters } from '#crawler/discover/starters/index.ts';

/** What a reading starts, as the examples write it. */
function summary({ start }: RawCommand): string {
  switch (start.kind) {
    case 'npm':
    case 'pypi':
      return [start.kind, start.name, start.bin && `(${start.bin})`, ...start.args].filter(Boolean).join(' ');
    case 'program':
      return ['program', start.command, ...start.args].join(' ');
    case 'image':
      return `image ${start.name}`;
    case 'remote':
      return `remote ${start.url}`;
    case 'repository':
      return 'repository';
    default:
      return 'nothing';
  }
}

const read = (line: string) => {
  const [command = '', ...args] = splitShellWords(line) ?? [line];
  return readCommand(command, args);
};

test('the list of starters is the folder, and no program is of two', () => {
  const files = readdirSync(resolve(import.meta.dirname, '../../../crawler/discover/starters'));
  expect([...starters.map(({ id }) => `${id}.ts`), 'index.ts'].sort()).toEqual(files.sort());
  const programs = starters.flatMap((starter) => starter.programs);
  expect(new Set(programs).size).toBe(programs.length);
});

describe.each(starters.map((starter) => [starter.id, starter] as const))('%s', (_, starter) => {
  test.each(Object.entries(starter.examples))('%s -> %s', (line, expected) => {
    const reading = read(line);
    expect(summary(reading)).toBe(expected);
    if (expected === 'nothing' || expected === 'repository') expect(reading.problem).toMatch(/^[A-Za-z`].*\.$/);
  });
});

describe('bridges are seen through, or named as what they are', () => {
  test.each([
    [
      'npx -y mcp-remote https://mcp.example.com/sse 3334 --header "Authorization: Bearer x"',
      'remote https://mcp.example.com/sse',
    ],
    ['npx mcp-remote --transport sse-only https://mcp.example.com/sse', 'remote https://mcp.example.com/sse'],
    ['npx -y supergateway --stdio "npx -y a-mcp --x" --port 8000', 'npm a-mcp --x'],
    [
      'npx -y supergateway --oauth2Bearer x --streamableHttp https://mcp.example.com/mcp',
      'remote https://mcp.example.com/mcp',
    ],
    [
      'uvx mcp-proxy --headers Authorization "Bearer x" https://mcp.example.com/sse',
      'remote https://mcp.example.com/sse',
    ],
    ['uvx mcp-proxy --port 8080 -e TOKEN x -- uvx a-mcp', 'pypi a-mcp'],
    ['uvx mcpo --port 8000 --api-key x -- npx -y a-mcp', 'npm a-mcp'],
    ['npx -y dotenv-cli -e .env -- npx -y a-mcp', 'npm a-mcp'],
    ['npx cross-env TOKEN=x npx a-mcp', 'npm a-mcp'],
    ['npx -y @smithery/cli@latest run @o/a-mcp --key x', 'nothing'],
    ['npx tsx src/server.ts', 'nothing'],
    ['uvx --from mcp[cli] mcp run server.py', 'nothing'],
    ['npx @modelcontextprotocol/inspector node x.js', 'nothing'],
    ['npx mcp-remote --no-such x https://mcp.example.com/mcp', 'nothing'],
  ])('%s -> %s', (line, expected) => {
    expect(summary(read(line))).toBe(expected);
  });

  test('a value is not taken for what is behind a bridge, nor told', () => {
    for (const line of [
      'npx @smithery/cli run -k hunter2 @o/a-mcp',
      'npx @smithery/cli run hunter2',
      'npx @smithery/cli --client hunter2 run @o/a-mcp',
    ])
      expect(read(line).problem, line).not.toContain('hunter2');
  });

  test('a bridge says what is behind it', () => {
    expect(read('npx -y @smithery/cli run @o/a-mcp --key x').problem).toContain('@o/a-mcp');
    expect(read('docker mcp gateway run').problem).toContain('gateway');
  });
});

test.each(['npx -thunter a-mcp', 'uvx -Zhunter a-mcp', 'docker run -Zhunter o/a-mcp', 'npx --x.y=hunter a-mcp'])(
  '%s: an unknown option is told without a value',
  (line) => {
    expect(read(line).problem).toMatch(/not known here/);
    expect(read(line).problem).not.toContain('hunter');
  },
);

test.each([
  ['bun', ['--define', 'API_KEY=hunterpass', 'src/index.ts']],
  ['node', ['--title', 'hunterpass', 'index.js']],
  ['node', ['--title=hunterpass', 'index.js']],
  ['deno', ['run', '--seed', 'hunterpass', 'main.ts']],
  ['my-mcp', ['-phunterpass']],
  ['my-mcp', ['-pmonkeybusiness-hunterpass']],
  ['my-mcp', ['-ppasshunterpass']],
])('%s %j: a value behind a letter, or of an option that takes anything, is not kept', (command, args) => {
  expect(JSON.stringify(redactCommand(readCommand(command, args), 'own'))).not.toContain('hunterpass');
});

test('options of words with one dash stay', () => {
  const { launch } = redactCommand(
    readCommand('my-mcp', ['-api-key', 'x1', '-config', 'a.json', '-transport', 'stdio']),
    'own',
  );
  expect(launch).toMatchObject({ args: ['-api-key', 'placeholder', '-config', 'a.json', '-transport', 'stdio'] });
});

test('a folder is no repository of a forge', () => {
  for (const place of ['./x', '../x', '~/x', '/srv/x/y'])
    expect(redactCommand(readCommand('npx', [place]), 'own').repository, place).toBeUndefined();
});

describe('what a command line starts is what is certain', () => {
  test.each([
    ['a whole line as the command', 'npx -y a-mcp', [], 'npm a-mcp'],
    ['a line as the command, and arguments', 'npx -y', ['a-mcp', '--x'], 'npm a-mcp --x'],
    ['a path with a blank', '/opt/My Server/run', [], 'program /opt/My Server/run'],
    ['a path of Windows with a blank', 'C:\\Program Files\\nodejs\\npx.cmd', ['-y', 'a-mcp'], 'npm a-mcp'],
    ['a line with a script', 'cd /x && npx a-mcp', [], 'npm a-mcp'],
    ['a name of every object', 'constructor', [], 'program constructor'],
    ['wrappers around wrappers', 'cmd', ['/c', 'wsl', 'bash', '-lc', 'env A=b op run -- npx -y a-mcp'], 'npm a-mcp'],
    ['wrappers without an end', 'env', Array(20).fill('env'), 'nothing'],
    ['an empty command', ' ', [], 'nothing'],
  ])('%s', (_, command, args, expected) => {
    expect(summary(readCommand(command, args))).toBe(expected);
  });

  test('a registry of its own, by option or variable, is not taken for the public one', () => {
    for (const name of ['npm_config_registry', 'NPM_CONFIG_@o:registry'])
      expect(summary(readCommand('npx', ['a-mcp'], { env: { [name]: 'https://npm.example.com' } }))).toBe('nothing');
    for (const name of ['UV_INDEX_URL', 'UV_DEFAULT_INDEX', 'PIP_EXTRA_INDEX_URL'])
      expect(summary(readCommand('uvx', ['a-mcp'], { env: { [name]: 'https://pypi.example.com/simple' } }))).toBe(
        'nothing',
      );
    expect(summary(readCommand('env', ['UV_INDEX_URL=https://x.example.com', 'uvx', 'a-mcp']))).toBe('nothing');
  });
});
