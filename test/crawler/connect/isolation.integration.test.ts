import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkSandbox } from '#crawler/connect/index.ts';
import { openSandbox, type Sandbox } from '#crawler/connect/sandbox/index.ts';
import { fixture, openTestConnector, processesWith, type TestConnector } from './support.ts';

let connector: TestConnector;
let home: string;
const listener = createServer((socket) => socket.end());
const database = mkdtempSync(join(tmpdir(), 'toolrisk-database-'));

beforeAll(async () => {
  // A home with a key in it, beside the real one, on a path like a real one.
  home = mkdtempSync(join(homedir(), 'toolrisk-test-home-'));
  mkdirSync(join(home, '.ssh'));
  writeFileSync(join(home, '.ssh', 'id_ed25519'), 'secret');
  writeFileSync(join(database, 'secret'), 'secret');
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  process.env.TOOLRISK_TEST_SECRET = 'secret';
  connector = await openTestConnector({ hidden: [database] });
});
afterAll(async () => {
  delete process.env.TOOLRISK_TEST_SECRET;
  await connector.dispose();
  listener.close();
  rmSync(home, { recursive: true, force: true });
  rmSync(database, { recursive: true, force: true });
});

test('the sandbox works on this machine', async () => {
  const check = await checkSandbox();
  expect(check).toMatchObject({ ok: true });
  expect(check.isolation.filter(({ holds }) => !holds)).toEqual([]);
});

describe('a server that tries to get out', () => {
  test('reads no key, reaches no network, writes nowhere outside and does not outlive its session', async () => {
    const port = (listener.address() as AddressInfo).port;
    const result = await connector.list(
      fixture('servers/escape-artist.ts', [
        `--home=${home}`,
        `--database=${database}`,
        `--port=${port}`,
        '--marker=escaped-marker-51',
      ]),
      {},
    );
    expect(result.outcome, result.reason).toBe('listed');
    expect(result.reading?.tools.map((tool) => tool.name)).toEqual(['tried']);
    expect(processesWith('escaped-marker-51')).toEqual([]);
    expect(existsSync(join(import.meta.dirname, '../../fixtures/servers/stolen'))).toBe(false);
    expect(existsSync(join(home, 'stolen'))).toBe(false);
  });

  test('the same attempts succeed without the sandbox, so the test means something', async () => {
    const open = await openTestConnector({ sandbox: 'off' });
    const port = (listener.address() as AddressInfo).port;
    const result = await open.list(
      fixture('servers/escape-artist.ts', [
        `--home=${home}`,
        `--database=${database}`,
        `--port=${port}`,
        '--marker=escaped-marker-52',
        '--gentle=yes',
      ]),
      {},
    );
    await open.dispose();
    const names = result.reading?.tools.map((tool) => tool.name);
    expect(names).toEqual(
      expect.arrayContaining(['read_ssh_key', 'list_home', 'read_database', 'reach_loopback_of_host']),
    );
    expect(names).not.toContain('inherit_environment');
    expect(processesWith('escaped-marker-52')).toEqual([]);
    rmSync(join(import.meta.dirname, '../../fixtures/servers/stolen'), { force: true });
  });
});

describe('the sandbox itself', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    const opened = await openSandbox();
    if (!('start' in opened)) throw new Error(opened.reason);
    sandbox = opened;
  });
  afterAll(() => sandbox.close());

  /** Runs a shell line inside and gives what it printed. */
  async function sh(line: string, more: object = {}): Promise<string> {
    const started = await sandbox.start({
      argv: ['/bin/sh', '-c', line],
      env: {},
      readOnly: [],
      memoryBytes: 256 * 1024 * 1024,
      processes: 20,
      scratchBytes: 8 * 1024 * 1024,
      cpuSeconds: 10,
      ...more,
    });
    const [output, errors, exit] = await Promise.all([text(started.stdout), text(started.stderr), started.exited]);
    await started.kill();
    return `${output}${errors}${exit.breach ?? ''}`;
  }

  test('shows only the system, and that read-only', async () => {
    expect((await sh('ls -m /')).trim()).toBe('bin, dev, etc, lib, lib64, opt, proc, sbin, scratch, tmp, usr');
    for (const path of ['/x', '/usr/x', '/etc/x', '/opt/x', '/dev/x', '/proc/x']) {
      expect(await sh(`touch ${path}`), path).toMatch(/Read-only|Permission denied|No such file|cannot touch/);
    }
    expect(await sh('cat /etc/passwd /etc/shadow /var/log/* /run/*; ls /home /root')).not.toMatch(/root:/);
  });

  test('has no network but its own empty one', async () => {
    expect(await sh('cat /proc/net/route | tail -n +2; ls /sys 2>/dev/null')).toBe('');
  });

  test('allows no further namespace, no privilege and no sight of other processes', async () => {
    expect(await sh('unshare -Ur true')).toMatch(/unshare failed|not permitted|No space/);
    expect(await sh('grep CapEff /proc/self/status')).toContain('0000000000000000');
    expect(Number(await sh('ls -d /proc/[0-9]* | wc -l'))).toBeLessThan(8);
    expect(await sh('grep NoNewPrivs /proc/self/status')).toContain('1');
  });

  test('does not tell the paths of the host to the program', async () => {
    expect(await sh("cat /proc/1/cmdline | tr '\\0' ' '")).not.toContain(process.cwd());
  });

  test('ends a program that fills memory, its disk or the process table', async () => {
    const fill = 'const all = []; for (;;) all.push(Buffer.alloc(1e7, 1));';
    const started = await sandbox.start({
      argv: [sandbox.places.node, '-e', fill],
      env: {},
      readOnly: [],
      memoryBytes: 256 * 1024 * 1024,
      processes: 20,
      scratchBytes: 8 * 1024 * 1024,
      cpuSeconds: 10,
    });
    expect((await started.exited).breach).toBe('memory');
    expect(await sh('yes | head -c 20000000 > /scratch/x; stat -c %s /scratch/x')).toMatch(
      /No space left[\s\S]*8388608\n|8388608\n[\s\S]*No space left/,
    );
    expect(await sh('yes | head -c 50000000 > /dev/shm/x')).toContain('No space left');
    expect(await sh('for i in $(seq 60); do sleep 30 & done; wait')).toMatch(/processes|Cannot fork/);
  });

  test('hands back only what was bound writable', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'toolrisk-bound-'));
    await sh(`echo kept > ${folder}/file; echo lost > /tmp/file`, { writable: [{ host: folder, inside: folder }] });
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('kept\n');
    expect(existsSync('/tmp/file')).toBe(false);
    rmSync(folder, { recursive: true, force: true });
  });
});

test('where no sandbox is possible, nothing is started and the reason says what to type', async () => {
  const path = process.env.PATH;
  process.env.PATH = '/nowhere';
  const platform = Object.getOwnPropertyDescriptor(process, 'platform');
  Object.defineProperty(process, 'platform', { value: 'darwin' });
  const refusing = await openTestConnector();
  Object.defineProperty(process, 'platform', platform as PropertyDescriptor);
  process.env.PATH = path;
  const result = await refusing.list(fixture('servers/legacy.ts'), {});
  await refusing.dispose();
  expect(result).toMatchObject({ outcome: 'sandbox-unavailable', todo: expect.stringContaining('--no-sandbox') });
});
