/** What a public list of servers names, from the texts of its files. Pure. */
import { createHash } from 'node:crypto';
import { parse as parseYaml } from 'yaml';
import { canonicalFolder, canonicalRemoteUrl, canonicalRepositoryUrl } from '#crawler/discover/identity.ts';
import { isTable, readConfigEntry, type Table } from '#crawler/discover/manifests/config-entry.ts';
import { declaredTools } from '#crawler/discover/manifests/declared-tools.ts';
import { parseLooseJson } from '#crawler/discover/manifests/loose-json.ts';
import {
  launchOfServerJson,
  packageRefOf,
  preferredPackage,
  readServerJson,
  repositoryOf,
} from '#crawler/discover/manifests/server-json.ts';
import { isNpmName, parsePypiSpec } from '#crawler/discover/package-spec.ts';
import { repositoryOfPage } from '#crawler/identity/repository-url.ts';
import { cleanJson } from '#crawler/text/clean.ts';
import type { DiscoveryItem, Json, PackageRef, ServerCandidate, ToolDefinition } from '#db/types.ts';

/** Where a list is from. */
export interface CataloguePlace {
  /** As the user named it; part of every location. */
  name: string;
  /** The repository it is, where it is one. */
  repository?: string;
}

/** Deepest nesting of a file that is read. */
const maxNesting = 64;
/** Entries read of one place. */
const maxEntries = 100_000;
/** Keys under which lists keep their servers. */
const listKeys = ['servers', 'mcpServers', 'mcp_servers', 'registry', 'entries', 'items', 'results', 'data'];
/** Files with these endings that are no lists. */
const noList =
  /(?:^|\/)(?:package(?:-lock)?|tsconfig[^/]*|.*\.schema|renovate|biome|\.?eslintrc[^/]*|composer|deno)\.json$|(?:^|\/)(?:pnpm-lock|docker-compose[^/]*|compose|mkdocs|_config)\.ya?ml$/;

/** A key that stands twice is as its last; the parser would compare each with all before it. */
const yamlOptions = { uniqueKeys: false };

type Draft = Omit<ServerCandidate, 'source' | 'location'>;

/** Yields what the files name, in the order of their paths. An entry that cannot be read costs no other. */
export function* readCatalogue(files: ReadonlyMap<string, string>, place: CataloguePlace): Generator<DiscoveryItem> {
  const paths = [...files.keys()].sort();
  const seen = new Map<string, number>();
  let entries = 0;
  for (const path of paths) {
    for (const [key, draft] of readFile(path, files, place)) {
      if (++entries > maxEntries) return;
      const base = `${place.name}#${key}`;
      const times = (seen.get(base) ?? 0) + 1;
      seen.set(base, times);
      const location = times === 1 ? base : `${base} (${times})`;
      yield typeof draft === 'string'
        ? { kind: 'skipped', source: 'catalogue', location, reason: draft }
        : { kind: 'server', candidate: { source: 'catalogue', location, ...draft } };
    }
  }
}

/** A short text that differs where an item does. */
export const fingerprint = (item: DiscoveryItem): string =>
  createHash('sha256').update(JSON.stringify(item)).digest('base64url').slice(0, 16);

/** The entries of one file: where each stands, and what it is or why it is none. */
function readFile(path: string, files: ReadonlyMap<string, string>, place: CataloguePlace): [string, Draft | string][] {
  const text = files.get(path) ?? '';
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
  const base = path.slice(folder === '' ? 0 : folder.length + 1);
  try {
    if (/^server\.ya?ml$/.test(base))
      return [[folder || base, dockerEntry(parseYaml(text, yamlOptions), toolsBeside(files, folder))]];
    if (base.endsWith('.snap')) return path.includes('__toolsnaps__/') ? snapshots(path, files, place) : [];
    if (/\.(?:md|markdown)$/i.test(base)) return linked(text);
    if (base === 'tools.json') return toolsAlone(folder, files, place);
    if (noList.test(path) || !/\.(?:json[c5]?|ya?ml)$/.test(base)) return [];
    return listed(
      path,
      /\.ya?ml$/.test(base) ? parseYaml(text, yamlOptions) : jsonOf(text),
      toolsBeside(files, folder),
    );
  } catch (error) {
    return [[path, `It cannot be read: ${(error as Error).message.split('\n')[0]}`]];
  }
}

function jsonOf(text: string): Json {
  const parsed = parseLooseJson(text);
  if ('error' in parsed) throw new Error(`line ${parsed.line}: ${parsed.error}`);
  return cleanJson(parsed.value as Json, maxNesting).value;
}

/** The tools that stand in the same folder, in a file of their own. */
function toolsBeside(files: ReadonlyMap<string, string>, folder: string): ToolDefinition[] {
  const text = files.get(folder === '' ? 'tools.json' : `${folder}/tools.json`);
  if (text === undefined) return [];
  try {
    return toolsIn(jsonOf(text));
  } catch {
    return [];
  }
}

const toolsIn = (value: Json | undefined): ToolDefinition[] => {
  const list = Array.isArray(value) ? value : isTable(value) ? value.tools : undefined;
  return Array.isArray(list) ? declaredTools(list) : [];
};

const withTools = (draft: Draft, tools: ToolDefinition[]): Draft => (tools.length > 0 ? { ...draft, tools } : draft);

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

/** An entry of the Docker registry: an image or a remote, and where its source is. */
function dockerEntry(value: unknown, tools: ToolDefinition[]): Draft | string {
  if (!isTable(value)) return 'Its server.yaml is no table.';
  const about = isTable(value.about) ? value.about : {};
  const source = isTable(value.source) ? value.source : {};
  const remote = isTable(value.remote) ? value.remote : {};
  const name = textOf(value.name);
  if (name === undefined) return 'Its server.yaml names nothing.';
  const image = textOf(value.image);
  return assemble(
    {
      name: textOf(about.title) ?? name,
      description: textOf(about.description),
      repository: textOf(source.project),
      folder: textOf(source.directory),
      remote: textOf(remote.url),
      ref: image === undefined ? undefined : { registry: 'oci', name: image },
    },
    tools,
  );
}

/** What an entry says, whatever it calls it. */
interface Said {
  name: string;
  description?: string;
  vendor?: string;
  repository?: string;
  folder?: string;
  remote?: string;
  ref?: PackageRef;
}

function assemble(
  { name, description, vendor, repository, folder, remote, ref }: Said,
  tools: ToolDefinition[],
): Draft | string {
  const url = canonicalRepositoryUrl(repository ?? '');
  const remoteUrl = remote === undefined || /[{}]/.test(remote) ? undefined : canonicalRemoteUrl(remote);
  if (url === undefined && remoteUrl === undefined && ref === undefined && tools.length === 0)
    return 'It names no package, repository, address or tools.';
  return withTools(
    {
      name,
      ...(description !== undefined && { description: description.slice(0, 1000) }),
      ...(vendor !== undefined && { vendor }),
      // What a list says of a package's repository is no better than what the package says.
      ...(url !== undefined && { repository: { url, path: canonicalFolder(folder ?? '') }, repositoryIsClaimed: true }),
      ...(ref && { package: ref }),
      ...(remoteUrl !== undefined && { remoteUrl }),
    },
    tools,
  );
}

/** The servers of a JSON or YAML list, or the one server that the whole file describes. */
function listed(path: string, value: unknown, beside: ToolDefinition[]): [string, Draft | string][] {
  const single = isTable(value) ? readEntry(undefined, value, beside) : undefined;
  if (single !== undefined && !hasList(value)) return typeof single === 'string' ? [] : [[path, single]];
  return entriesOf(value).map(([key, entry]) => [
    `${path}/${key}`,
    isTable(entry) ? (readEntry(key, entry, []) ?? 'It is no entry of a server.') : 'It is no entry of a server.',
  ]);
}

const hasList = (value: unknown): boolean => isTable(value) && listKeys.some((key) => isListLike(value[key]));
const isListLike = (value: unknown): boolean =>
  Array.isArray(value) ? value.some(isTable) : isTable(value) && Object.values(value).some(isTable);

/** Entries by the names they have in the list. */
function entriesOf(value: unknown): [string, unknown][] {
  if (Array.isArray(value)) return value.filter(isTable).map((entry, at) => [nameIn(entry) ?? `${at + 1}`, entry]);
  if (!isTable(value)) return [];
  const key = listKeys.find((one) => isListLike(value[one]));
  if (key !== undefined) return Array.isArray(value[key]) ? entriesOf(value[key]) : Object.entries(value[key] as Table);
  return Object.entries(value).filter(([, entry]) => isTable(entry) && readEntry('x', entry, []) !== undefined);
}

const nameIn = (entry: Table): string | undefined =>
  textOf(entry.id) ??
  textOf(entry.name) ??
  textOf(entry.slug) ??
  (isTable(entry.server) ? nameIn(entry.server) : undefined);

/** An entry as the registry has it, as a client has it, or as lists have it; undefined where it says nothing of a server. */
function readEntry(key: string | undefined, entry: Table, beside: ToolDefinition[]): Draft | string | undefined {
  const tools = beside.length > 0 ? beside : toolsIn(entry.tools as Json | undefined);
  const inner = isTable(entry.server) ? entry.server : entry;
  const server = readServerJson(inner);
  if (server && (server.packages.length > 0 || server.remotes.length > 0)) {
    const ref = preferredPackage(server);
    const repository = repositoryOf(server);
    return withTools(
      {
        name: server.title ?? server.name,
        ...(server.description !== undefined && { description: server.description.slice(0, 1000) }),
        ...(repository && { repository, repositoryIsClaimed: true }),
        ...(ref && { package: packageRefOf(ref) }),
        launch: launchOfServerJson(server, { pinned: false }),
      },
      tools,
    );
  }
  const name = key ?? nameIn(entry);
  if (name === undefined) return undefined;
  const said: Said = {
    name: textOf(entry.title) ?? textOf(entry.displayName) ?? textOf(entry.name) ?? name,
    description: textOf(entry.description) ?? textOf(entry.summary),
    vendor: textOf(entry.vendor) ?? textOf(entry.author) ?? textOf(entry.publisher),
    repository: addressIn(entry, [
      'repository',
      'repo',
      'github',
      'githubUrl',
      'github_url',
      'repositoryUrl',
      'source',
      'sourceUrl',
      'source_url',
      'url',
      'homepage',
    ]),
    remote: addressIn(entry, ['remote', 'remoteUrl', 'remote_url', 'endpoint', 'url']),
    ref: packageIn(entry),
  };
  if (entry.command !== undefined || entry.cmd !== undefined) {
    const { launch, package: ref } = readConfigEntry(name, entry, 'published');
    said.ref ??= ref;
    // Only what a package manager starts: a command of a stranger's list is not run.
    if (launch?.kind === 'npm' || launch?.kind === 'pypi') {
      const draft = assemble(said, tools);
      return typeof draft === 'string' ? draft : { ...draft, launch };
    }
  }
  const isAny = said.repository ?? said.remote ?? said.ref ?? (tools.length > 0 ? tools : undefined);
  return isAny === undefined && entry.command === undefined ? undefined : assemble(said, tools);
}

const forge =
  /^(?:git\+)?(?:https?|ssh|git):\/\/(?:[^/@]*@)?(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)\/|^github:|^git@/i;

/** The first of these that is an address: of a repository where the first key is one's, else of anything but a repository. */
function addressIn(entry: Table, keys: readonly string[]): string | undefined {
  const wantsRepository = keys[0] === 'repository';
  for (const key of keys) {
    const value = entry[key];
    const address = textOf(value) ?? (isTable(value) ? (textOf(value.url) ?? textOf(value.project)) : undefined);
    const isShort = wantsRepository && (key === 'repository' || key === 'repo' || key === 'github');
    if (address === undefined || !(isShort || /^(?:[a-z+]+:\/\/|github:|git@)/i.test(address))) continue;
    if (isShort ? !/^https?:/i.test(address) || forge.test(address) : forge.test(address) === wantsRepository)
      return address;
  }
  return undefined;
}

function packageIn(entry: Table): PackageRef | undefined {
  const given =
    entry.package ?? entry.npm ?? entry.npmPackage ?? entry.npm_package ?? entry.packageName ?? entry.package_name;
  const table = isTable(given) ? given : entry;
  const stated =
    textOf(table.registry) ?? textOf(table.registryType) ?? textOf(table.registry_name) ?? textOf(entry.runtime);
  const name = isTable(given) ? (textOf(given.name) ?? textOf(given.identifier)) : textOf(given);
  const pypi = textOf(entry.pypi) ?? textOf(entry.pypiPackage) ?? textOf(entry.pypi_package);
  const isPython = /^(?:pypi|python|uvx|pip)$/i.test(stated ?? '');
  if (
    name !== undefined &&
    !isPython &&
    (stated === undefined || /^(?:npm|node|npx|nodejs|javascript|typescript)$/i.test(stated))
  )
    return isNpmName(name) ? { registry: 'npm', name } : undefined;
  const python = pypi ?? (isPython ? name : undefined);
  if (python !== undefined)
    return parsePypiSpec(python)?.name === python ? { registry: 'pypi', name: python } : undefined;
  const image = textOf(entry.image) ?? textOf(entry.docker) ?? textOf(entry.dockerImage);
  return image === undefined || /\s/.test(image) ? undefined : { registry: 'oci', name: image };
}

/** A `tools.json` that no other file beside it explains: the server is the folder, or the repository at its root. */
function toolsAlone(
  folder: string,
  files: ReadonlyMap<string, string>,
  place: CataloguePlace,
): [string, Draft | string][] {
  const isExplained = ['server.yaml', 'server.yml', 'server.json'].some((name) =>
    files.has(folder === '' ? name : `${folder}/${name}`),
  );
  if (isExplained) return [];
  const tools = toolsBeside(files, folder);
  return tools.length === 0 ? [] : [[folder || 'tools.json', ownServer(folder, tools, place)]];
}

/** Snapshots of tools that an author's tests keep, all of one folder at its first. */
function snapshots(
  path: string,
  files: ReadonlyMap<string, string>,
  place: CataloguePlace,
): [string, Draft | string][] {
  const folder = path.slice(0, path.indexOf('__toolsnaps__/') + '__toolsnaps__/'.length);
  const all = [...files.keys()].filter((one) => one.startsWith(folder) && one.endsWith('.snap')).sort();
  if (all[0] !== path) return [];
  const tools = declaredTools(all.map((one) => jsonOf(files.get(one) ?? '')));
  return tools.length === 0 ? [] : [[folder.replace(/\/$/, ''), ownServer('', tools, place)]];
}

function ownServer(folder: string, tools: ToolDefinition[], { name, repository }: CataloguePlace): Draft {
  const called = folder === '' ? (repository ?? name) : folder;
  return {
    name: called.split('/').filter(Boolean).at(-1) ?? called,
    ...(repository !== undefined && { repository: { url: repository, path: folder } }),
    tools,
  };
}

/** The repositories on GitHub that a Markdown list links, each once. */
function linked(text: string): [string, Draft | string][] {
  const found = new Map<string, Draft>();
  for (const [, label = '', address = ''] of text.matchAll(
    /\[([^\]\n]{1,200})\]\((https?:\/\/(?:www\.)?github\.com\/[^\s)]{1,300})\)/g,
  )) {
    const [, , , owner, repository, kind, , ...rest] = address.replace(/[#?].*$/, '').split('/');
    const url = repositoryOfPage(address);
    if (
      url === undefined ||
      !owner ||
      !repository ||
      (kind !== undefined && kind !== '' && kind !== 'tree' && kind !== 'blob')
    )
      continue;
    const path = kind === 'tree' ? canonicalFolder(rest.join('/')) : '';
    const key = `${url.replace('https://github.com/', '')}${path && `:${path}`}`;
    const name = label.replace(/[*_`]/g, '').trim();
    if (!found.has(key))
      found.set(key, {
        name: /^https?:|^!\[/.test(name) || name === '' ? repository : name,
        vendor: owner,
        repository: { url, path },
      });
  }
  return [...found];
}
