/**
 * What the stand-in says: over HTTP, plain, empty and well-formed answers, of the kind that was asked for. Runs inside
 * the sandbox and imports nothing of toolrisk.
 */
import type { IncomingMessage } from 'node:http';

/** A request as far as its answer depends on it. */
export interface Asked {
  method: string;
  /** Scheme and host it was sent to: `https://api.example.com`. */
  origin: string;
  /** Path without the query. */
  path: string;
  accept: string;
  body: string;
}

/** An answer. */
export interface Answer {
  status: number;
  type: string;
  body: string;
}

/** Bytes of a request's body that are looked at. */
const maxBodyBytes = 1_000_000;

/**
 * The answer to a request.
 * @param unasked what is given to something that does not say what it wants, JSON: something with nothing in it
 */
export function answer(asked: Asked, unasked: string): Answer {
  const call = parse(asked.body);
  // Whoever hands MCP on would have tools of ours.
  if (
    isRecord(call) &&
    call.jsonrpc !== undefined &&
    /^(?:initialize|server\/discover|notifications\/|tools\/)/.test(String(call.method))
  )
    return { status: 404, type: 'application/json', body: '{}' };
  if (isRecord(call) && call.jsonrpc !== undefined) return json({ jsonrpc: '2.0', id: call.id ?? null, result: null });
  if (/\/\.well-known\/(?:openid-configuration|oauth-authorization-server)/.test(asked.path))
    return json(issuer(asked.origin));
  if (/grant_type|client_secret/.test(asked.body) || /\/(?:oauth2?\/)?(?:access_?)?token$/i.test(asked.path))
    return json({ access_token: 'placeholder', token_type: 'Bearer', expires_in: 3600 });
  if (/\/(?:jwks|keys|certs)(?:\.json)?$/.test(asked.path)) return json({ keys: [] });
  if (/graphql/i.test(asked.path) || (isRecord(call) && typeof call.query === 'string')) return json({ data: {} });
  if (/\.xml$/.test(asked.path) || /^(?:application|text)\/xml/.test(asked.accept))
    return { status: 200, type: 'application/xml', body: '<?xml version="1.0" encoding="UTF-8"?>\n<empty/>\n' };
  if (/\.(?:txt|md|csv)$/.test(asked.path) || /^text\/plain/.test(asked.accept))
    return { status: 200, type: 'text/plain; charset=utf-8', body: '\n' };
  if (/\.html?$/.test(asked.path) || /^text\/html/.test(asked.accept))
    return {
      status: 200,
      type: 'text/html; charset=utf-8',
      body: '<!doctype html><html lang="en"><head><title></title></head><body></body></html>\n',
    };
  return { status: 200, type: 'application/json', body: unasked };
}

/** Reads a request, its body as far as it is looked at. */
export async function readAsked(request: IncomingMessage, scheme: 'http' | 'https'): Promise<Asked> {
  let body = '';
  for await (const chunk of request) if (body.length < maxBodyBytes) body += String(chunk);
  const { method = 'GET', url = '/', headers } = request;
  const [path = '/'] = url.split('?');
  return { method, origin: `${scheme}://${headers.host ?? 'localhost'}`, path, accept: headers.accept ?? '', body };
}

const json = (value: unknown): Answer => ({ status: 200, type: 'application/json', body: JSON.stringify(value) });

/** What an authorization server must say of itself (RFC 8414). */
const issuer = (origin: string) => ({
  issuer: origin,
  authorization_endpoint: `${origin}/authorize`,
  token_endpoint: `${origin}/token`,
  jwks_uri: `${origin}/jwks`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
});

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
