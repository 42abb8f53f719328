/** What was learnt lately: changes that somebody who connected a server would want to know of. */
import type { Db } from '#db/client.ts';
import { type ChangeEntry, listChanges } from '#db/queries/changes.ts';
import type { ChangeKind } from '#db/types.ts';

/** Kinds worth knowing. That a server was found, and what it had then, is no news. */
const kinds: readonly ChangeKind[] = [
  'verdict-changed',
  'tool-changed',
  'tool-removed',
  'trust-changed',
  'context-changed',
  'server-gone',
];

/** The newest changes worth knowing, at most three of one server. Each kind is read by its own index. */
export async function learntLately(db: Db, limit: number): Promise<ChangeEntry[]> {
  const found = await Promise.all(kinds.map((kind) => listChanges(db, { kinds: [kind], limit })));
  const perServer = new Map<string, number>();
  return found
    .flat()
    .toSorted((a, b) => b.change.at.getTime() - a.change.at.getTime() || b.change.id - a.change.id)
    .filter(({ server }) => {
      const before = perServer.get(server.slug) ?? 0;
      perServer.set(server.slug, before + 1);
      return before < 3;
    })
    .slice(0, limit);
}
