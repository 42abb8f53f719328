/** What a list shows, read from its address and written into one. */
import {
  type CardSort,
  type Facet,
  type FacetKind,
  maxFacets,
  type Subject,
  serverFacetKinds,
  serverSorts,
  splitFacet,
  toolFacetKinds,
  toolSorts,
} from '#db/queries/facets.ts';
import type { ListRequest } from '#db/queries/lists.ts';
import { withQuery } from './paths.ts';
import { choice, text, wholeNumber } from './query.ts';
import { wordsOf } from './search-query.ts';

export const facetKindsOf: Record<Subject, readonly FacetKind[]> = { tool: toolFacetKinds, server: serverFacetKinds };
export const sortsOf: Record<Subject, readonly [CardSort, ...CardSort[]]> = { tool: toolSorts, server: serverSorts };
const pathOf: Record<Subject, string> = { tool: '/tools', server: '/servers' };

/** A list as its address asks for it. */
export interface AskedList extends ListRequest {
  subject: Subject;
  /** The text filter as it was typed. */
  query?: string;
}

/** Reads the address of a list: `risk=high&signal=accepts-url&signal=…&q=…&sort=…&after=…`. What it does not know it leaves out. */
export function readListRequest(subject: Subject, parameters: URLSearchParams, limit: number): AskedList {
  const query = text(parameters.get('q'));
  const facets = facetKindsOf[subject].flatMap((kind) =>
    parameters.getAll(kind).flatMap((value): Facet[] => {
      const known = text(value)?.slice(0, 60);
      return known === undefined
        ? []
        : [`${kind}:${kind === 'grade' || kind === 'annotation' ? known : known.toLowerCase()}`];
    }),
  );
  return {
    subject,
    facets: [...new Set(facets)].slice(0, maxFacets),
    query,
    words: query === undefined ? [] : wordsOf(query),
    sort: choice(parameters.get('sort'), sortsOf[subject]) ?? sortsOf[subject][0],
    limit,
    after: wholeNumber(parameters.get('after')),
    before: wholeNumber(parameters.get('before')),
  };
}

/** The address of a list, on its first page unless told where. */
export function listPath(
  subject: Subject,
  asked: { facets?: readonly Facet[]; query?: string; sort?: CardSort; after?: number; before?: number },
): string {
  const parameters: Record<string, string[]> = {};
  for (const facet of asked.facets ?? []) {
    const [kind, value] = splitFacet(facet);
    parameters[kind] = [...(parameters[kind] ?? []), value];
  }
  return withQuery(pathOf[subject], {
    q: asked.query,
    ...parameters,
    sort: asked.sort === sortsOf[subject][0] ? undefined : asked.sort,
    after: asked.after,
    before: asked.before,
  });
}
