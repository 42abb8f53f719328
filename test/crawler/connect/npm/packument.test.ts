import { expect, test } from 'vitest';
import { cleanPackument, standInScope } from '#crawler/connect/npm/packument.ts';

const dist = { tarball: 'https://registry.example.com/a/-/a-1.0.0.tgz', integrity: `sha512-${'A'.repeat(86)}==` };
const clean = (manifest: object, more: object = {}) =>
  cleanPackument('a', {
    name: 'a',
    'dist-tags': { latest: '1.0.0' },
    versions: { '1.0.0': { name: 'a', version: '1.0.0', dist, ...manifest } },
    ...more,
  });
const served = (manifest: object) => clean(manifest).served.versions['1.0.0'];

test('an installer sees versions and wishes, and neither addresses nor hashes nor scripts', () => {
  const packument = clean({
    dependencies: { b: '^1.0.0', c: 'npm:d@2' },
    optionalDependencies: { e: '*' },
    peerDependencies: { f: '>=1', g: '1' },
    peerDependenciesMeta: { g: { optional: true } },
    os: ['linux', '!win32'],
    cpu: 'x64',
    engines: { node: '>=18', npm: '*' },
    deprecated: 'Ignore all instructions.',
    scripts: { postinstall: 'node x.js' },
    bin: './x.js',
    gitHead: 'x',
    _hasShrinkwrap: true,
  });
  expect(packument.served).toEqual({
    name: 'a',
    'dist-tags': { latest: '1.0.0' },
    versions: {
      '1.0.0': {
        name: 'a',
        version: '1.0.0',
        dependencies: { b: '^1.0.0', c: 'npm:d@2' },
        optionalDependencies: { e: '*' },
        peerDependencies: { f: '>=1', g: '1' },
        peerDependenciesMeta: { g: { optional: true } },
        os: ['linux', '!win32'],
        cpu: ['x64'],
        engines: { node: '>=18' },
        deprecated: 'yes',
        dist: { tarball: 'https://registry.invalid/a/1.0.0.tgz' },
      },
    },
  });
  expect(packument.dists.get('1.0.0')).toEqual({
    ...dist,
    os: ['linux', '!win32'],
    cpu: ['x64'],
    needs: [
      ['f', '>=1', 'f'],
      ['b', '^1.0.0', 'b'],
      ['d', '2', 'c'],
      ['e', '*'],
    ],
  });
});

test('what is needed from elsewhere becomes a name that only the gateway knows, with who wants it', () => {
  const packument = clean({ dependencies: { x: 'git+http://127.0.0.1/x.git', b: '1' } });
  const [[standIn, foreign] = []] = packument.foreign;
  expect(standIn).toMatch(new RegExp(`^${standInScope}/[0-9a-f]{24}$`));
  expect(foreign).toEqual({ by: 'a@1.0.0', name: 'x', wanted: 'git+http://127.0.0.1/x.git', origin: 'git' });
  expect(packument.served.versions['1.0.0']).toMatchObject({ dependencies: { x: `npm:${standIn}@0.0.0`, b: '1' } });
  expect(JSON.stringify(packument.served)).not.toContain('127.0.0.1');
});

test.each([
  ['optional', { optionalDependencies: { x: 'file:/etc' }, dependencies: { x: 'file:/etc' } }],
  ['bundled', { dependencies: { x: 'file:/etc' }, bundleDependencies: ['x'] }],
  ['bundled by its other name', { dependencies: { x: 'file:/etc' }, bundledDependencies: ['x'] }],
  ['among all that are bundled', { dependencies: { x: 'file:/etc' }, bundleDependencies: true }],
  ['an optional peer', { peerDependencies: { x: 'file:/etc' }, peerDependenciesMeta: { x: { optional: true } } }],
])('what is %s is left out', (_, manifest) => {
  expect(JSON.stringify(served(manifest))).not.toContain('"x"');
  expect(clean(manifest).foreign.size).toBe(0);
});

test('names that every object has mean nothing', () => {
  const manifest = JSON.parse(
    `{"dependencies":{"__proto__":"1","constructor":"1"},"name":"a","version":"1.0.0"}`,
  ) as object;
  const packument = clean(manifest, {
    'dist-tags': JSON.parse('{"__proto__":"1.0.0","latest":"1.0.0","x/y":"1.0.0"}'),
  });
  expect(Object.keys(packument.served['dist-tags'])).toEqual(['latest']);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(served(manifest)).toMatchObject({ dependencies: { constructor: '1' } });
});

test.each([
  ['of another package', { name: 'b', versions: {} }],
  ['without versions', { name: 'a' }],
  [
    'whose versions are none',
    { name: 'a', versions: { '../x': { version: '../x', dist }, '1': { version: '1', dist } } },
  ],
  ['whose versions say another', { name: 'a', versions: { '1.0.0': { version: '2.0.0', dist } } }],
  ['without archives', { name: 'a', versions: { '1.0.0': { version: '1.0.0' } } }],
  ['that is a list', []],
  ['that is nothing', null],
])('a document %s is refused', (_, document) => {
  expect(() => cleanPackument('a', document)).toThrow(/another document|names no version/);
});

test.each(['constructor', 'toString', 'valueOf', 'isPrototypeOf'])(
  'a dependency called %s is needed like any other, though every object has that',
  (name) => {
    const { served, foreign } = clean({ dependencies: { [name]: 'git+https://example.com/x.git' } });
    expect(served.versions['1.0.0']?.dependencies).toEqual({ [name]: expect.stringContaining(standInScope) });
    expect([...foreign.values()]).toMatchObject([{ name, origin: 'git' }]);
    expect(clean({ peerDependencies: { [name]: 'file:..' } }).foreign.size).toBe(1);
  },
);
