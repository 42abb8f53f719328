/** Where the source of a server comes from, and what is not asked for twice. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openPackageCache } from '#crawler/connect/package-cache.ts';
import type { LaunchSpec, SourceVersion } from '#db/types.ts';
import { describeTree, openTestConnector, plainKit, type TestConnector } from '#test/crawler/connect/support.ts';
import { type Sources, startSources, tarball } from '#test/support/sources.ts';

const sha = (digit: string) => digit.repeat(40);
const signal = new AbortController().signal;
const npm = (name: string, version?: string): LaunchSpec => ({
  kind: 'npm',
  package: name,
  ...(version && { version }),
  args: [],
  env: [],
});
const pypi = (name: string): LaunchSpec => ({ kind: 'pypi', package: name, args: [], env: [] });

let sources: Sources;
let connector: TestConnector;
const open = () =>
  openTestConnector({
    sandbox: 'off',
    registries: { npm: sources.url, pypi: sources.url },
    github: { apiUrl: sources.url },
  });

beforeAll(async () => {
  sources = await startSources();
  connector = await open();
});
afterAll(async () => {
  await connector.dispose();
  await sources.close();
});
beforeEach(() => {
  sources.requests.length = 0;
  sources.fail('no');
});

const repository = { url: 'https://github.com/acme/notes', path: 'servers/go' };
const read = (target: Parameters<TestConnector['source']>[0], known?: SourceVersion, from: TestConnector = connector) =>
  from.source(target, { signal, ...(known && { known }) });

test('an npm package is read from the registry that npm is set to, where nothing else is said', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'toolrisk-npmrc-'));
  const userconfig = join(folder, 'npmrc');
  writeFileSync(userconfig, `registry=${sources.url}\n`);
  vi.stubEnv('npm_config_userconfig', userconfig);
  vi.stubEnv('npm_config_registry', undefined);
  const own = await openTestConnector({ sandbox: 'off', github: { apiUrl: sources.url } });
  try {
    await read({ launch: npm('of-a-registry-of-its-own') }, undefined, own);
    expect(sources.requests).toEqual(['/of-a-registry-of-its-own/latest']);
  } finally {
    vi.unstubAllEnvs();
    await own.dispose();
    rmSync(folder, { recursive: true });
  }
});

describe('a repository', () => {
  beforeAll(() => {
    sources.repositories.set('acme/notes', {
      sha: sha('a'),
      files: { 'go.mod': 'module acme', 'servers/go/main.go': 'package main', 'logo.png': 'no', 'README.md': 'no' },
    });
  });

  test('is asked for its newest commit, then for that archive, by way of a redirect', async () => {
    expect(await read({ launch: null, repository })).toEqual({
      kind: 'files',
      version: { from: 'repository', version: sha('a') },
      files: new Map([
        ['go.mod', 'module acme'],
        ['servers/go/main.go', 'package main'],
      ]),
      folder: 'servers/go',
      notes: [],
    });
    expect(sources.requests).toEqual([
      '/repos/acme/notes/commits/HEAD',
      `/repos/acme/notes/tarball/${sha('a')}`,
      `/codeload/acme/notes/legacy.tar.gz/${sha('a')}`,
    ]);
  });

  test('is not fetched again while its newest commit is the known one', async () => {
    const known = { from: 'repository', version: sha('a') } as const;
    expect(await read({ launch: null, repository }, known)).toEqual({ kind: 'unchanged' });
    expect(sources.requests).toEqual(['/repos/acme/notes/commits/HEAD 304']);
  });

  test.each([
    ['on another host', 'https://gitlab.com/acme/notes', /not on github\.com/],
    ['gone', 'https://github.com/acme/gone', /not to be read/],
  ])('%s is a note', async (_, url, words) => {
    const answer = await read({ launch: null, repository: { url, path: '' } });
    expect(answer).toEqual({ kind: 'none', notes: [expect.stringMatching(words)] });
  });

  test('of a GitHub that is broken, or at its limit, is a note; at the limit nothing more is asked', async () => {
    sources.fail('rate limit');
    const limited = await open();
    expect(await read({ launch: null, repository }, undefined, limited)).toEqual({
      kind: 'none',
      notes: [expect.stringContaining('budget is used up until')],
    });
    const sent = sources.requests.length;
    expect(await read({ launch: null, repository }, undefined, limited)).toMatchObject({ kind: 'none' });
    expect(sources.requests).toHaveLength(sent);
    await limited.dispose();
    const nowhere = await openTestConnector({ sandbox: 'off', github: { apiUrl: 'http://127.0.0.1:9' } });
    expect(await read({ launch: null, repository }, undefined, nowhere)).toEqual({
      kind: 'none',
      notes: [expect.stringContaining('could not be read')],
    });
    await nowhere.dispose();
  });
});

test('who stops it does not wait for what GitHub’s client repeats', async () => {
  const stop = new AbortController();
  sources.fail('broken');
  const reading = connector.source({ launch: null, repository }, { signal: stop.signal });
  await vi.waitUntil(() => sources.requests.length > 0, { timeout: 60_000 });
  stop.abort(new Error('stopped'));
  expect(await reading).toMatchObject({ kind: 'none', notes: [expect.stringContaining('stopped')] });
  expect(sources.requests).toHaveLength(1);
});

describe('a package', () => {
  test('that is installed here is read where it lies', async () => {
    const cache = await openPackageCache(join(connector.folder, 'cache'), 1_000_000, plainKit);
    const staged = await cache.stage();
    for (const [path, text] of [
      ['node_modules/@me/server/index.js', 'source'],
      ['node_modules/zod/index.js', 'no'],
    ] as const) {
      mkdirSync(dirname(join(staged, path)), { recursive: true });
      writeFileSync(join(staged, path), text);
    }
    await (await cache.keep(staged, '@me/server', describeTree(staged, '1.2.3'))).release();
    await cache.remember('@me/server', 'latest', '1.2.3');
    const version = { from: 'npm', version: '1.2.3' };
    const answer = { kind: 'files', version, files: new Map([['index.js', 'source']]), notes: [] };
    expect(await read({ launch: npm('@me/server') })).toEqual(answer);
    expect(await read({ launch: npm('@me/server', '1.2.3'), repository })).toEqual(answer);
    expect(await read({ launch: npm('@me/server') }, { from: 'npm', version: '1.2.3' })).toEqual({
      kind: 'unchanged',
    });
    expect(sources.requests).toEqual([]);
  });

  test('that is not comes from the npm registry, once a version', async () => {
    sources.answers.set(
      '/@acme/tool/latest',
      JSON.stringify({ version: '2.0.0', dist: { tarball: `${sources.url}/tool.tgz` } }),
    );
    sources.answers.set('/tool.tgz', tarball('package', { 'index.js': 'source', 'package.json': '{}' }));
    expect(await read({ launch: npm('@acme/tool') })).toMatchObject({
      kind: 'files',
      version: { from: 'npm', version: '2.0.0' },
      files: new Map([
        ['index.js', 'source'],
        ['package.json', '{}'],
      ]),
    });
    expect(await read({ launch: npm('@acme/tool') }, { from: 'npm', version: '2.0.0' })).toEqual({
      kind: 'unchanged',
    });
    expect(sources.requests).toEqual(['/@acme/tool/latest', '/tool.tgz', '/@acme/tool/latest']);
  });

  test('of the Python index comes from its wheel, or from its source archive where the wheel is for one machine', async () => {
    const file = (packagetype: string, filename: string) => ({
      packagetype,
      filename,
      url: `${sources.url}/${filename}`,
      size: 1_000,
    });
    const sdist = file('sdist', 'notes-1.0.tar.gz');
    const native = file('bdist_wheel', 'notes-1.0-cp312-cp312-manylinux_2_28_x86_64.whl');
    sources.answers.set('/pypi/notes/json', JSON.stringify({ info: { version: '1.0' }, urls: [native, sdist] }));
    sources.answers.set('/notes-1.0.tar.gz', tarball('notes-1.0', { 'src/notes.py': 'pass' }));
    expect(await read({ launch: pypi('notes') })).toMatchObject({
      version: { from: 'pypi', version: '1.0' },
      files: new Map([['src/notes.py', 'pass']]),
    });
    const pure = file('bdist_wheel', 'notes-1.0-py3-none-any.whl');
    sources.answers.set('/pypi/notes/json', JSON.stringify({ info: { version: '1.0' }, urls: [sdist, native, pure] }));
    sources.answers.set('/notes-1.0-py3-none-any.whl', Buffer.from('no zip'));
    expect(await read({ launch: pypi('notes') })).toEqual({
      kind: 'none',
      notes: [expect.stringContaining('no whole archive')],
    });
  });

  test('that no registry has is looked for in the repository; a registry that does not answer is not passed over', async () => {
    expect(await read({ launch: npm('unpublished'), repository })).toMatchObject({
      kind: 'files',
      version: { from: 'repository', version: sha('a') },
    });
    expect(await read({ launch: npm('unpublished') })).toEqual({
      kind: 'none',
      notes: ['The npm registry has no package unpublished.'],
    });
    sources.fail('broken');
    expect(await read({ launch: pypi('unpublished'), repository })).toEqual({
      kind: 'none',
      notes: [expect.stringContaining('answered 500')],
    });
  });

  test('is never fetched from a private address that its registry names', async () => {
    const elsewhere = await startSources();
    sources.answers.set(
      '/sneaky/latest',
      JSON.stringify({ version: '1.0.0', dist: { tarball: `${elsewhere.url}/x.tgz` } }),
    );
    expect(await read({ launch: npm('sneaky') })).toEqual({
      kind: 'none',
      notes: [expect.stringContaining('not https')],
    });
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
  });

  test('whose name is none is not asked for', async () => {
    expect(await read({ launch: npm('../../etc') })).toEqual({ kind: 'none', notes: [] });
    expect(await read({ launch: { kind: 'command', command: 'node', args: [], env: [] } })).toEqual({
      kind: 'none',
      notes: [],
    });
    expect(sources.requests).toEqual([]);
  });
});
