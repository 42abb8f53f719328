/** A source is one object: whoever adds one says all about it there, and nothing else is edited. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { discoverInto, emptySummary } from '#crawler/crawl.ts';
import type { Source } from '#crawler/discover/index.ts';
import { openQueue } from '#crawler/queue.ts';
import type { OpenDb } from '#db/client.ts';
import { listSkips } from '#db/queries/discovery.ts';
import { startRun } from '#db/queries/runs.ts';
import { getServerBySlug, listSightings } from '#db/queries/servers.ts';
import type { LaunchPlan } from '#db/types.ts';
import { testDatabases } from '#test/support/database.ts';

const npm = (arg: string): LaunchPlan => ({ kind: 'npm', package: 'kettle-mcp', args: [arg], env: [] });
const found = (source: string, launch: LaunchPlan) =>
  ({ kind: 'server', candidate: { source, location: 'kettle', name: 'Kettle', launch } }) as const;

/** All that the notice board on the corridor needs. */
const board: Source<{ floor: string }> = {
  id: 'board',
  title: 'The board on the corridor',
  describe: 'What hangs there.',
  trust: 5,
  async *discover({ settings: { floor } }) {
    yield found('board', npm(`--${floor}`));
    yield { kind: 'skipped', source: 'board', location: 'toaster', reason: 'It is torn off.' };
  },
};
/** One that says nothing about whether it is to be trusted. */
const rumour: Source = {
  id: 'rumour',
  title: 'Hearsay',
  describe: 'What people say.',
  async *discover() {
    yield found('rumour', npm('--heard'));
  },
};

describe.each(testDatabases)('$name', ({ open }) => {
  let opened: OpenDb;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened.close());

  test('what it finds is stored under its title, by its trust, and told with its settings', async () => {
    const { db } = opened;
    const queue = await openQueue(opened, { onError: () => {} });
    const look = async (sources: string[]) => {
      const run = await startRun(db, 'discovery', sources);
      await discoverInto({ db, queue }, run.id, emptySummary(), {
        sources,
        known: [board, rumour],
        discovery: { board: { floor: 'second' } },
        signal: new AbortController().signal,
        on: () => {},
      });
    };
    await look(['rumour']);
    await look(['board']);
    await look(['rumour']);
    const server = await getServerBySlug(db, 'kettle-mcp');
    expect(server?.launch).toEqual(npm('--second'));
    expect((await listSightings(db, server!.id)).map(({ title }) => title).sort()).toEqual([
      'Hearsay',
      'The board on the corridor',
    ]);
    expect(await listSkips(db, 5)).toMatchObject([{ source: 'board', location: 'toaster' }]);
    await expect(look(['cupboard'])).rejects.toThrow('Sources are: board, rumour.');
    await queue.stop();
  });
});
