import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parse as parseToml, TomlError } from 'smol-toml';
import { isMap, isScalar, parseDocument, visit } from 'yaml';
import { clients } from '#crawler/discover/clients/index.ts';
import { readClientConfig } from '#crawler/discover/manifests/client-config.ts';
import { readCommand, redactCommand, redactRemote } from '#crawler/discover/manifests/command-line.ts';
import type { ConfiguredServer } from '#crawler/discover/manifests/config-entry.ts';
import { parseLooseJson } from '#crawler/discover/manifests/loose-json.ts';
import { parsePypiSpec } from '#crawler/discover/package-spec.ts';
import type { Source } from '#crawler/discover/source.ts';
import { StopRun } from '#crawler/errors.ts';
import { findServerClashes } from '#crawler/policy/name-clashes.ts';
import { nestsDeeper } from '#crawler/text/clean.ts';
import type { DiscoveryItem, ServerCandidate } from '#db/types.ts';

/** Which files are read. */
export interface FileOptions {
  /** Client configurations or plain lists, by path. */
  paths: readonly string[];
}

/** Largest file that is read, bytes: client configurations of heavy users reach a few megabytes. */
const maxBytes = 20 * 1024 * 1024;
/** Largest TOML, YAML or list, bytes: nothing but settings stands there, and YAML takes seconds for each megabyte. */
const maxSettingsBytes = 2 * 1024 * 1024;

/**
 * Reads the servers of one client configuration or plain list from its text. Values of variables, headers, options and
 * addresses are gone from what comes back, and from every message.
 * JSON with comments or JSON5 (`.json`, `.json5`, or text that starts like it), TOML (`.toml`), YAML (`.yaml`), else a
 * list: a package (`name`, `npm:name`, `pypi:name`) or an address a line, `#` starts a comment.
 * @param path named in locations and errors
 * @returns nothing where the file names no server
 * @throws {StopRun} that names the file and, where possible, the line, where it cannot be read at all
 */
export function readServerFile(path: string, text: string): DiscoveryItem[] {
  const body = text.replace(/^\uFEFF/, '');
  if (/^PK\x03\x04/.test(body))
    throw new StopRun(`${path}: it is an archive. Unpack it and name the manifest.json in it.`);
  if (/\.toml$/i.test(path)) return fromConfig(path, tomlValue(path, body));
  if (/\.ya?ml$/i.test(path)) return fromConfig(path, yamlValue(path, body));
  if (!isSettings(path) || startsLikeJson.test(body)) {
    const parsed = parseLooseJson(body);
    if ('error' in parsed) throw new StopRun(`${path}, line ${parsed.line}: ${parsed.error}.`);
    return fromConfig(path, parsed.value);
  }
  return fromList(path, body);
}

/** Deepest nesting of brackets in YAML; its parser takes seconds for what has no end. */
const maxYamlNesting = 200;
const startsLikeJson = /^\uFEFF?\s*(?:[{[]|\/\/|\/\*)/;

/** Parsers print the line that they stumble over; of their messages only the place is kept. */
function tomlValue(path: string, text: string): unknown {
  try {
    return parseToml(text, { integersAsBigInt: 'asNeeded' });
  } catch (error) {
    if (error instanceof RangeError) throw new StopRun(`${path}: it is nested too deeply.`);
    if (!(error instanceof TomlError)) throw error;
    throw new StopRun(`${path}, line ${error.line}: this is not TOML.`);
  }
}

function yamlValue(path: string, text: string): unknown {
  const refuse = (what: string, at?: number) => {
    const line = at === undefined ? '' : `, line ${text.slice(0, at).split('\n').length}`;
    return new StopRun(`${path}${line}: this is not YAML that can be read (${what}).`);
  };
  if (nestsDeeper(text, maxYamlNesting)) throw refuse('nested too deeply');
  // The parser's own search for keys that stand twice compares each with each.
  const document = parseDocument(text, { prettyErrors: false, logLevel: 'error', merge: true, uniqueKeys: false });
  const [error] = document.errors;
  if (error) throw refuse(error.code.toLowerCase().replaceAll('_', ' '), error.pos[0]);
  visit(document, {
    Map(_, map) {
      const keys = new Set<unknown>();
      for (const { key } of isMap(map) ? map.items : []) {
        if (!isScalar(key) || key.value === '<<') continue;
        if (keys.has(key.value)) throw refuse('duplicate key', key.range?.[0]);
        keys.add(key.value);
      }
    },
  });
  try {
    return document.toJS();
  } catch (error) {
    if (error instanceof RangeError) throw refuse('nested too deeply');
    throw refuse('too many aliases');
  }
}

function fromConfig(path: string, config: unknown): DiscoveryItem[] {
  const servers = readClientConfig(config, 'own', dirname(path)) ?? [];
  return servers.map((server) => toItem(`${path}#${server.key ?? server.name}`, server));
}

function toItem(location: string, server: ConfiguredServer): DiscoveryItem {
  const { name, launch, package: ref, repository, remoteUrl, problem } = server;
  if (!launch && !ref && !repository)
    return { kind: 'skipped', source: 'file', location, reason: problem ?? 'It cannot be started.' };
  const candidate: ServerCandidate = {
    source: 'file',
    location,
    name,
    ...(ref && { package: ref }),
    ...(repository && { repository: { url: repository, path: '' } }),
    ...(remoteUrl !== undefined && { remoteUrl }),
    ...(launch && { launch }),
  };
  return { kind: 'server', candidate };
}

/** One bad line never costs the others; a file without one good line is no list. */
function fromList(path: string, text: string): DiscoveryItem[] {
  const items = text
    .split(/\r?\n/)
    .flatMap((line, index) => fromLine(path, line.replace(/(^|\s)#.*$/, '').trim(), index + 1));
  const [first] = items;
  if (first?.kind === 'skipped' && items.every(({ kind }) => kind === 'skipped'))
    throw new StopRun(`${first.location}: ${first.reason}`);
  return items;
}

function fromLine(path: string, line: string, number: number): DiscoveryItem[] {
  if (line === '') return [];
  const skipped = (reason: string): DiscoveryItem[] => [
    { kind: 'skipped', source: 'file', location: `${path}, line ${number}`, reason },
  ];
  const words = line.split(/\s+/);
  if (words.length === 1 && /^https?:\/\//i.test(line)) {
    const remote = redactRemote(line, 'auto', [], 'own');
    if (remote.remoteUrl === undefined) return skipped('This is not an address.');
    return [toItem(`${path}#${remote.remoteUrl}`, { name: new URL(remote.remoteUrl).hostname, ...remote })];
  }
  const [, registry, spec = ''] = /^(?:(npm|pypi):)?(.*)$/.exec(words[0] as string) ?? [];
  const isPackage = words.length === 1 && (registry !== 'pypi' || parsePypiSpec(spec) !== undefined);
  const reading = isPackage ? redactCommand(readCommand(registry === 'pypi' ? 'uvx' : 'npx', [spec]), 'own') : {};
  if (!reading.package) return skipped('This is neither a package nor an http(s) address.');
  return [
    toItem(`${path}#${registry === 'pypi' ? 'pypi:' : ''}${reading.package.name}`, {
      name: reading.package.name,
      ...reading,
    }),
  ];
}

/** Client configurations as people have them, or a plain list. Values of variables and headers are never kept. */
export const file: Source<FileOptions> = {
  id: 'file',
  title: 'A client configuration',
  trust: 100,
  own: true,
  options: [
    {
      setting: 'paths',
      flags: '--file <path>',
      describe: 'a client configuration or plain list for the source `file`; several times',
      several: true,
      needed: true,
    },
  ],
  describe: `Servers named in a client configuration (${clients.map(({ title }) => title).join(', ')}) or in a plain list of packages and addresses. Of values only those that are known to be harmless are kept.`,
  async *discover({ signal, settings: { paths = [] }, limit = Number.POSITIVE_INFINITY }) {
    // All are read before the first is used: who named only files that cannot be read is told so at once.
    const found: { path: string; items: DiscoveryItem[] }[] = [];
    const failed: string[] = [];
    for (const path of paths) {
      try {
        found.push({ path, items: readServerFile(path, await readBounded(path)) });
      } catch (error) {
        if (!(error instanceof StopRun)) throw error;
        failed.push(error.message);
      }
    }
    if (failed.length > 0 && found.length === 0) throw new StopRun(failed.join('\n'));
    for (const message of failed) yield { kind: 'notice', source: 'file', message, failed: true };
    let left = limit;
    for (const { path, items } of found) {
      if (signal?.aborted) return;
      if (items.length === 0) yield { kind: 'notice', source: 'file', message: `${path} names no server.` };
      for (const said of takenForOthers(items)) yield { kind: 'notice', source: 'file', message: `${path}: ${said}` };
      for (const item of items) {
        if (item.kind === 'server' && left-- <= 0) return;
        yield item;
      }
    }
  },
};

/** More pairs are not told. */
const maxTold = 10;

/** What to know of servers of one file whose names a client's rules cannot tell apart, one sentence each. */
function takenForOthers(items: readonly DiscoveryItem[]): string[] {
  const names = items.flatMap((item) => (item.kind === 'server' ? item.candidate.name : []));
  const { same, nested } = findServerClashes(names);
  return [
    ...same.map(
      ({ names: [one, other] }) =>
        `some clients take the servers “${one}” and “${other}” for one, and have one rule for both. Rename one of them.`,
    ),
    ...nested.map(
      ([one, other]) =>
        `clients that write “__” between server and tool can take a tool of “${one}” for one of “${other}”, and have one rule for both. Rename one of them.`,
    ),
  ].slice(0, maxTold);
}

const isSettings = (path: string) => !/\.(?:json[c5]?|code-workspace)$/i.test(path);

/**
 * The text of a file. What is no plain file (a pipe, a device) is not even opened for long: it may have no end.
 * @throws {StopRun} that names the file
 */
async function readBounded(path: string): Promise<string> {
  let file: FileHandle | undefined;
  try {
    // Without waiting for somebody to write to a pipe.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const found = await file.stat();
    if (found.isDirectory()) throw new StopRun(`${path}: it is a folder.`);
    if (!found.isFile()) throw new StopRun(`${path}: it is no file but a pipe or device.`);
    const tooLarge = (most: number) => new StopRun(`${path} is larger than ${most / 1024 / 1024} MB.`);
    if (found.size > maxBytes) throw tooLarge(maxBytes);
    const text = decode(await file.readFile());
    const most = isSettings(path) && !startsLikeJson.test(text) ? maxSettingsBytes : maxBytes;
    if (found.size > most) throw tooLarge(most);
    return text;
  } catch (error) {
    if (error instanceof StopRun) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new StopRun(`${path}: ${unreadable[code] ?? code}.`, { cause: error });
  } finally {
    await file?.close();
  }
}

const unreadable: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'it may not be read',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  ENXIO: 'it is no file but a pipe or device',
};

/** Text as its first bytes say it is written: Windows saves as UTF-16 what is not told otherwise. */
function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return bytes
      .subarray(0, bytes.length & ~1)
      .swap16()
      .toString('utf16le');
  return bytes.toString('utf8');
}
