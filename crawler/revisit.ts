/** When a server is visited again. Pure. */
import type { AttemptResult } from '#db/types.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A listed server is visited again after a day unless it says how long its list stays fresh. */
const freshForMs = dayMs;
/** A list is asked for at most hourly and at least weekly, whatever `ttlMs` says. */
const bounds = { leastMs: hourMs, mostMs: 7 * dayMs };
/** The first retry of a failing server; each further failure doubles it, to the bound above. */
const firstRetryMs = hourMs;

/**
 * The next visit: after its list's `ttlMs` (a day when it gives none) where listed, else later at every failure,
 * but never later than a week.
 * @param failuresBefore attempts in a row that failed before this one, 0..
 */
export function nextVisit(attempt: AttemptResult, failuresBefore: number, now: Date): Date {
  const waitMs = attempt.reading
    ? Math.max(bounds.leastMs, attempt.reading.ttlMs ?? freshForMs)
    : firstRetryMs * 2 ** Math.min(failuresBefore, 10);
  return new Date(now.getTime() + Math.min(waitMs, bounds.mostMs));
}
