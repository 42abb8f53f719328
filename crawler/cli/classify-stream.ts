/** `toolrisk classify`: JSON Lines in, JSON Lines out, in order and in constant memory. */
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { writeJson } from '#crawler/text/json.ts';
import { createLineClassifier } from './classify-line.ts';

/** What a whole stream came to. */
export interface StreamResult {
  /** Lines judged. */
  judged: number;
  /** Lines that could not be judged; each has an `error` record in its place. */
  bad: number;
}

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
 */
export async function classifyStream(
  input: Readable,
  output: Writable,
  flags: { explain?: boolean; json?: boolean } = {},
): Promise<StreamResult> {
  const judge = createLineClassifier(flags.explain);
  const result = { judged: 0, bad: 0 };
  for await (const lines of linesOf(input)) {
    let text = '';
    for (const line of lines) {
      if (line.trim() === '') continue;
      const { output: record, text: why, ok } = judge(line);
      if (ok) result.judged++;
      else result.bad++;
      text += why === undefined || flags.json ? `${writeJson(record, 0)}\n` : `${why}\n`;
    }
    if (text !== '' && !output.write(text)) await once(output, 'drain');
  }
  return result;
}
