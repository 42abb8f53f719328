/**
 * The site beside a bare Node server that sends the same bodies, on two made worlds: 5,000 and 500,000 tools, or the
 * sizes of `TOOLRISK_BENCH_SIZES`. Needs PostgreSQL at `TEST_DATABASE_URL`; its databases `toolrisk_bench_<size>`, or those
 * that begin with `TOOLRISK_BENCH_DATABASE` instead, are made when they are missing and kept for the next time. Cold is a page that was not asked for before, rendered by a
 * process that keeps none; warm is one that is kept. `TOOLRISK_BENCH_PAGES` names the kinds of pages, where not all.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import autocannon from 'autocannon';
import postgres from 'postgres';
import { Pool, request } from 'undici';
import { ensureBuilt } from '#site/build.ts';
import { serverPath, toolPath } from '#site/src/lib/paths.ts';
import { seedWorld } from './seed.ts';
import type { Asked, BareBody, Told } from './site.shapes.ts';

/** How many pages are asked for before any is measured: what a process compiles when it is new is no page's cost. */
const heatingPages = 100;
/**
 * In how many parts pages are asked for cold, and how many in each. What else the machine does makes the same work cost up
 * to four times as much, so the part that had most of it to itself is told beside the middle one.
 */
const coldParts = 10;
const partPages = 40;
const coldPages = coldParts * partPages;
/** How many pages are kept warm, how long they are asked for, seconds, and how often. */
const warmPages = 20;
const warmSeconds = 2;
const warmTurns = 3;
const connections = 8;

type Kinds = Record<string, string[]>;

/** Runs the benchmark and prints a line for each kind of page. */
export async function bench(): Promise<void> {
  const admin = process.env.TEST_DATABASE_URL;
  if (!admin) return console.log('needs PostgreSQL: set TEST_DATABASE_URL');
  await ensureBuilt({ quiet: true });
  const sizes = (process.env.TOOLRISK_BENCH_SIZES ?? '5000,500000').split(',').map(Number);
  for (const size of sizes) await benchSize(await databaseOf(admin, size), size);
}

async function databaseOf(admin: string, size: number): Promise<string> {
  const url = new URL(admin);
  url.pathname = `/${process.env.TOOLRISK_BENCH_DATABASE ?? 'toolrisk_bench'}_${size}`;
  const sql = postgres(admin, { max: 1, onnotice: () => {} });
  const [there] = await sql`select 1 from pg_database where datname = ${url.pathname.slice(1)}`;
  if (!there) await sql.unsafe(`create database ${url.pathname.slice(1)}`);
  await sql.end();
  if (!there) await seedWorld(url.href, size, (line) => console.log(`  ${line}`));
  return url.href;
}

async function benchSize(url: string, size: number): Promise<void> {
  const kinds = await pathsOf(url);
  const [cold, warm] = [await start({ do: 'site', url, cacheBytes: 0 }), await start({ do: 'site', url })];
  console.log(`${size} tools; ${connections} clients; requests a second, p95 in ms`);
  const chosen = process.env.TOOLRISK_BENCH_PAGES?.split(',');
  for (const [kind, paths] of Object.entries(kinds)) {
    if (chosen && !chosen.includes(kind)) continue;
    await askOnce(cold.url, paths.slice(-heatingPages));
    const parts: (Asking & { cpuMs: number })[] = [];
    for (let part = 0; part < coldParts; part++) {
      const own = paths.slice(part * partPages, (part + 1) * partPages);
      const before = await usage(cold.child);
      const asked = await askOnce(cold.url, own);
      parts.push({ ...asked, cpuMs: ((await usage(cold.child)).cpuMs - before.cpuMs) / partPages });
    }
    const least = Math.min(...parts.map(({ cpuMs }) => cpuMs));
    const cooled = {
      perSecond: middle(parts.map(({ perSecond }) => perSecond)),
      best: Math.max(...parts.map(({ perSecond }) => perSecond)),
      p95: within(
        0.95,
        parts.flatMap(({ times }) => times),
      ),
      failed: parts.reduce((sum, { failed }) => sum + failed, 0),
    };
    const kept = paths.slice(0, warmPages);
    const bodies = await ask(warm.url, kept);
    const bare = await start({ do: 'bare', bodies });
    // In turns, since what else the machine does changes from second to second.
    const turns: [kept: Load, bare: Load][] = [];
    for (let turn = 0; turn < warmTurns; turn++) {
      turns.push([
        await load(warm.url, kept, { duration: warmSeconds }),
        await load(bare.url, kept, { duration: warmSeconds }),
      ]);
    }
    bare.child.disconnect();
    const ratio = middle(turns.map(([ours, theirs]) => ours.perSecond / theirs.perSecond));
    const [ours, theirs] = [0, 1].map((at) => middle(turns.map((turn) => turn[at]!.perSecond)));
    const kb = bodies.reduce((sum, { base64 }) => sum + base64.length * 0.75, 0) / bodies.length / 1000;
    console.log(
      [
        `  ${kind.padEnd(7)}`,
        `cold ${cooled.perSecond.toFixed(0).padStart(5)} /s, at best ${cooled.best.toFixed(0).padStart(4)}, p95 ${cooled.p95.toFixed(0).padStart(4)}, ${middle(
          parts.map((part) => part.cpuMs),
        )
          .toFixed(1)
          .padStart(4)} ms of processor, at least ${least.toFixed(1).padStart(4)}`,
        `warm ${ours!.toFixed(0).padStart(6)} /s, p95 ${middle(turns.map(([own]) => own.p95))
          .toFixed(0)
          .padStart(2)}`,
        `bare ${theirs!.toFixed(0).padStart(6)} /s: ${ratio.toFixed(2)} of it`,
        `${kb.toFixed(1)} KB`,
      ].join(' | '),
    );
    const failed = cooled.failed + turns.reduce((sum, [own]) => sum + own.failed, 0);
    if (failed > 0) console.log(`  ${kind}: ${failed} answers were not 2xx`);
  }
  console.log(
    `  memory: ${(await usage(warm.child)).rssMb.toFixed(0)} MB warm, ${(await usage(cold.child)).rssMb.toFixed(0)} MB cold`,
  );
  cold.child.disconnect();
  warm.child.disconnect();
}

/** Addresses by kind of page, each in an order that no index has. */
async function pathsOf(url: string): Promise<Kinds> {
  const sql = postgres(url, { max: 1 });
  const rows = await sql<{ slug: string; name: string; package: string | null }[]>`
    select s.slug, t.name, s.package_name as package from tools t join servers s on s.id = t.server_id
    order by md5(t.id::text) limit ${coldPages + heatingPages}`;
  const lists = await sql<{ category: string; capability: string }[]>`
    select c.category, d.capability from (select distinct category from tools) c,
      (select substr(facet, 12) as capability from tallies where facet like 'capability:%' group by 1) d order by md5(category || capability)`;
  await sql.end();
  const all = (make: (n: number) => string) => Array.from({ length: coldPages + heatingPages }, (_, n) => make(n));
  const row = (n: number) => rows[n % rows.length]!;
  const words = (n: number) =>
    row(n)
      .name.replace(/([a-z])([A-Z])/g, '$1 $2')
      .replaceAll('_', ' ')
      .toLowerCase();
  const searches = [
    words,
    (n: number) => row(n).name,
    (n: number) => words(n).split(' ').reverse().join(' '),
    (n: number) => `npx -y ${row(n).package ?? 'x-mcp'}`,
    (n: number) => words(n).replace(/(?<=\w{3})\w/, ''),
    (n: number) => `${row(n).slug.split('-')[0]} ${words(n).split(' ')[0]}`,
  ];
  return {
    tool: all((n) => toolPath(row(n).slug, row(n).name)),
    server: all((n) => serverPath(row(n).slug)),
    list: all(
      (n) =>
        `/tools?category=${lists[n % lists.length]!.category}&capability=${lists[n % lists.length]!.capability}${n >= lists.length ? `&sort=${['reach', 'tokens', 'newest', 'name'][n % 4]}` : ''}`,
    ),
    search: all((n) => `/search?q=${encodeURIComponent(searches[n % searches.length]!(n))}`),
    api: all((n) => `/api/changes.json?server=${row(n).slug}`),
    home: all(() => '/'),
  };
}

async function start(asked: Asked): Promise<{ url: string; child: ChildProcess }> {
  const child = fork(join(import.meta.dirname, 'site.shapes.ts'), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // As toolrisk itself is started.
    execArgv: ['--max-semi-space-size=8'],
  });
  child.send(asked);
  const [told] = (await once(child, 'message')) as [{ url: string }];
  return { url: told.url, child };
}

async function usage(child: ChildProcess): Promise<{ cpuMs: number; rssMb: number }> {
  child.send({ do: 'usage' } satisfies Asked);
  const [told] = (await once(child, 'message')) as [Extract<Told, { cpuMs: number }>];
  return told;
}

/** Fetches pages one after the other, as a browser would, with their bytes as they were sent. */
async function ask(url: string, paths: readonly string[]): Promise<BareBody[]> {
  const bodies: BareBody[] = [];
  for (const path of paths) {
    const { headers, body } = await request(url + path, { headers: { 'accept-encoding': 'br' } });
    const { date: _, connection: __, 'keep-alive': ___, ...head } = headers as Record<string, string>;
    bodies.push({
      path,
      head: {
        'content-type': head['content-type']!,
        'content-length': head['content-length']!,
        ...(head['content-encoding'] && { 'content-encoding': head['content-encoding'] }),
      },
      base64: Buffer.from(await body.arrayBuffer()).toString('base64'),
    });
  }
  return bodies;
}

/** How a load went: requests a second, and the time within which 95 of 100 were answered, milliseconds. */
interface Load {
  perSecond: number;
  p95: number;
  failed: number;
}

/** How asking for each page once went: requests a second, how long each took, milliseconds, and how many failed. */
interface Asking {
  perSecond: number;
  times: number[];
  failed: number;
}

/** Asks for each path once, so many clients at a time; autocannon only looks once a second whether it is done. */
async function askOnce(url: string, paths: readonly string[]): Promise<Asking> {
  const pool = new Pool(url, { connections });
  const times: number[] = [];
  let [next, failed] = [0, 0];
  const started = performance.now();
  const client = async () => {
    for (let path = paths[next++]; path !== undefined; path = paths[next++]) {
      const asked = performance.now();
      const { statusCode, body } = await pool.request({ path, method: 'GET', headers: { 'accept-encoding': 'br' } });
      await body.dump();
      times.push(performance.now() - asked);
      if (statusCode >= 300) failed++;
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  const perSecond = (paths.length / (performance.now() - started)) * 1000;
  await pool.close();
  return { perSecond, times, failed };
}

/** Asks for paths over and over, each client for a part of its own. */
async function load(url: string, paths: readonly string[], how: { duration: number }): Promise<Load> {
  const started = performance.now();
  let client = 0;
  const result = await autocannon({
    url,
    connections,
    ...how,
    headers: { 'accept-encoding': 'br' },
    setupClient(each) {
      const own = paths.filter((_, at) => at % connections === client % connections);
      client++;
      each.setRequests((own.length > 0 ? own : paths).map((path) => ({ path })));
    },
  });
  const seconds = (performance.now() - started) / 1000;
  return { perSecond: result.requests.total / seconds, p95: result.latency.p97_5, failed: result.non2xx };
}

/** The time within which such a share was answered, by the nearest rank. */
const within = (share: number, times: readonly number[]) =>
  times.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(times.length * share) - 1)] ?? 0;

const middle = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
