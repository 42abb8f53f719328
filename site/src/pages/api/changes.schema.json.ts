import type { APIRoute } from 'astro';
import { z } from 'zod';
import { changesPageSchema } from '#site/src/lib/changes-api.ts';
import { sendJson } from '#site/src/lib/json.ts';

/** The shape of `/api/changes.json`, as JSON Schema. */
export const GET: APIRoute = () => sendJson(z.toJSONSchema(changesPageSchema));
