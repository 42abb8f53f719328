/**
 * The stand-in as a database with nothing in it, for servers that connect to one before they list: PostgreSQL, Redis and
 * MongoDB, whose clients speak first, and MySQL, whose clients wait. Runs inside the sandbox and imports nothing of toolrisk.
 */
import type { Socket } from 'node:net';
import { mongoSpeaks, serveMongo } from './mongo.mts';

/** Codes in the place of a version: the request for TLS, and protocol 3.0. */
const postgresCodes = { tls: 80_877_103, protocol: 196_608 };

/** Speaks to a client whose first bytes are those of a database's protocol. @returns whether they are */
export function serveDatabase(socket: Socket, first: Buffer): boolean {
  if (first[0] === 0x2a) {
    socket.on('data', (chunk: Buffer) => socket.write(answerRedis(chunk.toString('latin1'))));
    return true;
  }
  if (mongoSpeaks(first)) {
    serveMongo(socket);
    return true;
  }
  if (first.length < 8 || !Object.values(postgresCodes).includes(first.readInt32BE(4))) return false;
  let rest = Buffer.alloc(0);
  let isOpen = false;
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const head = isOpen ? 1 : 0;
      const length = rest.length < head + 4 ? Number.POSITIVE_INFINITY : rest.readInt32BE(head) + head;
      if (length < head + 4) return socket.destroy();
      if (rest.length < length) return;
      const message = rest.subarray(0, length);
      rest = rest.subarray(length);
      if (isOpen) socket.write(answerPostgres(String.fromCharCode(message[0] ?? 0)));
      else if (message.readInt32BE(4) === postgresCodes.tls) socket.write('N');
      else {
        isOpen = true;
        socket.write(Buffer.concat([say('R', Buffer.alloc(4)), ready]));
      }
    }
  });
  return true;
}

/** One answer for each command, an array of its words. Every key is missing. */
function answerRedis(text: string): string {
  return [...text.matchAll(/\*\d+\r\n\$\d+\r\n(\w+)\r\n/g)]
    .map(([, name = '']) => {
      switch (name.toUpperCase()) {
        case 'HELLO':
          return '-ERR unknown command\r\n';
        case 'PING':
          return '+PONG\r\n';
        case 'INFO':
          return '$20\r\nredis_version:7.2.0\r\n\r\n';
        case 'GET':
          return '$-1\r\n';
        case 'KEYS':
          return '*0\r\n';
        default:
          return '+OK\r\n';
      }
    })
    .join('');
}

/** A message of PostgreSQL: kind, length, content. */
function say(kind: string, content: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(kind, 'latin1');
  head.writeInt32BE(content.length + 4, 1);
  return Buffer.concat([head, content]);
}

const ready = say('Z', Buffer.from('I'));
const noRows = say('C', Buffer.from('SELECT 0\0'));
/** To parse, bind, describe, execute, close, sync, and to a plain query. */
const answers: Record<string, Buffer> = {
  P: say('1', Buffer.alloc(0)),
  B: say('2', Buffer.alloc(0)),
  D: Buffer.concat([say('t', Buffer.alloc(2)), say('n', Buffer.alloc(0))]),
  E: noRows,
  C: say('3', Buffer.alloc(0)),
  S: ready,
  Q: Buffer.concat([noRows, ready]),
};
const answerPostgres = (kind: string) => answers[kind] ?? Buffer.alloc(0);
