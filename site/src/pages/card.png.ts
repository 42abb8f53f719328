import type { APIRoute } from 'astro';
import { sendCard } from '#site/src/lib/card.ts';

/** The picture beside links to pages that are about no single server. */
export const GET: APIRoute = () =>
  sendCard({
    title: 'Know what a tool can do before an agent calls it.',
    above: 'Open index of MCP tool risk',
    sign: 'Verdict, evidence, policy',
    risk: 'critical',
    lines: ['For every tool of every server in the index.'],
  });
