import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parse as parseToml, TomlError } from 'smol-toml';
import { canonicalRemoteUrl, canonicalRepositoryUrl } from '#crawler/discover/identity.ts';
import { type ConfiguredServer, parseLooseJson, readClientConfig } from '#crawler/discover/manifests/client-config.ts';
import { parseNpmSpec, parsePypiSpec } from '#crawler/discover/manifests/command-line.ts';
import { redactUrl } from '#crawler/discover/manifests/redact.ts';
import type { Source } from '#crawler/discover/source.ts';
import { StopRun } from '#crawler/errors.ts';
import type { DiscoveryItem, ServerCandidate } from '#db/types.ts';

/** Largest file that is read, bytes: client configurations of heavy users reach a few megabytes. */
const maxBytes = 20 * 1024 * 1024;

/**
 * Reads the servers of one client configuration or plain list from its text.
 * JSON with comments (`.json`, or text that starts with `{`), TOML (`.toml`), else a list: a package (`name`, `npm:name`,
 * `pypi:name`) or an address a line, `#` starts a comment.
 * @param path named in locations and errors
 * @throws {StopRun} that names the file and, where possible, the line
 */
export function readServerFile(path: string, text: string): DiscoveryItem[] {
  const body = text.replace(/^\uFEFF/, '');
  if (/\.toml$/i.test(path)) return fromConfig(path, tomlValue(path, body));
  if (/\.jsonc?$/i.test(path) || /^\s*(\{|\/\/|\/\*)/.test(body)) {
    const parsed = parseLooseJson(body);
    if ('error' in parsed) throw new StopRun(`${path}, line ${parsed.line}: ${parsed.error}.`);
    return fromConfig(path, parsed.value);
  }
  return body.split(/\r?\n/).flatMap((line, index) => fromLine(path, line.replace(/(^|\s)#.*$/, '').trim(), index + 1));
}

function tomlValue(path: string, text: string): unknown {
  try {
    return parseToml(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new StopRun(
      `${path}, line ${error.line}: ${error.message.split('\n')[0]?.replace(/^Invalid TOML document: /, '')}.`,
      { cause: error },
    );
  }
}

function fromConfig(path: string, config: unknown): DiscoveryItem[] {
  const servers = readClientConfig(config);
  if (!servers) {
    throw new StopRun(
      `${path}: no servers found; expected "mcpServers" (Claude, Cursor), "servers" (VS Code) or [mcp_servers] (Codex).`,
    );
  }
  return servers.map((server) => toItem(`${path}#${server.name}`, server));
}

function toItem(location: string, server: ConfiguredServer): DiscoveryItem {
  const { name, launch, package: ref, repository, problem } = server;
  const url = repository === undefined ? undefined : canonicalRepositoryUrl(repository);
  if (!launch && !ref && !url)
    return { kind: 'skipped', source: 'file', location, reason: problem ?? 'It cannot be started.' };
  const candidate: ServerCandidate = {
    source: 'file',
    location,
    name,
    ...(ref && { package: ref }),
    ...(url && { repository: { url, path: '' } }),
    ...(launch?.kind === 'remote' && { remoteUrl: launch.url }),
    ...(launch && { launch }),
  };
  return { kind: 'server', candidate };
}

function fromLine(path: string, line: string, number: number): DiscoveryItem[] {
  if (line === '') return [];
  const location = `${path}#${line}`;
  const words = line.split(/\s+/);
  const [, registry, spec = ''] = /^(?:(npm|pypi):)?(.*)$/.exec(words[0] as string) ?? [];
  if (words.length === 1 && /^https?:\/\//.test(line)) {
    const remote = canonicalRemoteUrl(line);
    if (!remote) throw new StopRun(`${path}, line ${number}: ${JSON.stringify(line)} is not an address.`);
    const url = redactUrl(line);
    return [
      toItem(`${path}#${remote}`, {
        name: new URL(remote).hostname,
        launch: { kind: 'remote', url, transport: 'auto', headers: [] },
      }),
    ];
  }
  const read = registry === 'pypi' ? parsePypiSpec(spec) : parseNpmSpec(spec);
  if (words.length > 1 || !read) {
    throw new StopRun(
      `${path}, line ${number}: ${JSON.stringify(line.slice(0, 80))} is neither a package nor an http(s) address.`,
    );
  }
  const ref = { registry: registry === 'pypi' ? ('pypi' as const) : ('npm' as const), ...read };
  const launch = {
    kind: ref.registry,
    package: read.name,
    ...(read.version && { version: read.version }),
    args: [],
    env: [],
  };
  return [toItem(location, { name: read.name, package: ref, launch })];
}

/** Client configurations as people have them, or a plain list. Values of variables and headers are never kept. */
export const file: Source = {
  id: 'file',
  title: 'Client configuration',
  describe:
    'Servers named in a client configuration (Claude, VS Code, Cursor, Codex) or in a plain list of packages and addresses. Only names of environment variables are read, never their values.',
  async *discover({ signal, file: options, limit = Number.POSITIVE_INFINITY }) {
    // All are read before the first is used: a mistake in the last does not leave the others half done.
    const found = [];
    for (const path of options?.paths ?? []) found.push({ path, items: readServerFile(path, await readBounded(path)) });
    let left = limit;
    for (const { path, items } of found) {
      if (signal?.aborted) return;
      if (items.length === 0) yield { kind: 'notice', source: 'file', message: `${path} names no server.` };
      for (const item of items) {
        if (item.kind === 'server' && left-- <= 0) return;
        yield item;
      }
    }
  },
};

async function readBounded(path: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EACCES'
          ? 'it may not be read'
          : code === 'EISDIR'
            ? 'it is a folder'
            : String(code);
    throw new StopRun(`${path}: ${why}.`, { cause: error });
  }
  if (bytes.byteLength > maxBytes) throw new StopRun(`${basename(path)} is larger than ${maxBytes / 1024 / 1024} MB.`);
  return bytes.toString('utf8');
}
