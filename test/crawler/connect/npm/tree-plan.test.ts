import { expect, test } from 'vitest';
import type { Need } from '#crawler/connect/npm/packument.ts';
import { findUnmet, readBunLock, readNpmLock, suits } from '#crawler/connect/npm/tree-plan.ts';

const bun = (packages: Record<string, unknown>) => readBunLock(JSON.stringify({ lockfileVersion: 1, packages }));
const npm = (packages: Record<string, unknown>) => readNpmLock(JSON.stringify({ lockfileVersion: 3, packages }));

test('both installers say the same in their own words', () => {
  const want = [
    { at: ['a'], name: 'a', version: '1.0.0' },
    { at: ['a', '@s/b'], name: '@s/b', version: '2.0.0-rc.1' },
    { at: ['@s/c', 'd'], name: 'real', version: '3.0.0' },
  ];
  expect(
    bun({
      a: ['a@1.0.0', '', {}, ''],
      'a/@s/b': ['@s/b@2.0.0-rc.1', '', {}, ''],
      '@s/c/d': ['real@3.0.0', '', {}, ''],
    }),
  ).toEqual(want);
  expect(
    npm({
      '': { dependencies: { a: '1' } },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/a/node_modules/@s/b': { version: '2.0.0-rc.1' },
      'node_modules/@s/c/node_modules/d': { name: 'real', version: '3.0.0' },
      'node_modules/a/node_modules/carried': { version: '1.0.0', inBundle: true },
    }),
  ).toEqual(want);
  expect(readBunLock('{ "packages": { "a": ["a@1.0.0", "", {}, ""], } }')).toEqual(want.slice(0, 1));
});

test.each([
  ['a path that climbs', { '../x': ['a@1.0.0'] }],
  ['a path that climbs inside', { 'a/../x': ['a@1.0.0'] }],
  ['the place of programs', { '.bin': ['a@1.0.0'] }],
  ['a git repository', { a: ['a@git+ssh://x/y#0123'] }],
  ['a folder', { a: ['a@file:/etc'] }],
  ['a workspace', { a: ['a@workspace:.'] }],
  ['a name that climbs', { a: ['../../x@1.0.0'] }],
  ['nothing', { a: [] }],
  ['a text', { a: 'a@1.0.0' }],
  ['forty levels', { [Array(40).fill('a').join('/')]: ['a@1.0.0'] }],
])('a lock file with %s is refused', (_, packages) => {
  expect(() => bun(packages)).toThrow('no package of the registry');
});

test.each([
  [undefined, 'linux', true],
  [['linux'], 'linux', true],
  [['darwin', 'win32'], 'linux', false],
  [['!win32'], 'linux', true],
  [['!linux'], 'linux', false],
  [['wasm32'], 'x64', false],
  [['any'], 'x64', true],
  [['glibc'], undefined, true],
])('what is for %j suits %s: %s', (wanted, have, result) => expect(suits(wanted, have)).toBe(result));

/** Lock files of both installers that say the same: what lies at which place, names from the top. */
const locks = (placed: [at: string[], id: string][]) => [
  bun(Object.fromEntries(placed.map(([at, id]) => [at.join('/'), [id, '', {}, '']]))),
  npm(
    Object.fromEntries(
      placed.map(([at, id]) => {
        const cut = id.lastIndexOf('@');
        return [`node_modules/${at.join('/node_modules/')}`, { name: id.slice(0, cut), version: id.slice(cut + 1) }];
      }),
    ),
  ),
];

// The last place of each tree is the one that somebody needs though another version lies further out.
test.each<[string, [string[], string][], Record<string, Need[]>, string]>([
  [
    'one level down',
    [
      [['host'], 'host@1.0.0'],
      [['opener'], 'opener@5.0.0'],
      [['runner'], 'runner@7.2.0'],
      [['opener', 'runner'], 'runner@5.1.1'],
    ],
    {
      'host@1.0.0': [
        ['opener', '^5.0.0', 'opener'],
        ['runner', '^7.1.1', 'runner'],
      ],
      'opener@5.0.0': [['runner', '^5.0.0', 'runner']],
    },
    'runner',
  ],
  [
    'two levels down, all in scopes',
    [
      [['@s/host'], '@s/host@1.0.0'],
      [['@t/way'], '@t/way@4.0.0'],
      [['@t/end'], '@t/end@3.0.0'],
      [['@s/host', '@t/way'], '@t/way@5.0.0'],
      [['@s/host', '@t/way', '@t/end'], '@t/end@2.9.0'],
    ],
    {
      '@s/host@1.0.0': [['@t/way', '5', '@t/way']],
      '@t/way@4.0.0': [['@t/end', '3.x', '@t/end']],
      '@t/way@5.0.0': [['@t/end', '<3', '@t/end']],
    },
    '@t/end',
  ],
  [
    'in the middle, below a folder of another name',
    [
      [['alias'], 'host@2.0.0'],
      [['leaf'], 'leaf@1.0.0'],
      [['alias', 'twig'], 'twig@1.0.0'],
      [['alias', 'leaf'], 'leaf@2.0.0-rc.1'],
    ],
    { 'host@2.0.0': [['twig', '*', 'twig']], 'twig@1.0.0': [['leaf', '>=2.0.0-rc', 'leaf']] },
    'leaf',
  ],
  [
    'under a name that another package has',
    [
      [['user'], 'user@1.0.0'],
      [['util'], 'util@1.0.0'],
      [['user', 'util'], '@fork/util@1.0.0'],
    ],
    { 'user@1.0.0': [['@fork/util', '^1.0.0', 'util']] },
    'util',
  ],
])('a version %s is found from where it is needed, and missed where it does not lie', (_, placed, needs, sought) => {
  const needsOf = (name: string, version: string) => needs[`${name}@${version}`] ?? [];
  for (const lock of locks(placed)) expect(findUnmet(lock, needsOf)).toEqual([]);
  for (const lock of locks(placed.slice(0, -1))) expect(findUnmet(lock, needsOf)).toEqual([sought]);
});

test('what lies nowhere, beside or further in is not found; what can be done without is not missed, and a tag fits', () => {
  const [lock = []] = locks([
    [['a'], 'a@1.0.0'],
    [['b'], 'b@1.0.0'],
    [['b', 'c'], 'c@1.0.0'],
  ]);
  const needs: Need[] = [
    ['nowhere', '*', 'nowhere'],
    ['c', '*', 'c'],
    ['dispensable', '*'],
    ['b', '^9.0.0'],
    ['b', 'next', 'b'],
  ];
  expect(findUnmet(lock, (name) => (name === 'a' ? needs : []))).toEqual(['nowhere', 'c']);
});
