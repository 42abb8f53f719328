import { eq, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { cursors, skips, sources } from '#db/schema.ts';
import type { Json, SourceId } from '#db/types.ts';

/** Keeps what pages call sources and whose plans are followed first, for those that are looked through. */
export async function recordSources(
  db: Db,
  described: readonly { id: SourceId; title: string; trust?: number }[],
): Promise<void> {
  if (described.length === 0) return;
  await db
    .insert(sources)
    .values(described.map(({ id, title, trust = 0 }) => ({ id, title, trust })))
    .onConflictDoUpdate({ target: sources.id, set: { title: sql`excluded.title`, trust: sql`excluded.trust` } });
}

/** Where discovery stopped last time, under a key of the source's own. */
export async function getCursor(db: Db, key: string): Promise<Json | undefined> {
  const [row] = await db.select({ value: cursors.value }).from(cursors).where(eq(cursors.key, key)).limit(1);
  return row?.value;
}

/** Remembers where discovery goes on from. */
export async function setCursor(db: Db, key: string, value: Json): Promise<void> {
  await db
    .insert(cursors)
    .values({ key, value })
    .onConflictDoUpdate({ target: cursors.key, set: { value: sql`excluded.value`, updatedAt: sql`now()` } });
}

/** Records that discovery left something out, and why. */
export async function recordSkip(db: Db, skip: { source: SourceId; location: string; reason: string }): Promise<void> {
  await db
    .insert(skips)
    .values(skip)
    .onConflictDoUpdate({
      target: [skips.source, skips.location],
      set: { reason: skip.reason, lastSeenAt: sql`now()` },
    });
}

/** What discovery left out, latest first. */
export async function listSkips(db: Db, limit: number): Promise<(typeof skips.$inferSelect)[]> {
  return db.select().from(skips).orderBy(sql`${skips.lastSeenAt} desc`).limit(limit);
}
