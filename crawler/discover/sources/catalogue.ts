import { z } from 'zod';
import { type archiveOf, openCatalogue } from '#crawler/discover/catalogue/open.ts';
import { fingerprint, readCatalogue } from '#crawler/discover/catalogue/read.ts';
import { type Clock, openPoliteClient } from '#crawler/discover/polite-client.ts';
import type { Source } from '#crawler/discover/source.ts';
import { StopRun } from '#crawler/errors.ts';
import type { DiscoveryItem } from '#db/types.ts';

/** Which lists are read. */
export interface CatalogueOptions {
  /** Folders, archives, files, http(s) and git addresses. */
  places: readonly string[];
  clock: Clock;
  /** Where a repository's archive lies; tests lay it on this machine. */
  locate: typeof archiveOf;
  /** Whether this machine's own addresses are asked, over http too; for tests. */
  allowLoopback: boolean;
}

/** Each list is one request; a second of rest between two. Milliseconds. */
const everyMs = 1_000;
/** Largest archive, bytes: of archives in general (`connect/source/archive.ts`). */
const maxBytes = 64 * 1024 * 1024;
/** Entries after which it is noted how far it came. */
const noteEvery = 500;

const stateSchema = z.object({
  etag: z.string().optional(),
  /** What each entry was like, by its location. */
  entries: z.record(z.string(), z.string()),
});

/** Public lists of servers, with or without their tools. */
export const catalogue: Source<CatalogueOptions> = {
  id: 'catalogue',
  title: 'A public list',
  trust: 20,
  incremental: true,
  describe:
    'Servers named in a public list: a folder, archive, file or git address with the Docker registry’s folders, server lists in JSON or YAML, `tools.json`, tool snapshots, or a Markdown list that links repositories on GitHub. Tools that a list gives are shown as declared.',
  options: [
    {
      setting: 'places',
      flags: '--catalogue <place>',
      describe: 'a folder, archive, file, http(s) or git address of a list for the source `catalogue`; several times',
      several: true,
      needed: true,
    },
  ],
  async *discover({ settings, signal, cursors, say, limit = Number.POSITIVE_INFINITY }) {
    const client = openPoliteClient({
      name: 'A list',
      everyMs,
      maxBytes,
      timeoutMs: 120_000,
      allowLoopback: settings.allowLoopback,
      clock: settings.clock,
      signal,
      say,
    });
    let servers = 0;
    try {
      for (const named of settings.places ?? []) {
        const key = `catalogue:${named}`;
        const stored = stateSchema.safeParse(await cursors?.get(key));
        const before = stored.success ? stored.data : { entries: {} };
        let opened: Awaited<ReturnType<typeof openCatalogue>>;
        try {
          opened = await openCatalogue(client, named, before.etag, { signal, locate: settings.locate });
        } catch (error) {
          if (signal?.aborted) return;
          const message =
            error instanceof StopRun ? error.message : `${named} cannot be read: ${(error as Error).message}`;
          yield { kind: 'notice', source: 'catalogue', message, failed: true };
          continue;
        }
        for (const message of opened.notes)
          yield { kind: 'notice', source: 'catalogue', message: `${named}: ${message}` };
        if (opened.files === undefined) continue;
        const known = new Map(Object.entries(before.entries));
        const present = new Set<string>();
        const note = (etag?: string) =>
          cursors?.set(key, { ...(etag !== undefined && { etag }), entries: Object.fromEntries(known) });
        let fresh = 0;
        for (const item of readCatalogue(opened.files, opened.place)) {
          const location = locationOf(item);
          const print = fingerprint(item);
          present.add(location);
          if (known.get(location) === print) continue;
          if (item.kind === 'server' && servers >= limit) {
            await note();
            return;
          }
          yield item;
          if (signal?.aborted) return;
          if (item.kind === 'server') servers++;
          known.set(location, print);
          if (++fresh % noteEvery === 0) await note();
        }
        for (const location of [...known.keys()].filter((one) => !present.has(one))) {
          yield { kind: 'skipped', source: 'catalogue', location, reason: 'It is no longer in the list.' };
          known.delete(location);
        }
        if (present.size === 0) yield { kind: 'notice', source: 'catalogue', message: `${named} names no server.` };
        await note(opened.etag);
      }
    } finally {
      await client.close();
    }
  },
};

const locationOf = (item: DiscoveryItem): string =>
  item.kind === 'server' ? item.candidate.location : item.kind === 'skipped' ? item.location : '';
