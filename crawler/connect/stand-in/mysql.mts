/**
 * MySQL with nothing in it, by its protocol
 * (https://dev.mysql.com/doc/dev/mysql-server/latest/PAGE_PROTOCOL.html). Runs inside the sandbox.
 */
import type { Socket } from 'node:net';

/** First bytes of a client's messages. */
const commands = { quit: 0x01, query: 0x03, prepare: 0x16, execute: 0x17 };
/** Of the protocol since 4.1, with sign-in by named methods, a database at once, and many statements; without TLS. */
const capabilities = 0x1 | 0x2 | 0x4 | 0x8 | 0x200 | 0x2000 | 0x8000 | 0x10000 | 0x20000 | 0x80000;
const utf8 = 45;
const isFree = 2;

/** Greets a client, lets in whoever signs in, and answers what is asked for rows with none, all else with consent. */
export function serveMysql(socket: Socket): void {
  let rest = Buffer.alloc(0);
  let isOpen = false;
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 4) {
      const length = rest.readUIntLE(0, 3);
      if (rest.length < length + 4) return;
      const [order, content] = [rest[3]!, rest.subarray(4, length + 4)];
      rest = rest.subarray(length + 4);
      if (isOpen && content[0] === commands.quit) return socket.end();
      socket.write(packets(isOpen ? answerTo(content) : [consent], order + 1));
      isOpen = true;
    }
  });
  socket.write(packets([greeting], 0));
}

function answerTo(content: Buffer): Buffer[] {
  const text = content.toString('latin1', 1);
  if (content[0] === commands.execute) return noRows;
  if (content[0] === commands.query)
    return /^\s*(?:select|show|desc|explain|with|values)/i.test(text) ? noRows : [consent];
  if (content[0] !== commands.prepare) return [consent];
  const blanks = text.split('?').length - 1;
  const ready = Buffer.from([0, 1, 0, 0, 0, 0, 0, blanks & 0xff, blanks >> 8, 0, 0, 0]);
  return blanks === 0 ? [ready] : [ready, ...Array<Buffer>(blanks).fill(column), end];
}

/** Messages in their order, each after its length and number. */
function packets(contents: readonly Buffer[], first: number): Buffer {
  return Buffer.concat(
    contents.flatMap((content, at) => {
      const head = Buffer.alloc(4);
      head.writeUIntLE(content.length, 0, 3);
      head[3] = (first + at) & 0xff;
      return [head, content];
    }),
  );
}

const salt = 'placeholder-salt-xyz';
const greeting = Buffer.concat([
  Buffer.from('\u000A8.0.36\0', 'latin1'),
  Buffer.from([1, 0, 0, 0]),
  Buffer.from(`${salt.slice(0, 8)}\0`),
  Buffer.from([capabilities & 0xff, (capabilities >> 8) & 0xff, utf8, isFree, 0]),
  Buffer.from([(capabilities >> 16) & 0xff, capabilities >> 24, salt.length + 1, ...Array(10).fill(0)]),
  Buffer.from(`${salt.slice(8)}\0mysql_native_password\0`),
]);
const consent = Buffer.from([0, 0, 0, isFree, 0, 0, 0]);
const end = Buffer.from([0xfe, 0, 0, isFree, 0]);
/** A column of text by the name of `a`: catalogue, schema, table, its own name, name, its own name, and its shape. */
const column = Buffer.from([3, 100, 101, 102, 0, 0, 0, 1, 97, 0, 12, utf8, 0, 255, 0, 0, 0, 0xfd, 0, 0, 0, 0, 0]);
const noRows = [Buffer.from([1]), column, end, end];
