import { Client, SUPPORTED_PROTOCOL_VERSIONS, type Transport } from '@modelcontextprotocol/client';
import { z } from 'zod';
import { cleanLine, cleanText, cutText } from '#crawler/text/clean.ts';
import type { Reading } from '#db/types.ts';
import { AttemptFailure, formatBytes, formatMs, interrupted } from './attempt-failure.ts';
import { collectTools } from './clean-tools.ts';
import { type Beside, listBeside } from './list-beside.ts';
import { type ListTap, type RawResult, tapTransport } from './list-tap.ts';
import type { ConnectorLimits } from './options.ts';

/** Instructions kept, UTF-16 units. */
const maxInstructionsChars = 20_000;
/** Longest freshness a server may claim, milliseconds: thirty days. */
const maxTtlMs = 30 * 24 * 3600 * 1000;
/** JSON-RPC code of a method a server does not have. */
const methodNotFound = -32601;
/** Time for prompts and resources together, milliseconds: who has listed tools has them at hand. */
const besideMs = 5_000;
const anyObject = z.looseObject({});
const author = 'Report this to the author of the server.';

/** What a connected server said about itself and its tools. */
export type Listed = Pick<
  Reading,
  'tools' | 'protocolVersion' | 'serverInfo' | 'instructions' | 'prompts' | 'resources' | 'ttlMs' | 'notes'
>;

/** How to go about one listing. */
export interface ListOptions {
  limits: ConnectorLimits;
  signal: AbortSignal;
  /** `auto` asks for the newest revision first; `legacy` begins with the older handshake, for servers that die of the question. */
  era: 'auto' | 'legacy';
  /** How long the newest revision's question may stay unanswered, milliseconds. */
  probeTimeoutMs: number;
  /** How long a server that may change its list is given to do so before it is believed, milliseconds. Default 0. */
  settleMs?: number;
}

/** A listing that is under way, and what passed over the wire. */
export interface Listing {
  tap: ListTap;
  result: Promise<Listed>;
}

/**
 * Shakes hands over a transport and follows `tools/list` to the end. The result rejects with `AttemptFailure` only.
 * The transport is closed in every case.
 */
export function listTools(inner: Transport, options: ListOptions): Listing {
  const { transport, tap } = tapTransport(inner, SUPPORTED_PROTOCOL_VERSIONS);
  return { tap, result: run(transport, tap, options) };
}

async function run(transport: Transport, tap: ListTap, options: ListOptions): Promise<Listed> {
  const { limits, signal } = options;
  const client = new Client(
    { name: 'toolrisk', version: '0.1.0' },
    {
      capabilities: {},
      versionNegotiation: { mode: 'auto', probe: { timeoutMs: options.probeTimeoutMs } },
    },
  );
  try {
    await within(
      limits.startTimeoutMs,
      signal,
      'handshake-timeout',
      `No answer to the handshake within ${formatMs(limits.startTimeoutMs)}.`,
      (inside) =>
        client.connect(transport, {
          timeout: limits.startTimeoutMs,
          signal: inside,
          ...(options.era === 'legacy' && { prior: { kind: 'legacy' as const } }),
        }),
    );
    const listed = await within(
      limits.listTimeoutMs,
      signal,
      'protocol-error',
      `The list of tools was not complete within ${formatMs(limits.listTimeoutMs)}.`,
      (inside) => collectSettled(client, tap, options, inside),
    );
    const { notes, ...beside } = await collectBeside(client, tap, signal);
    return { ...listed, ...beside, notes: [...listed.notes, ...notes] };
  } catch (error) {
    throw toFailure(error, tap);
  } finally {
    await client.close().catch(() => {});
    await transport.close().catch(() => {});
  }
}

/** The list, read again once where the server says that it has changed: some register tools while they start. */
async function collectSettled(
  client: Client,
  tap: ListTap,
  options: ListOptions,
  signal: AbortSignal,
): Promise<Listed> {
  const { limits, settleMs = 0 } = options;
  const first = await collect(client, tap, limits, signal);
  const mayChange =
    isObject(tap.handshake()?.capabilities) &&
    JSON.stringify(tap.handshake()?.capabilities).includes('"listChanged":true');
  if (tap.listChanges() === 0 && mayChange && settleMs > 0) await tap.waitForChange(settleMs);
  const changes = tap.listChanges();
  const finish = (listed: Listed, notes: readonly string[] = []): Listed => ({
    ...listed,
    notes: [...tap.notes(), ...listed.notes, ...notes],
  });
  if (changes === 0) return finish(first);
  const second = await collect(client, tap, limits, signal);
  const now = new Set(second.tools.map(({ name }) => name));
  const gone = first.tools.filter(({ name }) => !now.has(name));
  const isSame = JSON.stringify(first.tools) === JSON.stringify(second.tools);
  const further = tap.listChanges() > changes ? ' It said so again after that.' : '';
  // What it offered once it may offer again.
  return finish(
    { ...second, tools: [...second.tools, ...gone] },
    isSame
      ? []
      : [
          `Changed its list of tools after it was read; it was read again: ${first.tools.length} at first, ${second.tools.length} then.${further}`,
        ],
  );
}

/** What it offers beside its tools, in a short while of its own. */
function collectBeside(client: Client, tap: ListTap, outer: AbortSignal): Promise<Beside> {
  const signal = AbortSignal.any([outer, AbortSignal.timeout(besideMs)]);
  return listBeside(tap.handshake()?.capabilities, (method, cursor) =>
    client.request({ method, params: cursor === undefined ? {} : { cursor } } as never, anyObject, {
      timeout: besideMs,
      signal,
    }),
  );
}

/** Follows the pages to the last one. */
async function collect(client: Client, tap: ListTap, limits: ConnectorLimits, signal: AbortSignal): Promise<Listed> {
  const collector = collectTools(limits);
  const notes: string[] = [];
  const cursors = new Set<string>();
  let cursor: string | undefined;
  let ttlMs: number | undefined;
  for (let page = 1; ; page += 1) {
    if (page > limits.maxPages) throw tooLarge(`still had further pages after ${limits.maxPages}`);
    const params = cursor === undefined ? {} : { cursor };
    try {
      await client.request({ method: 'tools/list', params }, anyObject, { timeout: limits.listTimeoutMs, signal });
    } catch (error) {
      if (page === 1 && isMethodNotFound(error) && client.getServerCapabilities()?.tools === undefined) {
        notes.push('Offers no tools.');
        break;
      }
      throw error;
    }
    const raw = tap.takePage();
    if (!Array.isArray(raw?.tools)) {
      throw new AttemptFailure('protocol-error', 'The answer to tools/list holds no list of tools.', author);
    }
    if (raw.tools.length > limits.maxTools) throw tooLarge(`offers more than ${limits.maxTools} tools`);
    for (const tool of raw.tools) collector.add(tool);
    const { tools, bytes } = collector.size();
    if (tools > limits.maxTools) throw tooLarge(`offers more than ${limits.maxTools} tools`);
    if (bytes > limits.maxListBytes) throw tooLarge(`sent a list of more than ${formatBytes(limits.maxListBytes)}`);
    ttlMs ??= readTtl(raw);
    if (raw.nextCursor === undefined || raw.nextCursor === null) break;
    if (typeof raw.nextCursor !== 'string') {
      notes.push('Gave a cursor that is no text; what came before it was kept.');
      break;
    }
    if (cursors.has(raw.nextCursor)) {
      notes.push('Gave the same cursor again; the list was ended there.');
      break;
    }
    cursor = raw.nextCursor;
    cursors.add(cursor);
  }
  return { ...describeServer(client, tap), tools: collector.tools(), ttlMs, notes: [...notes, ...collector.notes()] };
}

/** Name, version and instructions as the server gives them, cleaned and cut. */
function describeServer(client: Client, tap: ListTap): Pick<Listed, 'protocolVersion' | 'serverInfo' | 'instructions'> {
  const handshake = tap.handshake() ?? {};
  const info = (isObject(handshake.serverInfo) ? handshake.serverInfo : client.getServerVersion()) as
    | RawResult
    | undefined;
  const text = (value: unknown) => (typeof value === 'string' ? cutText(cleanLine(value), 200) : undefined);
  const claimed = text(handshake.protocolVersion);
  return {
    protocolVersion: claimed ?? client.getNegotiatedProtocolVersion(),
    ...(info && { serverInfo: { name: text(info.name), version: text(info.version), title: text(info.title) } }),
    ...(typeof handshake.instructions === 'string' && {
      instructions: cutText(cleanText(handshake.instructions), maxInstructionsChars),
    }),
  };
}

function readTtl(raw: RawResult): number | undefined {
  const ttl = raw.ttlMs;
  return typeof ttl === 'number' && ttl > 0 ? Math.min(Math.round(ttl), maxTtlMs) : undefined;
}

/** Runs one step; fails it with the given outcome when it takes too long, and as interrupted when the caller stops. */
async function within<T>(
  timeoutMs: number,
  outer: AbortSignal,
  outcome: 'handshake-timeout' | 'protocol-error',
  reason: string,
  step: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([outer, timeout]);
  const ended = new Promise<never>((_, reject) => {
    const onAbort = () =>
      reject(
        outer.aborted
          ? interruptedBy(outer)
          : new AttemptFailure(outcome, reason, 'Start it by hand to see whether it waits for something.'),
      );
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  ended.catch(() => {});
  const work = step(signal);
  work.catch(() => {});
  return Promise.race([ended, work]);
}

/** An abort whose reason is itself a failure (a total time limit) keeps that reason. */
function interruptedBy(signal: AbortSignal): AttemptFailure {
  return signal.reason instanceof AttemptFailure ? signal.reason : interrupted();
}

/** Gives what the client threw an outcome. */
function toFailure(error: unknown, tap: ListTap): AttemptFailure {
  if (error instanceof AttemptFailure) {
    if (error.outcome === 'handshake-timeout' && tap.strayResponses() > 0) {
      return new AttemptFailure('protocol-error', 'The server answered with ids that nobody asked with.', author, {
        cause: error,
      });
    }
    return error;
  }
  const message = error instanceof Error ? error.message : String(error);
  const code = isObject(error) ? error.code : undefined;
  if (code === 'CONNECTION_CLOSED' || /Connection closed|server is gone|Not connected/i.test(message)) {
    return new AttemptFailure('exited', 'The server ended before it answered.', author, { cause: error });
  }
  if (code === 'REQUEST_TIMEOUT') {
    return new AttemptFailure('handshake-timeout', 'The server did not answer in time.', author, { cause: error });
  }
  const said = cutText(cleanLine(message.replace(/\s+/g, ' ')), 300);
  return new AttemptFailure('protocol-error', `The server did not speak MCP as expected: ${said}`, author, {
    cause: error,
  });
}

function tooLarge(what: string): AttemptFailure {
  return new AttemptFailure('too-large', `The server ${what}.`, author);
}

function isMethodNotFound(error: unknown): boolean {
  return isObject(error) && error.code === methodNotFound;
}

function isObject(value: unknown): value is RawResult {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
