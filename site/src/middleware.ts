import { defineMiddleware } from 'astro:middleware';
import { explainDatabase } from '#db/faults.ts';
import { isConnectionLost } from '#db/reconnect.ts';

/**
 * Tells `serve.ts` which route answers, for its figures: the first one, since an error page comes second. Where no page
 * fits, the adapter hands no locals on. A database that is away for a moment is no broken page, and its words are for the
 * log, not for visitors.
 */
export const onRequest = defineMiddleware(async ({ locals, routePattern }, next) => {
  if (locals.request) locals.request.route ??= routePattern;
  try {
    return await next();
  } catch (error) {
    if (!isConnectionLost(error) && !explainDatabase(error)) throw error;
    console.error(`${routePattern}: ${explainDatabase(error)?.message ?? error}`);
    return new Response('The database does not answer at the moment. Try again in a moment.\n', {
      status: 503,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', 'retry-after': '5' },
    });
  }
});
