import { describe, expect, test } from 'vitest';
import { openPoliteClient, type PoliteOptions } from '#crawler/discover/polite-client.ts';
import { standingClock } from '#test/support/clock.ts';
import { startLocalServer } from '#test/support/local-server.ts';

const open = (url: string, more: Partial<PoliteOptions> = {}) =>
  openPoliteClient({ name: 'The shop', everyMs: 0, maxBytes: 1_000, trusted: [url], ...more });

describe('a polite client', () => {
  test('begins no two requests sooner than stated, however many ask at once', async () => {
    const clock = standingClock();
    const askedAt: number[] = [];
    await using server = await startLocalServer(() => {
      askedAt.push(clock.now());
      return { body: 'yes' };
    });
    const client = open(server.url, { everyMs: 400, clock });
    await Promise.all(Array.from({ length: 200 }, (_, at) => client.get(`${server.url}/${at}`)));
    await client.close();
    expect(client.requests()).toBe(200);
    const inAMinute = (from: number) => askedAt.filter((at) => at >= from && at < from + 60_000).length;
    expect(Math.max(...askedAt.map(inAMinute))).toBe(150);
  });

  test('waits as it is told, in seconds or until a date, and tells so', async () => {
    const clock = standingClock();
    const said: string[] = [];
    await using server = await startLocalServer(() => ({ body: 'yes' }));
    const until = new Date(clock.now() + 32_000).toUTCString();
    server.faults.push(
      { status: 429, headers: { 'retry-after': '30' } },
      { status: 503, headers: { 'retry-after': until } },
      { status: 502 },
    );
    const client = open(server.url, { clock, say: (message) => said.push(message) });
    expect(await client.get(server.url)).toMatchObject({ status: 200, text: 'yes' });
    await client.close();
    expect(clock.waits).toEqual([30_000, 2_000, 4_000]);
    expect(said).toEqual(['The shop asks to wait 30 s.', 'The shop asks to wait 2 s.']);
  });

  test.each([
    ['fails for ever', [{ status: 500 }, { status: 500 }, { status: 500 }, { status: 500 }], 'status 500', 4],
    ['asks to wait too long', [{ status: 429, headers: { 'retry-after': '86400' } }], 'status 429', 1],
    ['sends too much', [{ body: 'x'.repeat(1_001) }], 'its answer is too large', 1],
  ])('gives up on a place that %s', async (_, faults, message, requests) => {
    await using server = await startLocalServer(() => undefined);
    server.faults.push(...faults);
    const client = open(server.url, { clock: standingClock() });
    await expect(client.get(server.url)).rejects.toThrow(message);
    await client.close();
    expect(server.requests.length).toBe(requests);
  });

  test('asks no private address that the user did not name', async () => {
    await using server = await startLocalServer(() => ({ body: 'secret' }));
    const client = open('https://elsewhere.example', { clock: standingClock() });
    await expect(client.get(server.url)).rejects.toThrow('The address is not visited');
    await client.close();
    expect(server.requests).toEqual([]);
  });

  test.each([
    ['another port of the same host', (port: string) => `https://127.0.0.1:${port}/`],
    ['the same without https', (port: string) => `http://127.0.0.1:${port}/`],
    ['the same host by name', (port: string) => `https://localhost:${port}/`],
    ['a mapped address', (port: string) => `https://[::ffff:127.0.0.1]:${port}/`],
    ['a private network', () => 'https://10.0.0.1/'],
    ['the metadata of a cloud', () => 'https://169.254.169.254/latest'],
    ['a file', () => 'file:///etc/hostname'],
  ])('is not led by a trusted place to %s', async (_, locate) => {
    await using inner = await startLocalServer(() => ({ body: 'secret' }));
    await using server = await startLocalServer(() => ({
      status: 302,
      headers: { location: locate(new URL(inner.url).port) },
    }));
    const client = open(server.url, { clock: standingClock() });
    await expect(client.get(server.url)).rejects.toThrow(
      /^it redirects: The address is not visited: [^\n]+; if that is right, set its address anew$/,
    );
    await client.close();
    expect(inner.requests).toEqual([]);
    expect(server.requests.length).toBe(1);
  });

  test('follows a trusted place to another path of its own', async () => {
    await using server = await startLocalServer(({ pathname }) =>
      pathname === '/new' ? { body: 'yes' } : { status: 301, headers: { location: '/new' } },
    );
    const client = open(server.url);
    expect(await client.get(server.url)).toMatchObject({ status: 200, text: 'yes' });
    await client.close();
  });
});
