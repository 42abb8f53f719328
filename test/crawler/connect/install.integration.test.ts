import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { withFolderLock } from '#crawler/connect/folder-lock.ts';
import { type InstallParts, installPackage } from '#crawler/connect/install.ts';
import { condense, npmNames } from '#crawler/connect/npm-packages.ts';
import { type ConnectorEvent, defaultLimits } from '#crawler/connect/options.ts';
import { openPackageCache, type PackageCache } from '#crawler/connect/package-cache.ts';
import type { PackageManager } from '#crawler/connect/package-manager.ts';
import { describeTree, openTestConnector, plainKit } from './support.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolrisk-cache-'));
});
afterEach(() => plainKit.removeTree(folder));

const never = new AbortController().signal;

/** A package manager that writes packages of a given size and counts what it was asked. */
function fakeManager(options: { version?: string; bytes?: number } = {}) {
  const asked: string[] = [];
  const manager: PackageManager = {
    ...npmNames,
    async resolve(name, wanted) {
      asked.push(`resolve ${name}@${wanted}`);
      return options.version ?? '1.0.0';
    },
    async install(name, wanted, { folder: at }) {
      asked.push(`install ${name}@${wanted}`);
      const version = wanted === 'latest' ? (options.version ?? '1.0.0') : wanted;
      const root = join(at, 'node_modules', name);
      mkdirSync(root, { recursive: true });
      writeFileSync(join(root, 'package.json'), JSON.stringify({ name, version }));
      writeFileSync(join(root, 'bulk'), Buffer.alloc(options.bytes ?? 1_000));
      return describeTree(at, version);
    },
  };
  return { manager, asked };
}

async function open(
  manager: PackageManager,
  maxCacheBytes = 1_000_000,
): Promise<InstallParts & { events: ConnectorEvent[] }> {
  const events: ConnectorEvent[] = [];
  const cache = await openPackageCache(folder, maxCacheBytes, plainKit);
  return { cache, manager, limits: defaultLimits, maxCacheBytes, log: (event) => void events.push(event), events };
}
const packages = () =>
  readdirSync(join(folder, 'packages'))
    .map((name) => name.replace(/-[0-9a-f]{16}$/, ''))
    .sort();

describe('the package cache', () => {
  test('a package is installed once', async () => {
    const { manager, asked } = fakeManager();
    const parts = await open(manager);
    for (let time = 0; time < 3; time += 1) {
      const installed = await installPackage(parts, { name: '@acme/server' }, never);
      expect(installed).toMatchObject({ name: '@acme/server', version: '1.0.0' });
      await installed.release();
    }
    expect(asked).toEqual(['install @acme/server@latest']);
    expect(packages()).toEqual(['acme_server@1.0.0']);
    for (const left of ['staging', 'leases', 'locks']) expect(readdirSync(join(folder, left)), left).toEqual([]);
  });

  test('at the same time too', async () => {
    const { manager, asked } = fakeManager();
    const parts = await open(manager);
    const all = await Promise.all(
      Array.from({ length: 5 }, () => installPackage(parts, { name: 'acme', version: '2.0.0' }, never)),
    );
    expect(new Set(all.map((installed) => installed.folder)).size).toBe(1);
    expect(asked).toHaveLength(1);
  });

  test('nothing in it can be written to', async () => {
    const installed = await installPackage(await open(fakeManager().manager), { name: 'acme' }, never);
    for (const below of ['', 'node_modules', 'node_modules/acme', 'node_modules/acme/bulk'])
      expect(statSync(join(installed.folder, below)).mode & 0o222, below).toBe(0);
  });

  test.each([
    ['a byte', (at: string) => writeFileSync(join(at, 'bulk'), Buffer.alloc(1_000, 1))],
    ['a file more', (at: string) => writeFileSync(join(at, 'more.js'), 'attack()')],
    ['a file less', (at: string) => rmSync(join(at, 'bulk'))],
    [
      'a byte, with the old time of change',
      (at: string) => {
        const { atime, mtime } = statSync(join(at, 'bulk'));
        writeFileSync(join(at, 'bulk'), Buffer.alloc(1_000, 1));
        utimesSync(join(at, 'bulk'), atime, mtime);
      },
    ],
  ])('what was changed is installed anew: %s', async (_, change) => {
    const { manager, asked } = fakeManager();
    const parts = await open(manager);
    const first = await installPackage(parts, { name: 'acme', version: '1.0.0' }, never);
    await first.release();
    const at = join(first.folder, 'node_modules/acme');
    unseal(at);
    change(at);
    const second = await installPackage(parts, { name: 'acme', version: '1.0.0' }, never);
    expect(asked).toHaveLength(2);
    expect(readFileSync(join(second.folder, 'node_modules/acme/bulk'))).toEqual(Buffer.alloc(1_000));
    expect(existsSync(join(second.folder, 'node_modules/acme/more.js'))).toBe(false);
  });

  test('an old answer to "which is the newest" is asked for again, and not installed again where it is the same', async () => {
    const { manager, asked } = fakeManager();
    const parts = await open(manager);
    await (await installPackage(parts, { name: 'acme' }, never)).release();
    for (const name of readdirSync(join(folder, 'wishes'))) utimesSync(join(folder, 'wishes', name), 1, 1);
    await (await installPackage(parts, { name: 'acme' }, never)).release();
    expect(asked).toEqual(['install acme@latest', 'resolve acme@latest']);
  });

  test('the least recently used goes first, what is in use stays', async () => {
    const parts = await open(fakeManager({ bytes: 400_000 }).manager);
    const held = await installPackage(parts, { name: 'held', version: '1.0.0' }, never);
    await (await installPackage(parts, { name: 'old', version: '1.0.0' }, never)).release();
    expect(packages()).toEqual(['held@1.0.0', 'old@1.0.0']);
    await (await installPackage(parts, { name: 'new', version: '1.0.0' }, never)).release();
    expect(packages()).toEqual(['held@1.0.0', 'new@1.0.0']);
    expect(existsSync(held.folder)).toBe(true);
    expect(parts.events).toContainEqual(expect.objectContaining({ kind: 'cache-evicted', package: 'old@1.0.0' }));
  });

  test('what several packages share counts once, and goes with the last of them', async () => {
    const dropped: string[] = [];
    const diskBytes: Record<string, number> = { shared: 600_000, one: 300_000, other: 50_000 };
    const kit = {
      ...plainKit,
      dropPart: async (key: string) => void dropped.push(key),
      listParts: async () =>
        Object.entries(diskBytes)
          .filter(([key]) => !dropped.includes(key))
          .map(([key, bytes]) => ({ key, diskBytes: bytes, usedAtMs: 0 })),
    };
    const cache = await openPackageCache(folder, 1_000_000, kit);
    const put = async (name: string, parts: string[]) => {
      const tree = { version: '1.0.0', hash: '', parts, bytes: 900_000, ownBytes: 4_096, notes: [] };
      await (await cache.keep(await cache.stage(), name, tree)).release();
    };
    await put('one', ['shared', 'one']);
    await put('other', ['shared', 'other']);
    expect(await cache.trim()).toEqual([]);
    diskBytes.more = 100_000;
    await put('more', ['more']);
    expect((await cache.trim()).map(({ name }) => name)).toEqual(['one']);
    expect(dropped).toEqual(['one']);
    diskBytes.nobodys = 1;
    diskBytes.most = 700_000;
    await put('most', ['most']);
    expect((await cache.trim()).map(({ name }) => name)).toEqual(['other']);
    expect(dropped.slice(0, 2)).toEqual(['one', 'nobodys']);
    expect(dropped.slice(2).sort()).toEqual(['other', 'shared']);
  });

  test('all is counted again once a quarter of the room that was left may be filled', async () => {
    let counts = 0;
    const kit = {
      ...plainKit,
      listParts: async () => {
        counts += 1;
        return [];
      },
    };
    const cache = await openPackageCache(folder, 1_000_000, kit);
    const put = async (name: string, bytes: number) => {
      const tree = { version: '1.0.0', hash: '', parts: [], bytes, ownBytes: bytes, notes: [] };
      await (await cache.keep(await cache.stage(), name, tree)).release();
      return (await cache.trim()).map((gone) => gone.name);
    };
    expect(await put('first', 100_000)).toEqual([]);
    expect(counts).toBe(1);
    for (const name of ['second', 'third']) expect(await put(name, 100_000)).toEqual([]);
    expect(counts).toBe(1);
    expect(await put('fourth', 100_000)).toEqual([]);
    expect(counts).toBe(2);
    expect(await put('huge', 700_000)).toEqual(['first', 'second']);
    expect(counts).toBe(3);
    // Nor is a full cache counted at every installation: more was removed than had to be.
    expect(await put('more', 1)).toEqual([]);
    expect(counts).toBe(3);
    expect(await put('last', 150_000)).toEqual(['third', 'fourth']);
    expect(counts).toBe(4);
  });

  /** A cache whose store has parts that were used at these times; each fills nearly all of its room. */
  async function withParts(usedAtMs: Record<string, number>) {
    const dropped: string[] = [];
    const kit = {
      ...plainKit,
      dropPart: async (key: string) => void dropped.push(key),
      listParts: async () => Object.entries(usedAtMs).map(([key, at]) => ({ key, diskBytes: 900_000, usedAtMs: at })),
    };
    const cache = await openPackageCache(folder, 1_000_000, kit);
    const put = async (name: string, parts: string[]) => {
      const tree = { version: '1.0.0', hash: '', parts, bytes: 1, ownBytes: 4_096, notes: [] };
      await (await cache.keep(await cache.stage(), name, tree)).release();
    };
    return { cache, put, dropped };
  }

  test('what an installation has just fetched stays, whatever ends beside it', async () => {
    const { cache, put, dropped } = await withParts({ fetched: Date.now(), shared: Date.now(), old: 0 });
    const staged = await cache.stage();
    await put('one', ['shared', 'old']);
    expect((await cache.trim()).map(({ name }) => name)).toEqual(['one']);
    expect(dropped).toEqual(['old']);
    await cache.remove(staged);
  });

  test('nothing is removed that leaves no more room than before', async () => {
    const { cache, put, dropped } = await withParts({ shared: Date.now(), new: Date.now() });
    const staged = await cache.stage();
    await put('one', ['shared']);
    await put('other', ['shared', 'new']);
    expect(await cache.trim()).toEqual([]);
    expect([packages(), dropped]).toEqual([['one@1.0.0', 'other@1.0.0'], []]);
    await cache.remove(staged);
  });

  test.each([
    ['once no installation is under way', async () => {}],
    ['where an installation began after it was used', async (cache: PackageCache) => void (await cache.stage())],
    ['where the installation it may belong to is of a dead process', async () => stageOf(999_999_999, Date.now())],
    ['where that takes longer than one may', async () => stageOf(process.pid, Date.now() - 3_600_000)],
  ])('what was used a moment ago goes %s', async (_, begin) => {
    const { cache, put, dropped } = await withParts({ one: Date.now() - 5_000, other: Date.now() - 4_000 });
    await put('one', ['one']);
    await put('other', ['other']);
    await begin(cache);
    expect((await cache.trim()).map(({ name }) => name)).toEqual(['one', 'other']);
    expect(dropped).toEqual(['one', 'other']);
  });
  const stageOf = (pid: number, startedMs: number) =>
    mkdirSync(join(folder, 'staging', `${pid}-${startedMs}-0b6f8a3e-0000-4000-8000-000000000000`));

  test('a package is installed though another process has been making room for long', async () => {
    const wait = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => AbortSignal.abort(new Error('waited')));
    try {
      const parts = await open(fakeManager().manager);
      mkdirSync(join(folder, 'locks', 'trim'), { recursive: true });
      writeFileSync(join(folder, 'locks', 'trim', 'owner'), String(process.pid));
      await (await installPackage(parts, { name: 'acme' }, never)).release();
      expect(packages()).toEqual(['acme@1.0.0']);
      expect(wait).toHaveBeenCalled();
    } finally {
      wait.mockRestore();
    }
  });

  test('a package larger than the cache is refused and not kept', async () => {
    const parts = await open(fakeManager({ bytes: 2_000_000 }).manager);
    await expect(installPackage(parts, { name: 'giant' }, never)).rejects.toMatchObject({ outcome: 'too-large' });
    expect(packages()).toEqual([]);
  });

  test.each(['../evil', 'https://evil.example.com/x.tgz', 'git+ssh://x', '--global', 'a b', '', 'node_modules'])(
    '%j is no package name',
    async (name) => {
      const { manager, asked } = fakeManager();
      await expect(installPackage(await open(manager), { name }, never)).rejects.toMatchObject({
        outcome: 'install-failed',
      });
      expect(asked).toEqual([]);
    },
  );

  test.each(['file:/etc', '../x', 'x.tgz', 'http://127.0.0.1/x', 'git+http://x/y', 'npm:other', '-g', '.'])(
    '%j is no version',
    async (version) => {
      const { manager, asked } = fakeManager();
      await expect(installPackage(await open(manager), { name: 'acme', version }, never)).rejects.toMatchObject({
        outcome: 'install-failed',
        message: expect.stringContaining('no name and version'),
      });
      expect(asked).toEqual([]);
    },
  );

  test('what a dead process left is cleared, what a living one holds is not', async () => {
    await open(fakeManager().manager);
    mkdirSync(join(folder, 'staging', '999999999-x'));
    mkdirSync(join(folder, 'staging', `${process.pid}-x`));
    await open(fakeManager().manager);
    expect(readdirSync(join(folder, 'staging'))).toEqual([`${process.pid}-x`]);
  });
});

/** Lets a test change what is read-only, also where it is not run as root. */
function unseal(at: string): void {
  chmodSync(at, 0o755);
  for (const name of readdirSync(at)) chmodSync(join(at, name), 0o644);
}

describe('locks', () => {
  test('one at a time, and the lock of a dead process is taken over', async () => {
    const path = join(folder, 'lock');
    const order: string[] = [];
    const entered = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const first = withFolderLock(path, never, async () => {
      order.push('first in');
      entered.resolve();
      await gate.promise;
      order.push('first out');
    });
    await entered.promise;
    const second = withFolderLock(path, never, async () => void order.push('second'));
    gate.resolve();
    await Promise.all([first, second]);
    expect(order).toEqual(['first in', 'first out', 'second']);

    const dead = spawn('/bin/true');
    await new Promise((resolve) => dead.once('exit', resolve));
    mkdirSync(path);
    writeFileSync(join(path, 'owner'), String(dead.pid));
    await withFolderLock(path, never, async () => void order.push('third'));
    expect(order.at(-1)).toBe('third');
    expect(existsSync(path)).toBe(false);
  });
});

test("an installer's message is condensed to one line", () => {
  expect(
    condense(
      'npm error code E404\nnpm error 404 Not Found - GET https://registry.example.com/x\nnpm error A complete log of this run can be found in: /x\n',
    ),
  ).toBe('404 Not Found - GET https://registry.example.com/x');
  expect(
    condense('Resolving dependencies\nerror: GET http://127.0.0.1:1/a - 404\nerror: a@^1 failed to resolve\n'),
  ).toBe('GET http://127.0.0.1:1/a - 404; a@^1 failed to resolve');
  expect(condense('')).toBe('the installer ended without a reason');
});

test('a real package is installed without scripts and listed, and one that is not there is named', async () => {
  const connector = await openTestConnector({ limits: { installTimeoutMs: 90_000 } });
  const npm = (name: string) => connector.list({ kind: 'npm', package: name, args: [], env: [] }, {});
  const [real, missing] = await Promise.all([
    npm('@modelcontextprotocol/server-sequential-thinking'),
    npm('toolrisk-no-such-package-7f3a'),
  ]);
  await connector.dispose();
  expect(real, real.reason).toMatchObject({ outcome: 'listed' });
  expect(real.reading?.packageVersion).toMatch(/^\d+\.\d+\.\d+/);
  expect(real.reading?.tools.map((tool) => tool.name)).toEqual(['sequentialthinking']);
  expect(missing).toMatchObject({ outcome: 'install-failed', reason: expect.stringContaining('There is no package') });
}, 180_000);
