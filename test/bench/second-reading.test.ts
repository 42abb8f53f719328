/** What is published of the second reading of the risks is what the two files say. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { laterReading } from '#crawler/methodology/accuracy.ts';
import { agreement } from '#test/support/evaluation/score.ts';

interface Reading {
  server: string;
  tool: string;
  category: string;
  risk: string;
}
const read = (name: string): Reading[] =>
  readFileSync(join(import.meta.dirname, '../../bench/accuracy', name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

test.each(['risk', 'category'] as const)('%s', (field) => {
  const key = ({ server, tool }: Reading) => JSON.stringify([server, tool]);
  const labels = new Map(read('labels.jsonl').map((label) => [key(label), label]));
  const pairs = read('second-reading.jsonl').map((again) => [labels.get(key(again))![field], again[field]] as const);
  const { raw, kappa } = agreement(pairs);
  expect(pairs.length).toBe(laterReading.tools);
  expect(`${(raw * 100).toFixed(1)} % (kappa ${kappa.toFixed(2)})`).toBe(laterReading[field]);
});
