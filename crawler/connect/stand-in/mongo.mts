/**
 * MongoDB with nothing in it, by its wire protocol
 * (https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/). Runs inside the sandbox.
 */
import type { Socket } from 'node:net';

const headerBytes = 16;
/** Kinds of messages: the answer to the oldest questions, those, and all others. */
const kinds = { reply: 1, query: 2004, message: 2013 };
/** Longest message that is waited for, bytes. */
const maxBytes = 48_000_000;

/** Whether a client's first bytes are a message of MongoDB. */
export function mongoSpeaks(first: Buffer): boolean {
  if (first.length < headerBytes) return false;
  const kind = first.readInt32LE(12);
  return (kind === kinds.query || kind === kinds.message) && first.readInt32LE(0) <= maxBytes;
}

/** Answers every question of a client with the same: here I am, and I have none. */
export function serveMongo(socket: Socket): void {
  let rest = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= headerBytes) {
      const length = rest.readInt32LE(0);
      if (length < headerBytes || length > maxBytes) return socket.destroy();
      if (rest.length < length) return;
      socket.write(answerTo(rest.readInt32LE(4), rest.readInt32LE(12)));
      rest = rest.subarray(length);
    }
  });
}

function answerTo(request: number, kind: number): Buffer {
  const isQuery = kind === kinds.query;
  // Flags, cursor, first and number of documents; or flags and the kind of the only section.
  const before = isQuery ? Buffer.from([8, 0, 0, 0, ...Array(12).fill(0), 1, 0, 0, 0]) : Buffer.alloc(5);
  const header = Buffer.alloc(headerBytes);
  header.writeInt32LE(headerBytes + before.length + nothing.length, 0);
  header.writeInt32LE(request, 8);
  header.writeInt32LE(isQuery ? kinds.reply : kinds.message, 12);
  return Buffer.concat([header, before, nothing]);
}

type Value = boolean | number | bigint | string | Value[] | { [key: string]: Value };

/** A document as BSON (https://bsonspec.org/spec.html), of the kinds of values that are needed here. */
function toBson(document: { [key: string]: Value }): Buffer {
  const parts = Object.entries(document).map(([key, value]) => {
    const [kind, content] = toElement(value);
    return Buffer.concat([Buffer.from([kind]), Buffer.from(`${key}\0`), content]);
  });
  const content = Buffer.concat([...parts, Buffer.alloc(1)]);
  return Buffer.concat([int32(content.length + 4), content]);
}

function toElement(value: Value): [kind: number, content: Buffer] {
  if (typeof value === 'boolean') return [0x08, Buffer.from([Number(value)])];
  if (typeof value === 'number') return [0x10, int32(value)];
  if (typeof value === 'string')
    return [0x02, Buffer.concat([int32(Buffer.byteLength(value) + 1), Buffer.from(`${value}\0`)])];
  if (typeof value !== 'bigint')
    return [Array.isArray(value) ? 0x04 : 0x03, toBson(Object.fromEntries(Object.entries(value)))];
  const content = Buffer.alloc(8);
  content.writeBigInt64LE(value);
  return [0x12, content];
}

function int32(value: number): Buffer {
  const content = Buffer.alloc(4);
  content.writeInt32LE(value);
  return content;
}

/** What a client looks for in the answer to whatever it asks: that all is well, who answers, and lists of nothing. */
const nothing = toBson({
  ok: 1,
  ismaster: true,
  isWritablePrimary: true,
  helloOk: true,
  minWireVersion: 0,
  maxWireVersion: 21,
  maxBsonObjectSize: 16_777_216,
  maxMessageSizeBytes: maxBytes,
  maxWriteBatchSize: 100_000,
  readOnly: false,
  version: '7.0.0',
  n: 0,
  databases: [],
  cursor: { id: 0n, ns: 'placeholder.placeholder', firstBatch: [] },
});
