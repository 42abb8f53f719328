/** A way to a database that can be cut: what a network, a failover or a restart does to everybody connected at once. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A database by another address, until closed. */
export interface Cuttable extends AsyncDisposable {
  /** The same address with host and port replaced. */
  url: string;
  /** Ends every connection, and refuses new ones until `mend`. */
  cut(): void;
  /** Cuts once somebody says this; who said it is told of the end in order, as by a server that is shut down. */
  cutAt(words: string): void;
  mend(): void;
  /** How many connections were refused so far. */
  refused(): number;
}

/** Passes connections on to the database at the address. */
export async function makeCuttable(url: string): Promise<Cuttable> {
  const behind = new URL(url);
  const sockets = new Set<Socket>();
  let whole = true;
  let refused = 0;
  let words: string | undefined;
  const server = createServer((socket) => {
    socket.on('error', () => {});
    if (!whole) {
      refused++;
      socket.resetAndDestroy();
      return;
    }
    socket.on('data', (chunk) => {
      if (words === undefined || !chunk.includes(words)) return;
      words = undefined;
      sockets.delete(socket);
      socket.end();
      cut();
    });
    const other = connect(Number(behind.port || 5432), behind.hostname);
    for (const [from, to] of [
      [socket, other],
      [other, socket],
    ] as const) {
      sockets.add(from);
      from.on('error', () => {}).pipe(to);
      from.once('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = new URL(url);
  address.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cut = () => {
    whole = false;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: address.href,
    cut,
    cutAt: (those) => {
      words = those;
    },
    mend: () => {
      whole = true;
    },
    refused: () => refused,
    async [Symbol.asyncDispose]() {
      server.close();
      cut();
    },
  };
}
