/** What people keep in their configurations stays there: nothing of it in the database, in any output, on any page. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { showCrawl } from '#crawler/cli/crawl-progress.ts';
import { crawlReport } from '#crawler/cli/reports.ts';
import type { Connector } from '#crawler/connect/index.ts';
import { crawl } from '#crawler/crawl.ts';
import { clients } from '#crawler/discover/clients/index.ts';
import { openQueue } from '#crawler/queue.ts';
import type { OpenDb } from '#db/client.ts';
import { ensureBuilt } from '#site/build.ts';
import { type RunningSite, startSite } from '#site/serve.ts';
import { testDatabases } from '#test/support/database.ts';
import { leaked, plant, secretForms } from '#test/support/planted.ts';

/** Repeats all it was told, as a server's error message would. */
const echo: Connector = {
  list: async (spec) => ({
    outcome: 'exited',
    reason: `Started as ${JSON.stringify(spec)}`,
    todo: 'Look.',
    durationMs: 1,
  }),
  source: async (target) => ({ kind: 'none', notes: [JSON.stringify(target)] }),
  close: async () => {},
};

describe.each(testDatabases)('on $name', ({ open }) => {
  const secrets: string[] = [];
  const names: string[] = [];
  let folder: string;
  let opened: OpenDb;
  let site: RunningSite;
  let output = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'planted-'));
    const paths: string[] = [];
    for (const [at, { id, example }] of clients.entries()) {
      const planted = plant(
        example.text,
        secretForms[at % secretForms.length] as (typeof secretForms)[number],
        at * 100,
      );
      secrets.push(...planted.secrets);
      const path = join(folder, `${id}-${example.file}`);
      await writeFile(path, planted.text);
      paths.push(path);
    }
    // A file whose parser stumbles over the very line.
    for (const [name, text] of [
      ['broken.toml', 'key = SECRET'],
      ['broken.yaml', 'a: [1\nkey: "SECRET'],
      ['broken.json', '{"key": SECRET'],
      ['broken.txt', 'SECRET and more'],
    ] as const) {
      const planted = plant(text, secretForms[0] as (typeof secretForms)[number], 9_000 + paths.length);
      secrets.push(...planted.secrets);
      await writeFile(join(folder, name), planted.text);
      paths.push(join(folder, name));
    }
    opened = await open();
    const queue = await openQueue(opened, { onError: () => {} });
    const stream = new PassThrough();
    stream.on('data', (part) => {
      output += part;
    });
    const progress = showCrawl(stream);
    const summary = await crawl(
      { db: opened.db, queue, connector: echo },
      {
        sources: ['file'],
        discovery: { file: { paths } },
        concurrency: 2,
        signal: new AbortController().signal,
        on: (event) => {
          progress.on(event);
          if (event.kind === 'visiting') names.push(event.server);
        },
      },
    );
    progress.end();
    await queue.stop();
    expect(summary.failed).toBe(4);
    output += crawlReport(summary, 10_000);
    await ensureBuilt({ quiet: true });
    site = await startSite({ db: opened.db, port: 0 });
  });
  afterAll(async () => {
    await site?.close();
    await opened?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('servers were found, and each that was left out is named', () => {
    expect(names.length).toBeGreaterThan(10);
    for (const name of ['jira', 'github', 'developer']) expect(output).toContain(`#${name}: `);
  });

  test('nothing in what was printed', () => {
    expect(secrets.length).toBeGreaterThan(40);
    expect(leaked(output, secrets)).toEqual([]);
  });

  test('nothing in the database', async () => {
    const rows = async (query: ReturnType<typeof sql>) => {
      const answer = (await opened.db.execute(query)) as unknown;
      return (Array.isArray(answer) ? answer : (answer as { rows: unknown[] }).rows) as Record<string, string>[];
    };
    const tables = await rows(
      sql`select table_schema as s, table_name as t from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    );
    expect(tables.length).toBeGreaterThan(10);
    let everything = '';
    for (const { s, t } of tables) {
      const all = await rows(
        sql`select to_jsonb(x)::text as row from ${sql.identifier(s as string)}.${sql.identifier(t as string)} x`,
      );
      const text = all.map(({ row }) => row).join('\n');
      everything += text;
      expect(leaked(text, secrets), `${s}.${t}`).toEqual([]);
    }
    expect(everything).toContain('notes-mcp');
  });

  test('nothing on any page', async () => {
    const seen = new Set<string>();
    const open = [
      '/',
      '/servers',
      '/tools',
      '/changes',
      '/attacks',
      '/search?q=FAKE',
      '/changes.atom',
      '/sitemap.xml',
      '/api/changes.json?limit=200',
      '/api/status.json',
    ];
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      if (seen.has(path)) continue;
      seen.add(path);
      const text = await (await fetch(site.url + path)).text();
      // What was searched for is repeated.
      if (!path.startsWith('/search')) expect(leaked(text, secrets), path).toEqual([]);
      for (const [, link = ''] of text.matchAll(/(?:href="|<loc>[^<]*?:\/\/[^/<]+)(\/servers\/[^"?#<]+)/g))
        open.push(link);
    }
    expect([...seen].filter((path) => path.startsWith('/servers/')).length).toBeGreaterThan(10);
  });
});
