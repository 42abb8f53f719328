import { z } from 'zod';
import {
  BudgetSpent,
  createGitHubClient,
  type GitHubClient,
  type GitHubOptions,
  probeGitHub,
  publicApi,
} from '#crawler/discover/github/client.ts';
import {
  type GitHubRepository,
  memoryKey,
  type RepositoryReading,
  readRepository,
  readRepositoryItem,
  recall,
} from '#crawler/discover/github/read.ts';
import { maxResults, pageSize, type Slice, sliceQuery, splitSlice } from '#crawler/discover/github/slices.ts';
import { advance, nextSweep } from '#crawler/discover/github/sweep.ts';
import { repositoryFacts } from '#crawler/discover/identity-facts.ts';
import { mapAhead } from '#crawler/discover/map-ahead.ts';
import type { DiscoveryContext, Source } from '#crawler/discover/source.ts';
import type { DiscoveryItem } from '#db/types.ts';

/** Topics under which MCP servers are published on GitHub, most telling first. */
export const defaultTopics = [
  'mcp-server',
  'model-context-protocol',
  'mcp-servers',
  'modelcontextprotocol',
  'mcp',
] as const;
/** Code searches for manifests of servers that carry no topic. */
export const manifestSearches = [
  'modelcontextprotocol filename:server.json',
  'modelcontextprotocol filename:package.json',
  'fastmcp filename:pyproject.toml',
] as const;
/** Requests of one run without a token, of the 60 that GitHub then allows an hour. */
const requestsWithoutToken = 50;
/** Repositories that GitHub fails to give one after another, after which it is taken to be down. */
const maxFailuresInARow = 5;
/** Repositories read at once. GitHub allows 100 requests under way; more than a few trip its secondary limit. */
const concurrency = 4;

const searchSchema = z.object({ total_count: z.number(), items: z.array(z.unknown()) });
const codeItemSchema = z.object({ path: z.string(), sha: z.string(), repository: z.object({ full_name: z.string() }) });

/** Repositories on GitHub, by topic and by manifest, without cloning. */
export const github: Source<GitHubOptions> = {
  id: 'github',
  title: 'GitHub',
  trust: 40,
  byDefault: true,
  incremental: true,
  options: [
    {
      setting: 'apiUrl',
      flags: '--github-url <url>',
      describe: 'root of the GitHub API, for GitHub Enterprise',
      env: 'GITHUB_API_URL',
    },
  ],
  facts: repositoryFacts,
  describe:
    'Repositories with a topic or a manifest of MCP servers, most starred first. With GITHUB_TOKEN also by code search and as many as there are; later runs read only what changed.',
  async *discover(context) {
    const { signal, cursors, settings: options, limit = Number.POSITIVE_INFINITY } = context;
    const { token, apiUrl = publicApi, topics = defaultTopics, queries = [] } = options;
    const host = new URL(apiUrl).host;
    const trouble = await probeGitHub(apiUrl, signal);
    if (trouble !== undefined) {
      yield notice(`GitHub cannot be reached (${host}: ${trouble}); going on without it.`);
      return;
    }
    if (!token) {
      yield notice(
        'Without GITHUB_TOKEN GitHub allows 60 requests an hour: only the most starred repositories are read, a few more with every run, and code is not searched.',
      );
    }
    const client = createGitHubClient(options, context);
    const key = `github:${host}:sweep`;
    const searches = {
      repositories: [...topics.map((topic) => `topic:${topic}`), ...queries].map((query) => `${query} fork:true`),
      code: token && options.codeSearch !== false ? manifestSearches : [],
    };
    let sweep = nextSweep(await cursors?.get(key), searches, new Date());
    const seen = new Set<string>();
    const tally = { found: 0, read: 0, unchanged: 0, servers: 0 };
    let failures = 0;
    try {
      while (sweep.pending.length > 0) {
        const slice = sweep.pending.at(-1) as Slice;
        const page = await searchPage(client, slice, sweep.startedAt, context);
        const fresh = page.findings.filter(({ name }) => !seen.has(name) && seen.add(name));
        tally.found += fresh.length;
        for await (const visit of mapAhead(fresh, concurrency, (finding) =>
          visitAlone(client, finding, host, context),
        )) {
          failures = visit?.failed === undefined ? 0 : failures + 1;
          if (failures >= maxFailuresInARow) throw visit?.failed;
          tally[visit?.unchanged === false ? 'read' : 'unchanged']++;
          for (const item of visit?.items ?? []) {
            if (item.kind === 'server' && tally.servers++ >= limit) return;
            yield item;
          }
          // Kept only now: the items were asked beyond, so they are stored.
          if (visit?.memory) await cursors?.set(visit.key, visit.memory);
          if (tally.servers >= limit || (!token && client.requests() >= requestsWithoutToken)) return;
        }
        sweep = advance(sweep, page.left);
        await cursors?.set(key, sweep);
      }
    } catch (error) {
      if (signal?.aborted) return;
      yield notice(explain(error));
    } finally {
      context.say?.(
        `GitHub: ${tally.found} repositories found, ${tally.read} read, ${tally.unchanged} unchanged; ${client.requests()} requests.`,
      );
    }
  },
};

function explain(error: unknown): string {
  if (error instanceof BudgetSpent) return error.message;
  const { status, message } = error as { status?: number; message?: string };
  if (status === 401) return 'GitHub does not accept GITHUB_TOKEN (401): it is wrong, expired or revoked.';
  return `GitHub: ${message ?? String(error)}. The next run goes on from there.`;
}

const notice = (message: string): DiscoveryItem => ({ kind: 'notice', source: 'github', message });

/** A repository that a search found. */
interface Finding {
  /** `owner/name`, lower case. */
  name: string;
  /** Absent where the search was for code, whose answers say too little. */
  repository?: GitHubRepository;
  /** The file that was found. */
  manifest?: { path: string; sha: string };
}

/** Asks for the next page of a slice. `left` is what remains of the slice: its next page, its parts, or nothing. */
async function searchPage(
  client: GitHubClient,
  slice: Slice,
  now: string,
  { say }: DiscoveryContext,
): Promise<{ findings: Finding[]; left: Slice[] }> {
  const code = slice.kind === 'code';
  const answer = await client.get(code ? '/search/code' : '/search/repositories', {
    q: sliceQuery(slice),
    per_page: pageSize,
    page: slice.page,
    ...(!code && { sort: 'stars', order: 'desc' }),
  });
  const parsed = searchSchema.safeParse(answer.data);
  if (!parsed.success) {
    say?.(`GitHub does not answer the search ${JSON.stringify(sliceQuery(slice))} (${answer.status}); it is left out.`);
    return { findings: [], left: [] };
  }
  const { total_count: total, items } = parsed.data;
  const findings = items.flatMap(code ? codeFinding : repositoryFinding);
  if (slice.page === 1 && total > maxResults) {
    const parts = splitSlice(slice, findings[0]?.repository?.stargazers_count ?? 0, now);
    if (parts) return { findings: [], left: parts };
    say?.(`GitHub shows ${maxResults} of ${total} results for ${JSON.stringify(sliceQuery(slice))}.`);
  }
  const more = items.length > 0 && slice.page * pageSize < Math.min(total, maxResults);
  return { findings, left: more ? [{ ...slice, page: slice.page + 1 }] : [] };
}

function repositoryFinding(item: unknown): Finding[] {
  const repository = readRepositoryItem(item);
  return repository ? [{ name: repository.full_name.toLowerCase(), repository }] : [];
}

function codeFinding(item: unknown): Finding[] {
  const parsed = codeItemSchema.safeParse(item);
  if (!parsed.success) return [];
  const { path, sha, repository } = parsed.data;
  return [{ name: repository.full_name.toLowerCase(), manifest: { path, sha } }];
}

/** What came of one repository; without `memory` it is read again by the next run. */
type Visit = Partial<RepositoryReading> & { key: string; failed?: unknown };

/**
 * Reads what a search found; a repository that cannot be read costs no other. Where its own files are at fault it is
 * not read again until it changes, where GitHub fails it is tried again by the next run.
 * @throws what ends the whole search: the request budget, a rejected token, the abort reason
 */
async function visitAlone(
  client: GitHubClient,
  finding: Finding,
  host: string,
  context: DiscoveryContext,
): Promise<Visit | undefined> {
  const key = memoryKey(host, finding.name);
  const skipped = (reason: string): DiscoveryItem[] => [
    { kind: 'skipped', source: 'github', location: finding.name, reason },
  ];
  try {
    return await visitRepository(client, finding, host, context);
  } catch (error) {
    context.signal?.throwIfAborted();
    const { status, message } = error as Error & { status?: number };
    if (error instanceof BudgetSpent || status === 401 || status === 403) throw error;
    // Octokit gives a network that fails the status 500 as well; several in a row end the search.
    if (status !== undefined) {
      return { key, items: skipped(`GitHub does not give it (${status}).`), unchanged: false, failed: error };
    }
    const pushedAt = finding.repository?.pushed_at ?? undefined;
    const memory = { ...(pushedAt && { pushedAt }), manifests: {}, hits: {} };
    return { key, items: skipped(`It cannot be read: ${message}`), memory, unchanged: false };
  }
}

/** Reads what a search found, unless it is known to be unchanged; undefined where there is nothing to read. */
async function visitRepository(
  client: GitHubClient,
  { name, repository, manifest }: Finding,
  host: string,
  { cursors }: DiscoveryContext,
): Promise<(RepositoryReading & { key: string }) | undefined> {
  const key = memoryKey(host, name);
  const known = await recall(cursors, key);
  if (manifest && known) {
    const hashes = { ...known.hits, ...known.manifests };
    // Without a manifest it was left out unread, as a fork or an archive.
    if (Object.keys(known.manifests).length === 0 || hashes[manifest.path] === manifest.sha) return undefined;
  }
  let found = repository;
  if (!found) {
    const [owner, repo] = name.split('/');
    found = readRepositoryItem((await client.get('/repos/{owner}/{repo}', { owner, repo })).data);
  }
  if (!found) return undefined;
  const reading = await readRepository(client, found, known);
  if (!manifest) return { key, ...reading };
  const hits = { ...reading.memory.hits, [manifest.path]: manifest.sha };
  return { key, ...reading, memory: { ...reading.memory, hits } };
}
