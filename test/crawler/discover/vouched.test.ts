import { expect, test } from 'vitest';
import { isVouchedFor, standsBeside } from '#crawler/discover/vouched.ts';
import type { IdentityFact, ServerCandidate } from '#db/types.ts';

const fact = (field: IdentityFact['field'], quote: string, source: IdentityFact['source'] = 'package') => ({
  source,
  document: 'package.json',
  pointer: `/${field}`,
  field,
  quote,
});
const entry: ServerCandidate = {
  source: 'registry',
  location: 'com.example/harbour',
  name: 'Harbour',
  package: { registry: 'npm', name: 'harbour' },
  repository: { url: 'https://github.com/example/harbour', path: '' },
};
const unknown = { repositoryUrl: null };

test.each<[string, ServerCandidate, { repositoryUrl: string | null }, IdentityFact[]]>([
  ['the registry that holds the package', { ...entry, source: 'npm' }, unknown, []],
  ['the user', { ...entry, source: 'file' }, unknown, []],
  ['the repository it is known to come from', entry, { repositoryUrl: 'https://github.com/Example/Harbour' }, []],
  ['the package, by its repository', entry, unknown, [fact('repository', 'github:example/harbour')]],
  ['the package, by the entry it names', entry, unknown, [fact('mcp-name', 'com.example/harbour')]],
])('vouched for by %s', (_, candidate, known, said) => {
  expect(isVouchedFor(candidate, known, said)).toBe(true);
});

test.each<[string, ServerCandidate, { repositoryUrl: string | null }, IdentityFact[]]>([
  ['nothing is known', entry, unknown, []],
  ['the package comes from elsewhere', entry, { repositoryUrl: 'https://github.com/other/harbour' }, []],
  ['the package names another repository', entry, unknown, [fact('repository', 'github:other/harbour')]],
  ['only the entry itself says so', entry, unknown, [fact('repository', 'github:example/harbour', 'registry')]],
  ['only the repository itself says so', entry, unknown, [fact('mcp-name', 'com.example/harbour', 'repository')]],
  [
    'a list borrows the name of an entry',
    { ...entry, source: 'catalogue' },
    unknown,
    [fact('mcp-name', entry.location)],
  ],
])('not vouched for where %s', (_, candidate, known, said) => {
  expect(isVouchedFor(candidate, known, said)).toBe(false);
});

test.each<
  [boolean, string, string | null, string | undefined, Pick<ServerCandidate, 'source' | 'location'>, IdentityFact[]]
>([
  [
    true,
    'it names the repository that the package names',
    'https://github.com/example/harbour',
    'https://github.com/Example/Harbour',
    entry,
    [],
  ],
  [true, 'the package names the entry', null, undefined, entry, [fact('mcp-name', 'com.example/harbour')]],
  [true, 'the user named it', null, undefined, { source: 'file', location: 'x' }, []],
  [
    false,
    'it names another repository',
    'https://github.com/other/harbour',
    'https://github.com/example/harbour',
    entry,
    [],
  ],
  [false, 'the package names none', 'https://github.com/other/harbour', undefined, entry, []],
  [false, 'neither names one', null, undefined, entry, []],
])('what was known before stands beside the package’s own word: %s where %s', (stands, _, before, own, first, said) => {
  const word = own === undefined ? {} : { repository: { url: own, path: '' } };
  expect(standsBeside(word, { repositoryUrl: before }, first, said)).toBe(stands);
});
