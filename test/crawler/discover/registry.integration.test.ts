import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { planLaunch } from '#crawler/connect/launch.ts';
import { type Discovery, discover, identitiesOf } from '#crawler/discover/index.ts';
import { collect, memoryCursors } from '#test/crawler/discover/helpers.ts';

const official = 'io.modelcontextprotocol.registry/official';

interface Entry {
  name: string;
  status?: 'active' | 'deprecated' | 'deleted';
  updatedAt?: string;
  versions?: string[];
  body?: Record<string, unknown>;
}

/** A registry with the official API's shape: pages of its own size, opaque cursors, `updated_since` with the deleted. */
async function startRegistry(entries: Entry[], pageSize = 3) {
  const requests: URL[] = [];
  const broken: { status: number; headers?: Record<string, string> }[] = [];
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://registry');
    requests.push(url);
    const fault = broken.shift();
    if (fault) return void response.writeHead(fault.status, fault.headers).end('{}');
    const since = url.searchParams.get('updated_since');
    const cursor = url.searchParams.get('cursor');
    const all = entries
      .filter(({ updatedAt = '2026-01-01T00:00:00Z', status }) =>
        since === null ? status !== 'deleted' : updatedAt >= since,
      )
      .flatMap(({ name, status = 'active', updatedAt = '2026-01-01T00:00:00Z', versions = ['1.0.0'], body }) =>
        versions
          .map((version, at) => ({
            server: {
              $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
              name,
              description: `What ${name} does`,
              version,
              ...body,
            },
            _meta: {
              [official]: {
                status,
                publishedAt: '2026-01-01T00:00:00Z',
                updatedAt,
                isLatest: at === versions.length - 1,
              },
            },
          }))
          .filter((entry) => url.searchParams.get('version') !== 'latest' || entry._meta[official]?.isLatest),
      );
    const from =
      cursor === null ? 0 : all.findIndex(({ server: { name, version } }) => `${name}:${version}` === cursor) + 1;
    if (cursor !== null && from === 0) return void response.writeHead(400).end('{"title":"Bad Request"}');
    const servers = all.slice(from, from + pageSize);
    const last = servers.at(-1);
    const more = from + pageSize < all.length && last;
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        servers,
        metadata: { count: servers.length, ...(more && { nextCursor: `${last.server.name}:${last.server.version}` }) },
      }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    requests,
    broken,
    entries,
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

const npm = (identifier: string, rest = {}) => ({
  packages: [{ registryType: 'npm', identifier, version: '1.2.3', transport: { type: 'stdio' }, ...rest }],
});

let hub: Awaited<ReturnType<typeof startRegistry>>;
const run = (rest: Discovery = {}) =>
  collect(discover(['registry'], { settings: { registry: { baseUrl: hub.url, everyMs: 0 } }, ...rest }));

beforeEach(async () => {
  hub = await startRegistry([
    {
      name: 'io.github.alice/notes',
      versions: ['0.9.0', '1.2.3'],
      body: {
        ...npm('@alice/notes-mcp', {
          environmentVariables: [
            { name: 'NOTES_TOKEN', isRequired: true, isSecret: true, description: 'A token' },
            { name: 'NOTES_REGION', default: 'eu' },
          ],
          packageArguments: [
            { type: 'positional', valueHint: 'directory', isRequired: true, format: 'filepath' },
            { type: 'named', name: '--mode', value: 'all' },
          ],
        }),
        repository: { url: 'https://github.com/Alice/notes.git', source: 'github', subfolder: 'packages/server' },
      },
    },
    {
      name: 'com.example/remote',
      body: {
        title: 'Remote',
        remotes: [
          {
            type: 'streamable-http',
            url: 'https://mcp.example.com/mcp',
            headers: [{ name: 'Authorization', isRequired: true, isSecret: true }],
          },
        ],
      },
    },
    {
      name: 'com.example/both',
      body: { ...npm('both-mcp'), remotes: [{ type: 'sse', url: 'https://both.example.com/sse' }] },
    },
    {
      name: 'com.example/tenant',
      body: { remotes: [{ type: 'streamable-http', url: 'https://{tenant}.example.com/mcp' }] },
    },
    {
      name: 'com.example/region',
      body: {
        remotes: [
          {
            type: 'streamable-http',
            url: 'https://{region}.example.com/mcp',
            variables: { region: { default: 'eu' } },
          },
        ],
      },
    },
    {
      name: 'io.github.bob/python',
      body: { packages: [{ registryType: 'pypi', identifier: 'bob-mcp', version: '2.0.0' }] },
    },
    {
      name: 'io.github.bob/image',
      body: { packages: [{ registryType: 'oci', identifier: 'ghcr.io/bob/image:1.0.0' }] },
    },
    { name: 'io.github.carol/old', status: 'deprecated', body: npm('old-mcp') },
    { name: 'io.github.carol/gone', status: 'deleted', body: npm('gone-mcp'), updatedAt: '2025-06-01T00:00:00Z' },
    {
      name: 'com.example/private',
      body: npm('common-name', { registryBaseUrl: 'https://packages.example.com/npm/' }),
    },
    {
      name: 'com.example/serves',
      body: {
        packages: [
          {
            registryType: 'npm',
            registryBaseUrl: 'https://registry.npmjs.org',
            identifier: 'serves-http',
            version: '1.0.0',
            transport: { type: 'streamable-http', url: 'http://localhost:{port}/mcp' },
          },
          {
            registryType: 'pypi',
            registryBaseUrl: 'https://pypi.org',
            identifier: 'serves-streams',
            version: '1.0.0',
            runtimeHint: 'uvx',
            transport: { type: 'stdio' },
          },
        ],
      },
    },
    { name: 'io.github.dave/<script>alert(1)</script>', body: npm('dave-mcp') },
  ]);
});
afterEach(() => hub.close());

describe('the official API', () => {
  test('pages to the end and takes the latest of each, with packages and remotes', async () => {
    const { servers, notices } = await run();
    expect(notices).toEqual([]);
    expect(hub.requests.length).toBe(4);
    expect(Object.fromEntries(servers.map((server) => [server.location, planLaunch(server)]))).toEqual({
      'io.github.alice/notes': {
        kind: 'npm',
        package: '@alice/notes-mcp',
        version: '1.2.3',
        args: ['.', '--mode', 'all'],
        env: [
          { name: 'NOTES_TOKEN', required: true, secret: true, description: 'A token' },
          { name: 'NOTES_REGION', required: false, secret: false, default: 'eu' },
        ],
      },
      'com.example/remote': {
        kind: 'remote',
        url: 'https://mcp.example.com/mcp',
        transport: 'streamable-http',
        headers: [{ name: 'Authorization', required: true, secret: true }],
      },
      'com.example/both': { kind: 'npm', package: 'both-mcp', version: '1.2.3', args: [], env: [] },
      'com.example/tenant': expect.objectContaining({ kind: 'not-launchable', outcome: 'needs-arguments' }),
      'com.example/region': {
        kind: 'remote',
        url: 'https://eu.example.com/mcp',
        transport: 'streamable-http',
        headers: [],
      },
      'io.github.bob/python': { kind: 'pypi', package: 'bob-mcp', version: '2.0.0', args: [], env: [] },
      'io.github.bob/image': expect.objectContaining({ kind: 'not-launchable', outcome: 'unsupported-runtime' }),
      'io.github.carol/old': { kind: 'npm', package: 'old-mcp', version: '1.2.3', args: [], env: [] },
      'com.example/private': expect.objectContaining({ reason: expect.stringMatching(/a registry of its own/) }),
      'com.example/serves': { kind: 'pypi', package: 'serves-streams', version: '1.0.0', args: [], env: [] },
      'io.github.dave/<script>alert(1)</script>': {
        kind: 'npm',
        package: 'dave-mcp',
        version: '1.2.3',
        args: [],
        env: [],
      },
    });
    const notes = servers[0];
    expect(notes).toMatchObject({
      vendor: 'alice',
      repository: { url: 'https://github.com/Alice/notes', path: 'packages/server' },
    });
    expect(servers[1]).toMatchObject({
      name: 'Remote',
      vendor: 'example.com',
      remoteUrl: 'https://mcp.example.com/mcp',
    });
    expect(notes && identitiesOf(notes)).toEqual([
      'npm:@alice/notes-mcp',
      'repo:github.com/alice/notes#packages/server',
    ]);
  });

  test('where the last run was made by a clock that was ahead, all is read again', async () => {
    const cursors = memoryCursors();
    await run({ cursors });
    const [key = ''] = cursors.map.keys();
    await cursors.set(key, { since: new Date(Date.now() + 365 * 24 * 3_600_000).toISOString() });
    expect((await run({ cursors })).servers.length).toBeGreaterThan(0);
    expect(hub.requests.at(-1)?.searchParams.get('updated_since')).toBe(null);
  });

  test('the next run asks only for what changed, and says what was deleted', async () => {
    const cursors = memoryCursors();
    await run({ cursors });
    const before = hub.requests.length;
    expect((await run({ cursors })).servers).toEqual([]);
    expect(hub.requests.length - before).toBe(1);
    expect(hub.requests.at(-1)?.searchParams.get('updated_since')).toMatch(/^20\d\d-.*Z$/);

    const soon = new Date(Date.now() + 60_000).toISOString();
    hub.entries.push({ name: 'io.github.erin/new', body: npm('new-mcp'), updatedAt: soon });
    hub.entries.find(({ name }) => name === 'com.example/both')!.status = 'deleted';
    hub.entries.find(({ name }) => name === 'com.example/both')!.updatedAt = soon;
    const { servers, skipped } = await run({ cursors });
    expect(servers.map(({ location }) => location)).toEqual(['io.github.erin/new']);
    expect(skipped).toEqual({ 'com.example/both': 'It was deleted from the registry.' });
  });

  test('goes on where a run was stopped, and from the beginning where the cursor is forgotten', async () => {
    const cursors = memoryCursors();
    const first = await run({ cursors, limit: 4 });
    expect(first.servers.length).toBe(4);
    const rest = await run({ cursors });
    expect(new Set([...first.servers, ...rest.servers].map(({ location }) => location)).size).toBe(11);
    expect(rest.servers.length).toBeLessThan(11);

    const said: string[] = [];
    for (const key of cursors.map.keys())
      cursors.map.set(key, { startedAt: '2026-01-01T00:00:00Z', cursor: 'forgotten' });
    expect((await run({ cursors, say: (message) => said.push(message) })).servers.length).toBe(11);
    expect(said.join()).toMatch(/no longer knows/);
  });

  test.each([403, 404, 414])('a cursor that is refused with %i is not begun with at every run', async (status) => {
    const cursors = memoryCursors();
    await run({ cursors, limit: 4 });
    hub.broken.push({ status });
    expect((await run({ cursors })).servers.length).toBeGreaterThanOrEqual(9);
    for (const [, state] of cursors.map) expect(state).not.toHaveProperty('cursor');
  });

  test('a cursor that fits into no address ends the run, with what was said until then', async () => {
    const cursors = memoryCursors();
    // The last of a page is where the next one begins.
    hub.entries.splice(2, 0, { name: `com.example/${'x'.repeat(3_000)}`, body: npm('long-mcp') });
    const said: string[] = [];
    expect((await run({ cursors, say: (message) => said.push(message) })).notices).toEqual([]);
    expect(said.join()).toMatch(/cannot be asked for/);
    for (const [, state] of cursors.map) expect(state).not.toHaveProperty('cursor');
  });

  test('waits as told and sits out a fault', async () => {
    const said: string[] = [];
    hub.broken.push({ status: 429, headers: { 'retry-after': '1' } }, { status: 503, headers: { 'retry-after': '0' } });
    const started = Date.now();
    expect((await run({ say: (message) => said.push(message) })).servers.length).toBe(11);
    expect(Date.now() - started).toBeGreaterThanOrEqual(1000);
    expect(said[0]).toBe('The MCP registry asks to wait 1 s.');
  });

  test('that cannot be read is one line', async () => {
    await hub.close();
    expect(await run()).toEqual({
      servers: [],
      skipped: {},
      notices: [expect.stringMatching(/^The MCP registry cannot be read \(127.*ECONNREFUSED\)/)],
    });
    hub = await startRegistry([]);
    hub.broken.push({ status: 404 });
    expect((await run()).notices).toEqual([expect.stringMatching(/status 404/)]);
  });

  test('entries that are not servers are left out, the others stay', async () => {
    hub.entries.push(
      { name: '', body: {} },
      { name: 'com.example/odd', body: { packages: 'x', remotes: [{ nothing: 1 }] } },
      { name: 'plain', body: {} },
    );
    const { servers, skipped } = await run();
    expect(servers.length).toBe(12);
    expect(Object.values(skipped)).toEqual(['Its entry is not a server.json.', 'Its entry is not a server.json.']);
  });
});
