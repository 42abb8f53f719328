import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crossesServers, findNameClashes, findServerClashes } from '#crawler/policy/name-clashes.ts';

test.each([
  ['case', ['get_user', 'GET_USER'], ['case']],
  ['three in one group', ['get_user', 'Get_User', 'GET_USER'], ['case']],
  ['letters of another script', ['delete_user', 'd\u0435lete_user'], ['letters']],
  ['full width', ['delete', '\uff44\uff45\uff4c\uff45\uff54\uff45'], ['letters']],
  ['a character that prints nothing', ['delete', 'de\u200blete'], ['letters']],
  ['blanks around', ['delete', ' delete '], ['letters']],
  ['a dot', ['a.b', 'a_b'], ['characters']],
  ['a star', ['a*b', 'a.b'], ['characters']],
  ['a slash and a hyphen', ['a/b', 'a-b'], ['characters']],
  ['the same beginning', [`${'x'.repeat(44)}_list`, `${'x'.repeat(44)}_delete`], ['length']],
  [
    'the same ends',
    [`${'a'.repeat(20)}_list_${'b'.repeat(20)}`, `${'a'.repeat(20)}_drop_${'b'.repeat(20)}`],
    ['length'],
  ],
])('%s', (_, names, reasons) => {
  expect(findNameClashes(['first', ...names, 'last'])).toEqual([{ names, reasons }]);
});

test('one name that is like two others makes one group of all three', () => {
  expect(findNameClashes(['A.b', 'a.b', 'a_b'])).toEqual([
    { names: ['A.b', 'a.b', 'a_b'], reasons: ['case', 'characters'] },
  ]);
});

test('ordinary lists have none', () => {
  const names =
    'get_user get_users create_user delete_user list_aws_s3_bucket_lifecycle delete_aws_s3_bucket_lifecycle'.split(' ');
  expect(findNameClashes(names)).toEqual([]);
  expect(findNameClashes([])).toEqual([]);
});

test('a list of plain names is judged as it is beside an odd one', () => {
  const name = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'A', '_', '-', '7'), minLength: 1, maxLength: 3 }),
    fc.constantFrom('c'.repeat(44), `${'c'.repeat(43)}C`, `${'c'.repeat(44)}d`),
  );
  fc.assert(
    fc.property(fc.uniqueArray(name, { maxLength: 6 }), (names) => {
      expect(findNameClashes(names)).toEqual(findNameClashes([...names, 'what else?']));
    }),
  );
});

test('a name that another server may own as well', () => {
  expect(crossesServers('b__delete')).toBe(true);
  expect(crossesServers('b_delete')).toBe(false);
});

test.each([
  [['a', 'a__b'], [], [['a', 'a__b']]],
  [['a__b', 'c', 'A'], [], [['A', 'a__b']]],
  [['a.b', 'a-b__c'], [], [['a.b', 'a-b__c']]],
  [['a', 'a_b', 'ab', '__', 'c__d'], [], []],
  [['Docs', 'docs'], [{ names: ['Docs', 'docs'], reasons: ['case'] }], []],
  [['a.b', 'a_b'], [{ names: ['a.b', 'a_b'], reasons: ['characters'] }], []],
])('servers of one configuration: %j', (names, same, nested) => {
  expect(findServerClashes(names)).toEqual({ same, nested });
});

test('many servers with long names of underscores are compared in time', () => {
  const names = Array.from({ length: 2_000 }, (_, at) => `${'_'.repeat(2_000)}${at}`);
  const began = performance.now();
  expect(findServerClashes(names).nested).toEqual([]);
  expect(performance.now() - began).toBeLessThan(20_000);
});
