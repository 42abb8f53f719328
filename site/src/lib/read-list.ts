/** One page of a list with everything its page shows. */
import type { Db } from '#db/client.ts';
import type { Facet } from '#db/queries/facets.ts';
import { countedTo, countList, type ListPart, pageOfList } from '#db/queries/lists.ts';
import { readTallies } from '#db/queries/tallies.ts';
import type { AskedList } from './list-request.ts';

export interface ReadList {
  part: ListPart;
  /** How many fit; `more` where there are more than that. */
  total: number;
  more: boolean;
  /** How many of what fits have each facet, where that is known; else of all there is. */
  counts: ReadonlyMap<Facet, number>;
}

/** Reads a page of a list. The counts of all, and of a single facet, are kept; others are counted up to a bound. */
export async function readList(db: Db, asked: AskedList): Promise<ReadList> {
  const { subject, facets, words = [] } = asked;
  const plain = facets.length === 0 && words.length === 0;
  const [all, counted] = await Promise.all([
    readTallies(db, subject),
    plain ? undefined : countList(db, subject, asked),
  ]);
  const few = counted?.exact ?? false;
  const part = await pageOfList(db, subject, asked, few || words.length > 0);
  if (counted?.exact) return { part, total: counted.total, more: false, counts: counted.facets };
  const [facet] = facets;
  const kept = plain
    ? [...all]
        .filter(([key]) => key.startsWith('provenance:') || key.startsWith('outcome:'))
        .reduce((sum, [key, n]) => sum + (key.startsWith(subject === 'tool' ? 'provenance:' : 'outcome:') ? n : 0), 0)
    : facets.length === 1 && words.length === 0 && facet
      ? all.get(facet)
      : undefined;
  return {
    part,
    total: kept ?? countedTo,
    more: kept === undefined,
    counts: plain ? all : new Map([...all.keys()].map((key) => [key, undefined as unknown as number])),
  };
}
