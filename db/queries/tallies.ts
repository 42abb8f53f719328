/** How many tools and servers there are of each kind. The sums are kept as cards change; nothing is counted here. */
import { desc, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { serverCards, type servers, tallies } from '#db/schema.ts';
import type { Provenance, Risk, VerdictCategory } from '#db/types.ts';
import type { Facet, Subject } from './facets.ts';

/** How many current tools, or servers, have each facet. */
export async function readTallies(db: Db, subject: Subject): Promise<Map<Facet, number>> {
  const rows = await db
    .select({ facet: tallies.facet, n: sql<number>`sum(${tallies.n})::int` })
    .from(tallies)
    .where(eq(tallies.subject, subject))
    .groupBy(tallies.facet);
  return new Map(rows.filter(({ n }) => n > 0).map(({ facet, n }) => [facet as Facet, n]));
}

/** Vendors with the most servers, and how many each has. */
export async function listVendors(db: Db, limit: number): Promise<{ vendor: string; servers: number }[]> {
  const n = sql<number>`sum(${tallies.n})::int`;
  const rows = await db
    .select({ facet: tallies.facet, n })
    .from(tallies)
    .where(eq(tallies.subject, 'server-vendor'))
    .groupBy(tallies.facet)
    .orderBy(desc(n), tallies.facet)
    .limit(limit);
  return rows.filter((row) => row.n > 0).map((row) => ({ vendor: row.facet.slice('vendor:'.length), servers: row.n }));
}

/** How many current tools there are by category and risk. Static and declared tools are counted apart from live ones. */
export async function countVerdicts(
  db: Db,
): Promise<{ category: VerdictCategory; risk: Risk | null; provenance: Provenance; tools: number }[]> {
  const found = await readTallies(db, 'tool');
  return [...found].flatMap(([facet, tools]) => {
    if (!facet.startsWith('verdict:')) return [];
    const [category, risk, provenance] = facet.slice('verdict:'.length).split('/') as [string, string, string];
    return {
      category: category as VerdictCategory,
      risk: risk === 'unassessed' ? null : (risk as Risk),
      provenance: provenance as Provenance,
      tools,
    };
  });
}

/** How many servers ended how; `null` are those never attempted. */
export async function countOutcomes(
  db: Db,
): Promise<{ outcome: typeof servers.$inferSelect.lastOutcome; servers: number }[]> {
  const found = await readTallies(db, 'server');
  return [...found].flatMap(([facet, n]) => {
    if (!facet.startsWith('outcome:')) return [];
    const outcome = facet.slice('outcome:'.length);
    return {
      outcome: outcome === 'not-visited' ? null : (outcome as typeof servers.$inferSelect.lastOutcome),
      servers: n,
    };
  });
}

/** Current tools by server and risk: how many of each a server has. */
export async function countRisksOfServers(
  db: Db,
  serverIds: readonly number[],
): Promise<{ serverId: number; risk: Risk | null; tools: number }[]> {
  if (serverIds.length === 0) return [];
  const rows = await db
    .select({ serverId: serverCards.serverId, risks: serverCards.risks })
    .from(serverCards)
    .where(inArray(serverCards.serverId, [...serverIds]));
  return rows.flatMap(({ serverId, risks }) =>
    Object.entries(risks).map(([risk, tools]) => ({
      serverId,
      risk: risk === 'unassessed' ? null : (risk as Risk),
      tools,
    })),
  );
}
