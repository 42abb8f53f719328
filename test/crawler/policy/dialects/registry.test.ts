/** The list of dialects equals the folder, and each says what it could not verify as a list. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dialects } from '#crawler/policy/dialects/index.ts';

test('every dialect of the folder is listed', () => {
  const folder = join(import.meta.dirname, '../../../../crawler/policy/dialects');
  const files = readdirSync(folder).filter((file) => !['index.ts', 'dialect.ts'].includes(file));
  expect(dialects.map(({ id }) => `${id}.ts`).toSorted()).toEqual(files.toSorted());
});

test.each(dialects.map((dialect) => [dialect.id, dialect] as const))(
  '%s says what could not be verified',
  (_, dialect) => {
    expect(Array.isArray(dialect.unverified)).toBe(true);
    expect(dialect.title).not.toBe('');
  },
);
