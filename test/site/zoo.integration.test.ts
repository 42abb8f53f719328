/** What hostile servers say, listed and stored for real, on every page, feed and download that shows it: it stays text. */
import type { RequestListener } from 'node:http';
import PQueue from 'p-queue';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { capabilities } from '#crawler/classify/decide/tables.ts';
import type { Connector } from '#crawler/connect/index.ts';
import { checkSandbox } from '#crawler/connect/sandbox/index.ts';
import { allEntries } from '#crawler/methodology/taxonomies.ts';
import { attackPatterns } from '#crawler/policy/attack-patterns.ts';
import { policySchema } from '#crawler/policy/document.ts';
import { formats } from '#crawler/policy/formats/index.ts';
import { visitServer } from '#crawler/visit.ts';
import { getServer, getServerBySlug, upsertServer } from '#db/queries/servers.ts';
import { listSnapshots } from '#db/queries/snapshots.ts';
import { listToolsOfServer } from '#db/queries/tools.ts';
import type { AttemptResult, LaunchSpec } from '#db/types.ts';
import { ensureBuilt } from '#site/build.ts';
import { type RunningSite, startSite } from '#site/serve.ts';
import { changesPageSchema } from '#site/src/lib/changes-api.ts';
import {
  attackPath,
  capabilityPath,
  serverJsonPath,
  serverMarkdownPath,
  serverPath,
  taxonomyPath,
  toolMarkdownPath,
  toolPath,
  vendorPath,
  whyPath,
} from '#site/src/lib/paths.ts';
import { serverSchema } from '#site/src/lib/server-api.ts';
import { plainVerbatim } from '#site/src/lib/verbatim.ts';
import { fixture, openTestConnector } from '#test/crawler/connect/support.ts';
import { type HostileServer, hostileServers } from '#test/fixtures/hostile/index.ts';
import { type HttpFixture, startHttp } from '#test/fixtures/servers/http.ts';
import { launchBrowser } from '#test/support/browser.ts';
import { testDatabases } from '#test/support/database.ts';
import { expectOnlyText, readMatter, unseen } from './only-text.ts';
import { hostileNames, seed, seedServer } from './seed.ts';

/** Those that answer before their time is up; the others say nothing that could be shown. */
const zoo = hostileServers.filter((server) => !server.silent);

/** Longest answer, bytes: a tool of the largest size, each of whose characters is hidden and is named instead. */
const maxAnswerBytes = 8 * 1024 * 1024;

/** A name as hostile as what the zoo’s programs say, for what only a source can name. */
const nasty = '"><script>alert(1)</script><img src=x onerror=alert(2)>\u202e&nbsp;\'`{{7*7}}';

let browser: Browser;
/** How each server of the zoo answered, whatever the database. */
const answers = new Map<string, AttemptResult>();
const sandbox = await checkSandbox();

beforeAll(async () => {
  if (!sandbox.ok) return;
  const connector = await openTestConnector({
    allowLoopback: true,
    limits: {
      maxStarts: 2,
      maxListBytes: 2 * 1024 * 1024,
      memoryBytes: 256 * 1024 * 1024,
      processes: 24,
      maxPages: 30,
    },
  });
  const queue = new PQueue({ concurrency: 4 });
  const visits = zoo.map((server) =>
    queue.add(async () => {
      let http: HttpFixture | undefined;
      if (server.over === 'http') {
        const { listener } = (await import(`#test/fixtures/hostile/${server.id}.ts`)) as { listener: RequestListener };
        http = await startHttp(listener);
      }
      const spec: LaunchSpec = http
        ? { kind: 'remote', url: http.url, transport: 'auto', headers: [] }
        : fixture(`hostile/${server.id}.ts`);
      answers.set(server.id, await connector.list(spec, {}));
      await http?.close();
    }),
  );
  await Promise.all(visits);
  await connector.dispose();
  await ensureBuilt({ quiet: true });
  browser = await launchBrowser();
}, 240_000);
afterAll(() => browser?.close());

/** The same list as an earlier reading had it: one tool told differently, one that is gone since, the rest not there yet. */
function earlier(answer: AttemptResult): AttemptResult {
  const [first] = answer.reading?.tools ?? [];
  if (!answer.reading || !first) return answer;
  const tools = [{ ...first, description: 'Reads a page.', annotations: undefined }, { name: `${nasty} gone` }];
  return { ...answer, reading: { ...answer.reading, tools } };
}

describe.skipIf(!sandbox.ok).each(testDatabases)('on $name', { timeout: 240_000 }, ({ open }) => {
  let opened: Awaited<ReturnType<typeof open>>;
  let site: RunningSite;
  let page: Page;
  /** What pages complained about, and every sign of a script that ran. */
  const complaints: string[] = [];
  const harmless = new Set<string>();
  /** Names of the tools of each server that was listed, by slug. */
  const toolNames = new Map<string, string[]>();
  const slugOf = ({ id }: HostileServer) => `zoo-${id}`;

  const goTo = async (path: string) => {
    const response = await page.goto(path);
    expect(response?.status(), path).toBe(200);
    expect((await response!.body()).length, path).toBeLessThan(maxAnswerBytes);
  };
  const look = async (path: string) => {
    await goTo(path);
    await expectOnlyText(page, harmless);
    expect(complaints).toEqual([]);
  };

  beforeAll(async () => {
    opened = await open();
    const { db } = opened;
    await seed(db);
    // A tool that cannot be assessed has a sign of its own.
    await seedServer(db, { source: 'file', location: 'vague', name: 'Vague' }, 'vague', {
      tools: [{ name: 'frobnicate' }],
    });
    site = await startSite({ db, port: 0, siteUrl: 'https://risk.example' });
    page = await browser.newPage({ baseURL: site.url });
    page.on('console', (message) => complaints.push(`${page.url()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error}`));
    page.on('dialog', (dialog) => {
      complaints.push(`${page.url()}: a script ran and said ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(site.url)) complaints.push(`${page.url()}: asked for ${request.url()}`);
    });
    // Every kind of page while there is nothing of the zoo in the database: what a page may be made of.
    for (const path of [
      ...[
        '/',
        '/servers',
        '/tools',
        '/search?q=create',
        '/search?q=zzgone',
        '/servers?q=notes',
        '/servers?q=zzgone',
        '/tools?q=zzgone',
        '/changes',
        '/changes?kind=tool-added',
        '/compare?a=workbench&b=klaviyo-mcp-server',
        '/compare?a=hostile&b=workbench',
        '/compare?b=zzgone',
        '/capabilities/delete-data',
        '/attacks/injected-deletion',
        '/attacks/tool-poisoning',
        '/taxonomy',
        '/taxonomy/MCP03:2025',
        '/vendors',
        vendorPath('"><script>'),
        '/tokens',
        '/status',
        `${serverPath('workbench')}?accept=delete_records&accept=get_secret`,
      ],
      ...['klaviyo-mcp-server', 'workbench', 'notes', 'vault', 'vague'].map(serverPath),
      toolPath('vague', 'frobnicate'),
      whyPath('vague', 'frobnicate'),
      ...['delete_records', 'issue', 'run_command', 'get_secret', 'summarise', 'handle'].map((name) =>
        toolPath('workbench', name),
      ),
      toolPath('notes', 'save_note'),
      // Made of text about hidden characters too; that it holds nothing else is tested with the seed.
      toolPath('hostile', 'pay\u202etxt.exe'),
    ]) {
      await goTo(path);
      for (const part of (await readMatter(page)).parts) harmless.add(part);
    }
    // A definition that differs from the one before; none of the harmless servers has changed a text.
    for (const part of ['ins', 'del']) harmless.add(part);
    for (const server of zoo) {
      const { server: stored } = await upsertServer(db, {
        candidate: {
          source: 'file',
          location: `${nasty} ${server.id}`,
          locationUrl: 'javascript:alert(1)',
          name: `${server.id} ${nasty}`,
          description: `${nasty} ${server.id}`,
          vendor: nasty,
        },
        identities: [`zoo:${server.id}`],
        slug: slugOf(server),
        launch: fixture(`hostile/${server.id}.ts`),
      });
      const answer = answers.get(server.id)!;
      for (const result of [earlier(answer), answer]) {
        const connector: Connector = {
          list: async () => result,
          source: async () => ({ kind: 'none', notes: [] }),
          close: async () => {},
        };
        const now = (await getServer(db, stored.id))!;
        await visitServer({ db, connector }, now, { signal: new AbortController().signal });
      }
      const tools = await listToolsOfServer(db, stored.id);
      toolNames.set(
        slugOf(server),
        tools.map(({ tool }) => tool.name),
      );
    }
  }, 240_000);
  afterAll(async () => {
    await page?.close();
    await site?.close();
    await opened?.close();
  });

  test('the zoo was listed as it should have been', () => {
    for (const server of zoo) expect(answers.get(server.id)?.outcome, server.id).toBe(server.outcome);
    expect([...toolNames.values()].flat()).toContain('__proto__');
  });

  test.each(zoo.map((server) => [server.id, slugOf(server)]))(
    '%s: its page, and each tool by its link',
    async (_id, slug) => {
      const names = toolNames.get(slug)!;
      await look(serverPath(slug));
      const links = await page
        .locator('.tool-table th a')
        .evaluateAll((all) => all.map((link) => link.getAttribute('href')!));
      expect(links).toHaveLength(names.length);
      const shown: string[] = [];
      for (const link of links) {
        await look(link);
        // biome-ignore lint/performance/useDomNodeTextContent: what is displayed is what is asked for
        shown.push((await page.locator('h1').innerText()).replace(/\s+/g, ' '));
        // What was too large to be judged has no steps.
        if ((await page.locator(`a[href="${link}/why"]`).count()) > 0) await look(`${link}/why`);
      }
      const named = (name: string) => plainVerbatim(name).replace(/\[(U\+[0-9A-F]+)\]/g, '$1');
      expect(shown.sort()).toEqual(names.map(named).sort());
    },
  );

  test('beside another server, and an earlier reading beside the present one', async () => {
    for (const slug of toolNames.keys()) {
      await look(`/compare?a=${slug}&b=workbench`);
      const { id } = (await getServerBySlug(opened.db, slug))!;
      const [, before] = await listSnapshots(opened.db, id, 2);
      if (before) await look(`/compare?a=${slug}%40${before.id}&b=${slug}`);
    }
    await look(`/compare?a=${encodeURIComponent(nasty)}&b=${encodeURIComponent(nasty)}`);
    const names = [...toolNames.values()].flatMap((all) => all.slice(0, 1));
    const accepted = new URLSearchParams(names.map((name) => ['accept', name]));
    await look(`${serverPath('workbench')}?${accepted}`);
  });

  test.each(Object.keys(capabilities).map(capabilityPath))('%s, with those that can', (path) => look(path));
  // Every threat has an entry in the first list; those of other lists are made of the same.
  const entries = allEntries.filter(({ taxonomy }) => taxonomy === 'owasp-mcp');
  const lists = [...attackPatterns.map(({ id }) => attackPath(id)), ...entries.map(({ id }) => taxonomyPath(id))];
  test.each([...lists, '/taxonomy', '/vendors', vendorPath(nasty), '/tokens', '/status'])(
    '%s, with those of them that belong there',
    (path) => look(path),
  );

  test('what programs read: Markdown, pictures, badges, JSON-LD, suggestions', async () => {
    for (const [slug, names] of toolNames) {
      const paths = [serverPath(slug), ...names.slice(0, 12).map((name) => toolPath(slug, name))];
      const twins = [serverMarkdownPath(slug), ...names.slice(0, 12).map((name) => toolMarkdownPath(slug, name))];
      for (const twin of twins) {
        const response = await fetch(site.url + twin);
        expect(response.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
        const text = await response.text();
        expect(unseen.exec(text)?.[0], twin).toBe(undefined);
        const outside = text.replace(/^(`{3,})json\n[\s\S]*?^\1$/gm, '').replace(/\\./g, '');
        expect(outside, twin).not.toMatch(/<[a-z!/]|javascript:|!\[/i);
      }
      for (const path of paths) {
        const picture = await fetch(`${site.url}${path}/card.png`);
        expect(picture.headers.get('content-type'), path).toBe('image/png');
        expect((await picture.arrayBuffer()).byteLength).toBeLessThan(200_000);
        const html = await (await fetch(site.url + path)).text();
        const blocks = [...html.matchAll(/<script type="application\/ld\+json">([^<]*)<\/script>/g)];
        expect(blocks, path).toHaveLength(1);
        const about = JSON.parse(blocks[0]![1]!) as { '@context': string; url: string };
        expect(about['@context']).toBe('https://schema.org');
        expect(about.url).toMatch(/^https:\/\/risk\.example\/servers\//);
        expect(unseen.exec(JSON.stringify(about))?.[0], path).toBe(undefined);
      }
      const json = await (await fetch(site.url + serverJsonPath(slug))).text();
      expect(unseen.exec(json)?.[0], slug).toBe(undefined);
      const answer = serverSchema.parse(JSON.parse(json));
      expect(answer.tools.map(({ name }) => name).sort(), slug).toEqual(names.toSorted());
      expect(answer.list?.overdue ?? false).toBe(false);
      const badge = await (await fetch(`${site.url}/badge/${slug}.svg`)).text();
      expect(badge).toMatch(/^<\?xml[\s\S]*<title>toolrisk: (exposure \w+|not assessed)<\/title>/);
      for (const name of names.slice(0, 4)) {
        const response = await fetch(`${site.url}/api/suggest.json?q=${encodeURIComponent(name.slice(0, 60))}`);
        const { suggestions } = (await response.json()) as { suggestions: { text: string; path: string }[] };
        for (const { text, path } of suggestions) {
          expect(unseen.exec(text)?.[0]).toBe(undefined);
          expect(path).toMatch(/^\/servers\/[a-z0-9-]+(\/tools\/[^/]+)?$/);
        }
      }
    }
    expect(unseen.exec(await (await fetch(`${site.url}/llms.txt`)).text())?.[0]).toBe(undefined);
  });

  test.each(['/', '/servers', '/tools', '/changes', '/changes?kind=tool-changed', '/changes?kind=tool-removed'])(
    '%s, with all of them on it',
    (path) => look(path),
  );

  test('search finds them by their own words, which stay words', async () => {
    const names = ['html-everywhere', 'control-characters', 'proto-names'].flatMap((id) => toolNames.get(`zoo-${id}`)!);
    for (const name of [...names, ...hostileNames]) await look(`/search?q=${encodeURIComponent(name)}`);
    await look(`/servers?q=${encodeURIComponent(nasty)}`);
  });

  test('feeds: JSON keeps every name exactly, Atom is well formed, nothing hidden in a sentence', async () => {
    const told = new Set<string>();
    let path: string | null = '/api/changes.json?limit=200';
    while (path !== null) {
      const response: Response = await fetch(site.url + path.replace('https://risk.example', ''));
      const text = await response.text();
      expect(text.length).toBeLessThan(maxAnswerBytes);
      expect(response.headers.get('content-type')).toBe('application/json');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      const { changes, next } = changesPageSchema.parse(JSON.parse(text));
      for (const { tool, sentence } of changes) {
        if (tool) told.add(tool.name);
        expect(sentence).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b\ufeff]/);
      }
      path = next;
    }
    for (const [slug, names] of toolNames) {
      // The first tool of each was there at both visits; the others came with the second.
      for (const name of names.slice(1))
        if (names.length > 1) expect(told.has(name) || name === names[0], slug).toBe(true);
    }
    await goTo('/');
    for (const feed of [
      '/changes.atom',
      ...zoo.map((server) => `${serverPath(slugOf(server))}/changes.atom`),
      '/sitemap.xml',
    ]) {
      const text = await (await fetch(site.url + feed)).text();
      const { error, names } = await page.evaluate((source) => {
        const parsed = new DOMParser().parseFromString(source, 'application/xml');
        return {
          error: parsed.querySelector('parsererror')?.textContent ?? null,
          names: [...new Set([...parsed.querySelectorAll('*')].map((element) => element.localName))],
        };
      }, text);
      expect(error, feed).toBe(null);
      for (const name of names) {
        expect(
          [
            'feed',
            'id',
            'title',
            'updated',
            'author',
            'name',
            'link',
            'entry',
            'published',
            'category',
            'content',
            'urlset',
            'url',
            'loc',
            'lastmod',
          ],
          feed,
        ).toContain(name);
      }
    }
  });

  test('downloads: every tool is named exactly, in a file with a plain name', async () => {
    for (const [slug, names] of toolNames) {
      if (names.length === 0) continue;
      for (const path of [serverPath(slug), toolPath(slug, names[0]!)]) {
        for (const { id } of formats) {
          const response = await fetch(`${site.url}${path}/policy.json?format=${id}&key=${encodeURIComponent(nasty)}`);
          expect(response.status, `${path} ${id}`).toBe(200);
          expect(response.headers.get('content-type')).not.toContain('html');
          expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+"$/);
          expect((await response.arrayBuffer()).byteLength).toBeLessThan(maxAnswerBytes);
        }
      }
      const document = policySchema.parse(await (await fetch(`${site.url}${serverPath(slug)}/policy.json`)).json());
      const named = new Set([...(document.hide ?? []), ...Object.keys(document.tools ?? {})]);
      for (const name of names) if (!name.includes('*')) expect(named.has(name), `${slug}: ${name}`).toBe(true);
    }
    expect(({} as { polluted?: boolean }).polluted).toBe(undefined);
  });

  test('the largest tool there can be, all of it hidden characters, still makes a page of bounded size', async () => {
    const tools = [
      { name: 'largest', description: `Deletes ${'\u202e'.repeat(47_000)}`, inputSchema: { type: 'object' } },
    ];
    const reading = {
      provenance: 'live' as const,
      tools,
      args: [],
      envNames: [],
      notes: [],
      durationMs: 1,
      instructions: '\u200b'.repeat(50_000),
    };
    const result: AttemptResult = {
      outcome: 'listed',
      reason: 'It listed its tools.',
      todo: '',
      durationMs: 1,
      reading,
    };
    const { server } = await upsertServer(opened.db, {
      candidate: { source: 'file', location: 'largest', name: 'Largest' },
      identities: ['zoo:largest'],
      slug: 'largest',
      launch: fixture('hostile/largest.ts'),
    });
    const connector: Connector = {
      list: async () => result,
      source: async () => ({ kind: 'none', notes: [] }),
      close: async () => {},
    };
    await visitServer({ db: opened.db, connector }, (await getServer(opened.db, server.id))!, {
      signal: new AbortController().signal,
    });
    await look(serverPath('largest'));
    await look(toolPath('largest', 'largest'));
  });
});
