/** Commands for whoever runs toolrisk on a schedule: worker, schedule, runs, failures, doctor. */
import { type Command, Option } from 'commander';
import { pino } from 'pino';
import type { Connector } from '#crawler/connect/index.ts';
import type { CrawlOptions } from '#crawler/crawl.ts';
import { sources } from '#crawler/discover/index.ts';
import { examine } from '#crawler/doctor.ts';
import { StopRun } from '#crawler/errors.ts';
import { serveHealth } from '#crawler/health.ts';
import { createMetrics } from '#crawler/metrics.ts';
import { deadQueue, discoverQueue, openQueue, scheduleDiscovery } from '#crawler/queue.ts';
import { escapeInvisible } from '#crawler/text/json.ts';
import { runWorker } from '#crawler/worker.ts';
import { type OpenDb, openDb } from '#db/client.ts';
import { listDeadJobs } from '#db/queries/jobs.ts';
import { listRuns } from '#db/queries/runs.ts';
import { getServers, listFailedServers, retryFailedServers } from '#db/queries/servers.ts';
import { type Outcome, outcomes } from '#db/types.ts';
import {
  cacheOption,
  concurrencyOption,
  dbOption,
  healthOption,
  type SourceFlags,
  sandboxOption,
  sourceOptions,
  visitsAtOnce,
} from './options.ts';
import { plural, printable, table } from './text.ts';

/** What these commands need of the process they run in. */
export interface Surroundings {
  githubToken?: string;
  /** Variables of the environment, for what the user asks to hand on. */
  variables?: Readonly<Record<string, string | undefined>>;
  /** Folder of packages, scratch and the embedded database. */
  home: string;
  /** Characters per line. */
  width: number;
  sourceSettings(flags: SourceFlags): Promise<CrawlOptions['discovery']>;
  openConnector(flags: {
    sandbox: boolean;
    cache?: number;
    concurrency?: number;
    githubUrl?: string;
  }): Promise<Connector & AsyncDisposable>;
  untilInterrupted(): AbortSignal;
  print(text: string): void;
  tell(text: string): void;
  /** Makes the process end with this code once the command is done. */
  endWith(code: number): void;
}

interface DbFlags {
  db: string;
}

interface WorkerFlags extends SourceFlags {
  concurrency: number;
  sandbox: boolean;
  cache?: number;
  health?: string;
  githubUrl?: string;
}

/** Adds the commands to the program. */
export function addOperations(program: Command, around: Surroundings): void {
  addWorker(program, around);
  addSchedule(program, around);
  addHistory(program, around);
  addDoctor(program, around);
}

async function withDb<T>({ db }: DbFlags, work: (opened: OpenDb) => Promise<T>): Promise<T> {
  await using opened = await openDb(db);
  return await work(opened);
}

function addWorker(program: Command, around: Surroundings): void {
  const worker = program
    .command('worker')
    .description(
      'List servers as they are queued, visit them again when it is time, follow the schedules; until stopped',
    )
    .addOption(dbOption())
    .addOption(concurrencyOption())
    .addOption(sandboxOption())
    .addOption(cacheOption())
    .addOption(healthOption())
    .action((flags: DbFlags & WorkerFlags) =>
      withDb(flags, async (opened) => {
        const signal = around.untilInterrupted();
        const log = pino({ name: 'toolrisk', hooks: { streamWrite: escapeInvisible } }, pino.destination(2));
        const metrics = createMetrics(opened.db);
        // First, since nothing else is open yet should the address be taken.
        await using health =
          flags.health === undefined ? undefined : await serveHealth(flags.health, { db: opened.db, metrics });
        await using connector = await around.openConnector(flags);
        await using queue = await openQueue(opened, { onError: (error) => log.error(error, 'queue') });
        log.info({ concurrency: flags.concurrency, health: health?.url }, 'worker started');
        await runWorker(
          { db: opened.db, connector, queue },
          {
            concurrency: visitsAtOnce(flags.concurrency),
            discovery: await around.sourceSettings(flags),
            signal,
            say: (message) => log.info(printable(message, 500)),
            visited(server, attempt, judged, extracted) {
              metrics.visited(attempt);
              const { outcome, durationMs } = attempt;
              const facts = { server: server.slug, outcome, tools: judged.length, ms: Math.round(durationMs) };
              const reason = printable(attempt.reason, 500);
              const fromSource = extracted?.tools.length ?? 0;
              log.info(attempt.reading ? facts : { ...facts, fromSource, reason }, 'visited');
            },
            unchanged: (server) => log.info({ server: server.slug }, 'same version, not started'),
          },
        );
        log.info('worker stopped');
      }),
    );
  for (const option of sourceOptions({ own: false })) worker.addOption(option);
}

function addSchedule(program: Command, around: Surroundings): void {
  const scheduled = sources.filter(({ own }) => !own).map(({ id }) => id);
  const schedule = program
    .command('schedule')
    .description('Discover on a schedule: cron expressions kept in the database, followed by workers and by `up`');
  const withQueue = <T>(flags: DbFlags, work: (queue: Awaited<ReturnType<typeof openQueue>>) => Promise<T>) =>
    withDb(flags, async (opened) => {
      await using queue = await openQueue(opened, { onError: (error) => around.tell(`queue: ${error.message}`) });
      return await work(queue);
    });
  schedule
    .command('add')
    .description('add or change the schedule of a source')
    .argument('<source>', scheduled.join(', '))
    .argument('<cron>', 'minute hour day month weekday, in UTC; such as "0 3 * * *"')
    .addOption(dbOption())
    .action((source: string, cron: string, flags: DbFlags) => {
      if (!scheduled.includes(source))
        throw new StopRun(`"${source}" cannot be scheduled. Take one of: ${scheduled.join(', ')}.`);
      return withQueue(flags, async (queue) => {
        await scheduleDiscovery(queue, source, cron).catch((error: Error) => {
          throw new StopRun(`"${cron}" is no cron expression: ${error.message}`, { cause: error });
        });
        around.print(`${source} will be looked through at ${cron} (UTC) by any worker that runs.`);
      });
    });
  schedule
    .command('list')
    .description('show the schedules')
    .addOption(dbOption())
    .action((flags: DbFlags) =>
      withQueue(flags, async (queue) => {
        const rows = (await queue.getSchedules(discoverQueue)).map(({ key, cron }) => [key ?? '', cron]);
        around.print(
          rows.length > 0 ? table([['SOURCE', 'CRON (UTC)'], ...rows], around.width) : 'Nothing is scheduled.',
        );
      }),
    );
  schedule
    .command('remove')
    .description('remove the schedule of a source')
    .argument('<source>', scheduled.join(', '))
    .addOption(dbOption())
    .action((source: string, flags: DbFlags) =>
      withQueue(flags, async (queue) => {
        const known = await queue.getSchedule(discoverQueue, source);
        if (!known) throw new StopRun(`"${source}" is not scheduled. toolrisk schedule list shows what is.`);
        await queue.unschedule(discoverQueue, source);
        around.print(`${source} is no longer scheduled.`);
      }),
    );
}

function addHistory(program: Command, around: Surroundings): void {
  program
    .command('runs')
    .description('What ran, newest first')
    .addOption(dbOption())
    .action((flags: DbFlags) =>
      withDb(flags, async ({ db }) => {
        const rows = (await listRuns(db, 20)).map((run) => [
          String(run.id),
          run.kind,
          run.sources.join(','),
          run.state,
          run.startedAt.toISOString().slice(0, 16).replace('T', ' '),
          `${run.found} found`,
          `${run.attempted} visited`,
          printable(run.note ?? '', 200),
        ]);
        around.print(rows.length > 0 ? table(rows, around.width) : 'Nothing ran yet.');
      }),
    );
  program
    .command('failures')
    .description('Servers that were not listed at their last visit, with why and what to do')
    .addOption(
      new Option('--outcome <outcome>', 'only those that ended so').choices(outcomes.filter((o) => o !== 'listed')),
    )
    .option('--retry', 'make them due at once, for the next crawl or worker')
    .addOption(dbOption())
    .action((flags: DbFlags & { outcome?: Outcome; retry?: boolean }) =>
      withDb(flags, async (opened) => {
        const { db } = opened;
        if (flags.retry) {
          await using queue = await openQueue(opened, { onError: (error) => around.tell(`queue: ${error.message}`) });
          const redriven = await queue.redrive(deadQueue);
          const servers = await retryFailedServers(db, flags.outcome);
          around.print(`${plural(servers, 'server')} and ${plural(redriven, 'dead job')} will be tried again.`);
          return;
        }
        const rows = (await listFailedServers(db, { outcome: flags.outcome, limit: 200 })).map((server) => [
          printable(server.slug, 60),
          server.lastOutcome ?? '',
          String(server.failures),
          printable(`${server.lastReason ?? ''} ${server.lastTodo ?? ''}`, 400),
        ]);
        const head = ['SERVER', 'OUTCOME', 'TIMES', 'WHY, AND WHAT TO DO'];
        around.print(rows.length > 0 ? table([head, ...rows], Math.max(around.width, 160)) : 'Nothing failed.');
        const dead = await listDeadJobs(db, deadQueue);
        if (dead.length === 0) return;
        const slugs = new Map(
          (
            await getServers(
              db,
              dead.map(({ serverId }) => serverId),
            )
          ).map(({ id, slug }) => [id, slug]),
        );
        const broken = dead.map(({ serverId, reason, at }) => [
          printable(slugs.get(serverId) ?? String(serverId), 60),
          at.toISOString().slice(0, 16).replace('T', ' '),
          printable(reason, 400),
        ]);
        around.print(
          `\nVisits given up: toolrisk or its machine broke every time, not the server. --retry tries them again.\n${table(broken, Math.max(around.width, 160))}`,
        );
      }),
    );
}

function addDoctor(program: Command, around: Surroundings): void {
  program
    .command('doctor')
    .description('Look at the runtime, sandbox, database, GitHub and disk, and say what to do')
    .addOption(dbOption())
    .addOption(new Option('--github-url <url>', 'root of the GitHub API').env('GITHUB_API_URL'))
    .action(async ({ db, githubUrl }: DbFlags & { githubUrl?: string }) => {
      const checks = await examine({
        databaseUrl: db,
        githubToken: around.githubToken,
        githubUrl,
        folder: around.home,
      });
      const rows = checks.map((check) => [check.state, check.name, `${printable(check.detail, 400)} ${check.todo}`]);
      // Advice that is cut off is none.
      around.print(table(rows, Math.max(around.width, 600)));
      if (checks.some((check) => check.state === 'fail')) around.endWith(1);
    });
}
