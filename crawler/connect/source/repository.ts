/** The source of a server as its repository on GitHub holds it: one question for the newest commit, one archive. */
import {
  BudgetSpent,
  createGitHubClient,
  type GitHubClient,
  type GitHubOptions,
  publicApi,
} from '#crawler/discover/github/client.ts';
import { parseUrl } from '#crawler/discover/identity.ts';
import type { RepositoryRef } from '#db/types.ts';
import { readTarball } from './archive.ts';
import { collectSource } from './files.ts';
import type { PackageSource } from './registries.ts';

/** Longest wait for a rate limit, milliseconds: a visit goes on without the source, and the next one asks again. */
const maxWaitMs = 5_000;
/** Longest wait for a whole answer, archives included, milliseconds. */
const timeoutMs = 60_000;

/** Reads repositories of one GitHub. */
export interface RepositoryReader {
  /**
   * Reads the repository's newest commit, unless it is the known one.
   * @throws what the network or the archive throws
   */
  read(repository: RepositoryRef, known: string | undefined, signal: AbortSignal): Promise<PackageSource>;
}

/** A reader with GitHub's settings of discovery. Opens no connection by itself. */
export function createRepositoryReader(options: GitHubOptions, closing: AbortSignal): RepositoryReader {
  const github = createGitHubClient({ timeoutMs, ...options }, { signal: closing, maxWaitMs });
  // Everything but GitHub Enterprise, whose API lies under this path, is github.com or stands in for it.
  const api = parseUrl(options.apiUrl ?? publicApi);
  const host = api && /^\/api\/v3\/?$/.test(api.pathname) ? api.host : 'github.com';
  return {
    async read(repository, known, signal) {
      const { host: at, pathname } = new URL(repository.url);
      const [, owner, repo, ...rest] = pathname.split('/');
      if (at !== host || !owner || !repo || rest.length > 0)
        return { kind: 'missing', reason: `Its repository is not on ${host}, where sources are read from.` };
      try {
        // GitHub's client repeats what failed, with pauses; whoever stops it does not wait for those.
        const stopped = new Promise<never>((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        });
        const reading = readHead(github, { owner, repo, folder: repository.path }, known, signal);
        return await Promise.race([reading, stopped]);
      } catch (error) {
        if (error instanceof BudgetSpent) throw new Error(error.message.replace(/; the next run.*/s, ''));
        throw error;
      }
    },
  };
}

async function readHead(
  github: GitHubClient,
  { owner, repo, folder }: { owner: string; repo: string; folder: string },
  known: string | undefined,
  signal: AbortSignal,
): Promise<PackageSource> {
  const head = await github.get(
    '/repos/{owner}/{repo}/commits/{ref}',
    { owner, repo, ref: 'HEAD', headers: { accept: 'application/vnd.github.sha' }, request: { signal } },
    known && `"${known}"`,
  );
  if (head.status === 304) return { kind: 'unchanged' };
  const sha = textOf(head.data).trim();
  if (!/^[0-9a-f]{40,64}$/.test(sha)) return { kind: 'missing', reason: 'Its repository is not to be read.' };
  if (sha === known) return { kind: 'unchanged' };
  const archive = await github.get('/repos/{owner}/{repo}/tarball/{ref}', {
    owner,
    repo,
    ref: sha,
    request: { signal, parseSuccessResponseBody: false },
  });
  if (!(archive.data instanceof ReadableStream))
    return { kind: 'missing', reason: 'Its repository is not to be read.' };
  const collector = collectSource(folder);
  await readTarball(archive.data, collector, { signal });
  return { kind: 'files', version: sha, collector };
}

function textOf(data: unknown): string {
  return data instanceof ArrayBuffer ? Buffer.from(data).toString('utf8') : String(data ?? '');
}
