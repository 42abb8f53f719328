import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';

/** Jobs of one run in a queue that are not over: waiting, to be retried, or being worked on (pg-boss's own table and states). */
export async function countOpenJobs(db: Db, queue: string, runId: number): Promise<number> {
  const [row] = await db
    .select({ open: sql<number>`count(*)::int` })
    .from(sql`pgboss.job`)
    .where(sql`name = ${queue} and state in ('created', 'retry', 'active') and data->>'runId' = ${String(runId)}`);
  return row?.open ?? 0;
}

/**
 * Gives back what workers were busy with when their process ended. Only for a database with a single owner, when it
 * opens: nobody else can be working. On a shared database the missing heartbeat does the same within a minute.
 */
export async function releaseAbandonedJobs(db: Db, queue: string): Promise<void> {
  await db.execute(sql`
    update pgboss.job set state = 'retry', retry_count = retry_count + 1, start_after = now(), heartbeat_on = null
    where name = ${queue} and state = 'active'`);
}

/**
 * Takes back what was written while the clock was ahead: a job that may begin next year is waiting now, and what is done
 * every so often is due. Nothing in a queue is planned further ahead than an hour.
 */
export async function forgetFutureTimes(db: Db): Promise<void> {
  const future = sql`now() + interval '1 hour'`;
  await db.execute(sql`
    update pgboss.job set
      state = case when state = 'active' then 'retry' else state end,
      start_after = least(start_after, now()), created_on = least(created_on, now()),
      started_on = null, heartbeat_on = null
    where state in ('created', 'retry', 'active')
      and (start_after > ${future} or created_on > ${future} or started_on > ${future})`);
  for (const [table, columns] of Object.entries(timesOfQueue)) {
    for (const column of columns) {
      const [name, at] = [sql.identifier(table), sql.identifier(column)];
      await db.execute(sql`update pgboss.${name} set ${at} = null where ${at} > ${future}`);
    }
  }
}

/** Where pg-boss notes when it last did what it does every so often. */
const timesOfQueue = {
  version: ['cron_on', 'bam_on', 'flow_on', 'reindex_on'],
  queue: ['maintain_on', 'monitor_on', 'monitor_claim_on'],
};

/**
 * Makes jobs that stand in a queue already, or are being worked on, count for a run: it then waits for them too, also
 * where the worker that has them died.
 * @param queue one of the policy `exclusive`: the condition is that of pg-boss's index of those, however long the queue is
 * @param keys singleton keys of the jobs
 */
export async function adoptOpenJobs(db: Db, queue: string, keys: readonly string[], runId: number): Promise<void> {
  await db.execute(sql`
    update pgboss.job set data = data || ${JSON.stringify({ runId })}::jsonb
    where name = ${queue} and policy = 'exclusive' and state <= 'active'
      and coalesce(singleton_key, '') = any(array(select json_array_elements_text(${JSON.stringify(keys)}::json)))`);
}

/** A job that broke every time it was tried, and why. */
export interface DeadJob {
  /** Id of its server. */
  serverId: number;
  reason: string;
  /** When it was given up. */
  at: Date;
}

/**
 * Jobs in a dead-letter queue, newest first; none where the queue was never opened.
 * @param sinceMs only those given up within so many milliseconds
 */
export async function listDeadJobs(db: Db, queue: string, sinceMs = Number.MAX_SAFE_INTEGER): Promise<DeadJob[]> {
  const [there] = await db
    .select({ queue: sql<string | null>`to_regclass('pgboss.job')::text` })
    .from(sql`(select 1) one`);
  if (!there?.queue) return [];
  const since = new Date(Math.max(0, Date.now() - sinceMs)).toISOString();
  const rows = await db
    .select({
      serverId: sql<number>`(data->>'serverId')::int`,
      reason: sql<
        string | null
      >`coalesce(source_output->>'reason', source_output->'value'->>'message', source_output->>'message')`,
      at: sql<string>`created_on::text`,
    })
    .from(sql`pgboss.job`)
    .where(sql`name = ${queue} and state in ('created', 'retry', 'active') and created_on >= ${since}::timestamptz`)
    .orderBy(sql`created_on desc`);
  return rows.map(({ serverId, reason, at }) => ({
    serverId,
    reason: reason ?? 'Its worker ended without a word, every time.',
    at: new Date(at),
  }));
}
