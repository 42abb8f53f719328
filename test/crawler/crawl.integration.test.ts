import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PgBoss } from 'pg-boss';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Connector } from '#crawler/connect/index.ts';
import { type CrawlEvent, type CrawlOptions, crawl } from '#crawler/crawl.ts';
import { deadQueue, listQueue, openQueue, withoutDead } from '#crawler/queue.ts';
import type { OpenDb } from '#db/client.ts';
import { listDeadJobs } from '#db/queries/jobs.ts';
import { listRuns } from '#db/queries/runs.ts';
import { getServerBySlug } from '#db/queries/servers.ts';
import { listSnapshots } from '#db/queries/snapshots.ts';
import { listToolsOfServer } from '#db/queries/tools.ts';
import type { AttemptResult, LaunchSpec } from '#db/types.ts';
import { testDatabases } from '#test/support/database.ts';

/**
 * A connector without processes: what each package answers is up to the test.
 * @param together answers wait until so many are asked at once, the first time
 */
function connectorOf(
  answer: (name: string, signal?: AbortSignal) => AttemptResult | Promise<AttemptResult>,
  together = 1,
) {
  const gate = Promise.withResolvers<void>();
  const asked: string[] = [];
  let now = 0;
  let most = 0;
  const connector: Connector = {
    async list(spec: LaunchSpec, { signal }: { signal?: AbortSignal }) {
      const name = spec.kind === 'npm' ? spec.package : spec.kind;
      asked.push(name);
      most = Math.max(most, ++now);
      if (now >= together) gate.resolve();
      try {
        await gate.promise;
        return await answer(name, signal);
      } finally {
        now--;
      }
    },
    source: async () => ({ kind: 'none' as const, notes: [] }),
    close: async () => {},
  };
  return { connector, asked, mostAtOnce: () => most };
}

const listed = (...names: string[]): AttemptResult => ({
  outcome: 'listed',
  reason: 'It listed its tools.',
  todo: '',
  durationMs: 5,
  reading: {
    provenance: 'live',
    tools: names.map((name) => ({ name, inputSchema: { type: 'object' } })),
    args: [],
    envNames: [],
    notes: [],
    durationMs: 5,
  },
});

describe.each(testDatabases)('crawl on $name', ({ open }) => {
  let opened: OpenDb;
  let queue: PgBoss;
  let dir: string;
  const background: Error[] = [];
  beforeAll(async () => {
    opened = await open();
    queue = await openQueue(opened, { onError: (error) => background.push(error) });
  });
  afterAll(async () => {
    await queue.stop();
    await opened.close();
    expect(background).toEqual([]);
  });
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'toolrisk-crawl-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const run = (connector: Connector, packages: string[], more: Partial<CrawlOptions> = {}) => {
    const file = join(dir, 'servers.txt');
    writeFileSync(file, packages.join('\n'));
    return crawl(
      { db: opened.db, connector, queue },
      {
        sources: ['file'],
        discovery: { file: { paths: [file] } },
        concurrency: 2,
        signal: new AbortController().signal,
        on() {},
        ...more,
      },
    );
  };

  test('every server is visited once, judged, stored and counted; failures say what to do', async () => {
    const { connector, asked, mostAtOnce } = connectorOf(
      (name) =>
        name === 'c-broken'
          ? { outcome: 'exited', reason: 'It ended with code 1.', todo: 'Read its log.', durationMs: 1 }
          : listed('get_thing', 'delete_thing'),
      2,
    );
    const events: CrawlEvent[] = [];
    const packages = ['c-one', 'c-two', 'c-broken', 'c-one'];
    const summary = await run(connector, packages, { on: (event) => events.push(event) });
    expect(asked.sort()).toEqual(['c-broken', 'c-one', 'c-two']);
    expect(mostAtOnce()).toBe(2);
    expect(summary).toMatchObject({ found: 3, notDue: 0, stopped: false });
    expect(Object.fromEntries(summary.outcomes)).toEqual({ listed: 2, exited: 1 });
    expect(Object.fromEntries(summary.tools)).toEqual({ read: 2, destructive: 2 });
    expect(summary.unlisted).toMatchObject([{ outcome: 'exited', todo: 'Read its log.' }]);
    expect(events.filter((event) => event.kind === 'visited')).toHaveLength(3);
    const server = (await getServerBySlug(opened.db, 'c-one'))!;
    expect((await listToolsOfServer(opened.db, server.id)).map((t) => [t.tool.name, t.tool.category])).toEqual([
      ['delete_thing', 'destructive'],
      ['get_thing', 'read'],
    ]);
    expect(await getServerBySlug(opened.db, 'c-broken')).toMatchObject({ lastOutcome: 'exited', failures: 1 });
    expect((await listRuns(opened.db, 1))[0]).toMatchObject({ state: 'finished', found: 3, attempted: 3 });
  });

  test('a second run over an unchanged world starts nothing; --force visits again without a new snapshot', async () => {
    const { connector, asked } = connectorOf(() => listed('get_thing'));
    await run(connector, ['again']);
    const second = await run(connector, ['again']);
    expect(asked).toEqual(['again']);
    expect(second).toMatchObject({ found: 1, notDue: 1 });
    await run(connector, ['again'], { force: true });
    expect(asked).toEqual(['again', 'again']);
    const server = (await getServerBySlug(opened.db, 'again'))!;
    expect(await listSnapshots(opened.db, server.id, 10)).toHaveLength(1);
  });

  test('stopped halfway, it keeps what is done, and the next run does the rest', async () => {
    const controller = new AbortController();
    const waiting = (signal?: AbortSignal) =>
      new Promise<AttemptResult>((resolve) => {
        signal?.addEventListener('abort', () =>
          resolve({ outcome: 'interrupted', reason: 'Stopped.', todo: '', durationMs: 1 }),
        );
      });
    const first = connectorOf((name, signal) => (name === 's-1' ? listed('get_a') : waiting(signal)));
    const summary = await run(first.connector, ['s-1', 's-2', 's-3', 's-4'], {
      signal: controller.signal,
      on: (event) => event.kind === 'visited' && controller.abort(),
    });
    expect(summary.stopped).toBe(true);
    expect(Object.fromEntries(summary.outcomes)).toEqual({ listed: 1 });
    expect((await listRuns(opened.db, 1))[0]!.state).toBe('stopped');
    const second = connectorOf(() => listed('get_b'));
    await run(second.connector, ['s-1', 's-2', 's-3', 's-4']);
    expect(second.asked.sort()).toEqual(['s-2', 's-3', 's-4']);
  });

  test('--limit bounds the visits', async () => {
    const { connector, asked } = connectorOf(() => listed('get_a'));
    await run(connector, ['l-1', 'l-2', 'l-3'], { limit: 2 });
    expect(asked.sort()).toEqual(['l-1', 'l-2']);
  });

  test('a visit that breaks is tried again', async () => {
    let tries = 0;
    const { connector } = connectorOf(() => {
      if (++tries < 2) throw new TypeError('a bug');
      return listed('get_a');
    });
    const summary = await run(connector, ['breaks-once']);
    expect(tries).toBe(2);
    expect(Object.fromEntries(summary.outcomes)).toEqual({ listed: 1 });
  });

  test('a visit that breaks every time is given up with its reason, and left alone for a while', async () => {
    await queue.updateQueue(listQueue, { retryLimit: 1, retryDelay: 0, retryBackoff: false });
    const { connector } = connectorOf(() => {
      throw new TypeError('a bug');
    });
    const summary = await run(connector, ['breaks-always']);
    expect(summary).toMatchObject({ due: 1, stopped: false });
    expect(summary.outcomes.size).toBe(0);
    const server = (await getServerBySlug(opened.db, 'breaks-always'))!;
    await expect.poll(() => listDeadJobs(opened.db, deadQueue)).toHaveLength(1);
    const [dead] = await listDeadJobs(opened.db, deadQueue);
    expect(dead).toMatchObject({ serverId: server.id, reason: expect.stringContaining('TypeError: a bug') });
    expect(await listDeadJobs(opened.db, deadQueue, 0)).toEqual([]);
    expect(await withoutDead(opened.db, [{ id: server.id }, { id: server.id + 1 }])).toEqual([{ id: server.id + 1 }]);
    expect(await queue.redrive(deadQueue)).toBe(1);
    expect(await withoutDead(opened.db, [server])).toEqual([server]);
  });

  test('an unusable source ends the run as failed, and says why', async () => {
    const { connector } = connectorOf(() => listed('get_a'));
    await expect(run(connector, [], { discovery: { file: { paths: [join(dir, 'missing.json')] } } })).rejects.toThrow(
      'missing.json',
    );
    expect((await listRuns(opened.db, 1))[0]).toMatchObject({ state: 'failed' });
  });
});
