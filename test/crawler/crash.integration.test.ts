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
import { openDb } from '#db/client.ts';
import { attempts, servers, snapshots, tools } from '#db/schema.ts';
import { processesWith } from '#test/crawler/connect/support.ts';
import { testDatabases } from '#test/support/database.ts';

const serverCount = 30;
const root = join(import.meta.dirname, '..', '..');
const fixture = join(root, 'test/fixtures/servers/numbered.ts');
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

function startCrawl(dir: string, url: string, ...more: string[]): ChildProcess {
  const args = [join(root, 'crawler/main.ts'), 'crawl', '--file', configOf(dir), '--db', url, '--concurrency', '3'];
  return spawn(process.execPath, [...args, ...more], { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Waits for so many visits to be told of, or the end. */
async function afterVisits(child: ChildProcess, visits: number): Promise<void> {
  let seen = 0;
  for await (const line of createInterface({ input: child.stderr! })) {
    if (line.startsWith('[') && ++seen >= visits) return;
  }
}

async function finish(child: ChildProcess): Promise<string> {
  let output = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the crawl ended with ${code}:\n${output}`);
  return output;
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
  const place = async (dir: string) => {
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

  // On a shared database the next worker waits until the dead one’s heartbeat is missed, so fewer moments take as long.
  const kills = name === 'PGlite' ? 20 : 4;
  test(`killed ${kills} times (seed ${seed}), the next crawl finishes: one snapshot each, nothing left over`, async () => {
    const dir = newDir();
    const { url, close } = await place(dir);
    const random = randomFrom(seed);
    for (let kill = 0; kill < kills; kill++) {
      const child = startCrawl(dir, url, '--force');
      await afterVisits(child, Math.floor(random() * 4));
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
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
