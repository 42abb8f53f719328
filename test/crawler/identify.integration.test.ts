/** Who is behind a server, from a crawl to its page: asked of a registry, stored, assessed, shown, and assessed again. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openNpmRegistry } from '#crawler/connect/npm-registry.ts';
import { crawl } from '#crawler/crawl.ts';
import { packageFacts, quoting } from '#crawler/discover/identity-facts.ts';
import { identityFindings } from '#crawler/identity/identity.ts';
import { openQueue } from '#crawler/queue.ts';
import { reclassify } from '#crawler/reclassify.ts';
import type { OpenDb } from '#db/client.ts';
import { listIdentityFacts, listKnownPackages, saveIdentityFacts } from '#db/queries/identity.ts';
import { getServerBySlug } from '#db/queries/servers.ts';
import type { AttemptResult, ServerCandidate } from '#db/types.ts';
import { ensureBuilt } from '#site/build.ts';
import { startSite } from '#site/serve.ts';
import { serverPath, toolPath } from '#site/src/lib/paths.ts';
import { testDatabases } from '#test/support/database.ts';
import { saveFound } from '#test/support/found.ts';
import { type LoopbackRegistry, serveNpmRegistry } from '#test/support/npm-registry.ts';

const listed: AttemptResult = {
  outcome: 'listed',
  reason: 'It listed its tools.',
  todo: '',
  durationMs: 5,
  reading: {
    provenance: 'live',
    tools: [
      {
        name: 'get_page',
        description: 'Returns one page by its id.',
        inputSchema: { type: 'object', properties: { id: { type: 'string', description: 'The id.' } } },
      },
    ],
    args: [],
    envNames: [],
    notes: [],
    durationMs: 5,
  },
};

const acme = 'https://github.com/acme/ledger';
const hostile = '"><script>document.title="owned"</script>';

let served: LoopbackRegistry;
beforeAll(async () => {
  await ensureBuilt({ quiet: true });
  served = await serveNpmRegistry();
  const source = (url: string) => ({ repository: { type: 'git', url: `git+${url}.git` } });
  served.publish(
    { name: 'ledger-mcp', version: '1.0.0', ...source(acme), mcpName: 'io.github.acme/ledger' },
    { builtFrom: acme },
  );
  served.publish({ name: 'ledger-mcp-helper', version: '1.0.0', ...source(acme), author: hostile });
  served.publish({ name: 'firecrwl-mcp', version: '1.0.0', deprecated: hostile });
  // The official registry, as its API answers.
  const entry = (name: string, identifier: string) => ({
    server: {
      name,
      description: 'Pages.',
      version: '1.0.0',
      repository: { url: acme, source: 'github' },
      packages: [{ registryType: 'npm', identifier, version: '1.0.0', transport: { type: 'stdio' } }],
    },
    _meta: { 'io.modelcontextprotocol.registry/official': { status: 'active', isLatest: true } },
  });
  served.answer('/v0.1/servers', (_request, response) => {
    const servers = [
      entry('io.github.acme/ledger', 'ledger-mcp'),
      entry('io.github.stranger/helper', 'ledger-mcp-helper'),
      entry('io.github.stranger/fire', 'firecrwl-mcp'),
    ];
    response.writeHead(200).end(JSON.stringify({ servers, metadata: {} }));
  });
});
afterAll(() => served.close());

describe.each(testDatabases)('identity on $name', ({ open }) => {
  let opened: OpenDb;
  beforeAll(async () => {
    opened = await open();
    const { db } = opened;
    // The repository itself, as GitHub's source finds it: it publishes ledger-mcp.
    await saveFound(db, {
      source: 'github',
      location: 'acme/ledger:',
      name: 'Ledger',
      repository: { url: acme, path: '' },
      package: { registry: 'npm', name: 'ledger-mcp' },
      stars: 5_000,
      files: { 'package.json': JSON.stringify({ name: 'ledger-mcp', bin: 'x.js', mcpName: 'io.github.acme/ledger' }) },
    } satisfies ServerCandidate);
    const registry = openNpmRegistry({ registry: served.url, env: {} });
    const connector = {
      list: async () => listed,
      source: async () => ({ kind: 'none' as const, notes: [] }),
      identityFacts: async (spec: { kind: string; package?: string }) => {
        const answer = await registry.read({ name: spec.package ?? '' });
        return answer.status === 'found' ? { npm: answer.facts } : {};
      },
      close: async () => {},
    };
    const queue = await openQueue(opened, { onError: (error) => expect.unreachable(error.message) });
    await crawl(
      { db, connector, queue },
      {
        sources: ['registry'],
        discovery: { registry: { baseUrl: served.url } },
        concurrency: 2,
        signal: new AbortController().signal,
        on() {},
      },
    );
    await queue.stop();
    await registry.close();
  });
  afterAll(() => opened.close());

  const server = async (slug: string) => (await getServerBySlug(opened.db, slug))!;
  const reasons = async (slug: string) => (await server(slug)).identity?.checks.map(({ reason }) => reason);
  const points = async (slug: string) => (await server(slug)).gradeFactors?.find(({ id }) => id === 'identity')?.points;

  test('what each source says is kept apart, with its place and words', async () => {
    const { id } = await server('ledger-mcp');
    const kept = (await listIdentityFacts(opened.db, [id])).get(id)!;
    expect(kept.map(({ source }) => source).sort()).toEqual(['npm', 'registry', 'repository']);
    const said = (source: string) => kept.find((row) => row.source === source)?.facts ?? [];
    expect(said('npm')).toContainEqual({
      source: 'npm',
      document: `${served.url}ledger-mcp/latest`,
      pointer: '/repository/url',
      field: 'repository',
      quote: `git+${acme}.git`,
    });
    expect(said('registry').find(({ field }) => field === 'package')?.quote).toBe('ledger-mcp');
    expect(said('repository').find(({ field }) => field === 'server-package')?.document).toBe('package.json');
  });

  test('a package built by its repository is identified', async () => {
    expect(await reasons('ledger-mcp')).toEqual([
      'attested',
      'names-package',
      'owner-attested',
      'registry-agrees',
      'name-own',
    ]);
    expect((await server('ledger-mcp')).identity?.identified).toBe(true);
    expect(await points('ledger-mcp')).toBe(0);
    expect(await listKnownPackages(opened.db)).toEqual([{ registry: 'npm', name: 'ledger-mcp', repositoryUrl: acme }]);
  });

  test('a package that names a repository of another package is a finding and costs points, as is a look-alike', async () => {
    expect(identityFindings((await server('ledger-mcp-helper')).identity).map(({ finding }) => finding)).toEqual([
      'identity-mismatch',
    ]);
    expect(await reasons('ledger-mcp-helper')).toContain('names-other-package');
    expect(identityFindings((await server('firecrwl-mcp')).identity).map(({ finding }) => finding)).toEqual([
      'look-alike',
    ]);
    expect(await points('ledger-mcp-helper')).toBe(-25);
    expect(await points('firecrwl-mcp')).toBe(-25);
  });

  test('the pages say so, with the words as text', async () => {
    const site = await startSite({ db: opened.db, port: 0 });
    const page = async (path: string) => {
      const html = await (await fetch(new URL(path, site.url))).text();
      expect(html).not.toContain(hostile);
      return html
        .replace(/<[^>]+>/g, ' ')
        .replaceAll('&#39;', "'")
        .replace(/\s+/g, ' ');
    };
    try {
      const good = await page(serverPath('ledger-mcp'));
      expect(good).toContain('Who is behind it');
      expect(good).toContain(`git+${acme}.git`);
      expect(good).toContain('.github/workflows/publish.yml');
      expect(good).not.toContain('do not fit together');
      for (const path of [serverPath('ledger-mcp-helper'), toolPath('ledger-mcp-helper', 'get_page')])
        expect(await page(path)).toContain('Package and source of this server do not fit together.');
      const alike = await page(serverPath('firecrwl-mcp'));
      expect(alike).toContain('The name of this server is easily taken for another.');
      expect(alike).toContain('firecrawl-mcp');
      expect(alike).toContain('marked as deprecated');
      expect(await page('/methodology')).toContain('Who is behind a server');
    } finally {
      await site.close();
    }
  });

  test('other facts, judged again without a network: the finding goes, and the points come back', async () => {
    const { id } = await server('ledger-mcp-helper');
    const moved = packageFacts(
      { name: 'ledger-mcp-helper', repository: 'stranger/helper' },
      quoting('npm', 'https://registry.example'),
    );
    await saveIdentityFacts(opened.db, id, { npm: moved });
    served.asked.splice(0);
    expect(await reclassify(opened.db)).toMatchObject({ reassessed: 1, regraded: 1 });
    // Too little is known to trace it, and nothing speaks against it.
    expect(await points('ledger-mcp-helper')).toBe(-5);
    expect(identityFindings((await server('ledger-mcp-helper')).identity)).toEqual([]);
    expect(served.asked).toEqual([]);
    expect(await reclassify(opened.db)).toMatchObject({ reassessed: 0 });
  });
});
