import type { Clock } from '#crawler/discover/polite-client.ts';

/** A clock that only moves while somebody waits. */
export function standingClock(): Clock & { waits: number[] } {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      waits.push(ms);
      now += ms;
    },
  };
}
