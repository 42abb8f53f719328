/** Reads one repository: its tree, then the manifests that matter. Unchanged repositories cost no request. */
import { z } from 'zod';
import { canonicalRepositoryUrl } from '#crawler/discover/identity.ts';
import type { CursorStore } from '#crawler/discover/source.ts';
import type { DiscoveryItem } from '#db/types.ts';
import type { GitHubClient } from './client.ts';
import {
  type Folder,
  type FolderTexts,
  folderEvidence,
  foldersOf,
  hasOwnPackages,
  type RepositoryFacts,
  serversOf,
  type TreeFile,
} from './repository.ts';

const repositorySchema = z.object({
  full_name: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  html_url: z.string(),
  description: z.string().nullish(),
  fork: z.boolean(),
  archived: z.boolean().optional(),
  disabled: z.boolean().optional(),
  stargazers_count: z.number().optional().default(0),
  topics: z.array(z.string()).optional().default([]),
  pushed_at: z.string().nullish(),
  default_branch: z.string().optional().default('HEAD'),
});

/** A repository as GitHub's API describes it, as far as it is used. */
export type GitHubRepository = z.output<typeof repositorySchema>;

/** Reads one item of an answer; undefined where it is no repository. */
export function readRepositoryItem(value: unknown): GitHubRepository | undefined {
  const parsed = repositorySchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

const treeSchema = z.object({
  tree: z.array(
    z.object({
      path: z.string(),
      type: z.string(),
      mode: z.string().optional(),
      sha: z.string(),
      size: z.number().optional().default(0),
    }),
  ),
  truncated: z.boolean().optional(),
});
const blobSchema = z.object({ content: z.string(), encoding: z.literal('base64') });

const memorySchema = z.object({
  pushedAt: z.string().optional(),
  etag: z.string().optional(),
  /** Content hashes of the manifests by path. */
  manifests: z.record(z.string(), z.string()).optional().default({}),
  /** Content hashes of the files by which code search found it, by path. */
  hits: z.record(z.string(), z.string()).optional().default({}),
});
/** What is remembered of a repository between runs. */
export type RepositoryMemory = z.output<typeof memorySchema>;

/** The key under which a repository is remembered. */
export const memoryKey = (host: string, fullName: string) => `github:${host}:repository:${fullName.toLowerCase()}`;

/** What is remembered of a repository; undefined where it was never read. */
export async function recall(cursors: CursorStore | undefined, key: string): Promise<RepositoryMemory | undefined> {
  const parsed = memorySchema.safeParse(await cursors?.get(key));
  return parsed.success ? parsed.data : undefined;
}

/** What came of reading a repository; `memory` is to be kept once the items are stored. */
export interface RepositoryReading {
  items: DiscoveryItem[];
  memory: RepositoryMemory;
  unchanged: boolean;
}

/** Reads a repository, or as little of it as shows that nothing changed. */
export async function readRepository(
  github: GitHubClient,
  repository: GitHubRepository,
  known: RepositoryMemory | undefined,
): Promise<RepositoryReading> {
  const pushedAt = repository.pushed_at ?? undefined;
  const memory: RepositoryMemory = { ...(pushedAt && { pushedAt }), manifests: {}, hits: known?.hits ?? {} };
  const skip = (reason: string): RepositoryReading => ({
    items: [{ kind: 'skipped', source: 'github', location: repository.full_name, reason }],
    memory,
    unchanged: false,
  });
  if (known && pushedAt !== undefined && known.pushedAt === pushedAt)
    return { items: [], memory: known, unchanged: true };
  if (repository.fork) return skip('It is a fork.');
  if (repository.archived) return skip('It is archived.');
  if (repository.disabled) return skip('GitHub has disabled it.');

  const [owner, repo] = repository.full_name.split('/') as [string, string];
  const answer = await github.get(
    '/repos/{owner}/{repo}/git/trees/{tree_sha}',
    { owner, repo, tree_sha: repository.default_branch, recursive: '1' },
    known?.etag,
  );
  if (answer.status === 304 && known)
    return {
      items: [],
      memory: { ...known, ...memory, manifests: known.manifests, ...(known.etag && { etag: known.etag }) },
      unchanged: true,
    };
  const parsed = treeSchema.safeParse(answer.data);
  if (!parsed.success) return skip(answer.status === 409 ? 'It is empty.' : 'Its files cannot be listed.');
  const tree: TreeFile[] = parsed.data.tree.filter(({ type, mode }) => type === 'blob' && mode !== '120000');
  if (answer.etag) memory.etag = answer.etag;

  const [root, ...below] = foldersOf(tree) as [Folder, ...Folder[]];
  memory.manifests = Object.fromEntries(
    [root, ...below].flatMap(({ files }) => [...files.values()].map(({ path, sha }) => [path, sha])),
  );
  if (known && sameHashes(known.manifests, memory.manifests)) return { items: [], memory, unchanged: true };

  const read = (folder: Folder, names: (name: string) => boolean) => readFolder(github, owner, repo, folder, names);
  const folders: { path: string; texts: FolderTexts }[] = [{ path: '', texts: await read(root, isManifest) }];
  if (hasOwnPackages(folders[0]?.texts ?? {}, tree)) {
    for (const folder of below) folders.push({ path: folder.path, texts: await read(folder, isManifest) });
  }
  // A README costs a request as well: only a server's is read, and the root's where nothing else names one.
  const isServer = folders.map(({ texts }) => folderEvidence(texts) !== undefined);
  for (const [at, folder] of folders.entries()) {
    if (isServer[at] || (at === 0 && !isServer.includes(true))) {
      Object.assign(folder.texts, await read([root, ...below][at] as Folder, (name) => !isManifest(name)));
    }
  }
  const url = canonicalRepositoryUrl(repository.html_url) ?? repository.html_url;
  const facts: RepositoryFacts = {
    owner,
    name: repo,
    url,
    htmlUrl: repository.html_url,
    ...(repository.description && { description: repository.description }),
    topics: repository.topics,
    stars: repository.stargazers_count,
    ...(pushedAt && { pushedAt }),
  };
  const servers = serversOf(facts, folders);
  if (servers.length === 0) return skip('No file in it names an MCP server.');
  return { items: servers.map((candidate) => ({ kind: 'server', candidate })), memory, unchanged: false };
}

function sameHashes(a: Record<string, string>, b: Record<string, string>): boolean {
  const keys = Object.keys(a);
  return keys.length > 0 && keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

const isManifest = (name: string) => name !== 'README.md';

async function readFolder(
  github: GitHubClient,
  owner: string,
  repo: string,
  folder: Folder,
  wanted: (name: string) => boolean,
): Promise<FolderTexts> {
  const texts: FolderTexts = {};
  for (const [name, { sha }] of folder.files) {
    if (!wanted(name)) continue;
    const { data } = await github.get('/repos/{owner}/{repo}/git/blobs/{file_sha}', { owner, repo, file_sha: sha });
    const blob = blobSchema.safeParse(data);
    if (blob.success) texts[name] = Buffer.from(blob.data.content, 'base64').toString('utf8');
  }
  return texts;
}
