/**
 * One process owns an embedded database. The lock is a listening socket named after the folder: the system frees it
 * when its owner dies, however it dies, so there is no stale lock to clean up.
 */
import { createHash } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The embedded database is open in another process. Stop that one, or use `DATABASE_URL` with a PostgreSQL server. */
export class DatabaseInUse extends Error {
  override name = 'DatabaseInUse';
}

/** Linux frees an abstract socket with its process; elsewhere the socket is a file whose owner may have died. */
function socketPath(dir: string): string {
  const name = `toolrisk-${createHash('sha256').update(dir).digest('hex').slice(0, 24)}`;
  return process.platform === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.sock`);
}

function listen(path: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.end(String(process.pid)));
    server.once('error', reject);
    server.listen({ path }, () => {
      server.unref();
      resolve(server);
    });
  });
}

/** Process id of the owner, or undefined if nobody answers (the owner died and left a socket file). */
function askOwner(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect({ path });
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('end', () => resolve(text));
    socket.on('error', () => resolve(undefined));
  });
}

/**
 * Takes the lock on a folder for this process.
 * @param dir absolute path of the folder, symlinks resolved
 * @returns a function that gives the lock back
 * @throws {DatabaseInUse} when another process (or this one) has it
 */
export async function lockDirectory(dir: string): Promise<() => Promise<void>> {
  const path = socketPath(dir);
  const take = () =>
    listen(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') throw error;
      return undefined;
    });
  let server = await take();
  if (!server) {
    const owner = await askOwner(path);
    if (owner === undefined && !path.startsWith('\0')) {
      unlinkSync(path);
      server = await take();
    }
    if (!server) {
      throw new DatabaseInUse(
        `The database in ${dir} is open in another toolrisk process${owner ? ` (process ${owner})` : ''}. ` +
          'Stop that one first, give this one its own folder with --db, or set DATABASE_URL to a PostgreSQL server that several processes can share.',
      );
    }
  }
  const held = server;
  return () => new Promise((resolve) => held.close(() => resolve()));
}
