/** Lists of tools that a page chooses itself: gravest first, and of many kinds. */
import { type CapabilityId, capabilities } from '#crawler/classify/decide/tables.ts';
import { mainCapability } from '#crawler/policy/exposure.ts';
import type { Db } from '#db/client.ts';
import type { Facet } from '#db/queries/facets.ts';
import { countedTo, countList, getToolLines, pageOfList, type ToolLine } from '#db/queries/lists.ts';
import { spread } from './verdicts.ts';

const prefix = 'capability:';

/** What a tool is first of all for, by its card; its category where that is not known. */
export function kindOfLine({ facets, category }: Pick<ToolLine, 'facets' | 'category'>): CapabilityId | string {
  const ids = facets.filter((facet) => facet.startsWith(prefix)).map((facet) => facet.slice(prefix.length));
  const order = Object.keys(capabilities);
  const found = ids.toSorted((a, b) => order.indexOf(b) - order.indexOf(a)).map((capability) => ({ capability }));
  return mainCapability({ category: category ?? 'unassessed', capabilities: found as never }) ?? String(category);
}

/** Rows looked at to choose a few from, a bound on what a choice costs. */
const lookedAt = 120;

/** The gravest tools, no two of one server or for the same thing while there are others. */
export async function riskiestTools(db: Db, limit: number, facets: readonly Facet[] = []): Promise<ToolLine[]> {
  const part = await pageOfList(db, 'tool', { facets, sort: 'risk', limit: lookedAt });
  const lines = await getToolLines(db, part.ids);
  return spread(lines, [(line) => line.serverSlug, kindOfLine], limit);
}

/**
 * The gravest tools that fit, whatever is asked of them; how many are looked at is bounded.
 * @param known how many fit, where that is kept; counted otherwise, as far as a bound
 */
export async function gravestTools(
  db: Db,
  asked: { facets?: readonly Facet[]; anyOf?: readonly (readonly Facet[])[] },
  limit: number,
  known?: number,
): Promise<ToolLine[]> {
  const request = { facets: asked.facets ?? [], anyOf: asked.anyOf ?? [], sort: 'risk' as const, limit };
  const few = known === undefined ? (await countList(db, 'tool', request)).exact : known <= countedTo;
  const part = await pageOfList(db, 'tool', request, few);
  return getToolLines(db, part.ids);
}
