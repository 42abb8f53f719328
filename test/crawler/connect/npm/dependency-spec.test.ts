import { expect, test } from 'vitest';
import { readDependency } from '#crawler/connect/npm/dependency-spec.ts';

test.each(['^1.2.3', '1.x', '>=1 <2 || 3', 'latest', 'next', '', '*', ' ~1.2 ', '1.0.0-beta.1+build'])(
  '%j is a wish the registry can fulfil',
  (wanted) => expect(readDependency('a', wanted)).toEqual({ kind: 'registry', name: 'a', wanted: wanted.trim() }),
);

test.each([
  ['npm:string-width@^4', 'string-width', '^4'],
  ['npm:@scope/name@1.0.0', '@scope/name', '1.0.0'],
  ['npm:name', 'name', 'latest'],
])('%s is an alias', (wanted, name, range) =>
  expect(readDependency('a', wanted)).toEqual({ kind: 'registry', name, wanted: range }),
);

test.each([
  ...[
    'git+ssh://git@x/y.git',
    'git://x/y',
    'git@x.com:a/b',
    'github:a/b',
    'gist:123',
    'a/b',
    'a/b#main',
    'ssh://x/y',
  ].map((wanted) => [wanted, 'git']),
  ...['http://x/y.tgz', 'https://127.0.0.1/', 'ftp://x/y', 'npm:b@http://127.0.0.1/x'].map((wanted) => [
    wanted,
    'an address',
  ]),
  ...[
    'file:/etc',
    'link:..',
    '../x',
    './x',
    '/etc',
    '~/x',
    'x.tgz',
    'X.TAR.GZ',
    'portal:x',
    'workspace:*',
    'patch:a@1#./p',
  ].map((wanted) => [wanted, 'a file or folder']),
  ...['-g', '--registry=x', 'catalog:', '1.0.0\n', 'a:b', 'npm:../x@1', 'npm:a@../x', `^1${'0'.repeat(300)}`].map(
    (wanted) => [wanted.endsWith('\n') ? 'a\nb' : wanted, undefined],
  ),
])('%j leads elsewhere', (wanted, origin) => {
  const read = readDependency('a', wanted);
  expect(read.kind).toBe('foreign');
  if (origin) expect(read).toEqual({ kind: 'foreign', origin });
});

test.each(['../x', '-g', '--registry=http://x', '.bin', 'node_modules', 'a/b/c', '@a', '', 'a b', '__proto__/x'])(
  'nothing named %j is asked for',
  (name) => expect(readDependency(name, '^1.0.0').kind).toBe('foreign'),
);

test.each([undefined, null, 1, {}, ['1']])('%j is no wish', (wanted) => {
  expect(readDependency('a', wanted).kind).toBe('foreign');
});
