/** Policy downloads: the rules of a preset, with the reader's blanks, in the format that was asked for. */
import { accepting } from '#crawler/policy/accept.ts';
import { type BlankValues, readBlanks } from '#crawler/policy/blanks.ts';
import { findFormat, formats, policyFilename } from '#crawler/policy/formats/index.ts';
import type { Policy } from '#crawler/policy/policy.ts';
import { findPreset, type Preset, presets } from '#crawler/policy/presets.ts';
import { readAccepted } from './install.ts';
import { text } from './query.ts';

/**
 * Answers with the file. Of the query it reads `format`, `preset`, `accept` (tools that pass without asking), `key` (what
 * the server is called in the reader's own configuration) and the blanks. 400 with what there is where one of them cannot be read.
 */
export async function sendPolicy(
  query: URLSearchParams,
  subject: { server: string; tool?: string },
  choose: (choice: { preset: Preset; blanks: BlankValues }) => Policy | Promise<Policy>,
): Promise<Response> {
  const format = find(query.get('format'), formats, findFormat);
  if (!format) return refuse(400, `There is no such format. There are: ${formats.map(({ id }) => id).join(', ')}.`);
  const preset = find(query.get('preset'), presets, findPreset);
  if (!preset) return refuse(400, `There is no such preset. There are: ${presets.map(({ id }) => id).join(', ')}.`);
  const blanks = readBlanks((id) => query.get(id));
  if (typeof blanks === 'string') return refuse(400, blanks);
  const serverKey = text(query.get('key')) ?? subject.server;
  const options = { serverKey, ...(subject.tool !== undefined && { tool: subject.tool }) };
  const chosen = { preset: accepting(preset, readAccepted(query)), blanks };
  return new Response(format.write(await choose(chosen), options), {
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
