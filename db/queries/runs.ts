import { and, desc, eq, max, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { type RunState, runs } from '#db/schema.ts';

/** A run as stored. */
export type Run = typeof runs.$inferSelect;

/** A running run whose heartbeat is older than this, milliseconds, has died. Six times the beat of `crawl.ts`. */
export const deadRunAfterMs = 30_000;

/** Begins a run and closes those whose process has died. */
export async function startRun(db: Db, kind: string, sources: readonly string[]): Promise<Run> {
  await db
    .update(runs)
    .set({ state: 'failed', finishedAt: sql`now()`, note: 'the process ended without finishing' })
    .where(and(eq(runs.state, 'running'), sql`${runs.heartbeatAt} < now() - ${deadRunAfterMs} * interval '1 ms'`));
  const [run] = await db
    .insert(runs)
    .values({ kind, sources: [...sources] })
    .returning();
  return run!;
}

/** Moves the heartbeat of a run and its counts. */
export async function beatRun(db: Db, id: number, counts: { found: number; attempted: number }): Promise<void> {
  await db
    .update(runs)
    .set({ ...counts, heartbeatAt: sql`now()` })
    .where(eq(runs.id, id));
}

/** Ends a run. */
export async function finishRun(
  db: Db,
  id: number,
  state: Exclude<RunState, 'running'>,
  counts: { found: number; attempted: number },
  note?: string,
): Promise<void> {
  await db
    .update(runs)
    .set({ ...counts, state, note: note ?? null, finishedAt: sql`now()`, heartbeatAt: sql`now()` })
    .where(eq(runs.id, id));
}

/** The run that is under way, if its process is alive. */
export async function activeRun(db: Db): Promise<Run | undefined> {
  const [run] = await db
    .select()
    .from(runs)
    .where(and(eq(runs.state, 'running'), sql`${runs.heartbeatAt} >= now() - ${deadRunAfterMs} * interval '1 ms'`))
    .orderBy(desc(runs.id))
    .limit(1);
  return run;
}

/** The last runs, newest first. */
export async function listRuns(db: Db, limit: number): Promise<Run[]> {
  return db.select().from(runs).orderBy(desc(runs.id)).limit(limit);
}

/** When a run last ended, by kind and how it ended. */
export async function listLastEnds(db: Db): Promise<{ kind: string; state: RunState; endedAt: Date }[]> {
  const rows = await db
    .select({ kind: runs.kind, state: runs.state, endedAt: max(runs.finishedAt) })
    .from(runs)
    .groupBy(runs.kind, runs.state);
  return rows.flatMap(({ endedAt, ...run }) => (endedAt === null ? [] : [{ ...run, endedAt }]));
}
