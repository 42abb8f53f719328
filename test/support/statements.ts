/** What is asked of a database, and how it goes about it. */
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite';
import { drizzle as drizzlePostgres } from 'drizzle-orm/postgres-js';
import type { Db, OpenDb } from '#db/client.ts';
import { rowsOf } from '#db/queries/lists.ts';

/** A statement as it was sent. */
export interface Asked {
  query: string;
  params: unknown[];
}

/** The same database, with a list of what is asked through it. */
export function recording(opened: OpenDb): { db: Db; asked: Asked[] } {
  const asked: Asked[] = [];
  const logger = { logQuery: (query: string, params: unknown[]) => void asked.push({ query, params }) };
  const { $client } = opened.db as unknown as { $client: never };
  const options = { client: $client, casing: 'snake_case', logger } as const;
  return { db: (opened.embedded ? drizzlePglite(options) : drizzlePostgres(options)) as unknown as Db, asked };
}

/**
 * The plan of a statement with its parameters written into it as the client would send them.
 * @param options.analyze runs it, so that the plan says what was done
 */
export async function explain(
  db: Db,
  { query, params }: Asked,
  { analyze = false }: { analyze?: boolean } = {},
): Promise<string> {
  const literal = (value: unknown) =>
    value === null
      ? 'null'
      : typeof value === 'number'
        ? String(value)
        : `'${String(value instanceof Date ? value.toISOString() : value).replaceAll("'", "''")}'`;
  const written = query.replace(/\$(\d+)/g, (_, n: string) => literal(params[Number(n) - 1]));
  const rows = await rowsOf(db, `explain ${analyze ? 'analyze ' : ''}${written}` as never);
  return rows.map((row) => String(row['QUERY PLAN'])).join('\n');
}
