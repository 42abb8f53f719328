/**
 * Errors of the crawler, named by what the caller does next. Anything else that is thrown is a bug and shows its stack.
 */

/** The same thing may well succeed later: a rate limit, a network that is down. */
export class RetryLater extends Error {
  override name = 'RetryLater';
  /** Do not try again before this many milliseconds have passed, where the other side said so. */
  readonly afterMs: number | undefined;
  constructor(message: string, options: ErrorOptions & { afterMs?: number } = {}) {
    super(message, options);
    this.afterMs = options.afterMs;
  }
}

/** This server cannot be dealt with; go on with the next. */
export class SkipServer extends Error {
  override name = 'SkipServer';
}

/** Nothing further in this run makes sense: the database is gone, the user said stop. */
export class StopRun extends Error {
  override name = 'StopRun';
}
