/** Where a sweep over GitHub stands: which slices are left, and since when the next one looks. */
import { z } from 'zod';
import { addSeconds, type Slice } from './slices.ts';

/** A full sweep is made again after this long, since topics are added to repositories without a push. Days. */
const fullEveryDays = 30;
/** An unfinished sweep older than this starts anew. Days. */
const resumeWithinDays = 7;
/** GitHub's search index lags behind pushes; a run looks this far back behind the last one. Seconds. */
const overlapSeconds = 3600;

const time = z.string();
const sliceSchema = z.object({
  kind: z.enum(['repositories', 'code']),
  query: z.string(),
  since: time.optional(),
  stars: z.tuple([z.number(), z.number().nullable()]).optional(),
  created: z.tuple([time, time]).optional(),
  page: z.number().int().min(1),
});

const sweepSchema = z.object({
  /** The searches, to notice when they change. */
  queries: z.array(z.string()),
  startedAt: time,
  /** What is left; the next slice is the last. */
  pending: z.array(sliceSchema),
  /** Start of the last finished sweep, and of the last finished full one. */
  finishedFrom: time.optional(),
  fullFrom: time.optional(),
  full: z.boolean(),
});

/** A sweep over all searches. */
export type Sweep = z.output<typeof sweepSchema>;

/** The searches of a sweep. */
export interface SweepQueries {
  repositories: readonly string[];
  code: readonly string[];
}

const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** Goes on with an unfinished sweep, or begins the next: only what was pushed since the last one, or everything. */
export function nextSweep(stored: unknown, { repositories, code }: SweepQueries, now: Date): Sweep {
  const startedAt = now.toISOString().replace(/\.\d{3}Z$/, 'Z');
  const queries = [...repositories, ...code];
  const parsed = sweepSchema.safeParse(stored);
  const last =
    parsed.success && JSON.stringify(parsed.data.queries) === JSON.stringify(queries) ? parsed.data : undefined;
  if (last && last.pending.length > 0 && daysBetween(last.startedAt, startedAt) < resumeWithinDays) return last;
  // Begun after now: the clock was wrong then, and what changed since is not known.
  const isAhead = [last?.finishedFrom, last?.fullFrom].some((from) => from !== undefined && from > startedAt);
  const full =
    isAhead || !last?.finishedFrom || !last.fullFrom || daysBetween(last.fullFrom, startedAt) >= fullEveryDays;
  const since = full ? undefined : addSeconds(last?.finishedFrom as string, -overlapSeconds);
  const slices: Slice[] = [
    ...repositories.map((query): Slice => ({ kind: 'repositories', query, page: 1, ...(since && { since }) })),
    ...code.map((query): Slice => ({ kind: 'code', query, page: 1 })),
  ];
  return {
    queries,
    startedAt,
    pending: slices.reverse(),
    full,
    ...(last?.finishedFrom && { finishedFrom: last.finishedFrom }),
    ...(last?.fullFrom && { fullFrom: last.fullFrom }),
  };
}

/** The sweep with its current slice replaced by what is left of it. Ended where nothing is left. */
export function advance(sweep: Sweep, left: readonly Slice[]): Sweep {
  const pending = [...sweep.pending.slice(0, -1), ...[...left].reverse()];
  if (pending.length > 0) return { ...sweep, pending };
  return { ...sweep, pending, finishedFrom: sweep.startedAt, ...(sweep.full && { fullFrom: sweep.startedAt }) };
}
