/** Answers in JSON that is safe to look at: what strangers wrote keeps its value and shows every character. */
import { writeJson } from '#crawler/text/json.ts';

/** The value as an answer. */
export const sendJson = (
  value: unknown,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
): Response =>
  new Response(writeJson(value, 0), { status, headers: { 'content-type': 'application/json', ...headers } });
