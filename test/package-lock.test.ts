/** `npm ci` works on every platform that toolrisk is for: the lock file holds the native parts of each. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

interface Locked {
  version?: string;
  integrity?: string;
  link?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optional?: boolean;
  optionalDependencies?: Record<string, string>;
}

const root = join(import.meta.dirname, '..');
const read = (name: string) => JSON.parse(readFileSync(join(root, name), 'utf8'));
const lock: Record<string, Locked> = read('package-lock.json').packages;
const manifest = read('package.json');

const platforms = ['linux', 'darwin', 'win32'].flatMap((os) => ['x64', 'arm64'].map((cpu) => ({ os, cpu })));

/** Where a package finds a dependency: in its own `node_modules`, else in that of a folder above. */
function findLocked(from: string, name: string): Locked | undefined {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const found = lock[at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`];
    if (found || at === '') return found;
  }
}

/** Packages that bring one native part for each platform, with those parts. */
const native = Object.entries(lock).flatMap(([path, { optionalDependencies = {} }]) => {
  const parts = Object.keys(optionalDependencies).map((name) => ({ name, locked: findLocked(path, name) }));
  return parts.filter(({ locked }) => locked?.os).length > 1 ? [{ path, parts }] : [];
});

test('there are native packages to look at', () => {
  expect(native.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['node_modules/@ast-grep/napi', 'node_modules/esbuild']),
  );
});

describe.each(native)('$path', ({ path, parts }) => {
  test('has every part it names', () => {
    expect(parts.filter(({ locked }) => locked === undefined).map(({ name }) => name)).toEqual([]);
  });

  test.each(platforms)('has a part for $os $cpu', ({ os, cpu }) => {
    const fits = parts.filter(({ locked }) => locked?.os?.includes(os) && locked.cpu?.includes(cpu));
    // Builds for glibc are marked so, or named without musl.
    const usual = fits.filter(({ name, locked }) => !locked?.libc?.includes('musl') && !name.endsWith('musl'));
    expect(usual.length, path).toBeGreaterThan(0);
  });
});

test('every package is locked to a version and a checksum', () => {
  const loose = Object.entries(lock)
    .filter(([path, { version, integrity, link }]) => path !== '' && !link && !(version && integrity))
    .map(([path]) => path);
  expect(loose).toEqual([]);
});

test('agrees with package.json, as `npm ci` asks', () => {
  const { dependencies, devDependencies } = lock[''] as typeof manifest;
  expect(dependencies).toEqual(manifest.dependencies);
  expect(devDependencies).toEqual(manifest.devDependencies);
});
