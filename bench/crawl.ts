/**
 * What safety and memory cost a crawl. The same installed real servers are listed by a bare loop of the SDK's client (no
 * sandbox, no database, no verdicts) and by the crawler, in turn, as many at once; the figure is the median of the
 * ratios of wall time. The SDK's `close` lets a server up to four seconds to end by itself, which the crawler does not
 * wait for; so a second floor does not either. Then crawls of 125, 250 and 500 small servers on the embedded database:
 * what a server costs in processor time of this process, and the memory, should not grow with their number.
 * `npm run bench -- crawl`; packages are kept in `TOOLRISK_BENCH_DIR`, else in the system's temporary folder.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import PQueue from 'p-queue';
import { defaultConcurrency } from '#crawler/cli/options.ts';
import { type Connector, createConnector } from '#crawler/connect/index.ts';
import { openInstallKitApart } from '#crawler/connect/npm/apart.ts';
import { cacheFolders, openPackageCache } from '#crawler/connect/package-cache.ts';
import { findPackageEntry } from '#crawler/connect/package-entry.ts';
import { type CrawlSummary, crawl } from '#crawler/crawl.ts';
import { starterList } from '#crawler/discover/starter-list.ts';
import { openQueue } from '#crawler/queue.ts';
import type { LaunchSpec } from '#db/types.ts';
import { type TestDatabase, testDatabases } from '#test/support/database.ts';

const serverCount = 20;
const rounds = 3;
const sizes = [125, 250, 500];
/** What the ratio may be at most. */
const allowed = 1.25;

/** A server that lists without being given anything, and the command that starts it. */
interface RealServer {
  package: string;
  version: string;
  command: string[];
  tools: number;
}

/** Wall time, processor time of this process, and the most memory it held, of one pass. */
interface Pass {
  ms: number;
  cpuMs: number;
  peakBytes: number;
  tools: number;
}

async function measure(work: () => Promise<number>): Promise<Pass> {
  globalThis.gc?.();
  let peakBytes = process.memoryUsage.rss();
  const sampler = setInterval(() => {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  }, 50);
  const started = performance.now();
  const cpu = process.cpuUsage();
  try {
    const tools = await work();
    const { user, system } = process.cpuUsage(cpu);
    return { ms: performance.now() - started, cpuMs: (user + system) / 1000, peakBytes, tools };
  } finally {
    clearInterval(sampler);
  }
}

/** The first servers of the starter list that list their tools at the first start, installed. */
async function chooseServers(connector: Connector, cacheDir: string): Promise<RealServer[]> {
  const kit = openInstallKitApart(async () => ({
    ...cacheFolders(cacheDir),
    indexes: [],
    settings: { env: {} },
    maxTreeBytes: Number.POSITIVE_INFINITY,
  }));
  const cache = await openPackageCache(cacheDir, Number.POSITIVE_INFINITY, kit);
  const chosen: RealServer[] = [];
  for (const { package: name, args } of starterList) {
    if (chosen.length === serverCount) break;
    if (args?.length) continue;
    const spec: LaunchSpec = { kind: 'npm', package: name, args: [], env: [] };
    const { reading } = await connector.list(spec, {});
    if (!reading?.packageVersion || reading.envNames.length > 0 || reading.args.length > 0) continue;
    const installed = await cache.take(name, reading.packageVersion);
    if (!installed) continue;
    const entry = await findPackageEntry(installed.folder, name);
    await installed.release();
    if (entry.runner !== 'node') continue;
    const command = [process.execPath, ...entry.nodeFlags, join(installed.folder, entry.file)];
    chosen.push({ package: name, version: reading.packageVersion, command, tools: reading.tools.length });
    console.error(`${chosen.length}/${serverCount} ${name}@${reading.packageVersion}: ${reading.tools.length} tools`);
  }
  await kit.end();
  return chosen;
}

/**
 * The floor: start, handshake, list, close; nothing else.
 * @param patient wait for each server to end before the next is started
 */
async function listBare(servers: readonly RealServer[], cwd: string, patient: boolean): Promise<Pass> {
  const pool = new PQueue({ concurrency: defaultConcurrency });
  const closings: Promise<void>[] = [];
  const pass = await measure(async () => {
    const counts = await pool.addAll(
      servers.map(({ command: [command, ...args] }) => async () => {
        const client = new Client({ name: 'bench', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } });
        await client.connect(new StdioClientTransport({ command: command!, args, cwd, stderr: 'ignore' }));
        const { tools } = await client.listTools();
        const closing = client.close();
        closings.push(closing);
        if (patient) await closing;
        return tools.length;
      }),
    );
    return counts.reduce((a, b) => a + b, 0);
  });
  await Promise.all(closings);
  return pass;
}

/** One crawl of the servers a file names, on a database of its own. @returns tools listed */
async function crawlFile(
  connector: Connector,
  file: string,
  database: TestDatabase,
): Promise<{ pass: Pass; summary: CrawlSummary }> {
  const opened = await database.open();
  const queue = await openQueue(opened, { onError: (error) => console.error(error.message) });
  let summary: CrawlSummary | undefined;
  try {
    const pass = await measure(async () => {
      summary = await crawl(
        { db: opened.db, connector, queue },
        {
          sources: ['file'],
          discovery: { file: { paths: [file] } },
          concurrency: defaultConcurrency,
          signal: new AbortController().signal,
          on() {},
        },
      );
      return [...summary.tools.values()].reduce((a, b) => a + b, 0);
    });
    return { pass, summary: summary! };
  } finally {
    await queue.stop();
    await opened.close();
  }
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
const mb = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

async function compareWithBareLoop(connector: Connector, cacheDir: string, folder: string): Promise<void> {
  const servers = await chooseServers(connector, cacheDir);
  const file = join(folder, 'servers.txt');
  await writeFile(file, servers.map(({ package: name, version }) => `${name}@${version}`).join('\n'));
  const database = testDatabases.at(-1)!;
  const ratios: { patient: number; hasty: number }[] = [];
  console.log(`${servers.length} installed servers, ${defaultConcurrency} at once, ${database.name}`);
  console.log(
    '| round | bare loop | not waiting for ends | crawler | its memory | ratios |\n|---|---|---|---|---|---|',
  );
  for (let round = 0; round <= rounds; round++) {
    const patient = await listBare(servers, folder, true);
    const { pass, summary } = await crawlFile(connector, file, database);
    const hasty = await listBare(servers, folder, false);
    if (pass.tools !== patient.tools || summary.outcomes.get('listed') !== servers.length)
      throw new Error(`the two saw different tools: ${patient.tools} and ${pass.tools}`);
    // The first round warms the caches of the disk and the compiler.
    if (round === 0) continue;
    const ratio = { patient: pass.ms / patient.ms, hasty: pass.ms / hasty.ms };
    ratios.push(ratio);
    const cells = [round, seconds(patient.ms), seconds(hasty.ms), seconds(pass.ms), mb(pass.peakBytes)];
    console.log(`| ${cells.join(' | ')} | ${ratio.patient.toFixed(2)}, ${ratio.hasty.toFixed(2)} |`);
  }
  const ratio = median(ratios.map(({ patient }) => patient));
  const strict = median(ratios.map(({ hasty }) => hasty));
  console.log(
    `median ratio ${ratio.toFixed(2)} to the bare loop, at most ${allowed} allowed; ${strict.toFixed(2)} to one that does not wait for servers to end`,
  );
  if (ratio > allowed) process.exitCode = 1;
}

async function growth(connector: Connector, folder: string): Promise<void> {
  const fixture = join(import.meta.dirname, '..', 'test/fixtures/servers/numbered.ts');
  const perServer: number[] = [];
  console.log('\n| servers | time | a server | of it this process | memory |\n|---|---|---|---|---|');
  for (const size of sizes) {
    const file = join(folder, `numbered-${size}.json`);
    const mcpServers = Object.fromEntries(
      Array.from({ length: size }, (_, n) => [`numbered-${n}`, { command: 'node', args: [fixture, String(n)] }]),
    );
    await writeFile(file, JSON.stringify({ mcpServers }));
    const { pass } = await crawlFile(connector, file, testDatabases[0]!);
    if (pass.tools !== 2 * size) throw new Error(`${size} servers gave ${pass.tools} tools`);
    perServer.push(pass.cpuMs / size);
    const each = [pass.ms, pass.cpuMs].map((ms) => `${(ms / size).toFixed(0)} ms`);
    console.log(`| ${[size, seconds(pass.ms), ...each, mb(pass.peakBytes)].join(' | ')} |`);
  }
  const times = perServer.at(-1)! / perServer[0]!;
  console.log(`a server costs ${times.toFixed(2)} times as much among ${sizes.at(-1)} as among ${sizes[0]}`);
}

/** Runs the benchmark and prints its tables; sets the exit code where the ratio is above what is allowed. */
export async function bench(): Promise<void> {
  const root = process.env.TOOLRISK_BENCH_DIR ?? join(tmpdir(), 'toolrisk-bench');
  const cacheDir = join(root, 'cache');
  await mkdir(root, { recursive: true });
  const folder = await mkdtemp(join(root, 'crawl-'));
  const connector = await createConnector({
    cacheDir,
    maxCacheBytes: 20_000_000_000,
    scratchDir: join(root, 'scratch'),
    sandbox: 'required',
  });
  try {
    await compareWithBareLoop(connector, cacheDir, folder);
    await growth(connector, folder);
  } finally {
    await connector.close();
    await rm(folder, { recursive: true, force: true });
  }
}
