/** A clock that was a year ahead for a while: what was written then holds up nothing once it is right again. */
import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { discoverQueue, type ListJob, listQueue, openQueue, sendListJobs, withoutDead } from '#crawler/queue.ts';
import { askForVisit, upsertServer } from '#db/queries/servers.ts';
import { servers } from '#db/schema.ts';
import { testDatabases } from '#test/support/database.ts';

const quiet = { onError: () => {} };
const nextYear = sql`now() + interval '1 year'`;

describe.each(testDatabases)('on $name', { timeout: 60_000 }, ({ open }) => {
  test('jobs that wait, are held or were given up, and what is done every so often', async () => {
    await using opened = await open();
    const { db } = opened;
    const before = await openQueue(opened, quiet);
    await sendListJobs(db, before, [{ serverId: 1 }, { serverId: 2 }]);
    await before.fetch(listQueue);
    await before.insert('list-server-dead', [{ data: { serverId: 3 } }]);
    await before.stop({ graceful: false });
    await db.execute(sql`
      update pgboss.job set created_on = ${nextYear}, start_after = ${nextYear},
        started_on = case when state = 'active' then ${nextYear} end
      where name in (${listQueue}, 'list-server-dead')`);
    await db.execute(sql`update pgboss.version set cron_on = ${nextYear}`);
    await db.execute(sql`update pgboss.queue set maintain_on = ${nextYear}, monitor_on = ${nextYear}`);

    await using after = await openQueue(opened, quiet);
    const fetched = await after.fetch<ListJob>(listQueue, { batchSize: 5 });
    expect(fetched.map(({ data }) => data.serverId).sort()).toEqual([1, 2]);
    // Given up just now, for a day and not for a year and a day.
    expect(await withoutDead(db, [{ id: 3 }, { id: 4 }])).toEqual([{ id: 4 }]);
    const ahead = async (table: string, column: string) =>
      db.$count(
        sql`${sql.identifier('pgboss')}.${sql.identifier(table)}`,
        sql`${sql.identifier(column)} > now() + interval '1 hour'`,
      );
    expect([
      await ahead('version', 'cron_on'),
      await ahead('queue', 'maintain_on'),
      await ahead('queue', 'monitor_on'),
      await ahead('job', 'created_on'),
    ]).toEqual([0, 0, 0, 0]);
    await after.send(discoverQueue, { sources: ['npm'] });
    expect(await after.fetch(discoverQueue)).toHaveLength(1);
  });

  test('a server that was visited then can be asked for', async () => {
    await using opened = await open();
    const { db } = opened;
    const { server } = await upsertServer(db, {
      candidate: { source: 'npm', location: 'clock-mcp', name: 'clock' },
      identities: ['npm:clock-mcp'],
      slug: 'clock',
      launch: { kind: 'npm', package: 'clock-mcp', args: [], env: [] },
    });
    const day = 24 * 3_600_000;
    const at = (days: number) => new Date(Date.now() + days * day);
    await db.update(servers).set({ lastAttemptAt: at(0), nextVisitAt: at(2) });
    expect(await askForVisit(db, server.slug)).toBe(false);
    await db.update(servers).set({ lastAttemptAt: at(365), nextVisitAt: at(2) });
    expect(await askForVisit(db, server.slug)).toBe(true);
  });
});
