/**
 * Keeping what lists, search and counts are read from in step with what is stored. The functions of the database that do
 * it stand in the migration that adds the cards; they are called in the transaction that changed something.
 */
import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { inChunks } from './chunks.ts';

/** The channel on which changed servers are announced: a slug each, `*` for many, nothing for what is no server's. */
export const changedChannel = 'toolrisk_changed';

const idsOf = (ids: readonly number[]) =>
  sql`array(select json_array_elements_text(${JSON.stringify(ids)}::json)::bigint)`;

/** Cards of servers: after their tools, outcome, grade or who they are changed. */
export async function refreshServerCards(db: Db, serverIds: readonly number[]): Promise<void> {
  await inChunks([...new Set(serverIds)], (part) => db.execute(sql`select refresh_server_cards(${idsOf(part)})`));
}

/** Cards of servers and of all their tools: after definitions, verdicts or what a server is called changed. */
export async function refreshToolCards(db: Db, serverIds: readonly number[]): Promise<void> {
  await inChunks([...new Set(serverIds)], (part) => db.execute(sql`select refresh_tool_cards(${idsOf(part)})`));
  await refreshServerCards(db, serverIds);
}

/** Tells every process of the site that pages of these servers, or those that list them, are out of date. */
export async function announceChange(db: Db, serverIds: readonly number[]): Promise<void> {
  if (serverIds.length > 100) await db.execute(sql`select pg_notify(${changedChannel}, '*')`);
  else
    await db.execute(sql`select pg_notify(${changedChannel}, slug) from servers where id = any(${idsOf(serverIds)})`);
}
