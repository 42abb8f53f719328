/**
 * The main job on real input: repositories on GitHub (emulated), the npm packages their manifests name (real, installed
 * and started in the sandbox), the database, the site. What is found must be exactly what is there.
 */
import { join } from 'node:path';
import type { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Connector, createConnector } from '#crawler/connect/index.ts';
import { checkSandbox } from '#crawler/connect/sandbox/index.ts';
import { type CrawlSummary, crawl } from '#crawler/crawl.ts';
import { openQueue } from '#crawler/queue.ts';
import type { OpenDb } from '#db/client.ts';
import { ensureBuilt } from '#site/build.ts';
import { type RunningSite, startSite } from '#site/serve.ts';
import { testDatabases } from '#test/support/database.ts';
import { type GitHubEmulator, sevenRepositories, startGitHub } from '#test/support/github-emulator.ts';

const sandbox = await checkSandbox();
/** Kept between runs, so that the packages are installed once. */
const cacheDir = join(import.meta.dirname, '..', '.toolrisk', 'packages');
const scratchDir = join(import.meta.dirname, '..', '.toolrisk', 'test-scratch');

describe.skipIf(!sandbox.ok).each(testDatabases)('GitHub to site on $name', { timeout: 600_000 }, ({ open }) => {
  let hub: GitHubEmulator;
  let opened: OpenDb;
  let queue: PgBoss;
  let connector: Connector;
  let site: RunningSite;
  let summary: CrawlSummary;
  const notices: string[] = [];

  beforeAll(async () => {
    hub = await startGitHub(sevenRepositories);
    opened = await open();
    queue = await openQueue(opened, { onError: (error) => notices.push(error.message) });
    connector = await createConnector({ cacheDir, scratchDir, sandbox: 'required' });
    summary = await crawl(
      { db: opened.db, queue, connector },
      {
        sources: ['github'],
        discovery: { github: { apiUrl: hub.url, token: hub.token } },
        concurrency: 2,
        signal: new AbortController().signal,
        on: (event) => event.kind === 'notice' && notices.push(event.message),
      },
    );
    await ensureBuilt({ quiet: true });
    site = await startSite({ db: opened.db, port: 0 });
  }, 600_000);
  afterAll(async () => {
    await site?.close();
    await connector?.close();
    await queue?.stop();
    await opened?.close();
    await hub?.close();
  });

  const page = async (path: string) => {
    const response = await fetch(site.url + path);
    return { status: response.status, html: await response.text() };
  };
  const linksIn = (html: string, pattern: RegExp) => [...new Set([...html.matchAll(pattern)].map((m) => m[1]!))].sort();

  test('the crawl finds the six servers, leaves out fork, archive and list, each with its reason', () => {
    expect(notices).toEqual([expect.stringMatching(/^GitHub: 8 repositories found, 8 read/)]);
    expect(summary.found).toBe(6);
    expect(Object.fromEntries(summary.skipped)).toEqual({
      'It is a fork.': 1,
      'It is archived.': 1,
      'No file in it names an MCP server.': 1,
    });
  });

  test('the site lists exactly those servers', async () => {
    const { html } = await page('/servers');
    expect(linksIn(html, /href="\/servers\/([^"/?]+)"/g)).toEqual([
      'mcp-server-commands',
      'mcp-server-fetch',
      'modelcontextprotocol-server-everything',
      'modelcontextprotocol-server-filesystem',
      'modelcontextprotocol-server-memory',
      'modelcontextprotocol-server-sequential-thinking',
    ]);
  });

  test('the tools of each npm server are on its page, listed live, and no sibling’s', async () => {
    const toolsOf = async (slug: string) => {
      const { html } = await page(`/servers/${slug}`);
      return linksIn(html, new RegExp(`href="/servers/${slug}/tools/([^"/]+)"`, 'g'));
    };
    expect(await toolsOf('modelcontextprotocol-server-memory')).toEqual([
      'add_observations',
      'create_entities',
      'create_relations',
      'delete_entities',
      'delete_observations',
      'delete_relations',
      'open_nodes',
      'read_graph',
      'search_nodes',
    ]);
    expect(await toolsOf('modelcontextprotocol-server-sequential-thinking')).toEqual(['sequentialthinking']);
    expect(await toolsOf('modelcontextprotocol-server-filesystem')).toContain('read_text_file');
    expect(await toolsOf('modelcontextprotocol-server-filesystem')).not.toContain('echo');
    expect(await toolsOf('modelcontextprotocol-server-everything')).toContain('echo');
    expect(await toolsOf('modelcontextprotocol-server-everything')).not.toContain('read_text_file');
    expect((await toolsOf('mcp-server-commands')).length).toBeGreaterThan(0);
  });

  test('a server that cannot be listed here says why; one that is not there says so', async () => {
    const { html } = await page('/servers/mcp-server-fetch');
    expect(html).toContain('Runtime not supported');
    expect(html).toContain('What to do:');
    expect((await page('/servers/awesome-mcp-site')).status).toBe(404);
    expect((await page('/servers/copycat-memory')).status).toBe(404);
  });

  test('a tool page and its policy come from the live definition', async () => {
    const path = '/servers/modelcontextprotocol-server-memory/tools/delete_entities';
    const { html } = await page(path);
    expect(html).toMatch(/destructive/i);
    expect(html).toMatch(/high/i);
    const policy = await fetch(`${site.url}${path}/policy.json`);
    expect(await policy.json()).toEqual({
      version: '1',
      default: 'deny',
      tools: { delete_entities: { deny_if: [{ conditions: [], on_deny: 'Requires human approval.' }] } },
    });
  });
});
