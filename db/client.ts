/** Opening the database: the one place that knows whether it is a PostgreSQL server or the embedded one. */
import {
  accessSync,
  constants,
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { sql } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite';
import { migrate as migratePglite } from 'drizzle-orm/pglite/migrator';
import { drizzle as drizzlePostgres } from 'drizzle-orm/postgres-js';
import { migrate as migratePostgres } from 'drizzle-orm/postgres-js/migrator';
import { type ConstructorOptions, fromPglite } from 'pg-boss';
import postgres from 'postgres';
import { DatabaseUnusable, explainDatabase } from './faults.ts';
import { makeFolder } from './folder.ts';
import { lockDirectory } from './lock.ts';

/** What every query takes first: a database or a transaction on it, PostgreSQL or embedded. */
export type Db = PgDatabase<PgQueryResultHKT>;

/** An open database; `await using` closes it. */
export interface OpenDb extends AsyncDisposable {
  db: Db;
  /** True where one process owns the database (PGlite). */
  embedded: boolean;
  /** How a job queue reaches the same database. */
  boss: ConstructorOptions;
  /**
   * Hears what is announced on a channel, from every process on the database.
   * @param heard told each payload
   * @param connected told whenever it hears from now on, also again after a lost connection: what was said between was missed
   * @returns what ends it
   */
  listen(channel: string, heard: (payload: string) => void, connected: () => void): Promise<() => Promise<void>>;
  /** Waits for running queries, closes connections, gives the lock back. Once closed, it does nothing. */
  close(): Promise<void>;
}

/** Where the embedded database lives unless told otherwise, relative to the working folder. */
export const defaultDatabaseUrl = 'pglite:.toolrisk/db';

/** Columns are snake_case in the database, camelCase in code; `drizzle.config.ts` says the same. */
const casing = 'snake_case';

const migrationsFolder = join(import.meta.dirname, 'migrations');

/** How long a server may take to answer at all, milliseconds: longer than connecting to it may take. */
const firstAnswerMs = 15_000;

/**
 * Longest until a lost connection is made anew, seconds. The client's own is 20 and counts the tries of all connections
 * together: a server that was away for six seconds would be asked again a quarter of a minute later, and a client that
 * is closed meanwhile makes the connection all the same and holds the process with it.
 */
const reconnectWithinS = 0.5;

/**
 * Connections to a server at once: two for each core and one, as PostgreSQL's wiki advises ("Number Of Database
 * Connections"), the server's machine taken to be like this one. With more the same statements cost it more.
 */
const maxConnections = Math.min(10, 2 * availableParallelism() + 1);

/** Key of the advisory lock that lets one process at a time migrate a shared database. Any constant will do. */
const migrationLock = 7_301_965;

/**
 * Opens a database and brings its tables up to date.
 * @param url `postgres://…` for a server, `pglite:<folder>` for the embedded one, `pglite:memory` for one that is gone after
 * @throws {DatabaseInUse} when another process has the embedded database open
 * @throws {DatabaseUnusable} when it cannot be reached, read or written, is damaged or of a later version, or when the
 * address is neither form
 */
export async function openDb(url: string): Promise<OpenDb> {
  if (/^postgres(ql)?:\/\//.test(url)) return openServer(url);
  if (url === 'pglite:memory') return openEmbedded(undefined);
  if (url.startsWith('pglite:') && url.length > 'pglite:'.length) return openEmbedded(url.slice('pglite:'.length));
  const shown = url.replace(/\/\/[^@/]*@/, '//…@');
  throw new DatabaseUnusable(
    `Not a database address: "${shown}". Use postgres://user:password@host:5432/name or pglite:<folder>.`,
  );
}

/** An open database, closed once however often it is told. */
function closable(opened: Omit<OpenDb, 'close' | typeof Symbol.asyncDispose>, close: () => Promise<void>): OpenDb {
  let closing: Promise<void> | undefined;
  const once = () => {
    closing ??= close();
    return closing;
  };
  return { ...opened, close: once, [Symbol.asyncDispose]: once };
}

/**
 * Refuses a database that a later version has brought further than this one knows.
 * @throws {DatabaseUnusable} then
 */
async function refuseLater(db: Db, name: string): Promise<void> {
  const journal = JSON.parse(readFileSync(join(migrationsFolder, 'meta/_journal.json'), 'utf8')) as {
    entries: { when: number }[];
  };
  const newest = Math.max(...journal.entries.map(({ when }) => when));
  const [table] = rowsOf(await db.execute(sql`select to_regclass('drizzle.__drizzle_migrations') as name`));
  if (table?.name === null) return;
  const [last] = rowsOf(await db.execute(sql`select max(created_at)::float8 as at from drizzle.__drizzle_migrations`));
  if (Number(last?.at ?? 0) <= newest) return;
  throw new DatabaseUnusable(
    `${name} was last used by a later version of toolrisk. Update toolrisk, or give this one a database of its own with --db.`,
  );
}

/** The rows of a raw query; the two drivers wrap them differently. */
const rowsOf = (result: unknown): Record<string, unknown>[] =>
  Array.isArray(result) ? result : (result as { rows: Record<string, unknown>[] }).rows;

async function openServer(url: string): Promise<OpenDb> {
  const name = `PostgreSQL at ${URL.parse(url)?.host || 'this address'}`;
  const quiet = { onnotice: () => {}, connect_timeout: 10 };
  try {
    const one = postgres(url, { ...quiet, max: 1 });
    try {
      const db = drizzlePostgres(one, { casing });
      await answerWithin(one`select 1`, name);
      await one`select pg_advisory_lock(${migrationLock})`;
      await refuseLater(db, name);
      await migratePostgres(db, { migrationsFolder });
    } finally {
      await one.end({ timeout: 5 });
    }
  } catch (error) {
    if (error instanceof TypeError || error instanceof URIError) {
      throw new DatabaseUnusable('DATABASE_URL (or --db) is no address. Use postgres://user:password@host:5432/name.', {
        cause: error,
      });
    }
    throw explainDatabase(error, name) ?? error;
  }
  // Compiling a statement takes longer than any of ours runs.
  const client = postgres(url, {
    ...quiet,
    max: maxConnections,
    connection: { jit: 'off' } as object,
    backoff: (tries: number) => Math.min(2 ** tries / 50, reconnectWithinS),
  });
  return closable(
    {
      db: drizzlePostgres(client, { casing }),
      embedded: false,
      boss: { connectionString: url, max: 4 },
      listen: async (channel, heard, connected) => (await client.listen(channel, heard, connected)).unlisten,
    },
    () => client.end({ timeout: 5 }),
  );
}

async function openEmbedded(folder: string | undefined): Promise<OpenDb> {
  if (folder === undefined) return openPglite(undefined, 'The database in memory', async () => {});
  const name = `The embedded database in ${resolve(folder)}`;
  const dir = readyFolder(resolve(folder), name);
  const unlock = await lockDirectory(dir);
  try {
    if (!existsSync(join(dir, 'PG_VERSION')) || existsSync(beginningOf(dir))) beginFolder(dir, name);
    return await openPglite(dir, name, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

/**
 * Waits for the first answer of a server; the client itself goes on for ever where something else listens there.
 * @throws {DatabaseUnusable} where none comes
 */
async function answerWithin(answer: Promise<unknown>, name: string): Promise<void> {
  const over = new AbortController();
  const late = delay(firstAnswerMs, undefined, { signal: over.signal }).then(() => {
    throw new DatabaseUnusable(
      `${name} does not answer within ${firstAnswerMs / 1000} s. Start the server, or correct host and port in DATABASE_URL (or --db).`,
    );
  });
  try {
    await Promise.race([answer, late]);
  } finally {
    late.catch(() => {});
    answer.catch(() => {});
    over.abort();
  }
}

function readyFolder(path: string, name: string): string {
  try {
    makeFolder(path);
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return realpathSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' || code === 'ENOTDIR') {
      throw new DatabaseUnusable(
        `${name} cannot be made: a file is in the way. Move it, or give another folder with --db.`,
        {
          cause: error,
        },
      );
    }
    throw explainDatabase(error, name) ?? error;
  }
}

/** There while a database is being made, so that one that was broken off half made is known from one that is damaged. */
const beginningOf = (dir: string) => join(dir, 'toolrisk.beginning');

/**
 * Readies a folder for a new database.
 * @throws {DatabaseUnusable} where something else lies in it, be it what is left of a database
 */
function beginFolder(dir: string, name: string): void {
  // A disk of its own comes with a folder of the system's.
  const found = readdirSync(dir).filter((entry) => entry !== 'lost+found');
  if (existsSync(beginningOf(dir))) for (const entry of found) rmSync(join(dir, entry), { recursive: true });
  else if (found.length > 0) {
    throw new DatabaseUnusable(
      `${name} is damaged, or something else lies in that folder: PG_VERSION is missing. Restore a copy of it, or give another folder with --db.`,
    );
  }
  try {
    writeFileSync(beginningOf(dir), '');
  } catch (error) {
    throw explainDatabase(error, name) ?? error;
  }
}

async function openPglite(dir: string | undefined, name: string, unlock: () => Promise<void>): Promise<OpenDb> {
  let client: PGlite | undefined;
  try {
    const extensions = { pg_trgm };
    client = dir === undefined ? await PGlite.create({ extensions }) : await PGlite.create(dir, { extensions });
    if (dir !== undefined) rmSync(beginningOf(dir), { force: true });
    const db = drizzlePglite(client, { casing });
    await refuseLater(db, name);
    await migratePglite(db, { migrationsFolder });
    const opened = client;
    const listen: OpenDb['listen'] = async (channel, heard, connected) => {
      const end = await opened.listen(channel, heard);
      connected();
      return end;
    };
    return closable({ db, embedded: true, boss: { db: fromPglite(client), backend: 'pglite' }, listen }, async () => {
      await opened.close();
      await unlock();
    });
  } catch (error) {
    await client?.close().catch(() => {});
    throw explainDatabase(error, name) ?? (client === undefined ? explainBroken(error, dir, name) : error);
  }
}

/** Less than this free is a full disk, bytes: PostgreSQL begins with two segments of its log. */
const leastFreeBytes = 32 * 1024 * 1024;

/** PGlite says nothing of why it cannot begin; it can on every folder that is whole and has room. */
function explainBroken(error: unknown, dir: string | undefined, name: string): DatabaseUnusable {
  const { bavail, bsize } = statfsSync(dir ?? '/');
  const said =
    bavail * bsize < leastFreeBytes
      ? 'has no disk left. Free some, then start again; what was stored is kept.'
      : 'is damaged, or was made by another version of PostgreSQL. Restore a copy of it, or move it away to begin anew.';
  return new DatabaseUnusable(`${name} ${said}`, { cause: error });
}
