import { describe, expect, test } from 'vitest';
import { isConnectionLost, sitOut } from '#db/reconnect.ts';

const withCode = (code: string, message = 'broken') => Object.assign(new Error(message), { code });

describe('a lost connection', () => {
  test.each([
    ['closed by the other side', withCode('CONNECTION_CLOSED')],
    ['ended by an operator', withCode('57P01')],
    ['refused while the server starts', withCode('ECONNREFUSED')],
    ['of the protocol', withCode('08006')],
    ['told by message alone', new Error('Connection terminated unexpectedly')],
    ['as the cause of another error', new Error('Failed query', { cause: withCode('57P01') })],
  ])('%s', (_, error) => expect(isConnectionLost(error)).toBe(true));

  test.each([
    ['a constraint', withCode('23505')],
    ['a cancelled statement', withCode('57014')],
    ['a message that only mentions one', new Error('could not read: Connection terminated')],
    ['no error', 'CONNECTION_CLOSED'],
  ])('is not %s', (_, error) => expect(isConnectionLost(error)).toBe(false));
});

test('what fails for a lost connection is done again', async () => {
  let tries = 0;
  const result = sitOut(async () => {
    if (++tries < 3) throw withCode('CONNECTION_CLOSED');
    return tries;
  });
  expect(await result).toBe(3);
});

test('any other fault is thrown at once', async () => {
  let tries = 0;
  const result = sitOut(async () => {
    tries++;
    throw withCode('23505', 'duplicate key');
  });
  await expect(result).rejects.toThrow('duplicate key');
  expect(tries).toBe(1);
});
