import type { Outcome } from '#db/types.ts';

/** Why an attempt ended without a list. Thrown and caught inside this folder only; callers get an `AttemptResult`. */
export class AttemptFailure extends Error {
  override name = 'AttemptFailure';
  readonly outcome: Outcome;
  /** What the person can do about it, one sentence. */
  readonly todo: string;
  /** `WWW-Authenticate` posture of a remote. */
  readonly authPosture: string | undefined;

  constructor(outcome: Outcome, reason: string, todo: string, options: ErrorOptions & { authPosture?: string } = {}) {
    super(reason, options);
    this.outcome = outcome;
    this.todo = todo;
    this.authPosture = options.authPosture;
  }
}

/** What to do where nothing but the source tells the tools. Taken back where the source was read in vain. */
export const sourceInstead = 'Its tools can be read from source instead.';

/** The failure of an attempt that the caller ended. */
export function interrupted(): AttemptFailure {
  return new AttemptFailure('interrupted', 'The attempt was stopped before it finished.', 'Run it again.');
}

/** Writes a size as a person reads it: `12 KB`, `16 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}

/** Writes a duration as a person reads it: `0.4 s`, `30 s`. */
export function formatMs(ms: number): string {
  const seconds = ms / 1000;
  return seconds < 10 ? `${Math.round(seconds * 10) / 10} s` : `${Math.round(seconds)} s`;
}

/** A time limit on a whole attempt: aborts with the failure that says so. `stop` when it is over. */
export function startClock(totalTimeoutMs: number): { signal: AbortSignal; stop(): void } {
  const clock = new AbortController();
  const reason = () =>
    new AttemptFailure(
      'handshake-timeout',
      `It was not listed within ${formatMs(totalTimeoutMs)}.`,
      'It is tried again later.',
    );
  const timer = setTimeout(() => clock.abort(reason()), totalTimeoutMs);
  return { signal: clock.signal, stop: () => clearTimeout(timer) };
}
