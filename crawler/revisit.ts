/** When a server is visited again: by what it says of its list, how often that changes, and how the last visit ended. Pure. */
import type { Outcome } from '#db/types.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A first reading is checked after a day unless the server says how long its list stays fresh. */
const firstWaitMs = dayMs;
/** A list is asked for at most hourly and at least weekly, whatever `ttlMs` says. */
const listedBounds = { leastMs: hourMs, mostMs: 7 * dayMs };
/** The wait after a visit that found a change, and after one that found none, as a share of the wait before it. */
const pace = { changed: 0.5, unchanged: 1.5 };
/** The longest wait for a server that cannot be listed: ever less often, never forgotten. */
const failingMostMs = 30 * dayMs;
/** Waits differ by up to this share either way, so that servers found together are not visited together for ever. */
const jitterShare = 0.1;

/** Failures that may be over soon; the rest last until someone changes the server or its launch, which makes it due at once. */
const passing: readonly Outcome[] = [
  'unreachable',
  'handshake-timeout',
  'install-failed',
  'sandbox-unavailable',
  'interrupted',
];
/** Wait after the first failure, doubled by each further one. */
const firstRetryMs = { passing: hourMs, lasting: dayMs };

/** What is known of a server's earlier visits. */
export interface VisitHistory {
  /** Attempts in a row that failed before this one, 0... */
  failures: number;
  lastOutcome: Outcome | null;
  lastAttemptAt: Date | null;
  nextVisitAt: Date | null;
}

/** How a visit ended; `ttlMs` is what the server said of its list, milliseconds. */
export interface Ended {
  outcome: Outcome;
  ttlMs?: number;
}

/**
 * The next visit.
 * @param changed whether the list differs from the one before; of no meaning where nothing was listed before
 * @param chance 0..1, drawn anew for every visit
 */
export function nextVisit(
  { outcome, ttlMs }: Ended,
  before: VisitHistory,
  changed: boolean,
  now: Date,
  chance: number,
): Date {
  const waitMs =
    outcome === 'listed' ? waitAfterListing(ttlMs, before, changed, now) : waitAfterFailure(outcome, before.failures);
  return new Date(now.getTime() + Math.round(waitMs * (1 + jitterShare * (2 * chance - 1))));
}

function waitAfterListing(ttlMs: number | undefined, before: VisitHistory, changed: boolean, now: Date): number {
  const { leastMs, mostMs } = listedBounds;
  const wait = (ms: number) => Math.min(Math.max(ms, ttlMs ?? 0, leastMs), mostMs);
  const { lastOutcome, lastAttemptAt, nextVisitAt } = before;
  if (lastOutcome !== 'listed' || !lastAttemptAt || !nextVisitAt) return wait(ttlMs ?? firstWaitMs);
  const plannedMs = nextVisitAt.getTime() - lastAttemptAt.getTime();
  if (changed) return wait(plannedMs * pace.changed);
  // A visit before its time shows nothing about how long the list keeps.
  return wait(now < nextVisitAt ? plannedMs : plannedMs * pace.unchanged);
}

function waitAfterFailure(outcome: Outcome, failuresBefore: number): number {
  const first = passing.includes(outcome) ? firstRetryMs.passing : firstRetryMs.lasting;
  return Math.min(first * 2 ** Math.min(failuresBefore, 20), failingMostMs);
}
