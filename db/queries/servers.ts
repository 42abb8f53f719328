import { isDeepStrictEqual } from 'node:util';
import {
  and,
  asc,
  desc,
  eq,
  exists,
  gt,
  inArray,
  isNotNull,
  isNull,
  lte,
  ne,
  notInArray,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { identityFacts, serverIdentities, servers, sightings, snapshots, sources } from '#db/schema.ts';
import type { IdentityFact, LaunchPlan, Outcome, ServerCandidate, SourceId, ToolDefinition } from '#db/types.ts';
import { announceChange, refreshServerCards, refreshToolCards } from './cards.ts';
import { perDatabase } from './prepared.ts';

/** A server as stored. */
export type Server = typeof servers.$inferSelect;

/** Where a server was found. */
export type Place = Pick<ServerCandidate, 'source' | 'location'>;

/** A server candidate with what makes it the same server elsewhere: identity keys, package first, and the slug it would like. */
export interface IdentifiedCandidate {
  candidate: ServerCandidate;
  /** Keys such as `npm:@scope/name` and `repo:github.com/owner/name#path`, strongest first. */
  identities: readonly string[];
  slug: string;
  /** How it is listed, by what this source says. */
  launch?: LaunchPlan;
  /**
   * Whether it may complete what is known of the package it names: anybody may name anybody's package.
   * Default always; else told what was said of that package.
   */
  isVouchedFor?(known: Server, facts: readonly IdentityFact[]): boolean;
  /** Sources that say what packages say of themselves: once one has, it counts for nothing who named the package first. */
  packageSources?: readonly SourceId[];
  /**
   * Where this is the first that the package says of itself: whether what is known from the place that named it before
   * may stand beside it. What may not is forgotten. Default yes.
   */
  standsBeside?(known: Server, first: Place, facts: readonly IdentityFact[]): boolean;
}

/** A plan of one of the sources that found a server. */
interface RankedPlan {
  /** Of its source; `null` for a source that is no longer known, which is trusted least. */
  trust: number | null;
  launch: LaunchPlan | null;
}

/** Orders plans of one server: what can be started first, then by trust in who says so. */
export function comparePlans(a: RankedPlan, b: RankedPlan): number {
  const cannot = ({ launch }: RankedPlan) => Number(launch?.kind === 'not-launchable');
  return cannot(a) - cannot(b) || (b.trust ?? -1) - (a.trust ?? -1);
}

const packageOf = (identity: string) => /^(npm|pypi|oci|mcpb):/.test(identity);

/**
 * Records that a candidate was found: merges it into the server that shares an identity, or makes a new one.
 * A shared package always merges; a shared place in a repository does not where both name different packages
 * (a monorepo is one server per package). Facts already known are kept, and completed where the candidate is vouched for;
 * one that is not is only a place where the package was found.
 * @returns the server as it now stands, whether it is new, and whether the candidate was vouched for
 */
export async function upsertServer(
  db: Db,
  identified: IdentifiedCandidate,
): Promise<{ server: Server; created: boolean; vouched: boolean }> {
  const { candidate, identities, slug, launch: stated, isVouchedFor } = identified;
  return db.transaction(async (tx) => {
    // Candidates are merged one at a time: two workers that find the same server at once must agree on one row.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('toolrisk.servers'))`);
    const now = new Date();
    const found = await forgetStrangers(tx, await findByIdentity(tx, identities), identified);
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
    const vouched =
      !found?.packageName ||
      !isVouchedFor ||
      !identities.some(packageOf) ||
      (await mayStillComplete(tx, found.id, identified)) ||
      isVouchedFor(found, await factsOf(tx, found.id));
    /** A remote that a stranger names is not the package. */
    const launch = vouched || stated?.kind !== 'remote' ? stated : undefined;
    let server: Server;
    /** Whether what search knows its tools by is another now. */
    let renamed = false;
    if (found) {
      const known = found;
      const fresh = Object.fromEntries(
        Object.entries(facts).filter(
          ([key, value]) => vouched && value != null && (key === 'stars' || known[key as keyof typeof facts] == null),
        ),
      );
      renamed = Object.keys(fresh).some((key) => key !== 'stars');
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
    const owned = vouched ? identities : identities.filter(packageOf);
    if (owned.length > 0) {
      await tx
        .insert(serverIdentities)
        .values(owned.map((identity) => ({ identity, serverId: server.id })))
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
        tools: candidate.tools,
        firstSeenAt: now,
        lastSeenAt: now,
      })
      .onConflictDoUpdate({
        target: [sightings.source, sightings.location],
        set: {
          serverId: server.id,
          lastSeenAt: now,
          locationUrl: candidate.locationUrl ?? null,
          launch,
          tools: candidate.tools ?? null,
        },
      });
    const planned = await followPlan(tx, server);
    await (renamed ? refreshToolCards : refreshServerCards)(tx, [server.id]);
    return { server: planned, created: !found, vouched };
  });
}

/** The place that named a server first; undefined where none has yet. */
async function firstPlace(tx: Db, serverId: number): Promise<Place | undefined> {
  const [first] = await tx
    .select({ source: sightings.source, location: sightings.location })
    .from(sightings)
    .where(eq(sightings.serverId, serverId))
    .orderBy(sightings.firstSeenAt)
    .limit(1);
  return first as Place | undefined;
}

/** Whether a source of packages has said what the package of a server says of itself. */
async function hasOwnWord(tx: Db, serverId: number, packageSources: readonly SourceId[]): Promise<boolean> {
  const said = await tx
    .select({ one: sql`1` })
    .from(sightings)
    .where(and(eq(sightings.serverId, serverId), inArray(sightings.source, [...packageSources])))
    .limit(1);
  return said.length > 0;
}

/** Whether a server is known because this place named it, and its package has not spoken for itself since. */
async function mayStillComplete(
  tx: Db,
  serverId: number,
  { candidate, packageSources = [] }: IdentifiedCandidate,
): Promise<boolean> {
  const first = await firstPlace(tx, serverId);
  return (
    first?.source === candidate.source &&
    first.location === candidate.location &&
    !(await hasOwnWord(tx, serverId, packageSources))
  );
}

/**
 * Where a package speaks for itself for the first time, and whoever named it before is a stranger to it: forgets what
 * that one said of its name, purpose, owner, repository and remote. The address of the page stays.
 * @returns the server without all that
 */
async function forgetStrangers(
  tx: Db,
  found: Server | undefined,
  { candidate, identities, packageSources = [], standsBeside }: IdentifiedCandidate,
): Promise<Server | undefined> {
  if (!found?.packageName || !standsBeside || !packageSources.includes(candidate.source)) return found;
  const own = identities.filter(packageOf);
  if (own.length === 0) return found;
  const first = await firstPlace(tx, found.id);
  if (!first || (await hasOwnWord(tx, found.id, packageSources))) return found;
  if (standsBeside(found, first, await factsOf(tx, found.id))) return found;
  await tx
    .delete(serverIdentities)
    .where(and(eq(serverIdentities.serverId, found.id), notInArray(serverIdentities.identity, own)));
  await tx
    .update(sightings)
    .set({ launch: null })
    .where(and(eq(sightings.serverId, found.id), sql`${sightings.launch} ->> 'kind' = 'remote'`));
  const [bare] = await tx
    .update(servers)
    .set({
      name: candidate.name,
      description: null,
      vendor: null,
      repositoryUrl: null,
      repositoryPath: null,
      remoteUrl: null,
      stars: null,
    })
    .where(eq(servers.id, found.id))
    .returning();
  return bare;
}

async function factsOf(tx: Db, serverId: number): Promise<IdentityFact[]> {
  const rows = await tx
    .select({ facts: identityFacts.facts })
    .from(identityFacts)
    .where(eq(identityFacts.serverId, serverId));
  return rows.flatMap(({ facts }) => facts);
}

/** Makes the best plan of all that found a server its own: one that can be started, else the most trusted. A new plan is due at once. */
async function followPlan(tx: Db, server: Server): Promise<Server> {
  const plans = await tx
    .select({ trust: sources.trust, launch: sightings.launch })
    .from(sightings)
    .leftJoin(sources, eq(sources.id, sightings.source))
    .where(and(eq(sightings.serverId, server.id), isNotNull(sightings.launch)))
    .orderBy(sightings.location);
  const best = plans.sort(comparePlans)[0]?.launch;
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
 * No visit is planned further ahead, milliseconds: 30 days and a tenth (`crawler/revisit.ts`), and two days more. What is
 * was planned while the clock was wrong.
 */
export const farthestVisitMs = 35 * 24 * 3_600_000;

/** Whether a server is to be visited now: its time has come, or cannot be right. */
export function isDue(nextVisitAt: Date | null, now: Date): boolean {
  return nextVisitAt === null || nextVisitAt <= now || nextVisitAt.getTime() > now.getTime() + farthestVisitMs;
}

/** The same in SQL. */
export const dueAt = (now: Date) =>
  or(
    isNull(servers.nextVisitAt),
    lte(servers.nextVisitAt, now),
    gt(servers.nextVisitAt, new Date(now.getTime() + farthestVisitMs)),
  );

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
    .where(and(isNotNull(servers.launch), dueAt(now), ...(found ?? [])))
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
  const [row] = await serverBySlug(db).execute({ slug });
  return row;
}

const serverBySlug = perDatabase((db) =>
  db
    .select()
    .from(servers)
    .where(eq(servers.slug, sql.placeholder('slug')))
    .limit(1)
    .prepare('server_by_slug'),
);

/** The server that is known by one of these identities, the first that is. */
export async function getServerByIdentity(db: Db, identities: readonly string[]): Promise<Server | undefined> {
  if (identities.length === 0) return undefined;
  const rows = await db
    .select({ identity: serverIdentities.identity, server: servers })
    .from(serverIdentities)
    .innerJoin(servers, eq(servers.id, serverIdentities.serverId))
    .where(inArray(serverIdentities.identity, [...identities]));
  return identities.flatMap((one) => rows.find(({ identity }) => identity === one)?.server ?? [])[0];
}

/** A server is visited again on demand at most so often, milliseconds. */
export const leastBetweenVisitsMs = 10 * 60_000;

/**
 * Makes a server due at once because somebody asks for it; the next worker that looks visits it and starts it anew.
 * @returns false where it is due already, was visited only just, or is none
 */
export async function askForVisit(db: Db, slug: string, now = new Date()): Promise<boolean> {
  const rows = await db
    .update(servers)
    .set({ nextVisitAt: null })
    .where(
      and(
        eq(servers.slug, slug),
        isNotNull(servers.launch),
        isNotNull(servers.nextVisitAt),
        or(
          isNull(servers.lastAttemptAt),
          lte(servers.lastAttemptAt, new Date(now.getTime() - leastBetweenVisitsMs)),
          // The clock was wrong then.
          gt(servers.lastAttemptAt, new Date(now.getTime() + leastBetweenVisitsMs)),
        ),
      ),
    )
    .returning({ id: servers.id });
  await announceChange(
    db,
    rows.map(({ id }) => id),
  );
  return rows.length > 0;
}

/** Where a server was found, with what the source is called. */
export interface Sighting extends Pick<typeof sightings.$inferSelect, 'source' | 'location' | 'locationUrl'> {
  title: string;
}

/** Where a server was found, first seen first. */
export async function listSightings(db: Db, serverId: number): Promise<Sighting[]> {
  return sightingsOf(db).execute({ serverId });
}

const sightingsOf = perDatabase((db) => {
  const { source, location, locationUrl } = sightings;
  return db
    .select({ source, location, locationUrl, title: sql<string>`coalesce(${sources.title}, ${source})` })
    .from(sightings)
    .leftJoin(sources, eq(sources.id, sightings.source))
    .where(eq(sightings.serverId, sql.placeholder('serverId')))
    .orderBy(sightings.firstSeenAt)
    .prepare('sightings_of_server');
});

/** Tools that a source says a server has. */
export interface Declaration {
  /** What the source is called. */
  title: string;
  location: string;
  tools: ToolDefinition[];
  lastSeenAt: Date;
}

/** What the most trusted of those says that declare the server's tools; undefined where none does. */
export async function getDeclaration(db: Db, serverId: number): Promise<Declaration | undefined> {
  const { location, tools, lastSeenAt } = sightings;
  const [row] = await db
    .select({ title: sql<string>`coalesce(${sources.title}, ${sightings.source})`, location, tools, lastSeenAt })
    .from(sightings)
    .leftJoin(sources, eq(sources.id, sightings.source))
    .where(and(eq(sightings.serverId, serverId), isNotNull(tools)))
    .orderBy(sql`${sources.trust} desc nulls last`, desc(lastSeenAt), location)
    .limit(1);
  return row?.tools ? { ...row, tools: row.tools } : undefined;
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
