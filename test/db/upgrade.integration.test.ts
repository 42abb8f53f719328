/** A database that an earlier version made opens with this one and keeps what it holds. */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite';
import { migrate as migratePglite } from 'drizzle-orm/pglite/migrator';
import { drizzle as drizzlePostgres } from 'drizzle-orm/postgres-js';
import { migrate as migratePostgres } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { reclassify } from '#crawler/reclassify.ts';
import { openDb } from '#db/client.ts';
import { listChanges } from '#db/queries/changes.ts';
import { getServerBySlug } from '#db/queries/servers.ts';
import { listToolsOfServer } from '#db/queries/tools.ts';

const migrations = join(import.meta.dirname, '../../db/migrations');

/** Migrations of released versions, which databases out there have run. Editing one changes nothing there. */
const released: Record<string, string> = {
  '0000_initial': 'd0e2c1f2d70ca9964e501eacc548a4f4157d0a93f41ef5068d0880a52b52aa22',
};

test.each(Object.entries(released))('%s, which was released, is as it was', (name, hash) => {
  const sql = readFileSync(join(migrations, `${name}.sql`));
  expect(createHash('sha256').update(sql).digest('hex')).toBe(hash);
});

/** The migrations up to one of them, in a folder of their own. */
function migrationsUntil(name: string, folder: string): string {
  const journal = JSON.parse(readFileSync(join(migrations, 'meta/_journal.json'), 'utf8')) as {
    entries: { tag: string }[];
  };
  const entries = journal.entries.slice(0, journal.entries.findIndex(({ tag }) => tag === name) + 1);
  mkdirSync(join(folder, 'meta'), { recursive: true });
  writeFileSync(join(folder, 'meta/_journal.json'), JSON.stringify({ ...journal, entries }));
  for (const { tag } of entries) cpSync(join(migrations, `${tag}.sql`), join(folder, `${tag}.sql`));
  return folder;
}

const definition = {
  name: 'drop_everything',
  description: 'Deletes all records for good.',
  inputSchema: { type: 'object' },
};

/** What the first version stored of one server with one tool. */
const rows = `
  insert into servers (slug, name, description, package_registry, package_name, launch, last_outcome, tool_count, tool_provenance, grade, grade_score, grade_factors, grade_ruleset)
    values ('old-server', 'Old server', 'From before.', 'npm', 'old-server', '{"kind":"npm","package":"old-server","args":[],"env":[]}', 'listed', 1, 'live', 'D', 40, '[]', '0.9.0');
  insert into sightings (server_id, source, location, launch) select id, 'starter', 'old-server', launch from servers;
  insert into server_identities (identity, server_id) select 'npm:old-server', id from servers;
  insert into definitions (hash, definition, tokens) values ('h1', '${JSON.stringify(definition)}', 30);
  insert into snapshots (server_id, content_hash, provenance, args, env_names, notes, duration_ms, tool_count)
    select id, 'c1', 'live', '[]', '[]', '[]', 100, 1 from servers;
  insert into snapshot_tools (snapshot_id, position, name, definition_hash) select id, 0, 'drop_everything', 'h1' from snapshots;
  update servers set current_snapshot_id = (select id from snapshots);
  insert into tools (server_id, name, definition_hash, provenance, category, risk, confidence, ruleset, severity)
    select id, 'drop_everything', 'h1', 'live', 'read', 'low', 0.5, '0.9.0', 1 from servers;
  insert into classifications (tool_id, definition_hash, ruleset, category, risk, confidence, verdict)
    select id, 'h1', '0.9.0', 'read', 'low', 0.5,
      '{"category":"read","risk":"low","confidence":0.5,"evidence":[],"capabilities":[],"modifiers":[],"branches":[],"support":[],"signals":[],"contradictions":[],"findings":[],"ruleset":"0.9.0"}'
    from tools;
  update tools set classification_id = (select id from classifications);
  insert into changes (kind, server_id, tool_id, detail) select 'tool-added', server_id, id, '{"name":"drop_everything"}' from tools;
  insert into cursors (key, value) values ('registry:registry.example', '{"since":"2026-01-01T00:00:00Z"}');
`;

const admin = process.env.TEST_DATABASE_URL;

describe.each(Object.keys(released))('a database as %s made it', (name) => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'toolrisk-upgrade-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function expectKept(url: string) {
    const { db, close } = await openDb(url);
    try {
      const server = await getServerBySlug(db, 'old-server');
      expect(server).toMatchObject({ name: 'Old server', toolCount: 1, lastOutcome: 'listed' });
      expect((await listToolsOfServer(db, server!.id)).map(({ tool }) => tool.name)).toEqual(['drop_everything']);
      expect(await listChanges(db, { limit: 10 })).toHaveLength(1);
      // What was judged by old rules is judged again, and told.
      expect(await reclassify(db)).toMatchObject({ tools: 1, moved: 1 });
      expect((await listToolsOfServer(db, server!.id))[0]!.verdict).toMatchObject({ category: 'destructive' });
      expect((await listChanges(db, { limit: 10 })).length).toBeGreaterThan(1);
    } finally {
      await close();
    }
  }

  test('opens embedded, with all that it holds', async () => {
    const dir = join(folder, 'db');
    const old = await PGlite.create(dir);
    await migratePglite(drizzlePglite(old), { migrationsFolder: migrationsUntil(name, join(folder, 'sql')) });
    await old.exec(rows);
    await old.close();
    await expectKept(`pglite:${dir}`);
    // And once more, by the version that brought it up to date.
    const { close } = await openDb(`pglite:${dir}`);
    await close();
  });

  test.skipIf(admin === undefined)('opens on PostgreSQL, with all that it holds', async () => {
    const database = `toolrisk_upgrade_${process.pid}`;
    const server = postgres(admin!, { max: 1, onnotice: () => {} });
    const url = new URL(admin!);
    url.pathname = `/${database}`;
    await server.unsafe(`drop database if exists ${database}`);
    await server.unsafe(`create database ${database}`);
    try {
      const old = postgres(url.href, { max: 1, onnotice: () => {} });
      await migratePostgres(drizzlePostgres(old), { migrationsFolder: migrationsUntil(name, join(folder, 'sql')) });
      await old.unsafe(rows);
      await old.end();
      await expectKept(url.href);
    } finally {
      await server.unsafe(`drop database ${database} with (force)`);
      await server.end();
    }
  });
});
