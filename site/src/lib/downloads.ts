/** Policy downloads: the rules of a preset in the format that was asked for, under a name that says what it is. */
import type { PolicyDocument } from '#crawler/policy/document.ts';
import { findFormat, formats, type PolicySubject, policyFilename } from '#crawler/policy/formats/index.ts';
import { findPreset, presets } from '#crawler/policy/presets.ts';
import type { Recommender } from '#crawler/policy/server-policy.ts';
import { text } from './query.ts';

/**
 * Answers with the file. Of the query it reads `format`, `preset`, and `key`: what the server is called in the
 * reader's own configuration. 400 with what there is where a format or preset does not exist.
 */
export function sendPolicy(
  query: URLSearchParams,
  subject: PolicySubject,
  write: (recommend: Recommender) => PolicyDocument,
): Response {
  const format = find(query.get('format'), formats, findFormat);
  if (!format) return refuse(400, `There is no such format. There are: ${formats.map(({ id }) => id).join(', ')}.`);
  const preset = find(query.get('preset'), presets, findPreset);
  if (!preset) return refuse(400, `There is no such preset. There are: ${presets.map(({ id }) => id).join(', ')}.`);
  const named = { ...subject, key: text(query.get('key')) };
  return new Response(format.render(write(preset.recommend), named), {
    headers: {
      'content-type': format.contentType,
      'content-disposition': `attachment; filename="${policyFilename(format, subject)}"`,
    },
  });
}

/** The answer where there is nothing to download. */
export const noPolicy = (): Response => refuse(404, 'There is no such server or tool.');

function find<T>(id: string | null, all: readonly [T, ...T[]], findById: (id: string) => T | undefined): T | undefined {
  return id === null ? all[0] : findById(id);
}

const refuse = (status: number, sentence: string) =>
  new Response(`${sentence}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });
