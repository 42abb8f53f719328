/** Asking an npm registry about one version. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type NpmRegistry, openNpmRegistry } from '#crawler/connect/npm-registry.ts';
import { attestation, type LoopbackRegistry, serveNpmRegistry } from '#test/support/npm-registry.ts';
import { openTestConnector } from './support.ts';

let served: LoopbackRegistry;
let registry: NpmRegistry;
beforeAll(async () => {
  served = await serveNpmRegistry();
  registry = openNpmRegistry({ registry: served.url, env: {} });
});
afterEach(() => void served.asked.splice(0));
afterAll(async () => {
  await registry.close();
  await served.close();
});

const manifest = {
  name: '@acme/ledger-mcp',
  version: '1.2.0',
  repository: { type: 'git', url: 'git+https://github.com/acme/ledger.git', directory: 'packages/mcp' },
  homepage: 'https://acme.example',
  author: { name: 'Acme', email: 'hello@acme.example' },
  maintainers: [{ name: 'ann', email: 'ann@acme.example' }],
  _npmUser: { name: 'ann', email: 'ann@acme.example' },
  mcpName: 'io.github.acme/ledger',
};

test('what a version says of itself, in one request; mail addresses are not kept', async () => {
  served.publish(manifest);
  const answer = await registry.read({ name: manifest.name });
  expect(answer).toMatchObject({
    status: 'found',
    version: '1.2.0',
    repository: manifest.repository.url,
    maintainers: ['ann'],
    etag: expect.any(String),
  });
  const said = answer.status === 'found' ? answer.facts.map(({ field, quote }) => [field, quote]) : [];
  expect(said).toEqual([
    ['name', '@acme/ledger-mcp'],
    ['version', '1.2.0'],
    ['repository', 'git+https://github.com/acme/ledger.git'],
    ['directory', 'packages/mcp'],
    ['homepage', 'https://acme.example'],
    ['author', 'Acme'],
    ['maintainer', 'ann'],
    ['publisher', 'ann'],
    ['mcp-name', 'io.github.acme/ledger'],
  ]);
  expect(served.asked).toEqual(['GET /@acme%2fledger-mcp/latest']);
});

test('which version is newest is asked conditionally', async () => {
  served.publish({ name: 'moving', version: '1.0.0' });
  const first = await registry.read({ name: 'moving' });
  if (first.status !== 'found') throw new Error(first.status);
  expect(await registry.read({ name: 'moving', etag: first.etag })).toEqual({ status: 'unchanged' });
  served.publish({ name: 'moving', version: '1.1.0', deprecated: 'use another' });
  expect(await registry.read({ name: 'moving', etag: first.etag })).toMatchObject({
    version: '1.1.0',
    deprecated: 'use another',
  });
  expect(await registry.read({ name: 'moving', wish: '1.0.0' })).toMatchObject({ version: '1.0.0' });
});

describe('build attestations', () => {
  test('of the very file are read', async () => {
    served.publish({ name: 'built', version: '2.0.0' }, { builtFrom: 'https://github.com/acme/ledger' });
    expect(await registry.read({ name: 'built' })).toMatchObject({
      provenance: { repository: 'https://github.com/acme/ledger', workflow: '.github/workflows/publish.yml' },
    });
  });

  test.each<[string, string, object]>([
    ['another file', 'other-file', { name: 'pkg:npm/other-file@1.0.0', sha512: 'ab' }],
    ['another package', 'other-package', { name: 'pkg:npm/elsewhere@1.0.0', sha512: undefined }],
  ])('of %s prove nothing', async (_, name, subject) => {
    served.publish({ name, version: '1.0.0' }, { builtFrom: 'https://github.com/acme/ledger' });
    served.answer(`/-/npm/v1/attestations/${name}@1.0.0`, (_request, response) => {
      const one = attestation(subject as { name: string; sha512: string }, 'https://github.com/acme/ledger', 'x.yml');
      response.writeHead(200).end(JSON.stringify({ attestations: [one] }));
    });
    const answer = await registry.read({ name });
    expect(answer).toMatchObject({ status: 'found', version: '1.0.0', provenance: undefined });
  });

  test('that cannot be read, or lie at another place, leave the rest standing; no other place is asked', async () => {
    const elsewhere = await serveNpmRegistry();
    const respond = (name: string, url: string) =>
      served.answer(`/${name}/latest`, (_request, response) =>
        response
          .writeHead(200)
          .end(JSON.stringify({ name, version: '1.0.0', dist: { integrity: 'sha512-eA==', attestations: { url } } })),
      );
    respond('far', `${elsewhere.url}-/npm/v1/attestations/far@1.0.0`);
    respond('near', `${served.url}nowhere`);
    for (const name of ['far', 'near'])
      expect(await registry.read({ name })).toMatchObject({ status: 'found', provenance: undefined });
    expect(elsewhere.asked).toEqual([]);
    await elsewhere.close();
  });
});

test('what is no answer', async () => {
  expect(await registry.read({ name: 'not-there' })).toEqual({ status: 'missing' });
  const odd: Record<string, (response: ServerResponse) => void> = {
    redirecting: (response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
    login: (response) => response.writeHead(401).end(),
    html: (response) => response.writeHead(200).end('<!doctype html>'),
    another: (response) => response.writeHead(200).end('{"name":"other","version":"1.0.0"}'),
    endless: (response) => {
      response.writeHead(200);
      const block = Buffer.alloc(256 * 1024, 32);
      const more = () => {
        while (!response.destroyed && response.write(block));
      };
      response.on('drain', more);
      more();
    },
    broken: (response) => void response.destroy(),
  };
  for (const [name, handle] of Object.entries(odd)) {
    served.answer(`/${name}/latest`, (_request, response) => handle(response));
    expect(await registry.read({ name }), name).toMatchObject({ status: 'failed', reason: expect.stringMatching(/./) });
  }
  served.asked.splice(0);
  for (const question of [
    { name: '../../-/whoami' },
    { name: 'x y' },
    { name: 'fine', wish: '^1.0.0' },
    { name: 'fine', wish: '../x' },
  ])
    expect(await registry.read(question)).toMatchObject({ status: 'failed' });
  expect(served.asked).toEqual([]);
});

test('through the user’s proxy', async () => {
  const through: string[] = [];
  const proxy = createServer((request, response) => {
    through.push(request.url ?? '');
    response.writeHead(200).end('{"name":"proxied","version":"3.0.0"}');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const http_proxy = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const behind = openNpmRegistry({ registry: 'http://registry.example/', env: { http_proxy } });
  expect(await behind.read({ name: 'proxied' })).toMatchObject({ status: 'found', version: '3.0.0' });
  expect(through).toEqual(['http://registry.example/proxied/latest']);
  await behind.close();
  proxy.close();
});

test('a connector asks the registry of the user’s npm, and sends no token', async () => {
  const before = { registry: process.env.npm_config_registry };
  served.publish(manifest);
  const seen: (string | undefined)[] = [];
  served.answer('/@acme%2fledger-mcp/latest', (request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(200).end(JSON.stringify(manifest));
  });
  process.env.npm_config_registry = served.url;
  process.env[`npm_config_//${new URL(served.url).host}/:_authToken`] = 'secret';
  const connector = await openTestConnector({ sandbox: 'off' });
  try {
    const facts = await connector.identityFacts?.({ kind: 'npm', package: manifest.name, args: [], env: [] }, {});
    expect(facts?.npm?.map(({ field }) => field)).toContain('repository');
    expect(facts?.package).toBeUndefined();
    expect(seen).toEqual([undefined]);
    expect(
      await connector.identityFacts?.({ kind: 'remote', url: 'https://x.example', transport: 'auto', headers: [] }, {}),
    ).toEqual({});
  } finally {
    await connector.dispose();
    delete process.env[`npm_config_//${new URL(served.url).host}/:_authToken`];
    if (before.registry === undefined) delete process.env.npm_config_registry;
    else process.env.npm_config_registry = before.registry;
  }
});
