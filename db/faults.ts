/** What can be wrong with a database that is no fault of this program, told in a line with what to do. Pure. */

/** The database cannot be used as it is; the message says why and what to do. */
export class DatabaseUnusable extends Error {
  override name = 'DatabaseUnusable';
}

/** What PostgreSQL (SQLSTATE), its client and the system say, and what to do about it. */
const faults: readonly { codes: RegExp; what: string; todo: string }[] = [
  {
    codes: /^(?:28P01|28000|AUTH_TYPE_NOT_IMPLEMENTED|SASL_SIGNATURE_MISMATCH)$/,
    what: 'refuses this user',
    todo: 'Correct user and password in DATABASE_URL (or --db), or allow the user in pg_hba.conf.',
  },
  {
    codes: /^3D000$/,
    what: 'has no such database',
    todo: 'Make it with createdb, or correct its name in DATABASE_URL.',
  },
  {
    codes: /^42501$/,
    what: 'does not allow this user enough',
    todo: 'Make the user owner of the database, so that it can make tables and schemas.',
  },
  {
    codes: /^(?:53300|53400)$/,
    what: 'takes no more connections',
    todo: 'Raise max_connections there, or run fewer processes; each takes up to 15.',
  },
  {
    codes: /^(?:53100|ENOSPC|EDQUOT)$/,
    what: 'has no disk left',
    todo: 'Free some, then start again; what was stored is kept.',
  },
  { codes: /^53200$/, what: 'has no memory left', todo: 'Give it more, then start again.' },
  {
    codes: /^25006$/,
    what: 'can only be read',
    todo: 'Give the address of the primary, not of a standby.',
  },
  {
    codes: /^57P0[1-3]$/,
    what: 'is starting or stopping',
    todo: 'Try again in a moment.',
  },
  {
    codes: /^(?:ECONNREFUSED|ECONNRESET|EPIPE|CONNECTION_\w+|08\w{3})$/,
    what: 'does not answer',
    todo: 'Start the server, or correct host and port in DATABASE_URL (or --db).',
  },
  {
    codes: /^(?:ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|CONNECT_TIMEOUT)$/,
    what: 'is not reached',
    todo: 'Correct the host in DATABASE_URL (or --db), and look at the network.',
  },
  {
    codes: /^(?:\w*CERT\w*|ERR_TLS\w*|ERR_SSL\w*|UNABLE_TO_\w+)$/,
    what: 'has a certificate that is not trusted',
    todo: 'Set NODE_EXTRA_CA_CERTS to its authority, or sslmode in DATABASE_URL.',
  },
  {
    codes: /^(?:EROFS|EACCES|EPERM)$/,
    what: 'cannot be written',
    todo: 'Give this user the right to write there, or another folder with --db.',
  },
  {
    codes: /^(?:XX001|XX002|58P01|58030|EIO)$/,
    what: 'is damaged',
    todo: 'Restore a copy of it.',
  },
];

/** The first error of a chain of causes that has a code, and that code. */
export function findCode(error: unknown): { code: string; message: string } | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof AggregateError && at.errors.length > 0) return findCode(at.errors[0]);
    if ('code' in at && typeof at.code === 'string') return { code: at.code, message: at.message };
  }
  return undefined;
}

/**
 * An error of the database that somebody can do something about, in one line.
 * @param name what to call the database: where it is, without user and password
 * @returns undefined where the error is none of these
 */
export function explainDatabase(error: unknown, name = 'The database'): DatabaseUnusable | undefined {
  if (error instanceof DatabaseUnusable) return error;
  const found = findCode(error);
  const fault = found && faults.find(({ codes }) => codes.test(found.code));
  if (found === undefined || fault === undefined) return undefined;
  const own = found.message === '' || found.message === found.code ? found.code : found.message;
  return new DatabaseUnusable(`${name} ${fault.what}: ${own.replace(/\.$/, '')}. ${fault.todo}`, { cause: error });
}
