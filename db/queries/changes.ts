import { desc, eq } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { changes, servers } from '#db/schema.ts';
import { inChunks } from './chunks.ts';

/** A change with the server it happened to. */
export interface ChangeEntry {
  change: typeof changes.$inferSelect;
  server: { slug: string; name: string };
}

/**
 * What changed, newest first.
 * @param options.serverId only this server's
 */
export async function listChanges(db: Db, options: { limit: number; serverId?: number }): Promise<ChangeEntry[]> {
  return db
    .select({ change: changes, server: { slug: servers.slug, name: servers.name } })
    .from(changes)
    .innerJoin(servers, eq(servers.id, changes.serverId))
    .where(options.serverId === undefined ? undefined : eq(changes.serverId, options.serverId))
    .orderBy(desc(changes.at), desc(changes.id))
    .limit(options.limit);
}

/** Adds change events. */
export async function recordChanges(db: Db, events: readonly (typeof changes.$inferInsert)[]): Promise<void> {
  await inChunks(events, (part) => db.insert(changes).values(part));
}
