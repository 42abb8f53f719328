/** XML answers: built as a document, so that no text of a server can leave its place, and answered once per content. */
import { createHash } from 'node:crypto';
import { create } from 'xmlbuilder2';
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';

/** A new document with this root. Characters that XML does not have become U+FFFD. */
export const xmlRoot = (namespace: string, name: string): XMLBuilder =>
  create({ version: '1.0', encoding: 'UTF-8', invalidCharReplacement: '\uFFFD' }).ele(namespace, name);

/** Answers with the document, or with 304 where the reader has it already. */
export function sendXml(request: Request, root: XMLBuilder, contentType: string): Response {
  const body = `${root.end()}\n`;
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 20)}"`;
  const headers = { etag, 'cache-control': 'no-cache' };
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
  return new Response(body, { headers: { ...headers, 'content-type': `${contentType}; charset=utf-8` } });
}
