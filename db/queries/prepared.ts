/** Statements that are put together once for each database: doing that anew takes longer than running them. */
import type { Db } from '#db/client.ts';

/** What gives the statement of a database, made when it is first asked for. */
export function perDatabase<T>(prepare: (db: Db) => T): (db: Db) => T {
  const prepared = new WeakMap<Db, T>();
  return (db) => {
    const known = prepared.get(db);
    if (known) return known;
    const made = prepare(db);
    prepared.set(db, made);
    return made;
  };
}
