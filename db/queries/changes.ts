import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { changes, definitions, servers } from '#db/schema.ts';
import type { ChangeKind, ToolDefinition } from '#db/types.ts';
import { inChunks } from './chunks.ts';

/** A change with the server it happened to. */
export interface ChangeEntry {
  change: typeof changes.$inferSelect;
  server: { slug: string; name: string };
  /** What a tool was and became, where its definition changed. */
  definitions?: { from: ToolDefinition; to: ToolDefinition };
}

/** Which changes are listed. */
export interface ChangeFilter {
  /** Only this server's. */
  serverId?: number;
  /** Only those of these kinds; all when absent or empty. */
  kinds?: readonly ChangeKind[];
  /** Only what is older than the change of this id: the last one of the page before. */
  before?: number;
}

/**
 * What changed, newest first.
 * @param options.limit most changes, 1..; each may bring two definitions along
 */
export async function listChanges(db: Db, options: ChangeFilter & { limit: number }): Promise<ChangeEntry[]> {
  const { serverId, kinds, before, limit } = options;
  // The moment is compared where it is stored, to the microsecond; a Date would round it.
  const last = sql`(select c.at, c.id from changes c where c.id = ${before})`;
  const entries = await db
    .select({ change: changes, server: { slug: servers.slug, name: servers.name } })
    .from(changes)
    .innerJoin(servers, eq(servers.id, changes.serverId))
    .where(
      and(
        serverId === undefined ? undefined : eq(changes.serverId, serverId),
        kinds?.length ? inArray(changes.kind, [...kinds]) : undefined,
        before === undefined ? undefined : sql`(${changes.at}, ${changes.id}) < ${last}`,
      ),
    )
    .orderBy(desc(changes.at), desc(changes.id))
    .limit(limit);
  const byHash = await getDefinitions(
    db,
    entries.flatMap(({ change }) => definitionHashes(change) ?? []),
  );
  return entries.map((entry) => {
    const [from, to] = (definitionHashes(entry.change) ?? []).map((hash) => byHash.get(hash));
    return from && to ? { ...entry, definitions: { from, to } } : entry;
  });
}

/** Days over which changed definitions are counted. */
const driftDays = 90;

/**
 * How many tools of each server changed their definition in the last 90 days; a server without one is not in the map. What
 * the server itself said differently than its source had is no change.
 */
export async function countChangedTools(db: Db, serverIds: readonly number[]): Promise<Map<number, number>> {
  if (serverIds.length === 0) return new Map();
  const rows = await db
    .select({ serverId: changes.serverId, tools: sql<number>`count(distinct ${changes.toolId})::int` })
    .from(changes)
    .where(
      and(
        inArray(changes.serverId, [...serverIds]),
        eq(changes.kind, 'tool-changed'),
        sql`${changes.at} > now() - make_interval(days => ${driftDays})`,
        sql`${changes.detail}->>'provenance' is null`,
      ),
    )
    .groupBy(changes.serverId);
  return new Map(rows.map(({ serverId, tools }) => [serverId, tools]));
}

function definitionHashes({ kind, detail }: ChangeEntry['change']): [string, string] | undefined {
  const { from, to } = detail;
  return kind === 'tool-changed' && typeof from === 'string' && typeof to === 'string' ? [from, to] : undefined;
}

async function getDefinitions(db: Db, hashes: readonly string[]): Promise<Map<string, ToolDefinition>> {
  if (hashes.length === 0) return new Map();
  const rows = await db
    .select({ hash: definitions.hash, definition: definitions.definition })
    .from(definitions)
    .where(inArray(definitions.hash, [...new Set(hashes)]));
  return new Map(rows.map(({ hash, definition }) => [hash, definition]));
}

/** Adds change events. */
export async function recordChanges(db: Db, events: readonly (typeof changes.$inferInsert)[]): Promise<void> {
  await inChunks(events, (part) => db.insert(changes).values(part));
}
