import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PQueue from 'p-queue';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AttemptResult } from '#db/types.ts';
import { hostileServers } from '#test/fixtures/hostile/index.ts';
import { startHttp } from '#test/fixtures/servers/http.ts';
import { fixture, openTestConnector, processesWith, type TestConnector } from './support.ts';

const folder = join(import.meta.dirname, '../../fixtures/hostile');
/** On the command line of every hostile program, so that whatever it leaves behind is found. */
const marker = 'hostile-marker-93';
const healthy = [
  'servers/modern.ts',
  'servers/legacy.ts',
  'servers/paging.ts',
  'servers/loose.ts',
  'servers/banner.ts',
];
const limits = {
  startTimeoutMs: 8_000,
  probeTimeoutMs: 1_500,
  listTimeoutMs: 8_000,
  totalTimeoutMs: 20_000,
  maxStarts: 2,
  maxListBytes: 2 * 1024 * 1024,
  maxPages: 30,
  memoryBytes: 256 * 1024 * 1024,
  processes: 24,
  scratchBytes: 16 * 1024 * 1024,
};

let connector: TestConnector;
/** For the servers that are silent until their time is up. */
let impatient: TestConnector;
let secrets: string;
const results = new Map<string, AttemptResult>();
const healthyResults: { file: string; result: AttemptResult }[] = [];

beforeAll(async () => {
  secrets = mkdtempSync(join(tmpdir(), 'toolrisk-secrets-'));
  writeFileSync(join(secrets, 'secret'), 'secret');
  connector = await openTestConnector({ allowLoopback: true, limits });
  impatient = await openTestConnector({
    allowLoopback: true,
    limits: { ...limits, startTimeoutMs: 2_500, probeTimeoutMs: 500, listTimeoutMs: 2_500 },
  });
  const queue = new PQueue({ concurrency: 6 });
  for (const server of hostileServers) {
    const forServer = server.silent ? impatient : connector;
    void queue.add(async () => {
      if (server.over !== 'http') {
        const args =
          server.id === 'reads-secrets' ? [`--look=${secrets}`] : server.id === 'writes-outside' ? [secrets] : [];
        results.set(server.id, await forServer.list(fixture(`hostile/${server.id}.ts`, [...args, marker]), {}));
        return;
      }
      const { listener } = (await import(`#test/fixtures/hostile/${server.id}.ts`)) as { listener: RequestListener };
      const running = await startHttp(listener);
      results.set(
        server.id,
        await connector.list({ kind: 'remote', url: running.url, transport: 'auto', headers: [] }, {}),
      );
      await running.close();
    });
  }
  // Ten healthy servers spread among them.
  for (const [index, file] of [...healthy, ...healthy].entries()) {
    void queue.add(async () => void healthyResults.push({ file, result: await connector.list(fixture(file), {}) }), {
      priority: index % 2,
    });
  }
  await queue.onIdle();
}, 240_000);
afterAll(async () => {
  await Promise.all([connector.dispose(), impatient.dispose()]);
  rmSync(secrets, { recursive: true, force: true });
});

test('the list equals the folder, and every program says in one sentence what it does', () => {
  const files = readdirSync(folder).filter((name) => name !== 'index.ts');
  expect(files.map((name) => name.replace(/\.ts$/, '')).sort()).toEqual(hostileServers.map(({ id }) => id).sort());
  expect(files.length).toBeGreaterThanOrEqual(25);
  for (const file of files)
    expect(readFileSync(join(folder, file), 'utf8'), file).toMatch(/^\/\*\* [A-Z][^\n]+\. \*\/\n/);
});

describe.each(hostileServers)('$id', (server) => {
  test(`ends as ${server.outcome}`, () => {
    const result = results.get(server.id) as AttemptResult;
    expect(result.outcome, result.reason).toBe(server.outcome);
    expect(result.reason).toMatch(/^[A-Z127].*\.$/s);
    if (server.outcome === 'listed') expect(result.todo).toBe('');
    else expect(result.todo).toMatch(/\.$/);
    if (server.tools) expect(result.reading?.tools.map((tool) => tool.name)).toEqual(server.tools);
    if (server.says) expect([result.reason, ...(result.reading?.notes ?? [])].join('\n')).toMatch(server.says);
  });

  test('stays within its limits', () => {
    const result = results.get(server.id) as AttemptResult;
    expect(result.durationMs).toBeLessThan(limits.totalTimeoutMs + 4_000);
    expect(result.stderrTail?.length ?? 0).toBeLessThanOrEqual(4_000);
    const text = JSON.stringify(result);
    expect(text.length).toBeLessThan(limits.maxListBytes);
    expect(text).not.toContain('\\u0000');
    expect(text.isWellFormed()).toBe(true);
    expect(text).not.toContain('"__proto__":');
  });
});

test('nothing is polluted, nothing is left running, nothing is left lying about', () => {
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  expect(processesWith(marker)).toEqual([]);
  expect(readdirSync(secrets)).toEqual(['secret']);
  expect(readdirSync(folder).filter((name) => !name.endsWith('.ts'))).toEqual([]);
});

test('ten healthy servers beside them are listed as if alone', async () => {
  expect(healthyResults).toHaveLength(10);
  const alone = new Map<string, AttemptResult>();
  for (const file of healthy) alone.set(file, await connector.list(fixture(file), {}));
  for (const { file, result } of healthyResults) {
    expect(result.outcome, `${file}: ${result.reason}`).toBe('listed');
    expect(result.reading?.tools).toEqual(alone.get(file)?.reading?.tools);
    expect(result.durationMs).toBeLessThan(limits.startTimeoutMs);
  }
});

test('a name that changes between check and dial leads nowhere', async () => {
  const reached = await startHttp((_request, response) => void response.end());
  const answers = [['93.184.216.34'], ['127.0.0.1']];
  const rebinding = await openTestConnector({ limits, resolveHost: async () => answers.shift() ?? ['127.0.0.1'] });
  const url = `https://rebind.example.com:${reached.port}/mcp`;
  const result = await rebinding.list({ kind: 'remote', url, transport: 'streamable-http', headers: [] }, {});
  await Promise.all([rebinding.dispose(), reached.close()]);
  expect(result).toMatchObject({
    outcome: 'address-refused',
    reason: expect.stringContaining('127.0.0.1 is a loopback address'),
  });
  expect(reached.requests).toEqual([]);
});

test.each([
  'http://example.com/mcp',
  'https://localhost/mcp',
  'https://127.0.0.1/mcp',
  'https://2130706433/mcp',
  'https://0x7f.1/mcp',
  'https://[::1]/mcp',
  'https://[::ffff:169.254.169.254]/mcp',
  'https://user:password@example.com/mcp',
])('%s is not visited', async (url) => {
  const strict = await openTestConnector({ limits, resolveHost: async () => ['127.0.0.1'] });
  const result = await strict.list({ kind: 'remote', url, transport: 'auto', headers: [] }, {});
  await strict.dispose();
  expect(result.outcome).toBe('address-refused');
});
