/** What is published about accuracy: unseen tools come first, and every figure says what it is of. */
import { expect, test } from 'vitest';
import { accuracyParts } from '#crawler/methodology/accuracy.ts';
import { blindRecord } from '#crawler/methodology/blind-record.ts';
import { measured } from '#crawler/methodology/measured.ts';
import { methodology } from '#crawler/methodology/methodology.ts';
import { renderMethodology } from '#crawler/methodology/render.ts';

const parts = accuracyParts(blindRecord, measured);

test('the methodology leads with the blind record, and figures on known tools come after and are called so', () => {
  expect(parts.map(({ id }) => id)).toEqual(['blind-record', 'open-benchmark', 'development']);
  const text = renderMethodology();
  const at = ['### Blind record', '### Open benchmark', '### Development sets', '## Principles'].map((heading) =>
    text.indexOf(heading),
  );
  expect(at).not.toContain(-1);
  expect(at).toEqual(at.toSorted((a, b) => a - b));
  expect(parts[2]!.paragraphs[0]).toContain('promise nothing about other tools');
});

test('rows of the blind record stand oldest first, each once, with figures that can be', () => {
  expect(new Set(blindRecord.map(({ set }) => set)).size).toBe(blindRecord.length);
  expect(blindRecord.map(({ date }) => date)).toEqual(blindRecord.map(({ date }) => date).toSorted());
  for (const row of blindRecord) {
    const { same, offByOne, offByTwo } = row.risk;
    expect(same + offByOne + offByTwo).toBeCloseTo(1, 2);
    for (const share of [row.accuracy, row.macroF1, row.sureRight]) expect(share).toBeLessThanOrEqual(1);
    expect(row.dangerousMisses).toBeLessThanOrEqual(row.dangerousOf);
    expect(row.dangerousOf + row.falseAlarmsOf).toBeLessThanOrEqual(row.tools);
  }
});

test('tables are whole: every row has a cell for every heading', () => {
  for (const { tables } of parts)
    for (const { head, rows } of tables) for (const row of rows) expect(row).toHaveLength(head.length);
});

test('what was left out of the benchmark adds up', () => {
  const { labels, tools, skipped } = measured.benchmark;
  expect(tools + skipped.reduce((sum, one) => sum + one.labels, 0)).toBe(labels);
});

test('a measurement of other rules than those in use is said to be one', () => {
  const current = methodology();
  const said = (ruleset: string) => renderMethodology({ ...current, ruleset }).includes(`those in use are ${ruleset}.`);
  expect(said(measured.ruleset)).toBe(false);
  expect(said('9.9.9+00000000')).toBe(true);
});
