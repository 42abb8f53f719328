/** What someone who operates toolrisk watches: a few numbers over the whole database, cheap enough to be asked for every few seconds. */
import { setTimeout as delay } from 'node:timers/promises';
import { and, desc, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { attempts, servers } from '#db/schema.ts';
import { rowsOf } from './lists.ts';
import { dueAt } from './servers.ts';

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
      oldestSeconds: sql<number>`greatest(coalesce(extract(epoch from now() - min(${since})), 0), 0)::float8`,
    })
    .from(servers)
    .where(and(isNotNull(servers.launch), dueAt(new Date())));
  return row!;
}

/** Servers looked at for the age of what is known of all. */
const ageSample = 500;

/**
 * How long ago servers were visited, hours, for at most 500 of them taken at random; `null` for one that never was. The
 * whole table is not read for it.
 */
export async function sampleAges(db: Db): Promise<(number | null)[]> {
  const [last] = await db.select({ id: servers.id }).from(servers).orderBy(desc(servers.id)).limit(1);
  const highest = last?.id ?? 0;
  const drawn = Array.from({ length: ageSample }, (_, at) =>
    highest <= ageSample ? at + 1 : 1 + Math.floor(Math.random() * highest),
  );
  const rows = await db
    .select({ hours: sql<number | null>`(extract(epoch from now() - ${servers.lastAttemptAt}) / 3600)::float8` })
    .from(servers)
    .where(inArray(servers.id, [...new Set(drawn)]));
  return rows.map(({ hours }) => hours);
}

/** Most servers that are counted as waiting; more are said to be more. */
export const countedWaiting = 10_000;

/** Servers whose next visit has come, counted up to `countedWaiting`, and how long the first of them has waited, seconds. */
export async function readWaiting(db: Db): Promise<{ servers: number; oldestSeconds: number }> {
  const now = new Date().toISOString();
  const [row] = await rowsOf(
    db,
    sql`with due as materialized (
        (select next_visit_at as at from servers where next_visit_at <= ${now}::timestamptz and launch is not null order by next_visit_at limit ${countedWaiting + 1})
        union all (select null from servers where next_visit_at is null and launch is not null limit ${countedWaiting + 1}))
      select count(*)::int as servers, coalesce(extract(epoch from now() - min(at)), 0)::float8 as seconds from due`,
  );
  return { servers: Number(row?.servers ?? 0), oldestSeconds: Number(row?.seconds ?? 0) };
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
