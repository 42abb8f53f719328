import type { APIRoute } from 'astro';
import { z } from 'zod';
import { changesPageSchema } from '#site/src/lib/changes-api.ts';

/** The shape of `/api/changes.json`, as JSON Schema. */
export const GET: APIRoute = () => Response.json(z.toJSONSchema(changesPageSchema));
