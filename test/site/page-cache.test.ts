import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createPageCache, everything } from '#site/page-cache.ts';

describe('kept pages', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    hears = true;
  });
  afterEach(() => void vi.useRealTimers());

  let hears = true;
  const make = (maxBytes = 1_000_000) => createPageCache<string>({ maxBytes, fresh: () => hears });
  const keep = (cache: ReturnType<typeof make>, key: string, subject: string | typeof everything, bytes = 100) =>
    cache.put(cache.begin(key, subject), `page ${key}`, bytes);

  test('a page of a server goes at once when it changes, and no other does', () => {
    const cache = make();
    keep(cache, '/servers/a', 'a');
    keep(cache, '/servers/a/tools/x', 'a');
    keep(cache, '/servers/b', 'b');
    cache.changed('a');
    expect(['/servers/a', '/servers/a/tools/x', '/servers/b'].map((key) => cache.get(key))).toEqual([
      undefined,
      undefined,
      'page /servers/b',
    ]);
    expect(cache.bytes).toBe(100);
  });

  test('a page that lists many goes within two seconds of the first change after it, however many follow', () => {
    const cache = make();
    keep(cache, '/tools', everything);
    for (let n = 0; n < 19; n++) {
      cache.changed(`s${n}`);
      vi.advanceTimersByTime(100);
      expect(cache.get('/tools')).toBe('page /tools');
    }
    vi.advanceTimersByTime(100);
    expect(cache.get('/tools')).toBeUndefined();
    keep(cache, '/tools', everything);
    vi.advanceTimersByTime(10_000);
    expect(cache.get('/tools')).toBe('page /tools');
  });

  test('what changed while it was being rendered is not kept', () => {
    const cache = make();
    const [server, list, other] = [
      cache.begin('/servers/a', 'a'),
      cache.begin('/', everything),
      cache.begin('/b', 'b'),
    ];
    cache.changed('a');
    vi.advanceTimersByTime(3_000);
    for (const page of [server, list, other]) cache.put(page, 'old', 10);
    expect([cache.get('/servers/a'), cache.get('/'), cache.get('/b')]).toEqual([undefined, undefined, 'old']);
    const late = cache.begin('/b2', 'b');
    cache.changed('*');
    cache.put(late, 'old', 10);
    expect(cache.get('/b2')).toBeUndefined();
    expect(cache.get('/b')).toBeUndefined();
  });

  test('nothing is served, or kept, while changes are not heard of', () => {
    const cache = make();
    keep(cache, '/x', 'x');
    hears = false;
    expect(cache.get('/x')).toBeUndefined();
    keep(cache, '/y', 'y');
    hears = true;
    expect(cache.get('/y')).toBeUndefined();
    expect(cache.get('/x')).toBe('page /x');
  });

  test('nothing is older than a minute', () => {
    const cache = make();
    keep(cache, '/x', 'x');
    vi.advanceTimersByTime(60_001);
    expect(cache.get('/x')).toBeUndefined();
    expect(cache.bytes).toBe(0);
  });

  test('bounded by bytes: what was not asked for longest goes, what is too large is not kept, growth counts', () => {
    const cache = make(1_000);
    for (const key of ['a', 'b', 'c', 'd']) keep(cache, key, key, 120);
    expect(cache.get('a')).toBeDefined();
    keep(cache, 'e', 'e', 126);
    expect(cache.get('e')).toBeUndefined();
    for (const key of ['f', 'g', 'h', 'i', 'j']) keep(cache, key, key, 120);
    expect(cache.get('b')).toBeUndefined();
    expect(cache.get('a')).toBe('page a');
    expect(cache.bytes).toBeLessThanOrEqual(1_000);
    cache.grow('a', 'page a', 600);
    cache.grow('a', 'another', 600);
    expect(cache.bytes).toBeLessThanOrEqual(1_000);
    expect(cache.get('a')).toBe('page a');
  });
});
