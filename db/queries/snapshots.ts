import { asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { attempts, definitions, servers, snapshots, snapshotTools } from '#db/schema.ts';
import type { Classification, ToolDefinition } from '#db/types.ts';
import { perDatabase } from './prepared.ts';

/** A reading as stored. */
export type Snapshot = typeof snapshots.$inferSelect;

/** One reading by id. */
export async function getSnapshot(db: Db, id: number): Promise<Snapshot | undefined> {
  const [row] = await snapshotById(db).execute({ id });
  return row;
}

const snapshotById = perDatabase((db) =>
  db
    .select()
    .from(snapshots)
    .where(eq(snapshots.id, sql.placeholder('id')))
    .limit(1)
    .prepare('snapshot'),
);

/** What servers say beside their tools, by id of the server, as their current readings have it. */
export async function getServerWords(
  db: Db,
  serverIds: readonly number[],
): Promise<Map<number, Pick<Snapshot, 'instructions' | 'prompts' | 'resources'>>> {
  if (serverIds.length === 0) return new Map();
  const rows = await db
    .select({
      id: servers.id,
      instructions: snapshots.instructions,
      prompts: snapshots.prompts,
      resources: snapshots.resources,
    })
    .from(servers)
    .innerJoin(snapshots, eq(snapshots.id, servers.currentSnapshotId))
    .where(inArray(servers.id, [...serverIds]));
  return new Map(rows.map(({ id, ...words }) => [id, words]));
}

/** The readings of a server, newest first. */
export async function listSnapshots(db: Db, serverId: number, limit: number): Promise<Snapshot[]> {
  return db
    .select()
    .from(snapshots)
    .where(eq(snapshots.serverId, serverId))
    .orderBy(desc(snapshots.observedAt), desc(snapshots.id))
    .limit(limit);
}

/** How long the list was at the readings of a server, newest first; what else they hold is not read. */
export async function listReadings(
  db: Db,
  serverId: number,
  limit: number,
): Promise<Pick<Snapshot, 'id' | 'observedAt' | 'toolCount'>[]> {
  return readingsOf(db).execute({ serverId, limit });
}

const readingsOf = perDatabase((db) => {
  const { id, observedAt, toolCount } = snapshots;
  return db
    .select({ id, observedAt, toolCount })
    .from(snapshots)
    .where(eq(snapshots.serverId, sql.placeholder('serverId')))
    .orderBy(desc(observedAt), desc(id))
    .limit(sql.placeholder('limit'))
    .prepare('readings_of_server');
});

/** A tool as a reading had it, with the last verdict on that very definition; `null` where none was given. */
export interface ToolOfSnapshot {
  name: string;
  definition: ToolDefinition;
  tokens: number | null;
  verdict: Classification | null;
}

/** The tools of one reading, in the server's order. */
export async function listToolsOfSnapshot(db: Db, { id, serverId }: Snapshot): Promise<ToolOfSnapshot[]> {
  return db
    .select({
      name: snapshotTools.name,
      definition: definitions.definition,
      tokens: definitions.tokens,
      verdict: sql<Classification | null>`(select c.verdict from tools t join classifications c on c.tool_id = t.id
        where t.server_id = ${serverId} and t.name = ${snapshotTools.name} and c.definition_hash = ${snapshotTools.definitionHash}
        order by c.classified_at desc limit 1)`,
    })
    .from(snapshotTools)
    .innerJoin(definitions, eq(definitions.hash, snapshotTools.definitionHash))
    .where(eq(snapshotTools.snapshotId, id))
    .orderBy(asc(snapshotTools.position));
}

/** The attempts to list a server, newest first. */
export async function listAttempts(db: Db, serverId: number, limit: number): Promise<(typeof attempts.$inferSelect)[]> {
  return attemptsOf(db).execute({ serverId, limit });
}

const attemptsOf = perDatabase((db) =>
  db
    .select()
    .from(attempts)
    .where(eq(attempts.serverId, sql.placeholder('serverId')))
    .orderBy(desc(attempts.at), desc(attempts.id))
    .limit(sql.placeholder('limit'))
    .prepare('attempts_of_server'),
);
