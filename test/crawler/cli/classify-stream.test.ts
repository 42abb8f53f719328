import { Readable, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createLinesClassifier, type LineFlags } from '#crawler/cli/classify-lines.ts';
import { classifyStream } from '#crawler/cli/classify-stream.ts';
import { startThreads, type Threads } from '#crawler/cli/classify-threads.ts';

const run = (...chunks: (string | Buffer)[]) => runWith(undefined, ...chunks);

async function runWith(start: ((flags: LineFlags) => Threads) | undefined, ...chunks: (string | Buffer)[]) {
  let text = '';
  const output = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  const result = await classifyStream(Readable.from(chunks, { objectMode: false }), output, {}, start);
  return {
    ...result,
    lines: text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  };
}

const line = (name: string, id?: string, description?: string) => JSON.stringify({ id, tool: { name, description } });

test('one verdict per line, in order, with the keys of the contract', async () => {
  const { judged, bad, lines } = await run(`${line('get_user', 'a')}\n${line('delete_user')}\n`);
  expect([judged, bad]).toEqual([2, 0]);
  expect(lines.map(({ id, tool, category }) => [id, tool, category])).toEqual([
    ['a', 'get_user', 'read'],
    [undefined, 'delete_user', 'destructive'],
  ]);
  for (const key of ['risk', 'confidence', 'evidence', 'signals', 'contradictions', 'policy']) {
    expect(lines[0]).toHaveProperty(key);
  }
  expect(Object.keys(lines[1])[0]).toBe('tool');
});

test('a bad line has its error in its place, with its id where it has one; the others are judged', async () => {
  const { judged, bad, lines } = await run(
    [line('get_a', '1'), 'not json', '{"id":"3"}', '{"id":"4","tool":{}}', '[]', 'null', line('get_b', '5')].join('\n'),
  );
  expect([judged, bad]).toEqual([2, 5]);
  expect(lines.map(({ id, error }) => [id, typeof error])).toEqual([
    ['1', 'undefined'],
    [undefined, 'string'],
    ['3', 'string'],
    ['4', 'string'],
    [undefined, 'string'],
    [undefined, 'string'],
    ['5', 'undefined'],
  ]);
});

test('lines end at \\n and \\r\\n alone, wherever the chunks break, even inside a character', async () => {
  const text = `${line('get_a', '1', 'one\u2028two\u2029three – 日本語')}\r\n\n${line('get_b', '2')}`;
  const bytes = Buffer.from(text);
  const chunks = [...bytes].map((_, at) => bytes.subarray(at, at + 1));
  const { judged, bad, lines } = await run(...chunks);
  expect([judged, bad]).toEqual([2, 0]);
  expect(lines.map((l) => l.id)).toEqual(['1', '2']);
});

/** So many lines that threads are started, in chunks of a hundred; every thousandth is none. */
const many = Array.from({ length: 120 }, (_, chunk) =>
  Array.from({ length: 100 }, (_, at) => {
    const number = 100 * chunk + at;
    return number % 1000 === 999 ? 'none\n' : `${line(number % 2 === 0 ? 'get_a' : 'delete_a', String(number))}\n`;
  }).join(''),
);

const expectAll = ({ judged, bad, lines }: Awaited<ReturnType<typeof run>>) => {
  expect([judged, bad]).toEqual([11_988, 12]);
  expect(lines.map(({ id, category, error }) => [id, category ?? typeof error])).toEqual(
    Array.from({ length: 12_000 }, (_, number) =>
      number % 1000 === 999 ? [undefined, 'string'] : [String(number), number % 2 === 0 ? 'read' : 'destructive'],
    ),
  );
};

test('many lines are judged by threads too, none is lost, and the order stays', { timeout: 60_000 }, async () => {
  expectAll(await runWith((flags) => startThreads(flags, 2), ...many));
});

test('the order stays when later lots are judged first, and lots are not taken without end', async () => {
  const judge = createLinesClassifier({});
  const later = (turns: number, tell: () => void): void => {
    if (turns === 0) tell();
    else setImmediate(() => later(turns - 1, tell));
  };
  let lots = 0;
  let waiting = 0;
  let most = 0;
  const start = (): Threads => ({
    judge(lot) {
      // A thread can be given it without a copy.
      expect(lot.buffer.byteLength).toBe(lot.byteLength);
      const answer = Promise.withResolvers<ReturnType<typeof judge>>();
      most = Math.max(most, ++waiting);
      later(7 - (lots++ % 7), () => {
        waiting--;
        answer.resolve(judge(lot));
      });
      return answer.promise;
    },
    async [Symbol.asyncDispose]() {},
  });
  const chunks = many.slice(0, 114);
  const { lines } = await runWith(start, ...chunks);
  expect(lines.length).toBe(11_400);
  expect(lines.map(({ id }) => Number(id ?? -1)).filter((id) => id >= 0)).toEqual(
    Array.from({ length: 11_400 }, (_, number) => number).filter((number) => number % 1000 !== 999),
  );
  expect(lots).toBe(14);
  expect(most).toBeLessThan(40);
});

test('a thread that breaks ends the command with its error', async () => {
  const start = (): Threads => ({
    judge: () => Promise.reject(new Error('broken')),
    async [Symbol.asyncDispose]() {},
  });
  await expect(runWith(start, ...many)).rejects.toThrow('broken');
});
