/** Bounds the time an extraction may take. */

/** Raised inside an extraction when its time is over; never leaves `extractTools`. */
export class BudgetSpent extends Error {}

/** Counts work and stops it at a deadline. */
export interface Budget {
  /** Called once per unit of work; raises `BudgetSpent` when the time is over. */
  spend(): void;
}

/** A budget of wall time, milliseconds. */
export function timeBudget(timeoutMs: number, now: () => number = () => performance.now()): Budget {
  const deadline = now() + timeoutMs;
  return {
    spend() {
      // Each time: one unit may be the parsing of a file of many megabytes.
      if (now() > deadline) throw new BudgetSpent('The time for this extraction is over.');
    },
  };
}
