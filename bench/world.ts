/**
 * Two workers on PostgreSQL for twenty minutes, in front of a made registry of 40,000 servers: how many are visited a
 * minute, what the time goes to, and whether memory stays where it is. Needs PostgreSQL at `TEST_DATABASE_URL`; its
 * database `toolrisk_bench_world` is made anew. `TOOLRISK_BENCH_MINUTES` for other than twenty, `TOOLRISK_BENCH_WORKERS`
 * for other than two. The registry runs in this process, so its processor time is told apart.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { removeTree } from '#crawler/connect/npm/tree.ts';
import { leastCacheBytes } from '#crawler/connect/options.ts';
import { openDb } from '#db/client.ts';
import { serveWorld } from './world.shapes.ts';

const minutes = Number(process.env.TOOLRISK_BENCH_MINUTES ?? 20);
const workerCount = Number(process.env.TOOLRISK_BENCH_WORKERS ?? 2);
const servers = 40_000;
/** How much more memory the second half may take than the first, at its most. */
const allowedGrowth = 1.15;
const main = join(import.meta.dirname, '../crawler/main.ts');
const run = promisify(execFile);

/** One look at everything. Processor times in seconds since the system began, memory in bytes. */
interface Sample {
  atMs: number;
  attempts: number;
  rss: number;
  workers: number;
  postgres: number;
  registry: number;
  idle: number;
  all: number;
}

/** Processor time of a process, seconds, and its memory, bytes. */
function processOf(pid: number): { seconds: number; rss: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const ticks = 100;
  return { seconds: (fields[11]! + fields[12]!) / ticks, rss: fields[21]! * 4096 };
}

/** Processor time of every process with this name, living ones only. */
function timeOf(name: string): number {
  let sum = 0;
  for (const pid of readdirSync('/proc')) {
    try {
      if (!/^\d+$/.test(pid) || readFileSync(`/proc/${pid}/comm`, 'utf8').trim() !== name) continue;
      sum += processOf(Number(pid)).seconds;
    } catch {
      // It ended while it was read.
    }
  }
  return sum;
}

function machine(): { idle: number; all: number } {
  const fields = readFileSync('/proc/stat', 'utf8').split('\n')[0]!.split(/\s+/).slice(1).map(Number);
  return { idle: (fields[3]! + fields[4]!) / 100, all: fields.slice(0, 8).reduce((a, b) => a + b, 0) / 100 };
}

/** Runs the benchmark and prints its table; sets the exit code where memory grows. */
export async function bench(): Promise<void> {
  const admin = process.env.TEST_DATABASE_URL;
  if (!admin) return console.log('needs PostgreSQL: set TEST_DATABASE_URL');
  if (!existsSync('/proc/stat')) return console.log('needs Linux: reads /proc');
  const url = new URL(admin);
  url.pathname = '/toolrisk_bench_world';
  const adminSql = postgres(admin, { max: 1, onnotice: () => {} });
  await adminSql`drop database if exists toolrisk_bench_world with (force)`;
  await adminSql`create database toolrisk_bench_world`;
  await adminSql.end();
  await (await openDb(url.href)).close();
  const sql = postgres(url.href, { max: 1, onnotice: () => {} });

  const root = await mkdtemp(join(tmpdir(), 'toolrisk-world-'));
  const registry = await serveWorld(servers);
  const list = join(root, 'list');
  await mkdir(list);
  const entries = registry.servers.map((name) => [name, { command: 'npx', args: ['-y', name] }]);
  await writeFile(join(list, 'servers.json'), JSON.stringify({ mcpServers: Object.fromEntries(entries) }));
  const env = { ...process.env, DATABASE_URL: url.href, npm_config_registry: registry.url };
  const flags = ['--max-semi-space-size=8'];
  await run(process.execPath, [...flags, main, 'schedule', 'add', 'catalogue', '* * * * *'], { env, cwd: root });
  const workers: ChildProcess[] = [];
  const says: string[] = [];
  try {
    for (let at = 0; at < workerCount; at++) {
      const worker = spawn(
        process.execPath,
        [...flags, main, 'worker', '--catalogue', list, '--cache', String(leastCacheBytes)],
        {
          env,
          cwd: root,
          stdio: ['ignore', 'pipe', 'pipe'],
        },
      );
      for (const stream of [worker.stdout, worker.stderr])
        stream.on('data', (piece: Buffer) => {
          says.push(String(piece));
          if (says.length > 50) says.shift();
        });
      workers.push(worker);
    }
    const look = async (): Promise<Sample> => {
      const [row] = await sql<{ attempts: number }[]>`select count(*)::int as attempts from attempts`;
      const each = workers.map(({ pid }) => processOf(pid!));
      const sum = (of: (one: (typeof each)[number]) => number) => each.reduce((total, one) => total + of(one), 0);
      return {
        atMs: performance.now(),
        attempts: row!.attempts,
        rss: sum(({ rss }) => rss),
        workers: sum(({ seconds }) => seconds),
        postgres: timeOf('postgres'),
        registry: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
        ...machine(),
      };
    };
    // The first visits wait for the schedule's minute.
    const begun = performance.now();
    while ((await look()).attempts < 20) {
      if (performance.now() - begun > 300_000) throw new Error(`No server was visited:\n${says.join('')}`);
      await delay(1_000);
    }
    const samples = [await look()];
    const end = performance.now() + minutes * 60_000;
    while (performance.now() < end) {
      await delay(5_000);
      samples.push(await look());
      if (samples.length % 12 === 0) {
        const [from, to] = [samples.at(-12)!, samples.at(-1)!];
        const rate = ((to.attempts - from.attempts) / (to.atMs - from.atMs)) * 60_000;
        console.error(`  ${to.attempts} visited, ${Math.round(rate)} a minute, ${Math.round(to.rss / 1e6)} MB`);
      }
    }
    report(samples);
    const outcomes = await sql`select outcome, count(*)::int as n from attempts group by 1 order by 2 desc`;
    console.log(`Outcomes: ${outcomes.map(({ outcome, n }) => `${outcome} ${n}`).join(', ')}.`);
    const [size] = await sql`select pg_database_size('toolrisk_bench_world')::bigint as bytes`;
    // The workers go on meanwhile: what they remove while it is counted is complained of, and the sum printed all the same.
    const { stdout } = await run('du', ['-s', '--block-size=1', join(root, '.toolrisk')]).catch(
      (error: { stdout: string }) => error,
    );
    console.log(
      `Database ${Math.round(Number(size!.bytes) / 1e6)} MB, package cache ${Math.round(Number(stdout.split('\t')[0]) / 1e6)} MB, ${registry.asked()} requests to the registry.`,
    );
  } finally {
    for (const worker of workers) {
      worker.kill('SIGTERM');
      if (worker.exitCode === null) await once(worker, 'exit');
    }
    await sql.end();
    await registry.close();
    await removeTree(root);
  }
}

function report(samples: readonly Sample[]): void {
  const [first, last] = [samples[0]!, samples.at(-1)!];
  const quarters = [0, 1, 2, 3].map((at) => {
    const from = samples[Math.floor((at * (samples.length - 1)) / 4)]!;
    const to = samples[Math.floor(((at + 1) * (samples.length - 1)) / 4)]!;
    return Math.round(((to.attempts - from.attempts) / (to.atMs - from.atMs)) * 60_000);
  });
  const visits = last.attempts - first.attempts;
  const spent = (of: keyof Sample) => (last[of] - first[of]) / visits;
  console.log(
    `${visits} visits in ${minutes} minutes: ${Math.round(visits / minutes)} a minute; by quarters ${quarters.join(', ')}`,
  );
  console.log('| processor time of a visit | s |\n|---|---|');
  const rest = spent('all') - spent('idle') - spent('workers') - spent('postgres') - spent('registry');
  const rows = {
    workers: spent('workers'),
    PostgreSQL: spent('postgres'),
    'the made registry': spent('registry'),
    'the rest: installers, sandboxes, servers': rest,
    idle: spent('idle'),
  };
  for (const [name, value] of Object.entries(rows)) console.log(`| ${name} | ${value.toFixed(3)} |`);
  const half = Math.floor(samples.length / 2);
  const most = (part: readonly Sample[]) => Math.max(...part.map(({ rss }) => rss));
  const [before, after] = [most(samples.slice(0, half)), most(samples.slice(half))];
  console.log(
    `Memory of the workers together, at most: ${Math.round(before / 1e6)} MB in the first half, ${Math.round(after / 1e6)} MB in the second.`,
  );
  if (after > before * allowedGrowth) process.exitCode = 1;
  const perMachine = visits / minutes;
  const lasting = [1, 4, 16].map((machines) => `${machines}: ${(servers / perMachine / machines / 60).toFixed(1)} h`);
  const bound = spent('postgres') / (spent('all') - spent('registry'));
  console.log(
    `${servers} servers on so many machines: ${lasting.join(', ')}, while one PostgreSQL serves them: it takes ${(bound * 100).toFixed(1)} % of one machine's time.`,
  );
}
