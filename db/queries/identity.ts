/** What was said about who a server is, and what is known of other servers to compare it with. */
import { and, asc, desc, eq, gt, gte, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { identityFacts, servers } from '#db/schema.ts';
import type { IdentityAssessment, IdentityFact, IdentitySource, PackageRegistry } from '#db/types.ts';
import { refreshServerCards } from './cards.ts';
import { inChunks } from './chunks.ts';
import type { Server } from './servers.ts';

/**
 * Keeps what sources say about a server now, in place of what each said before.
 * @param options.replace false where the word of these does not outweigh what was said before
 */
export async function saveIdentityFacts(
  db: Db,
  serverId: number,
  said: Partial<Record<IdentitySource, IdentityFact[]>>,
  { replace = true }: { replace?: boolean } = {},
): Promise<void> {
  const rows = Object.entries(said).map(([source, facts]) => ({ serverId, source: source as IdentitySource, facts }));
  if (rows.length === 0) return;
  const inserted = db.insert(identityFacts).values(rows);
  await (replace
    ? inserted.onConflictDoUpdate({
        target: [identityFacts.serverId, identityFacts.source],
        set: { facts: sql`excluded.facts`, observedAt: sql`now()` },
      })
    : inserted.onConflictDoNothing());
}

/** What sources said about servers, by server. */
export async function listIdentityFacts(
  db: Db,
  serverIds: readonly number[],
): Promise<Map<number, { source: IdentitySource; facts: IdentityFact[]; observedAt: Date }[]>> {
  const found = new Map<number, { source: IdentitySource; facts: IdentityFact[]; observedAt: Date }[]>();
  await inChunks(serverIds, async (part) => {
    const rows = await db
      .select()
      .from(identityFacts)
      .where(inArray(identityFacts.serverId, [...part]))
      .orderBy(asc(identityFacts.serverId), asc(identityFacts.source));
    for (const { serverId, ...row } of rows) found.set(serverId, [...(found.get(serverId) ?? []), row]);
  });
  return found;
}

/** What repositories say of themselves, one list per server that was found in one of them; by address, lower case. */
export async function listRepositoryFacts(db: Db, urls: readonly string[]): Promise<Map<string, IdentityFact[][]>> {
  const found = new Map<string, IdentityFact[][]>();
  await inChunks([...new Set(urls.map((url) => url.toLowerCase()))], async (part) => {
    const url = sql<string>`lower(${servers.repositoryUrl})`;
    const rows = await db
      .select({ url, facts: identityFacts.facts })
      .from(identityFacts)
      .innerJoin(servers, eq(servers.id, identityFacts.serverId))
      .where(and(eq(identityFacts.source, 'repository'), inArray(url, [...part])))
      .orderBy(asc(servers.id));
    for (const row of rows) found.set(row.url, [...(found.get(row.url) ?? []), row.facts]);
  });
  return found;
}

/** Stars from which a server counts as better known than others. */
const knownFromStars = 1_000;
/** Most names that others are compared with. */
const maxKnown = 2_000;

/** Packages with many stars, most first, that are tied to the repository the stars are of. */
export async function listKnownPackages(
  db: Db,
): Promise<{ registry: PackageRegistry; name: string; repositoryUrl: string | null }[]> {
  const rows = await db
    .select({ registry: servers.packageRegistry, name: servers.packageName, repositoryUrl: servers.repositoryUrl })
    .from(servers)
    .where(
      and(
        gte(servers.stars, knownFromStars),
        isNotNull(servers.packageName),
        sql`${servers.identity} ->> 'identified' = 'true'`,
      ),
    )
    .orderBy(desc(servers.stars), asc(servers.id))
    .limit(maxKnown);
  return rows.flatMap(({ registry, name, repositoryUrl }) =>
    registry === null || name === null ? [] : [{ registry, name, repositoryUrl }],
  );
}

/** A page of servers, by id. */
export async function pageServers(db: Db, afterId: number, limit: number): Promise<Server[]> {
  return db.select().from(servers).where(gt(servers.id, afterId)).orderBy(asc(servers.id)).limit(limit);
}

/** Makes assessments the current ones. */
export async function storeIdentities(
  db: Db,
  assessments: readonly { serverId: number; identity: IdentityAssessment }[],
): Promise<void> {
  await inChunks(assessments, async (part) => {
    const rows = JSON.stringify(part.map(({ serverId, identity }) => ({ server: serverId, identity })));
    await db.execute(sql`
      update servers set identity = j.identity
      from json_to_recordset(${rows}::json) as j(server bigint, identity json)
      where servers.id = j.server`);
  });
  await refreshServerCards(
    db,
    assessments.map(({ serverId }) => serverId),
  );
}
