/** Asks the user's registry, and nobody else but public addresses it points at, for documents and archives. */
import { existsSync } from 'node:fs';
import pRetry, { AbortError } from 'p-retry';
import { AttemptFailure, formatBytes } from '#crawler/connect/attempt-failure.ts';
import type { NpmSettings } from '#crawler/connect/npm.ts';
import { createDispatcher, publicRegistry } from '#crawler/connect/npm-registry.ts';
import { createSafeFetch } from '#crawler/connect/safe-fetch.ts';

/** What a registry answered. */
export interface RegistryAnswer {
  status: number;
  headers: Headers;
  /** Bounded; reading beyond the bound throws. */
  body: AsyncIterable<Uint8Array>;
}

/** How one request is bounded. */
export interface RegistryQuestion {
  accept?: string;
  etag?: string;
  signal: AbortSignal;
  maxBytes: number;
}

/** The registry an installation is from. */
export interface RegistryClient {
  /** Its address, with a slash at the end. */
  registry: URL;
  /**
   * Asks for a path of the registry, or for an address it named.
   * @throws AttemptFailure `address-refused` for an address that is not visited; what the network throws
   */
  get(url: URL, question: RegistryQuestion): Promise<RegistryAnswer>;
  close(): Promise<void>;
}

/** Attempts at one request beside the first, and the longest wait between them, milliseconds. */
const retries = 2;
const maxWaitMs = 4_000;
/** Longest wait for a whole answer, milliseconds. */
const answerTimeoutMs = 180_000;

/**
 * Makes ready to ask. The registry the user set is reached wherever it is, through the user's proxy and with the user's
 * certificates, without any token. Archives at another origin are fetched over https from public addresses only.
 */
export function openRegistryClient(settings: NpmSettings): RegistryClient {
  return openClient(settings.registry ?? publicRegistry, settings);
}

/** As `openRegistryClient`, for an index of Python packages, with the proxy and certificates of the environment. */
export function openIndexClient(index: string, { env }: Pick<NpmSettings, 'env'>): RegistryClient {
  const cafile = env.SSL_CERT_FILE;
  return openClient(index, { env, ...(cafile !== undefined && existsSync(cafile) && { cafile }) });
}

function openClient(address: string, settings: NpmSettings): RegistryClient {
  const registry = new URL(address.replace(/\/*$/, '/'));
  const dispatcher = createDispatcher(settings);
  const safe = createSafeFetch({
    maxBytes: Number.POSITIVE_INFINITY,
    allowLoopback: false,
    trusted: [registry.origin],
    trustedDispatcher: dispatcher,
  });
  return {
    registry,
    async get(url, { accept = '*/*', etag, signal, maxBytes }) {
      const within = AbortSignal.any([signal, AbortSignal.timeout(answerTimeoutMs)]);
      const headers = {
        accept,
        'user-agent': 'toolrisk',
        // What is sent packed twice would not match its hash.
        ...(accept === '*/*' && { 'accept-encoding': 'identity' }),
        ...(etag && { 'if-none-match': etag }),
      };
      const answer = await pRetry(
        async () => {
          const response = await safe.fetch(url, { headers, signal: within }).catch((error) => {
            throw error instanceof AttemptFailure || signal.aborted ? new AbortError(error) : error;
          });
          if (response.status < 500 && response.status !== 429) return response;
          await response.body?.cancel();
          throw new RegistryStatus(response.status);
        },
        { retries, minTimeout: 250, maxTimeout: maxWaitMs, signal: within },
      ).catch((error: unknown) => {
        if (error instanceof RegistryStatus) return new Response(null, { status: error.status });
        throw error;
      });
      return { status: answer.status, headers: answer.headers, body: bounded(answer.body, maxBytes) };
    },
    async close() {
      await safe.close();
      await dispatcher.close();
    },
  };
}

class RegistryStatus extends Error {
  override name = 'RegistryStatus';
  readonly status: number;
  constructor(status: number) {
    super(`the registry answered ${status}`);
    this.status = status;
  }
}

async function* bounded(body: ReadableStream<Uint8Array> | null, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new TooMuch(maxBytes);
    yield chunk;
  }
}

/** An answer that is larger than it may be. */
export class TooMuch extends Error {
  override name = 'TooMuch';
  constructor(maxBytes: number) {
    super(`it is larger than ${formatBytes(maxBytes)}`);
  }
}
