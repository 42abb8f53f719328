/** Answers as bytes: compressed once for each encoding, with a tag by which a browser asks whether its copy still stands. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Encodings that are offered, best first. */
const encodings = ['br', 'gzip'] as const;
type Encoding = (typeof encodings)[number] | 'identity';

/** An answer that can be sent any number of times. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  /** Which page answered, for figures. */
  route: string;
  /** Hash of the body, for the tag. */
  hash: string;
  forms: Map<Encoding, { head: string[]; body: Buffer }>;
}

/** Shorter bodies are sent as they are, bytes. */
const minCompressed = 860;
const compressible =
  /^(?:text\/|image\/svg|application\/(?:json|xml|atom\+xml|toml|yaml|schema\+json|manifest\+json))|\+(?:json|xml)/;

/** Makes an answer. `headers` are in lower case. */
export function toAnswer(status: number, headers: Record<string, string>, body: Buffer, route: string): Answer {
  const { etag: _, ...others } = headers;
  return {
    status,
    headers: others,
    body,
    route,
    hash: createHash('sha1').update(body).digest('base64url').slice(0, 20),
    forms: new Map(),
  };
}

/** The encoding for a client: the first of ours that it takes. */
export function chooseEncoding(accepted: string | string[] | undefined): Encoding {
  if (!accepted) return 'identity';
  const offered = String(accepted)
    .split(',')
    .filter((part) => !/;\s*q=0(?:\.0*)?\s*$/.test(part))
    .map((part) => part.split(';', 1)[0]!.trim().toLowerCase());
  return encodings.find((encoding) => offered.includes(encoding)) ?? 'identity';
}

/**
 * The bytes for an encoding, made once.
 * @param options.best takes the time to compress as well as can be, for what never changes
 * @param options.grew told how many bytes were added
 */
function formOf(
  answer: Answer,
  wanted: Encoding,
  common: readonly string[],
  options: { best?: boolean; grew?(bytes: number): void },
): { head: string[]; body: Buffer } {
  const type = answer.headers['content-type'] ?? '';
  const encoding = answer.body.length >= minCompressed && compressible.test(type) ? wanted : 'identity';
  const made = answer.forms.get(encoding);
  if (made) return made;
  const { body } = answer;
  const bytes =
    encoding === 'br'
      ? brotliCompressSync(body, {
          params: {
            [constants.BROTLI_PARAM_QUALITY]: options.best ? 11 : 4,
            [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
            [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
          },
        })
      : encoding === 'gzip'
        ? gzipSync(body, { level: options.best ? 9 : 5 })
        : body;
  const head = [
    ...common,
    ...Object.entries(answer.headers).flat(),
    'etag',
    encoding === 'identity' ? `"${answer.hash}"` : `"${answer.hash}-${encoding}"`,
    'content-length',
    String(bytes.length),
  ];
  if (compressible.test(type)) head.push('vary', 'accept-encoding');
  if (encoding !== 'identity') head.push('content-encoding', encoding);
  const form = { head, body: bytes };
  answer.forms.set(encoding, form);
  if (encoding !== 'identity') options.grew?.(bytes.length);
  return form;
}

/**
 * Sends an answer, or that the client's copy still stands.
 * @param common headers that go with everything, names and values in turn
 */
export function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  common: readonly string[],
  options: { best?: boolean; grew?(bytes: number): void } = {},
): void {
  const { head, body } = formOf(answer, chooseEncoding(request.headers['accept-encoding']), common, options);
  if (answer.status === 200 && isKnown(request, answer)) {
    response.writeHead(304, withoutBody(head)).end();
    return;
  }
  response.writeHead(answer.status, head);
  response.end(request.method === 'HEAD' ? undefined : body);
}

function isKnown({ headers }: IncomingMessage, answer: Answer): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined) {
    if (tags.trim() === '*') return true;
    return tags.split(',').some(
      (tag) =>
        tag
          .trim()
          .replace(/^W\//, '')
          .replace(/-(?:br|gzip)"$/, '"') === `"${answer.hash}"`,
    );
  }
  const since = headers['if-modified-since'];
  const modified = answer.headers['last-modified'];
  return since !== undefined && modified !== undefined && Date.parse(modified) <= Date.parse(since);
}

const bodyHeaders = new Set(['content-length', 'content-encoding', 'content-type', 'content-disposition']);

function withoutBody(head: readonly string[]): string[] {
  const rest: string[] = [];
  for (let at = 0; at < head.length; at += 2) if (!bodyHeaders.has(head[at]!)) rest.push(head[at]!, head[at + 1]!);
  return rest;
}
