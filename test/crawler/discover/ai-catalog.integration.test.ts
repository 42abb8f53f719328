import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { planLaunch } from '#crawler/connect/launch.ts';
import { type Discovery, discover } from '#crawler/discover/index.ts';
import { collect, memoryCursors } from '#test/crawler/discover/helpers.ts';
import { standingClock } from '#test/support/clock.ts';
import { type LocalAnswer, type LocalServer, startLocalServer } from '#test/support/local-server.ts';

const cardType = 'application/mcp-server-card+json';
const week = 7 * 24 * 3_600_000;

let pages: Map<string, object | string | LocalAnswer>;
let hub: LocalServer;
let clock: ReturnType<typeof standingClock>;

beforeEach(async () => {
  pages = new Map();
  clock = standingClock();
  hub = await startLocalServer(({ pathname }) => {
    const page = pages.get(pathname);
    return page === undefined ? undefined : { body: page };
  });
});
afterEach(() => hub[Symbol.asyncDispose]());

const run = (rest: Discovery = {}, domains = [hub.url]) =>
  collect(
    discover(['ai-catalog'], {
      settings: { 'ai-catalog': { domains, everyMs: 0, clock, allowLoopback: true } },
      ...rest,
    }),
  );

/** A card of today's shape. */
const card = (name: string, url: string, more: object = {}) => ({
  $schema: 'https://static.modelcontextprotocol.io/schemas/v1/server-card.schema.json',
  name,
  version: '1.0.0',
  description: `About ${name}`,
  remotes: [{ type: 'streamable-http', url }],
  ...more,
});
const entry = (identifier: string, path: string, more: object = {}) => ({
  identifier,
  displayName: identifier,
  type: cardType,
  url: path,
  ...more,
});
const publish = (entries: unknown[], path = '/.well-known/ai-catalog.json') =>
  pages.set(path, { specVersion: '0.9', host: { displayName: 'Shop' }, entries });

describe('a domain', () => {
  test('names its servers by cards that lie elsewhere, stand inside, or are of earlier shapes', async () => {
    pages.set('/tea/server-card', card('com.shop/tea', 'https://mcp.shop.example/tea'));
    pages.set('/cups.json', {
      serverInfo: { name: 'cups', version: '2' },
      transport: { type: 'streamable-http', endpoint: 'https://mcp.shop.example/cups' },
      tools: [{ name: 'break_cup', description: 'Breaks a cup.', inputSchema: { type: 'object' } }, 'count_cups', {}],
    });
    publish([
      entry('urn:air:shop.example:tea', '/tea/server-card'),
      entry('urn:air:shop.example:cups', '/cups.json'),
      {
        ...entry('urn:air:shop.example:inside', ''),
        url: undefined,
        data: card('com.shop/inside', 'https://in.example/mcp'),
      },
      { identifier: 'an-agent', type: 'application/a2a-agent-card+json', url: '/agent' },
      entry('urn:air:shop.example:gone', '/gone'),
      entry('urn:air:shop.example:odd', '/.well-known/ai-catalog.json'),
      'nonsense',
    ]);
    const { servers, skipped, notices } = await run();
    expect(notices).toEqual([]);
    expect(servers.map(({ name, remoteUrl }) => [name, remoteUrl])).toEqual([
      ['com.shop/tea', 'https://mcp.shop.example/tea'],
      ['cups', 'https://mcp.shop.example/cups'],
      ['com.shop/inside', 'https://in.example/mcp'],
    ]);
    expect(planLaunch(servers[0]!)).toMatchObject({ kind: 'remote', transport: 'streamable-http' });
    expect(servers[0]).toMatchObject({ vendor: '127.0.0.1', locationUrl: `${hub.url}/tea/server-card` });
    expect(servers[1]?.tools?.map(({ name }) => name)).toEqual(['break_cup', 'count_cups']);
    expect(Object.values(skipped)).toEqual(['Its server card cannot be read: status 404.', 'It is no server card.']);
  });

  test('may nest catalogues, also in a circle', async () => {
    pages.set('/a', card('com.shop/a', 'https://a.example/mcp'));
    publish([{ type: 'application/ai-catalog+json', identifier: 'inner', url: '/inner.json' }]);
    publish(
      [
        { type: 'application/ai-catalog+json', identifier: 'back', url: '/.well-known/ai-catalog.json' },
        entry('a', '/a'),
      ],
      '/inner.json',
    );
    const { servers } = await run();
    expect(servers.map(({ name }) => name)).toEqual(['com.shop/a']);
    expect(hub.requests.length).toBe(3);
  });

  test.each([
    ['the MCP catalogue', '/.well-known/mcp/catalog.json', { entries: [entry('x', '/x')] }, ''],
    [
      'one card for the whole domain',
      '/.well-known/mcp/server-card.json',
      card('com.shop/x', 'https://x.example/mcp'),
      '',
    ],
    ['a card beside the endpoint', '/mcp/server-card', card('com.shop/x', 'https://x.example/mcp'), '/mcp'],
    ['a card at the address that was given', '/my-card', card('com.shop/x', 'https://x.example/mcp'), '/my-card'],
  ])('without a catalogue is asked for %s', async (_, path, page, named) => {
    pages.set('/x', card('com.shop/x', 'https://x.example/mcp'));
    pages.set(path, page);
    const { servers } = await run({}, [hub.url + named]);
    expect(servers.map(({ name }) => name)).toEqual(['com.shop/x']);
  });

  test('that publishes nothing, or is none, is one line, and the next one is read', async () => {
    publish([]);
    const { notices, servers } = await run({}, ['://', `${hub.url}/nothing`, hub.url]);
    expect(servers).toEqual([]);
    expect(notices).toEqual([
      '://  is neither a domain nor an address.'.replace('  ', ' '),
      expect.stringMatching(/publishes neither a catalogue nor a server card \(status 404\)/),
    ]);
  });

  test('with 1,500 servers costs 5 % of the requests the second time', async () => {
    const names = Array.from({ length: 1_500 }, (_, at) => `s${at}`);
    for (const name of names) pages.set(`/${name}`, card(`com.shop/${name}`, `https://${name}.example/mcp`));
    const entries = names.map((name) => entry(name, `/${name}`, { version: '1.0.0' }));
    publish(entries);
    const cursors = memoryCursors();
    expect((await run({ cursors })).servers.length).toBe(1_500);
    expect(hub.requests.length).toBe(1_501);

    publish([...entries.slice(1, -1), entry('s1499', '/s1499', { version: '1.1.0' }), entry('new', '/s3')]);
    const again = await run({ cursors });
    expect(again.servers.map(({ name }) => name)).toEqual(['com.shop/s1499', 'com.shop/s3']);
    expect(Object.values(again.skipped)).toEqual(['It is no longer in the catalogue.']);
    expect(hub.requests.length - 1_501).toBe(3);

    await clock.sleep(week + 1);
    expect((await run({ cursors })).servers.length).toBe(1_500);
  });
});

test('private addresses that a catalogue names are not asked', async () => {
  publish([entry('inside', 'http://127.0.0.1:1/card'), entry('host', 'http://169.254.169.254/latest')]);
  const asked = hub.requests.length;
  const { notices } = await collect(
    discover(['ai-catalog'], { settings: { 'ai-catalog': { domains: [hub.url], everyMs: 0, clock } } }),
  );
  expect(notices).toEqual([expect.stringMatching(/The address is not visited/)]);
  expect(hub.requests.length).toBe(asked);
});
