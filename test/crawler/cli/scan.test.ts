import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import type { Surroundings } from '#crawler/cli/operations.ts';
import { addScan } from '#crawler/cli/scan.ts';
import type { Connector, SourceAnswer } from '#crawler/connect/index.ts';
import type { AttemptResult } from '#db/types.ts';

const listed: AttemptResult = {
  outcome: 'listed',
  reason: 'Listed 2 tools.',
  todo: '',
  durationMs: 5,
  reading: {
    provenance: 'live',
    tools: [{ name: 'get_page' }, { name: 'delete_page', description: 'Deletes a page for good.' }],
    packageVersion: '1.2.3',
    args: [],
    envNames: ['API_KEY'],
    notes: ['One thing was cut.'],
    durationMs: 5,
  },
};
const failed: AttemptResult = {
  outcome: 'exited',
  reason: 'It ended with code 1.',
  todo: 'Read its log.',
  durationMs: 1,
};
const source: SourceAnswer = {
  kind: 'files',
  version: { from: 'npm', version: '1.2.3' },
  files: new Map([
    ['package.json', '{"name":"pages","type":"module","bin":"index.js"}'],
    [
      'index.js',
      `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
       const server = new McpServer({ name: 'pages', version: '1.0.0' });
       server.tool('delete_page', 'Deletes a page for good.', {}, async () => ({ content: [] }));`,
    ],
  ]),
  notes: [],
};

/** Runs the command as a user would, with a server that answers as told. */
async function scan(attempt: AttemptResult, answer: SourceAnswer, ...args: string[]) {
  const out: string[] = [];
  const said: string[] = [];
  let code = 0;
  let closed = false;
  const connector: Connector = {
    list: async () => attempt,
    source: async () => answer,
    close: async () => {
      closed = true;
    },
  };
  const around: Surroundings = {
    home: '',
    width: 120,
    sourceSettings: async () => ({}),
    openConnector: async () => ({ ...connector, [Symbol.asyncDispose]: connector.close }),
    untilInterrupted: () => new AbortController().signal,
    print: (text) => void out.push(text),
    tell: (text) => void said.push(text),
    endWith: (given) => {
      code = given;
    },
  };
  const program = new Command();
  addScan(program, around);
  await program.parseAsync(['scan', 'pages', ...args], { from: 'user' });
  expect(closed).toBe(true);
  return { out: out.join('\n'), said: said.join('\n'), code };
}

const none: SourceAnswer = { kind: 'none', notes: [] };

describe('scan', () => {
  test('shows the tools of a server that lists them, riskiest first', async () => {
    const { out, said, code } = await scan(listed, none);
    expect(out).toMatch(/high +destructive .*delete_page[\s\S]*low +read .*get_page/);
    expect(out).toContain('listed in 5 ms, version 1.2.3, with placeholders for API_KEY.\nNote: One thing was cut.');
    expect({ said, code }).toEqual({ said: '', code: 0 });
  });

  test('as JSON, with a verdict and a rule per tool and a policy for all', async () => {
    const shown = JSON.parse((await scan(listed, none, '--json')).out);
    expect(shown).toMatchObject({
      spec: { kind: 'npm', package: 'pages' },
      outcome: 'listed',
      provenance: 'live',
      tools: [
        { tool: 'get_page', category: 'read', policy: { version: '1' } },
        { tool: 'delete_page', category: 'destructive', risk: 'high' },
      ],
      policy: {
        version: '1',
        default: 'deny',
        tools: { delete_page: { deny_if: [{ conditions: [], on_deny: 'Requires human approval.' }] } },
      },
    });
    expect(shown).not.toHaveProperty('reading');
  });

  test('reads the source of one that does not, and says so', async () => {
    const { out, said, code } = await scan(failed, source);
    expect(said).toBe(
      'exited: It ended with code 1. Read its log.\nRead from source without running it: tools made while it runs may be missing.\n',
    );
    expect(out).toMatch(/high +destructive .*delete_page[\s\S]*read from source in/);
    expect(code).toBe(0);
    const shown = JSON.parse((await scan(failed, source, '--json')).out);
    expect(shown).toMatchObject({ outcome: 'exited', provenance: 'static', tools: [{ tool: 'delete_page' }] });
  });

  test('ends with 1 where there is nothing to show', async () => {
    expect(await scan(failed, none)).toEqual({ out: '', said: 'exited: It ended with code 1. Read its log.', code: 1 });
    const { out, code } = await scan(failed, none, '--json');
    expect(JSON.parse(out)).toMatchObject({ outcome: 'exited', todo: 'Read its log.' });
    expect(code).toBe(1);
  });
});
