/** What people are told to do, done with the very words they are told. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Surroundings } from '#crawler/cli/operations.ts';
import { addScan } from '#crawler/cli/scan.ts';
import { checkSandbox } from '#crawler/connect/index.ts';
import { planLaunch } from '#crawler/connect/launch.ts';
import { splitShellWords } from '#crawler/discover/commands/shell.ts';
import { openTestConnector, type TestConnector } from '#test/crawler/connect/support.ts';
import { startHttp, startLegacyHttp } from '#test/fixtures/servers/http.ts';

const sandbox = await checkSandbox();
const server = (name: string) => join(import.meta.dirname, '../../fixtures/servers', name);

/** Runs `toolrisk scan` in this process, on a connector that may reach the loopback. */
async function scan(words: readonly string[], variables: Record<string, string> = {}) {
  const out: string[] = [];
  let code = 0;
  const open: TestConnector[] = [];
  const around: Surroundings = {
    home: '',
    width: 200,
    variables,
    sourceSettings: async () => ({}),
    openConnector: async (flags) => {
      const connector = await openTestConnector({ allowLoopback: true, sandbox: flags.sandbox ? 'required' : 'off' });
      open.push(connector);
      return { ...connector, [Symbol.asyncDispose]: () => connector.close() };
    },
    untilInterrupted: () => new AbortController().signal,
    print: (text) => void out.push(text),
    tell: (text) => void out.push(text),
    endWith: (given) => {
      code = given;
    },
  };
  const program = new Command().exitOverride();
  addScan(program, around);
  await program.parseAsync(['scan', ...words], { from: 'user' });
  for (const connector of open) await connector.dispose();
  return { text: out.join('\n'), code };
}

/** The words of the command that a text tells to type. */
function advised(text: string): string[] {
  const line = /toolrisk scan (.*)$/m.exec(text)?.[1];
  expect(line, text).toBeDefined();
  return splitShellWords(line as string) as string[];
}

describe.skipIf(!sandbox.ok)('scan', () => {
  test('a server that wants a real value lists once it is set, and the value is shown nowhere', async () => {
    const first = await scan(['--', 'node', server('real-key-only.ts')]);
    expect(first).toMatchObject({ code: 1, text: expect.stringContaining('needs-credentials') });
    const words = advised(first.text);
    expect(words.slice(0, 2)).toEqual(['--env', 'ACME_KEY']);
    const second = await scan(words, { ACME_KEY: 'real key of mine' });
    expect(second).toMatchObject({ code: 0, text: expect.stringContaining('list_acme') });
    expect(second.text).not.toContain('placeholders for');
    const json = await scan(['--json', ...words], { ACME_KEY: 'real key of mine' });
    expect(json.code).toBe(0);
    expect(json.text).not.toContain('real key of mine');
    const wrong = await scan(words, { ACME_KEY: 'another key of mine' });
    expect(wrong).toMatchObject({ code: 1, text: expect.stringContaining('Check the value of ACME_KEY.') });
    expect(wrong.text).not.toContain('another key of mine');
    expect(await scan(['--env', 'ACME_KEY=real key of mine', '--', 'node', server('real-key-only.ts')])).toMatchObject({
      code: 0,
    });
  });

  test('a server that wants an argument lists once it is there', async () => {
    const first = await scan(['--', 'node', server('real-word-only.ts')]);
    expect(first).toMatchObject({ code: 1, text: expect.stringContaining('needs-arguments') });
    const words = advised(first.text).map((word) => (word === 'ARGUMENT' ? 'blue' : word));
    expect(await scan(words)).toMatchObject({ code: 0, text: expect.stringContaining('list_blue') });
    expect(await scan(['--arg', 'blue', '--', 'node', server('real-word-only.ts')])).toMatchObject({ code: 0 });
  });

  test('a server that asks over the network lists with its user’s own rights', async () => {
    const home: Server = createServer();
    await new Promise<void>((resolve) => home.listen(0, '127.0.0.1', resolve));
    const port = String((home.address() as AddressInfo).port);
    const first = await scan(['--env', 'ACME_PORT', '--', 'node', server('asks-home.ts')], { ACME_PORT: port });
    expect(first.code).toBe(1);
    // Its source was read in vain, so it is not promised.
    expect(first.text).not.toContain('read from source');
    const words = advised(first.text);
    expect(words).toContain('--no-sandbox');
    expect(await scan(words, { ACME_PORT: port })).toMatchObject({
      code: 0,
      text: expect.stringContaining('list_acme'),
    });
    await new Promise((resolve) => home.close(resolve));
  });

  test('a container image starts with its user’s own rights', async () => {
    const plan = planLaunch({
      source: 'registry',
      location: 'x',
      name: 'x',
      package: { registry: 'oci', name: 'o/a-mcp' },
    });
    if (plan.kind !== 'not-launchable') throw new Error('it would be started');
    expect(await scan(advised(plan.todo).filter((word) => word !== '--no-sandbox'))).toMatchObject({
      code: 1,
      text: expect.stringMatching(/unsupported-runtime: .*container image/),
    });
    const words = advised(plan.todo);
    expect(words).toEqual(['--no-sandbox', '--', 'docker', 'run', '-i', '--rm', 'o/a-mcp']);
  });
});

describe('an address', () => {
  let inner: Awaited<ReturnType<typeof startLegacyHttp>>;
  let guarded: Awaited<ReturnType<typeof startHttp>>;
  let elsewhere: Awaited<ReturnType<typeof startHttp>>;
  const seen: (string | undefined)[] = [];
  beforeAll(async () => {
    inner = await startLegacyHttp();
    guarded = await startHttp(async (request, response) => {
      if (request.headers.authorization !== 'Bearer token-of-mine') {
        response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
        return;
      }
      const body: Buffer[] = [];
      for await (const part of request) body.push(part as Buffer);
      const headers = new Headers();
      for (const [name, value] of Object.entries(request.headers))
        if (!['host', 'connection', 'content-length', 'transfer-encoding'].includes(name))
          headers.set(name, String(value));
      const answer = await fetch(inner.url, {
        method: request.method as string,
        headers,
        ...(body.length > 0 && { body: Buffer.concat(body) }),
      });
      response.writeHead(
        answer.status,
        Object.fromEntries([...answer.headers].filter(([name]) => !/encoding|length/.test(name))),
      );
      response.end(Buffer.from(await answer.arrayBuffer()));
    });
    elsewhere = await startHttp((request, response) => {
      seen.push(request.headers['x-key'] as string | undefined);
      response.writeHead(404).end();
    });
  });
  afterAll(async () => {
    await Promise.all([inner.close(), guarded.close(), elsewhere.close()]);
  });

  test('that wants authorization lists with the header that is advised', async () => {
    const first = await scan([guarded.url]);
    expect(first).toMatchObject({ code: 1, text: expect.stringContaining('auth-required') });
    const words = advised(first.text).map((word) => word.replace('YOUR_TOKEN', 'token-of-mine'));
    const second = await scan(words);
    expect(second).toMatchObject({ code: 0, text: expect.stringContaining('get_weather') });
    const wrong = await scan(['--header', 'Authorization: Bearer other', guarded.url]);
    expect(wrong.text).toContain('did not accept the given headers');
  });

  test('that sends elsewhere does not get the header there', async () => {
    const redirecting = await startHttp((_, response) => response.writeHead(307, { location: elsewhere.url }).end());
    await scan(['--header', 'X-Key: key-of-mine', redirecting.url]);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every((value) => value === undefined)).toBe(true);
    await redirecting.close();
  });

  test('whose name nobody knows is not its author’s fault', async () => {
    const { text } = await scan(['https://no-such-host.invalid/mcp']);
    expect(text).toMatch(/^unreachable: No address is known for no-such-host\.invalid/);
    expect(text).not.toMatch(/author/i);
  });
});
