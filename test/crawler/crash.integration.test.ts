/**
 * Workers die: killed, powered off, cut from their database. Whatever the moment, the next run finishes, nothing is lost,
 * nothing is there twice, and nothing is left over. Moments are drawn by chance; the seed is in the test's name.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sql } from 'drizzle-orm';
import { afterAll, describe, expect, test } from 'vitest';
import { checkSandbox } from '#crawler/connect/sandbox/index.ts';
import { type Db, openDb } from '#db/client.ts';
import { attempts, servers, snapshots, tools } from '#db/schema.ts';
import { processesWith } from '#test/crawler/connect/support.ts';
import { testDatabases } from '#test/support/database.ts';

const serverCount = 30;
const root = join(import.meta.dirname, '..', '..');
const fixture = join(root, 'test/fixtures/servers/numbered.ts');
/** Moments at which a crawl loses its process or its database. */
const moments = 20;
const cutConnections = sql`
  select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()`;
const seed = Math.floor(Math.random() * 1e9);

/** A small seeded generator (mulberry32), so that a failing run can be repeated. */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function configOf(dir: string): string {
  const file = join(dir, 'servers.json');
  const mcpServers = Object.fromEntries(
    Array.from({ length: serverCount }, (_, i) => [`numbered-${i}`, { command: 'node', args: [fixture, String(i)] }]),
  );
  writeFileSync(file, JSON.stringify({ mcpServers }));
  return file;
}

/** A crawl as a process of its own, and what it printed so far. */
interface Crawl {
  child: ChildProcess;
  output: string;
}

function startCrawl(dir: string, url: string, ...more: string[]): Crawl {
  const args = [join(root, 'crawler/main.ts'), 'crawl', '--file', configOf(dir), '--db', url, '--concurrency', '3'];
  const child = spawn(process.execPath, [...args, ...more], { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] });
  const crawl = { child, output: '' };
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.on('data', (chunk) => {
      crawl.output += chunk;
    });
  }
  return crawl;
}

const hasEnded = ({ child }: Crawl) => child.exitCode !== null || child.signalCode !== null;

/** Waits for so many more visits to be told of, or the end. */
async function afterVisits(crawl: Crawl, visits: number): Promise<void> {
  const told = () => crawl.output.match(/^\[/gm)?.length ?? 0;
  const enough = told() + visits;
  await expect.poll(() => hasEnded(crawl) || told() >= enough, { timeout: 120_000, interval: 20 }).toBe(true);
}

async function finish(crawl: Crawl): Promise<void> {
  if (!hasEnded(crawl)) await once(crawl.child, 'close');
  expect(crawl.child.exitCode, crawl.output).toBe(0);
}

const sandbox = await checkSandbox();

describe.skipIf(!sandbox.ok).each(testDatabases)('on $name', { timeout: 900_000 }, ({ name, open }) => {
  const dirs: string[] = [];
  const newDir = () => {
    const dir = mkdtempSync(join(tmpdir(), 'toolrisk-crash-'));
    dirs.push(dir);
    return dir;
  };
  afterAll(() => {
    for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
  });

  /** The child opens the database itself: a folder, or a server the test keeps open only to look. */
  const place = async (dir: string): Promise<{ url: string; db?: Db; close(): Promise<void> }> => {
    if (name === 'PGlite') return { url: `pglite:${join(dir, 'db')}`, close: async () => {} };
    return open();
  };

  const inspect = async (url: string, dir: string) => {
    const { db, close } = await openDb(url);
    try {
      const one = async (
        query: ReturnType<typeof sql>,
        table: typeof servers | typeof snapshots | typeof tools | typeof attempts,
      ) => (await db.select({ n: sql<number>`${query}::int` }).from(table))[0]!.n;
      expect(await one(sql`count(*)`, servers)).toBe(serverCount);
      expect(await one(sql`count(*) filter (where last_outcome = 'listed')`, servers)).toBe(serverCount);
      expect(await one(sql`count(distinct current_snapshot_id)`, servers)).toBe(serverCount);
      expect(await one(sql`count(*)`, snapshots)).toBe(serverCount);
      expect(await one(sql`count(*)`, tools)).toBe(2 * serverCount);
      expect(await one(sql`count(*) filter (where classification_id is null or gone_at is not null)`, tools)).toBe(0);
    } finally {
      await close();
    }
    expect(processesWith(fixture)).toEqual([]);
    expect(readdirSync(join(dir, '.toolrisk', 'scratch'))).toEqual([]);
  };

  test(`cut short ${moments} times (seed ${seed}), the next crawl finishes: one snapshot each, nothing left over`, async () => {
    const dir = newDir();
    const { url, db, close } = await place(dir);
    const random = randomFrom(seed);
    let crawl: Crawl | undefined;
    for (let moment = 0; moment < moments; moment++) {
      crawl ??= startCrawl(dir, url, '--force');
      await afterVisits(crawl, Math.floor(random() * 4));
      // The embedded database has no connection that could be lost without its process.
      if (db && random() < 0.5 && crawl.output !== '') {
        await db.execute(cutConnections);
        await afterVisits(crawl, 1);
        if (!hasEnded(crawl)) continue;
        await finish(crawl);
      } else if (!hasEnded(crawl)) {
        crawl.child.kill('SIGKILL');
        await once(crawl.child, 'exit');
      }
      crawl = undefined;
    }
    if (crawl) await finish(crawl);
    await finish(startCrawl(dir, url));
    await inspect(url, dir);
    await close();
  });

  test.skipIf(name === 'PGlite').each([2, 4])(
    '%i workers share one crawl: each server is listed once, by one of them, and more than one takes part',
    async (workers) => {
      const dir = newDir();
      const { url, close } = await place(dir);
      const main = join(root, 'crawler/main.ts');
      const helpers = Array.from({ length: workers - 1 }, (_, n) => {
        const cwd = join(dir, `worker-${n}`);
        mkdirSync(cwd);
        return spawn(process.execPath, [main, 'worker', '--db', url, '--concurrency', '2'], {
          cwd,
          stdio: ['ignore', 'ignore', 'pipe'],
        });
      });
      const visits = helpers.map((helper) => {
        const lines: string[] = [];
        createInterface({ input: helper.stderr! }).on('line', (line) => lines.push(line));
        return lines;
      });
      await expect
        .poll(() => visits.every((lines) => lines.some((line) => line.includes('worker started'))), {
          timeout: 60_000,
        })
        .toBe(true);
      await finish(startCrawl(dir, url));
      for (const helper of helpers) helper.kill('SIGTERM');
      await Promise.all(helpers.map((helper) => helper.exitCode === null && once(helper, 'exit')));
      await inspect(url, dir);
      const { db, close: closeLook } = await openDb(url);
      const tries = await db
        .select({ server: attempts.serverId, times: sql<number>`count(*)::int` })
        .from(attempts)
        .groupBy(attempts.serverId);
      await closeLook();
      expect(tries.map(({ times }) => times)).toEqual(Array(serverCount).fill(1));
      const byHelpers = visits.flat().filter((line) => line.includes('"visited"')).length;
      expect(byHelpers).toBeGreaterThan(0);
      expect(byHelpers).toBeLessThan(serverCount);
      expect(helpers.map((helper) => helper.exitCode)).toEqual(Array(workers - 1).fill(0));
      await close();
    },
  );
});
