import { expect, test } from 'vitest';
import { describeFault } from '#crawler/cli/faults.ts';
import { RetryLater, SkipServer, StopRun } from '#crawler/errors.ts';
import { DatabaseUnusable } from '#db/faults.ts';
import { DatabaseInUse } from '#db/lock.ts';

const coded = (code: string, message: string) => Object.assign(new Error(message), { code });

test('errors that were made to be read are told as they are', () => {
  for (const type of [RetryLater, SkipServer, StopRun, DatabaseInUse, DatabaseUnusable]) {
    expect(describeFault(new type('Do this.'))).toBe('Do this.');
  }
});

test.each([
  ['ENOSPC', 'ENOSPC: no space left on device, write', 'The disk is full'],
  ['EROFS', "EROFS: read-only file system, mkdir '/data'", 'can only be read'],
  ['EACCES', "EACCES: permission denied, mkdir '/data'", 'This user may not'],
  ['EEXIST', "EEXIST: file already exists, mkdir '/data/packages'", 'Move it away'],
  ['ENOTDIR', "ENOTDIR: not a directory, mkdir '/data/packages'", 'Move it away'],
  ['EADDRINUSE', 'listen EADDRINUSE: address already in use 127.0.0.1:4321', '--port'],
  ['EMFILE', 'EMFILE: too many open files', 'ulimit -n'],
])('%s: the system’s words and what to do', (code, message, advice) => {
  const told = describeFault(coded(code, message));
  expect(told).toMatch(/^[^\n]+\.$/);
  expect(told).toContain(message);
  expect(told).toContain(advice);
});

test('a fault of the database is told as one, whatever the query', () => {
  const query = new Error('Failed query: select 1\nparams: secret', {
    cause: Object.assign(new Error('could not extend file'), { code: '53100', name: 'PostgresError' }),
  });
  expect(describeFault(query)).toMatch(/^The database has no disk left: could not extend file\./);
});

test('also where no query is named: the embedded database throws plain errors', () => {
  expect(describeFault(coded('53100', 'could not extend file "base/5/1"'))).toMatch(/^The database has no disk left/);
  expect(describeFault(coded('57P01', 'terminating connection'))).toMatch(/^The database is starting or stopping/);
  expect(describeFault(coded('CONNECTION_CLOSED', 'write CONNECTION_CLOSED'))).toMatch(/^The database does not answer/);
});

test.each([
  'Connection terminated unexpectedly',
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error and is not queryable',
])('a lost connection of the queue, which has no code: %s', (message) => {
  expect(describeFault(new Error(message))).toBe(
    `The database does not answer: ${message}. Start the server, or correct host and port in DATABASE_URL (or --db).`,
  );
  expect(describeFault(new Error('Outer', { cause: new Error(message) }))).toMatch(/^The database does not answer/);
});

test('what was wrong first is told, not what then could not be closed', () => {
  const first = new StopRun('This.');
  expect(describeFault(new SuppressedError(new Error('could not be closed'), first))).toBe('This.');
});

test('bugs stay bugs', () => {
  for (const error of [new TypeError('x is undefined'), coded('constructor', 'x'), coded('ERR_ASSERTION', 'x'), 'text'])
    expect(describeFault(error)).toBeUndefined();
});
