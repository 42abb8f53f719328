/** Figures for Prometheus, read from the database when asked for. */
import type { PgBoss } from 'pg-boss';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { discoverQueue, listQueue } from '#crawler/queue.ts';
import type { Db } from '#db/client.ts';
import { countOutcomes } from '#db/queries/servers.ts';
import { countVerdicts } from '#db/queries/tools.ts';
import type { AttemptResult } from '#db/types.ts';

/** What is counted, and the text Prometheus reads. */
export interface Metrics {
  /** Counts one visit of this process. */
  visited(attempt: AttemptResult): void;
  /** The exposition format, with its content type. */
  render(): Promise<{ contentType: string; text: string }>;
}

/**
 * Metrics of one process and of the database it works on.
 * @param queue adds how many jobs wait and run
 */
export function createMetrics(db: Db, queue?: PgBoss): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'toolrisk_' });
  const visits = new Counter({
    name: 'toolrisk_visits_total',
    help: 'Visits to servers by this process',
    labelNames: ['outcome'],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'toolrisk_visit_seconds',
    help: 'How long visits took, installation included',
    // From a warm start (0.4 s at the median) to the bound of one install.
    buckets: [0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300],
    registers: [registry],
  });
  const gauge = (name: string, help: string, labelNames: string[], fill: (gauge: Gauge) => Promise<void>) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        this.reset();
        await fill(this);
      },
    });
  gauge('toolrisk_servers', 'Servers by how their last visit ended', ['outcome'], async (servers) => {
    for (const row of await countOutcomes(db)) servers.set({ outcome: row.outcome ?? 'not-visited' }, row.servers);
  });
  gauge('toolrisk_tools', 'Current tools', ['category', 'risk', 'provenance'], async (tools) => {
    for (const { category, risk, provenance, tools: count } of await countVerdicts(db)) {
      tools.set({ category: category ?? 'none', risk: risk ?? 'none', provenance }, count);
    }
  });
  if (queue) {
    gauge('toolrisk_jobs', 'Jobs in the queues', ['queue', 'state'], async (jobs) => {
      for (const { name, queuedCount, activeCount } of await queue.getQueues([listQueue, discoverQueue])) {
        jobs.set({ queue: name, state: 'waiting' }, queuedCount);
        jobs.set({ queue: name, state: 'active' }, activeCount);
      }
    });
  }
  return {
    visited(attempt) {
      visits.inc({ outcome: attempt.outcome });
      seconds.observe(attempt.durationMs / 1000);
    },
    render: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}
