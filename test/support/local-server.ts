/** A server on this machine that answers as a test says, and remembers what it was asked. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What is answered. An object is sent as JSON. */
export interface LocalAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: object | string | Buffer;
}

export interface LocalServer extends AsyncDisposable {
  url: string;
  /** Paths with their queries, in the order they were asked. */
  requests: string[];
  /** Answers given before any other, one request each. */
  faults: LocalAnswer[];
}

/** @param answer by the address and headers of a request; nothing is 404 */
export async function startLocalServer(
  answer: (url: URL, headers: IncomingMessage['headers']) => LocalAnswer | undefined,
): Promise<LocalServer> {
  const requests: string[] = [];
  const faults: LocalAnswer[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    const given = faults.shift() ?? answer(new URL(request.url ?? '/', 'http://local'), request.headers);
    const { status = 200, headers = {}, body = '' } = given ?? { status: 404 };
    const isText = typeof body === 'string' || Buffer.isBuffer(body);
    response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json', ...headers });
    response.end(isText ? body : JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    faults,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
