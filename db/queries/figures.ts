/** What someone who operates toolrisk watches: a few numbers over the whole database, cheap enough to be asked for every few seconds. */
import { setTimeout as delay } from 'node:timers/promises';
import { desc, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { attempts, servers } from '#db/schema.ts';

/** A database that has not answered by then counts as gone, milliseconds. */
const pingTimeoutMs = 3_000;

/** Returns when the database answers. @throws when it cannot be asked, or does not answer in time */
export async function pingDatabase(db: Db): Promise<void> {
  const over = new AbortController();
  const late = delay(pingTimeoutMs, undefined, { signal: over.signal, ref: false }).then(() => {
    throw new Error(`it did not answer within ${pingTimeoutMs / 1000} s`);
  });
  try {
    await Promise.race([db.execute(sql`select 1`), late]);
  } finally {
    late.catch(() => {});
    over.abort();
  }
}

/** Servers whose next visit has come, and for how long the one that waits longest has waited, seconds; 0 where none waits. */
export async function readBacklog(db: Db): Promise<{ servers: number; oldestSeconds: number }> {
  const since = sql`coalesce(${servers.nextVisitAt}, ${servers.lastAttemptAt}, ${servers.firstSeenAt})`;
  const [row] = await db
    .select({
      servers: sql<number>`count(*)::int`,
      oldestSeconds: sql<number>`coalesce(extract(epoch from now() - min(${since})), 0)::float8`,
    })
    .from(servers)
    .where(sql`${servers.launch} is not null and (${servers.nextVisitAt} is null or ${servers.nextVisitAt} <= now())`);
  return row!;
}

/** When a server was last visited; undefined where none was. */
export async function readLastVisit(db: Db): Promise<Date | undefined> {
  const [row] = await db.select({ at: attempts.at }).from(attempts).orderBy(desc(attempts.id)).limit(1);
  return row?.at;
}

/** Jobs in the queues, as pg-boss last counted them; none where no worker has opened the database yet. */
export async function readQueues(db: Db): Promise<{ name: string; waiting: number; active: number }[]> {
  const [table] = await db
    .select({ there: sql<boolean>`to_regclass('pgboss.queue') is not null` })
    .from(sql`(values (1)) one`);
  if (!table?.there) return [];
  return db
    .select({
      name: sql<string>`name`,
      waiting: sql<number>`queued_count`,
      active: sql<number>`active_count`,
    })
    .from(sql`pgboss.queue`)
    .where(sql`name not like '\\_\\_%'`)
    .orderBy(sql`name`);
}
