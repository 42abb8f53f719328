/** A PostgreSQL that goes away at awkward moments: what was asked of it is told, and nothing else breaks. */
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDb } from '#db/client.ts';
import { isConnectionLost } from '#db/reconnect.ts';
import { makeCuttable } from '#test/support/cuttable.ts';

const url = process.env.TEST_DATABASE_URL;
const broken: unknown[] = [];
const note = (reason: unknown) => broken.push(reason);

beforeEach(() => {
  broken.length = 0;
  process.on('unhandledRejection', note);
});
afterEach(() => {
  process.off('unhandledRejection', note);
});

// What the client says on a new connection, in this order: who it is, which types there are, the statement itself.
test.skipIf(url === undefined).each(['database', 'typcategory', 'select 41'])(
  'cut while a new connection says %j',
  async (words) => {
    await using way = await makeCuttable(url!);
    await using opened = await openDb(way.url);
    way.cutAt(words);
    const asked = opened.db.execute(sql`select 41 + 1 as n`);
    const error: unknown = await asked.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(isConnectionLost(error), String(error)).toBe(true);
    way.mend();
    await expect
      .poll(() => opened.db.execute(sql`select 43 as n`).then((rows) => [...(rows as Iterable<unknown>)], String))
      .toEqual([{ n: 43 }]);
    expect(broken).toEqual([]);
  },
);
