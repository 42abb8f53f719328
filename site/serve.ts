/** The HTTP server of the site: files of the build from memory, everything else rendered from the database. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Db } from '#db/client.ts';
import { findBuild } from './build.ts';

export interface SiteOptions {
  db: Db;
  /** 0 takes any free port. */
  port: number;
  /** Address to listen on; `127.0.0.1` unless told otherwise. */
  host?: string;
  /** Where the site is reached from outside, for canonical links; its own address unless told otherwise. */
  siteUrl?: string;
  /** Asked for `/healthz`, which is 404 without it. */
  checkHealth?(): Promise<{ status: number; type: string; text: string }>;
  /** Told of every request that it begins; what it returns is told how it ended. */
  requested?(): (ended: { route: string; status: number | undefined }) => void;
  /** The build to serve, as `ensureBuilt` returned it; the present or latest one unless told otherwise. */
  dir?: string;
}

export interface RunningSite {
  url: string;
  /** Stops taking requests, lets those under way finish for a few seconds, then ends them. Once closed, it does nothing. */
  close(): Promise<void>;
}

/** How long a request may go on after `close`, milliseconds. With closing the database, within the 10 s that Docker waits. */
const graceMs = 5000;

/** Sent with everything. No script, style or frame from anywhere else, and none written into a page. */
const securityHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'x-frame-options': 'DENY',
};

const contentTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** The handler of Astro's Node adapter in middleware mode. */
type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  next?: (error?: unknown) => void,
  locals?: object,
) => Promise<void>;

/**
 * Serves the site until closed. `ensureBuilt` must have run.
 * @throws when there is no build, or the port is taken
 */
export async function startSite(options: SiteOptions): Promise<RunningSite> {
  const dir = options.dir ?? findBuild();
  if (dir === undefined) throw new Error('the site is not built: call ensureBuilt() first');
  const entry = join(dir, 'server/entry.mjs');
  const handler = await loadHandler(entry);
  const files = readFiles(join(dir, 'client'));
  const host = options.host ?? '127.0.0.1';
  let siteUrl = '';

  const server = createServer((request, response) => {
    const about: { route?: string } = {};
    const ended = options.requested?.();
    response.once('close', () =>
      ended?.({ route: about.route ?? 'unmatched', status: response.headersSent ? response.statusCode : undefined }),
    );
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    const path = pathOf(request.url);
    if (path === undefined) return refuse(response, 400, 'Bad request');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      return refuse(response, 405, 'Method not allowed');
    }
    if (path === '/healthz' && options.checkHealth) {
      about.route = path;
      void options.checkHealth().then(({ status, type, text }) => {
        response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
      });
      return;
    }
    const file = files.get(path);
    if (file) {
      about.route = 'file';
      return sendFile(request, response, file);
    }
    response.setHeader('cache-control', 'no-cache');
    rendering.run(path, () =>
      handler(request, response, undefined, { db: options.db, siteUrl, request: about }).catch((error: unknown) => {
        console.error(error);
        if (response.headersSent) response.destroy();
        else refuse(response, 500, 'Server error');
      }),
    );
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  const url = `http://${shown}:${port}`;
  siteUrl = (options.siteUrl ?? url).replace(/\/+$/, '');

  let closed: Promise<void> | undefined;
  const close = async () => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    await new Promise((resolve) => server.close(resolve));
    clearTimeout(timer);
  };
  return {
    url,
    close() {
      closed ??= close();
      return closed;
    },
  };
}

/** The path being rendered, for rejections that nothing awaits. */
const rendering = new AsyncLocalStorage<string>();

/**
 * Loads the built site. Its adapter listens for unhandled rejections of the whole process and passes over those that are not
 * its own, which would silence every other part of the program; only those of a page are taken here, and the rest
 * end the process as they would without a site.
 */
async function loadHandler(entry: string): Promise<Handler> {
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
  if (path !== undefined) console.error(`While rendering ${path}:`, reason);
  else if (process.listenerCount('unhandledRejection') === 1) throw reason;
}

/** The path of a request without its query; undefined where it is none. */
function pathOf(url: string | undefined): string | undefined {
  if (!url?.startsWith('/')) return undefined;
  try {
    const { pathname } = new URL(url, 'http://localhost');
    const odd = url.startsWith('//') || decodeURI(pathname).includes('\0');
    return odd ? undefined : pathname;
  } catch {
    return undefined;
  }
}

interface StaticFile {
  body: Buffer;
  type: string;
  etag: string;
  /** True where the name holds a hash of the content. */
  immutable: boolean;
}

/** All files of the build by path; they are few and small, and a path that is not in the map cannot lead anywhere. */
function readFiles(dir: string): Map<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  if (!existsSync(dir)) return files;
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const body = readFileSync(file);
    const path = `/${relative(dir, file).split(sep).join('/')}`;
    files.set(path, {
      body,
      type: contentTypes[extname(file)] ?? 'application/octet-stream',
      etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 20)}"`,
      immutable: path.startsWith('/_astro/'),
    });
  }
  return files;
}

function sendFile(request: IncomingMessage, response: ServerResponse, file: StaticFile): void {
  response.setHeader('etag', file.etag);
  response.setHeader('cache-control', file.immutable ? 'public, max-age=31536000, immutable' : 'public, max-age=3600');
  if (request.headers['if-none-match'] === file.etag) {
    response.writeHead(304).end();
    return;
  }
  response.setHeader('content-type', file.type);
  response.setHeader('content-length', file.body.length);
  response.writeHead(200).end(request.method === 'HEAD' ? undefined : file.body);
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}
