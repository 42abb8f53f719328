import { and, asc, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { classifications, definitions, servers, snapshots, tools } from '#db/schema.ts';
import type { ChangeKind, Classification, Json, ServerContext, ToolDefinition } from '#db/types.ts';
import { perDatabase } from './prepared.ts';

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
  return toolsOfServer(db).execute({ serverId });
}

const toolsOfServer = perDatabase((db) =>
  db
    .select({
      tool: tools,
      definition: definitions.definition,
      tokens: definitions.tokens,
      verdict: classifications.verdict,
    })
    .from(tools)
    .innerJoin(definitions, eq(definitions.hash, tools.definitionHash))
    .leftJoin(classifications, eq(classifications.id, tools.classificationId))
    .where(and(eq(tools.serverId, sql.placeholder('serverId')), isNull(tools.goneAt)))
    .orderBy(desc(tools.severity), asc(tools.name))
    .prepare('tools_of_server'),
);

/** The current verdicts on tools, by their ids; a tool without one is not in the map. */
export async function getVerdicts(db: Db, ids: readonly number[]): Promise<Map<number, Classification>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: tools.id, verdict: classifications.verdict })
    .from(tools)
    .innerJoin(classifications, eq(classifications.id, tools.classificationId))
    .where(inArray(tools.id, [...ids]));
  return new Map(rows.map(({ id, verdict }) => [id, verdict]));
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
  /** Other current tools of the server, gravest first, at most `siblingCount`. */
  siblings: { name: string; category: Tool['category']; risk: Tool['risk'] }[] | null;
  /** What happened to the tool, newest first, at most `historyLength`. */
  history: ToolEvent[] | null;
  /** Names of the server's current tools, in the order in which they were first seen. */
  names: string[];
}

/** One change of a tool; what it said before and since, where its definition changed. `at` is ISO 8601. */
export interface ToolEvent {
  id: number;
  at: string;
  kind: ChangeKind;
  detail: Record<string, Json>;
  was: ToolDefinition | null;
  now: ToolDefinition | null;
}

const siblingCount = 8;
const historyLength = 5;

const toolPage = perDatabase((db) =>
  db
    .select({
      server: servers,
      tool: tools,
      definition: definitions.definition,
      tokens: definitions.tokens,
      verdict: classifications.verdict,
      classifiedAt: classifications.classifiedAt,
      snapshot: snapshots,
      siblings: sql<ToolPage['siblings']>`(select json_agg(s) from (select t.name, t.category, t.risk from tools t
        where t.server_id = ${servers.id} and t.id <> ${tools.id} and t.gone_at is null
        order by t.severity desc, t.name limit ${sql.raw(String(siblingCount))}) s)`,
      history: sql<ToolPage['history']>`(select json_agg(h) from (select c.id, c.at, c.kind, c.detail,
          (select d.definition from definitions d where c.kind = 'tool-changed' and d.hash = c.detail->>'from') as was,
          (select d.definition from definitions d where c.kind = 'tool-changed' and d.hash = c.detail->>'to') as now
        from changes c where c.server_id = ${servers.id} and c.tool_id = ${tools.id}
        order by c.at desc, c.id desc limit ${sql.raw(String(historyLength))}) h)`,
      names: sql<
        string[]
      >`array(select beside.name from ${tools} beside where beside.server_id = ${servers.id} and beside.gone_at is null order by beside.id)`,
    })
    .from(servers)
    .innerJoin(tools, and(eq(tools.serverId, servers.id), eq(tools.name, sql.placeholder('name'))))
    .innerJoin(definitions, eq(definitions.hash, tools.definitionHash))
    .leftJoin(classifications, eq(classifications.id, tools.classificationId))
    .leftJoin(snapshots, eq(snapshots.id, servers.currentSnapshotId))
    .where(eq(servers.slug, sql.placeholder('slug')))
    .limit(1)
    .prepare('tool_page'),
);

/** One tool by its server's slug and its exact name, gone or not. */
export async function getToolPage(db: Db, slug: string, name: string): Promise<ToolPage | undefined> {
  const [row] = await toolPage(db).execute({ slug, name });
  return row;
}
