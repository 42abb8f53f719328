/** Opening the database: the one place that knows whether it is a PostgreSQL server or the embedded one. */
import { mkdirSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite';
import { migrate as migratePglite } from 'drizzle-orm/pglite/migrator';
import { drizzle as drizzlePostgres } from 'drizzle-orm/postgres-js';
import { migrate as migratePostgres } from 'drizzle-orm/postgres-js/migrator';
import { type ConstructorOptions, fromPglite } from 'pg-boss';
import postgres from 'postgres';
import { lockDirectory } from './lock.ts';

/** What every query takes first: a database or a transaction on it, PostgreSQL or embedded. */
export type Db = PgDatabase<PgQueryResultHKT>;

/** An open database. */
export interface OpenDb {
  db: Db;
  /** True where one process owns the database (PGlite). */
  embedded: boolean;
  /** How a job queue reaches the same database. */
  boss: ConstructorOptions;
  /** Waits for running queries, closes connections, gives the lock back. */
  close(): Promise<void>;
}

/** Where the embedded database lives unless told otherwise, relative to the working folder. */
export const defaultDatabaseUrl = 'pglite:.toolrisk/db';

/** Columns are snake_case in the database, camelCase in code; `drizzle.config.ts` says the same. */
const casing = 'snake_case';

const migrationsFolder = join(import.meta.dirname, 'migrations');

/** Key of the advisory lock that lets one process at a time migrate a shared database. Any constant will do. */
const migrationLock = 7_301_965;

/**
 * Opens a database and brings its tables up to date.
 * @param url `postgres://…` for a server, `pglite:<folder>` for the embedded one, `pglite:memory` for one that is gone after
 * @param options.maxConnections size of the pool on a server, 1..; default 10
 * @throws {DatabaseInUse} when another process has the embedded database open
 * @throws when the server cannot be reached, or the address is neither form
 */
export async function openDb(url: string, options: { maxConnections?: number } = {}): Promise<OpenDb> {
  if (/^postgres(ql)?:\/\//.test(url)) return openServer(url, options.maxConnections ?? 10);
  if (url === 'pglite:memory') return openEmbedded(undefined);
  if (url.startsWith('pglite:') && url.length > 'pglite:'.length) return openEmbedded(url.slice('pglite:'.length));
  throw new Error(`Not a database address: "${url}". Use postgres://user:password@host:5432/name or pglite:<folder>.`);
}

async function openServer(url: string, max: number): Promise<OpenDb> {
  const quiet = { onnotice: () => {}, connect_timeout: 10 };
  const one = postgres(url, { ...quiet, max: 1 });
  try {
    await one`select pg_advisory_lock(${migrationLock})`;
    await migratePostgres(drizzlePostgres(one, { casing }), { migrationsFolder });
  } finally {
    await one.end({ timeout: 5 });
  }
  const client = postgres(url, { ...quiet, max });
  return {
    db: drizzlePostgres(client, { casing }),
    embedded: false,
    boss: { connectionString: url, max: 4 },
    close: () => client.end({ timeout: 5 }),
  };
}

async function openEmbedded(folder: string | undefined): Promise<OpenDb> {
  let unlock = async () => {};
  let dir: string | undefined;
  if (folder !== undefined) {
    mkdirSync(dirname(resolve(folder)), { recursive: true });
    mkdirSync(resolve(folder), { recursive: true });
    dir = realpathSync(folder);
    unlock = await lockDirectory(dir);
  }
  let client: PGlite | undefined;
  try {
    client = dir === undefined ? await PGlite.create() : await PGlite.create(dir);
    const db = drizzlePglite(client, { casing });
    await migratePglite(db, { migrationsFolder });
    const opened = client;
    return {
      db,
      embedded: true,
      boss: { db: fromPglite(client), backend: 'pglite' },
      close: async () => {
        await opened.close();
        await unlock();
      },
    };
  } catch (error) {
    await client?.close();
    await unlock();
    throw error;
  }
}
