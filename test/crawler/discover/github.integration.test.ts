import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planLaunch } from '#crawler/connect/launch.ts';
import { type CursorStore, type Discovery, discover } from '#crawler/discover/index.ts';
import { collect, memoryCursors, unpaced } from '#test/crawler/discover/helpers.ts';
import {
  type GitHubEmulator,
  type SeedRepository,
  sevenRepositories,
  startGitHub,
} from '#test/support/github-emulator.ts';

const run = (hub: GitHubEmulator, rest: Discovery = {}) =>
  discover(['github'], {
    settings: { github: { apiUrl: hub.url, token: hub.token, throttle: unpaced } },
    ...rest,
  });

describe('one repository of each kind', () => {
  let hub: GitHubEmulator;
  beforeAll(async () => {
    hub = await startGitHub(sevenRepositories);
  });
  afterAll(() => hub.close());

  test('gives exactly the servers that are there, each with its own launch', async () => {
    const { servers, skipped, notices } = await collect(run(hub));
    expect(notices).toEqual([]);
    const plans = Object.fromEntries(servers.map((server) => [server.location, planLaunch(server)]));
    expect(plans).toEqual({
      'graphmind/memory-server:': {
        kind: 'npm',
        package: '@modelcontextprotocol/server-memory',
        args: [],
        env: [{ name: 'MEMORY_FILE_PATH', description: 'Where the graph is kept', required: false, secret: false }],
      },
      'slowthought/thinking:': {
        kind: 'npm',
        package: '@modelcontextprotocol/server-sequential-thinking',
        args: [],
        env: [],
      },
      'twoservers/monorepo:packages/everything': {
        kind: 'npm',
        package: '@modelcontextprotocol/server-everything',
        args: [],
        env: [],
      },
      'twoservers/monorepo:packages/files': {
        kind: 'npm',
        package: '@modelcontextprotocol/server-filesystem',
        args: ['.'],
        env: [],
      },
      'shellworks/commands:': { kind: 'npm', package: 'mcp-server-commands', args: [], env: [] },
      'pyworks/fetcher:': { kind: 'pypi', package: 'mcp-server-fetch', args: [], env: [] },
    });
    expect(skipped).toEqual({
      'copycat/memory-server': 'It is a fork.',
      'yesterday/old-server': 'It is archived.',
      'library/awesome-mcp': 'No file in it names an MCP server.',
    });
  });

  test('carries the facts of the repository', async () => {
    const { servers } = await collect(run(hub));
    const files = servers.find(({ location }) => location === 'twoservers/monorepo:packages/files');
    expect(files).toMatchObject({
      source: 'github',
      locationUrl: 'https://github.com/twoservers/monorepo/tree/HEAD/packages/files',
      name: '@modelcontextprotocol/server-filesystem',
      vendor: 'twoservers',
      repository: { url: 'https://github.com/twoservers/monorepo', path: 'packages/files' },
      package: { registry: 'npm', name: '@modelcontextprotocol/server-filesystem' },
      stars: 300,
      pushedAt: '2025-06-01T00:00:00Z',
    });
    expect(Object.keys(files?.files ?? {}).sort()).toEqual(['README.md', 'package.json']);
  });

  test('reads only what changed the next time', async () => {
    const cursors = memoryCursors();
    await collect(run(hub, { cursors }));
    const before = hub.requests.length;
    const second = await collect(run(hub, { cursors }));
    expect(second.servers).toEqual([]);
    expect(hub.requests.slice(before).filter((path) => !path.startsWith('/search/'))).toEqual([]);

    await hub.push('slowthought/thinking', { 'dist/index.js': '// rebuilt' }, new Date().toISOString());
    expect((await collect(run(hub, { cursors }))).servers).toEqual([]);
    const manifest = { name: 'other-mcp-server', bin: 'x.js', dependencies: { '@modelcontextprotocol/sdk': '1' } };
    await hub.push(
      'slowthought/thinking',
      { 'package.json': JSON.stringify(manifest) },
      new Date(Date.now() + 1000).toISOString(),
    );
    const { servers } = await collect(run(hub, { cursors }));
    expect(servers.map((server) => server.package?.name)).toEqual(['other-mcp-server']);
  });

  test('without a token code is not searched, and that is said', async () => {
    const before = hub.requests.length;
    const { servers, notices } = await collect(
      run(hub, { settings: { github: { apiUrl: hub.url, throttle: unpaced } } }),
    );
    expect(servers.length).toBe(6);
    expect(notices.join()).toMatch(/Without GITHUB_TOKEN/);
    expect(hub.requests.slice(before).some((path) => path.startsWith('/search/code'))).toBe(false);
  });

  test('a token that is not accepted is said', async () => {
    hub.reject(true);
    const { notices } = await collect(run(hub));
    hub.reject(false);
    expect(notices).toEqual([expect.stringMatching(/does not accept GITHUB_TOKEN/)]);
  });

  test('stops at the limit', async () => {
    const { servers } = await collect(run(hub, { limit: 2 }));
    expect(servers.length).toBe(2);
  });
});

describe('no GitHub', () => {
  test('is one line, soon, and no failure', async () => {
    const started = Date.now();
    const { servers, notices } = await collect(
      discover(['github', 'starter'], { limit: 3, settings: { github: { apiUrl: 'http://127.0.0.1:9' } } }),
    );
    expect(servers.length).toBe(3);
    expect(notices).toEqual([
      expect.stringMatching(/^GitHub cannot be reached \(127\.0\.0\.1:9: .+\); going on without it\.$/),
    ]);
    expect(Date.now() - started).toBeLessThan(6000);
  });
});

describe('1,500 repositories', () => {
  const many: SeedRepository[] = Array.from({ length: 1500 }, (_, n) => ({
    owner: `owner${n % 5}`,
    name: `server-${String(n).padStart(4, '0')}`,
    // The emulator puts the description into the README it makes; a fenced block there is a README snippet.
    description: `A server\n\n\`\`\`sh\nnpx -y server-${String(n).padStart(4, '0')}-mcp\n\`\`\``,
    topics: ['mcp-server'],
    // Like the real ones: nearly all without a star, a few with many.
    stars: n < 1200 ? 0 : (n - 1200) ** 2,
    createdAt: new Date(Date.UTC(2025, 0, 1) + n * 3_600_000).toISOString().replace('.000', ''),
  }));
  let hub: GitHubEmulator;
  beforeAll(async () => {
    hub = await startGitHub(many);
  }, 300_000);
  afterAll(() => hub.close());

  test('are all found past the cap, limits are waited out as told, an aborted run goes on, a second asks for almost nothing', async () => {
    const cursors = memoryCursors();
    const said: string[] = [];
    const say = (message: string) => void said.push(message);
    hub.refuse({ after: 40, kind: 'primary', wait: 1 });
    hub.refuse({ after: 90, kind: 'secondary', wait: 1 });

    const stop = new AbortController();
    const found: string[] = [];
    for await (const item of run(hub, { cursors, say, signal: stop.signal })) {
      if (item.kind === 'server') found.push(item.candidate.location);
      if (found.length === 600) stop.abort();
    }
    const untilAbort = hub.requests.length;
    expect(found.length).toBeLessThan(700);

    for await (const item of run(hub, { cursors, say }))
      if (item.kind === 'server') found.push(item.candidate.location);
    const first = hub.requests.length;
    expect(new Set(found).size).toBe(1500);
    // Going on costs little more than one run would have: at most what was under way is read again.
    expect(found.length).toBeLessThanOrEqual(1510);
    const pages = hub.requests.filter((path) => path.startsWith('/search/')).length;
    expect(first).toBeLessThanOrEqual(1500 * 2 + pages + 30);
    expect(untilAbort).toBeGreaterThan(1200);

    expect(hub.refusals.map(({ kind }) => kind)).toEqual(['primary', 'secondary']);
    for (const { until, returned, early } of hub.refusals) {
      expect(returned).toBeGreaterThanOrEqual(until);
      // Only those already under way come too early.
      expect(early).toBeLessThan(4);
    }
    expect(said.filter((message) => /asks to wait/.test(message)).length).toBe(2);

    const second = await collect(run(hub, { cursors, say }));
    expect(second.servers).toEqual([]);
    expect(hub.requests.length - first).toBeLessThanOrEqual(first * 0.05);
  }, 300_000);
});

test('cursors that fail are no cursors: the run still finds everything', async () => {
  const hub = await startGitHub(sevenRepositories.slice(0, 2));
  const cursors: CursorStore = { get: async () => ({ nonsense: true }), set: async () => {} };
  const { servers } = await collect(run(hub, { cursors }));
  expect(servers.length).toBe(2);
  await hub.close();
});
