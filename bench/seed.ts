/**
 * Fills an empty database on PostgreSQL with a made world: `npm run bench:seed -- --tools 500000`, at `DATABASE_URL`.
 * What a crawl would store is written with COPY; cards, counts and words are made by the database as always.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { judgeServer, judgeTools } from '#crawler/judge.ts';
import { openDb } from '#db/client.ts';
import { severityOf } from '#db/queries/readings.ts';
import type { Classification, ToolDefinition } from '#db/types.ts';
import { createRandom, listServers, listShapes, type ServerShape } from './seed.shapes.ts';

const tables = {
  servers:
    'id, slug, name, description, vendor, repository_url, repository_path, package_registry, package_name, remote_url, stars, launch, first_seen_at, last_seen_at, last_attempt_at, last_outcome, last_reason, last_todo, failures, next_visit_at, tool_count, tool_provenance, grade, grade_score, grade_factors, grade_ruleset',
  server_identities: 'identity, server_id',
  sightings: 'server_id, source, location, location_url, first_seen_at, last_seen_at',
  snapshots:
    'id, server_id, content_hash, provenance, observed_at, protocol_version, server_name, server_version, instructions, package_version, args, env_names, notes, duration_ms, tool_count',
  definitions: 'hash, definition, tokens',
  snapshot_tools: 'snapshot_id, position, name, definition_hash',
  tools:
    'id, server_id, name, definition_hash, first_seen_at, last_seen_at, gone_at, provenance, category, risk, confidence, ruleset, severity',
  classifications: 'id, tool_id, definition_hash, ruleset, category, risk, confidence, verdict, classified_at',
  attempts: 'server_id, at, duration_ms, outcome, reason, todo, snapshot_id',
  changes: 'at, kind, server_id, tool_id, detail',
} as const;
type Table = keyof typeof tables;

/** Servers written together; their cards are made while the next ones are written. */
const batch = 400;

const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const cell = (value: unknown): string =>
  value === null || value === undefined
    ? '\\N'
    : (value instanceof Date
        ? value.toISOString()
        : typeof value === 'object'
          ? JSON.stringify(value)
          : String(value)
      ).replace(/[\\\t\n\r]/g, (c) => escapes[c]!);

/**
 * Fills a database that has no servers.
 * @param url `postgres://…`
 * @param tools how many current tools, about
 * @throws when there is something in it already, or it is not PostgreSQL
 */
export async function seedWorld(url: string, tools: number, say: (line: string) => void): Promise<void> {
  if (!/^postgres(ql)?:/.test(url))
    throw new Error('The made world goes into PostgreSQL: set DATABASE_URL to postgres://…');
  await (await openDb(url)).close();
  const sql = postgres(url, { max: 4, onnotice: () => {}, connection: { maintenance_work_mem: '512MB' } as object });
  try {
    const [there] = await sql`select 1 from servers limit 1`;
    if (there) throw new Error('There are servers in this database already; give the made world an empty one.');
    const indexes = await dropIndexes(sql);
    const started = performance.now();
    const seconds = () => ((performance.now() - started) / 1000).toFixed(0);
    let making: Promise<unknown> = Promise.resolve();
    const writer = createWriter(sql);
    let count = 0;
    let told = 0;
    let ids: number[] = [];
    for (const server of createWorld(tools, writer.add)) {
      ids.push(server.id);
      count += server.tools;
      if (ids.length < batch) continue;
      await writer.flush();
      await making;
      making = makeCards(sql, ids);
      ids = [];
      if (count >= told + 50_000) {
        told = count;
        say(`${count} tools, ${seconds()} s`);
      }
    }
    await writer.flush();
    await making;
    await makeCards(sql, ids);
    say(`${count} tools on ${await count_(sql, 'servers')} servers, ${seconds()} s; now the indexes`);
    for (const statement of indexes) await sql.unsafe(statement);
    for (const table of ['servers', 'snapshots', 'tools', 'classifications']) {
      await sql.unsafe(
        `select setval(pg_get_serial_sequence('${table}', 'id'), (select coalesce(max(id), 1) from ${table}))`,
      );
    }
    await sql`with gone as (delete from tallies returning subject, facet, n) insert into tallies select subject, facet, sum(n) from gone group by subject, facet`;
    await sql`vacuum analyze`;
    say(`done in ${seconds()} s`);
  } finally {
    await sql.end();
  }
}

const count_ = async (sql: postgres.Sql, table: string) =>
  (await sql.unsafe(`select count(*)::int as n from ${table}`))[0]!.n as number;

/** Takes the indexes away that are slow to write row by row. @returns the statements that make them again */
async function dropIndexes(sql: postgres.Sql): Promise<string[]> {
  const found = await sql<{ name: string; definition: string }[]>`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
    join pg_class t on t.oid = i.indrelid join pg_namespace n on n.oid = t.relnamespace
    where n.nspname = 'public' and not i.indisunique
      and t.relname in ('tool_words', 'tool_cards', 'server_cards', 'tools', 'classifications', 'changes', 'attempts')
      and pg_get_indexdef(i.indexrelid) !~ 'server_id'`;
  for (const { name } of found) await sql.unsafe(`drop index ${name}`);
  return found.map(({ definition }) => definition);
}

async function makeCards(sql: postgres.Sql, ids: readonly number[]): Promise<void> {
  const half = Math.ceil(ids.length / 2);
  await Promise.all(
    [ids.slice(0, half), ids.slice(half)].map(async (part) => {
      await sql`select refresh_tool_cards(${sql.array(part as number[], 20)}::bigint[])`;
      await sql`select refresh_server_cards(${sql.array(part as number[], 20)}::bigint[])`;
    }),
  );
}

function createWriter(sql: postgres.Sql) {
  const waiting = new Map<Table, string[]>();
  const add = (table: Table, ...values: unknown[]) => {
    const lines = waiting.get(table) ?? [];
    lines.push(values.map(cell).join('\t'));
    waiting.set(table, lines);
  };
  const flush = async () => {
    // In the order in which the tables refer to each other.
    await sql.begin(async (tx) => {
      for (const table of Object.keys(tables) as Table[]) {
        const lines = waiting.get(table);
        if (!lines) continue;
        const stream = (await tx.unsafe(`copy ${table} (${tables[table]}) from stdin`).writable()) as Writable;
        for (let at = 0; at < lines.length; at += 500) {
          if (!stream.write(`${lines.slice(at, at + 500).join('\n')}\n`)) await once(stream, 'drain');
        }
        stream.end();
        await once(stream, 'finish');
      }
      await tx`update tools set classification_id = c.id from classifications c where c.tool_id = tools.id and tools.classification_id is null and c.id > ${lastVerdict}`;
      await tx`update servers s set current_snapshot_id = n.id from snapshots n where n.server_id = s.id and s.current_snapshot_id is null and s.tool_count > 0`;
    });
    waiting.clear();
  };
  let lastVerdict = 0;
  return {
    add,
    async flush() {
      await flush();
      lastVerdict = verdictIds.now;
    },
  };
}

/** The id of the verdict that was made last. */
const verdictIds = { now: 0 };

type Add = (table: Table, ...values: unknown[]) => void;

/** Makes the rows of one server after the other. */
function* createWorld(tools: number, add: Add): Generator<{ id: number; tools: number }> {
  const random = createRandom(97);
  const shapes = listShapes();
  const judged = judgeTools(
    shapes.map((shape) => shape.definition),
    {},
  );
  const day = 86_400_000;
  const today = Date.now();
  let server = 0;
  let snapshot = 0;
  let tool = 0;
  verdictIds.now = 0;
  for (const shape of listServers(tools, shapes)) {
    server++;
    const firstSeen = new Date(today - Math.floor(random() * 200 * day));
    const seen = new Date(today - Math.floor(random() * 6 * day));
    const provenance = shape.tools.length === 0 ? null : shape.outcome === 'listed' ? 'live' : 'static';
    const verdicts = shape.tools.map((at) => judged[at]!.classification);
    const launch = launchOf(shape);
    const grade = judgeServer(
      {
        launch,
        lastOutcome: shape.outcome,
        toolProvenance: provenance,
        packageName: shape.package,
        repositoryUrl: shape.repository,
      },
      verdicts,
    );
    const reason =
      shape.outcome === 'listed'
        ? 'It listed its tools.'
        : `It could not be listed: ${shape.outcome.replaceAll('-', ' ')}.`;
    const todo = shape.outcome === 'listed' ? '' : 'Start it yourself and read what it says.';
    add(
      'servers',
      server,
      shape.slug,
      shape.name,
      shape.description,
      shape.vendor,
      shape.repository,
      shape.repository && '',
      shape.registry,
      shape.package,
      shape.remote,
      shape.stars,
      launch,
      firstSeen,
      seen,
      seen,
      shape.outcome,
      reason,
      todo,
      shape.outcome === 'listed' ? 0 : 2,
      new Date(today + day),
      shape.tools.length,
      provenance,
      provenance && grade.grade,
      grade.grade && grade.score,
      provenance && grade.factors,
      provenance && grade.ruleset,
    );
    for (const identity of [
      shape.package && `${shape.registry}:${shape.package}`,
      shape.repository && `repo:${shape.repository.slice(8)}#`,
      shape.remote && `url:${shape.remote}`,
    ]) {
      if (identity) add('server_identities', identity, server);
    }
    add('sightings', server, 'github', `${shape.slug}:`, shape.repository, firstSeen, seen);
    if (provenance) {
      const current = ++snapshot;
      const hash = sha(`${server}`);
      add(
        'snapshots',
        current,
        server,
        hash,
        provenance,
        firstSeen,
        '2025-11-25',
        shape.name,
        '1.2.0',
        random() < 0.2 ? `Use the list tools before the others. All times are UTC. This is ${shape.name}.` : null,
        '1.2.0',
        [],
        ['API_KEY'],
        [],
        400 + Math.floor(random() * 4000),
        shape.tools.length,
      );
      shape.tools.forEach((at, position) => {
        const base = judged[at]!;
        const own = ownDefinition(base.definition, shape);
        const definitionHash = sha(`${server}/${own.name}`);
        const id = ++tool;
        verdictIds.now++;
        add('definitions', definitionHash, own, base.tokens + 4);
        add('snapshot_tools', current, position, own.name, definitionHash);
        const { category, risk, confidence, ruleset } = base.classification;
        add(
          'tools',
          id,
          server,
          own.name,
          definitionHash,
          firstSeen,
          seen,
          null,
          provenance,
          category,
          risk,
          confidence,
          ruleset,
          severityOf(risk),
        );
        add(
          'classifications',
          verdictIds.now,
          id,
          definitionHash,
          ruleset,
          category,
          risk,
          confidence,
          base.classification satisfies Classification,
          firstSeen,
        );
        if (random() < 0.06)
          add('changes', seen, 'tool-changed', server, id, {
            name: own.name,
            from: definitionHash,
            to: definitionHash,
          });
        if (random() < 0.02)
          add('changes', seen, 'verdict-changed', server, id, {
            name: own.name,
            from: 'write',
            fromRisk: 'medium',
            to: category,
            toRisk: risk,
            because: 'definition',
          });
      });
    }
    for (let n = Math.floor(random() * 4); n >= 0; n--) {
      add(
        'attempts',
        server,
        new Date(seen.getTime() - n * day),
        300 + Math.floor(random() * 5000),
        shape.outcome,
        reason,
        todo,
        null,
      );
    }
    add('changes', firstSeen, 'server-found', server, null, { outcome: shape.outcome });
    yield { id: server, tools: shape.tools.length };
  }
}

const sha = (text: string) => createHash('sha256').update(text).digest('hex');

/** The same tool with words of the server at the end of its description, where no evidence is moved by them. */
function ownDefinition(definition: ToolDefinition, server: ServerShape): ToolDefinition {
  return {
    ...definition,
    ...(definition.description && { description: `${definition.description} For ${server.vendor} workspaces.` }),
  };
}

function launchOf(server: ServerShape) {
  if (server.package && server.registry) return { kind: server.registry, package: server.package, args: [], env: [] };
  if (server.remote) return { kind: 'remote' as const, url: server.remote, transport: 'auto' as const, headers: [] };
  return {
    kind: 'not-launchable' as const,
    outcome: 'not-launchable' as const,
    reason: 'Nothing says how to start it.',
    todo: 'Read its documentation.',
  };
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { tools: { type: 'string', default: '5000' } } });
  const tools = Number(values.tools);
  if (!Number.isInteger(tools) || tools < 100 || tools > 5_000_000) {
    console.error('--tools takes a number from 100 to 5000000.');
    process.exitCode = 1;
  } else {
    try {
      await seedWorld(process.env.DATABASE_URL ?? '', tools, console.log);
    } catch (error) {
      console.error((error as Error).message);
      process.exitCode = 1;
    }
  }
}
