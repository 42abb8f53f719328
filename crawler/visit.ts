/**
 * One visit to one server: list it as planned, or read its source where it cannot be listed, judge what it says, store
 * how it went.
 */
import type { Connector } from '#crawler/connect/index.ts';
import { identifyServer } from '#crawler/identify.ts';
import { judgeInTurns, judgeServer } from '#crawler/judge.ts';
import { readDeclaration } from '#crawler/read-declaration.ts';
import { readSource, withSource } from '#crawler/read-source.ts';
import { nextVisit } from '#crawler/revisit.ts';
import { hashReading } from '#crawler/snapshot.ts';
import type { Db } from '#db/client.ts';
import { countChangedTools } from '#db/queries/changes.ts';
import { type JudgedTool, storeUnchanged, storeVisit } from '#db/queries/readings.ts';
import type { Server } from '#db/queries/servers.ts';
import { getSnapshot, type Snapshot } from '#db/queries/snapshots.ts';
import { listToolsOfServer } from '#db/queries/tools.ts';
import { type AttemptResult, type LaunchPlan, type Outcome, outweighs, type Reading } from '#db/types.ts';

/** What a visit works with. */
export interface VisitParts {
  db: Db;
  connector: Connector;
}

/** What came of a visit. */
export interface VisitResult {
  /** How it ended; absent where nothing was started, because what would be started is what was listed before. */
  attempt?: AttemptResult;
  /** The verdicts, if it was listed. */
  judged: JudgedTool[];
  /** What was read from its source, if it was not. */
  extracted?: Reading;
}

/** How a visit is made. */
export interface VisitOptions {
  runId?: number;
  /** Start the server also where its package has no other version than at the last visit. */
  force?: boolean;
  signal: AbortSignal;
}

/**
 * Visits a server and stores the outcome. An interrupted visit leaves no trace: the server stays due.
 * @throws what the database throws; never for a server's fault
 */
export async function visitServer(
  { db, connector }: VisitParts,
  server: Server,
  options: VisitOptions,
): Promise<VisitResult> {
  const { signal } = options;
  const standing = server.currentSnapshotId ? await getSnapshot(db, server.currentSnapshotId) : undefined;
  if (options.force !== true && (await isSameVersion(connector, server, standing, signal))) {
    const ended = { outcome: 'listed', ttlMs: standing?.ttlMs ?? undefined } as const;
    await storeUnchanged(db, server.id, nextVisit(ended, server, false, new Date(), Math.random()));
    return { judged: [] };
  }
  const tried = unlessOutweighed(server, await attemptListing(connector, server.launch, signal));
  if (tried.outcome === 'interrupted') return { attempt: tried, judged: [] };
  // A list the server gave itself outweighs its source, so the source is not even read.
  const known = tried.reading !== undefined || outweighs(server.toolProvenance, 'static');
  const source = known ? undefined : await readSource(connector, server, signal);
  const extracted = source?.reading ?? (known ? undefined : await readDeclaration(db, server, source));
  if (!tried.reading && signal.aborted) return { attempt: interrupted(tried), judged: [] };
  const attempt = tried.reading ? tried : withSource(tried, source, extracted);
  const reading = attempt.reading ?? extracted;
  const context = {
    name: server.name,
    description: server.description ?? undefined,
    package: server.packageName ?? undefined,
  };
  const judged = await judgeInTurns(reading?.tools ?? [], context);
  const identification = await identifyServer(db, connector, server, signal);
  const identified = { ...server, identity: identification.assessment };
  const hashes = judged.map((tool) => tool.definitionHash);
  const contentHash = reading && hashReading(reading, hashes);
  const changed = contentHash !== standing?.contentHash;
  await storeVisit(db, {
    serverId: server.id,
    runId: options.runId,
    attempt,
    extracted,
    sourceRead: source?.read,
    judged,
    grade: await gradeAfter(db, identified, attempt.outcome, reading, judged, standing),
    identification,
    contentHash,
    nextVisitAt: nextVisit({ ...attempt, ttlMs: attempt.reading?.ttlMs }, server, changed, new Date(), Math.random()),
  });
  return attempt.reading ? { attempt, judged } : { attempt, judged: [], extracted };
}

/**
 * Whether a package that was listed would be started again in the same version, by the same plan: with no network to
 * ask, the same program gives the same list. A plan that changed has made the server due without a date.
 */
async function isSameVersion(
  connector: Connector,
  { launch, lastOutcome, nextVisitAt }: Server,
  standing: Snapshot | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  if (launch === null || launch.kind === 'not-launchable' || launch.kind === 'remote') return false;
  if (lastOutcome !== 'listed' || nextVisitAt === null || !standing?.packageVersion) return false;
  return (await connector.newestVersion?.(launch, { signal })) === standing.packageVersion;
}

/** An attempt whose list, read beside a stand-in, is less than the one that stands counts as it ended without. */
function unlessOutweighed({ toolProvenance }: Server, { unaided, ...attempt }: AttemptResult): AttemptResult {
  if (!unaided || !attempt.reading || !outweighs(toolProvenance, attempt.reading.provenance)) return attempt;
  const { reading: _, ...rest } = attempt;
  return { ...rest, ...unaided };
}

const interrupted = ({ durationMs }: AttemptResult): AttemptResult => ({
  outcome: 'interrupted',
  reason: 'It was stopped while its source was read.',
  todo: 'Run it again.',
  durationMs,
});

/** Trust after a visit: by what was read, else by the tools that stand. */
async function gradeAfter(
  db: Db,
  server: Server,
  lastOutcome: Outcome,
  reading: Reading | undefined,
  judged: readonly JudgedTool[],
  before: Snapshot | undefined,
) {
  const changed = (await countChangedTools(db, [server.id])).get(server.id) ?? 0;
  if (reading) {
    const facts = { ...server, lastOutcome, toolProvenance: reading.provenance };
    const verdicts = judged.map((tool) => tool.classification);
    return judgeServer(facts, verdicts, changed, reading);
  }
  if (server.toolProvenance === null) return undefined;
  const standing = await listToolsOfServer(db, server.id);
  const verdicts = standing.flatMap(({ verdict }) => verdict ?? []);
  return judgeServer({ ...server, lastOutcome }, verdicts, changed, before);
}

async function attemptListing(
  connector: Connector,
  plan: LaunchPlan | null,
  signal: AbortSignal,
): Promise<AttemptResult> {
  if (plan === null) {
    const reason = 'It was found, but nothing says how to run it.';
    return { outcome: 'not-launchable', reason, todo: 'Crawl the source that found it again.', durationMs: 0 };
  }
  if (plan.kind !== 'not-launchable') return connector.list(plan, { signal });
  const { outcome, reason, todo } = plan;
  return { outcome, reason, todo, durationMs: 0 };
}
