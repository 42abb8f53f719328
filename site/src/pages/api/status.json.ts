import type { APIRoute } from 'astro';
import { activeRun } from '#db/queries/runs.ts';
import { sendJson } from '#site/src/lib/json.ts';
import { readTotals } from '#site/src/lib/totals.ts';

/** What is in the index and whether a crawl runs: the few numbers by which an open page knows that it is out of date. */
export const GET: APIRoute = async ({ locals: { db } }) => {
  const [run, { outcomes, verdicts }] = await Promise.all([activeRun(db), readTotals(db)]);
  const total = (rows: readonly { tools: number }[]) => rows.reduce((sum, row) => sum + row.tools, 0);
  return sendJson(
    {
      run: run
        ? { id: run.id, sources: run.sources, startedAt: run.startedAt, found: run.found, attempted: run.attempted }
        : null,
      servers: {
        known: outcomes.reduce((sum, row) => sum + row.servers, 0),
        byOutcome: Object.fromEntries(outcomes.map((row) => [row.outcome ?? 'not-visited', row.servers])),
      },
      tools: {
        total: total(verdicts),
        live: total(verdicts.filter((row) => row.provenance === 'live')),
      },
    },
    { headers: { 'cache-control': 'no-store' } },
  );
};
