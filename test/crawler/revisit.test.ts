import { describe, expect, test } from 'vitest';
import { type Ended, nextVisit, type VisitHistory } from '#crawler/revisit.ts';
import type { Outcome } from '#db/types.ts';

const hour = 3_600_000;
const now = new Date('2026-01-01T00:00:00Z');
const first: VisitHistory = { failures: 0, lastOutcome: null, lastAttemptAt: null, nextVisitAt: null };
/** Listed before, and planned for this moment after so many hours. */
const waited = (hours: number): VisitHistory => ({
  failures: 0,
  lastOutcome: 'listed',
  lastAttemptAt: new Date(now.getTime() - hours * hour),
  nextVisitAt: now,
});
const hours = (attempt: Ended, before = first, changed = false, chance = 0.5) =>
  (nextVisit(attempt, before, changed, now, chance).getTime() - now.getTime()) / hour;
const listed = (ttlMs?: number): Ended => ({ outcome: 'listed', ttlMs });
const failed = (outcome: Outcome): Ended => ({ outcome });
const failedBefore = (failures: number): VisitHistory => ({ ...first, failures, lastOutcome: 'exited' });

describe('a listed server', () => {
  test('is visited after its own time to live, a day without one; hourly at most, weekly at least', () => {
    expect(hours(listed())).toBe(24);
    expect(hours(listed(2 * hour))).toBe(2);
    expect(hours(listed(1000))).toBe(1);
    expect(hours(listed(365 * 24 * hour))).toBe(7 * 24);
  });

  test('is visited less while its list stays the same, more when it changed', () => {
    expect(hours(listed(), waited(24))).toBe(36);
    expect(hours(listed(), waited(36))).toBe(54);
    expect(hours(listed(), waited(7 * 24))).toBe(7 * 24);
    expect(hours(listed(), waited(24), true)).toBe(12);
    expect(hours(listed(), waited(1), true)).toBe(1);
  });

  test('is never visited within its time to live, however often it changes', () => {
    expect(hours(listed(20 * hour), waited(24), true)).toBe(20);
  });

  test('keeps its pace where a visit came before its time', () => {
    const early = { ...waited(24), nextVisitAt: new Date(now.getTime() + hour) };
    expect(hours(listed(), early)).toBe(25);
    expect(hours(listed(), early, true)).toBe(12.5);
  });
});

describe('a failing server is visited ever less, never forgotten', () => {
  test.each(['unreachable', 'handshake-timeout', 'install-failed'] as const)('%s may be over soon', (outcome) => {
    expect([0, 1, 2, 3].map((failures) => hours(failed(outcome), failedBefore(failures)))).toEqual([1, 2, 4, 8]);
    expect(hours(failed(outcome), failedBefore(1000))).toBe(30 * 24);
  });

  test.each(['needs-credentials', 'auth-required', 'unsupported-runtime', 'exited'] as const)(
    '%s lasts until somebody changes something',
    (outcome) => {
      expect([0, 1, 2].map((failures) => hours(failed(outcome), failedBefore(failures)))).toEqual([24, 48, 96]);
      expect(hours(failed(outcome), failedBefore(1000))).toBe(30 * 24);
    },
  );

  test('and after a day once it is back', () => {
    expect(hours(listed(), failedBefore(5))).toBe(24);
  });
});

test('waits are spread by a tenth either way', () => {
  expect(hours(listed(), first, false, 0)).toBeCloseTo(21.6);
  expect(hours(listed(), first, false, 1)).toBeCloseTo(26.4);
});
