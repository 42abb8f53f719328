/** Commands that crawl and that serve what was found: up, crawl, reclassify, serve. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import { type CrawlParts, crawl } from '#crawler/crawl.ts';
import { sources } from '#crawler/discover/index.ts';
import { StopRun } from '#crawler/errors.ts';
import { checkHealth, serveHealth } from '#crawler/health.ts';
import { createMetrics, type Metrics } from '#crawler/metrics.ts';
import { discoverQueue, openQueue, scheduleDiscovery } from '#crawler/queue.ts';
import { reclassify } from '#crawler/reclassify.ts';
import { runWorker } from '#crawler/worker.ts';
import { type Db, type OpenDb, openDb } from '#db/client.ts';
import { askForVisit } from '#db/queries/servers.ts';
import { showCrawl } from './crawl-progress.ts';
import { faultText } from './faults.ts';
import type { Surroundings } from './operations.ts';
import {
  type CrawlFlags,
  chooseSources,
  clientPlaces,
  crawlOptions,
  dbOption,
  type SiteFlags,
  siteOptions,
  visitsAtOnce,
} from './options.ts';
import { crawlReport, moveLine, reclassifyReport } from './reports.ts';
import { plural, printable } from './text.ts';

/** When `up` looks through GitHub again, unless a schedule says otherwise: 3:17 UTC, off the full hour. */
const nightly = '17 3 * * *';

/** When `up` begins to crawl again after something broke it, milliseconds: a database that restarts is back by then. */
const crawlAgainMs = 60_000;

/** What the site is served from and with. */
export interface SiteSettings {
  db: Db;
  listen: OpenDb['listen'];
  port: number;
  host: string;
  siteUrl?: string;
  contacts: { report?: string; security?: string };
  requested: Metrics['requested'];
  refresh?(slug: string): Promise<unknown>;
  checkHealth(): Promise<{ status: number; type: string; text: string }>;
}

/** What these commands need beside the usual. */
export interface CrawlSurroundings extends Surroundings {
  /** Serves the site, built before where it has to be; undefined where the signal came first. */
  openSite(
    settings: SiteSettings,
    signal: AbortSignal,
  ): Promise<(AsyncDisposable & { url: string; close(): Promise<void> }) | undefined>;
}

/** Adds the commands to the program. */
export function addCrawling(program: Command, around: CrawlSurroundings): void {
  const up = program
    .command('up')
    .description('Everything at once: set up the database, serve the site, and crawl while you watch')
    .addOption(dbOption())
    .option('--no-crawl', 'only serve')
    .action(async (flags: CrawlFlags & SiteFlags & { db: string; crawl: boolean }) => {
      const signal = around.untilInterrupted();
      await using opened = await openDb(flags.db);
      await withSite(around, opened, flags, signal, async (url, metrics) => {
        if (flags.crawl) await crawlBeside(around, opened, flags, signal, { url, metrics });
      });
    });
  const crawlCommand = program
    .command('crawl')
    .addHelpText('after', clientPlaces())
    .description('Find servers, list their tools in a sandbox, judge and store them')
    .addOption(dbOption())
    .action(async (flags: CrawlFlags & { db: string }) => {
      const signal = around.untilInterrupted();
      await using opened = await openDb(flags.db);
      await withCrawlParts(around, opened, flags, (parts) => runCrawl(around, parts, flags, signal));
    });
  for (const command of [up, crawlCommand]) for (const option of crawlOptions()) command.addOption(option);
  program
    .command('reclassify')
    .description('Judge everything stored again by the present rules, without a network')
    .addOption(dbOption())
    .action(async ({ db }: { db: string }) => {
      const signal = around.untilInterrupted();
      await using opened = await openDb(db);
      const started = performance.now();
      const summary = await reclassify(opened.db, {
        signal,
        onMove: (move) => around.print(moveLine(move)),
        onProgress: (tools) => around.tell(`${plural(tools, 'tool')} judged`),
      });
      around.print(reclassifyReport(summary, performance.now() - started));
    });
  const serve = program
    .command('serve')
    .description('Serve the site from the database')
    .addOption(dbOption())
    .action(async (flags: SiteFlags & { db: string }) => {
      const signal = around.untilInterrupted();
      await using opened = await openDb(flags.db);
      await withSite(around, opened, flags, signal);
    });
  for (const command of [up, serve]) for (const option of siteOptions()) command.addOption(option);
  program.addHelpText(
    'after',
    `\nSources:\n${sources.map((source) => `  ${source.id.padEnd(11)} ${source.describe}`).join('\n')}`,
  );
}

/** Opens what crawling and working need, and closes it when the work is done. */
async function withCrawlParts(
  around: Surroundings,
  opened: OpenDb,
  flags: CrawlFlags,
  work: (parts: CrawlParts) => Promise<void>,
): Promise<void> {
  await using connector = await around.openConnector(flags);
  await using queue = await openQueue(opened, { onError: (error) => around.tell(`queue: ${error.message}`) });
  await work({ db: opened.db, connector, queue });
}

/**
 * Serves the site until the signal, and health and figures where the flags ask for them; then lets what is under way end.
 * @param work goes on meanwhile; told where the site is
 */
async function withSite(
  around: CrawlSurroundings,
  { db, listen }: OpenDb,
  flags: SiteFlags,
  signal: AbortSignal,
  work: (url: string, metrics: Metrics) => Promise<void> = async () => {},
): Promise<void> {
  const metrics = createMetrics(db);
  await using _health = flags.health === undefined ? undefined : await serveHealth(flags.health, { db, metrics });
  const { port, host, siteUrl, reportUrl, securityContact } = flags;
  const { requested } = metrics;
  await using site = await around.openSite(
    {
      db,
      listen,
      port,
      host,
      siteUrl,
      contacts: { report: reportUrl, security: securityContact },
      requested,
      refresh: flags.refresh ? (slug) => askForVisit(db, slug) : undefined,
      checkHealth: () => checkHealth(db),
    },
    signal,
  );
  if (site === undefined) return;
  const closed = aborted(signal).then(site.close);
  around.print(`toolrisk is at ${site.url}`);
  await work(site.url, metrics);
  await closed;
}

async function runCrawl(
  around: Surroundings,
  parts: CrawlParts,
  flags: CrawlFlags,
  signal: AbortSignal,
  metrics?: Metrics,
): Promise<void> {
  const progress = showCrawl(process.stderr);
  try {
    const summary = await crawl(parts, {
      sources: chooseSources(flags),
      discovery: await around.sourceSettings(flags),
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
    around.print(crawlReport(summary, around.width));
    if (summary.failed > 0) around.endWith(1);
  } finally {
    progress.end();
  }
}

/** What `up` does after its first crawl: revisits what is due, and looks through GitHub every night. */
async function keepFresh(
  around: Surroundings,
  parts: CrawlParts,
  flags: CrawlFlags,
  signal: AbortSignal,
  metrics: Metrics,
): Promise<void> {
  const { queue } = parts;
  if ((await queue.getSchedules(discoverQueue)).length === 0) {
    await scheduleDiscovery(queue, 'github', nightly);
  }
  await runWorker(parts, {
    concurrency: visitsAtOnce(flags.concurrency),
    discovery: await around.sourceSettings(flags),
    signal,
    say: (message) => around.tell(printable(message, 500)),
    visited(server, attempt) {
      metrics.visited(attempt);
      around.tell(`${attempt.outcome} ${printable(server.name, 80)}, visited again`);
    },
  });
}

/**
 * Crawls while the site is served. What breaks a crawl does not take the site down with it, and the crawl is taken up
 * again once it may be over.
 */
async function crawlBeside(
  around: Surroundings,
  opened: OpenDb,
  flags: CrawlFlags,
  signal: AbortSignal,
  { url, metrics }: { url: string; metrics: Metrics },
): Promise<void> {
  while (!signal.aborted) {
    try {
      return await withCrawlParts(around, opened, flags, async (parts) => {
        await runCrawl(around, parts, flags, signal, metrics);
        if (signal.aborted) return;
        around.print(`\nThe site goes on at ${url}, and servers are visited again when it is time; Ctrl-C ends it.`);
        await keepFresh(around, parts, flags, signal, metrics);
      });
    } catch (error) {
      // Another try would end the same way.
      if (error instanceof StopRun) {
        around.endWith(1);
        around.tell(faultText(error));
        return;
      }
      around.tell(`${faultText(error)}\nThe site goes on; crawling is taken up again in ${crawlAgainMs / 1000} s.`);
      await delay(crawlAgainMs, undefined, { signal }).catch(() => {});
    }
  }
}

/** Resolves when the signal aborts. */
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
