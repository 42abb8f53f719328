import { expect, test } from 'vitest';
import { DatabaseUnusable, explainDatabase } from '#db/faults.ts';

const coded = (code: string, message = 'its own words', cause?: Error) =>
  Object.assign(new Error(message, { cause }), { code });

test.each([
  ['28P01', 'refuses this user'],
  ['28000', 'refuses this user'],
  ['3D000', 'has no such database'],
  ['42501', 'does not allow this user enough'],
  ['53300', 'takes no more connections'],
  ['53100', 'has no disk left'],
  ['ENOSPC', 'has no disk left'],
  ['25006', 'can only be read'],
  ['57P03', 'is starting or stopping'],
  ['ECONNREFUSED', 'does not answer'],
  ['CONNECTION_CLOSED', 'does not answer'],
  ['08006', 'does not answer'],
  ['ENOTFOUND', 'is not reached'],
  ['CONNECT_TIMEOUT', 'is not reached'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'has a certificate that is not trusted'],
  ['EROFS', 'cannot be written'],
  ['XX001', 'is damaged'],
])('%s: it %s, and what to do', (code, what) => {
  const told = explainDatabase(coded(code), 'PostgreSQL at db:5432');
  expect(told).toBeInstanceOf(DatabaseUnusable);
  expect(told?.message).toMatch(new RegExp(`^PostgreSQL at db:5432 ${what}: its own words\\. [A-Z][^\\n]+\\.$`));
});

test('the reason is found below what wraps it, also where several addresses were tried', () => {
  const wrapped = new Error('Failed query: select secret', { cause: coded('53100') });
  expect(explainDatabase(wrapped)?.message).toMatch(/^The database has no disk left/);
  expect(explainDatabase(wrapped)?.message).not.toContain('select');
  const tried = new AggregateError([coded('ECONNREFUSED', ''), coded('ECONNREFUSED', '')]);
  expect(explainDatabase(tried)?.message).toContain('does not answer: ECONNREFUSED.');
});

test('what nobody but the author can mend is not explained away', () => {
  for (const error of [coded('42703'), coded('23505'), coded('22P02'), new TypeError('x'), 'text', undefined]) {
    expect(explainDatabase(error)).toBeUndefined();
  }
});
