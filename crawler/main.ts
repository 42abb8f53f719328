#!/usr/bin/env node
/** The command line: the only file that reads the environment, builds clients, or ends the process. */
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Command, CommanderError } from 'commander';
import { classifyStream } from '#crawler/cli/classify-stream.ts';
import { showCrawl } from '#crawler/cli/crawl-progress.ts';
import { describeFault } from '#crawler/cli/faults.ts';
import { addOperations, type Surroundings } from '#crawler/cli/operations.ts';
import {
  type CrawlFlags,
  chooseSources,
  clientPlaces,
  crawlOptions,
  dbOption,
  type SiteFlags,
  type SourceFlags,
  settingsOf,
  siteOptions,
  visitsAtOnce,
} from '#crawler/cli/options.ts';
import { addPolicy } from '#crawler/cli/policy.ts';
import { addPolicyInstall } from '#crawler/cli/policy-install.ts';
import { addRefresh } from '#crawler/cli/refresh.ts';
import { crawlReport, moveLine, reclassifyReport } from '#crawler/cli/reports.ts';
import { addScan } from '#crawler/cli/scan.ts';
import { plural, printable } from '#crawler/cli/text.ts';
import { type Connector, createConnector } from '#crawler/connect/index.ts';
import { readNpmSettings } from '#crawler/connect/npm.ts';
import { type CrawlOptions, type CrawlParts, crawl } from '#crawler/crawl.ts';
import { sources } from '#crawler/discover/index.ts';
import { StopRun } from '#crawler/errors.ts';
import { checkHealth, serveHealth } from '#crawler/health.ts';
import { createMetrics, type Metrics } from '#crawler/metrics.ts';
import { discoverQueue, openQueue, scheduleDiscovery } from '#crawler/queue.ts';
import { reclassify } from '#crawler/reclassify.ts';
import { plainLines } from '#crawler/text/invisible.ts';
import { runWorker } from '#crawler/worker.ts';
import { type OpenDb, openDb } from '#db/client.ts';
import { askForVisit } from '#db/queries/servers.ts';
import { ensureBuilt } from '#site/build.ts';
import { startSite } from '#site/serve.ts';

/** Where packages, scratch folders and the embedded database live unless told otherwise. */
const home = resolve('.toolrisk');
const width = process.stdout.columns ?? 160;

/** When `up` looks through GitHub again, unless a schedule says otherwise: 3:17 UTC, off the full hour. */
const nightly = '17 3 * * *';

// Whatever a message quotes, nothing of it moves the cursor or the reader's eye.
const print = (text: string) => void process.stdout.write(`${plainLines(text)}\n`);
const tell = (text: string) => void process.stderr.write(`${plainLines(text)}\n`);

// Whoever reads along may leave (`| head`); that is no reason to stop serving.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

/** A signal that comes again so soon is the same one: npm hands on the Ctrl-C that the terminal has sent us too. Milliseconds. */
const sameSignalMs = 500;
/** Stopping that takes longer hangs, on a database that is gone for instance, and is given up. Milliseconds. */
const stopWithinMs = 30_000;

/** How long what a library left open may hold the process once everything is done and closed, milliseconds. */
const leftOverMs = 2_000;

/** When `up` begins to crawl again after something broke it, milliseconds: a database that restarts is back by then. */
const crawlAgainMs = 60_000;

/** Ends on Ctrl-C or SIGTERM, cleanly; a second Ctrl-C ends at once. */
function untilInterrupted(): AbortSignal {
  const controller = new AbortController();
  let firstAt = 0;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) {
        if (performance.now() - firstAt > sameSignalMs) process.exit(130);
        return;
      }
      firstAt = performance.now();
      tell('\nStopping; what is done is kept. Again to stop at once.');
      setTimeout(() => {
        tell(`It could not be stopped in order within ${stopWithinMs / 1000} s.`);
        process.exit(1);
      }, stopWithinMs).unref();
      controller.abort();
    });
  }
  return controller.signal;
}

function openConnector(flags: {
  sandbox: boolean;
  cache?: number;
  concurrency?: number;
  githubUrl?: string;
}): Promise<Connector & AsyncDisposable> {
  if (!flags.sandbox) tell('Without a sandbox: every server started now can read your files and use your network.');
  return createConnector({
    cacheDir: join(home, 'packages'),
    maxCacheBytes: flags.cache,
    atOnce: flags.concurrency,
    scratchDir: join(home, 'scratch'),
    hidden: [home],
    sandbox: flags.sandbox ? 'required' : 'off',
    registries: { pypi: pythonIndex() },
    github: githubSettings(flags),
  });
}

/** An address that may be handed on: one with a user name in it is a secret. */
const withoutCredentials = (url: string | undefined) => (url?.includes('@') ? undefined : url || undefined);

/** The Python index that uv is set to, by the root that its JSON API lies under too. */
const pythonIndex = () =>
  withoutCredentials(process.env.UV_DEFAULT_INDEX || process.env.UV_INDEX_URL)?.replace(/\/(\+?simple)\/?$/, '');

const githubSettings = ({ githubUrl }: { githubUrl?: string }) => ({
  token: process.env.GITHUB_TOKEN,
  apiUrl: githubUrl,
});

/** Settings of the sources: what the command's options say, and what the environment alone knows. */
function sourceSettings(flags: SourceFlags): CrawlOptions['discovery'] {
  const settings = settingsOf(flags);
  return {
    ...settings,
    github: { ...settings.github, token: process.env.GITHUB_TOKEN },
    npm: { readSettings: readNpmSettings },
    pypi: { index: pythonIndex(), env: process.env },
  };
}

/** Opens what crawling and working need, and closes it when the work is done. */
async function withCrawlParts(
  opened: OpenDb,
  flags: CrawlFlags,
  work: (parts: CrawlParts) => Promise<void>,
): Promise<void> {
  await using connector = await openConnector(flags);
  await using queue = await openQueue(opened, { onError: (error) => tell(`queue: ${error.message}`) });
  await work({ db: opened.db, connector, queue });
}

/**
 * Serves the site until the signal, and health and figures where the flags ask for them; then lets what is under way end.
 * @param work goes on meanwhile; told where the site is
 */
async function withSite(
  { db, listen }: OpenDb,
  flags: SiteFlags,
  signal: AbortSignal,
  work: (url: string, metrics: Metrics) => Promise<void> = async () => {},
): Promise<void> {
  const metrics = createMetrics(db);
  await using _health = flags.health === undefined ? undefined : await serveHealth(flags.health, { db, metrics });
  const dir = await ensureBuilt({ signal }).catch((error) => {
    if (!signal.aborted) throw error;
  });
  if (dir === undefined) return;
  const { port, host, siteUrl, reportUrl, securityContact } = flags;
  const { requested } = metrics;
  await using site = await startSite({
    db,
    listen,
    dir,
    port,
    host,
    siteUrl,
    contacts: { report: reportUrl, security: securityContact },
    requested,
    refresh: flags.refresh ? (slug) => askForVisit(db, slug) : undefined,
    checkHealth: () => checkHealth(db),
  });
  const closed = aborted(signal).then(site.close);
  print(`toolrisk is at ${site.url}`);
  await work(site.url, metrics);
  await closed;
}

async function runCrawl(parts: CrawlParts, flags: CrawlFlags, signal: AbortSignal, metrics?: Metrics): Promise<void> {
  const progress = showCrawl(process.stderr);
  try {
    const summary = await crawl(parts, {
      sources: chooseSources(flags),
      discovery: sourceSettings(flags),
      limit: flags.limit,
      concurrency: visitsAtOnce(flags.concurrency),
      force: flags.force,
      signal,
      on(event) {
        progress.on(event);
        if (event.kind === 'visited') metrics?.visited(event.attempt);
      },
    });
    progress.end();
    print(crawlReport(summary, width));
    if (summary.failed > 0) process.exitCode = 1;
  } finally {
    progress.end();
  }
}

/** What `up` does after its first crawl: revisits what is due, and looks through GitHub every night. */
async function keepFresh(parts: CrawlParts, flags: CrawlFlags, signal: AbortSignal, metrics: Metrics): Promise<void> {
  const { queue } = parts;
  if ((await queue.getSchedules(discoverQueue)).length === 0) {
    await scheduleDiscovery(queue, 'github', nightly);
  }
  await runWorker(parts, {
    concurrency: visitsAtOnce(flags.concurrency),
    discovery: sourceSettings(flags),
    signal,
    say: (message) => tell(printable(message, 500)),
    visited(server, attempt) {
      metrics.visited(attempt);
      tell(`${attempt.outcome} ${printable(server.name, 80)}, visited again`);
    },
  });
}

/**
 * Crawls while the site is served. What breaks a crawl does not take the site down with it, and the crawl is taken up
 * again once it may be over.
 */
async function crawlBeside(
  opened: OpenDb,
  flags: CrawlFlags,
  signal: AbortSignal,
  { url, metrics }: { url: string; metrics: Metrics },
): Promise<void> {
  while (!signal.aborted) {
    try {
      return await withCrawlParts(opened, flags, async (parts) => {
        await runCrawl(parts, flags, signal, metrics);
        if (signal.aborted) return;
        print(`\nThe site goes on at ${url}, and servers are visited again when it is time; Ctrl-C ends it.`);
        await keepFresh(parts, flags, signal, metrics);
      });
    } catch (error) {
      // Another try would end the same way.
      if (error instanceof StopRun) return explain(error);
      tell(`${wordsOf(error)}\nThe site goes on; crawling is taken up again in ${crawlAgainMs / 1000} s.`);
      await delay(crawlAgainMs, undefined, { signal }).catch(() => {});
    }
  }
}

const program = new Command('toolrisk')
  .description('What can each tool of an MCP server do, and what rule should stand in front of it?')
  .configureOutput({ writeErr: (text) => process.stderr.write(plainLines(text)) })
  .showHelpAfterError('(run with --help for the whole usage)')
  .exitOverride();

const up = program
  .command('up')
  .description('Everything at once: set up the database, serve the site, and crawl while you watch')
  .addOption(dbOption())
  .option('--no-crawl', 'only serve')
  .action(async (flags: CrawlFlags & SiteFlags & { db: string; crawl: boolean }) => {
    const signal = untilInterrupted();
    await using opened = await openDb(flags.db);
    await withSite(opened, flags, signal, async (url, metrics) => {
      if (flags.crawl) await crawlBeside(opened, flags, signal, { url, metrics });
    });
  });

const crawlCommand = program
  .command('crawl')
  .addHelpText('after', clientPlaces())
  .description('Find servers, list their tools in a sandbox, judge and store them')
  .addOption(dbOption())
  .action(async (flags: CrawlFlags & { db: string }) => {
    const signal = untilInterrupted();
    await using opened = await openDb(flags.db);
    await withCrawlParts(opened, flags, (parts) => runCrawl(parts, flags, signal));
  });
for (const option of siteOptions()) up.addOption(option);
for (const command of [up, crawlCommand]) for (const option of crawlOptions()) command.addOption(option);

program
  .command('classify')
  .description('Judge tool definitions: JSON Lines on standard input, one verdict per line on standard output')
  .addHelpText(
    'after',
    '\nEach input line: {"id"?, "server"?: {"name"?, "description"?, "tools"?: [names]}, "tool": {"name", "description"?, "inputSchema"?, …}}' +
      '\nA line that cannot be read gives {"id"?, "error"} in its place, and the exit code is 1.',
  )
  .option('--explain', 'tell why instead: what was read, every candidate and decision, and what would make it milder')
  .option('--json', 'with --explain: one line of JSON each')
  .action(async (flags: { explain?: boolean; json?: boolean }) => {
    const { bad } = await classifyStream(process.stdin, process.stdout, flags);
    if (bad > 0) process.exitCode = 1;
  });

program
  .command('reclassify')
  .description('Judge everything stored again by the present rules, without a network')
  .addOption(dbOption())
  .action(async ({ db }: { db: string }) => {
    const signal = untilInterrupted();
    await using opened = await openDb(db);
    const started = performance.now();
    const summary = await reclassify(opened.db, {
      signal,
      onMove: (move) => print(moveLine(move)),
      onProgress: (tools) => tell(`${plural(tools, 'tool')} judged`),
    });
    print(reclassifyReport(summary, performance.now() - started));
  });

const serve = program
  .command('serve')
  .description('Serve the site from the database')
  .addOption(dbOption())
  .action(async (flags: SiteFlags & { db: string }) => {
    const signal = untilInterrupted();
    await using opened = await openDb(flags.db);
    await withSite(opened, flags, signal);
  });
for (const option of siteOptions()) serve.addOption(option);

const surroundings: Surroundings = {
  githubToken: process.env.GITHUB_TOKEN,
  variables: process.env,
  home,
  width,
  sourceSettings,
  openConnector,
  untilInterrupted,
  print,
  tell,
  endWith: (code) => {
    process.exitCode = code;
  },
};
addScan(program, surroundings);
addRefresh(program, surroundings);
addPolicyInstall(addPolicy(program, surroundings), surroundings);
addOperations(program, surroundings);

program.addHelpText(
  'after',
  `\nSources:\n${sources.map((source) => `  ${source.id.padEnd(11)} ${source.describe}`).join('\n')}`,
);

/** Resolves when the signal aborts. */
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Says what went wrong, and makes the process end with 1. */
function explain(error: unknown): void {
  process.exitCode = 1;
  tell(wordsOf(error));
}

function wordsOf(error: unknown): string {
  return `toolrisk: ${describeFault(error) ?? `this is a bug\n${error instanceof Error ? error.stack : error}`}`;
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else explain(error);
}

// A client of the database that is closed while it makes a connection anew makes it all the same, and would never end.
setTimeout(() => process.exit(), leftOverMs).unref();
