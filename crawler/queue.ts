/** The queue of servers to list: pg-boss on the same database, embedded or shared by many machines. */
import { setTimeout as delay } from 'node:timers/promises';
import PQueue from 'p-queue';
import { type Job, PgBoss } from 'pg-boss';
import type { Db, OpenDb } from '#db/client.ts';
import { adoptOpenJobs, forgetFutureTimes, listDeadJobs, releaseAbandonedJobs } from '#db/queries/jobs.ts';
import { sitOut } from '#db/reconnect.ts';
import type { SourceId } from '#db/types.ts';

/** One server to be listed. */
export interface ListJob {
  serverId: number;
  /** The run that asked for it, if one did. */
  runId?: number;
  /** Start it also where its package has no new version. */
  force?: boolean;
}

/** Servers to list. A server stands in it at most once, waiting or being listed. */
export const listQueue = 'list-server';
/** Where a job ends whose worker died every time. */
export const deadQueue = 'list-server-dead';
/** Sources to look through, on a schedule. */
export const discoverQueue = 'discover';

/** A worker that has not been heard of for so long is taken for dead, seconds. pg-boss's least is 10. */
const heartbeatSeconds = 15;
/** Longest a listing may take, seconds: the bounds of installing and listing (`connect/options.ts`) and as much again. */
const expireInSeconds = 900;
/** How often an idle worker looks for jobs, milliseconds. */
const pollMs = 500;

/**
 * Opens the queue of a database, making it where it is not there yet; `await using` stops it.
 * @param options.onError told what goes wrong in the background; the queue goes on
 */
export async function openQueue(
  opened: OpenDb,
  options: { onError(error: Error): void },
): Promise<PgBoss & AsyncDisposable> {
  const boss = new PgBoss({ ...opened.boss, monitorIntervalSeconds: 5, registerInstance: !opened.embedded });
  boss.on('error', options.onError);
  const queue = Object.assign(boss, { [Symbol.asyncDispose]: () => boss.stop() });
  try {
    await startQueue(queue, opened);
    return queue;
  } catch (error) {
    // What runs in its background would go on for ever.
    await boss.stop({ graceful: false }).catch(() => {});
    throw error;
  }
}

async function startQueue(boss: PgBoss, opened: OpenDb): Promise<void> {
  await boss.start();
  const retry = { retryLimit: 4, retryDelay: 1, retryBackoff: true, heartbeatSeconds, expireInSeconds };
  await boss.createQueue(deadQueue);
  await boss.createQueue(listQueue, { policy: 'exclusive', deadLetter: deadQueue, ...retry });
  await boss.createQueue(discoverQueue, { policy: 'exclusive', ...retry, expireInSeconds: 24 * 3600 });
  await forgetFutureTimes(opened.db);
  if (opened.embedded) {
    await releaseAbandonedJobs(opened.db, listQueue);
    await releaseAbandonedJobs(opened.db, discoverQueue);
  }
}

/**
 * Asks for servers to be listed; one that is waiting or being listed already is not asked for twice, but belongs to
 * the run that asks now.
 */
export async function sendListJobs(db: Db, boss: PgBoss, jobs: readonly ListJob[], runId?: number): Promise<void> {
  const keyOf = (job: ListJob) => String(job.serverId);
  // Without their ids it does not tell which are new, and what is looked for in a long queue costs more with its length.
  const sent = await boss.insert(
    listQueue,
    jobs.map((job) => ({ data: { ...job, runId }, singletonKey: keyOf(job) })),
    { returnId: true },
  );
  if (runId !== undefined && (sent?.length ?? 0) < jobs.length) {
    await adoptOpenJobs(db, listQueue, jobs.map(keyOf), runId);
  }
}

/** How long a server whose job broke every time is left alone, milliseconds, unless it is asked for: a day. */
const deadForMs = 24 * 3_600_000;

/** The servers that may be queued by themselves: those whose job was not given up lately. */
export async function withoutDead<T extends { id: number }>(db: Db, servers: readonly T[]): Promise<T[]> {
  if (servers.length === 0) return [];
  const dead = new Set((await listDeadJobs(db, deadQueue, deadForMs)).map(({ serverId }) => serverId));
  return servers.filter(({ id }) => !dead.has(id));
}

/** A scheduled look through sources. */
export interface DiscoverJob {
  sources: SourceId[];
}

/**
 * Keeps in the database that a source is to be looked through; any worker that runs then does it.
 * @param cron five fields, UTC
 * @throws when it is no cron expression
 */
export async function scheduleDiscovery(boss: PgBoss, source: SourceId, cron: string): Promise<void> {
  await boss.schedule(discoverQueue, cron, { sources: [source] } satisfies DiscoverJob, {
    key: source,
    singletonKey: source,
  });
}

/** How a worker takes jobs. */
export interface WorkOptions {
  /** Jobs at once, 1... */
  concurrency: number;
  /** Takes no further jobs once aborted, and waits for those it has. */
  signal: AbortSignal;
  /** Asked while there is nothing to do: true ends the work. A worker that goes on for ever says false. */
  isOver(): Promise<boolean>;
}

/**
 * Takes jobs from the list queue until it is over. A handler that throws sends its job back to be retried,
 * and after the last retry to the dead queue with the error as its reason.
 * @throws what the database throws when it can no longer be asked
 */
export async function workOnListings(
  boss: PgBoss,
  handle: (job: ListJob) => Promise<void>,
  { concurrency, signal, isOver }: WorkOptions,
): Promise<void> {
  const pool = new PQueue({ concurrency });
  const held = new Set<string>();
  const broken = new AbortController();
  const ends = AbortSignal.any([signal, broken.signal]);
  const heartbeat = setInterval(() => {
    if (held.size > 0) void boss.touch(listQueue, [...held]).catch(() => {});
  }, heartbeatSeconds * 300);
  const work = async (job: Job<ListJob>) => {
    try {
      await handle(job.data);
      await sitOut(() => boss.complete(listQueue, job.id));
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      await sitOut(() => boss.fail(listQueue, job.id, { reason }));
    } finally {
      held.delete(job.id);
    }
  };
  try {
    while (!ends.aborted) {
      const free = concurrency - pool.pending;
      const jobs = free > 0 ? await sitOut(() => boss.fetch<ListJob>(listQueue, { batchSize: free })) : [];
      for (const job of jobs) {
        held.add(job.id);
        pool.add(() => work(job)).catch((error) => broken.abort(error));
      }
      if (jobs.length > 0) continue;
      if (pool.pending === 0 && (await sitOut(isOver))) break;
      await nextOrPause(pool, ends);
    }
    await pool.onIdle();
    if (broken.signal.aborted) throw broken.signal.reason;
  } finally {
    clearInterval(heartbeat);
  }
}

/** Waits until a job in the pool is done, but no longer than the polling interval. */
async function nextOrPause(pool: PQueue, signal: AbortSignal): Promise<void> {
  const stop = new AbortController();
  const done = () => stop.abort();
  pool.addEventListener('next', done, { once: true });
  await delay(pollMs, undefined, { signal: AbortSignal.any([stop.signal, signal]) }).catch(() => {});
  pool.removeEventListener('next', done);
}
