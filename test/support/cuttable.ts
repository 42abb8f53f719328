/** A way to a database that can be cut: what a network, a failover or a restart does to everybody connected at once. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A database by another address, until closed. */
export interface Cuttable extends AsyncDisposable {
  /** The same address with host and port replaced. */
  url: string;
  /** Ends every connection, and refuses new ones until `mend`. */
  cut(): void;
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
  const server = createServer((socket) => {
    socket.on('error', () => {});
    if (!whole) {
      refused++;
      socket.resetAndDestroy();
      return;
    }
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
