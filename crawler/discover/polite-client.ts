/**
 * Asks a place on the network for documents at a pace it accepts: one request after another, never sooner than stated,
 * waiting as it is told. Strangers' addresses are reached over https at public addresses only.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { AttemptFailure } from '#crawler/connect/attempt-failure.ts';
import { createSafeFetch } from '#crawler/connect/safe-fetch.ts';

/** Tries of one request where the other side is busy or breaks, and the longest wait it may ask for, milliseconds. */
const maxTries = 4;
const maxWaitMs = 10 * 60_000;
/** Wait after the first try where nothing is said, doubled by each further one, milliseconds. */
const firstWaitMs = 1_000;

/** The time, and how it is waited for. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** @throws the reason of the signal */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

const realClock: Clock = {
  now: Date.now,
  sleep: (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}),
};

/** How a place is asked. */
export interface PoliteOptions {
  /** Who is asked, as sentences begin: `The npm registry`. */
  name: string;
  /** Least time between the beginnings of two requests, milliseconds. */
  everyMs: number;
  /** Largest answer that is read, bytes. */
  maxBytes: number;
  /** Longest wait for one answer, milliseconds. Default 30,000. */
  timeoutMs?: number;
  /** Origins the user named: reached wherever they are, through `dispatcher` where it is given. */
  trusted?: readonly string[];
  /** The user's proxy and certificates. */
  dispatcher?: Dispatcher;
  /** Whether this machine's own addresses are asked, over http too; for tests. */
  allowLoopback?: boolean;
  clock?: Clock;
  signal?: AbortSignal;
  /** Told in a sentence when it has to be waited. */
  say?(message: string): void;
}

/** An answer that is no failure of the other side's. */
export interface PoliteAnswer {
  status: number;
  /** Empty unless the status is 2xx. */
  body: Buffer;
  /** The same as text. */
  readonly text: string;
  etag?: string;
}

/** Asks; one per run. */
export interface PoliteClient {
  /**
   * GETs an address. `etag` makes it conditional: status 304 is an answer, as are those that say that nothing is there.
   * @throws Error whose message is a few words: a status that does not pass, an answer that is too large, what the network said
   */
  get(url: string | URL, question?: { accept?: string; etag?: string }): Promise<PoliteAnswer>;
  /** Requests sent so far, repeats included. */
  requests(): number;
  close(): Promise<void>;
}

/** Makes ready to ask. Opens no connection by itself. */
export function openPoliteClient(options: PoliteOptions): PoliteClient {
  const { name, everyMs, maxBytes, timeoutMs = 30_000, clock = realClock, signal, say } = options;
  const safe = createSafeFetch({
    maxBytes: Number.POSITIVE_INFINITY,
    allowLoopback: options.allowLoopback ?? false,
    trusted: options.trusted,
    trustedDispatcher: options.dispatcher,
  });
  let sent = 0;
  /** When the next request may begin, milliseconds of the clock. Whoever is told to wait makes all wait. */
  let openFrom = 0;
  let turn: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => {});
    return mine;
  };

  async function once(url: string | URL, accept: string, etag: string | undefined) {
    for (let wait = openFrom - clock.now(); wait > 0; wait = openFrom - clock.now()) await clock.sleep(wait, signal);
    signal?.throwIfAborted();
    openFrom = clock.now() + everyMs;
    sent++;
    const response = await safe.fetch(url, {
      headers: { accept, 'user-agent': 'toolrisk', ...(etag !== undefined && { 'if-none-match': etag }) },
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]),
    });
    if (!response.ok) {
      await response.body?.cancel();
      return { response, body: Buffer.alloc(0) };
    }
    return { response, body: await readBody(response, maxBytes) };
  }

  return {
    get: (url, { accept = 'application/json', etag } = {}) =>
      inTurn(async () => {
        for (let tried = 1; ; tried++) {
          const asked = await once(url, accept, etag).catch((error: unknown) => {
            signal?.throwIfAborted();
            // What is refused here, or too large, is so every time.
            if (error instanceof AttemptFailure && options.trusted?.includes(new URL(url).origin)) throw ledAway(error);
            if (tried >= maxTries || error instanceof AttemptFailure || error instanceof TooLarge) throw inWords(error);
            return undefined;
          });
          const { status, headers } = asked?.response ?? { status: 0, headers: new Headers() };
          if (asked && status < 500 && status !== 429) {
            const tag = headers.get('etag');
            const { body } = asked;
            return {
              status,
              body,
              ...(tag !== null && { etag: tag }),
              get text() {
                return body.toString('utf8');
              },
            };
          }
          const told = retryAfterMs(headers.get('retry-after'), clock.now());
          const waitMs = told ?? firstWaitMs * 2 ** (tried - 1);
          if (tried >= maxTries || waitMs > maxWaitMs) throw new Error(`status ${status}`);
          if (told !== undefined) say?.(`${name} asks to wait ${Math.ceil(waitMs / 1000)} s.`);
          openFrom = Math.max(openFrom, clock.now() + waitMs);
        }
      }),
    requests: () => sent,
    close: () => safe.close(),
  };
}

class TooLarge extends Error {
  override name = 'TooLarge';
}

/** A trusted origin is itself never refused: it leads elsewhere, or in a circle. */
const ledAway = (error: AttemptFailure) =>
  new Error(`it redirects: ${error.message.replace(/\.$/, '')}; if that is right, set its address anew`, {
    cause: error,
  });

/** What went wrong in a few words: the code of the network where there is one. */
function inWords(error: unknown): Error {
  const { name, cause } = error as Error & { cause?: { code?: string } };
  if (name === 'TimeoutError') return new Error('no answer in time', { cause: error });
  return cause?.code === undefined ? (error as Error) : new Error(cause.code, { cause: error });
}

function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  const waitMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : undefined;
}

async function readBody(response: Response, maxBytes: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.byteLength;
    if (bytes > maxBytes) throw new TooLarge('its answer is too large');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
