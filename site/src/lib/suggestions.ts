/** What is offered while somebody types into the search field: the first servers and tools that the search itself would show. */
import type { Db } from '#db/client.ts';
import { search } from '#db/queries/search.ts';
import type { Risk } from '#db/types.ts';
import { shorten } from './format.ts';
import { serverPath, toolPath } from './paths.ts';
import { readSearch } from './search-query.ts';
import { plainVerbatim } from './verbatim.ts';
import { riskCounts } from './verdicts.ts';
import { riskKey } from './vocabulary.ts';

/** One line under the field. Texts are ready to be shown: hidden characters are named. */
export interface Suggestion {
  text: string;
  /** Whose it is, or what it is. */
  detail: string;
  path: string;
  risk: Risk | 'unassessed' | null;
}

/** Shorter words are not looked for, characters. */
const minChars = 2;
const limits = { servers: 3, tools: 6 };

/** Suggestions for what was typed so far; none for too little. */
export async function suggest(db: Db, typed: string): Promise<Suggestion[]> {
  const asked = readSearch(typed);
  if (!asked.words.some((word) => word.length >= minChars)) return [];
  const { servers, tools } = await search(db, asked, limits);
  return [
    ...servers.slice(0, limits.servers).map(({ server, risks }): Suggestion => {
      const worst = (['critical', 'high', 'medium', 'low'] as const).find((risk) => riskCounts(risks).has(risk));
      return {
        text: said(server.name, 60),
        detail: `server, ${server.toolCount === 1 ? '1 tool' : `${server.toolCount} tools`}`,
        path: serverPath(server.slug),
        risk: server.toolCount > 0 ? (worst ?? 'unassessed') : null,
      };
    }),
    ...tools.map(
      (tool): Suggestion => ({
        text: said(tool.name, 60) || '(empty name)',
        detail: said(tool.serverName, 40),
        path: toolPath(tool.serverSlug, tool.name),
        risk: riskKey(tool.risk),
      }),
    ),
  ];
}

const said = (text: string, maxChars: number) => shorten(plainVerbatim(text), maxChars);
