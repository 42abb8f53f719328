/** Two processes of the site beside one that writes: what changed shows on both within five seconds, while many others change. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Asked } from '#bench/site.shapes.ts';
import type { OpenDb } from '#db/client.ts';
import { ensureBuilt } from '#site/build.ts';
import { serverPath, toolPath } from '#site/src/lib/paths.ts';
import { testDatabases } from '#test/support/database.ts';
import { seedServer } from './seed.ts';

/** What is promised, milliseconds. */
const promisedMs = 5_000;
/** Servers that are written meanwhile, a minute, at least. */
const leastWritten = 200;

/** Processes that share a database exist on PostgreSQL only. */
const servers = testDatabases.filter(({ name }) => name === 'PostgreSQL');

describe.skipIf(servers.length === 0)('two processes of the site', () => {
  let opened: OpenDb & { url: string };
  const children: ChildProcess[] = [];
  const urls: string[] = [];
  beforeAll(async () => {
    await ensureBuilt({ quiet: true });
    opened = await servers[0]!.open();
    for (const _ of [1, 2]) {
      const child = fork(join(import.meta.dirname, '../../bench/site.shapes.ts'), {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      children.push(child);
      child.send({ do: 'site', url: opened.url } satisfies Asked);
      const [told] = (await once(child, 'message')) as [{ url: string }];
      urls.push(told.url);
    }
  }, 120_000);
  afterAll(async () => {
    for (const child of children) {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    }
    await opened?.close();
  });

  test('a changed tool shows within five seconds while servers are written without a pause', async () => {
    const { db } = opened;
    const write = (description: string) =>
      seedServer(db, { source: 'file', location: 'lamps', name: 'Lamps' }, 'lamps', {
        tools: [{ name: 'switch_lamp', description }],
      });
    const paths = [serverPath('lamps'), toolPath('lamps', 'switch_lamp'), '/tools?q=lamp', '/search?q=switch+lamp'];
    /** The words of all pages from both. */
    const pages = () =>
      Promise.all(
        urls.flatMap((url) =>
          paths.map(async (path) => (await (await fetch(url + path)).text()).replace(/<[^>]*>/g, '')),
        ),
      );
    await write('Switches the lamp on.');
    let [over, written] = [false, 0];
    const started = performance.now();
    const writing = (async () => {
      for (; !over; written++) {
        const slug = `stall-${written % 300}`;
        await seedServer(db, { source: 'file', location: slug, name: `Stall ${written}` }, slug, {
          tools: [{ name: 'sell', description: `Sells thing ${written}.` }],
        });
      }
    })();
    try {
      for (const color of ['red', 'green', 'blue']) {
        // Asked for twice, so that each page is kept where it can be.
        await pages();
        await pages();
        await write(`Switches the lamp to ${color}.`);
        const changed = performance.now();
        await vi.waitFor(
          async () => {
            for (const page of await pages()) expect(page).toContain(`to ${color}`);
          },
          { timeout: 20_000, interval: 50 },
        );
        expect(performance.now() - changed).toBeLessThan(promisedMs);
      }
    } finally {
      over = true;
      await writing;
    }
    expect((written / (performance.now() - started)) * 60_000).toBeGreaterThan(leastWritten);
  }, 90_000);
});
