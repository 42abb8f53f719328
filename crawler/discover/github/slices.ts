/**
 * GitHub's search answers at most 1,000 results. A search is therefore cut into slices, first by stars, then, where one
 * number of stars alone has too many, by time of creation, until each slice fits. Pure.
 */

/** Most results GitHub's search gives for one query (its documentation: "up to 1,000 results for each search"). */
export const maxResults = 1000;
/** Most results on a page. */
export const pageSize = 100;
/** GitHub opened in 2008: nothing was created earlier. */
const firstDay = '2008-01-01T00:00:00Z';
/** MCP was published on 2024-11-25; nearly every repository of interest is younger, so the first cut is made there. */
const mcpDay = '2024-11-25T00:00:00Z';

/** A part of a search. */
export interface Slice {
  kind: 'repositories' | 'code';
  /** The search without ranges, e.g. `topic:mcp-server fork:true`. */
  query: string;
  /** Only repositories pushed to since, RFC 3339. */
  since?: string;
  /** Stars, both ends included; `null` is open. */
  stars?: [number, number | null];
  /** Time of creation, both ends included, RFC 3339 in whole seconds. */
  created?: [string, string];
  /** Next page to read, from 1. */
  page: number;
}

/** The query of a slice in GitHub's search syntax. */
export function sliceQuery({ query, since, stars, created }: Slice): string {
  const parts = [query];
  if (stars) parts.push(stars[1] === null ? `stars:>=${stars[0]}` : `stars:${stars[0]}..${stars[1]}`);
  if (created) parts.push(`created:${created[0]}..${created[1]}`);
  if (since !== undefined) parts.push(`pushed:>=${since}`);
  return parts.join(' ');
}

/**
 * Two smaller slices that cover the same, more stars and later creation first.
 * @param topStars stars of the most starred repository in it, as its first page told
 * @param now end of time for this search, RFC 3339
 * @returns undefined where it cannot be cut further (code, or one second)
 */
export function splitSlice(slice: Slice, topStars: number, now: string): [Slice, Slice] | undefined {
  if (slice.kind === 'code') return undefined;
  const [low, high] = slice.stars ?? [0, null];
  const top = Math.max(high ?? topStars, low);
  if (low < top) {
    // Stars are spread over orders of magnitude: the geometric middle halves the repositories better than the arithmetic one.
    const middle = Math.min(Math.max(Math.floor(Math.sqrt((low + 1) * (top + 1))) - 1, low), top - 1);
    return [
      { ...slice, stars: [middle + 1, high], page: 1 },
      { ...slice, stars: [low, middle], page: 1 },
    ];
  }
  const stars: [number, number | null] = [low, high ?? top];
  if (!slice.created) {
    return [
      { ...slice, stars, created: [mcpDay, now], page: 1 },
      { ...slice, stars, created: [firstDay, addSeconds(mcpDay, -1)], page: 1 },
    ];
  }
  const [from, to] = slice.created;
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  if (!(seconds >= 1)) return undefined;
  const middle = addSeconds(from, Math.floor(seconds / 2));
  return [
    { ...slice, created: [addSeconds(middle, 1), to], page: 1 },
    { ...slice, created: [from, middle], page: 1 },
  ];
}

/** A moment some seconds away, RFC 3339 in whole seconds. */
export function addSeconds(time: string, seconds: number): string {
  return new Date(Date.parse(time) + seconds * 1000).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
