/** What `policy install` writes, and what a project of a stranger cannot make it write, read or remove. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addPolicyInstall } from '#crawler/cli/policy-install.ts';
import { emptyTools, type Policy, serializeInternal } from '#crawler/policy/policy.ts';

let folder: string;
let settings: string;
let policyFile: string;
/** A file that nothing here is about. */
let bystander: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolrisk-install-'));
  settings = join(folder, '.claude/settings.json');
  policyFile = join(folder, 'policy.json');
  bystander = join(folder, 'bystander');
  mkdirSync(join(folder, '.claude'));
  const tools = emptyTools();
  tools.wipe = { decision: 'deny' };
  writeFileSync(policyFile, serializeInternal({ version: 1, default: 'deny', tools } satisfies Policy));
  writeFileSync(bystander, 'mine');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(...words: string[]): Promise<string> {
  const said: string[] = [];
  const program = new Command();
  const note = (line: string) => void said.push(line);
  addPolicyInstall(program, { print: note, tell: note, endWith: () => {} });
  await program.parseAsync([...words, '--file', settings, '--server', 's'], { from: 'user' });
  return said.join('\n');
}
const install = () => run('install', 'claude-code', policyFile, '--yes');
const uninstall = () => run('uninstall', 'claude-code');

it('changes nothing without --yes, writes with it, and takes it out to the byte', async () => {
  const before = '{\n  "model": "x" // mine\n}\n';
  writeFileSync(settings, before);
  chmodSync(settings, 0o600);
  await run('install', 'claude-code', policyFile);
  expect(readFileSync(settings, 'utf8')).toBe(before);
  await install();
  expect(readFileSync(settings, 'utf8')).toContain('mcp__s__wipe');
  expect(statSync(settings).mode & 0o777).toBe(0o600);
  await expect(install()).rejects.toThrow('has a policy of ours already');
  await uninstall();
  expect(readFileSync(settings, 'utf8')).toBe(before);
  await expect(uninstall()).rejects.toThrow('Nothing of ours');
});

it('makes the file where there is none, and removes it again', async () => {
  await install();
  await uninstall();
  expect(existsSync(settings)).toBe(false);
});

it.each(['settings.json', 'settings.json.toolrisk-undo.json'])('does not follow a link at %s', async (name) => {
  symlinkSync(bystander, join(folder, '.claude', name));
  await expect(install()).rejects.toThrow('is a link');
  expect(readFileSync(bystander, 'utf8')).toBe('mine');
});

it.each(['settings.json.toolrisk-new', 'settings.json.toolrisk-backup'])(
  'writes its own file where a link stands at %s',
  async (name) => {
    writeFileSync(settings, '{}');
    symlinkSync(bystander, join(folder, '.claude', name));
    await install();
    expect(readFileSync(bystander, 'utf8')).toBe('mine');
    expect(readFileSync(settings, 'utf8')).toContain('mcp__s__wipe');
  },
);

it('does not enter a folder that is a link', async () => {
  const home = process.cwd();
  rmSync(join(folder, '.claude'), { recursive: true });
  mkdirSync(join(folder, 'elsewhere'));
  symlinkSync(join(folder, 'elsewhere'), join(folder, '.claude'));
  process.chdir(folder);
  try {
    const program = new Command();
    addPolicyInstall(program, { print: () => {}, tell: () => {}, endWith: () => {} });
    const words = ['install', 'claude-code', policyFile, '--yes', '--server', 's'];
    await expect(program.parseAsync(words, { from: 'user' })).rejects.toThrow('is a link');
  } finally {
    process.chdir(home);
  }
});

it('opens nothing but ordinary files', async () => {
  mkdirSync(settings);
  await expect(install()).rejects.toThrow('no ordinary file');
  rmSync(settings, { recursive: true });
  execFileSync('mkfifo', [settings]);
  await expect(install()).rejects.toThrow('no ordinary file');
});

it.each<[string, string]>([
  ['no JSON', 'x'],
  ['another list of fields', '{"after":"","backup":"BYSTANDER","placed":[]}'],
  ['fields of another kind', '{"after":1,"existed":true,"placed":{}}'],
])('takes a receipt of a stranger for no receipt: %s', async (_what, text) => {
  writeFileSync(settings, '{}');
  writeFileSync(`${settings}.toolrisk-undo.json`, text.replace('BYSTANDER', bystander));
  await expect(uninstall()).rejects.toThrow('not as toolrisk writes it');
  expect(readFileSync(bystander, 'utf8')).toBe('mine');
});

it.each(['{"permissions":{},"permissions":{"allow":[]}}', '{"permissions":{"deny":[],"deny":[]}}'])(
  'refuses settings that say something twice: %s',
  async (text) => {
    writeFileSync(settings, text);
    await expect(install()).rejects.toThrow('stands twice');
    expect(readFileSync(settings, 'utf8')).toBe(text);
  },
);
