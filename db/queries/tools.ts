import { and, asc, desc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { classifications, definitions, servers, snapshots, tools } from '#db/schema.ts';
import type { Classification, Risk, ServerContext, ToolDefinition, VerdictCategory } from '#db/types.ts';

/** A tool as stored. */
export type Tool = typeof tools.$inferSelect;

/** A tool with its definition and current verdict. */
export interface ToolWithVerdict {
  tool: Tool;
  definition: ToolDefinition;
  tokens: number | null;
  verdict: Classification | null;
}

/** Every current tool of a server, riskiest first. */
export async function listToolsOfServer(db: Db, serverId: number): Promise<ToolWithVerdict[]> {
  return db
    .select({
      tool: tools,
      definition: definitions.definition,
      tokens: definitions.tokens,
      verdict: classifications.verdict,
    })
    .from(tools)
    .innerJoin(definitions, eq(definitions.hash, tools.definitionHash))
    .leftJoin(classifications, eq(classifications.id, tools.classificationId))
    .where(and(eq(tools.serverId, serverId), isNull(tools.goneAt)))
    .orderBy(desc(tools.severity), asc(tools.name));
}

/** How many current tools there are by category and risk. Static and declared tools are counted apart from live ones. */
export async function countVerdicts(
  db: Db,
): Promise<{ category: Tool['category']; risk: Tool['risk']; provenance: Tool['provenance']; tools: number }[]> {
  return db
    .select({
      category: tools.category,
      risk: tools.risk,
      provenance: tools.provenance,
      tools: sql<number>`count(*)::int`,
    })
    .from(tools)
    .where(isNull(tools.goneAt))
    .groupBy(tools.category, tools.risk, tools.provenance);
}

/** What the rules judge, with the verdict that stands. */
export interface ToolToJudge {
  id: number;
  serverId: number;
  name: string;
  definitionHash: string;
  definition: ToolDefinition;
  category: Tool['category'];
  risk: Tool['risk'];
  ruleset: string | null;
  verdict: Classification | null;
}

/**
 * Current tools by server, `limit` at a time, for judging them all again.
 * @param after the last tool of the page before: its server and id
 */
export async function pageToolsToJudge(
  db: Db,
  after: { serverId: number; id: number },
  limit: number,
): Promise<ToolToJudge[]> {
  return db
    .select({
      id: tools.id,
      serverId: tools.serverId,
      name: tools.name,
      definitionHash: tools.definitionHash,
      definition: definitions.definition,
      category: tools.category,
      risk: tools.risk,
      ruleset: tools.ruleset,
      verdict: classifications.verdict,
    })
    .from(tools)
    .innerJoin(definitions, eq(definitions.hash, tools.definitionHash))
    .leftJoin(classifications, eq(classifications.id, tools.classificationId))
    .where(and(isNull(tools.goneAt), sql`(${tools.serverId}, ${tools.id}) > (${after.serverId}, ${after.id})`))
    .orderBy(asc(tools.serverId), asc(tools.id))
    .limit(limit);
}

/** What a verdict is given in: servers by id, with the names of their current tools. */
export async function getServerContexts(db: Db, serverIds: readonly number[]): Promise<Map<number, ServerContext>> {
  if (serverIds.length === 0) return new Map();
  const rows = await db
    .select({
      id: servers.id,
      name: servers.name,
      description: servers.description,
      package: servers.packageName,
      tools: sql<string[]>`json_agg(${tools.name} order by ${tools.id})`,
    })
    .from(servers)
    .innerJoin(tools, and(eq(tools.serverId, servers.id), isNull(tools.goneAt)))
    .where(inArray(servers.id, [...serverIds]))
    .groupBy(servers.id);
  return new Map(
    rows.map(({ id, description, package: pkg, ...rest }) => [
      id,
      { ...rest, description: description ?? undefined, package: pkg ?? undefined },
    ]),
  );
}

/** Everything the page of one tool is rendered from. */
export interface ToolPage {
  server: typeof servers.$inferSelect;
  tool: Tool;
  definition: ToolDefinition;
  tokens: number | null;
  verdict: Classification | null;
  /** When the current verdict was given. */
  classifiedAt: Date | null;
  /** The latest reading of the server. */
  snapshot: typeof snapshots.$inferSelect | null;
}

/** One tool by its server's slug and its exact name, gone or not. */
export async function getToolPage(db: Db, slug: string, name: string): Promise<ToolPage | undefined> {
  const [row] = await db
    .select({
      server: servers,
      tool: tools,
      definition: definitions.definition,
      tokens: definitions.tokens,
      verdict: classifications.verdict,
      classifiedAt: classifications.classifiedAt,
      snapshot: snapshots,
    })
    .from(servers)
    .innerJoin(tools, and(eq(tools.serverId, servers.id), eq(tools.name, name)))
    .innerJoin(definitions, eq(definitions.hash, tools.definitionHash))
    .leftJoin(classifications, eq(classifications.id, tools.classificationId))
    .leftJoin(snapshots, eq(snapshots.id, servers.currentSnapshotId))
    .where(eq(servers.slug, slug))
    .limit(1);
  return row;
}

/** A tool as a line in a list. */
export interface ToolLine {
  id: number;
  name: string;
  category: Tool['category'];
  risk: Tool['risk'];
  severity: number;
  provenance: Tool['provenance'];
  /** First 240 characters of the description. */
  summary: string | null;
  serverSlug: string;
  serverName: string;
}

const toolLine = {
  id: tools.id,
  name: tools.name,
  category: tools.category,
  risk: tools.risk,
  severity: tools.severity,
  provenance: tools.provenance,
  summary: sql<string | null>`left(${definitions.definition}->>'description', 240)`,
  serverSlug: servers.slug,
  serverName: servers.name,
};

function selectToolLines(db: Db, where: SQL | undefined) {
  return db
    .select(toolLine)
    .from(tools)
    .innerJoin(servers, eq(servers.id, tools.serverId))
    .innerJoin(definitions, eq(definitions.hash, tools.definitionHash))
    .where(and(isNull(tools.goneAt), where));
}

/**
 * Current tools over all servers, riskiest first, newest first among equals.
 * @param page.after the severity and id of the last line of the page before
 */
export async function listToolLines(
  db: Db,
  filter: { category?: VerdictCategory; risk?: Risk },
  page: { limit: number; after?: { severity: number; id: number } },
): Promise<ToolLine[]> {
  return selectToolLines(
    db,
    and(
      filter.category && eq(tools.category, filter.category),
      filter.risk && eq(tools.risk, filter.risk),
      page.after && sql`(${tools.severity}, ${tools.id}) < (${page.after.severity}, ${page.after.id})`,
    ),
  )
    .orderBy(desc(tools.severity), desc(tools.id))
    .limit(page.limit);
}

/**
 * Current tools whose name has every word of the query, by beginnings of words where names have separators
 * (`send mes` finds `send_message`), and anywhere in the name otherwise (`event` finds `createEvent`).
 */
export async function searchToolLines(db: Db, query: string, limit: number): Promise<ToolLine[]> {
  const words = query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0) return [];
  const exactFirst = sql`lower(${tools.name}) = ${query.trim().toLowerCase()} desc`;
  const prefixes = words.map((word) => `'${word}':*`).join(' & ');
  const found = await selectToolLines(
    db,
    sql`to_tsvector('simple', replace(replace(${tools.name}, '_', ' '), '-', ' ')) @@ to_tsquery('simple', ${prefixes})`,
  )
    .orderBy(exactFirst, asc(sql`length(${tools.name})`), desc(tools.severity), asc(tools.id))
    .limit(limit);
  if (found.length >= limit) return found;
  const anywhere = await selectToolLines(
    db,
    and(...words.map((word) => sql`position(${word} in lower(${tools.name})) > 0`)),
  )
    .orderBy(exactFirst, asc(sql`length(${tools.name})`), desc(tools.severity), asc(tools.id))
    .limit(limit);
  const seen = new Set(found.map((line) => line.id));
  return [...found, ...anywhere.filter((line) => !seen.has(line.id))].slice(0, limit);
}

/** Current tools by server and severity: how many of each a server has. */
export async function countRisksOfServers(
  db: Db,
  serverIds: readonly number[],
): Promise<{ serverId: number; risk: Risk | null; tools: number }[]> {
  if (serverIds.length === 0) return [];
  return db
    .select({ serverId: tools.serverId, risk: tools.risk, tools: sql<number>`count(*)::int` })
    .from(tools)
    .where(and(inArray(tools.serverId, [...serverIds]), isNull(tools.goneAt)))
    .groupBy(tools.serverId, tools.risk);
}
