/** Packages of a registry on this machine, decided on by the real installers in the real sandbox. */
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createInstallKit, type InstallKit } from '#crawler/connect/npm/install-kit.ts';
import { findInstallers, type Installer } from '#crawler/connect/npm/resolve.ts';
import { removeTree } from '#crawler/connect/npm/tree.ts';
import { npmPackages } from '#crawler/connect/npm-packages.ts';
import { cacheFolders } from '#crawler/connect/package-cache.ts';
import { openSandbox, type Sandbox } from '#crawler/connect/sandbox/index.ts';
import { type LoopbackRegistry, serveNpmRegistry } from '#test/support/npm-registry.ts';

const opened = await openSandbox();

describe.skipIf(!('start' in opened))('packages of a registry', () => {
  const sandbox = opened as Sandbox;
  let root: string;
  let registry: LoopbackRegistry;
  let kit: InstallKit;
  let installers: Installer[];
  let folders = 0;
  let folder: string;

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'toolrisk-npm-'));
    registry = await serveNpmRegistry();
    installers = findInstallers(sandbox);
    kit = await createInstallKit({
      ...cacheFolders(root),
      settings: { registry: registry.url, env: {}, scopes: ['@own'] },
      indexes: [],
      maxTreeBytes: 10_000_000,
    });
    const publish = (name: string, version: string, dependencies = {}, more = {}) =>
      registry.publish({ name, version, dependencies, ...more }, { files: { 'index.js': `${name}@${version}` } });
    publish('leaf', '1.0.0');
    publish('leaf', '2.0.0', {}, { bin: { leaf: './index.js' } });
    publish('@s/wants-old', '1.0.0', { leaf: '^1.0.0' });
    publish('app', '1.0.0', { leaf: '^2.0.0', '@s/wants-old': '*', other: 'npm:leaf@1.0.0' });
    publish('lagging', '1.0.0', { leaf: '^9.0.0' });
    publish('lagging-in-part', '1.0.0', { leaf: '^9.0.0', '@s/wants-old': '*' });
    publish('lagging-alias', '1.0.0', { picky: 'npm:leaf@^9.0.0' });
    publish('@own/a', '1.0.0');
    publish('needs-own', '1.0.0', { '@own/a': '*' });
    publish('orphan', '1.0.0', { 'is-not-there': '*', leaf: '^2.0.0' });
    publish('orphan-below', '1.0.0', { orphan: '*', other: 'npm:is-not-there-either@*' });
    publish('many-orphans', '1.0.0', Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`is-not-there-${n}`, '*'])));
    registry.answer('/withdrawn', (_, response) => response.end('{"name":"withdrawn","versions":{}}'));
    publish('wants-withdrawn', '1.0.0', { withdrawn: '^1.0.0' });
    publish('elsewhere', '1.0.0', {}, { os: ['plan9'] });
    publish('picky', '1.0.0', {}, { optionalDependencies: { elsewhere: '*', 'is-not-there-either': '*' } });
    for (const [name, status] of [
      ['private', 401],
      ['forbidden', 403],
      ['busy', 503],
    ] as const)
      registry.answer(`/${name}`, (_, response) => response.writeHead(status).end('{}'));
  });
  afterAll(async () => {
    await kit.end();
    await sandbox.close();
    await registry.close();
    await removeTree(root);
  });
  beforeEach(() => {
    folders += 1;
    folder = join(root, `tree-${folders}`);
    mkdirSync(folder);
  });

  const install = (name: string, wanted = 'latest', by = installers) =>
    npmPackages({ kit, installers: by, socketDir: root }).install(name, wanted, {
      folder,
      signal: new AbortController().signal,
      timeoutMs: 60_000,
    });
  const text = (path: string) => readFileSync(join(folder, 'node_modules', path, 'index.js'), 'utf8');

  test.each(['bun', 'npm'])('%s arranges them as Node.js looks for them, read-only, as their hash says', async (id) => {
    const tree = await install(
      'app',
      'latest',
      installers.filter((one) => one.id === id),
    );
    expect(tree).toMatchObject({ version: '1.0.0', notes: [] });
    expect(tree.parts).toHaveLength(4);
    expect([text('app'), text('leaf'), text('@s/wants-old'), text('other')]).toEqual([
      'app@1.0.0',
      'leaf@2.0.0',
      '@s/wants-old@1.0.0',
      'leaf@1.0.0',
    ]);
    expect(text('@s/wants-old/node_modules/leaf')).toBe('leaf@1.0.0');
    expect(readlinkSync(join(folder, 'node_modules/.bin/leaf'))).toBe('../leaf/index.js');
    expect(statSync(join(folder, 'node_modules/leaf/index.js')).mode & 0o777).toBe(0o555);
    expect(lstatSync(join(folder, 'node_modules/leaf')).mode & 0o777).toBe(0o555);
    expect(await kit.hashTree(folder)).toBe(tree.hash);
    // Both places of one version are one file.
    const inode = (path: string) => statSync(join(folder, 'node_modules', path, 'index.js')).ino;
    expect(inode('other')).toBe(inode('@s/wants-old/node_modules/leaf'));
  });

  test('what is there is not downloaded again, and what is removed meanwhile is', async () => {
    const downloads = () => registry.asked.filter((path) => path.endsWith('.tgz')).length;
    const before = downloads();
    const { parts } = await install('app');
    expect(downloads()).toBe(before);
    for (const part of parts) await kit.dropPart(part);
    folder = join(root, 'again');
    mkdirSync(folder);
    await install('app');
    expect(downloads()).toBe(before + 4);
  });

  test('a dependency the registry lacks in the wanted version is taken in the newest there is, and it is said', async () => {
    const tree = await install('lagging');
    expect(tree.notes).toEqual(['Installed with another version than it asks for of leaf.']);
    expect(text('leaf')).toBe('leaf@2.0.0');
  });

  test.each([
    ['bun', 'orphan', ['is-not-there']],
    ['npm', 'orphan', ['is-not-there']],
    ['bun', 'orphan-below', ['is-not-there-either', 'is-not-there']],
    ['npm', 'orphan-below', ['is-not-there-either', 'is-not-there']],
    ['bun', 'wants-withdrawn', ['withdrawn']],
  ])('with %s: %s is installed without what the registry has not, and it is said', async (id, name, names) => {
    const by = installers.filter((installer) => installer.id === id);
    const { notes, lacks } = await install(name, 'latest', by);
    expect(notes).toEqual([expect.stringContaining('Installed without what the npm registry does not have: ')]);
    expect(lacks?.names.toSorted()).toEqual(names.toSorted());
    expect(lacks?.reason).toBe(`${name} depends on ${lacks?.names[0]}, which is not in the npm registry.`);
    expect(text(name)).toBe(`${name}@1.0.0`);
  });

  test.each(['bun', 'npm'])('with %s: whoever wants a version that is there gets that one', async (id) => {
    const by = installers.filter((installer) => installer.id === id);
    const tree = await install('lagging-in-part', 'latest', by);
    expect(tree.notes).toEqual(['Installed with another version than it asks for of leaf.']);
    expect(text('leaf')).toBe('leaf@2.0.0');
    expect(text('@s/wants-old/node_modules/leaf')).toBe('leaf@1.0.0');
  });

  test.each(['bun', 'npm'])('with %s: under another name it is still that package', async (id) => {
    await install(
      'lagging-alias',
      'latest',
      installers.filter((installer) => installer.id === id),
    );
    expect(text('picky')).toBe('leaf@2.0.0');
  });

  test.each(['@own/a', 'needs-own'])(
    '%s: what the user has from another registry is not taken from this one',
    async (name) => {
      await expect(install(name)).rejects.toMatchObject({
        outcome: 'install-failed',
        message: expect.stringContaining('packages of @own are from a registry of their own'),
      });
      expect(registry.asked.filter((path) => path.includes('@own'))).toEqual([]);
    },
  );

  test('what is for another platform, or optional and not there, is left out', async () => {
    expect((await install('picky')).parts).toHaveLength(1);
  });

  test('where one installer cannot, the next is asked, and it is said', async () => {
    const broken: Installer = { id: 'bun', resolve: async () => ({ ok: false, said: 'crashed', timedOut: false }) };
    const npm = installers.filter(({ id }) => id === 'npm');
    const tree = await install('app', '^1.0.0', [broken, ...npm]);
    expect(tree.notes).toEqual(['Installed as npm arranges it, since the usual installer could not.']);
    await expect(install('app', 'latest', [broken])).rejects.toMatchObject({
      outcome: 'install-failed',
      message: 'app@latest could not be installed: crashed.',
    });
  });

  test('an arrangement in which somebody finds a wrong version gives way to a better one; without one it is said', async () => {
    const [bun, npm] = installers as [Installer, Installer];
    /** Leaves out what lies inside another package. */
    const flat: Installer = {
      id: 'bun',
      async resolve(resolution) {
        const resolved = await bun.resolve(resolution);
        if (!resolved.ok) return resolved;
        const text = resolved.lock.text.replace(/^.*"@s\/wants-old\/leaf":.*$/m, '');
        return { ok: true, lock: { kind: 'bun', text } };
      },
    };
    await install('app', 'latest', [flat, npm]);
    expect(text('@s/wants-old/node_modules/leaf')).toBe('leaf@1.0.0');
    folder = join(root, 'flat');
    mkdirSync(folder);
    const broken: Installer = { id: 'npm', resolve: async () => ({ ok: false, said: 'crashed', timedOut: false }) };
    const { notes } = await install('app', 'latest', [flat, broken]);
    expect(notes).toEqual(['Installed without a fitting version, for all that need it, of leaf.']);
    expect(text('leaf')).toBe('leaf@2.0.0');
  });

  test('a document that was cleaned to an earlier form is asked for anew, changed or not', async () => {
    const { documents } = cacheFolders(root);
    const age = () => {
      for (const file of readdirSync(documents).filter((one) => one.endsWith('.index'))) {
        const path = join(documents, file);
        writeFileSync(path, readFileSync(path, 'utf8').replace(/"form":\d+/, '"form":1'));
      }
    };
    await install('app');
    const asked = () => registry.asked.filter((path) => path === 'GET /@s%2fwants-old').length;
    const before = asked();
    age();
    folder = join(root, 'aged');
    mkdirSync(folder);
    await install('app');
    expect(asked()).toBe(before + 1);
  });

  test.each([
    ['no-such-package', 'latest', 'There is no package no-such-package'],
    ['leaf', '9.9.9', 'npm has no version 9.9.9 of leaf'],
    ['leaf', '^9.0.0', 'npm has no version ^9.0.0 of leaf'],
    ['many-orphans', 'latest', 'many-orphans depends on is-not-there-1, which is not in the npm registry'],
    ['elsewhere', 'latest', 'elsewhere is not made for this machine'],
    ['private', 'latest', 'The registry wants a login for private'],
    ['forbidden', 'latest', 'The registry wants a login for forbidden'],
    ['busy', 'latest', 'it answered 503'],
  ])('%s@%s is told in words', async (name, wanted, words) => {
    await expect(install(name, wanted)).rejects.toMatchObject({
      outcome: 'install-failed',
      message: expect.stringContaining(words),
    });
  });

  test('a registry that is gone is told in words', async () => {
    const settings = { registry: 'http://127.0.0.1:9/', env: {} };
    const lost = await createInstallKit({ ...cacheFolders(join(root, 'x')), settings, indexes: [], maxTreeBytes: 1e6 });
    const at = { folder, signal: new AbortController().signal, timeoutMs: 60_000 };
    await expect(
      npmPackages({ kit: lost, installers, socketDir: root }).install('app', 'latest', at),
    ).rejects.toMatchObject({ message: expect.stringContaining('gave no answer for app') });
    await lost.end();
  });
});
