/** The site among slow, many and broken visitors, and over a database that goes away and comes back. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkHealth } from '#crawler/health.ts';
import { type OpenDb, openDb } from '#db/client.ts';
import { ensureBuilt } from '#site/build.ts';
import { type RunningSite, startSite } from '#site/serve.ts';
import { serverPath } from '#site/src/lib/paths.ts';
import { testDatabases } from '#test/support/database.ts';
import { seed } from './seed.ts';

const patience = { headMs: 1_000, requestMs: 2_000 };
/** Less than usual, and still enough on a machine that has much else to do. */
const answerMs = 5_000;

/** Sends bytes as they are and gives everything that comes back until the site ends the connection. */
async function say(site: RunningSite, ...parts: string[]): Promise<string> {
  const socket = connect(Number(new URL(site.url).port), '127.0.0.1');
  const answer = text(socket);
  for (const part of parts) socket.write(part);
  return answer;
}
const status = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
const get = (path: string, headers = 'Host: localhost') =>
  `GET ${path} HTTP/1.1\r\n${headers}\r\nConnection: close\r\n\r\n`;

beforeAll(() => ensureBuilt({ quiet: true }), 240_000);

describe.each(testDatabases)('on $name', ({ open }) => {
  let opened: Awaited<ReturnType<typeof open>>;
  let site: RunningSite;
  beforeAll(async () => {
    opened = await open();
    await seed(opened.db);
    site = await startSite({ db: opened.db, port: 0, patience });
  });
  afterAll(async () => {
    await site.close();
    await opened.close();
  });

  test('an answer that cannot be made is ended, and the site goes on', async () => {
    const checks = [
      async () => Promise.reject(new Error('broken')),
      async () => ({ status: 200, type: 'text/plain\r\nx: y', text: '' }),
      async () => ({ status: 9, type: 'text/plain', text: '' }),
    ];
    for (const broken of checks) {
      const fragile = await startSite({ db: opened.db, port: 0, checkHealth: broken });
      expect(status(await say(fragile, get('/healthz')))).toBe(500);
      expect(status(await say(fragile, get('/icon.svg')))).toBe(200);
      await fragile.close();
    }
  });

  test('200 at once are all answered', async () => {
    const patient = await startSite({ db: opened.db, port: 0 });
    const paths = ['/', '/servers', serverPath('workbench'), '/tools', '/search?q=create', '/changes', '/icon.svg'];
    const asked = Array.from({ length: 200 }, (_, index) => fetch(patient.url + paths[index % paths.length]));
    const answers = await Promise.all(
      asked.map(async (answer) => [(await answer).status, (await (await answer).text()).length]),
    );
    expect(answers.filter(([code, length]) => code !== 200 || length === 0)).toEqual([]);
    await patient.close();
  }, 120_000);

  test.each([
    '/%',
    '/%E0%A4%A',
    '/%C0%AE%C0%AE/etc/passwd',
    '/servers/%00',
    '/servers/%FF%FE',
    '/servers/%ED%A0%80',
    '/servers/%2e%2e%2f%2e%2e%2fetc',
    '/servers/..%5c..%5c',
    '//example.com/',
    '/servers/constructor',
    '/servers/__proto__/tools/toString',
    '/search?q=%',
    '/search?q=%ED%A0%80%00%FF',
    '/search?q=a&q=b&page=-1&page=99999999999999999999',
    '/tools?category=__proto__&risk=%00',
    '/tools?category=constructor',
    '/servers?outcome=toString&grade=valueOf',
    '/api/changes.json?limit=1e9&kind=%E0%A4%A',
    '/servers?page=NaN',
  ])('%s is answered, and not by an error of the site', async (path) => {
    expect(status(await say(site, get(path)))).toBeOneOf([200, 301, 302, 308, 400, 404]);
  });

  test.each([
    ['a host that is none', get('/', 'Host: <script>')],
    ['two hosts', get('/', 'Host: a\r\nHost: b')],
    ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['forwarded from nowhere', get('/', 'Host: localhost\r\nX-Forwarded-Host: a b\r\nX-Forwarded-Proto: javascript')],
    ['bytes that are no text', get('/', 'Host: localhost\r\nCookie: \xff\xfe\x80')],
    ['no request', 'hello\r\n\r\n'],
    ['a method that is none', 'DELETE /servers HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'],
    ['an address that is none', 'GET http://[::1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'],
    [
      'a body that never comes',
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\nConnection: close\r\n\r\n',
    ],
  ])('%s is answered', async (_what, request) => {
    expect(status(await say(site, request))).toBeOneOf([200, 400, 404, 405]);
  });

  test('a query of 12,000 characters is read, one of 100,000 is told that it is too long', async () => {
    expect(status(await say(site, get(`/search?q=${'a'.repeat(12_000)}`)))).toBe(200);
    for (const request of [
      get(`/search?q=${'a'.repeat(100_000)}`),
      get('/', `Host: localhost\r\nCookie: ${'a'.repeat(100_000)}`),
    ]) {
      const answer = await say(site, request);
      expect(status(answer)).toBe(431);
      expect(answer).toContain('too long');
      expect(answer.toLowerCase()).toContain('content-security-policy');
    }
  });

  test('half a request is told that it took too long, and holds up nobody', async () => {
    const slow = Array.from({ length: 50 }, () => say(site, 'GET / HTTP/1.1\r\nHost: loc'));
    expect((await fetch(site.url)).status).toBe(200);
    for (const answer of await Promise.all(slow)) expect(status(answer)).toBe(408);
  });

  test('who asks for everything in one breath is cut off, and holds up nobody', async () => {
    const socket = connect(Number(new URL(site.url).port), '127.0.0.1');
    let answered = '';
    socket
      .on('error', () => {})
      .on('data', (data) => {
        answered += data;
      });
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write('GET /servers HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(2_000));
    expect((await fetch(site.url)).status).toBe(200);
    await closed;
    expect(answered.match(/HTTP\/1\.1 200/g)?.length ?? 0).toBeLessThan(50);
  });
});

/** Stands between the site and its database, and can be told to drop everything, or to swallow it. */
async function startBetween(
  url: string,
): Promise<{ url: string; mode: 'through' | 'gone' | 'silent'; close(): void } & { drop(): void }> {
  const to = new URL(url);
  const sockets = new Set<Socket>();
  const between = { mode: 'through' as 'through' | 'gone' | 'silent' };
  const server: Server = createServer((near) => {
    sockets.add(near.on('error', () => {}));
    if (between.mode === 'gone') return void near.destroy();
    if (between.mode === 'silent') return void near.resume();
    const far = connect(Number(to.port || 5432), to.hostname);
    sockets.add(far.on('error', () => near.destroy()));
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    near.on('data', (data) => between.mode === 'through' && far.write(data));
    far.on('data', (data) => between.mode === 'through' && near.write(data));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const drop = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const inside = new URL(url);
  inside.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(between, {
    url: inside.href,
    drop,
    close: () => {
      drop();
      server.close();
    },
  });
}

const shared = testDatabases.find(({ name }) => name === 'PostgreSQL');

describe.skipIf(!shared)('over a database that goes away', () => {
  test('it says so while it is gone or silent, and goes on when it is back', async () => {
    const real = await shared!.open();
    await seed(real.db);
    const between = await startBetween(real.url);
    const seen: OpenDb = await openDb(between.url);
    const site = await startSite({
      db: seen.db,
      port: 0,
      patience: { answerMs },
      checkHealth: () => checkHealth(seen.db),
    });
    const ask = async (path: string) => {
      const answer = await fetch(site.url + path);
      return { status: answer.status, retry: answer.headers.get('retry-after'), text: await answer.text() };
    };
    expect((await ask('/servers')).status).toBe(200);
    for (const mode of ['gone', 'silent'] as const) {
      between.mode = mode;
      if (mode === 'gone') between.drop();
      for (const path of [
        '/',
        '/servers',
        serverPath('workbench'),
        '/search?q=create',
        '/api/changes.json',
        '/changes.atom',
      ]) {
        const answer = await ask(path);
        expect(answer, `${path}, ${mode}`).toMatchObject({ status: 503, retry: '5' });
        expect(answer.text, path).toMatch(/Try again in a moment/);
        expect(answer.text, path).not.toMatch(/127\.0\.0\.1|ECONN|select/i);
      }
      expect((await ask('/healthz')).status).toBe(503);
      expect((await ask('/icon.svg')).status).toBe(200);
      between.mode = 'through';
      between.drop();
      await expect.poll(async () => (await ask('/servers')).status, { timeout: 30_000 }).toBe(200);
      expect((await ask('/healthz')).status).toBe(200);
    }
    await site.close();
    await seen.close();
    between.close();
    await real.close();
  }, 120_000);
});
