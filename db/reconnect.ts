/** Sitting out a lost connection: a database that restarts or fails over is back within a minute, and the work goes on. */
import pRetry from 'p-retry';

/** Longest a lost connection is waited for, milliseconds: a restart of PostgreSQL or a failover takes seconds. */
const longestMs = 60_000;
/** Codes of a connection that ended or could not be made: of the clients, of the system, and PostgreSQL's classes 08 and 57P. */
const lostCodes =
  /^(?:CONNECTION_(?:CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT|ECONN\w+|EPIPE|ETIMEDOUT|08\w{3}|57P0[123])$/;
/** The client of the queue gives no code for some of them. */
const lostMessages =
  /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/;

/** Whether an error, or what caused it, says that the connection to the database is gone; the statement itself was not at fault. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return lostCodes.test(code) || lostMessages.test(error.message) || isConnectionLost(error.cause);
}

/** PostgreSQL's classes of errors that lie in the data of one statement: 22 data, 23 constraint, 54 size of a row or index. */
const dataCodes = /^(?:22|23|54)[0-9A-Z]{3}$/;

/** Whether an error, or what caused it, says that the database cannot hold what it was given; it holds everything else. */
export function isDataRefused(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && dataCodes.test(String(error.code))) || isDataRefused(error.cause);
}

/**
 * Does something with the database, again while the connection is lost, for up to a minute.
 * @param work must be safe to do twice: its first try may have taken effect
 * @throws what `work` throws for any other reason, and the loss itself where it lasts
 */
export function sitOut<T>(work: () => Promise<T>): Promise<T> {
  return pRetry(work, {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: 100,
    maxTimeout: 5_000,
    maxRetryTime: longestMs,
    shouldRetry: ({ error }) => isConnectionLost(error),
  });
}
