import { expect, test } from 'vitest';
import { usualCacheBytes } from '#crawler/connect/options.ts';

const gb = 1_000_000_000;

test.each([
  [0, 2 * gb],
  [20 * gb, 2 * gb],
  [57 * gb, 5.7 * gb],
  [100 * gb, 10 * gb],
  [4_000 * gb, 10 * gb],
])('with %d bytes free the package cache may take %d', (free, bytes) => {
  expect(usualCacheBytes(free)).toBe(bytes);
});
