/** `toolrisk classify`: JSON Lines in, JSON Lines out, in order and in constant memory. */
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { createLinesClassifier, type Judged, type LineFlags } from './classify-lines.ts';
import { startThreads, type Threads } from './classify-threads.ts';

/** What a whole stream came to. */
export type StreamResult = Omit<Judged, 'text'>;

/** Lines after which further threads pay: they take as long to start as thousands of lines to judge. */
const manyLines = 10_000;
/** Lots of lines that are under way or not written yet, so that memory stays constant. */
const maxAhead = 32;

/**
 * The lines of a stream, ended by `\n` or `\r\n` alone: U+2028, which Node's own reader of lines takes for an end, may
 * stand in a JSON string.
 */
async function* linesOf(input: Readable): AsyncGenerator<string[]> {
  let rest = '';
  for await (const chunk of input.setEncoding('utf8')) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield lines;
  }
  yield [rest];
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
    const { text, judged, bad } = await lot;
    result.judged += judged;
    result.bad += bad;
    if (text !== '' && !output.write(text)) await once(output, 'drain');
  };
  await using helped = new AsyncDisposableStack();
  let threads: Threads | undefined;
  let read = 0;
  /** Each ends when its lot and all before it are written. */
  const ahead: Promise<void>[] = [];
  for await (const lines of linesOf(input)) {
    read += lines.length;
    if (read > manyLines) threads ??= helped.use(start(flags));
    const lot = threads?.judge(lines) ?? judge(lines);
    const written = Promise.all([lot, ahead.at(-1)]).then(([done]) => write(done));
    // Whoever waits for it is told.
    written.catch(() => {});
    ahead.push(written);
    // Without threads nothing is ahead of what is written.
    while (ahead.length > (threads === undefined ? 0 : maxAhead)) await ahead.shift();
  }
  await Promise.all(ahead);
  return result;
}
