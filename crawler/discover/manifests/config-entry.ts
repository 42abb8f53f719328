/** One server's entry of a client configuration, in the words of any client. Pure. */
import { splitPlainWords } from '#crawler/discover/commands/shell.ts';
import { type CommandReading, type Measure, readCommand, redactCommand, redactRemote } from './command-line.ts';
import { keepName } from './redact.ts';

/** One server of a configuration, without anything secret. */
export interface ConfiguredServer extends CommandReading {
  /** The key it stands under, or what it is called there. */
  name: string;
  /** Tells it from every other of its file: its name, with the project it is for. */
  key?: string;
}

/** An object with text keys. */
export type Table = Record<string, unknown>;

/** Whether a value is an object and no list. */
export const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

/**
 * Reads one entry of a configuration.
 * @param name the key it stands under; replaced where it looks like a secret
 * @param number its place among the entries from 1, which names it then
 */
export function readConfigEntry(name: string, value: unknown, measure: Measure = 'own', number = 1): ConfiguredServer {
  const named = measure === 'own' ? (keepName(name) ?? `server ${number}`) : name;
  return { name: named, ...readEntry(value, measure) };
}

function readEntry(value: unknown, measure: Measure): CommandReading {
  if (typeof value === 'string')
    return readEntry(/^https?:\/\//i.test(value) ? { url: value } : { command: value }, measure);
  if (!isTable(value)) return { problem: 'Its entry is not understood: it is no table of settings.' };
  const url =
    text(value.url) ?? text(value.serverUrl) ?? text(value.httpUrl) ?? text(value.uri) ?? text(value.endpoint);
  const command = value.command ?? value.cmd;
  if ((command === undefined || command === null || command === '') && url !== undefined) {
    return redactRemote(url, transportOf(value), headerNames(value), measure);
  }
  if (command === undefined || command === null || command === '') {
    return { problem: 'Its entry has neither a command nor an address.' };
  }
  const words = wordsOf(command);
  const args = typeof value.args === 'string' ? splitPlainWords(value.args) : wordsOf(value.args ?? []);
  if (words === undefined || words.length === 0)
    return { problem: 'Its entry is not understood: its command is neither text nor a list of words.' };
  if (args === undefined) return { problem: 'Its entry is not understood: its arguments are no list of words.' };
  const [program = '', ...more] = words;
  const cwd = text(value.cwd) ?? text(value.workingDirectory) ?? text(value.working_dir) ?? text(value.workdir);
  return redactCommand(readCommand(program, [...more, ...args], { env: variablesOf(value), cwd }), measure);
}

/** A command or arguments as words: a list, or a line. A command that is a line stays one. */
function wordsOf(value: unknown): string[] | undefined {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) return undefined;
  const isWord = (item: unknown) => ['string', 'number', 'boolean', 'bigint'].includes(typeof item);
  return value.every(isWord) ? value.map(String) : undefined;
}

function transportOf(value: Table): 'streamable-http' | 'sse' | 'auto' {
  const kind = String(
    text(value.type) ?? text(value.transport) ?? text(value.transportType) ?? text(value.protocol) ?? '',
  ).toLowerCase();
  if (kind === 'sse') return 'sse';
  return value.httpUrl !== undefined || /^(?:http|streamable[-_]?http|http-stream)$/.test(kind)
    ? 'streamable-http'
    : 'auto';
}

/** Variables of a map, a list of names, or a list of `NAME=value` or `{name, value}`. */
function variablesOf(value: Table): Record<string, string> {
  const found: Record<string, string> = Object.create(null);
  for (const key of ['env', 'environment', 'envs', 'env_keys', 'env_vars', 'environmentVariables']) {
    for (const [name, inner] of pairsOf(value[key])) found[name] = inner;
  }
  return found;
}

function headerNames(value: Table): string[] {
  const places = [
    value.headers,
    value.http_headers,
    value.env_http_headers,
    value.httpHeaders,
    isTable(value.requestInit) ? value.requestInit.headers : undefined,
    isTable(value.requestOptions) ? value.requestOptions.headers : undefined,
  ];
  const names = places.flatMap((place) => pairsOf(place).map(([name]) => name));
  const hasToken = ['bearer_token_env_var', 'bearerToken', 'bearer_token', 'apiKey', 'token'].some(
    (key) => value[key] !== undefined,
  );
  return hasToken ? [...names, 'Authorization'] : names;
}

function pairsOf(value: unknown): [string, string][] {
  if (isTable(value))
    return Object.entries(value).map(([name, inner]) => [name, typeof inner === 'string' ? inner : '']);
  if (!Array.isArray(value)) return [];
  return value.flatMap((item): [string, string][] => {
    if (typeof item === 'string') {
      const [name = '', inner = ''] = item.split(/[=:](.*)/s);
      return [[name.trim(), inner]];
    }
    const name = isTable(item) ? (text(item.name) ?? text(item.key)) : undefined;
    return name === undefined ? [] : [[name, text((item as Table).value) ?? '']];
  });
}
