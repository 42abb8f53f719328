#!/usr/bin/env node
/** The command line: the only file that reads the environment, builds clients, or ends the process. */
import { join, resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import { classifyStream } from '#crawler/cli/classify-stream.ts';
import { showCrawl } from '#crawler/cli/crawl-progress.ts';
import { addOperations, type Surroundings } from '#crawler/cli/operations.ts';
import { type CrawlFlags, crawlOptions, dbOption, type SiteFlags, siteOptions } from '#crawler/cli/options.ts';
import { crawlReport, moveLine, reclassifyReport } from '#crawler/cli/reports.ts';
import { addScan } from '#crawler/cli/scan.ts';
import { plural, printable } from '#crawler/cli/text.ts';
import { type Connector, createConnector } from '#crawler/connect/index.ts';
import { type CrawlOptions, type CrawlParts, crawl } from '#crawler/crawl.ts';
import { sources } from '#crawler/discover/index.ts';
import { RetryLater, SkipServer, StopRun } from '#crawler/errors.ts';
import { checkHealth, serveHealth } from '#crawler/health.ts';
import { createMetrics, type Metrics } from '#crawler/metrics.ts';
import { discoverQueue, openQueue, scheduleDiscovery } from '#crawler/queue.ts';
import { reclassify } from '#crawler/reclassify.ts';
import { runWorker } from '#crawler/worker.ts';
import { type OpenDb, openDb } from '#db/client.ts';
import { DatabaseInUse } from '#db/lock.ts';
import { ensureBuilt } from '#site/build.ts';
import { startSite } from '#site/serve.ts';

/** Where packages, scratch folders and the embedded database live unless told otherwise. */
const home = resolve('.toolrisk');
const width = process.stdout.columns ?? 160;

/** When `up` looks through GitHub again, unless a schedule says otherwise: 3:17 UTC, off the full hour. */
const nightly = '17 3 * * *';

const print = (text: string) => void process.stdout.write(`${text}\n`);
const tell = (text: string) => void process.stderr.write(`${text}\n`);

/** A signal that comes again so soon is the same one: npm hands on the Ctrl-C that the terminal has sent us too. Milliseconds. */
const sameSignalMs = 500;
/** Stopping that takes longer hangs, on a database that is gone for instance, and is given up. Milliseconds. */
const stopWithinMs = 30_000;

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

function openConnector(flags: { sandbox: boolean; cache?: number; githubUrl?: string }): Promise<Connector> {
  if (!flags.sandbox) tell('Without a sandbox: every server started now can read your files and use your network.');
  return createConnector({
    cacheDir: join(home, 'packages'),
    maxCacheBytes: flags.cache,
    scratchDir: join(home, 'scratch'),
    hidden: [home],
    sandbox: flags.sandbox ? 'required' : 'off',
    registries: { npm: withoutCredentials(process.env.npm_config_registry), pypi: pythonIndex() },
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

/** Settings of the sources that reach over the network. */
function sourceSettings(flags: { githubUrl?: string; registryUrl?: string }) {
  return {
    github: githubSettings(flags),
    registry: { baseUrl: flags.registryUrl },
  } satisfies CrawlOptions['discovery'];
}

/** Opens what crawling and working need, and closes it when the work is done. */
async function withCrawlParts(
  opened: OpenDb,
  flags: CrawlFlags,
  work: (parts: CrawlParts) => Promise<void>,
): Promise<void> {
  const connector = await openConnector(flags);
  try {
    const queue = await openQueue(opened, { onError: (error) => tell(`queue: ${error.message}`) });
    try {
      await work({ db: opened.db, connector, queue });
    } finally {
      await queue.stop();
    }
  } finally {
    await connector.close();
  }
}

/**
 * Serves the site until the signal, and health and figures where the flags ask for them; then lets what is under way end.
 * @param work goes on meanwhile; told where the site is
 */
async function withSite(
  { db }: OpenDb,
  flags: SiteFlags,
  signal: AbortSignal,
  work: (url: string, metrics: Metrics) => Promise<void> = async () => {},
): Promise<void> {
  const metrics = createMetrics(db);
  const health = flags.health === undefined ? undefined : await serveHealth(flags.health, { db, metrics });
  try {
    const dir = await ensureBuilt({ signal }).catch((error) => {
      if (!signal.aborted) throw error;
    });
    if (dir === undefined) return;
    const { port, host, siteUrl } = flags;
    const { requested } = metrics;
    const site = await startSite({ db, dir, port, host, siteUrl, requested, checkHealth: () => checkHealth(db) });
    const closed = aborted(signal).then(site.close);
    print(`toolrisk is at ${site.url}`);
    await work(site.url, metrics);
    await closed;
  } finally {
    await health?.close();
  }
}

async function runCrawl(parts: CrawlParts, flags: CrawlFlags, signal: AbortSignal, metrics?: Metrics): Promise<void> {
  const files = flags.file ?? [];
  const chosen = flags.source ?? (files.length > 0 ? ['file' as const] : ['starter' as const, 'github' as const]);
  if (chosen.includes('file') && files.length === 0) throw new StopRun('The source `file` needs --file <path>.');
  const progress = showCrawl(process.stderr);
  try {
    const summary = await crawl(parts, {
      sources: chosen,
      discovery: { ...sourceSettings(flags), file: { paths: files } },
      limit: flags.limit,
      concurrency: flags.concurrency,
      force: flags.force,
      signal,
      on(event) {
        progress.on(event);
        if (event.kind === 'visited') metrics?.visited(event.attempt);
      },
    });
    progress.end();
    print(crawlReport(summary, width));
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
    concurrency: flags.concurrency,
    discovery: sourceSettings(flags),
    signal,
    say: (message) => tell(printable(message, 500)),
    visited(server, attempt) {
      metrics.visited(attempt);
      tell(`${attempt.outcome} ${printable(server.name, 80)}, visited again`);
    },
  });
}

const program = new Command('toolrisk')
  .description('What can each tool of an MCP server do, and what rule should stand in front of it?')
  .showHelpAfterError('(run with --help for the whole usage)')
  .exitOverride();

const up = program
  .command('up')
  .description('Everything at once: set up the database, serve the site, and crawl while you watch')
  .addOption(dbOption())
  .option('--no-crawl', 'only serve')
  .action(async (flags: CrawlFlags & SiteFlags & { db: string; crawl: boolean }) => {
    const signal = untilInterrupted();
    const opened = await openDb(flags.db);
    try {
      await withSite(opened, flags, signal, async (url, metrics) => {
        if (!flags.crawl) return;
        // A crawl that breaks does not take the site down with it.
        await withCrawlParts(opened, flags, async (parts) => {
          await runCrawl(parts, flags, signal, metrics);
          if (signal.aborted) return;
          print(`\nThe site goes on at ${url}, and servers are visited again when it is time; Ctrl-C ends it.`);
          await keepFresh(parts, flags, signal, metrics);
        }).catch(explain);
      });
    } finally {
      await opened.close();
    }
  });

const crawlCommand = program
  .command('crawl')
  .description('Find servers, list their tools in a sandbox, judge and store them')
  .addOption(dbOption())
  .action(async (flags: CrawlFlags & { db: string }) => {
    const signal = untilInterrupted();
    const opened = await openDb(flags.db);
    try {
      await withCrawlParts(opened, flags, (parts) => runCrawl(parts, flags, signal));
    } finally {
      await opened.close();
    }
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
  .action(async () => {
    const { bad } = await classifyStream(process.stdin, process.stdout);
    if (bad > 0) process.exitCode = 1;
  });

program
  .command('reclassify')
  .description('Judge everything stored again by the present rules, without a network')
  .addOption(dbOption())
  .action(async ({ db }: { db: string }) => {
    const signal = untilInterrupted();
    const opened = await openDb(db);
    try {
      const started = performance.now();
      const summary = await reclassify(opened.db, {
        signal,
        onMove: (move) => print(moveLine(move)),
        onProgress: (tools) => tell(`${plural(tools, 'tool')} judged`),
      });
      print(reclassifyReport(summary, performance.now() - started));
    } finally {
      await opened.close();
    }
  });

const serve = program
  .command('serve')
  .description('Serve the site from the database')
  .addOption(dbOption())
  .action(async (flags: SiteFlags & { db: string }) => {
    const signal = untilInterrupted();
    const opened = await openDb(flags.db);
    try {
      await withSite(opened, flags, signal);
    } finally {
      await opened.close();
    }
  });
for (const option of siteOptions()) serve.addOption(option);

const surroundings: Surroundings = {
  githubToken: process.env.GITHUB_TOKEN,
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
addOperations(program, surroundings);

program.addHelpText(
  'after',
  `\nSources:\n${sources.map((source) => `  ${source.id.padEnd(9)} ${source.describe}`).join('\n')}`,
);

/** Resolves when the signal aborts. */
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Errors a person can act on: one line. Everything else is a bug and shows its stack. */
function isExpected(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const known = [DatabaseInUse, RetryLater, SkipServer, StopRun].some((type) => error instanceof type);
  return (
    known ||
    ['ECONNREFUSED', 'ENOTFOUND', 'EADDRINUSE', 'EACCES', 'ENOENT', 'ENOSPC'].includes(
      String('code' in error && error.code),
    )
  );
}

/** Says what went wrong, and makes the process end with 1. */
function explain(error: unknown): void {
  process.exitCode = 1;
  if (isExpected(error)) tell(`toolrisk: ${error.message}`);
  else tell(`toolrisk: this is a bug\n${error instanceof Error ? error.stack : error}`);
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else explain(error);
}
