import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLimit } from '#site/limits.ts';
import { chooseEncoding, sendAnswer, toAnswer } from '#site/send.ts';

const body = Buffer.from(`<p>${'words of a page '.repeat(200)}</p>`);
const answers = {
  page: toAnswer(200, { 'content-type': 'text/html', 'cache-control': 'no-cache', etag: '"of the page"' }, body, 'r'),
  font: toAnswer(200, { 'content-type': 'font/woff2' }, body, 'r'),
  feed: toAnswer(
    200,
    { 'content-type': 'application/atom+xml; charset=utf-8', 'last-modified': 'Tue, 03 Mar 2026 10:00:00 GMT' },
    body,
    'r',
  ),
  missing: toAnswer(404, { 'content-type': 'text/html' }, body, 'r'),
};
let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer((request, response) =>
    sendAnswer(request, response, answers[request.url!.slice(1) as keyof typeof answers], ['x-common', 'yes']),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const ask = (name: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${url}/${name}`, { headers: { 'accept-encoding': 'identity', ...headers }, method });

describe('answers', () => {
  test.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip, deflate', 'gzip'],
    ['gzip, deflate, br', 'br'],
    ['GZIP;q=0.5', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0.000', 'identity'],
    ['*', 'identity'],
  ])('of %s takes %s', (accepted, encoding) => expect(chooseEncoding(accepted)).toBe(encoding));

  test('the same body in each encoding, with a tag of its own', async () => {
    const raw = async (encoding: string) => {
      const { request } = await import('node:http');
      return new Promise<{ headers: NodeJS.Dict<string | string[]>; body: Buffer }>((resolve) =>
        request(`${url}/page`, { headers: { 'accept-encoding': encoding } }, async (response) => {
          const chunks: Buffer[] = [];
          for await (const chunk of response) chunks.push(chunk as Buffer);
          resolve({ headers: response.headers, body: Buffer.concat(chunks) });
        }).end(),
      );
    };
    const [br, gzip, plain] = [await raw('br'), await raw('gzip'), await raw('identity')];
    expect(brotliDecompressSync(br.body)).toEqual(body);
    expect(gunzipSync(gzip.body)).toEqual(body);
    expect(plain.body).toEqual(body);
    expect(new Set([br, gzip, plain].map(({ headers }) => headers.etag)).size).toBe(3);
    for (const { headers } of [br, gzip, plain]) {
      expect(headers).toMatchObject({ vary: 'accept-encoding', 'x-common': 'yes', 'cache-control': 'no-cache' });
    }
    expect(br.body.length).toBeLessThan(body.length / 4);
  });

  test('what is compressed already, and what is short, is sent as it is', async () => {
    const font = await ask('font', { 'accept-encoding': 'br' });
    expect(font.headers.get('content-encoding')).toBeNull();
    expect(font.headers.get('vary')).toBeNull();
  });

  test('a copy that still stands is not sent again, whichever encoding it came in', async () => {
    const tags = await Promise.all(
      ['br', 'gzip', 'identity'].map(async (e) => (await ask('page', { 'accept-encoding': e })).headers.get('etag')!),
    );
    for (const tag of [...tags, `W/${tags[0]}`, `"other", ${tags[1]}`, '*']) {
      const again = await ask('page', { 'if-none-match': tag });
      expect([again.status, await again.text()], tag).toEqual([304, '']);
      expect(again.headers.get('etag')).toBeTruthy();
      expect(again.headers.get('content-type')).toBeNull();
    }
    expect((await ask('page', { 'if-none-match': '"other"' })).status).toBe(200);
    expect((await ask('missing', { 'if-none-match': '*' })).status).toBe(404);
  });

  test('by time too, where the answer has one; a tag outweighs it', async () => {
    expect((await ask('feed', { 'if-modified-since': 'Tue, 03 Mar 2026 10:00:00 GMT' })).status).toBe(304);
    expect((await ask('feed', { 'if-modified-since': 'Tue, 03 Mar 2026 09:59:59 GMT' })).status).toBe(200);
    expect((await ask('feed', { 'if-modified-since': 'nonsense' })).status).toBe(200);
    expect((await ask('page', { 'if-modified-since': 'Tue, 03 Mar 2099 10:00:00 GMT' })).status).toBe(200);
    expect(
      (await ask('feed', { 'if-none-match': '"other"', 'if-modified-since': 'Tue, 03 Mar 2026 10:00:00 GMT' })).status,
    ).toBe(200);
  });

  test('HEAD has the head alone', async () => {
    const head = await ask('page', {}, 'HEAD');
    expect([head.status, await head.text(), head.headers.get('content-length')]).toEqual([
      200,
      '',
      String(body.length),
    ]);
  });
});

describe('limits', () => {
  test('a burst, then an even rate, for each address apart', () => {
    let now = 0;
    const wait = createLimit(60, () => now);
    for (let n = 0; n < 60; n++) expect(wait('a')).toBe(0);
    expect(wait('a')).toBe(1);
    expect(wait('b')).toBe(0);
    now = 1_000;
    expect([wait('a'), wait('a')]).toEqual([0, 1]);
    now = 3_600_000;
    for (let n = 0; n < 60; n++) expect(wait('a')).toBe(0);
    expect(wait('a')).toBe(1);
  });
});
