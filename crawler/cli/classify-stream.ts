/** `toolrisk classify`: JSON Lines in, JSON Lines out, in order and in constant memory. */
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { createLinesClassifier, type Judged, type LineFlags, lineEnd } from './classify-lines.ts';
import { startThreads, type Threads } from './classify-threads.ts';

/** What a whole stream came to. */
export type StreamResult = Omit<Judged, 'bytes'>;

/** Lines after which further threads pay: they take as long to start as thousands of lines to judge. */
const manyLines = 10_000;
/** Lots of lines that are under way or not written yet, so that memory stays constant. */
const maxAhead = 32;

/** Some bytes as one piece that owns its buffer. */
const joined = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** A stream in lots of whole lines. They stay bytes until they are judged: nothing of them lies on the heap of this thread. */
async function* lotsOf(input: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const rest: Uint8Array[] = [];
  for await (const chunk of input) {
    const end = chunk.lastIndexOf(lineEnd) + 1;
    if (end > 0) yield joined([...rest.splice(0), chunk.subarray(0, end)]);
    if (end < chunk.length) rest.push(chunk.subarray(end));
  }
  if (rest.length > 0) yield joined(rest);
}

/**
 * Reads definitions and writes one verdict per line, waiting where the reader is slow. Empty lines are skipped.
 * @param flags `explain`: write why each got its verdict instead, as text or, with `json`, one line each
 * @param start starts the threads that help with a long stream
 */
export async function classifyStream(
  input: Readable,
  output: Writable,
  flags: LineFlags = {},
  start: (flags: LineFlags) => Threads = startThreads,
): Promise<StreamResult> {
  const judge = createLinesClassifier(flags);
  const result = { judged: 0, bad: 0 };
  const write = async (lot: Judged | Promise<Judged>): Promise<void> => {
    const { bytes, judged, bad } = await lot;
    result.judged += judged;
    result.bad += bad;
    if (bytes.length > 0 && !output.write(bytes)) await once(output, 'drain');
  };
  await using helped = new AsyncDisposableStack();
  let threads: Threads | undefined;
  /** Each ends when its lot and all before it are written. */
  const ahead: Promise<void>[] = [];
  for await (const lot of lotsOf(input)) {
    if (result.judged + result.bad >= manyLines) threads ??= helped.use(start(flags));
    const judged = threads?.judge(lot) ?? judge(lot);
    const written = Promise.all([judged, ahead.at(-1)]).then(([done]) => write(done));
    // Whoever waits for it is told.
    written.catch(() => {});
    ahead.push(written);
    // Without threads nothing is ahead of what is written.
    while (ahead.length > (threads === undefined ? 0 : maxAhead)) await ahead.shift();
  }
  await Promise.all(ahead);
  return result;
}
