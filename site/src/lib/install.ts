/** What a reader chooses for a policy, read from an address: client, preset, their name for the server, the blanks. */
import { accepting, maxAccepted } from '#crawler/policy/accept.ts';
import { type BlankValues, blanks, emptyBlanks, readBlanks } from '#crawler/policy/blanks.ts';
import { findFormat, formats, type PolicyFormat } from '#crawler/policy/formats/index.ts';
import { findPreset, type Preset, presets } from '#crawler/policy/presets.ts';
import { text } from './query.ts';

export interface InstallChoice {
  format: PolicyFormat;
  preset: Preset;
  serverKey: string;
  blanks: BlankValues;
  /** Tools that pass without asking, whatever the preset says. */
  accepted: readonly string[];
  /** What is wrong with a blank, in a sentence. */
  problem?: string;
  /** The same as query of an address; what is left at its default is left out. */
  query: Record<string, string | readonly string[]>;
}

/** The client that is shown first: the one most people connect servers to. */
const usual = findFormat('claude-code') ?? formats[0];

/** Reads the choice; what it does not know is left at its default. */
export function readInstallChoice(query: URLSearchParams, slug: string): InstallChoice {
  const format = findFormat(query.get('format') ?? '') ?? usual;
  const chosen = findPreset(query.get('preset') ?? '') ?? presets[0];
  const accepted = readAccepted(query);
  const preset = accepting(chosen, accepted);
  const serverKey = text(query.get('key')) ?? slug;
  const read = readBlanks((id) => query.get(id));
  const kept: Record<string, string | readonly string[]> = {};
  if (format !== formats[0]) kept.format = format.id;
  if (chosen !== presets[0]) kept.preset = chosen.id;
  if (accepted.length > 0) kept.accept = accepted;
  if (serverKey !== slug) kept.key = serverKey;
  for (const { id } of blanks) {
    const value = text(query.get(id));
    if (value !== undefined) kept[id] = value;
  }
  return typeof read === 'string'
    ? { format, preset, serverKey, accepted, blanks: emptyBlanks, problem: read, query: kept }
    : { format, preset, serverKey, accepted, blanks: read, query: kept };
}

/** Whether the rules are the recommended ones, with nothing filled in. */
export const isRecommended = ({ preset, query }: InstallChoice): boolean =>
  preset === presets[0] && !blanks.some(({ id }) => query[id] !== undefined);

/** Names of tools that an address accepts. A name is kept as it is: it is only compared. */
export const readAccepted = (query: URLSearchParams): string[] =>
  [...new Set(query.getAll('accept'))].slice(0, maxAccepted);

/** A name for the file that says for which client and by which preset it is. */
export const installFilename = (slug: string, { format, preset }: InstallChoice): string =>
  `${slug}.${format.id}.${preset.id}${format.extension}`;
