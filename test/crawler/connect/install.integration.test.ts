import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AttemptFailure } from '#crawler/connect/attempt-failure.ts';
import { withFolderLock } from '#crawler/connect/folder-lock.ts';
import { type InstallParts, installPackage } from '#crawler/connect/install.ts';
import { condense, type Npm, type NpmResult } from '#crawler/connect/npm.ts';
import { npmPackages } from '#crawler/connect/npm-packages.ts';
import { type ConnectorEvent, defaultLimits } from '#crawler/connect/options.ts';
import { openPackageCache } from '#crawler/connect/package-cache.ts';
import { openTestConnector } from './support.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolrisk-cache-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const never = new AbortController().signal;
const fine: NpmResult = { ok: true, stdout: '', reason: '', code: '' };

/** An npm that writes packages of a given size and counts what it was asked. */
function fakeNpm(options: { version?: string; bytes?: number; result?: NpmResult } = {}) {
  const runs: string[][] = [];
  const npm: Npm = {
    async run(args, { folder: at }) {
      runs.push(args);
      if (options.result) return options.result;
      if (args[0] === 'view') return { ...fine, stdout: JSON.stringify(options.version ?? '1.0.0') };
      const wish = args[1] ?? '';
      const name = wish.slice(0, wish.lastIndexOf('@'));
      const wanted = wish.slice(wish.lastIndexOf('@') + 1);
      const version = wanted === 'latest' ? (options.version ?? '1.0.0') : wanted;
      mkdirSync(join(at, 'node_modules', name), { recursive: true });
      writeFileSync(join(at, 'node_modules', name, 'package.json'), JSON.stringify({ name, version }));
      writeFileSync(join(at, 'node_modules', name, 'bulk'), Buffer.alloc(options.bytes ?? 1_000));
      return fine;
    },
  };
  return { npm, runs };
}

async function open(npm: Npm, maxCacheBytes = 1_000_000): Promise<InstallParts & { events: ConnectorEvent[] }> {
  const events: ConnectorEvent[] = [];
  const cache = await openPackageCache(folder, maxCacheBytes);
  return {
    cache,
    manager: npmPackages(npm),
    limits: defaultLimits,
    maxCacheBytes,
    log: (event) => void events.push(event),
    events,
  };
}
const packages = () =>
  readdirSync(join(folder, 'packages'))
    .map((name) => name.replace(/-[0-9a-f]{16}$/, ''))
    .sort();

describe('the package cache', () => {
  test('a package is installed once', async () => {
    const { npm, runs } = fakeNpm();
    const parts = await open(npm);
    for (let time = 0; time < 3; time += 1) {
      const installed = await installPackage(parts, { name: '@acme/server' }, never);
      expect(installed).toMatchObject({ name: '@acme/server', version: '1.0.0' });
      await installed.release();
    }
    expect(runs.map(([command]) => command)).toEqual(['install']);
    expect(runs[0]).toEqual(expect.arrayContaining(['@acme/server@latest', '--ignore-scripts']));
    expect(packages()).toEqual(['acme_server@1.0.0']);
    expect(readdirSync(join(folder, 'staging'))).toEqual([]);
    expect(readdirSync(join(folder, 'leases'))).toEqual([]);
    expect(readdirSync(join(folder, 'locks'))).toEqual([]);
  });

  test('at the same time too', async () => {
    const { npm, runs } = fakeNpm();
    const parts = await open(npm);
    const all = await Promise.all(
      Array.from({ length: 5 }, () => installPackage(parts, { name: 'acme', version: '2.0.0' }, never)),
    );
    expect(new Set(all.map((installed) => installed.folder)).size).toBe(1);
    expect(runs).toHaveLength(1);
  });

  test('an old answer to "which is the newest" is asked for again, and not installed again where it is the same', async () => {
    const { npm, runs } = fakeNpm();
    const parts = await open(npm);
    await (await installPackage(parts, { name: 'acme' }, never)).release();
    for (const name of readdirSync(join(folder, 'wishes'))) utimesSync(join(folder, 'wishes', name), 1, 1);
    await (await installPackage(parts, { name: 'acme' }, never)).release();
    expect(runs.map(([command]) => command)).toEqual(['install', 'view']);
  });

  test('the least recently used goes first, what is in use stays', async () => {
    const parts = await open(fakeNpm({ bytes: 400_000 }).npm);
    const held = await installPackage(parts, { name: 'held', version: '1.0.0' }, never);
    await (await installPackage(parts, { name: 'old', version: '1.0.0' }, never)).release();
    expect(packages()).toEqual(['held@1.0.0', 'old@1.0.0']);
    await (await installPackage(parts, { name: 'new', version: '1.0.0' }, never)).release();
    expect(packages()).toEqual(['held@1.0.0', 'new@1.0.0']);
    expect(existsSync(held.folder)).toBe(true);
    expect(parts.events).toContainEqual(expect.objectContaining({ kind: 'cache-evicted', package: 'old@1.0.0' }));
  });

  test('a package larger than the cache is refused and not kept', async () => {
    const parts = await open(fakeNpm({ bytes: 2_000_000 }).npm);
    await expect(installPackage(parts, { name: 'giant' }, never)).rejects.toMatchObject({ outcome: 'too-large' });
    expect(packages()).toEqual([]);
  });

  test('a dependency the registry lacks in the version that is wanted is taken in the newest there is', async () => {
    const { npm, runs } = fakeNpm();
    const manifests: string[] = [];
    const lagging: Npm = {
      async run(args, place) {
        manifests.push(readFileSync(join(place.folder, 'package.json'), 'utf8'));
        if (manifests.length > 1) return npm.run(args, place);
        return { ok: false, stdout: '', code: 'ETARGET', reason: 'No matching version found for @acme/core@^9.1.0.' };
      },
    };
    await (await installPackage(await open(lagging), { name: 'acme' }, never)).release();
    expect(runs).toHaveLength(1);
    expect(manifests.map((text) => JSON.parse(text))).toEqual([
      { private: true },
      { private: true, overrides: { '@acme/core': '>=0.0.0' } },
    ]);
  });

  test.each([
    ['ETARGET', 'No matching version found for @acme/core@^9.1.0.', 'acme depends on @acme/core, of which'],
    [
      'E404',
      '404 Not Found - GET https://registry.example.com/@acme%2fcore',
      'acme depends on @acme/core, which is not',
    ],
    ['E404', '404 Not Found - GET https://registry.example.com/acme', 'There is no package acme'],
    [
      'ENOTFOUND',
      'network request to https://github.com/acme/core/v1.tar.gz failed, reason: getaddrinfo ENOTFOUND github.com',
      'acme depends on https://github.com/acme/core/v1.tar.gz',
    ],
  ])('%s of %s', async (code, reason, words) => {
    const { npm, runs } = fakeNpm({ result: { ok: false, stdout: '', reason, code } });
    const failure = await installPackage(await open(npm), { name: 'acme' }, never).catch((error: unknown) => error);
    expect((failure as AttemptFailure).message).toContain(words);
    expect(runs.length).toBeLessThanOrEqual(2);
  });

  test.each([
    ['E404', 'There is no package acme'],
    ['ETARGET', 'npm has no version latest of acme'],
    ['E401', 'wants a login'],
    ['ENOTFOUND', 'could not be reached'],
    ['ENOSPC', 'No disk space'],
    ['EOTHER', 'npm could not install acme@latest: it broke'],
  ])('%s is told in words', async (code, words) => {
    const parts = await open(fakeNpm({ result: { ok: false, stdout: '', reason: 'it broke', code } }).npm);
    const failure = await installPackage(parts, { name: 'acme' }, never).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AttemptFailure);
    expect(failure).toMatchObject({ outcome: 'install-failed', message: expect.stringContaining(words) });
    expect(readdirSync(join(folder, 'staging'))).toEqual([]);
  });

  test.each(['../evil', 'https://evil.example.com/x.tgz', 'git+ssh://x', '--global', 'a b', ''])(
    '%j is no package name',
    async (name) => {
      const { npm, runs } = fakeNpm();
      await expect(installPackage(await open(npm), { name }, never)).rejects.toMatchObject({
        outcome: 'install-failed',
      });
      expect(runs).toEqual([]);
    },
  );

  test('what a dead process left is cleared, what a living one holds is not', async () => {
    await open(fakeNpm().npm);
    mkdirSync(join(folder, 'staging', '999999999-x'));
    mkdirSync(join(folder, 'staging', `${process.pid}-x`));
    await open(fakeNpm().npm);
    expect(readdirSync(join(folder, 'staging'))).toEqual([`${process.pid}-x`]);
  });
});

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

test("npm's message is condensed to one sentence", () => {
  expect(
    condense(
      'npm error code E404\nnpm error 404 Not Found - GET https://registry.example.com/x\nnpm error A complete log of this run can be found in: /x\n',
    ),
  ).toBe('404 Not Found - GET https://registry.example.com/x');
  expect(condense('')).toBe('npm ended without a reason');
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
