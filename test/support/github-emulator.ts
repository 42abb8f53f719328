/**
 * A GitHub to test against: `emulate` holds repositories and files; a small server in front of it adds what the emulator
 * has no means of: stars, forks, archives and times in search, its limit of 1,000 results, conditional requests and
 * rate limits, as GitHub documents them.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEmulator } from 'emulate';

export { sevenRepositories } from '#test/crawler/discover/seven-repositories.ts';

/** A repository to seed. */
export interface SeedRepository {
  owner: string;
  name: string;
  description?: string;
  topics?: string[];
  stars?: number;
  fork?: boolean;
  archived?: boolean;
  /** RFC 3339. Default 2025-06-01. */
  createdAt?: string;
  /** RFC 3339. Default `createdAt`. */
  pushedAt?: string;
  /** Texts by path. Without any, the repository has a README with its name and description. */
  files?: Record<string, string>;
}

/** A running emulator. */
export interface GitHubEmulator {
  /** Root of the API, for `GITHUB_API_URL`. */
  url: string;
  /** A token it accepts. */
  token: string;
  /** Paths with query of the requests so far, repeats and refusals included. */
  requests: string[];
  /** Refuses once: the request after `after` more. `wait` is what it then asks for, whole seconds. */
  refuse(limit: { after: number; kind: 'primary' | 'secondary'; wait: number }): void;
  /** Whether every token is refused. */
  reject(all: boolean): void;
  /** What was refused: until when (milliseconds of the clock), how many requests came before that, when the first came after it. */
  refusals: { kind: string; until: number; early: number; returned?: number }[];
  /** Changes a seeded repository as a push would. */
  push(fullName: string, files: Record<string, string>, pushedAt: string): Promise<void>;
  close(): Promise<void>;
}

const token = 'test_token_toolrisk';
const maxResults = 1000;

/** Starts an emulator that holds the given repositories. */
export async function startGitHub(seed: readonly SeedRepository[]): Promise<GitHubEmulator> {
  const owners = [...new Set(seed.map(({ owner }) => owner))];
  const emulator = await createEmulator({
    service: 'github',
    port: await freePort(),
    seed: {
      tokens: {
        [token]: { login: owners[0] ?? 'nobody', scopes: ['repo', 'user', 'admin:org'] },
        ...Object.fromEntries(owners.map((owner) => [`token_${owner}`, { login: owner, scopes: ['repo', 'user'] }])),
      },
      github: {
        users: owners.map((login) => ({ login, name: login, email: `${login}@example.com` })),
        repos: seed.map(({ owner, name, description, topics }) => ({
          owner,
          name,
          description,
          topics,
          auto_init: true,
        })),
      },
    },
  });
  const backend = emulator.url;
  const facts = new Map(
    seed.map((repository) => [`${repository.owner}/${repository.name}`.toLowerCase(), { ...repository }]),
  );

  const put = async (owner: string, name: string, files: Record<string, string>) => {
    for (const [path, text] of Object.entries(files)) {
      const url = `${backend}/repos/${owner}/${name}/contents/${path}`;
      const headers = { authorization: `Bearer token_${owner}`, 'content-type': 'application/json' };
      const existing = await fetch(url, { headers });
      const sha = existing.ok ? ((await existing.json()) as { sha: string }).sha : undefined;
      const content = Buffer.from(text).toString('base64');
      const answer = await fetch(url, {
        method: 'PUT',
        headers,
        body: JSON.stringify({ message: `Add ${path}`, content, sha }),
      });
      if (!answer.ok) throw new Error(`seeding ${owner}/${name}/${path}: ${answer.status} ${await answer.text()}`);
    }
  };
  for (const { owner, name, files } of seed) if (files) await put(owner, name, files);

  const known = new Map<string, Record<string, unknown>>();
  const described = async (fullName: string): Promise<Record<string, unknown>> => {
    const key = fullName.toLowerCase();
    const cached =
      known.get(key) ??
      ((await (
        await fetch(`${backend}/repos/${fullName}`, { headers: { authorization: `Bearer ${token}` } })
      ).json()) as Record<string, unknown>);
    known.set(key, cached);
    const {
      stars = 0,
      fork = false,
      archived = false,
      createdAt = '2025-06-01T00:00:00Z',
      pushedAt = createdAt,
    } = facts.get(key) ?? {};
    return {
      ...cached,
      html_url: `https://github.com/${fullName}`,
      stargazers_count: stars,
      fork,
      archived,
      created_at: createdAt,
      pushed_at: pushedAt,
    };
  };

  const requests: string[] = [];
  const refusals: GitHubEmulator['refusals'] = [];
  let rejecting = false;
  const planned: { at: number; kind: 'primary' | 'secondary'; wait: number }[] = [];

  const search = async (url: URL): Promise<{ status: number; body: unknown }> => {
    const page = Number(url.searchParams.get('page') ?? 1);
    const size = Number(url.searchParams.get('per_page') ?? 30);
    if ((page - 1) * size >= maxResults)
      return { status: 422, body: { message: 'Only the first 1000 search results are available' } };
    const words = (url.searchParams.get('q') ?? '').split(/\s+/);
    const topic = words.find((word) => word.startsWith('topic:'))?.slice(6);
    const within = (word: string, value: string | number) => matchesRange(word.slice(word.indexOf(':') + 1), value);
    const matching = [...facts.values()].filter(
      ({ topics = [], fork = false, stars = 0, createdAt = '2025-06-01T00:00:00Z', pushedAt = createdAt }) =>
        (topic === undefined || topics.includes(topic)) &&
        (!fork || words.includes('fork:true')) &&
        words.filter((word) => word.startsWith('stars:')).every((word) => within(word, stars)) &&
        words.filter((word) => word.startsWith('created:')).every((word) => within(word, createdAt)) &&
        words.filter((word) => word.startsWith('pushed:')).every((word) => within(word, pushedAt)),
    );
    matching.sort((a, b) => (b.stars ?? 0) - (a.stars ?? 0) || (a.name < b.name ? -1 : 1));
    const shown = matching.slice((page - 1) * size, Math.min(page * size, maxResults));
    const items = await Promise.all(shown.map(({ owner, name }) => described(`${owner}/${name}`)));
    return { status: 200, body: { total_count: matching.length, incomplete_results: false, items } };
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', backend);
    const isProbe = url.pathname === '/rate_limit';
    if (rejecting && !isProbe) return send(response, 401, { message: 'Bad credentials' });
    if (!isProbe) {
      requests.push(url.pathname + url.search);
      const due = planned.findIndex(({ at }) => requests.length >= at);
      const [limit] = due < 0 ? [] : planned.splice(due, 1);
      if (limit) {
        // GitHub's reset is in whole seconds of the clock.
        const reset = Math.ceil(Date.now() / 1000) + limit.wait;
        const until = limit.kind === 'primary' ? reset * 1000 : Date.now() + limit.wait * 1000;
        refusals.push({ kind: limit.kind, until, early: 0 });
      }
      const refusal = refusals.at(-1);
      if (refusal && Date.now() < refusal.until) {
        if (!limit) refusal.early++;
        const left = Math.ceil((refusal.until - Date.now()) / 1000);
        return refusal.kind === 'primary'
          ? send(
              response,
              403,
              { message: 'API rate limit exceeded' },
              { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(refusal.until / 1000) },
            )
          : send(
              response,
              403,
              { message: 'You have exceeded a secondary rate limit' },
              { 'retry-after': String(left) },
            );
      }
      if (refusal) refusal.returned ??= Date.now();
    }
    if (url.pathname === '/search/repositories') {
      const { status, body } = await search(url);
      return send(response, status, body);
    }
    const whole = /^\/repos\/([^/]+\/[^/]+)$/.exec(url.pathname)?.[1];
    if (whole)
      return facts.has(whole.toLowerCase())
        ? send(response, 200, await described(whole))
        : send(response, 404, { message: 'Not Found' });
    const { authorization } = request.headers;
    const passed = await fetch(backend + url.pathname + url.search, {
      headers: { ...(authorization && { authorization }), accept: request.headers.accept ?? '*/*' },
    });
    const body = Buffer.from(await passed.arrayBuffer());
    const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`;
    if (passed.ok && request.headers['if-none-match'] === etag) {
      response.writeHead(304, { etag }).end();
      return;
    }
    response
      .writeHead(passed.status, {
        'content-type': passed.headers.get('content-type') ?? 'application/json',
        ...(passed.ok && { etag }),
      })
      .end(body);
  };

  const front = createServer((request, response) => {
    answer(request, response).catch((error) => send(response, 500, { message: String(error) }));
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  return {
    url: `http://127.0.0.1:${(front.address() as AddressInfo).port}`,
    token,
    requests,
    refusals,
    refuse: ({ after, kind, wait }) => void planned.push({ at: requests.length + after, kind, wait }),
    reject: (all) => {
      rejecting = all;
    },
    async push(fullName, files, pushedAt) {
      const repository = facts.get(fullName.toLowerCase());
      if (!repository) throw new Error(`${fullName} is not seeded`);
      await put(repository.owner, repository.name, files);
      repository.pushedAt = pushedAt;
    },
    async close() {
      front.closeAllConnections();
      await new Promise((resolve) => front.close(resolve));
      await emulator.close();
    },
  };
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
    .end(JSON.stringify(body));
}

/** `5..9`, `>=5`, `5` over numbers, or the same over RFC 3339 times, which sort as text. */
function matchesRange(range: string, value: string | number): boolean {
  const as = (text: string) => (typeof value === 'number' ? Number(text) : text);
  const [from, to] = range.split('..');
  if (to !== undefined) return value >= as(from as string) && value <= as(to);
  if (range.startsWith('>=')) return value >= as(range.slice(2));
  return value === as(range);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
