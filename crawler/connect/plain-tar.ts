/** Keeps what is packed a second time away from the reader of archives. */

/** How gzip and Zstandard begin. */
const packedStarts = [Buffer.from([0x1f, 0x8b]), Buffer.from([0x28, 0xb5, 0x2f, 0xfd])];
const longestStart = Math.max(...packedStarts.map(({ length }) => length));

/**
 * Passes on the chunks of an unpacked archive. The reader of archives unpacks by itself whatever begins like something
 * packed, and what comes out then nobody counts; so that is refused, however small the pieces are in which it begins.
 * @param refuse makes the error for what is packed twice
 */
export async function* plainTar(chunks: AsyncIterable<Buffer>, refuse: () => Error): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (head !== undefined) {
      head = Buffer.concat([head, chunk]);
      if (head.length < longestStart) continue;
    }
    const next: Buffer = head ?? chunk;
    if (head !== undefined && isPacked(next)) throw refuse();
    head = undefined;
    yield next;
  }
  if (head === undefined || head.length === 0) return;
  if (isPacked(head)) throw refuse();
  yield head;
}

function isPacked(head: Buffer): boolean {
  return packedStarts.some((start) => head.subarray(0, start.length).equals(start));
}
