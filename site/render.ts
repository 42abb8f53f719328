/** One page of the built site as an answer, apart from whoever asked for it: what is kept must not depend on a visitor. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { plainLines } from '#crawler/text/invisible.ts';
import { type Answer, toAnswer } from './send.ts';

/** The handler of Astro's Node adapter in middleware mode. */
export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  next?: (error?: unknown) => void,
  locals?: object,
) => Promise<void>;

/** The path being rendered, for rejections that nothing awaits. */
export const rendering = new AsyncLocalStorage<string>();

/**
 * Loads the built site. Its adapter listens for unhandled rejections of the whole process and passes over those that are not
 * its own, which would silence every other part of the program; only those of a page are taken here, and the rest
 * end the process as they would without a site.
 */
export async function loadHandler(entry: string): Promise<Handler> {
  const before = process.listeners('unhandledRejection');
  const { handler } = (await import(pathToFileURL(entry).href)) as { handler: Handler };
  for (const listener of process.listeners('unhandledRejection')) {
    if (!before.includes(listener)) process.off('unhandledRejection', listener);
  }
  if (!before.includes(reportRejection)) process.on('unhandledRejection', reportRejection);
  return handler;
}

function reportRejection(reason: unknown): void {
  const path = rendering.getStore();
  if (path !== undefined) console.error(plainLines(`While rendering ${path}: ${inspect(reason)}`));
  else if (process.listenerCount('unhandledRejection') === 1) throw reason;
}

/**
 * Renders the page at an address.
 * @param url path and query
 * @param locals what pages are handed
 * @param about where the page says which route it is
 */
export async function renderPage(
  handler: Handler,
  url: string,
  locals: object,
  about: { route?: string },
): Promise<Answer> {
  const request = Object.assign(new IncomingMessage(new Socket()), { method: 'GET', url });
  request.headers.host = 'localhost';
  const chunks: Buffer[] = [];
  let status = 500;
  const headers: Record<string, string> = {};
  await new Promise<void>((resolve, reject) => {
    const response = Object.assign(new EventEmitter(), {
      req: request,
      statusCode: 200,
      headersSent: false,
      writeHead(code: number, given: OutgoingHttpHeaders = {}) {
        status = code;
        response.headersSent = true;
        for (const [name, value] of Object.entries(given)) headers[name.toLowerCase()] = String(value);
        return response;
      },
      write(chunk: string | Uint8Array, written?: () => void) {
        chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk));
        // Where a page throws halfway, the adapter ends the answer only once its last words are written.
        written?.();
        return true;
      },
      end(chunk?: string | Uint8Array) {
        if (!response.headersSent) status = response.statusCode;
        if (chunk !== undefined) response.write(chunk);
        response.emit('finish');
        resolve();
        return response;
      },
      destroy(error?: Error) {
        reject(error ?? new Error(`${url} could not be rendered to its end`));
      },
    });
    handler(request, response as unknown as ServerResponse, undefined, locals).catch(reject);
  });
  delete headers['content-length'];
  headers['cache-control'] ??= 'no-cache';
  return toAnswer(status, headers, Buffer.concat(chunks), about.route ?? 'unmatched');
}
