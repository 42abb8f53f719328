/** The totals that the home page and its poll both need. They count every tool, so they are kept for a moment. */
import type { Db } from '#db/client.ts';
import { countOutcomes, countVerdicts } from '#db/queries/tallies.ts';

export interface Totals {
  outcomes: Awaited<ReturnType<typeof countOutcomes>>;
  verdicts: Awaited<ReturnType<typeof countVerdicts>>;
}

/** How long totals are kept, milliseconds: however many pages are open, a database counts this often at most. */
const keptMs = 1500;

const kept = new WeakMap<Db, { until: number; totals: Promise<Totals> }>();

/** The totals of a database, at most `keptMs` old. */
export function readTotals(db: Db): Promise<Totals> {
  const known = kept.get(db);
  if (known && known.until > Date.now()) return known.totals;
  const totals = Promise.all([countOutcomes(db), countVerdicts(db)]).then(([outcomes, verdicts]) => ({
    outcomes,
    verdicts,
  }));
  kept.set(db, { until: Date.now() + keptMs, totals });
  totals.catch(() => kept.delete(db));
  return totals;
}
