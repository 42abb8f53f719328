/** Hearing what changed, in this process or another, and knowing when one does not hear. */
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Db, OpenDb } from '#db/client.ts';
import { changedChannel } from '#db/queries/cards.ts';

/** Word is sent to oneself this often, milliseconds. */
const beatMs = 1_000;
/** Who has not heard a word that was sent since then hears nothing else either, milliseconds. Under five seconds with all else. */
const deafAfterMs = 3_500;

export interface ChangeFeed {
  /** Whether what changes is heard of. */
  hears(): boolean;
  close(): Promise<void>;
}

/**
 * Follows the changes of a database. A connection can be dead without either end knowing, so it sends word to itself.
 * @param changed told what changed: a slug, `''` or `*`, as `db/queries/cards.ts` says
 */
export async function followChanges(
  db: Db,
  listen: OpenDb['listen'],
  changed: (what: string) => void,
): Promise<ChangeFeed> {
  const self = `beat:${randomUUID()}:`;
  let heardAt = Number.NEGATIVE_INFINITY;
  const unlisten = await listen(
    changedChannel,
    (payload) => {
      // Words come in their order: what was said before this one was sent has been heard.
      if (payload.startsWith(self)) heardAt = Math.max(heardAt, Number(payload.slice(self.length)));
      else if (!payload.startsWith('beat:')) changed(payload);
    },
    () => changed('*'),
  );
  let sending = false;
  const beat = async () => {
    if (sending) return;
    sending = true;
    await db.execute(sql`select pg_notify(${changedChannel}, ${self + performance.now()})`).catch(() => {});
    sending = false;
  };
  const timer = setInterval(beat, beatMs).unref();
  await beat();
  return {
    hears: () => performance.now() - heardAt < deafAfterMs,
    async close() {
      clearInterval(timer);
      await unlisten().catch(() => {});
    },
  };
}
