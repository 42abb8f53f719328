import { expect, test } from 'vitest';
import { nextVisit } from '#crawler/revisit.ts';
import type { AttemptResult, Reading } from '#db/types.ts';

const now = new Date('2026-01-01T00:00:00Z');
const hours = (attempt: AttemptResult, failures = 0) =>
  (nextVisit(attempt, failures, now).getTime() - now.getTime()) / 3_600_000;
const listed = (ttlMs?: number): AttemptResult => ({
  outcome: 'listed',
  reason: '',
  todo: '',
  durationMs: 1,
  reading: { ttlMs, tools: [] } as unknown as Reading,
});
const failed: AttemptResult = { outcome: 'exited', reason: '', todo: '', durationMs: 1 };

test('a listed server is visited after its own time to live, a day without one, hourly at most, weekly at least', () => {
  expect(hours(listed())).toBe(24);
  expect(hours(listed(2 * 3_600_000))).toBe(2);
  expect(hours(listed(1000))).toBe(1);
  expect(hours(listed(365 * 24 * 3_600_000))).toBe(7 * 24);
});

test('a failing server is visited ever less, never forgotten', () => {
  expect([0, 1, 2, 3].map((failures) => hours(failed, failures))).toEqual([1, 2, 4, 8]);
  expect(hours(failed, 1000)).toBe(7 * 24);
});
