/** A worker: takes listings and discoveries from the queue for as long as it is let, on any number of machines. */
import { setTimeout as delay } from 'node:timers/promises';
import {
  type CrawlOptions,
  type CrawlParts,
  discoverInto,
  emptySummary,
  type VisitListener,
  visitJob,
} from '#crawler/crawl.ts';
import { type DiscoverJob, discoverQueue, sendListJobs, withoutDead, workOnListings } from '#crawler/queue.ts';
import { beatRun, finishRun, startRun } from '#db/queries/runs.ts';
import { listDueServers } from '#db/queries/servers.ts';
import { sitOut } from '#db/reconnect.ts';
import type { SourceId } from '#db/types.ts';

/** How a worker works. */
export interface WorkerOptions extends VisitListener {
  /** Servers visited at once, 1... */
  concurrency: number;
  discovery: CrawlOptions['discovery'];
  signal: AbortSignal;
  /** Told one sentence at a time what goes on besides visits. */
  say(message: string): void;
}

/** How often servers are looked for whose next visit has come, milliseconds. */
const revisitEveryMs = 60_000;
/** Servers queued per look; more stay due for the next. */
const revisitBatch = 1_000;
/** How often a discovery under way gives a sign of life, milliseconds. */
const heartbeatMs = 5_000;

/**
 * Works until the signal: lists servers as they are queued, queues those whose next visit has come, and looks
 * through sources when a schedule says so.
 * @throws what the database throws when it can no longer be asked
 */
export async function runWorker(parts: CrawlParts, options: WorkerOptions): Promise<void> {
  const { queue } = parts;
  const { signal } = options;
  await queue.work<DiscoverJob>(discoverQueue, { pollingIntervalSeconds: 5 }, async (jobs) => {
    for (const job of jobs) await runDiscovery(parts, job.data.sources, options);
  });
  const revisits = queueDueServers(parts, options);
  await workOnListings(queue, visitJob(parts, signal, options), {
    concurrency: options.concurrency,
    signal,
    isOver: async () => false,
  });
  await revisits;
  await queue.offWork(discoverQueue);
}

async function runDiscovery(parts: CrawlParts, sources: readonly SourceId[], options: WorkerOptions): Promise<void> {
  const { db } = parts;
  const run = await startRun(db, 'discovery', sources);
  const summary = emptySummary();
  const counts = () => ({ found: summary.found, attempted: 0 });
  const heartbeat = setInterval(() => void beatRun(db, run.id, counts()).catch(() => {}), heartbeatMs);
  try {
    await discoverInto(parts, run.id, summary, {
      sources,
      discovery: options.discovery,
      signal: options.signal,
      on: (event) => event.kind === 'notice' && options.say(event.message),
    });
    await sitOut(() => finishRun(db, run.id, options.signal.aborted ? 'stopped' : 'finished', counts()));
    options.say(`Looked through ${sources.join(', ')}: found ${summary.found}, ${summary.due} due for a visit.`);
  } catch (error) {
    await finishRun(db, run.id, 'failed', counts(), String(error)).catch(() => {});
    throw error;
  } finally {
    clearInterval(heartbeat);
  }
}

async function queueDueServers({ db, queue }: CrawlParts, { signal }: WorkerOptions): Promise<void> {
  while (!signal.aborted) {
    const due = await sitOut(async () =>
      withoutDead(db, await listDueServers(db, new Date(), { limit: revisitBatch })),
    );
    const jobs = due.map(({ id }) => ({ serverId: id }));
    await sitOut(() => sendListJobs(db, queue, jobs));
    await delay(revisitEveryMs, undefined, { signal }).catch(() => {});
  }
}
