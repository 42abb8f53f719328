/**
 * One visit to one server: list it as planned, or read its source where it cannot be listed, judge what it says, store
 * how it went.
 */
import type { Connector } from '#crawler/connect/index.ts';
import { identifyServer } from '#crawler/identify.ts';
import { judgeServer, judgeTools } from '#crawler/judge.ts';
import { readSource } from '#crawler/read-source.ts';
import { nextVisit } from '#crawler/revisit.ts';
import { hashReading } from '#crawler/snapshot.ts';
import type { Db } from '#db/client.ts';
import { type JudgedTool, storeVisit } from '#db/queries/readings.ts';
import type { Server } from '#db/queries/servers.ts';
import { getSnapshot } from '#db/queries/snapshots.ts';
import { listToolsOfServer } from '#db/queries/tools.ts';
import type { AttemptResult, LaunchPlan, Outcome, Reading } from '#db/types.ts';

/** What a visit works with. */
export interface VisitParts {
  db: Db;
  connector: Connector;
}

/**
 * Visits a server and stores the outcome. An interrupted visit leaves no trace: the server stays due.
 * @returns how it ended, the verdicts, if it was listed, and what was read from its source, if it was not
 * @throws what the database throws; never for a server's fault
 */
export async function visitServer(
  { db, connector }: VisitParts,
  server: Server,
  options: { runId?: number; signal: AbortSignal },
): Promise<{ attempt: AttemptResult; judged: JudgedTool[]; extracted?: Reading }> {
  const { signal } = options;
  const tried = await attemptListing(connector, server.launch, signal);
  if (tried.outcome === 'interrupted') return { attempt: tried, judged: [] };
  // A list the server gave itself outweighs its source, so the source is not even read.
  const known = tried.reading !== undefined || server.toolProvenance === 'live';
  const source = known ? undefined : await readSource(connector, server, signal);
  const extracted = source?.reading;
  if (!tried.reading && signal.aborted) return { attempt: interrupted(tried), judged: [] };
  const attempt = source?.note === undefined ? tried : { ...tried, reason: `${tried.reason} ${source.note}` };
  const reading = attempt.reading ?? extracted;
  const judged = judgeTools(reading?.tools ?? [], {
    name: server.name,
    description: server.description ?? undefined,
    package: server.packageName ?? undefined,
  });
  const identification = await identifyServer(db, connector, server, signal);
  const identified = { ...server, identity: identification.assessment };
  const hashes = judged.map((tool) => tool.definitionHash);
  const contentHash = reading && hashReading(reading, hashes);
  const standing = server.currentSnapshotId ? await getSnapshot(db, server.currentSnapshotId) : undefined;
  const changed = contentHash !== standing?.contentHash;
  await storeVisit(db, {
    serverId: server.id,
    runId: options.runId,
    attempt,
    extracted,
    sourceRead: source?.read,
    judged,
    grade: await gradeAfter(db, identified, attempt.outcome, reading, judged),
    identification,
    contentHash,
    nextVisitAt: nextVisit(attempt, server, changed, new Date(), Math.random()),
  });
  return attempt.reading ? { attempt, judged } : { attempt, judged: [], extracted };
}

const interrupted = ({ durationMs }: AttemptResult): AttemptResult => ({
  outcome: 'interrupted',
  reason: 'It was stopped while its source was read.',
  todo: 'Run it again.',
  durationMs,
});

/** The grade after a visit: by what was read, else by the tools that stand. */
async function gradeAfter(
  db: Db,
  server: Server,
  lastOutcome: Outcome,
  reading: Reading | undefined,
  judged: readonly JudgedTool[],
) {
  if (reading) {
    const facts = { ...server, lastOutcome, toolProvenance: reading.provenance };
    return judgeServer(
      facts,
      judged.map((tool) => tool.classification),
    );
  }
  if (server.toolProvenance !== 'live') return undefined;
  const standing = await listToolsOfServer(db, server.id);
  return judgeServer(
    { ...server, lastOutcome },
    standing.flatMap(({ verdict }) => verdict ?? []),
  );
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
