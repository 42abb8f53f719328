/**
 * Search over names, titles, descriptions, packages, addresses: by indexes only, and ranked among a bounded number of
 * candidates, those of well-known servers first.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { Facet, FacetKind, Subject } from './facets.ts';
import { arrayOf, rowsOf, tieredMatches } from './lists.ts';

/** What is searched for, as `readSearch` of the site reads it from what was typed. */
export interface SearchQuery {
  /** Words in lower case, at most eight. */
  words: readonly string[];
  /** Keys of `server_identities` that what was typed may mean. */
  identities: readonly string[];
  /** Addresses of repositories it may mean, lower case. */
  repositories: readonly string[];
  /** True where it names one thing, by package, command line or address: nothing that is merely like it is meant. */
  precise?: boolean;
}

/** What was found: ids, best first. */
export interface SearchResult {
  servers: number[];
  tools: number[];
  /** Words that stand in names and were taken for words that were typed otherwise. */
  corrected: Map<string, string>;
  /** Whether a server is just what was named. */
  identified: boolean;
  /** False where only some of the words were found. */
  all: boolean;
  /** Facets of the tools that were ranked, and how many of those have each. */
  facets: Map<Facet, number>;
  /** True where more tools fit than were ranked, so that facets stand for a part of them. */
  more: boolean;
}

/** Candidates that are ranked. */
const maxCandidates = 240;
/** By what found tools can be narrowed down at once. */
const countedKinds: readonly FacetKind[] = ['risk', 'category', 'capability'];

/** Words as the database looks for them. */
interface Terms {
  words: readonly string[];
  /** The whole search, and each word of it alone, as `tsquery`. */
  query: string;
  each: string[];
}

/** Finds servers and tools. At most `limits` of each. */
export async function search(
  db: Db,
  query: SearchQuery,
  limits: { servers: number; tools: number },
): Promise<SearchResult> {
  const found = async (words: readonly string[], all: boolean): Promise<FoundTools & Pick<SearchResult, 'servers'>> => {
    const terms = await readTerms(db, words, all);
    if (terms === undefined) return { servers: [], ...noTools };
    const [servers, tools] = await Promise.all([
      findServers(db, terms, limits.servers),
      limits.tools === 0 ? noTools : findTools(db, terms, limits.tools),
    ]);
    return { servers, ...tools };
  };
  const [exact, first] = await Promise.all([findIdentified(db, query), found(query.words, true)]);
  const result: SearchResult = {
    ...first,
    corrected: new Map(),
    all: true,
    identified: exact.length > 0,
  };
  if (result.servers.length + result.tools.length === 0 && query.words.length > 0 && !query.precise) {
    result.corrected = await correctWords(db, query.words);
    const words = query.words.map((word) => result.corrected.get(word) ?? word);
    if (result.corrected.size > 0) Object.assign(result, await found(words, true));
    if (result.servers.length + result.tools.length === 0 && exact.length === 0 && words.length > 1) {
      Object.assign(result, await found(words, false), { all: false });
    }
  }
  const servers = [...new Set([...exact, ...result.servers])];
  return { ...result, servers: servers.slice(0, Math.max(limits.servers, exact.length)) };
}

/** Words as the database reads them; undefined where none is left. Read once, since rows are compared with them one by one. */
async function readTerms(db: Db, words: readonly string[], all: boolean): Promise<Terms | undefined> {
  if (words.length === 0) return undefined;
  const [row] = await rowsOf(
    db,
    sql`select toolrisk_query(${arrayOf(words)}, ${all})::text as query,
      (select json_agg(one) from (select toolrisk_query(array[word], true)::text as one
        from json_array_elements_text(${JSON.stringify(words)}::json) word) each where one is not null) as each`,
  );
  return row?.query ? { words, query: String(row.query), each: row.each as string[] } : undefined;
}

/** Servers that what was typed names by package, address or repository, best known first; at most 20. */
async function findIdentified(db: Db, { identities, repositories }: SearchQuery): Promise<number[]> {
  if (identities.length === 0 && repositories.length === 0) return [];
  const rows = await rowsOf(
    db,
    sql`select id from (
        (select server_id as id, 0 as place from server_identities where identity = any(${arrayOf(identities)}) limit 20)
        union all (select id, 1 from servers where lower(repository_url) = any(${arrayOf(repositories)}) limit 20)
      ) found join server_cards on server_id = id
      group by id, stars, tool_count order by min(place), stars desc, tool_count desc, id limit 20`,
  );
  return rows.map(({ id }) => Number(id));
}

/** What is neither letter nor digit in a name, as `toolrisk_words` reads it, for `translate`. */
const separators = ' _-.:/,;|+!"#$%&\'()*<=>?@[\\]^`{}~';

/**
 * How well a row fits: its name is what was typed, all words in the name, how many in the name, how short that is.
 * @param name in lower case; where words meet in it no longer shows, so it is compared without what divides them
 */
const score = ({ words, each }: Terms, names: SQL, name: SQL): SQL => {
  const inName = sql.join(
    each.map((one) => sql`(${names} @@ ${one}::tsquery)::int`),
    sql` + `,
  );
  return sql`(case when translate(${name}, ${separators}, '') = ${words.join('')} then 40 else 0 end)
    + 24.0 * (${inName}) / ${each.length}::int - least(length(${name}) / 12.0, 6)`;
};

/**
 * Ids of what is ranked, at most `maxCandidates`: first those that have the words in their names, since no other is ranked
 * above many of them.
 */
const candidates = (subject: Subject, query: SQL): SQL =>
  sql`select distinct id from (
      select id from (${tieredMatches(subject, sql`names`, query, maxCandidates)}) by_name
      union all select id from (${tieredMatches(subject, sql`words`, query, maxCandidates, sql`not names @@ ${query}`)}) by_word
      limit ${maxCandidates}) either`;

type FoundTools = Pick<SearchResult, 'tools' | 'facets' | 'more'>;
const noTools: FoundTools = { tools: [], facets: new Map(), more: false };

async function findTools(db: Db, terms: Terms, limit: number): Promise<FoundTools> {
  const query = sql`${terms.query}::tsquery`;
  // The card has all that is needed of the tool: the first digit of its place in lists is its risk, the last how well known
  // its server is.
  const rows = await rowsOf(
    db,
    sql`with found as materialized (${candidates('tool', query)}), ranked as materialized (
        select c.tool_id as id, c.facets, ${score(terms, sql`w.names`, sql`c.name_key`)}
            + 3 * (c.risk_order % 10) + (c.risk_order + 999999) / 1000000
            + ts_rank(w.words, ${query}) * 4 as score, length(c.name_key) as chars
        from found join tool_words w on w.tool_id = found.id join tool_cards c on c.tool_id = found.id
      )
      (select id, null as facet, 0 as n from ranked order by score desc, chars, id limit ${limit})
      union all (select null, facet, count(*)::int from ranked, unnest(facets) facet
        where facet ~ ${`^(${countedKinds.join('|')}):`} group by facet)
      union all (select null, null, count(*)::int from found)`,
  );
  return {
    tools: rows.filter(({ id }) => id !== null).map(({ id }) => Number(id)),
    facets: new Map(rows.flatMap(({ facet, n }) => (facet === null ? [] : [[facet as Facet, Number(n)]]))),
    more: rows.some(({ id, facet, n }) => id === null && facet === null && Number(n) >= maxCandidates),
  };
}

async function findServers(db: Db, terms: Terms, limit: number): Promise<number[]> {
  const query = sql`${terms.query}::tsquery`;
  const rows = await rowsOf(
    db,
    sql`with found as materialized (${candidates('server', query)})
      select c.server_id as id, ${score(terms, sql`c.names`, sql`c.name_key`)} + 6 * (2 - c.tier)
          + (case when c.tool_count > 0 then 4 else 0 end) + ln(1 + c.stars) + ts_rank(c.words, ${query}) * 4 as score
      from found join server_cards c on c.server_id = found.id
      order by score desc, c.server_id limit ${limit}`,
  );
  return rows.map(({ id }) => Number(id));
}

/** Words that stand in no name, with the word in a name that is most like each. */
async function correctWords(db: Db, words: readonly string[]): Promise<Map<string, string>> {
  const corrected = new Map<string, string>();
  for (const word of words) {
    if (word.length < 3) continue;
    const [row] = await rowsOf(
      db,
      sql`select word from (select word, similarity(word, ${word}) as alike from search_words where word % ${word}
          order by alike desc limit 20) near
        order by alike - abs(length(word) - ${word.length}::int) * 0.05 desc, word limit 1`,
    );
    if (row && row.word !== word) corrected.set(word, String(row.word));
  }
  return corrected;
}
