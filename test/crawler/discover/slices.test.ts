import { describe, expect, test } from 'vitest';
import { readRateLimit } from '#crawler/discover/github/client.ts';
import { maxResults, type Slice, sliceQuery, splitSlice } from '#crawler/discover/github/slices.ts';
import { advance, nextSweep } from '#crawler/discover/github/sweep.ts';
import { mapAhead } from '#crawler/discover/map-ahead.ts';

const now = '2026-01-01T00:00:00Z';
const whole: Slice = { kind: 'repositories', query: 'topic:mcp', page: 1 };

/** Cuts until every slice holds at most the cap, as the source does. */
function cut(
  world: { stars: number; created: string }[],
  slice: Slice = whole,
): { slice: Slice; inside: typeof world }[] {
  const inside = world.filter(
    ({ stars, created }) =>
      stars >= (slice.stars?.[0] ?? 0) &&
      stars <= (slice.stars?.[1] ?? Number.POSITIVE_INFINITY) &&
      created >= (slice.created?.[0] ?? '') &&
      created <= (slice.created?.[1] ?? '9'),
  );
  const parts = inside.length > maxResults && splitSlice(slice, Math.max(...inside.map(({ stars }) => stars)), now);
  return parts ? parts.flatMap((part) => cut(world, part)) : [{ slice, inside }];
}

describe('slices', () => {
  test('cover everything exactly once, below the cap, most starred first', () => {
    const world = Array.from({ length: 20_000 }, (_, n) => ({
      stars: n % 3 === 0 ? Math.floor(1.0006 ** n) : 0,
      created: new Date(Date.UTC(2012, 0, 1) + n * 22_000_000).toISOString().replace(/\.\d+Z/, 'Z'),
    }));
    const slices = cut(world);
    expect(slices.flatMap(({ inside }) => inside).length).toBe(world.length);
    expect(Math.max(...slices.map(({ inside }) => inside.length))).toBeLessThanOrEqual(maxResults);
    const tops = slices.map(({ slice }) => slice.stars?.[0] ?? 0);
    expect(tops).toEqual([...tops].sort((a, b) => b - a));
    expect(slices.length).toBeLessThan(120);
  });

  test('one second cannot be cut, nor can code', () => {
    expect(splitSlice({ ...whole, stars: [0, 0], created: [now, now] }, 0, now)).toBeUndefined();
    expect(splitSlice({ ...whole, kind: 'code' }, 0, now)).toBeUndefined();
  });

  test('read as GitHub writes them', () => {
    expect(sliceQuery({ ...whole, stars: [5, null] })).toBe('topic:mcp stars:>=5');
    expect(sliceQuery({ ...whole, stars: [0, 0], created: ['a', 'b'], since: 'c' })).toBe(
      'topic:mcp stars:0..0 created:a..b pushed:>=c',
    );
  });
});

describe('sweeps', () => {
  const searches = { repositories: ['topic:a', 'topic:b'], code: ['x filename:y'] };
  const at = (text: string) => new Date(text);
  const finish = (sweep: ReturnType<typeof nextSweep>) => {
    let going = sweep;
    while (going.pending.length > 0) going = advance(going, []);
    return going;
  };

  test('begin with everything, then look only at what was pushed since, and at everything again after a month', () => {
    const first = nextSweep(undefined, searches, at('2026-01-01T00:00:00Z'));
    expect(first.pending.map(({ query, since }) => [query, since])).toEqual([
      ['x filename:y', undefined],
      ['topic:b', undefined],
      ['topic:a', undefined],
    ]);
    const second = nextSweep(finish(first), searches, at('2026-01-02T00:00:00Z'));
    expect(second.pending.at(-1)).toEqual({
      kind: 'repositories',
      query: 'topic:a',
      page: 1,
      since: '2025-12-31T23:00:00Z',
    });
    expect(nextSweep(finish(second), searches, at('2026-02-05T00:00:00Z')).full).toBe(true);
    // The clock was wrong, and is right again.
    const ahead = nextSweep(finish(first), searches, at('2026-01-20T00:00:00Z'));
    expect(nextSweep(finish(ahead), searches, at('2026-01-02T00:00:00Z')).full).toBe(true);
  });

  test('go on where they were stopped, unless the searches changed or a week passed', () => {
    const stopped = advance(nextSweep(undefined, searches, at('2026-01-01T00:00:00Z')), [{ ...whole, page: 3 }]);
    expect(nextSweep(JSON.parse(JSON.stringify(stopped)), searches, at('2026-01-02T00:00:00Z'))).toEqual(stopped);
    expect(nextSweep(stopped, { ...searches, code: [] }, at('2026-01-02T00:00:00Z')).pending.length).toBe(2);
    expect(nextSweep(stopped, searches, at('2026-01-09T00:00:00Z')).pending.length).toBe(3);
    expect(nextSweep({ nonsense: 1 }, searches, at('2026-01-09T00:00:00Z')).pending.length).toBe(3);
  });
});

describe('rate limits are read as told', () => {
  const clock = 1_700_000_000_000;
  test.each([
    [
      403,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(clock / 1000 + 90) },
      'API rate limit exceeded',
      { kind: 'primary', waitMs: 91_000 },
    ],
    [429, { 'retry-after': '7' }, 'secondary rate limit', { kind: 'secondary', waitMs: 7000 }],
    [403, {}, 'You have exceeded a secondary rate limit', { kind: 'secondary', waitMs: 60_000 }],
    [403, { 'x-ratelimit-remaining': '12' }, 'Resource not accessible', undefined],
    [404, { 'retry-after': '7' }, '', undefined],
  ])('%s %j', (status, headers, message, expected) => {
    expect(readRateLimit(status, headers as Record<string, string>, message, 0, clock)).toEqual(expected);
  });
  test('an unnamed wait grows', () => {
    expect(readRateLimit(429, {}, '', 3, clock)?.waitMs).toBe(480_000);
  });
});

test('mapAhead keeps the order, runs ahead no further than told, and throws in turn', async () => {
  let underway = 0;
  let most = 0;
  const out: number[] = [];
  const work = mapAhead([5, 1, 3, 2, 4], 2, async (n) => {
    most = Math.max(most, ++underway);
    await new Promise((resolve) => setImmediate(resolve));
    underway--;
    if (n === 2) throw new Error('two');
    return n;
  });
  await expect(async () => {
    for await (const n of work) out.push(n);
  }).rejects.toThrow('two');
  expect(out).toEqual([5, 1, 3]);
  expect(most).toBe(2);
});
