/** Which MCP servers a repository holds, judged by its list of files and the manifests in it. Pure. */
import { readReadmeSnippet } from '#crawler/discover/manifests/client-config.ts';
import { parseBundleManifest } from '#crawler/discover/manifests/mcpb.ts';
import { binNames, isPublished, mcpEvidence, parsePackageJson } from '#crawler/discover/manifests/package-json.ts';
import { parsePyproject, pythonMcpEvidence } from '#crawler/discover/manifests/pyproject.ts';
import { packageRefOf, parseServerJson, preferredPackage } from '#crawler/discover/manifests/server-json.ts';
import type { PackageRef, ServerCandidate } from '#db/types.ts';

/** Files that say what a folder is, in the order in which they are read. `README.md` stands for any spelling of it. */
const manifestNames = [
  'server.json',
  'package.json',
  'pyproject.toml',
  'manifest.json',
  'go.mod',
  'Cargo.toml',
  'requirements.txt',
] as const;
/** Manifests that make a folder below the root worth reading. */
const folderManifests = new Set<string>(['server.json', 'package.json', 'pyproject.toml']);
/** Folders that hold what a repository uses or shows, not what it publishes. */
const sideFolders =
  /^(node_modules|vendor|third_party|dist|build|out|target|coverage|tests?|__tests__|spec|e2e|fixtures?|mocks?|examples?|samples?|demos?|templates?|docs?|website|site|client|clients|frontend|web|ui|scripts|benchmarks?|bench|evals?|\..*)$/i;
/** Folders read in one repository; the largest monorepos of MCP servers have about 60. */
const maxFolders = 80;
const maxDepth = 5;
/** Largest manifest or README that is read, bytes. */
const maxFileBytes = 512 * 1024;

/** A file of a repository's tree. */
export interface TreeFile {
  path: string;
  sha: string;
  /** Bytes. */
  size: number;
}

/** What is known of a repository before it is read. */
export interface RepositoryFacts {
  owner: string;
  name: string;
  /** Canonical address. */
  url: string;
  /** The address a person opens. */
  htmlUrl: string;
  description?: string;
  topics: readonly string[];
  stars: number;
  pushedAt?: string;
}

/** A folder of a repository that may be a server, with the files to read. */
export interface Folder {
  /** `''` is the root. */
  path: string;
  /** Files by the name under which `planLaunch` reads them. */
  files: Map<string, TreeFile>;
}

/**
 * The folders that may be servers, the root first, then by depth and name, with the files worth reading.
 * Files too large to be a manifest are left out.
 */
export function foldersOf(tree: readonly TreeFile[]): Folder[] {
  const folders = new Map<string, Folder>([['', { path: '', files: new Map() }]]);
  for (const file of tree) {
    if (file.size > maxFileBytes) continue;
    const segments = file.path.split('/');
    const base = segments.pop() as string;
    const path = segments.join('/');
    const name = /^readme(\.(md|markdown|mdx))?$/i.test(base) ? 'README.md' : base;
    if (name !== 'README.md' && !(manifestNames as readonly string[]).includes(name)) continue;
    if (segments.length > maxDepth || segments.some((segment) => sideFolders.test(segment))) continue;
    const folder = folders.get(path) ?? { path, files: new Map<string, TreeFile>() };
    if (!folder.files.has(name) || base === name) folder.files.set(name, file);
    folders.set(path, folder);
  }
  const [root, ...rest] = [...folders.values()] as [Folder, ...Folder[]];
  const depth = ({ path }: Folder) => path.split('/').length;
  const below = rest
    .filter(({ files }) => [...files.keys()].some((name) => folderManifests.has(name)))
    .sort((a, b) => depth(a) - depth(b) || (a.path < b.path ? -1 : 1));
  return [root, ...below.slice(0, maxFolders)];
}

/** A folder's texts by the names under which `planLaunch` reads them. */
export type FolderTexts = Record<string, string>;

/** Why a folder is taken for a server, in a few words; undefined where nothing in it says so. The README is not asked. */
export function folderEvidence(texts: FolderTexts): string | undefined {
  const serverJson = parseServerJson(texts['server.json'] ?? '');
  if (serverJson) return 'server.json';
  const manifest = parsePackageJson(texts['package.json'] ?? '');
  const npm = manifest && mcpEvidence(manifest);
  if (npm) return `package.json ${npm}`;
  const project = parsePyproject(texts['pyproject.toml'] ?? '');
  const python = project && pythonMcpEvidence(project);
  if (python) return `pyproject.toml ${python}`;
  if (parseBundleManifest(texts['manifest.json'] ?? '')) return 'MCP bundle manifest.json';
  if (/mark3labs\/mcp-go|modelcontextprotocol\/go-sdk|metoro-io\/mcp-golang/.test(texts['go.mod'] ?? ''))
    return 'go.mod';
  if (
    /^[ \t]{0,40}(rmcp|rust-mcp-sdk|mcp-server)[ \t]{0,40}=|^\[dependencies\.(rmcp|rust-mcp-sdk)\]/m.test(
      texts['Cargo.toml'] ?? '',
    )
  )
    return 'Cargo.toml';
  if (
    /^[ \t]{0,40}(mcp|fastmcp)(\[[^\]\n]{0,200}\])?[ \t]{0,40}([=<>~!;#].*)?$/im.test(texts['requirements.txt'] ?? '')
  )
    return 'requirements.txt';
  return undefined;
}

/** Whether the folders below the root belong to it as packages of their own: it declares workspaces, or is no server itself. */
export function hasOwnPackages(root: FolderTexts, tree: readonly TreeFile[]): boolean {
  if (tree.some(({ path }) => path === 'pnpm-workspace.yaml' || path === 'lerna.json' || path === 'nx.json'))
    return true;
  if (parsePackageJson(root['package.json'] ?? '')?.workspaces !== undefined) return true;
  if (/^\[tool\.uv\.workspace\]/m.test(root['pyproject.toml'] ?? '')) return true;
  const evidence = folderEvidence({ ...root, 'server.json': '' });
  return evidence === undefined || parsePackageJson(root['package.json'] ?? '')?.private === true;
}

/** The servers of a repository. */
export function serversOf(
  facts: RepositoryFacts,
  folders: readonly { path: string; texts: FolderTexts }[],
): ServerCandidate[] {
  const [root = { path: '', texts: {} }, ...below] = folders;
  const named = new Map<string, { path: string; texts: FolderTexts }>();
  for (const folder of below) {
    if (folderEvidence(folder.texts) === undefined) continue;
    const ref = packageOf(folder.texts);
    const key = ref ? `${ref.registry}:${ref.name}` : folder.path;
    if (!named.has(key)) named.set(key, folder);
  }
  const rootRef = packageOf(root.texts);
  const key = rootRef && `${rootRef.registry}:${rootRef.name}`;
  const described = key === undefined ? undefined : named.get(key);
  const serverJson = root.texts['server.json'];
  // A server.json at the root of a monorepo describes one of its packages, not one more server.
  if (key !== undefined && described && serverJson !== undefined) {
    named.set(key, { ...described, texts: { ...described.texts, 'server.json': serverJson } });
  }
  const servers = [...named.values()];
  if (!described && folderEvidence(root.texts) !== undefined && !(servers.length > 0 && isPrivateRoot(root.texts))) {
    servers.unshift(root);
  }
  if (servers.length === 0 && readmeNamesOwnServer(facts, root.texts['README.md'] ?? '')) {
    servers.push({ path: '', texts: { 'README.md': root.texts['README.md'] ?? '' } });
  }
  return servers.map((folder) => candidateOf(facts, folder));
}

function isPrivateRoot(texts: FolderTexts): boolean {
  return texts['server.json'] === undefined && packageOf(texts) === undefined;
}

/** The package a folder is published as; undefined where it is not. */
function packageOf(texts: FolderTexts): PackageRef | undefined {
  const serverJson = parseServerJson(texts['server.json'] ?? '');
  const entry = serverJson && preferredPackage(serverJson);
  if (entry) {
    const { registry, name } = packageRefOf(entry);
    return { registry, name };
  }
  const manifest = parsePackageJson(texts['package.json'] ?? '');
  if (manifest?.name && isPublished(manifest) && binNames(manifest).length > 0)
    return { registry: 'npm', name: manifest.name };
  const project = parsePyproject(texts['pyproject.toml'] ?? '');
  if (project && !project.private && project.scripts.length > 0) return { registry: 'pypi', name: project.name };
  return undefined;
}

/**
 * Whether a README shows how to start this repository's server rather than somebody else's: the package, image or
 * address it starts shares a word with the repository's name. Lists of servers show many and are none.
 */
function readmeNamesOwnServer(facts: RepositoryFacts, readme: string): boolean {
  if (/awesome|curated|collection/i.test(`${facts.name} ${facts.description ?? ''}`)) return false;
  const words = new Set(wordsOf(`${facts.owner} ${facts.name}`));
  return (
    readReadmeSnippet(readme, ({ launch, package: ref }) => {
      const target = ref?.name ?? (launch?.kind === 'remote' ? new URL(launch.url).hostname : '');
      return wordsOf(target).some((word) => words.has(word));
    }) !== undefined
  );
}

const commonWords = new Set([
  'mcp',
  'server',
  'servers',
  'model',
  'context',
  'protocol',
  'modelcontextprotocol',
  'com',
  'www',
  'api',
  'the',
  'for',
  'and',
  'npm',
  'node',
  'python',
  'github',
  'docker',
]);
const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length >= 3 && !commonWords.has(word));

function candidateOf(facts: RepositoryFacts, { path, texts }: { path: string; texts: FolderTexts }): ServerCandidate {
  const serverJson = parseServerJson(texts['server.json'] ?? '');
  const manifest = parsePackageJson(texts['package.json'] ?? '');
  const project = parsePyproject(texts['pyproject.toml'] ?? '');
  const evidence = folderEvidence(texts);
  const own = evidence === undefined ? readReadmeSnippet(texts['README.md'] ?? '')?.package : packageOf(texts);
  const remoteUrl = serverJson && !own ? serverJson.remotes.find(({ url }) => !/[{}]/.test(url))?.url : undefined;
  const description = serverJson?.description ?? manifest?.description ?? project?.description ?? facts.description;
  const fallback = path === '' ? facts.name : `${facts.name}/${path.split('/').at(-1)}`;
  return {
    source: 'github',
    location: `${facts.owner}/${facts.name}:${path}`,
    locationUrl: path === '' ? facts.htmlUrl : `${facts.htmlUrl}/tree/HEAD/${path}`,
    name: serverJson?.title ?? manifest?.name ?? project?.name ?? serverJson?.name ?? fallback,
    ...(description && { description: description.slice(0, 1000) }),
    vendor: facts.owner,
    repository: { url: facts.url, path },
    ...(own && { package: own }),
    ...(remoteUrl && { remoteUrl }),
    stars: facts.stars,
    ...(facts.pushedAt && { pushedAt: facts.pushedAt }),
    files: texts,
  };
}
