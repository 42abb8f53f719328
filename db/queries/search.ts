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

/** How many of each are shown at most. */
type Limits = { servers: number; tools: number };

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
/** Candidates that are named just as was typed, the best known: as many as are shown at most, so that no other would be. */
const maxExact = 30;

/** Finds servers and tools. At most `limits` of each. */
export async function search(db: Db, query: SearchQuery, limits: Limits): Promise<SearchResult> {
  const { words } = query;
  const alike = (word: string) => query.alike?.get(word) ?? [];
  // What stands for other words is a word.
  const odd = query.precise ? [] : words.filter((word) => word.length >= minMistyped && alike(word).length === 0);
  const { identified, likely, ...first } = await find(db, {
    ...asking(alone(words), true, limits),
    identities: JSON.stringify(query.identities),
    repositories: JSON.stringify(query.repositories),
    odd: JSON.stringify(odd),
  });
  const result: SearchResult = { ...first, corrected: new Map(), all: true, identified: identified.length > 0 };
  const number = () => result.servers.length + result.tools.length;
  const instead = async (asked: Asked, how: Pick<Partial<SearchResult>, 'all' | 'corrected'>) => {
    const { servers, tools, facets, more } = await find(db, asked);
    Object.assign(result, { servers, tools, facets, more, ...how });
  };
  if (number() < fewResults && !query.precise) {
    const spelt = words.map((word) => likely.get(word) ?? word);
    if (likely.size > 0) await instead(asking(alone(spelt), true, limits), { corrected: likely });
    const meant = words.map((word, at) => [spelt[at]!, ...alike(word)]);
    if (number() < fewResults && meant.some(({ length }) => length > 1)) {
      const asked = asking(meant, true, limits);
      if (number() > 0) {
        const wider = await find(db, asked);
        result.servers = joined(result.servers, wider.servers, ({ server }) => server.id).slice(0, limits.servers);
        result.tools = joined(result.tools, wider.tools, ({ id }) => id).slice(0, limits.tools);
      } else await instead(asked, { all: false });
    }
    if (number() === 0 && identified.length === 0 && words.length > 1) {
      await instead(asking(meant, false, limits), { all: false });
    }
  }
  const all = joined(identified, result.servers, ({ server }) => server.id);
  return { ...result, servers: all.slice(0, Math.max(limits.servers, identified.length)) };
}

/** What is asked for, as the statement takes it. */
type Asked = Record<
  'words' | 'name' | 'all' | 'odd' | 'identities' | 'repositories' | 'servers' | 'tools',
  string | number | boolean
>;

/**
 * @param words each of them with what may stand for it
 * @param all whether all of them are meant, or any
 */
const asking = (words: readonly (readonly string[])[], all: boolean, limits: Limits): Asked => ({
  words: JSON.stringify(words),
  name: words.map(([word]) => word).join(''),
  all,
  ...limits,
  odd: '[]',
  identities: '[]',
  repositories: '[]',
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
 * Candidates with their names and words: a look after the other, as long as there are too few; none, where enough are named
 * just so.
 * @param from the columns `id`, `names` and `words`, and the table with them
 * @param exact the look at what is named just so, best known first
 * @param looks conditions of the others
 * @param most how many are ranked at most
 */
function candidates(from: SQL, exact: SQL, looks: readonly SQL[], most: number): SQL {
  const names = ['exact', ...looks.map((_, at) => `look_${at}`)].map((name) => sql.raw(name));
  const fewer = (before: readonly SQL[], number: number) =>
    sql`(select count(*) from (${sql.join(
      before.map((name) => sql`select 1 from ${name}`),
      sql` union all `,
    )} limit ${sql.raw(String(number))}) enough) < ${sql.raw(String(number))}`;
  const all = [
    sql`exact as materialized (${exact} limit ${sql.raw(String(maxExact))})`,
    // Not bounded inside, so that the planner does not hope to come across enough rows soon; what is not needed is not read.
    ...looks.map((condition, at) => {
      const needed = [
        fewer(names.slice(0, 1), maxExact),
        ...(at === 0 ? [] : [fewer(names.slice(1, at + 1), maxCandidates)]),
      ];
      return sql`${names[at + 1]} as materialized (select ${from} where ${sql.join([condition, ...needed], sql` and `)})`;
    }),
  ];
  return sql`${sql.join(all, sql`, `)}, gathered as materialized (select * from (${sql.join(
    names.map((name) => sql`select id, names, words from ${name}`),
    sql` union all `,
  )}) every limit ${sql.raw(String(most))}),
  found as materialized (select distinct on (id) id, names, words from gathered)`;
}

/** How well a row fits: its name is what was typed, how many of the words are in the name, how short that is. */
const score = (names: SQL, name: SQL): SQL =>
  sql`(case when toolrisk_squeezed(${name}) = (select name from asked) then 40 else 0 end)
    + 24::float8 * (select count(*) from unnest((select each from asked)) one where ${names} @@ one) / (select greatest(cardinality(each), 1) from asked)
    - least(length(${name}) / 12::float8, 6)`;

/** What one statement finds: `likely` has words of names that are most like those that may be mistyped. */
interface Found extends Pick<SearchResult, 'servers' | 'tools' | 'facets' | 'more'> {
  /** Servers that what was typed names by package, address or repository, best known first. */
  identified: ServerLine[];
  likely: Map<string, string>;
}

async function find(db: Db, asked: Asked): Promise<Found> {
  const [row] = await statement(db).execute(asked);
  const { facets, likely, ...found } = row!.found;
  return { ...found, facets: new Map(facets), likely: new Map(likely) };
}

/** As the database writes it. */
type FoundRow = Omit<Found, 'facets' | 'likely'> & { facets: [Facet, number][]; likely: [string, string][] };

/** Shorter words are not taken for mistyped, letters. */
const minMistyped = 3;
/** Letters that a typing error leaves out or puts in, at most. */
const maxOff = 2;
/** Servers that one package, address or repository may stand for, at most. */
const maxIdentified = 20;

/**
 * Everything in one statement: each more costs both sides as much as finding something, and what a word may have been meant
 * for is only known where nothing was found.
 */
const statement = perDatabase((db) => {
  const identified = sql`select id, min(place) as place from (
      (select server_id as id, 0 as place from server_identities where identity = any(${textsOf('identities')}) limit ${sql.raw(String(maxIdentified))})
      union all (select id, 1 from servers where lower(repository_url) = any(${textsOf('repositories')}) limit ${sql.raw(String(maxIdentified))})
    ) named group by id`;
  const likely = sql`select typed, like_it.word from unnest(${textsOf('odd')}) typed
    cross join lateral (
      select word from (select word, similarity(word, typed) as alike from search_words where word % typed
          and abs(length(word) - length(typed)) <= ${sql.raw(String(maxOff))}
        order by alike desc limit 20) near
      order by alike - abs(length(word) - length(typed)) * 0.05 desc, word limit 1) like_it
    where not exists (select from search_words known where known.word = typed)
      and not exists (select from best_servers) and not exists (select from best_tools)`;
  const list = (lines: SQL) => sql`coalesce((select json_agg(line) from (${lines}) lines), '[]')`;
  return db
    .select({ found: sql<FoundRow>`found` })
    .from(
      sql`(with ${asked},
        best_servers as materialized (${servers()}),
        ranked_tools as materialized (${tools()}),
        best_tools as materialized (select id, score, chars from ranked_tools order by score desc, chars, id limit ${sql.placeholder('tools')}::int)
      select json_build_object(
        'identified', ${list(sql`select ${serverLine.json} as line from ${serverLine.from(sql`(${identified}) ids`)}
          order by ids.place, c.stars desc, c.tool_count desc, ids.id limit ${sql.raw(String(maxIdentified))}`)},
        'servers', ${list(sql`select ${serverLine.json} as line from ${serverLine.from(sql`best_servers ids`)} order by ids.score desc, ids.id`)},
        'tools', ${list(sql`select ${toolLine.json} as line from ${toolLine.from(sql`best_tools ids`)} order by ids.score desc, ids.chars, ids.id`)},
        'facets', ${list(sql`select json_build_array(facet, count(*)) as line from ranked_tools, unnest(facets) facet
          where facet like 'risk:%' or facet like 'category:%' or facet like 'capability:%' group by facet`)},
        'more', (select coalesce(bool_or(cut), false) from ranked_tools),
        'likely', ${list(sql`select json_build_array(typed, word) as line from (${likely}) mistyped`)}
      ) as found) found_at_once`,
    )
    .prepare('search');
});

/** The best servers: the columns `id` and `score`. */
function servers(): SQL {
  const exact = sql`select server_id as id, names, words from server_cards
    where toolrisk_squeezed(name_key) = (select name from asked) order by tier, server_id`;
  const elsewhere = sql`not names @@ ${query}`;
  const looks = [
    sql`names @@ (${query} && ${known})`,
    sql`names @@ ${query} and tier = 2`,
    sql`words @@ (${query} && ${known}) and ${elsewhere}`,
    sql`words @@ ${query} and tier = 2 and ${elsewhere}`,
  ];
  // More than of tools: well-known servers alone may be as many, and their stars count.
  const gathered = candidates(
    sql`server_id as id, names, words from server_cards`,
    exact,
    looks,
    maxCandidates + maxExact,
  );
  return sql`with ${gathered} select c.server_id as id, ${score(sql`found.names`, sql`c.name_key`)} + 6 * (2 - c.tier)
        + (case when c.tool_count > 0 then 4 else 0 end) + ln(1 + c.stars) + coalesce(ts_rank(found.words, ${query}), 0) * 4 as score
      from found join server_cards c on c.server_id = found.id
      order by score desc, c.server_id limit ${sql.placeholder('servers')}::int`;
}

/**
 * All tools that are ranked: the columns `id`, `facets`, `score`, `chars`, and `cut` where there may be more. The card has
 * all that is needed of a tool: the first digit of its place in lists is its risk, the last how well known its server is.
 */
function tools(): SQL {
  const some = sql`tool_id % 16 = 0`;
  // That a server is little known is looked at row by row: nearly all are, and the index would go through all of them.
  const others = sql`not names @@ ${known}`;
  const elsewhere = sql`not names @@ ${query}`;
  const exact = sql`select tool_id as id, names, words from tool_cards join tool_words using (tool_id)
    where toolrisk_squeezed(name_key) = (select name from asked) order by (risk_order % 10) desc, tool_id`;
  const looks = [
    sql`names @@ ${query} and names @@ ${known}`,
    sql`names @@ ${query} and ${some} and ${others}`,
    sql`names @@ ${query} and not ${some} and ${others}`,
    sql`words @@ ${query} and words @@ ${known} and ${elsewhere}`,
    sql`words @@ ${query} and ${some} and ${others} and ${elsewhere}`,
    sql`words @@ ${query} and not ${some} and ${others} and ${elsewhere}`,
  ];
  const gathered = candidates(sql`tool_id as id, names, words from tool_words`, exact, looks, maxCandidates);
  return sql`with ${gathered} select found.id, c.facets, ${score(sql`found.names`, sql`c.name_key`)}
        + 3 * (c.risk_order % 10) + (c.risk_order + 999999) / 1000000
        + coalesce(ts_rank(found.words, ${query}), 0) * 4 as score, length(c.name_key) as chars,
      (select count(*) from exact) >= ${sql.raw(String(maxExact))} or (select count(*) from gathered) >= ${sql.raw(String(maxCandidates))} as cut
    from found join tool_cards c on c.tool_id = found.id`;
}
