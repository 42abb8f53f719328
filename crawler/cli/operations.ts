/** Commands for whoever runs toolrisk on a schedule: worker, schedule, runs, failures, doctor. */
import { type Command, Option } from 'commander';
import { pino } from 'pino';
import type { Connector } from '#crawler/connect/index.ts';
import type { CrawlOptions } from '#crawler/crawl.ts';
import { examine } from '#crawler/doctor.ts';
import { StopRun } from '#crawler/errors.ts';
import { serveHealth } from '#crawler/health.ts';
import { createMetrics } from '#crawler/metrics.ts';
import { deadQueue, discoverQueue, openQueue, scheduleDiscovery } from '#crawler/queue.ts';
import { runWorker } from '#crawler/worker.ts';
import { type OpenDb, openDb } from '#db/client.ts';
import { listDeadJobs } from '#db/queries/jobs.ts';
import { listRuns } from '#db/queries/runs.ts';
import { getServers, listFailedServers, retryFailedServers } from '#db/queries/servers.ts';
import { type Outcome, outcomes, sourceIds } from '#db/types.ts';
import { concurrencyOption, dbOption, healthOption, sandboxOption } from './options.ts';
import { plural, printable, table } from './text.ts';

/** What these commands need of the process they run in. */
export interface Surroundings {
  githubToken?: string;
  /** Folder of packages, scratch and the embedded database. */
  home: string;
  /** Characters per line. */
  width: number;
  sourceSettings(flags: { githubUrl?: string; registryUrl?: string }): CrawlOptions['discovery'];
  openConnector(flags: { sandbox: boolean; githubUrl?: string }): Promise<Connector>;
  untilInterrupted(): AbortSignal;
  print(text: string): void;
  tell(text: string): void;
  /** Makes the process end with this code once the command is done. */
  endWith(code: number): void;
}

interface DbFlags {
  db: string;
}

interface WorkerFlags {
  concurrency: number;
  sandbox: boolean;
  health?: string;
  githubUrl?: string;
  registryUrl?: string;
}

/** Adds the commands to the program. */
export function addOperations(program: Command, around: Surroundings): void {
  addWorker(program, around);
  addSchedule(program, around);
  addHistory(program, around);
  addDoctor(program, around);
}

async function withDb<T>({ db }: DbFlags, work: (opened: OpenDb) => Promise<T>): Promise<T> {
  const opened = await openDb(db);
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}

function addWorker(program: Command, around: Surroundings): void {
  program
    .command('worker')
    .description(
      'List servers as they are queued, visit them again when it is time, follow the schedules; until stopped',
    )
    .addOption(dbOption())
    .addOption(concurrencyOption())
    .addOption(sandboxOption())
    .addOption(new Option('--github-url <url>', 'root of the GitHub API').env('GITHUB_API_URL'))
    .addOption(new Option('--registry-url <url>', 'root of an MCP registry').env('MCP_REGISTRY_URL'))
    .addOption(healthOption())
    .action((flags: DbFlags & WorkerFlags) =>
      withDb(flags, async (opened) => {
        const signal = around.untilInterrupted();
        const log = pino({ name: 'toolrisk' }, pino.destination(2));
        const metrics = createMetrics(opened.db);
        // First, since nothing else is open yet should the address be taken.
        const health =
          flags.health === undefined ? undefined : await serveHealth(flags.health, { db: opened.db, metrics });
        const queue = await openQueue(opened, { onError: (error) => log.error(error, 'queue') });
        const connector = await around.openConnector(flags);
        log.info({ concurrency: flags.concurrency, health: health?.url }, 'worker started');
        try {
          await runWorker(
            { db: opened.db, connector, queue },
            {
              concurrency: flags.concurrency,
              discovery: around.sourceSettings(flags),
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
        } finally {
          await health?.close();
          await queue.stop();
          await connector.close();
        }
      }),
    );
}

function addSchedule(program: Command, around: Surroundings): void {
  const schedule = program
    .command('schedule')
    .description('Discover on a schedule: cron expressions kept in the database, followed by workers and by `up`');
  const withQueue = <T>(flags: DbFlags, work: (queue: Awaited<ReturnType<typeof openQueue>>) => Promise<T>) =>
    withDb(flags, async (opened) => {
      const queue = await openQueue(opened, { onError: (error) => around.tell(`queue: ${error.message}`) });
      try {
        return await work(queue);
      } finally {
        await queue.stop();
      }
    });
  schedule
    .command('add')
    .description('add or change the schedule of a source')
    .argument('<source>', sourceIds.join(', '))
    .argument('<cron>', 'minute hour day month weekday, in UTC; such as "0 3 * * *"')
    .addOption(dbOption())
    .action((source: string, cron: string, flags: DbFlags) => {
      const id = sourceIds.find((known) => known === source);
      if (!id || id === 'file')
        throw new StopRun(`"${source}" cannot be scheduled. Take one of: starter, github, registry.`);
      return withQueue(flags, async (queue) => {
        await scheduleDiscovery(queue, id, cron).catch((error: Error) => {
          throw new StopRun(`"${cron}" is no cron expression: ${error.message}`, { cause: error });
        });
        around.print(`${id} will be looked through at ${cron} (UTC) by any worker that runs.`);
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
    .argument('<source>', sourceIds.join(', '))
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
          const queue = await openQueue(opened, { onError: (error) => around.tell(`queue: ${error.message}`) });
          const redriven = await queue.redrive(deadQueue).finally(() => queue.stop());
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
      const rows = checks.map((check) => [check.state, check.name, `${printable(check.detail, 200)} ${check.todo}`]);
      around.print(table(rows, Math.max(around.width, 160)));
      if (checks.some((check) => check.state === 'fail')) around.endWith(1);
    });
}
