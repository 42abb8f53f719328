/** The search of an npm registry: all that answers a question, in windows that the registry gives out. */
import { z } from 'zod';
import { cleanJson } from '#crawler/text/clean.ts';
import type { PoliteClient } from './polite-client.ts';

/** Results on a page; the most the registry gives. */
export const pageSize = 250;
/** Results of one question that are given out; what lies beyond is asked for by narrower questions. */
export const maxWindow = 10_000;
/** How often a question is made narrower. Each halves it at best, so that 16 windows hold 160,000 packages. */
const maxNarrowing = 6;
/** Deepest nesting of an answer that is kept. */
const maxNesting = 16;

/** A question: words, or keywords that a package must have and may not have. */
export interface NpmSearch {
  words?: string;
  keywords?: readonly string[];
  without?: readonly string[];
}

/** A package as the search knows it. */
export interface NpmHit {
  name: string;
  version: string;
  /** When this version was published, as the registry writes it. */
  date: string;
  keywords: string[];
  /** Downloads of a month; 0 where the registry does not say. */
  downloads: number;
}

const text = z.string().optional().catch(undefined);
const hitSchema = z.object({
  package: z.object({
    name: z.string().min(1),
    version: z.string().min(1).max(256),
    date: text,
    keywords: z.array(z.string()).optional().catch(undefined),
  }),
  downloads: z.object({ monthly: z.number() }).optional().catch(undefined),
});
const answerSchema = z.object({ total: z.number(), objects: z.array(z.unknown()) });

/** The question in the registry's own syntax. */
export function searchText({ words, keywords = [], without = [] }: NpmSearch): string {
  if (words !== undefined) return words;
  return `keywords:${[keywords.join('+'), ...without.map((word) => `-${word}`)].join(',')}`;
}

/**
 * Yields every page of a question. What is more than a window holds is asked for in two narrower questions, with and
 * without the keyword that divides it best; questions in words cannot be narrowed, and end with their window.
 * @param registry with a slash at the end
 * @param said told in a sentence what was not given out
 * @throws what the client throws; an answer that is none
 */
export async function* searchNpm(
  client: PoliteClient,
  registry: string,
  search: NpmSearch,
  said: (message: string) => void,
  narrowed = 0,
): AsyncGenerator<NpmHit[]> {
  const seen: NpmHit[] = [];
  for (let from = 0; ; from += pageSize) {
    const page = from >= maxWindow ? undefined : await getPage(client, registry, search, from);
    const total = page?.total ?? Number.POSITIVE_INFINITY;
    if (from === 0 && total > maxWindow) {
      const narrower = narrowed < maxNarrowing ? divide(search, page?.hits ?? []) : undefined;
      if (narrower) {
        for (const one of narrower) yield* searchNpm(client, registry, one, said, narrowed + 1);
        return;
      }
    }
    if (!page) {
      said(`The npm registry gives out ${seen.length} of the packages for ${JSON.stringify(searchText(search))}.`);
      return;
    }
    seen.push(...page.hits);
    yield page.hits;
    if (page.count === 0 || from + pageSize >= total) return;
  }
}

/** One page; nothing where the registry does not go on so far. */
async function getPage(
  client: PoliteClient,
  registry: string,
  search: NpmSearch,
  from: number,
): Promise<{ total: number; count: number; hits: NpmHit[] } | undefined> {
  const url = new URL('-/v1/search', registry);
  url.searchParams.set('text', searchText(search));
  url.searchParams.set('size', String(pageSize));
  url.searchParams.set('from', String(from));
  const { status, text } = await client.get(url);
  if (status === 400 && from > 0) return undefined;
  if (status !== 200) throw new Error(`its search answers with status ${status}`);
  const parsed = answerSchema.safeParse(cleanJson(JSON.parse(text), maxNesting).value);
  if (!parsed.success) throw new Error('its search does not answer with a list of packages');
  const { total, objects } = parsed.data;
  return {
    total,
    count: objects.length,
    hits: objects.flatMap((object) => {
      const hit = hitSchema.safeParse(object);
      if (!hit.success) return [];
      const { name, version, date = '', keywords = [] } = hit.data.package;
      return [{ name, version, date, keywords, downloads: hit.data.downloads?.monthly ?? 0 }];
    }),
  };
}

/** The question in two parts, by the keyword that nearest to half of these packages have. */
function divide({ keywords, without = [] }: NpmSearch, hits: readonly NpmHit[]): [NpmSearch, NpmSearch] | undefined {
  if (keywords === undefined) return undefined;
  const used = new Set([...keywords, ...without]);
  const counts = new Map<string, number>();
  for (const hit of hits)
    for (const word of new Set(hit.keywords.map((one) => one.toLowerCase())))
      if (!used.has(word) && /^[a-z0-9-]+$/.test(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const distance = (count: number) => Math.abs(count - hits.length / 2);
  const [best] = [...counts].sort((a, b) => distance(a[1]) - distance(b[1]) || (a[0] < b[0] ? -1 : 1));
  if (!best) return undefined;
  return [
    { keywords: [...keywords, best[0]], without },
    { keywords, without: [...without, best[0]] },
  ];
}
