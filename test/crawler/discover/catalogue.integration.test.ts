import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planLaunch } from '#crawler/connect/launch.ts';
import { readCatalogue } from '#crawler/discover/catalogue/read.ts';
import { type Discovery, discover, identitiesOf } from '#crawler/discover/index.ts';
import type { DiscoveryItem } from '#db/types.ts';
import { collect, memoryCursors } from '#test/crawler/discover/helpers.ts';
import { standingClock } from '#test/support/clock.ts';
import { startLocalServer } from '#test/support/local-server.ts';
import { tarball } from '#test/support/sources.ts';

const read = (files: Record<string, string>, repository?: string): DiscoveryItem[] => [
  ...readCatalogue(new Map(Object.entries(files)), { name: 'list', ...(repository !== undefined && { repository }) }),
];
const candidates = (files: Record<string, string>, repository?: string) =>
  read(files, repository).flatMap((item) => (item.kind === 'server' ? [item.candidate] : []));
const json = (value: unknown) => JSON.stringify(value);

describe('a list', () => {
  test('of folders as the Docker registry has them: image, source, remote, and tools with arguments', () => {
    const [kettle, pond] = candidates({
      'servers/kettle/server.yaml':
        'name: kettle\nimage: mcp/kettle\ntype: server\nabout:\n  title: Kettle\n  description: Boils water.\nsource:\n  project: https://github.com/acme/kitchen\n  directory: kettle\n',
      'servers/kettle/tools.json': json([
        { name: 'boil', description: 'Boils.', arguments: [{ name: 'litres', type: 'number', desc: 'How much' }] },
      ]),
      'servers/pond/server.yaml':
        'name: pond\ntype: remote\nremote:\n  transport_type: streamable-http\n  url: https://mcp.pond.example/mcp\n',
      'servers/empty/server.yaml': 'type: server\n',
    });
    expect(kettle).toMatchObject({
      name: 'Kettle',
      location: 'list#servers/kettle',
      package: { registry: 'oci', name: 'mcp/kettle' },
      repository: { url: 'https://github.com/acme/kitchen', path: 'kettle' },
      tools: [{ name: 'boil', inputSchema: { properties: { litres: { type: 'number', description: 'How much' } } } }],
    });
    expect(planLaunch(kettle!)).toMatchObject({ kind: 'not-launchable', outcome: 'unsupported-runtime' });
    expect(planLaunch(pond!)).toMatchObject({ kind: 'remote', url: 'https://mcp.pond.example/mcp' });
  });

  test.each([
    ['npm', { npm: '@acme/kettle' }, ['npm:@acme/kettle']],
    ['a package with its registry', { package: { registry: 'npm', name: 'kettle-mcp' } }, ['npm:kettle-mcp']],
    ['a Python package', { package_name: 'kettle_mcp', runtime: 'python' }, ['pypi:kettle-mcp']],
    ['a repository alone', { url: 'https://github.com/acme/kettle' }, ['repo:github.com/acme/kettle#']],
    [
      'a repository in a table',
      { repository: { url: 'git+https://github.com/acme/kettle.git' } },
      ['repo:github.com/acme/kettle#'],
    ],
    ['a remote', { endpoint: 'https://kettle.example/mcp/' }, ['url:https://kettle.example/mcp']],
    ['an image', { image: 'ghcr.io/acme/kettle:1' }, ['oci:ghcr.io/acme/kettle']],
    ['a command behind npx', { command: 'npx', args: ['-y', 'kettle-mcp', '--hot'] }, ['npm:kettle-mcp']],
    ['a package that claims a repository', { npm: 'kettle-mcp', repo: 'famous/thing' }, ['npm:kettle-mcp']],
  ])('names a server by %s', (_, entry, identities) => {
    const shapes: unknown[] = [
      [{ name: 'kettle', ...entry }],
      { servers: [{ name: 'kettle', ...entry }] },
      { servers: { kettle: entry } },
    ];
    for (const shape of shapes)
      expect(candidates({ 'list.json': json(shape) }).map(identitiesOf)).toEqual([identities]);
  });

  test('in YAML, or of registry entries, or of tools alone, is read too', () => {
    expect(
      candidates({ 'all.yaml': 'servers:\n  - name: a\n    npm: a-mcp\n    tools: [go, stop]\n' })[0]?.tools,
    ).toEqual([{ name: 'go' }, { name: 'stop' }]);
    const server = {
      name: 'io.acme/kettle',
      description: 'd',
      version: '1.0.0',
      packages: [{ registryType: 'npm', identifier: 'kettle-mcp', version: '1.0.0' }],
    };
    expect(candidates({ 'page.json': json({ servers: [{ server }] }) }).map(planLaunch)).toEqual([
      { kind: 'npm', package: 'kettle-mcp', args: [], env: [] },
    ]);
    expect(candidates({ 'kettle/server.json': json(server) })[0]).toMatchObject({ package: { name: 'kettle-mcp' } });
    const [alone] = candidates(
      { 'tools.json': json({ tools: [{ name: 'boil', description: 'Boils.' }] }) },
      'https://github.com/acme/kettle',
    );
    expect(alone && identitiesOf(alone)).toEqual(['repo:github.com/acme/kettle#']);
    const snaps = {
      'pkg/__toolsnaps__/boil.snap': json({ name: 'boil' }),
      'pkg/__toolsnaps__/pour.snap': json({ name: 'pour' }),
    };
    expect(
      candidates(snaps, 'https://github.com/acme/kettle').map(({ tools }) => tools?.map(({ name }) => name)),
    ).toEqual([['boil', 'pour']]);
  });

  test('in Markdown gives the repositories on GitHub that it links, each once', () => {
    const text = [
      '- [Kettle](https://github.com/acme/kettle) boils; see [issue](https://github.com/acme/kettle/issues/1).',
      '- [**Pots**](https://github.com/acme/pots/tree/main/packages/pot), [Kettle again](https://github.com/acme/kettle#readme)',
      '- [Blog](https://blog.example/acme) [Topic](https://github.com/topics/mcp)',
    ].join('\n');
    expect(
      candidates({ 'README.md': text }).map(({ name, repository }) => [name, repository?.url, repository?.path]),
    ).toEqual([
      ['Kettle', 'https://github.com/acme/kettle', ''],
      ['Pots', 'https://github.com/acme/pots', 'packages/pot'],
    ]);
  });

  test('starts no command of a stranger, and an entry that cannot be read costs no other', () => {
    const items = read({
      'bad.json': '{"servers": [',
      'list.json': json({
        servers: [{ name: 'sly', command: 'bash', args: ['-c', 'true'] }, { name: 'fine', npm: 'fine-mcp' }, 7],
      }),
      'package.json': json({ name: 'not-a-list', npm: 'x' }),
    });
    expect(
      items.map((item) => (item.kind === 'server' ? item.candidate.name : item.kind === 'skipped' && item.reason)),
    ).toEqual([
      expect.stringMatching(/^It cannot be read: line 1/),
      'It names no package, repository, address or tools.',
      'fine',
    ]);
  });
});

describe('a place', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (places: string[], rest: Discovery = {}, more: object = {}) =>
    collect(discover(['catalogue'], { settings: { catalogue: { places, clock: standingClock(), ...more } }, ...rest }));
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };

  test('that is a folder gives what changed, and tells what is gone', async () => {
    for (let at = 0; at < 1_500; at++) put(`servers/s${at}/server.yaml`, `name: s${at}\nimage: mcp/s${at}\n`);
    const cursors = memoryCursors();
    expect((await run([folder], { cursors })).servers.length).toBe(1_500);
    put('servers/s7/server.yaml', 'name: s7\nimage: mcp/s7-new\n');
    put('servers/new/server.yaml', 'name: new\nimage: mcp/new\n');
    rmSync(join(folder, 'servers/s8'), { recursive: true });
    const { servers, skipped } = await run([folder], { cursors });
    expect(servers.map(({ name }) => name)).toEqual(['new', 's7']);
    expect(Object.values(skipped)).toEqual(['It is no longer in the list.']);
  });

  test('that is a git address is one archive, asked for again only if it changed', async () => {
    const archive = tarball('list-HEAD', { 'servers/a/server.yaml': 'name: a\nimage: mcp/a\n', 'src/x.ts': 'x' });
    await using hub = await startLocalServer((_, headers) =>
      headers['if-none-match'] === '"1"' ? { status: 304 } : { body: archive, headers: { etag: '"1"' } },
    );
    const cursors = memoryCursors();
    const more = { allowLoopback: true, locate: () => `${hub.url}/archive` };
    const places = ['https://github.com/acme/list.git'];
    expect((await run(places, { cursors }, more)).servers.map(({ location }) => location)).toEqual([
      'github.com/acme/list#servers/a',
    ]);
    expect(await run(places, { cursors }, more)).toEqual({ servers: [], skipped: {}, notices: [] });
    expect(hub.requests.length).toBe(2);
  });

  test('that cannot be read is told and fails the command, and the next one is read', async () => {
    put('good.json', json([{ name: 'a', npm: 'a-mcp' }]));
    const { servers, notices } = await run([
      join(folder, 'nothing-here'),
      'https://git.example.org/a/x.git',
      join(folder, 'good.json'),
    ]);
    expect(servers.map(({ name }) => name)).toEqual(['a']);
    expect(notices).toEqual([
      expect.stringMatching(/there is no such file or folder/),
      expect.stringMatching(/Clone it/),
    ]);
  });
});
