import { lookup as systemLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { FetchLike } from '@modelcontextprotocol/client';
import { Agent, type Dispatcher, fetch as undiciFetch } from 'undici';
import { refuseAddress } from './addresses.ts';
import { AttemptFailure, formatBytes } from './attempt-failure.ts';

/** Redirects followed per request. */
const maxRedirects = 5;
/** Time for one connection to be made, milliseconds. */
const connectTimeoutMs = 15_000;

/** What a remote answered, for the posture it is recorded with. */
export interface HttpTrace {
  /** Whether any request was answered at all. */
  answered?: boolean;
  /** Status of the latest answer that was no success. */
  failedStatus?: number;
  /** `WWW-Authenticate` of the latest 401, 402 or 403. */
  challenge?: string;
  /** Why a request was not made or its answer not read. */
  refusal?: AttemptFailure;
}

/** A `fetch` for strangers' addresses, and what it met. */
export interface SafeFetch {
  fetch: FetchLike;
  trace: HttpTrace;
  close(): Promise<void>;
}

/** How a safe fetch is bounded. */
export interface SafeFetchOptions {
  /** All bytes read over the life of this fetch, after decompression. */
  maxBytes: number;
  allowLoopback: boolean;
  resolveHost?: (hostname: string) => Promise<string[]>;
  /** Origins the user named in the settings: reached wherever they are, also inside a private network. */
  trusted?: readonly string[];
  /** How those are reached, where the user set a proxy or certificates for them. */
  trustedDispatcher?: Dispatcher;
}

/**
 * A `fetch` that speaks https only and connects to public addresses only. A name is looked up once, its addresses are
 * checked, and exactly those are dialled, so that a name that changes its mind in between leads nowhere. Redirects are
 * followed by hand and checked like the first address, also those away from a trusted origin. Bodies are counted after decompression.
 */
export function createSafeFetch(options: SafeFetchOptions): SafeFetch {
  const { allowLoopback } = options;
  const trace: HttpTrace = {};
  let bytes = 0;
  const resolve = options.resolveHost ?? resolveWithSystem;

  const refuse = (reason: string): never => {
    trace.refusal = new AttemptFailure(
      'address-refused',
      `The address is not visited: ${reason}.`,
      'Only public https addresses are visited.',
    );
    throw trace.refusal;
  };
  const publicAddresses = async (hostname: string): Promise<string[]> => {
    const addresses = isIP(hostname) ? [hostname] : await resolve(hostname);
    for (const address of addresses) {
      const reason = refuseAddress(address, allowLoopback);
      if (reason !== undefined) refuse(isIP(hostname) ? reason : `${hostname} leads to ${reason}`);
    }
    if (addresses.length === 0) throw new Error(`${hostname} has no address`);
    return addresses;
  };
  const trusted = options.trusted ?? [];
  const checkUrl = async (url: URL) => {
    if (trusted.includes(url.origin)) return;
    if (url.protocol !== 'https:' && !(allowLoopback && url.protocol === 'http:'))
      refuse(`${url.protocol.slice(0, -1)} is not https`);
    if (url.username !== '' || url.password !== '') refuse('it carries a user name or password');
    await publicAddresses(url.hostname.replace(/^\[|\]$/g, ''));
  };
  const dialling = (addressesOf: (hostname: string) => Promise<string[]>) =>
    new Agent({
      connect: {
        timeout: connectTimeoutMs,
        lookup(hostname, lookupOptions, callback) {
          addressesOf(hostname).then(
            (addresses) => {
              const all = addresses.map((address) => ({ address, family: isIP(address) }));
              if (lookupOptions.all) callback(null, all);
              else callback(null, all[0]?.address ?? '', all[0]?.family ?? 4);
            },
            (error: Error) => callback(error as NodeJS.ErrnoException, '', 4),
          );
        },
      },
    });
  const agent = dialling(publicAddresses);
  // A trusted origin is one port of its host: what else listens there is reached like any stranger's.
  const trustedAgent = dialling(resolve);

  const countBody = (body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> =>
    body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          bytes += chunk.byteLength;
          if (bytes <= options.maxBytes) return controller.enqueue(chunk);
          trace.refusal = new AttemptFailure(
            'too-large',
            `The server sent more than ${formatBytes(options.maxBytes)}.`,
            'Report this to the operator of the server.',
          );
          controller.error(trace.refusal);
        },
      }),
    );

  const safeFetch: FetchLike = async (input, init = {}) => {
    let url = new URL(String(input));
    let method = (init.method ?? 'GET').toUpperCase();
    let body = init.body;
    const headers = new Headers(init.headers);
    for (let hop = 0; ; hop += 1) {
      await checkUrl(url);
      const response = await undiciFetch(url, {
        method,
        body: body as never,
        headers: [...headers],
        signal: init.signal,
        redirect: 'manual',
        dispatcher: trusted.includes(url.origin) ? (options.trustedDispatcher ?? trustedAgent) : agent,
      });
      trace.answered = true;
      const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
      if (location !== null) {
        await response.body?.cancel();
        if (hop >= maxRedirects) refuse(`it redirects more than ${maxRedirects} times`);
        const next = new URL(location, url);
        // What was given for one origin is nobody else's business.
        if (next.origin !== url.origin)
          for (const name of [...headers.keys()]) if (!isOfProtocol(name)) headers.delete(name);
        if (response.status === 303) {
          method = 'GET';
          body = undefined;
        }
        url = next;
        continue;
      }
      if (!response.ok) {
        trace.failedStatus = response.status;
        const challenge = response.headers.get('www-authenticate');
        if ([401, 402, 403].includes(response.status) && challenge !== null) trace.challenge = challenge;
      }
      const stream = response.body as unknown as ReadableStream<Uint8Array> | null;
      const init2 = { status: response.status, statusText: response.statusText, headers: [...response.headers] };
      return new Response(
        stream === null || [204, 205, 304].includes(response.status) ? null : countBody(stream),
        init2,
      );
    }
  };
  return {
    fetch: safeFetch,
    trace,
    close: async () => void (await Promise.all([agent.destroy(), trustedAgent.destroy()])),
  };
}

/** Headers that MCP and HTTP themselves need, and that tell nothing of the user. */
const isOfProtocol = (name: string) =>
  /^(?:accept(?:-encoding|-language)?|content-type|mcp-protocol-version|user-agent)$/i.test(name);

async function resolveWithSystem(hostname: string): Promise<string[]> {
  const found = await systemLookup(hostname, { all: true, verbatim: true });
  return found.map(({ address }) => address);
}
