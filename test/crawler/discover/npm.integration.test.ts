import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { planLaunch } from '#crawler/connect/launch.ts';
import { type Discovery, discover, identitiesOf } from '#crawler/discover/index.ts';
import { searchText } from '#crawler/discover/npm-search.ts';
import { collect, memoryCursors } from '#test/crawler/discover/helpers.ts';
import { standingClock } from '#test/support/clock.ts';
import { type LocalServer, startLocalServer } from '#test/support/local-server.ts';

/** A package as it was published, with what the search adds. */
interface Published {
  version?: string;
  date?: string;
  keywords?: string[];
  downloads?: number;
  manifest?: Record<string, unknown>;
  /** Still found, and no longer there. */
  gone?: true;
}

const isServer = { keywords: ['mcp-server'], bin: { run: 'run.js' } };
const usesSdk = { dependencies: { '@modelcontextprotocol/sdk': '^1.0.0' } };

/** A registry with npm's search and its documents of one version. Gives out at most `maxWindow` results of a question. */
async function startRegistry(packages: Map<string, Published>, maxWindow = 10_000): Promise<LocalServer> {
  return startLocalServer((url) => {
    if (url.pathname === '/-/v1/search') {
      const text = url.searchParams.get('text') ?? '';
      const size = Number(url.searchParams.get('size'));
      const from = Number(url.searchParams.get('from'));
      if (size > 250 || from >= maxWindow) return { status: 400, body: { error: 'beyond the window' } };
      const [all = '', ...without] = text.replace(/^keywords:/, '').split(',-');
      const isFound = (name: string, keywords: string[]) =>
        text.startsWith('keywords:')
          ? all.split('+').every((word) => keywords.includes(word)) && !without.some((word) => keywords.includes(word))
          : name.includes(text.replaceAll(' ', '-'));
      const hits = [...packages].filter(([name, { keywords, manifest }]) =>
        isFound(name, keywords ?? (manifest?.keywords as string[]) ?? []),
      );
      const objects = hits.slice(from, from + size).map(([name, one]) => ({
        package: {
          name,
          version: one.version ?? '1.0.0',
          date: one.date ?? '2026-01-01T00:00:00.000Z',
          keywords: one.keywords ?? one.manifest?.keywords,
        },
        downloads: { monthly: one.downloads ?? 0, weekly: 0 },
      }));
      return { body: { objects, total: hits.length, time: '2026-01-01T00:00:00.000Z' } };
    }
    const [name = '', version] = url.pathname.slice(1).replace('%2f', '%2F').split('/').map(decodeURIComponent);
    const found = packages.get(name);
    if (!found || found.gone || version !== (found.version ?? '1.0.0')) return undefined;
    return { body: { name, version, ...found.manifest } };
  });
}

let hub: LocalServer;
let packages: Map<string, Published>;
const run = (rest: Discovery = {}) =>
  collect(
    discover(['npm'], {
      settings: { npm: { readSettings: async () => ({ registry: hub.url, env: {} }), everyMs: 0 } },
      ...rest,
    }),
  );

beforeEach(async () => {
  packages = new Map<string, Published>();
  hub = await startRegistry(packages);
});
afterEach(() => hub[Symbol.asyncDispose]());

test.each([
  [{ words: 'mcp server' }, 'mcp server'],
  [{ keywords: ['mcp'] }, 'keywords:mcp'],
  [{ keywords: ['mcp', 'ai'], without: ['cli', 'docs'] }, 'keywords:mcp+ai,-cli,-docs'],
])('%j is asked as %s', (search, text) => expect(searchText(search)).toBe(text));

describe('packages on npm', () => {
  test('that say they are servers become candidates, the most downloaded first; the others say why not', async () => {
    packages.set('@acme/ledger-mcp', {
      downloads: 5,
      manifest: { ...isServer, mcpName: 'io.github.acme/ledger', repository: 'github:acme/ledger' },
    });
    packages.set('weather-mcp-server', { downloads: 90, manifest: { ...usesSdk, bin: 'x.js' } });
    packages.set('notes', { manifest: { keywords: ['mcp'] } });
    packages.set('mcp-parts', { manifest: { keywords: ['mcp-server'], ...usesSdk } });
    packages.set('left', { keywords: ['mcp'], gone: true });
    packages.set('../etc', { keywords: ['mcp'], manifest: isServer });
    const { servers, skipped, notices } = await run();
    expect(notices).toEqual([]);
    expect(servers.map(({ location }) => location)).toEqual(['weather-mcp-server', '@acme/ledger-mcp']);
    expect(servers[1]).toMatchObject({
      vendor: 'acme',
      repository: { url: 'https://github.com/acme/ledger', path: '' },
    });
    // That it is from there is only what it says itself.
    expect(identitiesOf(servers[1]!)).toEqual(['npm:@acme/ledger-mcp']);
    expect(planLaunch(servers[1]!)).toMatchObject({ kind: 'npm', package: '@acme/ledger-mcp' });
    expect(skipped).toEqual({
      notes: 'Nothing in its package.json says that it is an MCP server.',
      'mcp-parts': 'It installs no program.',
      left: 'npm no longer has it.',
    });
  });

  test('1,500 of them cost 5 % of the requests the second time, and only what is new is read', async () => {
    for (let at = 0; at < 1_500; at++) packages.set(`tool-${at}-mcp`, { downloads: at, manifest: isServer });
    const cursors = memoryCursors();
    const first = await run({ cursors });
    expect(first.servers.length).toBe(1_500);
    const asked = hub.requests.length;
    expect(asked).toBeLessThanOrEqual(1_500 + 2 * (1_500 / 250) + 6);

    packages.set('tool-7-mcp', { version: '2.0.0', date: '2026-02-01T00:00:00.000Z', manifest: isServer });
    packages.set('tool-8-mcp', { version: '2.0.0', keywords: ['mcp-server'], gone: true });
    packages.set('brand-new-mcp', { downloads: 9_999_999, manifest: isServer });
    const second = await run({ cursors });
    expect(second.servers.map(({ location }) => location)).toEqual(['brand-new-mcp', 'tool-7-mcp']);
    expect(second.skipped).toEqual({ 'tool-8-mcp': 'npm no longer has it.' });
    expect(hub.requests.length - asked).toBeLessThanOrEqual(asked * 0.05);
  });

  test('more than a window holds are found by narrower questions', async () => {
    for (let at = 0; at < 12_000; at++) {
      const keywords = ['mcp-server', ...(at % 2 === 0 ? ['ai'] : []), ...(at % 3 === 0 ? ['cli'] : [])];
      packages.set(`wide-${at}-mcp`, { downloads: at, keywords, manifest: isServer });
    }
    const said: string[] = [];
    const { servers } = await run({ limit: 3, say: (message) => said.push(message) });
    expect(servers.map(({ location }) => location)).toEqual(['wide-11999-mcp', 'wide-11998-mcp', 'wide-11997-mcp']);
    expect(said.at(-1)).toMatch(/^npm: 12000 packages found/);
    expect(hub.requests.every((path) => !path.includes('size=251') && !path.includes('from=10000'))).toBe(true);
  });

  test('a registry that does not go on so far is left there, and that is said', async () => {
    await hub[Symbol.asyncDispose]();
    hub = await startRegistry(packages, 500);
    for (let at = 0; at < 700; at++) packages.set(`odd-${at}`, { keywords: ['mcp-server'], manifest: isServer });
    const said: string[] = [];
    await run({ limit: 1, say: (message) => said.push(message) });
    expect(said[0]).toBe('The npm registry gives out 500 of the packages for "keywords:mcp-server".');
  });

  test('a package that is none costs no other; a registry that is down is one line', async () => {
    for (let at = 0; at < 3; at++) packages.set(`solid-${at}-mcp`, { downloads: -at, manifest: isServer });
    const cursors = memoryCursors();
    const readSettings = async () => ({ registry: hub.url, env: {} });
    const settings = { npm: { readSettings, everyMs: 0, clock: standingClock() } };
    packages.set('solid-1-mcp', { keywords: ['mcp-server'], manifest: { toJSON: () => 'no package' } });
    const first = await run({ cursors, settings });
    expect(first.servers.map(({ location }) => location)).toEqual(['solid-0-mcp', 'solid-2-mcp']);
    expect(Object.keys(first.skipped)).toEqual(['solid-1-mcp']);

    await hub[Symbol.asyncDispose]();
    const down = await run({ settings });
    expect(down.servers).toEqual([]);
    expect(down.notices).toEqual([expect.stringMatching(/^The npm registry cannot be read .*ECONNREFUSED/)]);
    hub = await startRegistry(packages);
  });

  test('429 is obeyed before anything else is asked', async () => {
    packages.set('patient-mcp', { manifest: isServer });
    const clock = standingClock();
    hub.faults.push({ status: 429, headers: { 'retry-after': '7' } });
    const settings = { npm: { readSettings: async () => ({ registry: hub.url, env: {} }), everyMs: 500, clock } };
    const { servers } = await run({ settings });
    expect(servers.length).toBe(1);
    expect(clock.waits[0]).toBe(7_000);
    expect(clock.waits.slice(1).every((ms) => ms === 500)).toBe(true);
  });
});
