/** Tools that are shown on the first page: one of each kind of thing that a definition can tell. */
import type { Db } from '#db/client.ts';
import type { Facet } from '#db/queries/facets.ts';
import type { ToolLine } from '#db/queries/lists.ts';
import { readTallies } from '#db/queries/tallies.ts';
import { getToolPage, type ToolPage } from '#db/queries/tools.ts';
import { gravestTools } from './tool-lines.ts';

export interface ChosenExhibit {
  heading: string;
  page: ToolPage;
}

/** What is shown, in this order, and by which facet it is found. */
const sorts: readonly { heading: string; facet: Facet }[] = [
  { heading: 'What a call can take away', facet: 'category:destructive' },
  { heading: 'What it says of itself, and is not', facet: 'annotation:contradicted' },
  { heading: 'What speaks to the model', facet: 'finding:any' },
  { heading: 'What a call can pay', facet: 'category:financial' },
  { heading: 'What a call can run', facet: 'category:execute' },
];

/** Tools looked at for one exhibit. */
const lookedAt = 12;

/** Up to `limit` exhibits, no two of one server. */
export async function chooseExhibits(db: Db, limit: number): Promise<ChosenExhibit[]> {
  const tallies = await readTallies(db, 'tool');
  const found = await Promise.all(
    sorts.map(({ facet }) => gravestTools(db, { facets: [facet] }, lookedAt, tallies.get(facet) ?? 0)),
  );
  const servers = new Set<string>();
  const chosen: { heading: string; line: ToolLine }[] = [];
  for (const [at, lines] of found.entries()) {
    const fresh = lines.filter(({ serverSlug }) => !servers.has(serverSlug));
    const line = fresh.find(isLegible) ?? fresh[0];
    if (!line || chosen.length === limit) continue;
    servers.add(line.serverSlug);
    chosen.push({ heading: sorts[at]!.heading, line });
  }
  const pages = await Promise.all(
    chosen.map(async ({ heading, line }) => ({ heading, page: await getToolPage(db, line.serverSlug, line.name) })),
  );
  return pages.flatMap(({ heading, page }) => (page ? [{ heading, page }] : []));
}

/** Whether a tool fits a small frame: a short name, and words of its own. */
const isLegible = ({ name, summary }: ToolLine) => name.length <= 32 && (summary?.length ?? 0) > 20;
