/** What one stranger writes ends nobody else's discovery: each item fails alone, is recorded with its reason, and the cursor goes on. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PgBoss } from 'pg-boss';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { discoverInto, emptySummary } from '#crawler/crawl.ts';
import type { SourceSettings } from '#crawler/discover/index.ts';
import { openQueue } from '#crawler/queue.ts';
import type { OpenDb } from '#db/client.ts';
import { getCursor, listSkips } from '#db/queries/discovery.ts';
import { startRun } from '#db/queries/runs.ts';
import { servers as serverRows } from '#db/schema.ts';
import type { Json, JsonObject, SourceId } from '#db/types.ts';
import { testDatabases } from '#test/support/database.ts';
import { type SeedRepository, startGitHub } from '#test/support/github-emulator.ts';
import { unpaced } from './helpers.ts';

/** Nested so deep that a reader which calls itself at each level ends its stack. */
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

const poisons: Record<string, Json> = {
  NUL: 'a\u0000b',
  'half a character': '\ud800x\udc00',
  'control characters': 'a\u001b[2J\u202e\r\nb',
  'a very long word': 'w'.repeat(60_000),
  'a property of every object': '__proto__',
  'an object': { constructor: { toString: 1 } },
  'a deep list': JSON.parse(nested(3_000)),
  'a number': 1e308,
};

/** Every field of an entry of the registry that anything reads, with how to set it. */
const fields: Record<string, (entry: JsonObject, value: Json) => void> = {
  name: (entry, value) => set(entry, value, 'name'),
  title: (entry, value) => set(entry, value, 'title'),
  description: (entry, value) => set(entry, value, 'description'),
  version: (entry, value) => set(entry, value, 'version'),
  status: (entry, value) => set(entry, value, 'status'),
  website: (entry, value) => set(entry, value, 'websiteUrl'),
  repository: (entry, value) => set(entry, value, 'repository'),
  'address of the repository': (entry, value) => set(entry, value, 'repository', 'url'),
  folder: (entry, value) => set(entry, value, 'repository', 'subfolder'),
  package: (entry, value) => set(entry, value, 'packages', 0, 'identifier'),
  'version of the package': (entry, value) => set(entry, value, 'packages', 0, 'version'),
  'kind of package': (entry, value) => set(entry, value, 'packages', 0, 'registryType'),
  'name of a variable': (entry, value) => set(entry, value, 'packages', 0, 'environmentVariables', 0, 'name'),
  'default of a variable': (entry, value) => set(entry, value, 'packages', 0, 'environmentVariables', 0, 'default'),
  'description of a variable': (entry, value) =>
    set(entry, value, 'packages', 0, 'environmentVariables', 0, 'description'),
  argument: (entry, value) => set(entry, value, 'packages', 0, 'packageArguments', 0, 'value'),
  'address of a remote': (entry, value) => {
    entry.packages = [];
    set(entry, typeof value === 'string' ? `https://remote.example/${value}` : value, 'remotes', 0, 'url');
  },
  header: (entry, value) => {
    entry.packages = [];
    set(entry, value, 'remotes', 0, 'headers', 0, 'name');
  },
  'the whole entry': (entry, value) => set(entry, value, 'packages'),
};

function set(entry: JsonObject, value: Json, ...path: (string | number)[]): void {
  const last = path.pop()!;
  const target = path.reduce<Json>((at, key) => (at as JsonObject)[key as string]!, entry) as JsonObject;
  target[last as string] = value;
}

const entryOf = (name: string): JsonObject => ({
  name,
  description: 'Does something.',
  version: '1.0.0',
  repository: { url: `https://github.com/${name.replace(/^io\.github\./, '')}`, subfolder: '' },
  packages: [
    {
      registryType: 'npm',
      identifier: name.replace(/\W/g, '-'),
      version: '1.0.0',
      environmentVariables: [{ name: 'A_TOKEN', isRequired: true, default: 'x' }],
      packageArguments: [{ type: 'positional', value: '.' }],
    },
  ],
  remotes: [{ type: 'streamable-http', url: 'https://remote.example/mcp', headers: [{ name: 'X-Key', value: 'x' }] }],
});

/** A registry that answers with these pages, or with what `page` makes of the number of the request. */
async function startRegistry(page: (at: number) => { servers: unknown[]; nextCursor?: string }) {
  let at = 0;
  const server = createServer((_, response) => {
    const { servers, nextCursor } = page(at++);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ servers, metadata: nextCursor === undefined ? {} : { nextCursor } }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { baseUrl, asked: () => at, close: () => new Promise((done) => server.close(done).closeAllConnections()) };
}

describe.each(testDatabases)('$name', (database) => {
  let opened: OpenDb;
  let queue: PgBoss;
  const closing: (() => Promise<unknown>)[] = [];
  beforeEach(async () => {
    opened = await database.open();
    queue = await openQueue(opened, { onError: () => {} });
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await queue.stop();
    await opened.close();
  });

  async function discoverFrom(source: SourceId, discovery: SourceSettings) {
    const { db } = opened;
    const run = await startRun(db, 'crawl', [source]);
    const notices: string[] = [];
    await discoverInto({ db, queue }, run.id, emptySummary(), {
      sources: [source],
      discovery,
      signal: new AbortController().signal,
      on: (event) => event.kind === 'notice' && notices.push(event.message),
    });
    const servers = await db.select({ name: serverRows.name }).from(serverRows);
    return { notices, names: servers.map(({ name }) => name), skips: await listSkips(db, 10_000) };
  }

  test('every field of the registry with every poison: the entry fails alone or is stored cleaned', async () => {
    const poisoned = Object.entries(fields).flatMap(([field, change]) =>
      Object.entries(poisons).map(([poison, value]) => {
        const entry = entryOf(`io.github.evil/${field}-${poison}`.replaceAll(' ', '-'));
        change(entry, structuredClone(value));
        return { server: entry };
      }),
    );
    const hub = await startRegistry(() => ({
      servers: [
        { server: entryOf('io.github.good/first') },
        null,
        'text',
        { server: null },
        ...poisoned,
        { server: entryOf('io.github.good/last') },
      ],
    }));
    closing.push(hub.close);
    const { notices, names, skips } = await discoverFrom('registry', { registry: { baseUrl: hub.baseUrl } });
    expect(notices).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(['io.github.good/first', 'io.github.good/last']));
    // What is neither stored nor merged with another of the same package, address or repository, was left out with a reason.
    expect(skips.length).toBeGreaterThan(0);
    for (const { reason } of skips) expect(reason).toMatch(/^[A-Z].{10,200}\.$/);
    for (const text of [...names, ...skips.map(({ location }) => location)]) {
      expect(text).not.toMatch(/[\p{Cc}\p{Cs}]/u);
      expect(text.length).toBeLessThanOrEqual(800);
    }
    expect(await getCursor(opened.db, `registry:${new URL(hub.baseUrl).host}`)).toHaveProperty('since');
  });

  test('a registry whose pages never end is left, also where every page is another', async () => {
    const same = await startRegistry((at) => ({
      servers: [{ server: entryOf('io.github.good/only') }],
      nextCursor: `page-${at}`,
    }));
    closing.push(same.close);
    const { names, notices } = await discoverFrom('registry', { registry: { baseUrl: same.baseUrl } });
    expect(names).toEqual(['io.github.good/only']);
    expect(notices).toEqual([expect.stringContaining('repeats itself')]);
    expect(same.asked()).toBeLessThan(10);
  });

  test('poisoned repositories of GitHub fail alone, and are not read again until they change', async () => {
    const sdk = { '@modelcontextprotocol/sdk': '^1.0.0' };
    const nul = 'a\u0000b';
    const manifest = (more: object) =>
      JSON.stringify({ name: 'thing-mcp', version: '1.0.0', bin: 's.js', dependencies: sdk, ...more });
    const files: Record<string, Record<string, string>> = {
      'deep-package': { 'package.json': `{"name":"deep-mcp","bin":"s.js","a":${nested(5_000)}}` },
      'deeper-package': { 'package.json': `{"name":"deep-mcp","bin":"s.js","a":${nested(50_000)}}` },
      'hidden-depth': { 'package.json': `{/* " */"a":${nested(50_000)}}` },
      'deep-server': { 'server.json': `{"name":"a/b","x":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}` },
      'deep-python': { 'pyproject.toml': `[project]\nname = "deep"\na = ${nested(5_000)}\n` },
      'nul-server': { 'server.json': JSON.stringify({ ...entryOf('a/b'), name: nul, title: nul, description: nul }) },
      'nul-package': { 'package.json': manifest({ name: nul, description: nul }) },
      'nul-bins': { 'package.json': manifest({ bin: { [nul]: nul }, description: nul, keywords: ['mcp', nul] }) },
      'nul-python': {
        'pyproject.toml':
          '[project]\nname = "nul-mcp"\ndescription = "a\\u0000b"\ndependencies = ["mcp"]\n[project.scripts]\n"a\\u0000" = "x:y"\n',
      },
      'nul-readme': {
        'README.md':
          '# MCP\n\n```json\n{"mcpServers":{"x\\u0000y":{"command":"npx","args":["nul-readme-mcp","\\u0000"],"env":{"A\\u0000":"b"}}}}\n```\n',
      },
      'nul-bundle': {
        'manifest.json': JSON.stringify({
          name: nul,
          server: { type: 'node', entry_point: nul, mcp_config: { command: 'node', args: [nul], env: { [nul]: nul } } },
        }),
      },
      'proto-package': {
        'package.json': `{"name":"proto-mcp","bin":{"__proto__":"s.js","constructor":"s.js"},"dependencies":{"@modelcontextprotocol/sdk":"1","__proto__":{"x":1}}}`,
      },
      'open-fences': { 'README.md': `# MCP\n${'```json\n{"mcpServers":\n'.repeat(10_000)}` },
    };
    const repositories: SeedRepository[] = [
      { owner: 'good', name: 'first', files: { 'package.json': manifest({ name: 'first-mcp' }) }, stars: 900 },
      ...Object.entries(files).map(([name, given], at) => ({ owner: 'evil', name, files: given, stars: 100 + at })),
      { owner: 'good', name: 'last', files: { 'package.json': manifest({ name: 'last-mcp' }) }, stars: 1 },
    ].map((repository) => ({ topics: ['mcp-server'], description: 'An MCP server', ...repository }));
    const hub = await startGitHub(repositories);
    closing.push(() => hub.close());
    const context = {
      github: { apiUrl: hub.url, token: hub.token, throttle: unpaced, topics: ['mcp-server'], codeSearch: false },
    };
    const first = await discoverFrom('github', context);
    expect(first.names).toEqual(expect.arrayContaining(['first-mcp', 'last-mcp']));
    expect(first.notices.filter((line) => !line.startsWith('GitHub: '))).toEqual([]);
    for (const { reason } of first.skips) expect(reason).toMatch(/^[A-Z].{5,200}\.?$/);
    for (const name of first.names) expect(name).not.toMatch(/[\p{Cc}\p{Cs}]/u);
    const again = await discoverFrom('github', context);
    expect(again.notices.at(-1)).toMatch(new RegExp(`: 0 read|0 repositories|${repositories.length} unchanged`));
  });
});
