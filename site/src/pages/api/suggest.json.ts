import type { APIRoute } from 'astro';
import { sendJson } from '#site/src/lib/json.ts';
import { text } from '#site/src/lib/query.ts';
import { suggest } from '#site/src/lib/suggestions.ts';

/** What could be meant by the first letters of a search, best first: `q` is what was typed so far. */
export const GET: APIRoute = async ({ url, locals: { db } }) => {
  const typed = text(url.searchParams.get('q'));
  return sendJson({ suggestions: typed === undefined ? [] : await suggest(db, typed) });
};
