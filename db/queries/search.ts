/**
 * Search over names, titles, descriptions, packages, addresses: by indexes only, and ranked among a bounded number of
 * candidates. They are gathered in looks, each of which is only taken where those before it found too little: what is
 * named just so, then what has the words in its name, then what has them anywhere; of well-known servers, of a sixteenth
 * of the others, of all others. So a word that a hundred thousand tools have costs no more than a rare one.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { Facet } from './facets.ts';
import { type ServerLine, serverLine, type ToolLine, toolLine } from './lists.ts';
import { perDatabase } from './prepared.ts';

/** What is searched for, as `readSearch` of the site reads it from what was typed. */
export interface SearchQuery {
  /** Words in lower case, at most eight. */
  words: readonly string[];
  /** Words that may stand for one of them, where hardly anything has the words themselves. */
  alike?: ReadonlyMap<string, readonly string[]>;
  /** Keys of `server_identities` that what was typed may mean. */
  identities: readonly string[];
  /** Addresses of repositories it may mean, lower case. */
  repositories: readonly string[];
  /** True where it names one thing, by package, command line or address: nothing that is merely like it is meant. */
  precise?: boolean;
}

/** What was found, best first. */
export interface SearchResult {
  servers: ServerLine[];
  tools: ToolLine[];
  /** Words that stand in names and were taken for words that were typed otherwise. */
  corrected: ReadonlyMap<string, string>;
  /** Whether a server is just what was named. */
  identified: boolean;
  /** False where nothing has all the words: what was found has some of them, or others that mean the same. */
  all: boolean;
  /** Facets of the tools that were ranked, and how many of those have each. */
  facets: Map<Facet, number>;
  /** True where more tools fit than were ranked, so that facets stand for a part of them. */
  more: boolean;
}

/**
 * Candidates that are looked for before it is enough. So those that have the words elsewhere are left out where so many have
 * them in their names: none is ranked above one of these.
 */
const maxCandidates = 60;
/** With fewer results, words that mean the same are looked for as well. */
const fewResults = 3;
/** Candidates that are named just as was typed, the best known, beside those. */
const maxExact = 30;

/** Finds servers and tools. At most `limits` of each. */
export async function search(
  db: Db,
  query: SearchQuery,
  limits: { servers: number; tools: number },
): Promise<SearchResult> {
  const askServers = (asked: Asked) => findServers(db, { ...asked, limit: limits.servers });
  const askTools = async (asked: Asked) =>
    limits.tools === 0 ? noTools : findTools(db, { ...asked, limit: limits.tools });
  const found = async (asked: Asked) => {
    const [{ servers }, tools] = await Promise.all([askServers(asked), askTools(asked)]);
    return { servers, ...tools };
  };
  const exact = findIdentified(db, query);
  const { words } = query;
  if (words.length === 0) {
    const servers = await exact;
    return { servers, ...noTools, ...unchanged, identified: servers.length > 0 };
  }
  const alike = (word: string) => query.alike?.get(word) ?? [];
  // What stands for other words is a word.
  const odd = words.filter((word) => word.length >= minMistyped && alike(word).length === 0);
  const asked = asking(alone(words), true, query.precise ? [] : odd);
  const servers = askServers(asked);
  const [identified, { servers: named, likely }, tools, corrected] = await Promise.all([
    exact,
    servers,
    askTools(asked),
    // Before it is known that no tool has them either: that takes longer, and what is in no name is hardly in any text.
    servers.then(({ likely }) =>
      likely.size === 0 ? undefined : found(asking(alone(words.map((word) => likely.get(word) ?? word)), true)),
    ),
  ]);
  const result: SearchResult = { servers: named, ...tools, ...unchanged, identified: identified.length > 0 };
  const number = () => result.servers.length + result.tools.length;
  if (number() < fewResults && !query.precise) {
    if (number() === 0 && corrected) Object.assign(result, corrected, { corrected: likely });
    const meant = words.map((word) => [result.corrected.get(word) ?? word, ...alike(word)]);
    if (number() < fewResults && meant.some(({ length }) => length > 1)) {
      const wider = await found(asking(meant, true));
      if (number() > 0) {
        result.servers = joined(result.servers, wider.servers, ({ server }) => server.id).slice(0, limits.servers);
        result.tools = joined(result.tools, wider.tools, ({ id }) => id).slice(0, limits.tools);
      } else Object.assign(result, wider, { all: false });
    }
    if (number() === 0 && identified.length === 0 && words.length > 1) {
      Object.assign(result, await found(asking(meant, false)), { all: false });
    }
  }
  const all = joined(identified, result.servers, ({ server }) => server.id);
  return { ...result, servers: all.slice(0, Math.max(limits.servers, identified.length)) };
}

/** A result as it is before anything was taken for something else. */
const unchanged: Pick<SearchResult, 'corrected' | 'all'> = { corrected: new Map(), all: true };

/** What is asked for, as the statements take it. */
interface Asked extends Record<string, unknown> {
  words: string;
  name: string;
  all: boolean;
  odd: string;
}

/**
 * @param words each of them with what may stand for it
 * @param all whether all of them are meant, or any
 * @param odd those that may be mistyped
 */
const asking = (words: readonly (readonly string[])[], all: boolean, odd: readonly string[] = []): Asked => ({
  words: JSON.stringify(words),
  name: words.map(([word]) => word).join(''),
  all,
  odd: JSON.stringify(odd),
});

const alone = (words: readonly string[]) => words.map((word) => [word]);

/** Two lists in turn, without what is there already. */
function joined<T>(first: readonly T[], second: readonly T[], idOf: (one: T) => number): T[] {
  const known = new Set(first.map(idOf));
  return [...first, ...second.filter((one) => !known.has(idOf(one)))];
}

/** A text array as one parameter. */
const textsOf = (name: string): SQL =>
  sql`array(select json_array_elements_text(${sql.placeholder(name)}::text::json))`;

/** Servers that what was typed names by package, address or repository, best known first; at most 20. */
async function findIdentified(db: Db, { identities, repositories }: SearchQuery): Promise<ServerLine[]> {
  if (identities.length === 0 && repositories.length === 0) return [];
  const asked = { identities: JSON.stringify(identities), repositories: JSON.stringify(repositories) };
  return (await identified(db).execute(asked)).map(({ line }) => line);
}

const identified = perDatabase((db) =>
  db
    .select({ line: serverLine.json })
    .from(
      sql`${serverLine.from(sql`(select id, min(place) as place from (
          (select server_id as id, 0 as place from server_identities where identity = any(${textsOf('identities')}) limit 20)
          union all (select id, 1 from servers where lower(repository_url) = any(${textsOf('repositories')}) limit 20)
        ) found group by id) ids`)}`,
    )
    .orderBy(sql`ids.place, c.stars desc, c.tool_count desc, ids.id`)
    .limit(20)
    .prepare('search_identified'),
);

/** What is searched for, read once: each word alone or what stands for it, all of them, and how a name of them is written. */
const asked = sql`each_word as materialized (
    select toolrisk_query(array(select json_array_elements_text(words)), false) as one
    from json_array_elements(${sql.placeholder('words')}::text::json) words
  ), asked as materialized (
    select string_agg('(' || one::text || ')', case when ${sql.placeholder('all')}::text::boolean then ' & ' else ' | ' end)::tsquery as query,
      array_agg(one) as each, ${sql.placeholder('name')}::text as name
    from each_word where one is not null)`;
const query = sql`(select query from asked)`;

/** Stands among the words of what belongs to a well-known server. */
const known = sql`'''~0'' | ''~1'''::tsquery`;

/**
 * Candidates with their names and words: a look after the other, as long as there are too few.
 * @param from the columns `id`, `names` and `words`, and the table with them
 * @param exact the look at what is named just so, best known first
 * @param looks conditions of the others, and below how many candidates in all of those before it each is taken
 */
function candidates(from: SQL, exact: SQL, looks: readonly [condition: SQL, below: number][]): SQL {
  const names = ['exact', ...looks.map((_, at) => `look_${at}`)].map((name) => sql.raw(name));
  const fewer = (before: readonly SQL[], below: SQL) =>
    sql`(select count(*) from (${sql.join(
      before.map((name) => sql`select 1 from ${name}`),
      sql` union all `,
    )} limit ${below}) enough) < ${below}`;
  const all = [
    sql`exact as materialized (${exact} limit ${sql.raw(String(maxExact))})`,
    // Not bounded inside, so that the planner does not hope to come across enough rows soon; what is not needed is not read.
    ...looks.map(
      ([condition, below], at) =>
        sql`${names[at + 1]} as materialized (select ${from} where ${condition}${at === 0 ? sql`` : sql` and ${fewer(names.slice(1, at + 1), sql.raw(String(below)))}`})`,
    ),
  ];
  return sql`${sql.join(all, sql`, `)}, found as materialized (select distinct on (id) id, names, words from (${sql.join(
    names.map((name) => sql`select id, names, words from ${name}`),
    sql` union all `,
  )} limit ${sql.raw(String(maxCandidates + maxExact))}) either)`;
}

/** How well a row fits: its name is what was typed, how many of the words are in the name, how short that is. */
const score = (names: SQL, name: SQL): SQL =>
  sql`(case when toolrisk_squeezed(${name}) = (select name from asked) then 40 else 0 end)
    + 24::float8 * (select count(*) from unnest((select each from asked)) one where ${names} @@ one) / (select greatest(cardinality(each), 1) from asked)
    - least(length(${name}) / 12::float8, 6)`;

type FoundTools = Pick<SearchResult, 'tools' | 'facets' | 'more'>;
const noTools: FoundTools = { tools: [], facets: new Map(), more: false };

async function findTools(db: Db, parameters: Record<string, unknown>): Promise<FoundTools> {
  const rows = await tools(db).execute(parameters);
  return {
    tools: rows.flatMap(({ line }) => line ?? []),
    facets: new Map(rows.flatMap(({ facet, n }) => (facet === null ? [] : [[facet, n]]))),
    more: rows.some(({ line, facet, n }) => line === null && facet === null && n >= maxCandidates),
  };
}

const tools = perDatabase((db) => {
  const some = sql`tool_id % 16 = 0`;
  // That a server is little known is looked at row by row: nearly all are, and the index would go through all of them.
  const others = sql`not names @@ ${known}`;
  const elsewhere = sql`not names @@ ${query}`;
  const exact = sql`select tool_id as id, names, words from tool_cards join tool_words using (tool_id)
    where toolrisk_squeezed(name_key) = (select name from asked) order by (risk_order % 10) desc, tool_id`;
  const gathered = candidates(sql`tool_id as id, names, words from tool_words`, exact, [
    [sql`names @@ ${query} and names @@ ${known}`, maxCandidates],
    [sql`names @@ ${query} and ${some} and ${others}`, maxCandidates],
    [sql`names @@ ${query} and not ${some} and ${others}`, maxCandidates],
    [sql`words @@ ${query} and words @@ ${known} and ${elsewhere}`, maxCandidates],
    [sql`words @@ ${query} and ${some} and ${others} and ${elsewhere}`, maxCandidates],
    [sql`words @@ ${query} and not ${some} and ${others} and ${elsewhere}`, maxCandidates],
  ]);
  // The card has all that is needed of the tool: the first digit of its place in lists is its risk, the last how well known
  // its server is.
  return db
    .select({
      line: sql<ToolLine | null>`line`,
      facet: sql<Facet | null>`facet`,
      n: sql<number>`n`.mapWith(Number),
    })
    .from(
      sql`(with ${asked}, ${gathered}, ranked as materialized (
          select found.id, c.facets, ${score(sql`found.names`, sql`c.name_key`)}
              + 3 * (c.risk_order % 10) + (c.risk_order + 999999) / 1000000
              + coalesce(ts_rank(found.words, ${query}), 0) * 4 as score, length(c.name_key) as chars
          from found join tool_cards c on c.tool_id = found.id
        )
        (select ${toolLine.json} as line, null as facet, 0 as n from ${toolLine.from(
          sql`(select id, score, chars from ranked order by score desc, chars, id limit ${sql.placeholder('limit')}::int) ids`,
        )} order by score desc, chars, t.id)
        union all (select null, facet, count(*)::int from ranked, unnest(facets) facet
          where facet like 'risk:%' or facet like 'category:%' or facet like 'capability:%' group by facet)
        union all (select null, null, count(*)::int from found)) best`,
    )
    .prepare('search_tools');
});

/** Servers, and where there are none, for words that stand in no name the word in a name that is most like each. */
interface FoundServers {
  servers: ServerLine[];
  likely: Map<string, string>;
}

async function findServers(db: Db, parameters: Record<string, unknown>): Promise<FoundServers> {
  const rows = await servers(db).execute(parameters);
  return {
    servers: rows.flatMap(({ line }) => line ?? []),
    likely: new Map(rows.flatMap(({ typed, word }) => (typed === null || word === null ? [] : [[typed, word]]))),
  };
}

/** Shorter words are not taken for mistyped, letters. */
const minMistyped = 3;
/** Letters that a typing error leaves out or puts in, at most. */
const maxOff = 2;

const servers = perDatabase((db) => {
  const exact = sql`select server_id as id, names, words from server_cards
    where toolrisk_squeezed(name_key) = (select name from asked) order by tier, server_id`;
  const elsewhere = sql`not names @@ ${query}`;
  const gathered = candidates(sql`server_id as id, names, words from server_cards`, exact, [
    [sql`names @@ (${query} && ${known})`, maxCandidates],
    [sql`names @@ ${query} and tier = 2`, maxCandidates],
    [sql`words @@ (${query} && ${known}) and ${elsewhere}`, maxCandidates],
    [sql`words @@ ${query} and tier = 2 and ${elsewhere}`, maxCandidates],
  ]);
  // Asked for in the same statement: afterwards it would be a whole turn more for whoever mistyped a word.
  const likely = sql`select typed, like_it.word
    from (select typed from unnest(${textsOf('odd')}) typed
      where not exists (select 1 from search_words known where known.word = typed) and not exists (select 1 from ranked)) odd
    cross join lateral (
      select word from (select word, similarity(word, typed) as alike from search_words where word % typed
          and abs(length(word) - length(typed)) <= ${sql.raw(String(maxOff))}
        order by alike desc limit 20) near
      order by alike - abs(length(word) - length(typed)) * 0.05 desc, word limit 1) like_it`;
  return db
    .select({
      line: sql<ServerLine | null>`line`,
      typed: sql<string | null>`typed`,
      word: sql<string | null>`word`,
    })
    .from(
      sql`(with ${asked}, ${gathered}, ranked as materialized (select c.server_id as id, ${score(sql`found.names`, sql`c.name_key`)} + 6 * (2 - c.tier)
            + (case when c.tool_count > 0 then 4 else 0 end) + ln(1 + c.stars) + coalesce(ts_rank(found.words, ${query}), 0) * 4 as score
          from found join server_cards c on c.server_id = found.id
          order by score desc, c.server_id limit ${sql.placeholder('limit')}::int)
        (select ${serverLine.json} as line, null as typed, null as word from ${serverLine.from(sql`ranked ids`)} order by ids.score desc, ids.id)
        union all (select null, typed, word from (${likely}) mistyped)) best`,
    )
    .prepare('search_servers');
});
