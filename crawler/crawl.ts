/**
 * The main path: discover servers, queue those that are due, list each in a sandbox, judge its tools, store what
 * was seen. Reads top to bottom; every step is a module of its own.
 */
import type { PgBoss } from 'pg-boss';
import { planLaunch } from '#crawler/connect/launch.ts';
import { identitiesOf, slugOf } from '#crawler/discover/identity.ts';
import { candidateFacts, discover, type Source, type SourceSettings, sourcesById } from '#crawler/discover/index.ts';
import { isVouchedFor, packageSources, standsBeside } from '#crawler/discover/vouched.ts';
import { type ListJob, listQueue, sendListJobs, withoutDead, workOnListings } from '#crawler/queue.ts';
import { type VisitParts, visitServer } from '#crawler/visit.ts';
import { getCursor, recordSkip, recordSources, setCursor } from '#db/queries/discovery.ts';
import { saveIdentityFacts } from '#db/queries/identity.ts';
import { countOpenJobs } from '#db/queries/jobs.ts';
import type { JudgedTool } from '#db/queries/readings.ts';
import { beatRun, finishRun, startRun } from '#db/queries/runs.ts';
import { getServer, isDue, listDueServers, type Place, type Server, upsertServer } from '#db/queries/servers.ts';
import { isDataRefused, sitOut } from '#db/reconnect.ts';
import type {
  AttemptResult,
  IdentityFact,
  Json,
  Outcome,
  Reading,
  ServerCandidate,
  SourceId,
  VerdictCategory,
} from '#db/types.ts';

/** What a crawl works with. */
export interface CrawlParts extends VisitParts {
  queue: PgBoss;
}

/** What a crawl is asked to do. */
export interface CrawlOptions {
  sources: readonly SourceId[];
  /** What those ids are of. Default every source there is. */
  known?: readonly Source[];
  /** Settings of the sources: paths, token, addresses. */
  discovery: SourceSettings;
  /** Servers to visit at most; all when absent. */
  limit?: number;
  /** Servers visited at once, 1..; each takes about one core while it installs. */
  concurrency: number;
  /** Visit servers again that are not due yet. */
  force?: boolean;
  /** Aborting ends the crawl within seconds; what was stored stays. */
  signal: AbortSignal;
  /** Told what happens, as it happens. */
  on(event: CrawlEvent): void;
}

/** What a crawl tells while it works. */
export type CrawlEvent =
  | { kind: 'notice'; message: string }
  | { kind: 'found'; found: number; due: number }
  | { kind: 'visiting'; server: string }
  | { kind: 'visited'; server: string; attempt: AttemptResult; attempted: number; due: number }
  /** Its package has no other version than the one listed before, so it was not started. */
  | { kind: 'unchanged'; server: string; attempted: number; due: number };

/** What came of a crawl. */
export interface CrawlSummary {
  found: number;
  /** Found, but visited recently enough. */
  notDue: number;
  /** Found and due: queued for a visit. Those not among `outcomes` were visited by other workers. */
  due: number;
  /** Due, but not started: their packages have no new version. */
  unchanged: number;
  /** Left out by discovery, by reason; of the user's own configurations with the name of each. */
  skipped: Map<string, number>;
  /** What was asked for and could not be done: files that cannot be read. */
  failed: number;
  outcomes: Map<Outcome, number>;
  /** Tools the servers listed themselves. */
  tools: Map<VerdictCategory, number>;
  /** Servers that were not listed and whose source defines tools, and how many; not among `tools`. */
  fromSource: { servers: number; tools: number };
  /** Servers that were not listed, with why and what to do. */
  unlisted: { server: string; outcome: Outcome; reason: string; todo: string }[];
  stopped: boolean;
}

/** Most servers a crawl queues that no source named again; workers take the rest as it falls due. */
const dueBatch = 10_000;

/** Time between two signs of life of a run, milliseconds. */
const heartbeatMs = 5_000;

/**
 * Crawls once: everything the sources find that is due for a visit, together with the other workers of the database.
 * A server's fault ends as that server's outcome; only a broken database or an unusable source ends the crawl.
 * @throws what the database throws, and `StopRun` of a source; the run is then marked failed
 */
export async function crawl(parts: CrawlParts, options: CrawlOptions): Promise<CrawlSummary> {
  const { db, queue } = parts;
  const run = await startRun(db, 'crawl', options.sources);
  const summary = emptySummary();
  let attempted = 0;
  let discovering = true;
  const counts = () => ({ found: summary.found, attempted });
  const heartbeat = setInterval(() => void beatRun(db, run.id, counts()).catch(() => {}), heartbeatMs);
  const broken = new AbortController();
  const signal = AbortSignal.any([options.signal, broken.signal]);

  const visited = (server: Server, attempt: AttemptResult, judged: readonly JudgedTool[], extracted?: Reading) => {
    attempted++;
    count(summary.outcomes, attempt.outcome);
    for (const tool of judged) count(summary.tools, tool.classification.category);
    if (extracted) {
      summary.fromSource.servers++;
      summary.fromSource.tools += extracted.tools.length;
    }
    if (attempt.outcome !== 'listed') summary.unlisted.push({ server: server.name, ...attempt });
    options.on({ kind: 'visited', server: server.name, attempt, attempted, due: summary.due });
  };

  try {
    const discovery = discoverInto(parts, run.id, summary, { ...options, signal }).finally(() => {
      discovering = false;
    });
    discovery.catch((error) => broken.abort(error));
    const visit = visitJob(parts, signal, {
      visiting: ({ name }) => options.on({ kind: 'visiting', server: name }),
      visited,
      unchanged({ name }) {
        attempted++;
        summary.unchanged++;
        options.on({ kind: 'unchanged', server: name, attempted, due: summary.due });
      },
    });
    await workOnListings(queue, visit, {
      concurrency: options.concurrency,
      signal,
      isOver: async () => !discovering && (await countOpenJobs(db, listQueue, run.id)) === 0,
    });
    await discovery;
    summary.stopped = options.signal.aborted;
    await sitOut(() => finishRun(db, run.id, summary.stopped ? 'stopped' : 'finished', counts()));
    return summary;
  } catch (error) {
    broken.abort(error);
    await finishRun(db, run.id, 'failed', counts(), String(error)).catch(() => {});
    throw error;
  } finally {
    clearInterval(heartbeat);
  }
}

/** What is told of each visit. */
export interface VisitListener {
  visiting?(server: Server): void;
  /**
   * @param judged verdicts on what it listed
   * @param extracted what was read from its source, where it was not listed
   */
  visited(server: Server, attempt: AttemptResult, judged: readonly JudgedTool[], extracted?: Reading): void;
  /** Its package has no other version than the one listed before, so it was not started. */
  unchanged?(server: Server): void;
}

/** How a worker does one job of the list queue. An interrupted visit is not told of. */
export function visitJob(
  parts: VisitParts,
  signal: AbortSignal,
  listener: VisitListener,
): (job: ListJob) => Promise<void> {
  return async ({ serverId, runId, force }) => {
    const server = await getServer(parts.db, serverId);
    if (!server || signal.aborted) return;
    listener.visiting?.(server);
    const { attempt, judged, extracted } = await visitServer(parts, server, { runId, force, signal });
    if (!attempt) listener.unchanged?.(server);
    else if (attempt.outcome !== 'interrupted') listener.visited(server, attempt, judged, extracted);
  };
}

/** The discovering half: what the sources find becomes servers, and those that are due become jobs. */
export async function discoverInto(
  { db, queue }: Pick<CrawlParts, 'db' | 'queue'>,
  runId: number,
  summary: CrawlSummary,
  { sources: ids, known, discovery, limit, force, signal, on }: Omit<CrawlOptions, 'concurrency'>,
): Promise<void> {
  const sources = sourcesById(ids, known);
  await sitOut(() => recordSources(db, sources));
  const own = new Set(sources.flatMap(({ id, own }) => (own ? [id] : [])));
  const seen = new Set<number>();
  const about = {
    signal,
    limit,
    cursors: {
      get: (key: string) => sitOut(() => getCursor(db, key)),
      set: (key: string, value: Json) => sitOut(() => setCursor(db, key, value)),
    },
    say: (message: string) => on({ kind: 'notice', message }),
    settings: discovery,
  };
  for await (const item of discover(ids, about, sources)) {
    if (signal.aborted || (limit !== undefined && summary.due >= limit)) break;
    if (item.kind === 'notice') {
      if (item.failed) summary.failed++;
      on({ kind: 'notice', message: item.message });
    } else if (item.kind === 'skipped') {
      count(summary.skipped, own.has(item.source) ? `${item.location}: ${item.reason}` : item.reason);
      await sitOut(() => recordSkip(db, item));
    } else {
      const stored = await storeCandidate(db, item.candidate, sources);
      if ('reason' in stored) {
        count(summary.skipped, stored.reason);
        const { source, location } = item.candidate;
        await sitOut(() => recordSkip(db, { source, location, reason: stored.reason }));
        continue;
      }
      const { server } = stored;
      if (seen.has(server.id)) continue;
      seen.add(server.id);
      summary.found++;
      if (!force && !isDue(server.nextVisitAt, new Date())) {
        summary.notDue++;
        continue;
      }
      await sitOut(() => sendListJobs(db, queue, [{ serverId: server.id, force }], runId));
      summary.due++;
      on({ kind: 'found', found: summary.found, due: summary.due });
    }
  }
  // Sources that tell only what changed leave it to the database to say which of the others are due.
  const incremental = sources.flatMap(({ id, incremental }) => (incremental ? [id] : []));
  if (signal.aborted || incremental.length === 0) return;
  const room = Math.min(limit ?? dueBatch, dueBatch) - summary.due;
  if (room <= 0) return;
  const wanted = { sources: incremental, limit: room + seen.size };
  const due = (await sitOut(async () => withoutDead(db, await listDueServers(db, new Date(), wanted))))
    .filter(({ id }) => !seen.has(id))
    .slice(0, room);
  const jobs = due.map(({ id }) => ({ serverId: id }));
  await sitOut(() => sendListJobs(db, queue, jobs, runId));
  summary.found += due.length;
  summary.due += due.length;
  if (due.length > 0) on({ kind: 'found', found: summary.found, due: summary.due });
}

/** Stores a server that was found; why not, where what it says of itself can be neither planned nor stored. */
async function storeCandidate(
  db: CrawlParts['db'],
  candidate: ServerCandidate,
  sources: readonly Source[],
): Promise<{ server: Server } | { reason: string }> {
  let identified: ReturnType<typeof identify>;
  let facts: ReturnType<typeof candidateFacts>;
  try {
    identified = identify(candidate);
    facts = candidateFacts(candidate, sources);
  } catch (error) {
    return { reason: `What it says of itself cannot be read: ${(error as Error).message}` };
  }
  try {
    const { server, vouched } = await sitOut(() => upsertServer(db, identified));
    await sitOut(() => saveIdentityFacts(db, server.id, facts, { replace: vouched }));
    return { server };
  } catch (error) {
    if (!isDataRefused(error)) throw error;
    return { reason: 'The database cannot hold what it says of itself.' };
  }
}

function identify(candidate: ServerCandidate) {
  return {
    candidate,
    identities: identitiesOf(candidate),
    slug: slugOf(candidate),
    launch: planLaunch(candidate),
    packageSources,
    isVouchedFor: (known: Server, said: readonly IdentityFact[]) => isVouchedFor(candidate, known, said),
    standsBeside: (known: Server, first: Place, said: readonly IdentityFact[]) =>
      standsBeside(candidate, known, first, said),
  };
}

/** A summary of nothing yet. */
export function emptySummary(): CrawlSummary {
  return {
    found: 0,
    notDue: 0,
    due: 0,
    unchanged: 0,
    skipped: new Map(),
    failed: 0,
    outcomes: new Map(),
    tools: new Map(),
    fromSource: { servers: 0, tools: 0 },
    unlisted: [],
    stopped: false,
  };
}

function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
