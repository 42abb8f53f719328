/** Figures for Prometheus: of this process, and of the database it works on. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Db } from '#db/client.ts';
import { pingDatabase, readBacklog, readLastVisit, readQueues } from '#db/queries/figures.ts';
import { listLastEnds } from '#db/queries/runs.ts';
import { countOutcomes, countVerdicts } from '#db/queries/tallies.ts';
import type { AttemptResult } from '#db/types.ts';

/** What is counted, and the text Prometheus reads. */
export interface Metrics {
  /** Counts one visit of this process. */
  visited(attempt: AttemptResult): void;
  /**
   * Counts a request to the site of this process as being answered.
   * @returns what to call when it is over
   */
  requested(): (ended: RequestEnd) => void;
  /** The exposition format, with its content type. Where the database cannot be asked, it says so instead of its figures. */
  render(): Promise<{ type: string; text: string }>;
}

/** How a request ended. */
export interface RequestEnd {
  /** The pattern of its route, never its path: labels must stay few. */
  route: string;
  /** HTTP status; undefined where the visitor left before there was one. */
  status: number | undefined;
}

/** Metrics of one process and of the database it works on. */
export function createMetrics(db: Db): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'toolrisk_' });
  const visits = new Counter({
    name: 'toolrisk_visits_total',
    help: 'Visits to servers by this process',
    labelNames: ['outcome'],
    registers,
  });
  const visitSeconds = new Histogram({
    name: 'toolrisk_visit_seconds',
    help: 'How long visits took, installation included',
    // From a warm start (0.4 s at the median) to the bound of one install.
    buckets: [0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300],
    registers,
  });
  const requests = new Counter({
    name: 'toolrisk_http_requests_total',
    help: 'Requests to the site of this process',
    labelNames: ['route', 'status'],
    registers,
  });
  const requestSeconds = new Histogram({
    name: 'toolrisk_http_request_seconds',
    help: 'How long requests to the site took until the last byte was handed over',
    labelNames: ['route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const inFlight = new Gauge({
    name: 'toolrisk_http_requests_in_flight',
    help: 'Requests to the site that are being answered',
    registers,
  });
  const refresh = createDatabaseGauges(db, registry);
  return {
    visited(attempt) {
      visits.inc({ outcome: attempt.outcome });
      visitSeconds.observe(attempt.durationMs / 1000);
    },
    requested() {
      const startedAt = performance.now();
      inFlight.inc();
      return ({ route, status }) => {
        inFlight.dec();
        requests.inc({ route, status: status === undefined ? 'aborted' : `${Math.floor(status / 100)}xx` });
        requestSeconds.observe({ route }, (performance.now() - startedAt) / 1000);
      };
    },
    async render() {
      await refresh();
      return { type: registry.contentType, text: await registry.metrics() };
    },
  };
}

/** @returns what reads the figures of the database into their gauges; they are empty where it cannot be asked */
function createDatabaseGauges(db: Db, registry: Registry): () => Promise<void> {
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const up = gauge('toolrisk_database_up', 'Whether the database answers: 1 or 0');
  const servers = gauge('toolrisk_servers', 'Servers by how their last visit ended', ['outcome']);
  const tools = gauge('toolrisk_tools', 'Current tools', ['category', 'risk', 'provenance']);
  const jobs = gauge('toolrisk_jobs', 'Jobs in the queues; in list-server-dead, those that failed every time', [
    'queue',
    'state',
  ]);
  const due = gauge('toolrisk_servers_due', 'Servers whose next visit has come');
  const oldestDue = gauge('toolrisk_oldest_due_visit_seconds', 'How long the server has waited that waits longest');
  const lastVisit = gauge('toolrisk_last_visit_timestamp_seconds', 'When a server was last visited, by any process');
  const lastEnd = gauge('toolrisk_last_run_end_timestamp_seconds', 'When a run last ended, by kind and how it ended', [
    'kind',
    'state',
  ]);
  const clear = () => {
    for (const labelled of [servers, tools, jobs, lastEnd]) labelled.reset();
    for (const single of [due, oldestDue, lastVisit]) single.remove();
  };
  return async () => {
    try {
      await pingDatabase(db);
      const [outcomes, verdicts, queues, backlog, visitedAt, ends] = await Promise.all([
        countOutcomes(db),
        countVerdicts(db),
        readQueues(db),
        readBacklog(db),
        readLastVisit(db),
        listLastEnds(db),
      ]);
      clear();
      up.set(1);
      for (const row of outcomes) servers.set({ outcome: row.outcome ?? 'not-visited' }, row.servers);
      for (const { category, risk, provenance, tools: count } of verdicts) {
        tools.set({ category: category ?? 'none', risk: risk ?? 'none', provenance }, count);
      }
      for (const { name, waiting, active } of queues) {
        jobs.set({ queue: name, state: 'waiting' }, waiting);
        jobs.set({ queue: name, state: 'active' }, active);
      }
      due.set(backlog.servers);
      oldestDue.set(backlog.oldestSeconds);
      if (visitedAt) lastVisit.set(visitedAt.getTime() / 1000);
      for (const { kind, state, endedAt } of ends) lastEnd.set({ kind, state }, endedAt.getTime() / 1000);
    } catch {
      clear();
      up.set(0);
    }
  };
}
