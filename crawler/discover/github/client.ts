/** Talks to GitHub: one request at a time to its rules, waiting as told, and saying so. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Octokit, RequestError } from 'octokit';

/** How GitHub is asked. */
export interface GitHubOptions {
  /** Personal access token. Without one: no code search, 60 requests an hour, and only the most starred are read. */
  token?: string;
  /** Root of the REST API. Default `https://api.github.com`; `https://host/api/v3` on GitHub Enterprise. */
  apiUrl?: string;
  /** Topics to search. Default: see `defaultTopics` in the source. */
  topics?: readonly string[];
  /** Further repository searches in GitHub's own syntax, e.g. `mcp in:name language:go`. */
  queries?: readonly string[];
  /** Manifest code search. Default true with a token, impossible without. */
  codeSearch?: boolean;
  /** Options merged over octokit's throttling plugin; tests shorten its pauses here. */
  throttle?: Record<string, unknown>;
  /** Longest wait for one answer, milliseconds. Default 30,000; the first contact gives up after at most 5,000. */
  timeoutMs?: number;
}

/** GitHub's public API. */
export const publicApi = 'https://api.github.com';
/** GitHub asks to wait at least a minute where a secondary limit names no time ("REST API best practices"), then ever longer. */
const secondaryWaitMs = 60_000;
/** Longest wait that is sat out: the primary limit renews hourly. */
const longestWait = 70 * 60_000;
/** Longest wait sat out without a token, where an hour buys only 60 requests. */
const longestWaitWithoutToken = 15 * 60_000;
/** Waits in a row for one request before giving up. */
const maxWaits = 12;

/** What discovery needs of GitHub. */
export interface GitHubClient {
  /**
   * GETs a route. `etag` makes it conditional. `headers` and `request` among the parameters are octokit's own.
   * @returns the body, or `undefined` data with status 304 where nothing changed, 404, 409, 410, 422 or 451 where there is nothing to read
   * @throws BudgetSpent where the wait would be too long; RequestError and the abort reason otherwise
   */
  get(route: string, parameters: Record<string, unknown>, etag?: string): Promise<GitHubAnswer>;
  /** Requests sent so far, repeats included. */
  requests(): number;
}

/** One answer. */
export interface GitHubAnswer {
  status: number;
  data?: unknown;
  etag?: string;
}

/** GitHub's budget is used up for longer than a run should wait. */
export class BudgetSpent extends Error {
  override name = 'BudgetSpent';
}

/** How long GitHub asks to wait, read from a refusal; undefined where it is no rate limit. */
export function readRateLimit(
  status: number,
  headers: Record<string, string | number | undefined>,
  message: string,
  repeat: number,
  now: number,
): { kind: 'primary' | 'secondary'; waitMs: number } | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const retryAfter = Number(headers['retry-after']);
  if (Number.isFinite(retryAfter) && headers['retry-after'] !== undefined) {
    return { kind: 'secondary', waitMs: Math.max(0, retryAfter) * 1000 };
  }
  if (String(headers['x-ratelimit-remaining']) === '0') {
    const reset = Number(headers['x-ratelimit-reset']) * 1000;
    // One second more than told, since the clock of the reset is in whole seconds.
    if (Number.isFinite(reset)) return { kind: 'primary', waitMs: Math.max(0, reset - now) + 1000 };
  }
  if (status === 429 || /secondary rate|abuse/i.test(message)) {
    return { kind: 'secondary', waitMs: secondaryWaitMs * 2 ** Math.min(repeat, 4) };
  }
  return undefined;
}

/**
 * A client for one run. Opens no connection by itself.
 * @param maxWaitMs longest wait for a rate limit that is sat out, milliseconds. Default 70 minutes, 15 without a token
 */
export function createGitHubClient(
  options: GitHubOptions,
  { signal, say, maxWaitMs }: { signal?: AbortSignal; say?(message: string): void; maxWaitMs?: number },
): GitHubClient {
  const { token, apiUrl = publicApi, timeoutMs = 30_000 } = options;
  const longestWaitMs = maxWaitMs ?? (token ? longestWait : longestWaitWithoutToken);
  let sent = 0;
  const octokit = new Octokit({
    ...(token && { auth: token }),
    baseUrl: apiUrl.replace(/\/+$/, ''),
    userAgent: 'toolrisk',
    log: { debug() {}, info() {}, warn() {}, error() {} },
    request: {
      fetch: (url: string, init: RequestInit) => {
        const limits = [AbortSignal.timeout(timeoutMs), ...[signal, init.signal].filter((given) => given != null)];
        sent++;
        return fetch(url, { ...init, signal: AbortSignal.any(limits) });
      },
    },
    // The plugins pace and repeat; waiting for a limit is done here, where it can be said and interrupted.
    throttle: { onRateLimit: () => false, onSecondaryRateLimit: () => false, ...options.throttle },
    retry: { retries: 2, doNotRetry: [304, 400, 401, 403, 404, 409, 410, 422, 429, 451] },
  });

  const once = async (route: string, parameters: Record<string, unknown>, etag?: string): Promise<GitHubAnswer> => {
    try {
      const headers = {
        ...(parameters.headers ?? {}),
        ...(etag && { 'if-none-match': etag }),
        'x-github-api-version': '2022-11-28',
      };
      const { status, data, headers: answered } = await octokit.request(`GET ${route}`, { ...parameters, headers });
      return { status, data, ...(answered.etag && { etag: answered.etag }) };
    } catch (error) {
      if (error instanceof RequestError && [304, 404, 409, 410, 422, 451].includes(error.status)) {
        return { status: error.status };
      }
      throw error;
    }
  };

  /** When requests may go on, milliseconds of the clock. One told to wait makes all wait. */
  let openFrom = 0;
  const gate = async () => {
    signal?.throwIfAborted();
    for (let wait = openFrom - Date.now(); wait > 0; wait = openFrom - Date.now()) {
      if (wait > longestWaitMs) throw spentUntil(openFrom);
      await sleep(wait, undefined, signal ? { signal } : {});
    }
  };
  const closeGate = ({ kind, waitMs }: { kind: string; waitMs: number }) => {
    const until = Date.now() + waitMs;
    // Those under way together are refused together; that is said once.
    if (until > openFrom + 1000 && waitMs <= longestWaitMs)
      say?.(`GitHub asks to wait ${Math.ceil(waitMs / 1000)} s (${kind} rate limit), until ${clock(until)}.`);
    openFrom = Math.max(openFrom, until);
  };
  const clock = (at: number) => `${new Date(at).toISOString().slice(11, 19)} UTC`;
  const spentUntil = (at: number) => {
    const hint = token ? '' : ' With GITHUB_TOKEN set there are 5,000 requests an hour instead of 60.';
    return new BudgetSpent(
      `GitHub's request budget is used up until ${clock(at)}; the next run goes on from there.${hint}`,
    );
  };

  return {
    requests: () => sent,
    async get(route, parameters, etag) {
      for (let repeat = 0; ; repeat++) {
        await gate();
        try {
          return await once(route, parameters, etag);
        } catch (error) {
          signal?.throwIfAborted();
          const limit =
            error instanceof RequestError &&
            readRateLimit(error.status, error.response?.headers ?? {}, error.message, repeat, Date.now());
          if (!limit || repeat >= maxWaits) throw error;
          closeGate(limit);
        }
      }
    },
  };
}

/**
 * Asks whether GitHub is there, within five seconds.
 * @returns why not, in a few words; undefined where it answers (with whatever status: Enterprise may not serve the route)
 */
export async function probeGitHub(apiUrl: string, signal?: AbortSignal): Promise<string | undefined> {
  const limits = [AbortSignal.timeout(5_000), ...(signal ? [signal] : [])];
  try {
    const answer = await fetch(`${apiUrl.replace(/\/+$/, '')}/rate_limit`, {
      headers: { 'user-agent': 'toolrisk' },
      signal: AbortSignal.any(limits),
    });
    await answer.body?.cancel();
    return undefined;
  } catch (error) {
    signal?.throwIfAborted();
    const { cause, message, name } = error as Error & { cause?: { code?: string; message?: string } };
    return name === 'TimeoutError' ? 'no answer within 5 s' : (cause?.code ?? cause?.message ?? message);
  }
}
