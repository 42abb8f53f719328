/**
 * The stand-in's one port: whatever connects is answered as a database where it speaks to one, and otherwise as HTTP,
 * over TLS where it begins that. Runs inside the sandbox and imports nothing of toolrisk.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { answer, readAsked } from './answers.mts';
import type { Authority } from './certificates.mts';
import { serveDatabase } from './databases.mts';
import { serveMysql } from './mysql.mts';

/** How long a client that waits to be spoken to may be silent, milliseconds: only those of MySQL do. */
const silenceMs = 300;
/** First byte of a TLS handshake. */
const tlsHandshake = 0x16;
/** What RFC 6455 has a server add to a client's key. */
const webSocketSuffix = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/**
 * Begins to answer on a free port of the loopback.
 * @param unasked see `answer`
 * @returns the port
 */
export async function listen(authority: Authority, unasked: string): Promise<number> {
  const http = createServer((request, response) => void respond(request, response, unasked));
  http.on('upgrade', openWebSocket).on('clientError', (_error, socket) => socket.destroy());
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    const waits = setTimeout(() => {
      socket.removeAllListeners('readable');
      serveMysql(socket);
    }, silenceMs);
    socket.once('close', () => clearTimeout(waits));
    socket.once('readable', () => {
      clearTimeout(waits);
      const first = socket.read() as Buffer | null;
      if (first === null) return;
      socket.unshift(first);
      if (first[0] === tlsHandshake) http.emit('connection', secure(socket, authority));
      else if (!serveDatabase(socket, first)) http.emit('connection', socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function secure(socket: Socket, authority: Authority): TLSSocket {
  const contextFor = (host: string) => createSecureContext(authority.issue(host));
  const secured = new TLSSocket(socket, {
    isServer: true,
    secureContext: contextFor('localhost'),
    SNICallback: (host, done) => done(null, contextFor(host)),
    ALPNProtocols: ['http/1.1'],
  });
  return secured.on('error', () => socket.destroy());
}

async function respond(request: IncomingMessage, response: ServerResponse, unasked: string): Promise<void> {
  try {
    const scheme = request.socket instanceof TLSSocket ? 'https' : 'http';
    const { status, type, body } = answer(await readAsked(request, scheme), unasked);
    response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
    response.end(request.method === 'HEAD' ? undefined : body);
  } catch {
    response.destroy();
  }
}

/** Opens a web socket, on which nothing is ever said. */
function openWebSocket(request: IncomingMessage, socket: NodeJS.WritableStream): void {
  const key = request.headers['sec-websocket-key'] ?? '';
  const accept = createHash('sha1')
    .update(key + webSocketSuffix)
    .digest('base64');
  socket.on('error', () => {});
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
}
