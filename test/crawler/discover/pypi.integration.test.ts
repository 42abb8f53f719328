import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { planLaunch } from '#crawler/connect/launch.ts';
import { type Discovery, discover } from '#crawler/discover/index.ts';
import { collect, memoryCursors } from '#test/crawler/discover/helpers.ts';
import { standingClock } from '#test/support/clock.ts';
import { type LocalAnswer, type LocalServer, startLocalServer } from '#test/support/local-server.ts';

interface Project {
  serial: number;
  info?: Record<string, unknown>;
}

const isServer = { requires_dist: ['mcp>=1.0', 'httpx (>=0.27)'] };

let projects: Map<string, Project>;
let broken: Map<string, LocalAnswer>;
let hub: LocalServer;

const lastSerial = () => Math.max(0, ...[...projects.values()].map(({ serial }) => serial));
const publish = (name: string, info: Record<string, unknown> = isServer) =>
  projects.set(name, { serial: lastSerial() + 1, info });

/** PyPI's index by JSON with its serials and etag, and its documents of one project. */
beforeEach(async () => {
  projects = new Map();
  broken = new Map();
  hub = await startLocalServer((url, headers) => {
    if (url.pathname === '/simple/') {
      const etag = `"${lastSerial()}-${projects.size}"`;
      if (headers['if-none-match'] === etag) return { status: 304, headers: { etag } };
      const list = [...projects].map(([name, { serial }]) => ({ name, '_last-serial': serial }));
      return {
        headers: { etag, 'content-type': 'application/vnd.pypi.simple.v1+json' },
        body: { meta: { '_last-serial': lastSerial(), 'api-version': '1.1' }, projects: list },
      };
    }
    const name = decodeURIComponent(/^\/pypi\/(.+)\/json$/.exec(url.pathname)?.[1] ?? '');
    const found = projects.get(name);
    return broken.get(name) ?? (found && { body: { info: { name, ...found.info } } });
  });
});
afterEach(() => hub[Symbol.asyncDispose]());

const run = (rest: Discovery = {}) =>
  collect(discover(['pypi'], { settings: { pypi: { index: hub.url, everyMs: 0, clock: standingClock() } }, ...rest }));

describe('projects on PyPI', () => {
  test('are candidates by name and metadata, or by the mark in their description', async () => {
    publish('requests', { requires_dist: ['mcp'] });
    publish('Weather_MCP', {
      ...isServer,
      summary: 'Weather.',
      project_urls: { Source: 'https://github.com/Ann/weather/' },
    });
    publish('ledger-mcp-server', {
      description: '# Ledger\n<!-- mcp-name: io.github.acme/ledger -->',
      requires_dist: null,
    });
    publish('mcpaint', { summary: 'A game.' });
    publish('optional-mcp', { requires_dist: ['mcp; extra == "server"'] });
    publish('taken-mcp', { ...isServer, yanked: true });
    const { servers, skipped, notices } = await run();
    expect(notices).toEqual([]);
    expect(servers.map(({ name }) => name)).toEqual(['Weather_MCP', 'ledger-mcp-server']);
    expect(servers[0]).toMatchObject({
      location: 'weather-mcp',
      description: 'Weather.',
      repository: { url: 'https://github.com/Ann/weather', path: '' },
      repositoryIsClaimed: true,
    });
    expect(planLaunch(servers[0]!)).toEqual({ kind: 'pypi', package: 'Weather_MCP', args: [], env: [] });
    expect(Object.keys(skipped).sort()).toEqual(['mcpaint', 'optional-mcp', 'taken-mcp']);
  });

  test('1,500 of them cost 5 % of the requests the second time, and only what was published since is read', async () => {
    for (let at = 0; at < 1_500; at++) publish(`tool-${at}-mcp`);
    const cursors = memoryCursors();
    expect((await run({ cursors })).servers.length).toBe(1_500);
    const asked = hub.requests.length;
    expect(asked).toBe(1_501);

    expect(await run({ cursors })).toEqual({ servers: [], skipped: {}, notices: [] });
    expect(hub.requests.length - asked).toBe(1);

    publish('tool-3-mcp');
    publish('newest-mcp');
    projects.delete('tool-5-mcp');
    const third = await run({ cursors });
    expect(third.servers.map(({ name }) => name)).toEqual(['tool-3-mcp', 'newest-mcp']);
    expect(third.skipped).toEqual({ 'tool-5-mcp': 'PyPI no longer has it.' });
    expect(hub.requests.length - asked - 1).toBe(3);
  });

  test('are read on from where a run was stopped', async () => {
    for (let at = 0; at < 10; at++) publish(`tool-${at}-mcp`);
    const cursors = memoryCursors();
    const first = await run({ cursors, limit: 4 });
    const rest = await run({ cursors });
    expect(first.servers.length).toBe(4);
    expect([...first.servers, ...rest.servers].map(({ name }) => name)).toEqual([...projects.keys()]);
  });

  test('that PyPI fails to give are asked for again by the next run, and cost no other', async () => {
    for (const name of ['a-mcp', 'b-mcp', 'c-mcp']) publish(name);
    broken.set('b-mcp', { status: 500 });
    const cursors = memoryCursors();
    const first = await run({ cursors });
    expect(first.servers.map(({ name }) => name)).toEqual(['a-mcp', 'c-mcp']);
    expect(first.skipped).toEqual({ 'b-mcp': 'PyPI does not give it (status 500).' });
    broken.clear();
    expect((await run({ cursors })).servers.map(({ name }) => name)).toEqual(['b-mcp']);
  });

  test.each([
    ['is no list', { body: { projects: 'none' } }, /does not list its projects/],
    ['is not JSON', { body: '<html>' }, /not valid JSON/],
    ['is gone', { status: 404 }, /status 404/],
  ])('of an index that %s are none, and one line says so', async (_, answer, message) => {
    hub.faults.push(answer);
    const { servers, notices } = await run();
    expect(servers).toEqual([]);
    expect(notices).toEqual([expect.stringMatching(message)]);
  });
});
