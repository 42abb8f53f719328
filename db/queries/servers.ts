import { isDeepStrictEqual } from 'node:util';
import {
  and,
  asc,
  desc,
  eq,
  exists,
  gt,
  ilike,
  inArray,
  isNotNull,
  isNull,
  lte,
  ne,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { serverIdentities, servers, sightings, snapshots, tools } from '#db/schema.ts';
import type { Grade, LaunchPlan, Outcome, Risk, ServerCandidate, SourceId } from '#db/types.ts';

/** A server as stored. */
export type Server = typeof servers.$inferSelect;

/** A server candidate with what makes it the same server elsewhere: identity keys, package first, and the slug it would like. */
export interface IdentifiedCandidate {
  candidate: ServerCandidate;
  /** Keys such as `npm:@scope/name` and `repo:github.com/owner/name#path`, strongest first. */
  identities: readonly string[];
  slug: string;
  /** How it is listed, by what this source says. */
  launch?: LaunchPlan;
}

/** Whose plan is followed where several sources found a server, most trusted first: what a person wrote down, then what was curated. */
const planners: readonly SourceId[] = ['file', 'starter', 'registry', 'github'];

const packageOf = (identity: string) => /^(npm|pypi|oci|mcpb):/.test(identity);

/**
 * Records that a candidate was found: merges it into the server that shares an identity, or makes a new one.
 * A shared package always merges; a shared place in a repository does not where both name different packages
 * (a monorepo is one server per package). Facts already known are kept where the candidate has none.
 * @returns the server as it now stands, and whether it is new
 */
export async function upsertServer(
  db: Db,
  { candidate, identities, slug, launch }: IdentifiedCandidate,
): Promise<{ server: Server; created: boolean }> {
  return db.transaction(async (tx) => {
    // Candidates are merged one at a time: two workers that find the same server at once must agree on one row.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('toolrisk.servers'))`);
    const now = new Date();
    const found = await findByIdentity(tx, identities);
    const facts = {
      description: candidate.description,
      vendor: candidate.vendor,
      repositoryUrl: candidate.repository?.url,
      repositoryPath: candidate.repository?.path,
      packageRegistry: candidate.package?.registry,
      packageName: candidate.package?.name,
      remoteUrl: candidate.remoteUrl,
      stars: candidate.stars,
    };
    let server: Server;
    if (found) {
      const known = found;
      const fresh = Object.fromEntries(
        Object.entries(facts).filter(
          ([key, value]) => value != null && (key === 'stars' || known[key as keyof typeof facts] == null),
        ),
      );
      [server] = (await tx
        .update(servers)
        .set({ ...fresh, lastSeenAt: now })
        .where(eq(servers.id, found.id))
        .returning()) as [Server];
    } else {
      [server] = (await tx
        .insert(servers)
        .values({ ...facts, name: candidate.name, slug: await freeSlug(tx, slug), firstSeenAt: now, lastSeenAt: now })
        .returning()) as [Server];
    }
    if (identities.length > 0) {
      await tx
        .insert(serverIdentities)
        .values(identities.map((identity) => ({ identity, serverId: server.id })))
        .onConflictDoNothing();
    }
    await tx
      .insert(sightings)
      .values({
        serverId: server.id,
        source: candidate.source,
        location: candidate.location,
        locationUrl: candidate.locationUrl,
        launch,
        firstSeenAt: now,
        lastSeenAt: now,
      })
      .onConflictDoUpdate({
        target: [sightings.source, sightings.location],
        set: { serverId: server.id, lastSeenAt: now, locationUrl: candidate.locationUrl ?? null, launch },
      });
    return { server: await followPlan(tx, server), created: !found };
  });
}

/** Makes the best plan of all that found a server its own: one that can be started, else the most trusted. A new plan is due at once. */
async function followPlan(tx: Db, server: Server): Promise<Server> {
  const plans = await tx
    .select({ source: sightings.source, launch: sightings.launch })
    .from(sightings)
    .where(and(eq(sightings.serverId, server.id), isNotNull(sightings.launch)))
    .orderBy(sightings.location);
  const rank = ({ source, launch }: (typeof plans)[number]) =>
    planners.indexOf(source) + (launch?.kind === 'not-launchable' ? planners.length : 0);
  const best = plans.sort((a, b) => rank(a) - rank(b))[0]?.launch;
  if (!best || isDeepStrictEqual(best, server.launch)) return server;
  const [planned] = await tx
    .update(servers)
    .set({ launch: best, nextVisitAt: null })
    .where(eq(servers.id, server.id))
    .returning();
  return planned as Server;
}

async function findByIdentity(tx: Db, identities: readonly string[]): Promise<Server | undefined> {
  if (identities.length === 0) return undefined;
  const rows = await tx
    .select({ identity: serverIdentities.identity, server: servers })
    .from(serverIdentities)
    .innerJoin(servers, eq(servers.id, serverIdentities.serverId))
    .where(inArray(serverIdentities.identity, [...identities]));
  const byIdentity = new Map(rows.map((row) => [row.identity, row.server]));
  const packages = identities.filter(packageOf);
  for (const identity of identities) {
    const server = byIdentity.get(identity);
    if (!server) continue;
    const own = server.packageRegistry && `${server.packageRegistry}:${server.packageName}`;
    if (packageOf(identity) || packages.length === 0 || !own || packages.includes(own)) return server;
  }
  return undefined;
}

async function freeSlug(tx: Db, wanted: string): Promise<string> {
  for (let n = 1; ; n++) {
    const slug = n === 1 ? wanted : `${wanted}-${n}`;
    const taken = await tx.select({ id: servers.id }).from(servers).where(eq(servers.slug, slug)).limit(1);
    if (taken.length === 0) return slug;
  }
}

/** One server by id. */
export async function getServer(db: Db, id: number): Promise<Server | undefined> {
  const [row] = await db.select().from(servers).where(eq(servers.id, id)).limit(1);
  return row;
}

/**
 * Servers whose next visit has come, never visited ones first, then the longest overdue.
 * @param filter.sources only servers found by one of these
 * @param filter.limit most servers, 1..
 */
export async function listDueServers(
  db: Db,
  now: Date,
  filter: { sources?: readonly SourceId[]; limit: number },
): Promise<{ id: number }[]> {
  const found = filter.sources && [
    exists(
      db
        .select({ one: sql`1` })
        .from(sightings)
        .where(and(eq(sightings.serverId, servers.id), inArray(sightings.source, [...filter.sources]))),
    ),
  ];
  return db
    .select({ id: servers.id })
    .from(servers)
    .where(
      and(isNotNull(servers.launch), or(isNull(servers.nextVisitAt), lte(servers.nextVisitAt, now)), ...(found ?? [])),
    )
    .orderBy(sql`${servers.nextVisitAt} asc nulls first`, servers.id)
    .limit(filter.limit);
}

/** Servers by id, in no order. */
export async function getServers(db: Db, ids: readonly number[]): Promise<Server[]> {
  return ids.length === 0
    ? []
    : db
        .select()
        .from(servers)
        .where(inArray(servers.id, [...ids]));
}

/** One server by its slug. */
export async function getServerBySlug(db: Db, slug: string): Promise<Server | undefined> {
  const [row] = await db.select().from(servers).where(eq(servers.slug, slug)).limit(1);
  return row;
}

/** Where a server was found, first seen first. */
export async function listSightings(db: Db, serverId: number): Promise<(typeof sightings.$inferSelect)[]> {
  return db.select().from(sightings).where(eq(sightings.serverId, serverId)).orderBy(sightings.firstSeenAt);
}

/** How many servers ended how, over all servers ever attempted. */
export async function countOutcomes(db: Db): Promise<{ outcome: Server['lastOutcome']; servers: number }[]> {
  return db
    .select({ outcome: servers.lastOutcome, servers: sql<number>`count(*)::int` })
    .from(servers)
    .groupBy(servers.lastOutcome);
}

/** Which servers a list shows. */
export interface ServerFilter {
  outcome?: Outcome;
  /** Servers with at least one current tool of this risk. */
  risk?: Risk | 'unassessed';
  grade?: Grade | 'ungraded';
  /** Words that all stand in the name, slug, package or description. */
  query?: string;
}

/** Orders a list of servers can have. */
export const serverSorts = ['newest', 'name', 'grade', 'tools', 'stars'] as const;
export type ServerSort = (typeof serverSorts)[number];

function matching(db: Db, { outcome, risk, grade, query }: ServerFilter): SQL | undefined {
  const words = (query ?? '').split(/\s+/).filter((word) => word !== '');
  return and(
    outcome && eq(servers.lastOutcome, outcome),
    grade && (grade === 'ungraded' ? isNull(servers.grade) : eq(servers.grade, grade)),
    risk &&
      exists(
        db
          .select({ one: sql`1` })
          .from(tools)
          .where(
            and(
              eq(tools.serverId, servers.id),
              isNull(tools.goneAt),
              risk === 'unassessed' ? eq(tools.category, 'unassessed') : eq(tools.risk, risk),
            ),
          ),
      ),
    ...words.map((word) => {
      const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
      return or(
        ilike(servers.name, pattern),
        ilike(servers.slug, pattern),
        ilike(servers.packageName, pattern),
        ilike(servers.description, pattern),
      );
    }),
  );
}

/** A page of servers. */
export async function listServers(
  db: Db,
  filter: ServerFilter,
  page: { sort: ServerSort; limit: number; offset?: number },
): Promise<Server[]> {
  const order = {
    newest: [desc(servers.firstSeenAt), desc(servers.id)],
    name: [asc(sql`lower(${servers.name})`), asc(servers.id)],
    grade: [sql`${servers.gradeScore} desc nulls last`, desc(servers.id)],
    tools: [desc(servers.toolCount), desc(servers.id)],
    stars: [sql`${servers.stars} desc nulls last`, desc(servers.id)],
  }[page.sort];
  return db
    .select()
    .from(servers)
    .where(matching(db, filter))
    .orderBy(...order)
    .limit(page.limit)
    .offset(page.offset ?? 0);
}

/** How many servers a list has in all. */
export async function countServers(db: Db, filter: ServerFilter): Promise<number> {
  return db.$count(servers, matching(db, filter));
}

/** The highest id of a server; 0 where there is none. */
export async function lastServerId(db: Db): Promise<number> {
  const [row] = await db.select({ id: servers.id }).from(servers).orderBy(desc(servers.id)).limit(1);
  return row?.id ?? 0;
}

/**
 * Servers whose tools are known, however they were read, by id, with when the list that stands was first read.
 * @param ids.after before the first id, `until` the last one
 */
export async function listServersWithTools(
  db: Db,
  ids: { after: number; until: number },
): Promise<{ slug: string; readAt: Date }[]> {
  return db
    .select({ slug: servers.slug, readAt: snapshots.observedAt })
    .from(servers)
    .innerJoin(snapshots, eq(snapshots.id, servers.currentSnapshotId))
    .where(and(gt(servers.id, ids.after), lte(servers.id, ids.until), gt(servers.toolCount, 0)))
    .orderBy(asc(servers.id));
}

/** A server that was not listed at its last visit. */
export type FailedServer = Pick<
  Server,
  'slug' | 'name' | 'lastOutcome' | 'lastReason' | 'lastTodo' | 'lastAttemptAt' | 'nextVisitAt' | 'failures'
>;

/**
 * Servers whose last visit did not list them, latest visit first.
 * @param filter.outcome only those that ended so
 */
export async function listFailedServers(db: Db, filter: { outcome?: Outcome; limit: number }): Promise<FailedServer[]> {
  return db
    .select({
      slug: servers.slug,
      name: servers.name,
      lastOutcome: servers.lastOutcome,
      lastReason: servers.lastReason,
      lastTodo: servers.lastTodo,
      lastAttemptAt: servers.lastAttemptAt,
      nextVisitAt: servers.nextVisitAt,
      failures: servers.failures,
    })
    .from(servers)
    .where(failedWith(filter.outcome))
    .orderBy(desc(servers.lastAttemptAt))
    .limit(filter.limit);
}

/** Makes servers that were not listed due at once. @returns how many */
export async function retryFailedServers(db: Db, outcome?: Outcome): Promise<number> {
  const rows = await db
    .update(servers)
    .set({ nextVisitAt: null, failures: 0 })
    .where(failedWith(outcome))
    .returning({ id: servers.id });
  return rows.length;
}

function failedWith(outcome: Outcome | undefined): SQL | undefined {
  return outcome ? eq(servers.lastOutcome, outcome) : ne(servers.lastOutcome, 'listed');
}
