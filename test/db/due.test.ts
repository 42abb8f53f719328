import { expect, test } from 'vitest';
import { nextVisit } from '#crawler/revisit.ts';
import { farthestVisitMs, isDue } from '#db/queries/servers.ts';
import { outcomes } from '#db/types.ts';

const now = new Date('2026-06-01T12:00:00Z');
const inMs = (ms: number) => new Date(now.getTime() + ms);
const day = 24 * 3_600_000;

test('a server is due when its time has come, or was never planned', () => {
  for (const at of [null, inMs(0), inMs(-1), inMs(-400 * day)]) expect(isDue(at, now)).toBe(true);
  for (const at of [inMs(1), inMs(day), inMs(33 * day)]) expect(isDue(at, now)).toBe(false);
});

test('what was planned while the clock was wrong is due at once', () => {
  for (const at of [inMs(40 * day), new Date('2038-01-19'), new Date('2099-01-01')]) expect(isDue(at, now)).toBe(true);
});

test('no plan reaches that far', () => {
  for (const outcome of outcomes) {
    for (const failures of [0, 3, 1_000]) {
      for (const ttlMs of [undefined, 1e15]) {
        const before = { failures, lastOutcome: outcome, lastAttemptAt: inMs(-900 * day), nextVisitAt: inMs(-1) };
        const waitMs = nextVisit({ outcome, ttlMs }, before, false, now, 1).getTime() - now.getTime();
        expect(waitMs, outcome).toBeLessThan(farthestVisitMs);
      }
    }
  }
});
