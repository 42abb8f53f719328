/** Storing what a visit to a server brought: one transaction per visit, history only ever added to. */
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import {
  attempts,
  type changes,
  classifications,
  definitions,
  servers,
  snapshots,
  snapshotTools,
  tools,
} from '#db/schema.ts';
import {
  type AttemptResult,
  type ChangeKind,
  type Classification,
  type ContextPart,
  contextParts,
  type IdentityAssessment,
  type IdentityFact,
  type IdentitySource,
  type Json,
  outweighs,
  ownProvenances,
  type Provenance,
  type Reading,
  type Risk,
  type ServerGrade,
  type SourceRead,
  type ToolDefinition,
} from '#db/types.ts';
import { announceChange, refreshServerCards, refreshToolCards } from './cards.ts';
import { recordChanges } from './changes.ts';
import { inChunks } from './chunks.ts';
import { saveIdentityFacts } from './identity.ts';

/** A tool with its verdict, ready to be stored. */
export interface JudgedTool {
  definition: ToolDefinition;
  /** SHA-256 of the canonical definition, hex. */
  definitionHash: string;
  /** Cost in a model's context, tokens (o200k_base). */
  tokens: number;
  classification: Classification;
}

/** One visit to a server: how it ended and, where its tools were listed or extracted, the judged tools in their order. */
export interface Visit {
  serverId: number;
  runId?: number;
  attempt: AttemptResult;
  /** What its source or a manifest says, where it could not be listed. Never replaces tools that were seen live. */
  extracted?: Reading;
  /** Which source was read for that, also where it held no tool. */
  sourceRead?: SourceRead;
  /** SHA-256 of the normalised reading, hex; needed when listed or extracted. */
  contentHash?: string;
  judged: readonly JudgedTool[];
  /** The grade that stands after this visit; where absent, the one before it stays. */
  grade?: ServerGrade;
  /** What was said about who it is, by source, and what follows; where absent, what stood before stays. */
  identification?: { said: Partial<Record<IdentitySource, IdentityFact[]>>; assessment: IdentityAssessment };
  nextVisitAt: Date;
}

/** Order of a risk in lists, riskiest first: 4 critical … 1 low; unassessed stands with high. */
export function severityOf(risk: Risk | null): number {
  return risk === null ? 3 : { low: 1, medium: 2, high: 3, critical: 4 }[risk];
}

/**
 * Stores a visit: the attempt always; when listed or extracted, a snapshot (if the content is new), tools seen, gone
 * and back, verdicts that are new, and the change events. All or nothing.
 */
export async function storeVisit(db: Db, visit: Visit): Promise<void> {
  await db.transaction(async (tx) => {
    const [server] = await tx.select().from(servers).where(eq(servers.id, visit.serverId)).for('update');
    if (!server) throw new Error(`no server with id ${visit.serverId}`);
    const { attempt } = visit;
    const listed = attempt.reading !== undefined;
    const told = attempt.reading ?? visit.extracted;
    // A list the server gave itself outweighs what is read from its source, however old it is.
    const outweighed = told !== undefined && outweighs(server.toolProvenance, told.provenance);
    const reading = outweighed ? undefined : told;
    const stored = reading && (await storeSnapshot(tx, server, visit, reading));
    const snapshotId = stored?.id;
    await tx.insert(attempts).values({
      runId: visit.runId,
      serverId: server.id,
      durationMs: Math.round(attempt.durationMs),
      outcome: attempt.outcome,
      reason: attempt.reason,
      todo: attempt.todo,
      stderrTail: attempt.stderrTail,
      authPosture: attempt.authPosture,
      snapshotId,
    });
    const events: (typeof changes.$inferInsert)[] = [];
    const event = (kind: ChangeKind, detail: Record<string, Json> = {}) =>
      events.push({ kind, serverId: server.id, runId: visit.runId, detail });
    if (server.lastOutcome === null) event('server-found', { outcome: attempt.outcome });
    else if (server.lastOutcome === 'listed' && !listed) event('server-gone', { outcome: attempt.outcome });
    else if (server.lastOutcome !== 'listed' && listed && isOwn(server.toolProvenance)) event('server-back');
    else if (server.lastOutcome !== attempt.outcome && (!listed || server.currentSnapshotId))
      event('posture-changed', { from: server.lastOutcome, to: attempt.outcome });
    await recordChanges(tx, events);
    if (visit.identification) await saveIdentityFacts(tx, server.id, visit.identification.said);
    await tx
      .update(servers)
      .set({
        lastAttemptAt: sql`now()`,
        lastOutcome: attempt.outcome,
        lastReason: attempt.reason,
        lastTodo: attempt.todo,
        failures: listed ? 0 : server.failures + 1,
        nextVisitAt: visit.nextVisitAt,
        ...(reading && {
          currentSnapshotId: snapshotId,
          toolCount: visit.judged.length,
          toolProvenance: reading.provenance,
        }),
        ...(visit.sourceRead && { sourceRead: visit.sourceRead }),
        ...(visit.identification && { identity: visit.identification.assessment }),
        ...(visit.grade && !outweighed && gradeColumns(visit.grade)),
      })
      .where(eq(servers.id, server.id));
    await (stored?.toolsChanged ? refreshToolCards : refreshServerCards)(tx, [server.id]);
  });
}

/** Stores that a look showed nothing new: the server's tools are the ones known, and it stays listed. */
export async function storeUnchanged(db: Db, serverId: number, nextVisitAt: Date): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.update(servers).set({ lastAttemptAt: sql`now()`, nextVisitAt }).where(eq(servers.id, serverId));
    await tx
      .update(tools)
      .set({ lastSeenAt: sql`now()` })
      .where(and(eq(tools.serverId, serverId), isNull(tools.goneAt)));
  });
}

type Server = typeof servers.$inferSelect;

async function storeSnapshot(
  tx: Db,
  server: Server,
  visit: Visit,
  reading: Reading,
): Promise<{ id: number; toolsChanged: boolean }> {
  const contentHash = visit.contentHash;
  if (contentHash === undefined) throw new Error('a visit with a reading needs a content hash');
  const [current] = server.currentSnapshotId
    ? await tx.select().from(snapshots).where(eq(snapshots.id, server.currentSnapshotId))
    : [];
  await inChunks(visit.judged, (part) =>
    tx
      .insert(definitions)
      .values(part.map((tool) => ({ hash: tool.definitionHash, definition: tool.definition, tokens: tool.tokens })))
      .onConflictDoNothing(),
  );
  const toolsChanged = await storeTools(tx, server, visit, reading.provenance);
  if (current && current.contentHash === contentHash && current.provenance === reading.provenance) {
    return { id: current.id, toolsChanged };
  }
  // Both as the server told them itself: what is read from source has none of it.
  const parts =
    current && isOwn(current.provenance) && isOwn(reading.provenance) ? changedContext(current, reading) : [];
  if (parts.length > 0)
    await recordChanges(tx, [{ kind: 'context-changed', serverId: server.id, runId: visit.runId, detail: { parts } }]);
  const [snapshot] = await tx
    .insert(snapshots)
    .values({
      serverId: server.id,
      contentHash,
      provenance: reading.provenance,
      protocolVersion: reading.protocolVersion,
      serverName: reading.serverInfo?.name,
      serverVersion: reading.serverInfo?.version,
      instructions: reading.instructions,
      prompts: reading.prompts,
      resources: reading.resources,
      packageVersion: reading.packageVersion,
      args: reading.args,
      envNames: reading.envNames,
      notes: reading.notes,
      ttlMs: reading.ttlMs === undefined ? undefined : Math.round(reading.ttlMs),
      durationMs: Math.round(reading.durationMs),
      toolCount: visit.judged.length,
    })
    .returning({ id: snapshots.id });
  await inChunks(
    visit.judged.map((tool, position) => ({
      snapshotId: snapshot!.id,
      position,
      name: tool.definition.name,
      definitionHash: tool.definitionHash,
    })),
    (part) => tx.insert(snapshotTools).values(part),
  );
  return { id: snapshot!.id, toolsChanged };
}

const isOwn = (provenance: Provenance | null) => provenance !== null && ownProvenances.includes(provenance);

/** What a model is told beside the tools that is not as it was. */
function changedContext(before: typeof snapshots.$inferSelect, after: Reading): ContextPart[] {
  const textOf = (value: unknown) => JSON.stringify(value ?? null);
  // Null where it was not asked, which tells nothing; instructions come with every handshake.
  const isKnown = (part: ContextPart) =>
    part === 'instructions' || (before[part] !== null && after[part] !== undefined);
  return contextParts.filter((part) => isKnown(part) && textOf(before[part]) !== textOf(after[part]));
}

/** @returns whether anything is not as it was: a tool, its definition, its verdict, or how they came to us */
async function storeTools(tx: Db, server: Server, visit: Visit, provenance: Provenance): Promise<boolean> {
  const serverId = server.id;
  // Where the list came another way than the one before, the difference may be one of reading, and the event says so.
  const other: Record<string, Json> =
    server.toolProvenance === null || server.toolProvenance === provenance
      ? {}
      : { provenance: [server.toolProvenance, provenance] };
  const known = new Map(
    (await tx.select().from(tools).where(eq(tools.serverId, serverId))).map((tool) => [tool.name, tool]),
  );
  const firstReading = known.size === 0;
  const events: (typeof changes.$inferInsert)[] = [];
  const event = (kind: ChangeKind, toolId: number, detail: Record<string, Json>) =>
    events.push({ kind, serverId, toolId, runId: visit.runId, detail });

  const upserted: { id: number; name: string }[] = [];
  await inChunks(visit.judged, async (part) => {
    const rows = await tx
      .insert(tools)
      .values(
        part.map((tool) => ({
          serverId,
          name: tool.definition.name,
          definitionHash: tool.definitionHash,
          provenance,
        })),
      )
      .onConflictDoUpdate({
        target: [tools.serverId, tools.name],
        set: {
          definitionHash: sql`excluded.definition_hash`,
          provenance: sql`excluded.provenance`,
          lastSeenAt: sql`now()`,
          goneAt: null,
        },
      })
      .returning({ id: tools.id, name: tools.name });
    upserted.push(...rows);
  });
  const idOf = new Map(upserted.map((row) => [row.name, row.id]));
  const changed: { toolId: number; judged: JudgedTool }[] = [];
  for (const judged of visit.judged) {
    const { name } = judged.definition;
    const before = known.get(name);
    const toolId = idOf.get(name)!;
    if (!before || before.goneAt) {
      if (!firstReading) event('tool-added', toolId, { name, again: before !== undefined, ...other });
    } else if (before.definitionHash !== judged.definitionHash) {
      event('tool-changed', toolId, { name, from: before.definitionHash, to: judged.definitionHash, ...other });
    }
    if (
      !before ||
      before.definitionHash !== judged.definitionHash ||
      before.ruleset !== judged.classification.ruleset
    ) {
      changed.push({ toolId, judged });
      if (before?.category && !isSameVerdict(before, judged.classification)) {
        event('verdict-changed', toolId, verdictChange(name, before, judged));
      }
    }
  }
  await storeVerdicts(
    tx,
    changed.map(({ toolId, judged }) => ({
      toolId,
      definitionHash: judged.definitionHash,
      classification: judged.classification,
    })),
  );
  const gone = [...known.values()].filter((tool) => !tool.goneAt && !idOf.has(tool.name));
  await inChunks(gone, async (part) => {
    await tx
      .update(tools)
      .set({ goneAt: sql`now()` })
      .where(
        and(
          inArray(
            tools.id,
            part.map((tool) => tool.id),
          ),
          isNull(tools.goneAt),
        ),
      );
  });
  for (const tool of gone) event('tool-removed', tool.id, { name: tool.name, ...other });
  await recordChanges(tx, events);
  return changed.length > 0 || events.length > 0 || server.toolProvenance !== provenance;
}

type StoredVerdict = Pick<typeof tools.$inferSelect, 'category' | 'risk' | 'definitionHash' | 'ruleset'>;

function isSameVerdict(before: StoredVerdict, after: Classification): boolean {
  return before.category === after.category && before.risk === after.risk;
}

function verdictChange(name: string, before: StoredVerdict, after: JudgedTool): Record<string, Json> {
  return {
    name,
    from: before.category,
    fromRisk: before.risk,
    to: after.classification.category,
    toRisk: after.classification.risk,
    because: before.definitionHash === after.definitionHash ? 'ruleset' : 'definition',
  };
}

/** A verdict on a stored tool. */
export interface ToolVerdict {
  toolId: number;
  definitionHash: string;
  classification: Classification;
}

/** Gives stored tools other verdicts, with all that follows from them: what lists say, what pages show. */
export async function storeNewVerdicts(db: Db, verdicts: readonly ToolVerdict[]): Promise<void> {
  await storeVerdicts(db, verdicts);
  const changed = new Set<number>();
  await inChunks(verdicts, async (part) => {
    const ids = part.map(({ toolId }) => toolId);
    for (const { serverId } of await db
      .selectDistinct({ serverId: tools.serverId })
      .from(tools)
      .where(inArray(tools.id, ids)))
      changed.add(serverId);
  });
  await refreshToolCards(db, [...changed]);
  await announceChange(db, [...changed]);
}

/** Adds verdicts to the history and makes them the current ones. Bulk: a few statements per thousand tools. */
async function storeVerdicts(db: Db, verdicts: readonly ToolVerdict[]): Promise<void> {
  await inChunks(verdicts, async (part) => {
    const rows = await db
      .insert(classifications)
      .values(
        part.map(({ toolId, definitionHash, classification }) => ({
          toolId,
          definitionHash,
          ruleset: classification.ruleset,
          category: classification.category,
          risk: classification.risk,
          confidence: classification.confidence,
          verdict: classification,
        })),
      )
      .returning({ id: classifications.id, toolId: classifications.toolId });
    const severities = new Map(part.map((v) => [v.toolId, severityOf(v.classification.risk)]));
    const current = JSON.stringify(
      rows.map((row) => ({ tool: row.toolId, verdict: row.id, severity: severities.get(row.toolId) })),
    );
    await db.execute(sql`
      update tools set classification_id = c.id, category = c.category, risk = c.risk, confidence = c.confidence,
        ruleset = c.ruleset, severity = j.severity
      from json_to_recordset(${current}::json) as j(tool bigint, verdict bigint, severity int)
      join classifications c on c.id = j.verdict
      where tools.id = j.tool`);
  });
}

function gradeColumns({ grade, score, factors, ruleset }: ServerGrade) {
  return { grade, gradeScore: grade === null ? null : score, gradeFactors: factors, gradeRuleset: ruleset };
}

/** A grade for a server whose current tools are those of `snapshotId`. */
export interface GradeToStore {
  serverId: number;
  snapshotId: number;
  grade: ServerGrade;
}

/** Makes grades the current ones. A server that was visited meanwhile, and has another snapshot now, keeps its own. */
export async function storeGrades(db: Db, grades: readonly GradeToStore[]): Promise<void> {
  await inChunks(grades, async (part) => {
    const rows = JSON.stringify(
      part.map(({ serverId, snapshotId, grade: { grade, score, factors, ruleset } }) => ({
        server: serverId,
        snapshot: snapshotId,
        grade,
        score: grade === null ? null : score,
        factors,
        ruleset,
      })),
    );
    await db.execute(sql`
      update servers set grade = j.grade::grade, grade_score = j.score, grade_factors = j.factors,
        grade_ruleset = j.ruleset
      from json_to_recordset(${rows}::json) as j(server bigint, snapshot bigint, grade text, score int, factors json, ruleset text)
      where servers.id = j.server and servers.current_snapshot_id = j.snapshot`);
  });
  await refreshServerCards(
    db,
    grades.map(({ serverId }) => serverId),
  );
}

/** Marks verdicts as what the present rules say too, without adding to the history. */
export async function confirmVerdicts(db: Db, toolIds: readonly number[], ruleset: string): Promise<void> {
  await inChunks(toolIds, (part) => db.update(tools).set({ ruleset }).where(inArray(tools.id, part)));
}
