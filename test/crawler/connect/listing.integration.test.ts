import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AttemptResult, LaunchSpec } from '#db/types.ts';
import {
  type HttpFixture,
  startHttp,
  startLegacyHttp,
  startModernHttp,
  startSse,
} from '#test/fixtures/servers/http.ts';
import { fixture, openTestConnector, processesWith, type TestConnector } from './support.ts';

let connector: TestConnector;
beforeAll(async () => {
  connector = await openTestConnector({ allowLoopback: true });
});
afterAll(() => connector.dispose());

const names = (result: AttemptResult) => result.reading?.tools.map((tool) => tool.name);
const remote = (server: HttpFixture, transport: 'auto' | 'sse' | 'streamable-http' = 'auto'): LaunchSpec => ({
  kind: 'remote',
  url: server.url,
  transport,
  headers: [],
});

describe('over stdio', () => {
  test('a server of 2026-07-28 only', async () => {
    const result = await connector.list(fixture('servers/modern.ts'), {});
    expect(result).toMatchObject({ outcome: 'listed', reason: 'Listed 2 tools.', todo: '' });
    expect(names(result)).toEqual(['list_notes', 'delete_note']);
    expect(result.reading).toMatchObject({
      provenance: 'live',
      protocolVersion: '2026-07-28',
      serverInfo: { name: 'modern-fixture', version: '1.2.3' },
      instructions: 'Use list_notes first.',
      args: [expect.stringContaining('modern.ts')],
      envNames: [],
      notes: [],
    });
    expect(result.reading?.tools[1]).toMatchObject({ title: 'Delete note', annotations: { destructiveHint: true } });
  });

  test('a server of the first SDK', async () => {
    const result = await connector.list(fixture('servers/legacy.ts'), {});
    expect(result.outcome).toBe('listed');
    expect(names(result)).toEqual(['get_weather', 'send_alert']);
    expect(result.reading).toMatchObject({
      protocolVersion: '2025-11-25',
      serverInfo: { name: 'legacy-fixture', version: '0.9.0' },
    });
  });

  test.each([
    ['steady', []],
    ['bare', [/bare list/]],
    ['framed', [/Content-Length/]],
    ['framed-typed', [/Content-Length/, /Printed/]],
    ['grows', [/^Changed its list of tools after it was read; it was read again: 1 at first, 2 then\.$/]],
    ['shrinks', [/2 at first, 1 then/]],
    ['restless', []],
  ])('an odd server: %s', async (mode, notes) => {
    const { kind, ...spec } = fixture('servers/odd.ts') as Extract<LaunchSpec, { kind: 'command' }>;
    const result = await connector.list({ kind, ...spec, args: [...spec.args, mode] }, {});
    expect(result.outcome, result.reason).toBe('listed');
    expect(names(result)?.sort()).toEqual(['delete_odd', 'list_odd']);
    for (const note of notes) expect(result.reading?.notes).toContainEqual(expect.stringMatching(note));
    if (notes.length === 0) expect(result.reading?.notes).toEqual([]);
  });

  test('what a server offers beside its tools', async () => {
    const spec = fixture('servers/beside.ts') as Extract<LaunchSpec, { kind: 'command' }>;
    const result = await connector.list(spec, {});
    expect(result.reading).toMatchObject({
      instructions: 'Say please.',
      prompts: [{ name: 'sum\uFFFDup', description: 'Sums up.', arguments: [{ name: 'note', required: true }] }],
      resources: [{ uri: 'note://1', name: 'First', mimeType: 'text/plain' }],
      notes: [],
    });
    const refused = await connector.list({ ...spec, args: [...spec.args, 'refuses'] }, {});
    expect(refused).toMatchObject({ outcome: 'listed', reading: { resources: [{ uri: 'note://1' }] } });
    expect(refused.reading?.notes).toEqual(['Says that it has prompts, and did not list them.']);
  });

  test('a server that pages', async () => {
    expect(names(await connector.list(fixture('servers/paging.ts'), {}))).toEqual([
      'one',
      'two',
      'three',
      'four',
      'five',
    ]);
  });

  test('a server that wants environment variables gets placeholders, one at a time', async () => {
    const result = await connector.list(fixture('servers/needs-env.ts'), {});
    expect(result.outcome).toBe('listed');
    expect(result.reading?.envNames).toEqual(['ACME_API_KEY', 'ACME_BOT_TOKEN']);
  });

  test('declared variables are given at the first start', async () => {
    const started: string[][] = [];
    const own = await openTestConnector({
      log: (event) => void (event.kind === 'server-started' && started.push(event.envNames)),
    });
    const result = await own.list(
      fixture(
        'servers/needs-env.ts',
        [],
        [
          { name: 'ACME_API_KEY', required: true, secret: true },
          { name: 'ACME_BOT_TOKEN', required: true, secret: true, default: 'xoxb-example' },
          { name: 'ACME_API_KEY_FILE', required: false, secret: true },
        ],
      ),
      {},
    );
    await own.dispose();
    expect(result.outcome).toBe('listed');
    expect(started).toEqual([['ACME_API_KEY', 'ACME_BOT_TOKEN']]);
  });

  test('a server that wants arguments gets harmless ones', async () => {
    const result = await connector.list(fixture('servers/needs-arguments.ts'), {});
    expect(result.outcome).toBe('listed');
    expect(result.reading?.args.slice(1)).toEqual(['--organization', 'placeholder', '/scratch/work']);
  });

  test('a server that wants a file of its own gets one it may change', async () => {
    const result = await connector.list(fixture('servers/needs-file.ts'), {});
    expect(names(result)).toEqual(['get_login']);
    expect(result.reading?.notes).toEqual(['Listed with placeholder files at /scratch/home/.acme/login.json.']);
  });

  test('a server whose native addon was not built is listed without it', async () => {
    const result = await connector.list(fixture('servers/needs-addon.ts'), {});
    expect(names(result)).toEqual(['open_vault']);
    expect(result.reading?.envNames).toEqual([]);
    expect(result.reading?.notes).toEqual([expect.stringContaining('native addon')]);
  });

  test.each(['exit', 'throw', 'abort'])('a server that ends itself by %s, and would list its tools', async (way) => {
    const result = await connector.list(fixture('servers/ends-itself.ts', [way]), {});
    expect(names(result)).toEqual(['open_gadget']);
    expect(result.unaided).toMatchObject({ outcome: 'exited' });
    expect(result.reading?.notes).toEqual([expect.stringContaining('ended itself')]);
  });

  test('a command line that is none of a server ends as it does', async () => {
    const result = await connector.list(
      { ...fixture('servers/ends-itself.ts'), args: ['-p', '1 + 1'] } as LaunchSpec,
      {},
    );
    expect(result).toMatchObject({ outcome: 'exited', reason: expect.stringContaining('ended before it answered') });
  });

  test('a server that no placeholder satisfies', async () => {
    const result = await connector.list(fixture('servers/insists-on-credentials.ts'), {});
    expect(result).toMatchObject({
      outcome: 'needs-credentials',
      reason: expect.stringContaining('INSISTENT_API_KEY'),
    });
    expect(result.todo).not.toBe('');
    expect(result.stderrTail).toContain('401');
  });

  test('a server that never answers', async () => {
    const own = await openTestConnector({ limits: { startTimeoutMs: 1_500, probeTimeoutMs: 300 } });
    const result = await own.list(fixture('servers/silent.ts'), {});
    await own.dispose();
    expect(result).toMatchObject({ outcome: 'handshake-timeout', reason: 'No answer to the handshake within 1.5 s.' });
    expect(result.durationMs).toBeLessThan(6_000);
  });

  test('a server that prints a banner on stdout', async () => {
    const result = await connector.list(fixture('servers/banner.ts'), {});
    expect(names(result)).toEqual(['say_hello']);
    expect(result.reading?.notes).toEqual([expect.stringContaining('lines on stdout')]);
  });

  test('a server that dies of the newest question', async () => {
    const result = await connector.list(fixture('servers/probe-shy.ts'), {});
    expect(names(result)).toEqual(['whisper']);
    expect(result.reading?.protocolVersion).toBe('2025-03-26');
  });

  test('a list that strict clients refuse as a whole', async () => {
    const result = await connector.list(fixture('servers/loose.ts'), {});
    expect(names(result)).toEqual(['untyped', 'no_schema', 'odd_hint']);
    expect(result.reading?.tools[2]?.annotations).toEqual({ destructiveHint: false });
    expect(result.reading?.notes.join('\n')).toMatch(/no name.*\n.*readOnlyHint.*\n.*repeats a name/s);
  });

  test('a program that is not there', async () => {
    const result = await connector.list({ kind: 'command', command: 'no-such-program', args: [], env: [] }, {});
    expect(result).toMatchObject({
      outcome: 'not-launchable',
      reason: 'The program no-such-program is not installed.',
    });
  });

  test('a launcher is named for what it is', async () => {
    const result = await connector.list({ kind: 'command', command: 'docker', args: ['run', 'x'], env: [] }, {});
    expect(result.outcome).toBe('unsupported-runtime');
  });
});

describe('a server that waits for HTTP requests', () => {
  test.each(['streamable', 'sse', 'stateful'])('%s is asked over HTTP, inside the sandbox', async (kind) => {
    const result = await connector.list(fixture('servers/http-only.ts', [kind]), {});
    const names = result.reading?.tools.map((tool) => tool.name);
    expect(names, JSON.stringify(result)).toEqual(['get_weather', 'send_alert']);
    expect(result.reading?.notes).toContainEqual(expect.stringMatching(/^Asked over HTTP, inside the sandbox/));
    expect(result.reading?.args.at(-1)).toBe(kind);
  });
});

describe('over HTTP', () => {
  test.each([
    ['2026-07-28 only', startModernHttp, 'auto', ['list_notes', 'delete_note'], '2026-07-28'],
    ['of the first SDK', startLegacyHttp, 'auto', ['get_weather', 'send_alert'], '2025-11-25'],
    ['of the first SDK, by name', startLegacyHttp, 'streamable-http', ['get_weather', 'send_alert'], '2025-11-25'],
    ['with SSE, found out', startSse, 'auto', ['get_weather', 'send_alert'], '2025-11-25'],
    ['with SSE, by name', startSse, 'sse', ['get_weather', 'send_alert'], '2025-11-25'],
  ] as const)('a server %s', async (_what, start, transport, tools, version) => {
    const server = await start();
    const result = await connector.list(remote(server, transport), {});
    await server.close();
    expect(result.reason).toBe('Listed 2 tools.');
    expect(names(result)).toEqual(tools);
    expect(result.reading?.protocolVersion).toBe(version);
  });

  test('a redirect within the address is followed', async () => {
    const target = await startLegacyHttp();
    const server = await startHttp(
      (_request, response) => void response.writeHead(308, { location: target.url }).end(),
    );
    const result = await connector.list(remote(server), {});
    await Promise.all([server.close(), target.close()]);
    expect(names(result)).toEqual(['get_weather', 'send_alert']);
  });

  test.each([
    [401, 'auth-required', { 'www-authenticate': 'Bearer resource_metadata="https://example.com/.well-known/x"' }],
    [402, 'payment-required', {}],
    [403, 'auth-required', {}],
    [404, 'unreachable', {}],
    [405, 'protocol-error', {}],
    [500, 'unreachable', {}],
    [200, 'protocol-error', { 'content-type': 'text/html' }],
  ] as const)('HTTP %i is %s', async (status, outcome, headers) => {
    const server = await startHttp(
      (_request, response) => void response.writeHead(status, headers).end('<p>hello</p>'),
    );
    const result = await connector.list(remote(server), {});
    await server.close();
    expect(result.outcome).toBe(outcome);
    expect(result.authPosture).toBe('www-authenticate' in headers ? headers['www-authenticate'] : undefined);
    expect(result.reason).not.toBe('');
    expect(result.todo).not.toBe('');
  });

  test('nothing listens', async () => {
    const server = await startHttp(() => {});
    await server.close();
    expect(await connector.list(remote(server), {})).toMatchObject({
      outcome: 'unreachable',
      reason: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

describe('stopping', () => {
  test('an abort ends the attempt and its processes at once', async () => {
    const own = await openTestConnector();
    const abort = new AbortController();
    const listing = own.list(fixture('servers/silent.ts', ['abort-marker-71']), { signal: abort.signal });
    await expect.poll(() => processesWith('abort-marker-71').length, { timeout: 10_000 }).toBeGreaterThan(0);
    const abortedAt = performance.now();
    abort.abort();
    expect(await listing).toMatchObject({ outcome: 'interrupted' });
    expect(performance.now() - abortedAt).toBeLessThan(2_000);
    expect(processesWith('abort-marker-71')).toEqual([]);
    await own.dispose();
  });

  test('close ends everything and leaves nothing', async () => {
    const own = await openTestConnector();
    const listing = own.list(fixture('servers/silent.ts', ['close-marker-72']), {});
    await expect.poll(() => processesWith('close-marker-72').length, { timeout: 10_000 }).toBeGreaterThan(0);
    await own.close();
    expect(await listing).toMatchObject({ outcome: 'interrupted' });
    expect(processesWith('close-marker-72')).toEqual([]);
    expect(readdirSync(own.scratchDir)).toEqual([]);
    await own.dispose();
  });
});
