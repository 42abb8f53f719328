/** What many descriptions are passed over by loses none of what is looked for behind it. */
import { expect, test } from 'vitest';
import { deletesBeyond, languageCode, queryText, saidWith, toDelete } from '#crawler/classify/lexicon/patterns.ts';

const said: readonly (readonly [RegExp, string])[] = [
  [languageCode, 'Python code that the worker executes'],
  [languageCode, 'A Lua snippet to be evaluated'],
  [languageCode, 'Bash command to run in the box'],
  [languageCode, 'JS expression for eval'],
  [languageCode, 'Whatever Ruby is given gets run'],
  [queryText, 'SQL as a query'],
  [queryText, 'The Cypher statement'],
  [queryText, 'GraphQL, to execute at once'],
  [queryText, 'Mutation to be run'],
  [queryText, 'Statements to execute'],
  ...['delete', 'destroy', 'erase', 'purge', 'wipe'].map((verb) => [toDelete, `Pages to permanently ${verb}`] as const),
  ...['deleted', 'removed', 'erased', 'purged', 'dropped'].map(
    (done) => [deletesBeyond, `Older entries will be ${done}`] as const,
  ),
];

test.each(said)('%s: %s', (pattern, description) => {
  expect([pattern.test(description), saidWith.test(description)]).toEqual([true, true]);
});

test('a description that says none of it is passed over', () => {
  expect(saidWith.test('How many to return, at most 100.')).toBe(false);
});
