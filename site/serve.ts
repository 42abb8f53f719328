/** The HTTP server of the site: files of the build from memory, everything else rendered from the database. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, relative, sep } from 'node:path';
import type { Duplex } from 'node:stream';
import { inspect } from 'node:util';
import { plainLines } from '#crawler/text/invisible.ts';
import type { Db, OpenDb } from '#db/client.ts';
import { findBuild } from './build.ts';
import { type ChangeFeed, followChanges } from './follow-changes.ts';
import { createLimit } from './limits.ts';
import { createPageCache, everything, type PageSubject } from './page-cache.ts';
import { loadHandler, rendering, renderPage } from './render.ts';
import { type Answer, sendAnswer, toAnswer } from './send.ts';

/** Addresses that whoever runs the site names; what is absent is not offered. */
export interface SiteContacts {
  /** A form for new issues that takes `title` and `body` in its query: where wrong verdicts are reported. */
  report?: string;
  /** `https:` or `mailto:`: where faults of the site are reported, for `security.txt`. */
  security?: string;
}

export interface SiteOptions {
  db: Db;
  /** 0 takes any free port. */
  port: number;
  /** Address to listen on; `127.0.0.1` unless told otherwise. */
  host?: string;
  /** Where the site is reached from outside, for canonical links; its own address unless told otherwise. */
  siteUrl?: string;
  contacts?: SiteContacts;
  /** Asked for `/healthz`, which is 404 without it. */
  checkHealth?(): Promise<{ status: number; type: string; text: string }>;
  /**
   * Asked where a visitor wants a server to be visited again, by its slug; without it nobody can.
   */
  refresh?(slug: string): Promise<unknown>;
  /** Told of every request that it begins; what it returns is told how it ended. */
  requested?(): (ended: { route: string; status: number | undefined }) => void;
  /** How changes are heard of; without it no page is kept. */
  listen?: OpenDb['listen'];
  /** Bytes of rendered pages that are kept; 64 MB unless told otherwise, 0 keeps none. */
  cacheBytes?: number;
  /** How often one address may ask for a costly page that is not kept, in a minute; 600 unless told otherwise. */
  costlyPerMinute?: number;
  /** Where it differs from the usual. */
  patience?: Partial<SitePatience>;
  /** The build to serve, as `ensureBuilt` returned it; the present or latest one unless told otherwise. */
  dir?: string;
}

export interface RunningSite extends AsyncDisposable {
  url: string;
  /** Stops taking requests, lets those under way finish for a few seconds, then ends them. Once closed, it does nothing. */
  close(): Promise<void>;
}

/** How long a request may go on after `close`, milliseconds. With closing the database, within the 10 s that Docker waits. */
const graceMs = 5000;

/** How long everything may take, milliseconds. */
export interface SitePatience {
  /** The head of a request to arrive. */
  headMs: number;
  /** All of a request to arrive. */
  requestMs: number;
  /** An answer to be made: a database that has not answered by then will not. */
  answerMs: number;
  /** Silence on a connection. Longer than an answer may take, so that only stalled readers are cut off. */
  silentMs: number;
}

const usualPatience: SitePatience = { headMs: 10_000, requestMs: 20_000, answerMs: 20_000, silentMs: 30_000 };
/** How often it is looked for requests that take too long, milliseconds. */
const checkEveryMs = 1_000;
/** Connections at once; more are refused. Each may hold an answer of a few hundred kilobytes. */
const maxConnections = 2_000;
/** Answers one connection may wait for at once. */
const maxWaiting = 8;
/** What is said in place of a page that takes too long. */
const tooLate = toAnswer(
  503,
  { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', 'retry-after': '5' },
  Buffer.from('It took too long to make this page. Try again in a moment.\n'),
  'unmatched',
);

/** Sent with everything, names and values in turn. No script, style or frame from anywhere else, and none written into a page. */
const securityHeaders = [
  'content-security-policy',
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options',
  'nosniff',
  'referrer-policy',
  'strict-origin-when-cross-origin',
  'cross-origin-opener-policy',
  'same-origin',
  'permissions-policy',
  'camera=(), geolocation=(), microphone=()',
  'x-frame-options',
  'DENY',
];

const contentTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** Rendered pages that are kept, bytes, where nothing else is said. */
const defaultCacheBytes = 64 * 1024 * 1024;
/** How often one address may ask for servers to be visited again, in a minute. */
const refreshesPerMinute = 6;
/** Longer addresses are not kept; they are made up. Characters. */
const maxKeptPath = 600;
/** Pages that cost more than others, and how often one address may ask for those that are not kept, in a minute. */
const costly =
  /^\/(?:search|compare|tools|servers|api\/search\.json|api\/suggest\.json|(?:.*\/)?(?:card\.png|why))\/?$/;
const costlyPerMinute = 600;

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
  const { contacts = {} } = options;

  const cacheBytes = options.cacheBytes ?? defaultCacheBytes;
  let feed: ChangeFeed | undefined;
  const pages = createPageCache<Answer>({ maxBytes: cacheBytes, fresh: () => feed?.hears() ?? false });
  if (options.listen && cacheBytes > 0) feed = await followChanges(options.db, options.listen, pages.changed);
  const wait = createLimit(options.costlyPerMinute ?? costlyPerMinute);
  const waitToRefresh = createLimit(refreshesPerMinute);
  const underWay = new Map<string, Promise<Answer>>();

  const send = (request: IncomingMessage, response: ServerResponse, key: string, answer: Answer) =>
    sendAnswer(request, response, answer, securityHeaders, { grew: (bytes) => pages.grow(key, answer, bytes) });

  /** Renders a page, or waits for the one that is being rendered. */
  const render = (key: string, path: string): Promise<Answer> => {
    const known = underWay.get(key);
    if (known) return known;
    const pending = pages.begin(key, subjectOf(path));
    const about: { route?: string } = {};
    const page = rendering.run(path, () =>
      renderPage(
        handler,
        key,
        { db: options.db, siteUrl, contacts, mayRefresh: options.refresh !== undefined, request: about },
        about,
      ),
    );
    const rendered = withinTime(page, patience.answerMs)
      .then((answer) => {
        const keep =
          answer.status === 200 && key.length <= maxKeptPath && answer.headers['cache-control'] !== 'no-store';
        if (keep) pages.put(pending, answer, answer.body.length + key.length + 1_000);
        else pages.abandon(pending);
        return answer;
      })
      .catch((error: unknown) => {
        pages.abandon(pending);
        throw error;
      })
      .finally(() => underWay.delete(key));
    underWay.set(key, rendered);
    return rendered;
  };

  /** Takes a visitor's wish that a server be visited again, from a page of this site only. */
  const askAgain = async (
    request: IncomingMessage,
    response: ServerResponse,
    slug: string,
    refresh: NonNullable<SiteOptions['refresh']>,
  ): Promise<void> => {
    request.resume();
    if (!isFromHere(request)) return refuse(response, 403, 'Only the pages of this site may ask');
    const seconds = waitToRefresh(request.socket.remoteAddress ?? '');
    if (seconds > 0) return refuse(response, 429, 'Too many requests', ['retry-after', String(seconds)]);
    try {
      await refresh(slug);
      response.writeHead(303, [...securityHeaders, 'location', `/servers/${slug}`, 'cache-control', 'no-store']).end();
    } catch (error) {
      console.error(plainLines(inspect(error)));
      refuse(response, 503, 'The database does not answer at the moment', ['retry-after', '5']);
    }
  };

  const patience = { ...usualPatience, ...options.patience };
  const timeouts = {
    headersTimeout: patience.headMs,
    requestTimeout: patience.requestMs,
    connectionsCheckingInterval: checkEveryMs,
  };
  /** Answers that each connection waits for. */
  const waiting = new WeakMap<Duplex, number>();
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    const before = waiting.get(socket) ?? 0;
    // No browser asks like that; whoever does would keep everybody else waiting.
    if (before >= maxWaiting) return void socket.destroy();
    waiting.set(socket, before + 1);
    response.once('close', () => waiting.set(socket, (waiting.get(socket) ?? 1) - 1));
    const ended = options.requested?.();
    let route: string | undefined;
    if (ended) {
      response.once('close', () =>
        ended({ route: route ?? 'unmatched', status: response.headersSent ? response.statusCode : undefined }),
      );
    }
    const key = request.url ?? '';
    const readable = request.method === 'GET' || request.method === 'HEAD';
    const kept = readable ? pages.get(key) : undefined;
    if (kept) {
      route = kept.route;
      return send(request, response, key, kept);
    }
    const path = pathOf(key);
    if (path === undefined) return refuse(response, 400, 'Bad request');
    const asked = request.method === 'POST' ? /^\/servers\/([a-z0-9-]{1,100})\/refresh$/.exec(path)?.[1] : undefined;
    if (asked !== undefined && options.refresh) return void askAgain(request, response, asked, options.refresh);
    if (!readable) return refuse(response, 405, 'Method not allowed', ['allow', 'GET, HEAD']);
    if (path === '/healthz' && options.checkHealth) {
      route = path;
      options
        .checkHealth()
        .then(({ status, type, text }) => {
          response.writeHead(status, [...securityHeaders, 'content-type', type, 'cache-control', 'no-store']).end(text);
        })
        .catch((error: unknown) => fail(response, error));
      return;
    }
    const file = files.get(path);
    if (file) {
      route = 'file';
      return sendAnswer(request, response, file, securityHeaders, { best: true });
    }
    if (costly.test(path)) {
      const seconds = wait(request.socket.remoteAddress ?? '');
      if (seconds > 0) return refuse(response, 429, 'Too many requests', ['retry-after', String(seconds)]);
    }
    render(key, path)
      .then((answer) => {
        route = answer.route;
        send(request, response, key, answer);
      })
      .catch((error: unknown) => fail(response, error));
  };
  const server = createServer(timeouts, (request, response) => {
    try {
      handle(request, response);
    } catch (error) {
      fail(response, error);
    }
  });
  server.maxConnections = maxConnections;
  server.setTimeout(patience.silentMs);
  server.on('clientError', answerBrokenRequest);

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  const url = `http://${shown}:${port}`;
  siteUrl = (options.siteUrl ?? url).replace(/\/+$/, '');

  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= (async () => {
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      await new Promise((resolve) => server.close(resolve));
      clearTimeout(timer);
      await feed?.close();
      pages.close();
    })();
    return closed;
  };
  return { url, close, [Symbol.asyncDispose]: close };
}

/** A page, or what is said in its place once its time is over. Whoever asks for it after that has it made anew. */
async function withinTime(page: Promise<Answer>, answerMs: number): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Answer>((resolve) => {
    timer = setTimeout(resolve, answerMs, tooLate);
  });
  try {
    return await Promise.race([page, late]);
  } finally {
    page.catch(() => {});
    clearTimeout(timer);
  }
}

/** Whether a form was sent from a page of the same origin: browsers say so, in one header or the other. */
function isFromHere({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return headers.origin !== undefined && URL.parse(headers.origin)?.host === headers.host;
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

/** All files of the build by path; they are few and small, and a path that is not in the map cannot lead anywhere. */
function readFiles(dir: string): Map<string, Answer> {
  const files = new Map<string, Answer>();
  if (!existsSync(dir)) return files;
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(dir, file).split(sep).join('/')}`;
    // A name that holds a hash of its content stays what it is.
    const lasts = path.startsWith('/_astro/') ? 'public, max-age=31536000, immutable' : 'public, max-age=3600';
    const headers = {
      'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
      'cache-control': lasts,
    };
    files.set(path, toAnswer(200, headers, readFileSync(file), 'file'));
  }
  return files;
}

/** What to say to a request that is none, by Node's code; everything else is a bad request. */
const brokenRequests: Record<string, [status: string, text: string]> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The address or another header is too long.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request took too long to arrive.'],
};

/** Answers what never became a request, and ends the connection. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const [status, text] = brokenRequests[error.code ?? ''] ?? ['400 Bad Request', 'This is no request.'];
  const headers = [
    ...securityHeaders,
    ...['content-type', 'text/plain; charset=utf-8', 'content-length', String(text.length + 1), 'connection', 'close'],
  ];
  const lines = headers.map((word, index) => (index % 2 === 0 ? `${word}: ` : `${word}\r\n`)).join('');
  socket.end(`HTTP/1.1 ${status}\r\n${lines}\r\n${text}\n`);
}

/** Ends an answer that could not be made, whatever threw, and says so in the log. */
function fail(response: ServerResponse, error: unknown): void {
  console.error(plainLines(inspect(error)));
  if (response.headersSent) response.destroy();
  else refuse(response, 500, 'Server error');
}

function refuse(response: ServerResponse, status: number, text: string, headers: readonly string[] = []): void {
  response
    .writeHead(status, [...securityHeaders, ...headers, 'content-type', 'text/plain; charset=utf-8'])
    .end(`${text}\n`);
}

/** What a page shows, by its path: one server, or many. */
function subjectOf(path: string): PageSubject {
  const slug = /^\/(?:servers|badge)\/([a-z0-9-]+)(?:[/.]|$)/.exec(path)?.[1];
  return slug ?? everything;
}
