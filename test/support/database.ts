import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { type OpenDb, openDb } from '#db/client.ts';

/** A kind of database the suite runs on; `open` gives a new, empty one that is gone after `close`. */
export interface TestDatabase {
  name: string;
  open(): Promise<OpenDb & { url: string }>;
}

const pglite: TestDatabase = {
  name: 'PGlite',
  open: async () => ({ ...(await openDb('pglite:memory')), url: 'pglite:memory' }),
};

/** Databases are made beside the one `TEST_DATABASE_URL` names; that one is not touched. */
function postgresAt(adminUrl: string): TestDatabase {
  return {
    name: 'PostgreSQL',
    async open() {
      const name = `toolrisk_test_${randomBytes(6).toString('hex')}`;
      const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
      await admin.unsafe(`create database ${name}`);
      const url = new URL(adminUrl);
      url.pathname = `/${name}`;
      const opened = await openDb(url.href);
      return {
        ...opened,
        url: url.href,
        close: async () => {
          await opened.close();
          await admin.unsafe(`drop database ${name} with (force)`);
          await admin.end();
        },
      };
    },
  };
}

/** Every database to test on: PGlite, and PostgreSQL where `TEST_DATABASE_URL` is set. */
export const testDatabases: TestDatabase[] = process.env.TEST_DATABASE_URL
  ? [pglite, postgresAt(process.env.TEST_DATABASE_URL)]
  : [pglite];
