import type { APIRoute } from 'astro';
import { getServerLines } from '#db/queries/lists.ts';
import { getServerBySlug } from '#db/queries/servers.ts';
import { risks } from '#db/types.ts';
import { sendCard } from '#site/src/lib/card.ts';
import { count } from '#site/src/lib/format.ts';
import { stripMarkup } from '#site/src/lib/summary.ts';
import { riskCounts } from '#site/src/lib/verdicts.ts';
import { riskWord } from '#site/src/lib/vocabulary.ts';

/** The picture beside links to a server. */
export const GET: APIRoute = async ({ params, locals: { db } }) => {
  const server = await getServerBySlug(db, params.slug ?? '');
  if (!server) return new Response('There is no such server.\n', { status: 404 });
  const [line] = await getServerLines(db, [server.id]);
  const counts = riskCounts(line?.risks ?? {});
  const worst = risks.findLast((risk) => counts.has(risk)) ?? null;
  const grave = (counts.get('critical') ?? 0) + (counts.get('high') ?? 0);
  return sendCard({
    title: server.name,
    above: 'MCP server',
    sign: worst === null ? 'Not assessed' : `Exposure ${riskWord(worst).toLowerCase()}`,
    risk: worst,
    lines: [
      server.toolCount === 0
        ? 'Its tools are not known.'
        : `${count(server.toolCount, 'tool')}, ${grave} of high or critical risk`,
      stripMarkup(server.description ?? ''),
    ],
  });
};
