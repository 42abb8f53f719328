import { describe, expect, test } from 'vitest';
import { ageOf } from '#site/src/lib/age.ts';

const now = new Date('2026-06-10T12:00:00Z');
const hours = (n: number) => new Date(now.getTime() + n * 3_600_000);

describe('the age of a list', () => {
  test.each([
    ['visited as planned', -5, 19, undefined],
    ['waiting for its turn', -24, -0.5, undefined],
    ['never to be visited by itself', -24, undefined, undefined],
    ['older than its schedule', -96, -72, /a visit has been due since/],
  ])('%s', (_, read, next, overdue) => {
    const age = ageOf({ readAt: hours(read), nextVisitAt: next === undefined ? null : hours(next) }, now);
    expect(age.text).toMatch(/2026, (?:.+ago|yesterday)$/);
    if (overdue) expect(age.overdue).toMatch(overdue);
    else expect(age.overdue).toBeUndefined();
  });
});
