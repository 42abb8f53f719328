import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { measureDisk, measureTree } from '#crawler/connect/sandbox/measure.ts';

const folder = mkdtempSync(join(tmpdir(), 'toolrisk-measure-'));
const unbounded = { bytes: Number.POSITIVE_INFINITY, files: Number.POSITIVE_INFINITY };

beforeAll(() => {
  mkdirSync(join(folder, 'a/b/c'), { recursive: true });
  writeFileSync(join(folder, 'a/b/c/big'), Buffer.alloc(1_000_000, 1));
  linkSync(join(folder, 'a/b/c/big'), join(folder, 'again'));
  symlinkSync('/usr', join(folder, 'elsewhere'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a folder: every name counts, what has two names takes its bytes once, links are not followed', () => {
  const { bytes, files } = measureDisk(folder, unbounded);
  expect(files).toBe(6);
  expect(bytes).toBeGreaterThanOrEqual(1_000_000);
  expect(bytes).toBeLessThan(1_200_000);
});

test('measuring ends once a bound is passed', () => {
  expect(measureDisk(folder, { ...unbounded, files: 2 }).files).toBe(3);
});

test('what is not there takes nothing', () => {
  expect(measureDisk(join(folder, 'gone'), unbounded)).toEqual({ bytes: 0, files: 0 });
  expect(measureTree(2 ** 30, { enough: 10 })).toEqual({
    memoryBytes: 0,
    processes: 0,
    scratchFiles: 0,
  });
});

test('a process of this very namespace is not taken for a sandbox', () => {
  expect(measureTree(process.pid, { enough: 10 }).processes).toBe(0);
});
