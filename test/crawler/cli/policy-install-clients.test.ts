/** `toolrisk policy install` and `uninstall` for each client, on files of a home that is made for it. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { addPolicyInstall } from '#crawler/cli/policy-install.ts';
import { serializeInternal } from '#crawler/policy/policy.ts';
import { recommendServer } from '#crawler/policy/server-policy.ts';
import { classified, toolsByReason } from '#test/crawler/policy/tools.ts';

const base = mkdtempSync(join(tmpdir(), 'toolrisk-install-'));
const { policy } = recommendServer(classified(Object.values(toolsByReason)));
const policyFile = join(base, 'policy.json');
writeFileSync(policyFile, serializeInternal(policy));
afterAll(() => rmSync(base, { recursive: true, force: true }));

let home: string;
const said: string[] = [];
beforeEach(() => {
  home = mkdtempSync(join(base, 'home-'));
  vi.stubEnv('HOME', home);
  said.length = 0;
  return () => vi.unstubAllEnvs();
});

async function run(...args: string[]): Promise<void> {
  const program = new Command('policy').exitOverride();
  const say = (line: string) => void said.push(line);
  addPolicyInstall(program, { print: say, tell: say, endWith: () => {} });
  await program.parseAsync(args, { from: 'user' });
}

function put(path: string, text: string): string {
  const file = join(home, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** A file as people have it for each client, empty where the file would be ours. */
const files: [client: string, path: string, text: string][] = [
  ['claude-code', 'settings.json', '{\n  "model": "x",\n  "permissions": { "allow": ["Read"] }\n}\n'],
  ['opencode', 'opencode.json', '{\n  // mine\n  "permission": { "edit": "ask" },\n}\n'],
  ['cursor', 'cli.json', '{"permissions":{"allow":["Shell(ls)"],"deny":[]},"editor":{"vimMode":true}}'],
  [
    'cline',
    'cline.json',
    '{\n  "mcpServers": {\n    "mine": { "command": "npx", "args": ["x"] },\n    "other": {}\n  }\n}\n',
  ],
  [
    'copilot-mcp',
    'mcp-config.json',
    '{"mcpServers":{"other":{"tools":["*"]},"mine":{"type":"local","command":"npx","tools":["*"]}}}\n',
  ],
  ['goose', 'permission.yaml', '# mine\nuser:\n  always_allow:\n  - developer__shell\n  never_allow: []\n'],
  ['claude-hook', 'settings.json', '{\n\t"hooks": {\n\t\t"Stop": [],\n\t\t"PreToolUse": []\n\t}\n}'],
  ['codex-hook', 'config.toml', 'model = "x"\n\n[mcp_servers.mine]\ncommand = "npx"\n'],
  ['gemini-hook', 'settings.json', '{\r\n  "mcpServers": { "mine": { "command": "npx" } },\r\n  "theme": "x"\r\n}\r\n'],
  ['cursor-hook', 'hooks.json', '{\n  "version": 1,\n  "hooks": { "stop": [{ "command": "true" }] }\n}\n'],
  ['copilot-hook', 'hook.json', ''],
  ['vscode-hook', 'hook.json', ''],
];

describe.each(files)('%s', (client, path, before) => {
  const flags = ['--server', 'mine', '--file'];
  const start = () => (before === '' ? join(home, path) : put(path, before));

  it('shows the difference and changes nothing without --yes', async () => {
    const file = start();
    await run('install', client, policyFile, ...flags, file);
    expect(said.some((line) => line.startsWith('+ '))).toBe(true);
    expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(before);
    expect(existsSync(join(home, '.toolrisk'))).toBe(false);
  });

  it('is in, and out again to the byte', async () => {
    const file = start();
    await run('install', client, policyFile, ...flags, file, '--yes');
    const text = readFileSync(file, 'utf8');
    expect(text).not.toBe(before);
    if (client.endsWith('-hook')) {
      const guard = join(home, `.toolrisk/guards/${client}-mine.mjs`);
      expect(text).toContain(guard);
      expect(existsSync(guard)).toBe(true);
    }
    await expect(run('install', client, policyFile, ...flags, file, '--yes')).rejects.toThrow(/already/);
    await run('uninstall', client, ...flags, file);
    expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(before);
    expect(existsSync(join(home, `.toolrisk/guards/${client}-mine.mjs`))).toBe(false);
  });

  it('out again, what was added since stays', async () => {
    if (before === '') return;
    const file = start();
    await run('install', client, policyFile, ...flags, file, '--yes');
    const isJson = path.endsWith('.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, isJson ? text.replace('{', '{ "later": 1,') : `${text}# later\n`);
    await run('uninstall', client, ...flags, file);
    expect(readFileSync(file, 'utf8')).toBe(isJson ? before.replace('{', '{ "later": 1,') : `${before}# later\n`);
  });
});

it('the rules and the hook of a client go into one file, and each comes out alone', async () => {
  const before = '{\n  "model": "x"\n}\n';
  const file = put('settings.json', before);
  await run('install', 'claude-code', policyFile, '--server', 'mine', '--file', file, '--yes');
  const rules = readFileSync(file, 'utf8');
  await run('install', 'claude-hook', policyFile, '--server', 'mine', '--file', file, '--yes');
  await run('uninstall', 'claude-code', '--server', 'mine', '--file', file);
  expect(readFileSync(file, 'utf8')).toContain('PreToolUse');
  expect(readFileSync(file, 'utf8')).not.toContain('"permissions"');
  await run('uninstall', 'claude-hook', '--server', 'mine', '--file', file);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(before));
  expect(rules).toContain('"permissions"');
});

it('a server that the file does not have is not made up', async () => {
  const file = put('cline.json', '{ "mcpServers": {} }\n');
  await expect(run('install', 'cline', policyFile, '--server', 'mine', '--file', file, '--yes')).rejects.toThrow(
    /no server mine in it; set it up there first/,
  );
});
