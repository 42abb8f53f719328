/**
 * Lists of tools and servers: any facets together, in any order, a page at a time in both directions. No list costs more
 * than a bound, however many rows there are: a small set is gathered and ordered, a large one is met soon enough when
 * walking along the order.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { tools } from '#db/schema.ts';
import { type Category, categories, type Risk, risks, type VerdictCategory } from '#db/types.ts';
import type { CardSort, Facet, Subject } from './facets.ts';
import { perDatabase } from './prepared.ts';
import type { Server } from './servers.ts';

/** Which part of a list is shown. */
export interface ListRequest {
  /** All of them together. */
  facets: readonly Facet[];
  /** Of each of these groups at least one. */
  anyOf?: readonly (readonly Facet[])[];
  /** Words that all have to be there, in any form. */
  words?: readonly string[];
  sort: CardSort;
  /** Rows of a page, 1..200. */
  limit: number;
  /** The id of the last row of the page before, or of the first row of the page after. */
  after?: number;
  before?: number;
}

/** A part of a list: ids in their order, and where it goes on. */
export interface ListPart {
  ids: number[];
  /** Ids to go on from; absent at the ends. */
  next?: number;
  previous?: number;
}

/** What is known of all that fits a list. */
export interface ListCounts {
  /** How many fit: exact up to `countedTo`, else more than that. */
  total: number;
  exact: boolean;
  /** How many of them have each facet; only where the total is exact. */
  facets: Map<Facet, number>;
}

/** Sets of up to this many rows are counted, gathered and ordered; larger ones are walked along. */
export const countedTo = 2_000;
/** Rows looked at in one step of a walk, and steps for one page. A page after which more may come can be short. */
const stepRows = 4_000;
const maxSteps = 5;

const cardTables = { tool: sql`tool_cards`, server: sql`server_cards` };
const idColumns = { tool: sql`tool_id`, server: sql`server_id` };
const keys: Record<CardSort, { column?: SQL; ascending?: boolean }> = {
  risk: { column: sql`risk_order` },
  reach: { column: sql`reach` },
  tokens: { column: sql`tokens` },
  tools: { column: sql`tool_count` },
  stars: { column: sql`stars` },
  newest: {},
  name: { column: sql`name_key collate "C"`, ascending: true },
};

/** Rows that have all the facets and words; words are looked for until `countedTo` and one row have them, the best known first. */
function matching(subject: Subject, { facets, anyOf = [], words = [] }: ListRequest): SQL {
  const conditions = [sql`true`];
  if (facets.length > 0) conditions.push(sql`facets @> ${arrayOf(facets)}`);
  for (const group of anyOf) conditions.push(sql`facets && ${arrayOf(group)}`);
  if (words.length > 0) {
    // Read once, not row by row.
    const query = sql`(select toolrisk_query(${arrayOf(words)}, true))`;
    conditions.push(
      sql`${idColumns[subject]} = any(array(${tieredMatches(subject, sql`words`, query, countedTo + 1)}))`,
    );
  }
  return sql.join(conditions, sql` and `);
}

/** The part of an order in which facets can stand at all, so that a walk along it begins where they do. */
function stretchOf(subject: Subject, { facets, sort }: ListRequest): SQL {
  const conditions = [sql`true`];
  const chosen = (kind: string) => facets.find((facet) => facet.startsWith(`${kind}:`))?.slice(kind.length + 1);
  const [risk, category] = [chosen('risk'), chosen('category')];
  const severity = risk === 'unassessed' ? 3 : risks.indexOf(risk as Risk) + 1;
  const rank = category === 'unassessed' ? 0 : categories.indexOf(category as Category) + 1;
  if (subject === 'tool' && sort === 'risk') {
    if (severity > 0) {
      const top = severity * 1_000_000;
      conditions.push(sql`risk_order between ${top - 999_990}::int and ${top + 9}::int`);
    }
    if (rank > 0 || category === 'unassessed') conditions.push(sql`reach / 1000 = ${rank}::int`);
  }
  if (subject === 'tool' && sort === 'reach' && (rank > 0 || category === 'unassessed')) {
    conditions.push(sql`reach between ${rank * 1000}::int and ${rank * 1000 + 999}::int`);
  }
  return sql.join(conditions, sql` and `);
}

/**
 * Ids of rows whose words fit, those of well-known servers first, at most `limit`; what is not needed is not read.
 * @param query a `tsquery`
 * @param also what has to be so of the row besides
 */
export function tieredMatches(subject: Subject, column: SQL, query: SQL, limit: number, also?: SQL): SQL {
  const from = subject === 'tool' ? sql`tool_words` : cardTables.server;
  // Two looks rather than three: each reads the long lists of common words anew.
  const known = (tiers: string) =>
    sql`select ${idColumns[subject]} as id from ${from} where ${column} @@ (${query} && ${tiers}::tsquery) ${also ? sql`and ${also}` : sql``}`;
  return sql`with well as materialized (${known("'~0' | '~1'")}), little as materialized (${known("'~2'")})
    select id from well union all select id from little limit ${limit}`;
}

/** A text array as one parameter. */
export const arrayOf = (values: readonly string[]): SQL =>
  sql`array(select json_array_elements_text(${JSON.stringify(values)}::json))`;

/** Counts what fits a list, as far as `countedTo`. */
export async function countList(db: Db, subject: Subject, request: ListRequest): Promise<ListCounts> {
  const rows = (await rowsOf(
    db,
    sql`with fits as materialized (select facets from ${cardTables[subject]} where ${matching(subject, request)} limit ${countedTo + 1})
      select null as facet, count(*)::int as n from fits
      union all select facet, count(*)::int from fits, unnest(facets) facet
        where (select count(*) from fits) <= ${countedTo} group by facet`,
  )) as { facet: Facet | null; n: number }[];
  const total = rows.find((row) => row.facet === null)?.n ?? 0;
  const counted = rows.filter((row) => row.facet !== null);
  return {
    total: Math.min(total, countedTo),
    exact: total <= countedTo,
    facets: new Map(counted.map(({ facet, n }) => [facet as Facet, n])),
  };
}

/**
 * One page of a list.
 * @param few whether at most `countedTo` rows fit, as `countList` says
 */
export async function pageOfList(db: Db, subject: Subject, request: ListRequest, few = false): Promise<ListPart> {
  const { sort, limit } = request;
  const back = request.before !== undefined && request.after === undefined;
  const { column = idColumns[subject], ascending = false } = keys[sort];
  const up = ascending !== back;
  const table = cardTables[subject];
  const id = idColumns[subject];
  const order = up ? sql`order by ${column}, ${id}` : sql`order by ${column} desc, ${id} desc`;
  const beyond = (from: number) =>
    sql`(${column}, ${id}) ${sql.raw(up ? '>' : '<')} (select ${column}, ${id} from ${table} where ${id} = ${from})`;
  const match = matching(subject, request);
  const start = back ? request.before : request.after;
  const found: number[] = [];
  /** Where the walk stands, and whether there is anything beyond. */
  let place = start;
  let over = false;
  if (few) {
    const rows = await rowsOf(
      db,
      sql`with fits as materialized (select * from ${table} where ${match})
        select ${id} as id from fits ${start === undefined ? sql`` : sql`where ${beyond(start)}`} ${order} limit ${limit + 1}`,
    );
    found.push(...rows.map((row) => Number(row.id)));
    over = true;
  }
  const stretch = stretchOf(subject, request);
  for (let step = 0; !over && found.length <= limit && step < maxSteps; step++) {
    const from = sql`from ${table} where ${stretch} and ${place === undefined ? sql`true` : beyond(place)} ${order}`;
    const rows = await rowsOf(
      db,
      sql`select ${id} as id from (select * ${from} limit ${stepRows}) step where ${match} limit ${limit + 1 - found.length}`,
    );
    found.push(...rows.map((row) => Number(row.id)));
    if (found.length > limit) break;
    // Where the step ended: the last row that was looked at.
    const end = await rowsOf(db, sql`select ${id} as id ${from} limit 1 offset ${stepRows - 1}`);
    over = end.length === 0;
    place = over ? place : Number(end[0]!.id);
  }
  const ids = found.slice(0, limit);
  const beyondPage = found.length > limit ? ids.at(-1) : over ? undefined : place;
  if (back) ids.reverse();
  const opposite = start === undefined ? undefined : back ? ids.at(-1) : ids[0];
  return back
    ? { ids, previous: beyondPage === undefined ? undefined : (ids[0] ?? beyondPage), next: opposite }
    : { ids, next: beyondPage, previous: opposite };
}

/** A tool as a line in a list. */
export interface ToolLine {
  id: number;
  name: string;
  category: VerdictCategory | null;
  risk: Risk | null;
  provenance: (typeof tools.$inferSelect)['provenance'];
  /** First 240 characters of the description. */
  summary: string | null;
  serverSlug: string;
  serverName: string;
  tokens: number;
  facets: Facet[];
}

/** What a line of a tool is made of: the tool `t`, its server `s`, its card `c` and its words `w`. */
export const toolLine = {
  json: sql<ToolLine>`json_build_object('id', t.id, 'name', t.name, 'category', t.category, 'risk', t.risk,
    'provenance', t.provenance, 'summary', w.summary, 'serverSlug', s.slug, 'serverName', s.name,
    'tokens', c.tokens, 'facets', c.facets)`,
  /** @param ids a table with the column `id` */
  from: (ids: SQL) => sql`${ids} join tools t on t.id = ids.id join servers s on s.id = t.server_id
    join tool_cards c on c.tool_id = t.id left join tool_words w on w.tool_id = t.id`,
};

/** Tools as lines, in the order of their ids. */
export async function getToolLines(db: Db, ids: readonly number[]): Promise<ToolLine[]> {
  if (ids.length === 0) return [];
  const rows = await toolLines(db).execute({ ids: idList(ids) });
  return inOrder(
    rows.map(({ line }) => line),
    ids,
    (line) => line.id,
  );
}

/** Ids as one parameter. */
const idsAsked = sql`unnest(${sql.placeholder('ids')}::text::bigint[]) ids(id)`;

const toolLines = perDatabase((db) =>
  db
    .select({ line: toolLine.json })
    .from(sql`${toolLine.from(idsAsked)}`)
    .prepare('tool_lines'),
);

/** A server as a line in a list. */
export interface ServerLine {
  /** What lines show of it; what else is stored with a server is long. */
  server: Pick<
    Server,
    | 'id'
    | 'slug'
    | 'name'
    | 'description'
    | 'vendor'
    | 'packageName'
    | 'toolCount'
    | 'toolProvenance'
    | 'grade'
    | 'lastOutcome'
  >;
  tokens: number;
  risks: Record<string, number>;
  capabilities: Record<string, number>;
}

/** What a line of a server is made of: the server `s` and its card `c`. */
export const serverLine = {
  json: sql<ServerLine>`json_build_object('server', json_build_object('id', s.id, 'slug', s.slug, 'name', s.name,
    'description', s.description, 'vendor', s.vendor, 'packageName', s.package_name, 'toolCount', s.tool_count,
    'toolProvenance', s.tool_provenance, 'grade', s.grade, 'lastOutcome', s.last_outcome),
    'tokens', c.tokens, 'risks', c.risks, 'capabilities', c.capabilities)`,
  /** @param ids a table with the column `id` */
  from: (ids: SQL) => sql`${ids} join servers s on s.id = ids.id join server_cards c on c.server_id = s.id`,
};

/** Servers as lines, in the order of their ids. */
export async function getServerLines(db: Db, ids: readonly number[]): Promise<ServerLine[]> {
  if (ids.length === 0) return [];
  const rows = await serverLines(db).execute({ ids: idList(ids) });
  return inOrder(
    rows.map(({ line }) => line),
    ids,
    (line) => line.server.id,
  );
}

const serverLines = perDatabase((db) =>
  db
    .select({ line: serverLine.json })
    .from(sql`${serverLine.from(idsAsked)}`)
    .prepare('server_lines'),
);

const idList = (ids: readonly number[]): string => `{${ids.join(',')}}`;

function inOrder<T>(rows: readonly T[], ids: readonly number[], idOf: (row: T) => number): T[] {
  const byId = new Map(rows.map((row) => [idOf(row), row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** The rows of a statement, whichever client runs it. */
export async function rowsOf(db: Db, statement: SQL): Promise<Record<string, unknown>[]> {
  const result = (await db.execute(statement)) as unknown;
  return (Array.isArray(result) ? [...result] : (result as { rows: Record<string, unknown>[] }).rows) as Record<
    string,
    unknown
  >[];
}
