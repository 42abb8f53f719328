import { desc, eq } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { attempts, snapshots } from '#db/schema.ts';

/** A reading as stored. */
export type Snapshot = typeof snapshots.$inferSelect;

/** One reading by id. */
export async function getSnapshot(db: Db, id: number): Promise<Snapshot | undefined> {
  const [row] = await db.select().from(snapshots).where(eq(snapshots.id, id)).limit(1);
  return row;
}

/** The readings of a server, newest first. */
export async function listSnapshots(db: Db, serverId: number, limit: number): Promise<Snapshot[]> {
  return db.select().from(snapshots).where(eq(snapshots.serverId, serverId)).orderBy(desc(snapshots.id)).limit(limit);
}

/** The attempts to list a server, newest first. */
export async function listAttempts(db: Db, serverId: number, limit: number): Promise<(typeof attempts.$inferSelect)[]> {
  return db.select().from(attempts).where(eq(attempts.serverId, serverId)).orderBy(desc(attempts.id)).limit(limit);
}
