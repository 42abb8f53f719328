import type { APIRoute } from 'astro';
import { getServerBySlug } from '#db/queries/servers.ts';
import { countRisksOfServers } from '#db/queries/tallies.ts';
import { risks } from '#db/types.ts';
import { signFills } from '#site/src/lib/colours.ts';
import { riskWord } from '#site/src/lib/vocabulary.ts';
import { element, renderXml } from '#site/src/lib/xml.ts';

/** What a server exposes, as a picture for a README: `toolrisk | exposure critical`. Of the server only the risk is in it. */
export const GET: APIRoute = async ({ params, locals: { db } }) => {
  const server = await getServerBySlug(db, params.slug ?? '');
  if (!server) return new Response('There is no such server.\n', { status: 404 });
  const there = new Set((await countRisksOfServers(db, [server.id])).map(({ risk }) => risk));
  const worst = risks.findLast((risk) => there.has(risk));
  const [left, right] = ['toolrisk', worst ? `exposure ${riskWord(worst).toLowerCase()}` : 'not assessed'];
  const [leftWidth, rightWidth] = [left, right].map((text) => Math.round(text.length * 6.4 + 14)) as [number, number];
  const label = (text: string, x: number) =>
    element('text', { x: String(x), y: '14', fill: '#fff', 'text-anchor': 'middle' }, text);
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: String(leftWidth + rightWidth),
      height: '20',
      role: 'img',
      'aria-label': `${left}: ${right}`,
      'font-family': 'Verdana,DejaVu Sans,sans-serif',
      'font-size': '11',
    },
    element('title', {}, `${left}: ${right}`),
    element('rect', { width: String(leftWidth), height: '20', fill: '#2d3339' }),
    element('rect', {
      x: String(leftWidth),
      width: String(rightWidth),
      height: '20',
      fill: signFills[worst ?? 'unassessed'],
    }),
    label(left, leftWidth / 2),
    label(right, leftWidth + rightWidth / 2),
  );
  return new Response(renderXml(svg), { headers: { 'content-type': 'image/svg+xml' } });
};
