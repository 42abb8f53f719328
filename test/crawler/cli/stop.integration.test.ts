/** Being told to stop, as a terminal, Docker and systemd do it: what is under way ends in order, nothing is left over. */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkSandbox } from '#crawler/connect/sandbox/index.ts';
import { openDb } from '#db/client.ts';
import { listRuns } from '#db/queries/runs.ts';
import { listDueServers, upsertServer } from '#db/queries/servers.ts';
import { listAttempts } from '#db/queries/snapshots.ts';
import { ensureBuilt } from '#site/build.ts';
import { processesWith } from '#test/crawler/connect/support.ts';
import { makeCuttable } from '#test/support/cuttable.ts';
import { testDatabases } from '#test/support/database.ts';
import { newFolder, type Program, startProgram } from '#test/support/process.ts';

const silent = join(import.meta.dirname, '../../fixtures/servers/silent.ts');
const numbered = join(import.meta.dirname, '../../fixtures/servers/numbered.ts');
const sandbox = await checkSandbox();
const signals = ['SIGTERM', 'SIGINT'] as const;

describe.each(testDatabases)('on $name', { timeout: 180_000 }, ({ name, open }) => {
  let folder: ReturnType<typeof newFolder>;
  let place: { url: string; close(): Promise<void> };
  let program: Program | undefined;

  beforeEach(async () => {
    await ensureBuilt({ quiet: true });
    folder = newFolder();
    // The program owns an embedded database; a shared one is kept open to look into.
    place = name === 'PGlite' ? { url: `pglite:${join(folder.path, 'db')}`, close: async () => {} } : await open();
  });
  afterEach(async () => {
    program?.child.kill('SIGKILL');
    await program?.ended;
    await place.close();
    folder.remove();
  });

  const start = (...args: string[]) => {
    program = startProgram(folder.path, [...args, '--db', place.url]);
    return program;
  };
  const address = async (running: Program) => (await running.says(/toolrisk is at http:\/\/127\.0\.0\.1:(\d+)\n/))[1]!;
  const isRefused = (port: string) =>
    new Promise<boolean>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1');
      socket.once('connect', () => socket.destroy() && resolve(false));
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'));
    });
  const stopped = async (running: Program) => {
    expect(await running.ended, running.output()).toBe(0);
    expect(running.output()).not.toMatch(/this is a bug|at file:|could not be stopped/);
    // The lock of an embedded database was given back.
    const { db, close } = await openDb(place.url);
    return { db, close };
  };

  test.each(signals)('serve, while a visitor is in the midst of a request: %s', async (signal) => {
    const running = start('serve', '--port', '0');
    const port = await address(running);
    const slow = connect(Number(port), '127.0.0.1');
    await once(slow, 'connect');
    slow.write('GET / HTTP/1.1\r\nHost: localhost\r\n');
    const closed = once(slow, 'close');
    slow.resume().on('error', () => {});
    running.child.kill(signal);
    await expect.poll(() => isRefused(port), { timeout: 60_000 }).toBe(true);
    // Half a request gets no further time than the grace.
    await closed;
    await (await stopped(running)).close();
  });

  test.skipIf(name === 'PGlite')('serve, while the database is slow: the answer still arrives, whole', async () => {
    const running = start('serve', '--port', '0');
    const port = await address(running);
    await using stack = new AsyncDisposableStack();
    const other = postgres(place.url, { max: 2, onnotice: () => {} });
    stack.defer(() => other.end());
    const locked = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    stack.defer(() => release.resolve());
    const lock = other.begin(async (tx) => {
      await tx`lock table server_cards in access exclusive mode`;
      locked.resolve();
      await release.promise;
    });
    await locked.promise;
    const answer = fetch(`http://127.0.0.1:${port}/servers`);
    const waits = async () =>
      (await other`select 1 from pg_locks where not granted and relation = 'server_cards'::regclass`).length > 0;
    await expect.poll(waits, { timeout: 60_000 }).toBe(true);
    running.child.kill('SIGTERM');
    await expect.poll(() => isRefused(port), { timeout: 60_000 }).toBe(true);
    expect(running.child.exitCode).toBe(null);
    release.resolve();
    await lock;
    const response = await answer;
    expect(response.status).toBe(200);
    expect(await response.text()).toMatch(/<\/html>\s*$/);
    await (await stopped(running)).close();
  });

  describe.skipIf(!sandbox.ok)('in the midst of a visit', () => {
    /** On the command line of the server that is being visited: the value of a setting, since others could be secrets and are not kept. */
    const marker = String(randomInt(1e6, 1e7));
    const nothingLeft = () => {
      expect(processesWith(marker)).toEqual([]);
      expect(readdirSync(join(folder.path, '.toolrisk', 'scratch'))).toEqual([]);
    };
    const visited = () => expect.poll(() => processesWith(marker).length, { timeout: 60_000 }).toBeGreaterThan(0);
    const config = () => {
      const file = join(folder.path, 'servers.json');
      writeFileSync(
        file,
        JSON.stringify({ mcpServers: { silent: { command: 'node', args: [silent, '--limit', marker] } } }),
      );
      return file;
    };

    test.each(signals)('worker: %s', async (signal) => {
      const opened = await openDb(place.url);
      const { server } = await upsertServer(opened.db, {
        candidate: { source: 'file', location: 'silent', name: 'Silent' },
        identities: ['file:silent'],
        slug: 'silent',
        launch: { kind: 'command', command: 'node', args: [silent, marker], env: [] },
      });
      await opened.close();
      const running = start('worker', '--health', '127.0.0.1:0');
      const [, health] = await running.says(/"health":"(http:[^"]+)"/);
      expect(await (await fetch(`${health}/healthz`)).text()).toBe('ok\n');
      await visited();
      running.child.kill(signal);
      const { db, close } = await stopped(running);
      nothingLeft();
      expect(running.output()).toContain('worker stopped');
      // As if the visit had not begun: it is due as before.
      expect(await listAttempts(db, server.id, 5)).toEqual([]);
      expect(await listDueServers(db, new Date(), { limit: 5 })).toEqual([{ id: server.id }]);
      await close();
    });

    test('crawl, told twice at once as npm and a terminal do together', async () => {
      const running = start('crawl', '--file', config());
      await visited();
      running.child.kill('SIGINT');
      running.child.kill('SIGTERM');
      const { db, close } = await stopped(running);
      nothingLeft();
      expect((await listRuns(db, 1))[0]).toMatchObject({ kind: 'crawl', state: 'stopped', attempted: 0 });
      await close();
    });

    test('up', async () => {
      const running = start('up', '--port', '0', '--file', config());
      const port = await address(running);
      await visited();
      expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
      running.child.kill('SIGTERM');
      await expect.poll(() => isRefused(port), { timeout: 60_000 }).toBe(true);
      const { db, close } = await stopped(running);
      nothingLeft();
      expect((await listRuns(db, 1))[0]).toMatchObject({ state: 'stopped' });
      await close();
    });
  });

  describe.skipIf(name === 'PGlite' || !sandbox.ok)('up, after the database was away', () => {
    /** So many connections refused are about six seconds of everybody's trying. */
    const longAway = 20;
    const configOf = (servers: readonly string[][]) => {
      const file = join(folder.path, 'servers.json');
      const entries = servers.map((args, i) => [`server-${i}`, { command: 'node', args }]);
      writeFileSync(file, JSON.stringify({ mcpServers: Object.fromEntries(entries) }));
      return file;
    };
    const moments = {
      'while nothing was to be done': {
        servers: [],
        begun: (running: Program) => running.says(/visited again when it is time/),
      },
      'during a visit': {
        servers: [
          [silent, '--limit', '1'],
          [silent, '--limit', '2'],
        ],
        begun: (_: Program, rows: Rows) =>
          rows("select 1 from pgboss.job where name = 'list-server' and state = 'active'"),
      },
      'while rows were written': {
        servers: Array.from({ length: 30 }, (_, i) => [numbered, String(i)]),
        begun: (_: Program, rows: Rows) => rows('select 1 from snapshots'),
      },
    };
    type Rows = (query: string) => Promise<unknown>;

    test.each(Object.entries(moments))('%s', async (_, { servers, begun }) => {
      await using way = await makeCuttable(place.url);
      await using stack = new AsyncDisposableStack();
      const direct = postgres(place.url, { max: 1, onnotice: () => {} });
      stack.defer(() => direct.end());
      const rows: Rows = (query) =>
        expect
          .poll(async () => (await direct.unsafe(query)).length, { timeout: 60_000, interval: 20 })
          .toBeGreaterThan(0);
      program = startProgram(folder.path, ['up', '--port', '0', '--file', configOf(servers), '--db', way.url]);
      const running = program;
      const port = await address(running);
      await begun(running, rows);
      way.cut();
      await expect.poll(way.refused, { timeout: 60_000 }).toBeGreaterThan(longAway);
      way.mend();
      // Back within a second or two, though everybody has tried in vain many times.
      const answers = async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).status;
      await expect.poll(answers, { timeout: 5_000 }).toBe(200);
      running.child.kill('SIGTERM');
      await (await stopped(running)).close();
      expect((await direct`select state from runs`).map(({ state }) => state)).not.toContain('running');
    });
  });
});
