import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Migrations that databases out there have been through, and their SHA-256. What was released is added and stays. */
const released = {
  '0000_initial.sql': 'd0e2c1f2d70ca9964e501eacc548a4f4157d0a93f41ef5068d0880a52b52aa22',
};

test.each(Object.entries(released))(
  '%s was released and is as it was: a change needs a migration of its own',
  (name, hash) => {
    const text = readFileSync(join(import.meta.dirname, '../../db/migrations', name));
    expect(createHash('sha256').update(text).digest('hex')).toBe(hash);
  },
);
