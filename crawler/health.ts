/** What whoever operates toolrisk asks of a process: does it work, and how much. The same for worker, site and both in one. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StopRun } from '#crawler/errors.ts';
import type { Metrics } from '#crawler/metrics.ts';
import type { Db } from '#db/client.ts';
import { pingDatabase } from '#db/queries/figures.ts';

/** An answer in plain text. */
export interface HealthAnswer {
  status: number;
  /** Content type. */
  type: string;
  text: string;
}

const plain = 'text/plain; charset=utf-8';

/** `/healthz`: 200 while the database answers, else 503 and why. Never throws. */
export async function checkHealth(db: Db): Promise<HealthAnswer> {
  try {
    await pingDatabase(db);
    return { status: 200, type: plain, text: 'ok\n' };
  } catch (error) {
    return { status: 503, type: plain, text: `The database cannot be asked: ${rootMessage(error)}.\n` };
  }
}

/** The driver's own words, without the query that Drizzle puts in front of them. */
function rootMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause) return rootMessage(error.cause);
  return error.message || ('code' in error ? String(error.code) : error.name);
}

/**
 * Serves `/healthz` and `/metrics` on an address of their own, so that what only the operator is to see can be kept from
 * the public.
 * @param address `host:port` or a port on 127.0.0.1; port 0 takes any free one
 * @throws {StopRun} when the address is none; and when it is taken
 */
export async function serveHealth(
  address: string,
  { db, metrics }: { db: Db; metrics: Metrics },
): Promise<{ url: string; close(): Promise<void> } & AsyncDisposable> {
  const [, host, port] = /^(?:\[?([\w.:-]*?)\]?:)?(\d{1,5})$/.exec(address) ?? [];
  if (port === undefined || Number(port) > 65_535) {
    throw new StopRun(`--health takes host:port, such as 127.0.0.1:9090, not "${address}".`);
  }
  const answers: Record<string, () => Promise<HealthAnswer>> = {
    '/healthz': () => checkHealth(db),
    '/metrics': async () => ({ status: 200, ...(await metrics.render()) }),
  };
  const server = createServer(async (request, response) => {
    const path = (request.url ?? '/').split('?')[0]!;
    const answer = Object.hasOwn(answers, path) ? answers[path] : undefined;
    const { status, type, text } = answer
      ? await answer()
      : { status: 404, type: plain, text: 'There are /healthz and /metrics.\n' };
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(Number(port), host || '127.0.0.1', resolve);
  });
  const bound = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    url: `http://${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}`,
    close,
    [Symbol.asyncDispose]: close,
  };
}
