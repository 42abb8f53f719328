/** What ends a command that is nobody's bug: told in one line with what to do. Pure. */
import { RetryLater, SkipServer, StopRun } from '#crawler/errors.ts';
import { explainDatabase, findCode } from '#db/faults.ts';
import { DatabaseInUse } from '#db/lock.ts';
import { isConnectionLost } from '#db/reconnect.ts';

/** What the system refuses, by its code, and what to do about it. */
const faults: Record<string, string> = {
  ENOSPC: 'The disk is full. Free some, then start again; what was stored is kept.',
  EDQUOT: 'The disk quota of this user is used up. Free some, then start again; what was stored is kept.',
  EROFS: 'That file system can only be read. Start toolrisk in a folder that can be written.',
  EACCES: 'This user may not. Give it the right, or start toolrisk as another.',
  EPERM: 'This user may not. Give it the right, or start toolrisk as another.',
  EEXIST: 'A file is where a folder is needed. Move it away.',
  ENOTDIR: 'A file is where a folder is needed. Move it away.',
  EISDIR: 'A folder is where a file is needed. Correct the path.',
  ENOENT: 'It is not there. Correct the path.',
  ELOOP: 'Links lead round in a circle there. Correct the path.',
  ENAMETOOLONG: 'The path is too long. Shorten it.',
  EIO: 'The disk is broken, or was taken away. Look at the system’s log.',
  EMFILE: 'Too many files are open. Raise the limit (ulimit -n).',
  ENFILE: 'Too many files are open on this machine. End something else.',
  ENOMEM: 'There is no memory left. End something else, or lower --concurrency.',
  EAGAIN: 'No further process can be started. End something else, or raise the limit (ulimit -u).',
  EPIPE: 'Whoever read the output has left.',
  EADDRINUSE: 'Something listens there already. Stop it, or take another port (--port, --health).',
  EADDRNOTAVAIL: 'This machine has no such address. Correct --host or --health.',
  ECONNREFUSED: 'Nothing listens there. Start it, or correct the address.',
  ECONNRESET: 'The other side ended the connection. Try again later.',
  ENOTFOUND: 'No such host is known. Correct the address, and look at the network.',
  EAI_AGAIN: 'Names cannot be resolved now. Look at the network.',
  ETIMEDOUT: 'There was no answer in time. Look at the network.',
};

/** Codes that only a database or its client gives: SQLSTATE, in which there is a digit, and those of the client. */
const databaseCodes = /^(?:(?=.*\d)[0-9A-Z]{5}|CONNECT(?:ION)?_\w+)$/;

/** Whether an error comes from the database: by its code, or because Drizzle says which query it was. */
const isFromDatabase = (error: unknown): boolean =>
  error instanceof Error &&
  (error.message.startsWith('Failed query:') ||
    ('code' in error && databaseCodes.test(String(error.code))) ||
    isFromDatabase(error.cause));

/**
 * An error that a person can do something about, in one line.
 * @returns undefined for everything else, which is a bug
 */
export function describeFault(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  // What went wrong first, not what could not be closed after it.
  if (error instanceof SuppressedError) return describeFault(error.suppressed);
  if ([DatabaseInUse, RetryLater, SkipServer, StopRun].some((type) => error instanceof type)) return error.message;
  const database = explainDatabase(error);
  if (database === error || (database && isFromDatabase(error))) return database.message;
  const found = findCode(error);
  // The client of the queue gives no code where its connection ended.
  if (!found && isConnectionLost(error)) {
    return `The database does not answer: ${error.message}. Start the server, or correct host and port in DATABASE_URL (or --db).`;
  }
  const todo = found && Object.hasOwn(faults, found.code) ? faults[found.code] : undefined;
  return todo === undefined ? undefined : `${found?.message || found?.code}. ${todo}`;
}

/** What went wrong, as whoever runs a command is told. */
export const faultText = (error: unknown): string =>
  `toolrisk: ${describeFault(error) ?? `this is a bug\n${error instanceof Error ? error.stack : error}`}`;
