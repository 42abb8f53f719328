import { defineMiddleware } from 'astro:middleware';

/**
 * Tells `serve.ts` which route answers, for its figures: the first one, since an error page comes second. Where no page
 * fits, the adapter hands no locals on.
 */
export const onRequest = defineMiddleware(({ locals, routePattern }, next) => {
  if (locals.request) locals.request.route ??= routePattern;
  return next();
});
