/** The hook as clients run it: a program of its own that reads a call and answers. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFormat } from '#crawler/policy/formats/index.ts';
import { emptyTools, type Policy } from '#crawler/policy/policy.ts';
import { policyOf } from '#crawler/policy/recommend.ts';
import { recommendServer } from '#crawler/policy/server-policy.ts';
import type { Json } from '#db/types.ts';
import { classified, pushFiles, toolsByReason } from './tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'toolrisk-hook-'));
const guard = join(folder, 'it is a guard.mjs');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { policy } = recommendServer(classified([...Object.values(toolsByReason), pushFiles]));

beforeAll(() => writeFileSync(guard, findFormat('hook')!.write(policy, { serverKey: 'my.server' })));

const run = (client: string, input: string, state = 'state.json', file = guard) =>
  spawnSync(process.execPath, [file, client], {
    input,
    encoding: 'utf8',
    env: { TOOLRISK_GUARD_STATE: join(folder, state) },
  });

/** What Claude Code is told of one call: a decision, or nothing. */
function claude(tool: string, args: Json, more = {}): string | undefined {
  const { stdout, status } = run(
    'claude',
    JSON.stringify({ tool_name: `mcp__my_server__${tool}`, tool_input: args, ...more }),
  );
  expect(status).toBe(0);
  return stdout === '' ? undefined : JSON.parse(stdout).hookSpecificOutput.permissionDecision;
}

describe('carries the whole policy', { timeout: 60_000 }, () => {
  it('of one tool alone leaves the others of its server to the client, in every client', () => {
    const alone = policyOf('list_workflows', policy.tools.list_workflows!);
    const file = join(folder, 'alone.mjs');
    writeFileSync(file, findFormat('hook')!.write(alone, { serverKey: 's', tool: 'list_workflows' }));
    for (const [client, name] of [
      ['claude', 'mcp__s__delete_database'],
      ['codex', 'mcp__s__delete_database'],
      ['vscode', 'mcp_s_delete_database'],
      ['copilot', 's-delete_database'],
      ['gemini', 'mcp_s_delete_database'],
      ['cursor', 'delete_database'],
    ] as const) {
      const { stdout, status } = run(client, JSON.stringify({ tool_name: name, tool_input: {} }), 'alone.json', file);
      expect([client, status, stdout]).toEqual([client, 0, '']);
    }
    expect(run('claude', '{"tool_name":"mcp__s__list_workflows"}', 'alone.json', file).stdout).toContain('"allow"');
  });

  it('default, hidden tools, questions', () => {
    expect(claude('list_workflows', {})).toBe('allow');
    expect(claude('delete_database', { id: 'x' })).toBe('deny');
    expect(claude('nobody_knows', {})).toBe('deny');
    expect(claude('run_command', { command: 'ls' })).toBe('ask');
    expect(claude('run_command', { command: 'ls' }, { permission_mode: 'bypassPermissions' })).toBe('deny');
    const other = run('claude', '{"tool_name":"mcp__other__delete_all","tool_input":{}}');
    expect([other.status, other.stdout]).toEqual([0, '']);
  });

  it('arguments, in lists too', () => {
    expect(claude('fetch_page', { url: 'https://example.org/' })).toBe('allow');
    expect(claude('fetch_page', { url: 'http://169.254.169.254/' })).toBe('deny');
    expect(claude('execute_sql', { sql: 'Select 1 From a' })).toBe('allow');
    expect(claude('execute_sql', { sql: 'Select 1; Drop Table a' })).toBe('ask');
    expect(claude('push_files', { files: [{ action: 'create' }, { action: 'update' }] })).toBe('allow');
    expect(claude('push_files', { action: 'create', files: [{ action: 'create' }, { action: 'delete' }] })).toBe('ask');
  });

  it('limits: what is allowed an hour passes, and no more than that', { timeout: 60_000 }, () => {
    const few: Policy = { version: 1, default: 'deny', tools: emptyTools() };
    few.tools.x = { decision: 'allow', limits: [{ counter: 'x', window: 'day', max: 3, scope: 'grant' }] };
    const file = join(folder, 'few.mjs');
    writeFileSync(file, findFormat('hook')!.write(few, { serverKey: 's' }));
    const made = Array.from(
      { length: 5 },
      () => run('claude', '{"tool_name":"mcp__s__x","tool_input":{}}', 'few.json', file).stdout,
    );
    expect(made.map((text) => JSON.parse(text).hookSpecificOutput.permissionDecision)).toEqual([
      'allow',
      'allow',
      'allow',
      'deny',
      'deny',
    ]);
  });

  it('in the words of each client', () => {
    const call = (name: string, args: string) => ({ toolName: name, toolArgs: args });
    const answer = (client: string, input: unknown) => JSON.parse(run(client, JSON.stringify(input)).stdout || 'null');
    expect(answer('copilot', call('my-server-delete_database', '{}')).permissionDecision).toBe('deny');
    expect(answer('copilot', call('my-server-run_command', '{"command":"ls"}')).permissionDecision).toBe('deny');
    expect(answer('gemini', { tool_name: 'mcp_my.server_delete_database', tool_input: {} }).decision).toBe('deny');
    expect(answer('gemini', { tool_name: 'mcp_my.server_list_workflows', tool_input: {} })).toBeNull();
    expect(
      answer('codex', { tool_name: 'mcp__my_server__delete_database', tool_input: {} }).hookSpecificOutput
        .permissionDecision,
    ).toBe('deny');
    expect(answer('codex', { tool_name: 'mcp__my_server__run_command', tool_input: {} })).toBeNull();
    expect(answer('cursor', { tool_name: 'run_command', tool_input: '{"command":"ls"}' }).permission).toBe('ask');
    expect(
      answer('vscode', { tool_name: 'mcp_my_server_list_workflows', tool_input: {} }).hookSpecificOutput
        .permissionDecision,
    ).toBe('allow');
  });
});

describe('refuses whatever it cannot look at', { timeout: 60_000 }, () => {
  const call = JSON.stringify({ tool_name: 'mcp__my_server__create_event', tool_input: {} });

  it.each([
    ['no JSON', 'claude', '{'],
    ['nothing', 'claude', ''],
    ['no tool', 'claude', '{}'],
    ['arguments that are no object', 'claude', '{"tool_name":"mcp__my_server__list_workflows","tool_input":[1]}'],
    ['arguments that are broken', 'copilot', '{"toolName":"my-server-list_workflows","toolArgs":"{"}'],
    ['a client it does not know', 'emacs', call],
    [
      'an argument too long to test',
      'claude',
      JSON.stringify({ tool_name: 'mcp__my_server__fetch_page', tool_input: { url: 'x'.repeat(30_000) } }),
    ],
  ])('%s', (_, client, input) => {
    expect(run(client, input).status).toBe(2);
  });

  it('counts that are broken', () => {
    writeFileSync(join(folder, 'broken.json'), '{"a":');
    expect(run('claude', call, 'broken.json').status).toBe(2);
  });

  it('counts that cannot be kept', () => {
    expect(run('claude', call, 'no/such/folder/state.json').status).toBe(2);
  });

  it('a condition or a pattern it does not know', () => {
    for (const condition of [
      { path: ['a'], op: 'almost', value: 1 },
      { path: ['a'], op: 'regex', value: '(?P<x>a)' },
    ]) {
      const broken: Policy = { version: 1, default: 'deny', tools: emptyTools() };
      broken.tools.x = {
        decision: 'allow',
        guards: [{ kind: 'refuse', conditions: [condition as never], decision: 'deny', message: 'no' }],
      };
      const file = join(folder, 'broken.mjs');
      writeFileSync(file, findFormat('hook')!.write(broken, { serverKey: 's' }));
      expect(run('claude', '{"tool_name":"mcp__s__x","tool_input":{"a":"a"}}', 'state.json', file).status).toBe(2);
    }
  });

  it('a missing file, by the command that it gives the client', () => {
    const { stdout } = spawnSync(process.execPath, [guard, '--settings', 'claude'], { encoding: 'utf8' });
    const { command } = JSON.parse(stdout).hooks.PreToolUse[0].hooks[0];
    const shell = (text: string) =>
      spawnSync('/bin/sh', ['-c', text], {
        input: call,
        encoding: 'utf8',
        env: { PATH: join(process.execPath, '..') },
      });
    expect(shell(command.replace('guard.mjs', 'gone.mjs')).status).toBe(2);
    expect(shell(command.replace(/^node/, 'no-such-node')).status).toBe(2);
    expect(shell(command).status).toBe(0);
  });
});
