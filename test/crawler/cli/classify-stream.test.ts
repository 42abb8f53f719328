import { Readable, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { classifyStream } from '#crawler/cli/classify-stream.ts';

async function run(...chunks: (string | Buffer)[]) {
  let text = '';
  const output = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  const result = await classifyStream(Readable.from(chunks, { objectMode: false }), output);
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
