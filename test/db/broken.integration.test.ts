/** Databases that are damaged, in the way, full, of a later version or not reached: told in one line, nothing lost. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDb } from '#db/client.ts';
import { DatabaseUnusable } from '#db/faults.ts';
import { startRun } from '#db/queries/runs.ts';
import { testDatabases } from '#test/support/database.ts';
import { startProgram } from '#test/support/process.ts';

const folder = mkdtempSync(join(tmpdir(), 'toolrisk-broken-'));
const whole = join(folder, 'whole');
const copy = (name: string) => {
  const at = join(folder, name);
  cpSync(whole, at, { recursive: true });
  return at;
};

beforeAll(async () => {
  await using opened = await openDb(`pglite:${whole}`);
  await startRun(opened.db, 'crawl', ['starter']);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The line that opening ends with. */
async function refusal(url: string): Promise<string> {
  const error = await openDb(url).then(
    async (opened) => {
      await opened.close();
      return undefined;
    },
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DatabaseUnusable);
  const { message } = error as Error;
  expect(message).toMatch(/^[A-Z][^\n]+\.$/);
  return message;
}

test.each<[string, (at: string) => void]>([
  ['its control file is empty', (at) => truncateSync(join(at, 'global/pg_control'), 0)],
  ['its control file holds nonsense', (at) => writeFileSync(join(at, 'global/pg_control'), Buffer.alloc(8192, 7))],
  ['its tables are gone', (at) => rmSync(join(at, 'base'), { recursive: true })],
  ['its version is missing', (at) => rmSync(join(at, 'PG_VERSION'))],
  ['its version is another', (at) => writeFileSync(join(at, 'PG_VERSION'), '9.6\n')],
])(
  '%s: it is damaged, and stays as it is',
  async (name, damage) => {
    const at = copy(name.replaceAll(' ', '-'));
    damage(at);
    const before = readdirSync(join(at, 'pg_wal'));
    // In a process of its own: the embedded database leaves its files open where it does not start.
    const running = startProgram(folder, ['runs', '--db', `pglite:${at}`]);
    expect(await running.ended).toBe(1);
    expect(running.output()).toMatch(/^toolrisk: The embedded database in \S+ is damaged[^\n]+\.\n$/);
    expect(readdirSync(join(at, 'pg_wal'))).toEqual(before);
  },
  60_000,
);

test('a folder that holds something else is left alone', async () => {
  const at = join(folder, 'letters');
  mkdirSync(at);
  writeFileSync(join(at, 'letter.txt'), 'dear reader');
  expect(await refusal(`pglite:${at}`)).toContain('something else lies in that folder');
  expect(readdirSync(at)).toEqual(['letter.txt']);
});

test.each(['file', 'file/below'])('a file where the folder should be (%s)', async (path) => {
  writeFileSync(join(folder, 'file'), 'x');
  expect(await refusal(`pglite:${join(folder, path)}`)).toContain('a file is in the way');
});

test('one that was broken off while it was being made is made again', async () => {
  const at = join(folder, 'half-made');
  mkdirSync(join(at, 'global'), { recursive: true });
  writeFileSync(join(at, 'toolrisk.beginning'), '');
  writeFileSync(join(at, 'PG_VERSION'), '17\n');
  await using opened = await openDb(`pglite:${at}`);
  await startRun(opened.db, 'crawl', ['starter']);
  expect(existsSync(join(at, 'toolrisk.beginning'))).toBe(false);
});

test('a whole one is opened with what is in it', async () => {
  const at = copy('whole-too');
  await using opened = await openDb(`pglite:${at}`);
  expect(readFileSync(join(at, 'PG_VERSION'), 'utf8')).toMatch(/^\d+/);
  expect(await opened.db.execute(sql`select kind from runs`)).toMatchObject({ rows: [{ kind: 'crawl' }] });
});

test('an address that is none does not print its password', async () => {
  for (const url of ['mysql://user:hidden@host/name', 'postgres://%zz:hidden', 'pglite:', 'sqlite.db']) {
    expect(await refusal(url)).not.toContain('hidden');
  }
});

describe.each(testDatabases)('on $name', ({ open, name }) => {
  test('one that a later version has used is not touched', async () => {
    const opened = await open();
    const url = name === 'PGlite' ? `pglite:${copy('later')}` : opened.url;
    const later = name === 'PGlite' ? await openDb(url) : opened;
    await later.db.execute(
      sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', ${Date.now() + 1e12})`,
    );
    if (name === 'PGlite') await later.close();
    expect(await refusal(url)).toContain('by a later version of toolrisk');
    await opened.close();
  });
});

describe.skipIf(!process.env.TEST_DATABASE_URL)('a PostgreSQL that refuses', () => {
  const at = (change: (url: URL) => void) => {
    const url = new URL(process.env.TEST_DATABASE_URL as string);
    change(url);
    return url.href;
  };

  test('no such database, no such user', async () => {
    expect(await refusal(at((url) => (url.pathname = '/toolrisk_none')))).toContain('has no such database');
    expect(await refusal(at((url) => (url.username = 'toolrisk_none')))).toMatch(/refuses this user.*does not exist/);
  });
});

test('nobody listens, nobody answers as PostgreSQL, no such host', async () => {
  expect(await refusal('postgres://user:hidden@127.0.0.1:1/name')).toContain('does not answer');
  expect(await refusal('postgres://user:hidden@host.invalid/name')).toContain('is not reached');
  const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  expect(await refusal(`postgres://user:hidden@127.0.0.1:${port}/name`)).not.toContain('hidden');
  other.close();
}, 60_000);
