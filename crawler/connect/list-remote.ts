import { SSEClientTransport, StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';
import { cleanLine, cutText } from '#crawler/text/clean.ts';
import type { AttemptResult, LaunchSpec } from '#db/types.ts';
import { AttemptFailure, startClock } from './attempt-failure.ts';
import { type Listed, listTools } from './list-tools.ts';
import type { ConnectorLimits } from './options.ts';
import { createSafeFetch, type HttpTrace, type SafeFetch } from './safe-fetch.ts';
import { scanLine } from './scan-words.ts';

type RemoteSpec = Extract<LaunchSpec, { kind: 'remote' }>;

/** What listing a remote server works with. */
export interface RemoteParts {
  limits: ConnectorLimits;
  allowLoopback: boolean;
  resolveHost?: (hostname: string) => Promise<string[]>;
}

/** A way to try an address. */
interface Way {
  transport: 'streamable-http' | 'sse';
  era: 'auto' | 'legacy';
}

/**
 * Lists a remote server: Streamable HTTP in the newest revision, then in the older one, then HTTP with SSE, as far as
 * the specification and the caller's wish allow. Never throws for the server's fault.
 * @param given real headers, sent to this origin only
 */
export async function listRemote(
  parts: RemoteParts,
  spec: RemoteSpec,
  given: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<AttemptResult> {
  const begunAt = performance.now();
  const durationMs = () => Math.round(performance.now() - begunAt);
  const total = startClock(parts.limits.totalTimeoutMs);
  const within = AbortSignal.any([signal, total.signal]);
  // Only values that the server's own manifest publishes are sent; a made-up credential would only be refused.
  const published = Object.fromEntries(
    spec.headers.flatMap((header) =>
      header.required && !header.secret && header.default ? [[header.name, header.default]] : [],
    ),
  );
  const headers = { ...published, ...given };
  let first: { failure: AttemptFailure; trace: HttpTrace } | undefined;
  for (const way of waysFor(spec.transport)) {
    const connection = createSafeFetch({
      maxBytes: parts.limits.maxListBytes,
      allowLoopback: parts.allowLoopback,
      resolveHost: parts.resolveHost,
    });
    try {
      // An address that never answered anything will not do so over yet another transport.
      if (way.transport === 'sse' && first !== undefined && !first.trace.answered && isSilent(first.failure)) break;
      const listed = await tryWay(parts, spec.url, way, headers, connection, within);
      total.stop();
      return toListed(listed, Object.keys(published), durationMs());
    } catch (error) {
      const failure =
        error instanceof AttemptFailure
          ? error
          : new AttemptFailure('protocol-error', String(error), '', { cause: error });
      const sharper = signal.aborted
        ? failure
        : sharpen(failure, connection.trace, spec, Object.keys(given).length > 0);
      // The first way's answer tells most, unless a later one got further.
      if (first === undefined || isFinal(sharper)) first = { failure: sharper, trace: connection.trace };
      if (within.aborted || isFinal(sharper)) break;
    } finally {
      await connection.close().catch(() => {});
    }
  }
  total.stop();
  const failure =
    first?.failure ??
    new AttemptFailure('not-launchable', 'The address of the server is no URL.', 'Correct the address.');
  return {
    outcome: failure.outcome,
    reason: failure.message,
    todo: failure.todo,
    ...(failure.authPosture && { authPosture: failure.authPosture }),
    durationMs: durationMs(),
  };
}

function waysFor(transport: RemoteSpec['transport']): Way[] {
  const streamable: Way[] = [
    { transport: 'streamable-http', era: 'auto' },
    { transport: 'streamable-http', era: 'legacy' },
  ];
  const sse: Way = { transport: 'sse', era: 'legacy' };
  if (transport === 'sse') return [sse];
  return transport === 'streamable-http' ? streamable : [...streamable, sse];
}

async function tryWay(
  parts: RemoteParts,
  address: string,
  way: Way,
  headers: Record<string, string>,
  connection: SafeFetch,
  signal: AbortSignal,
): Promise<Listed> {
  if (!URL.canParse(address))
    throw new AttemptFailure('not-launchable', 'The address of the server is no URL.', 'Correct the address.');
  const url = new URL(address);
  const requestInit = { headers };
  const transport: Transport =
    way.transport === 'sse'
      ? new SSEClientTransport(url, { fetch: connection.fetch, requestInit, redirectPolicy: 'follow' })
      : new StreamableHTTPClientTransport(url, {
          fetch: withoutStandaloneStream(connection.fetch),
          requestInit,
          redirectPolicy: 'follow',
          reconnectionOptions: {
            maxRetries: 0,
            initialReconnectionDelay: 1_000,
            maxReconnectionDelay: 1_000,
            reconnectionDelayGrowFactor: 1,
          },
        });
  const { limits } = parts;
  try {
    return await listTools(transport, {
      limits,
      signal,
      era: way.era,
      probeTimeoutMs: Math.ceil(limits.startTimeoutMs / 2),
    }).result;
  } finally {
    if (transport instanceof StreamableHTTPClientTransport && transport.sessionId !== undefined) {
      await transport.terminateSession().catch(() => {});
    }
  }
}

/** The stream for messages nobody asked for is not opened: a list needs none, and servers may refuse it with 405 by the specification. */
function withoutStandaloneStream(fetch: SafeFetch['fetch']): SafeFetch['fetch'] {
  return async (url, init) =>
    (init?.method ?? 'GET').toUpperCase() === 'GET' ? new Response(null, { status: 405 }) : fetch(url, init);
}

function isSilent(failure: AttemptFailure): boolean {
  return failure.outcome === 'handshake-timeout';
}

/** Outcomes that another transport or revision would not change. */
function isFinal(failure: AttemptFailure): boolean {
  return [
    'auth-required',
    'payment-required',
    'address-refused',
    'too-large',
    'interrupted',
    'not-launchable',
  ].includes(failure.outcome);
}

/** Prefers what the connection met over what the client could see of it. */
function sharpen(failure: AttemptFailure, trace: HttpTrace, spec: RemoteSpec, withHeaders: boolean): AttemptFailure {
  const address = spec.url;
  if (trace.refusal) return trace.refusal;
  if (failure.outcome === 'interrupted' || failure.outcome === 'too-large') return failure;
  const status = trace.failedStatus;
  const host = URL.canParse(address) ? new URL(address).host : address;
  const fail = (outcome: AttemptFailure['outcome'], reason: string, todo: string) =>
    new AttemptFailure(outcome, reason, todo, { cause: failure, ...(posture && { authPosture: posture }) });
  const posture = trace.challenge && cutText(cleanLine(trace.challenge), 500);
  if (status === 401 || status === 403) {
    return fail(
      'auth-required',
      withHeaders
        ? `${host} did not accept the given headers (HTTP ${status}).`
        : `${host} wants authorization before it lists its tools (HTTP ${status}).`,
      withHeaders
        ? 'Check the header: its name, its scheme (Bearer, Basic), and whether the token has run out.'
        : `Scan it with a token of your own account: ${scanLine(spec, { header: 'Authorization: Bearer YOUR_TOKEN' })}`,
    );
  }
  if (status === 402)
    return fail(
      'payment-required',
      `${host} wants a payment before it lists its tools (HTTP 402).`,
      'Only a paying client sees its tools.',
    );
  if (status === 429)
    return fail('unreachable', `${host} asked to be left alone for a while (HTTP 429).`, 'It is tried again later.');
  if (status !== undefined && status >= 500)
    return fail('unreachable', `${host} is broken at the moment (HTTP ${status}).`, 'It is tried again later.');
  if (status === 404 || status === 410)
    return fail('unreachable', `There is nothing at this address of ${host} (HTTP ${status}).`, 'Correct the address.');
  if (status !== undefined && status >= 400 && failure.outcome === 'protocol-error') {
    return fail(
      'protocol-error',
      `${host} does not speak MCP at this address (HTTP ${status}).`,
      'Correct the address, or report this to its operator.',
    );
  }
  const code = networkCode(failure);
  if (code !== undefined) {
    const unknown = code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_NODATA';
    return fail(
      'unreachable',
      unknown
        ? `No address is known for ${host} (${code}): the name is wrong or gone, or this machine cannot ask.`
        : `${host} could not be reached (${code}).`,
      unknown
        ? 'Check the address and this machine’s network; it is tried again later.'
        : 'Check the address; it is tried again later.',
    );
  }
  return failure;
}

/** The system's or undici's error code somewhere down the chain of causes. */
function networkCode(error: unknown): string | undefined {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth += 1) {
    const { code } = at as NodeJS.ErrnoException;
    if (
      typeof code === 'string' &&
      /^(E[A-Z]{3,}|EAI_\w+|UND_ERR_\w+|ERR_TLS\w*|CERT_\w+|DEPTH_\w+|UNABLE_\w+|SELF_SIGNED\w*|ERR_SSL\w*)$/.test(code)
    )
      return code;
    if (/^(fetch failed|network error)$/i.test(at.message) && !(at.cause instanceof Error)) return 'network error';
  }
  return undefined;
}

function toListed(listed: Listed, envNames: string[], durationMs: number): AttemptResult {
  const count = listed.tools.length;
  return {
    outcome: 'listed',
    reason: `Listed ${count} ${count === 1 ? 'tool' : 'tools'}.`,
    todo: '',
    reading: { provenance: 'live', ...listed, args: [], envNames: envNames.sort(), durationMs },
    durationMs,
  };
}
