/** The site in a real browser, over a seeded database. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allEntries } from '#crawler/methodology/taxonomies.ts';
import { attackPatterns } from '#crawler/policy/attack-patterns.ts';
import { policySchema } from '#crawler/policy/document.ts';
import { evaluate } from '#crawler/policy/evaluate.ts';
import { formats } from '#crawler/policy/formats/index.ts';
import { fromDocument } from '#crawler/policy/policylayer.ts';
import { beatRun, startRun } from '#db/queries/runs.ts';
import { ensureBuilt } from '#site/build.ts';
import { type RunningSite, startSite } from '#site/serve.ts';
import { serverPath, taxonomyPath, toolPath, vendorPath, whyPath } from '#site/src/lib/paths.ts';
import { createEventPolicy, klaviyoTools } from '#test/fixtures/klaviyo.ts';
import { launchBrowser } from '#test/support/browser.ts';
import { testDatabases } from '#test/support/database.ts';
import { hostileNames, seed, twinName } from './seed.ts';

/** The text of an element as it is displayed. */
// biome-ignore lint/performance/useDomNodeTextContent: what is displayed is what is asked for, hidden parts left out
const wordsOf = (locator: Locator) => locator.innerText();

let browser: Browser;
const downloads = mkdtempSync(join(tmpdir(), 'toolrisk-site-'));

beforeAll(async () => {
  await ensureBuilt({ quiet: true });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  rmSync(downloads, { recursive: true, force: true });
});

describe.each(testDatabases)('site on $name', ({ open }) => {
  let opened: Awaited<ReturnType<typeof open>>;
  let site: RunningSite;
  let context: BrowserContext;
  /** Everything a page complained about. */
  let complaints: string[];

  beforeAll(async () => {
    opened = await open();
    await seed(opened.db);
    site = await startSite({ db: opened.db, port: 0, siteUrl: 'https://risk.example' });
    context = await browser.newContext({ baseURL: site.url, acceptDownloads: true });
    context.setDefaultTimeout(15_000);
  });
  afterAll(async () => {
    await context?.close();
    await site?.close();
    await opened?.close();
  });

  async function openPage(path: string, options: { width?: number; scheme?: 'light' | 'dark' } = {}): Promise<Page> {
    complaints = [];
    const page = await context.newPage();
    await page.setViewportSize({ width: options.width ?? 1280, height: 900 });
    await page.emulateMedia({ colorScheme: options.scheme ?? 'light' });
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    const response = await page.goto(path);
    expect(response?.ok(), path).toBe(true);
    return page;
  }

  const pages = [
    '/',
    '/servers',
    '/servers?outcome=listed&risk=critical&sort=name&q=a',
    '/servers?q=nothing+has+this+name',
    '/tools',
    '/tools?category=destructive&risk=critical',
    '/search',
    '/search?q=create',
    '/search?q=%27%25_%5C%00%22',
    '/methodology',
    '/attacks',
    '/changes',
    '/changes?kind=tool-added&before=99999',
    '/compare',
    '/compare?a=workbench',
    '/compare?a=long&b=hostile',
    '/compare?a=%27%25_%5C%00%22&b=constructor',
    '/capabilities',
    '/capabilities/run-code',
    '/vendors',
    vendorPath('"><script>'),
    '/tokens',
    '/status',
    `${serverPath('workbench')}?accept=delete_records&accept=${'x'.repeat(300)}`,
    '/taxonomy',
    // Every threat has an entry there; the pages of other lists are made of the same.
    ...allEntries.filter(({ taxonomy }) => taxonomy === 'owasp-mcp').map(({ id }) => taxonomyPath(id)),
    ...['AML.T0109', 'SAFE-T1004', '9.1.4'].map(taxonomyPath),
    ...attackPatterns.slice(0, 2).map((pattern) => `/attacks/${pattern.id}`),
    ...['klaviyo-mcp-server', 'workbench', 'hostile', 'long', 'notes', 'vault'].map(serverPath),
    ...['create_event', 'get_profiles'].map((name) => toolPath('klaviyo-mcp-server', name)),
    ...[
      'delete_records',
      'issue',
      'run_command',
      'create_refund',
      'get_secret',
      'summarise',
      'summarise_text',
      'handle',
    ].map((name) => toolPath('workbench', name)),
    ...hostileNames.flatMap((name) => [toolPath('hostile', name), whyPath('hostile', name)]),
    toolPath('long', 'M'.repeat(256)),
  ];

  test.each(pages)('%s: quiet, named, and no wider than a phone', async (path) => {
    const page = await openPage(path, { width: 375, scheme: 'dark' });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide, 'pixels beyond 375').toBeLessThanOrEqual(0);
    expect(await page.title()).toMatch(/. · toolrisk$/);
    expect(await page.locator('meta[name=description]').getAttribute('content')).toMatch(/\S{3}/);
    expect(await page.locator('h1').count()).toBe(1);
    expect(await page.locator('main').count()).toBe(1);
    const ids = await page.locator('[id]').evaluateAll((all) => all.map((element) => element.id));
    expect(ids.length, 'ids are unique').toBe(new Set(ids).size);
    await page.setViewportSize({ width: 1280, height: 900 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('from home by search to the page of a tool, and its policy on disk', async () => {
    const page = await openPage('/');
    await page.getByRole('combobox', { name: 'Search tools and servers' }).fill('create_event');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('link', { name: 'create_event' }).first().click();
    await page.waitForURL('**/servers/klaviyo-mcp-server/tools/create_event');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /^Download/ }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('klaviyo-mcp-server.create_event.policy.json');
    const file = join(downloads, 'policy.json');
    await download.saveAs(file);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(createEventPolicy);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('a tool without a description: verdict, its name as evidence, siblings as support', async () => {
    const page = await openPage(toolPath('klaviyo-mcp-server', 'create_event'));
    const sign = page.locator('.placard-sign');
    expect(await wordsOf(sign)).toMatch(/Medium risk\s+Write/);
    const evidence = page.getByRole('region', { name: 'From the tool’s definition' });
    expect(await wordsOf(evidence.locator('mark').first())).toContain('create');
    expect(await wordsOf(evidence.locator('.field').first())).toBe('Name');
    expect(await wordsOf(evidence)).toContain('no description');
    for (const sibling of ['create_coupon_code', 'create_profile', 'create_list', 'create_tag']) {
      expect(await evidence.getByRole('link', { name: sibling, exact: true }).count(), sibling).toBe(1);
    }
    const text = await wordsOf(page.locator('main'));
    for (const part of ['Why it needs a rule', 'What this access invites', 'profile_id', '41 tools']) {
      expect(text).toContain(part);
    }
    const shown = await wordsOf(page.locator('#policy-text'));
    expect(JSON.parse(shown)).toEqual(createEventPolicy);
    expect(await page.locator('link[rel=canonical]').getAttribute('href')).toBe(
      'https://risk.example/servers/klaviyo-mcp-server/tools/create_event',
    );
    await page.close();
  });

  test('the policy of a server covers each of its tools, with the same bytes every time', async () => {
    const path = `${serverPath('klaviyo-mcp-server')}/policy.json`;
    const [first, second] = await Promise.all([fetch(site.url + path), fetch(site.url + path)]);
    const text = await first.text();
    expect(text).toBe(await second.text());
    expect(first.headers.get('content-disposition')).toBe('attachment; filename="klaviyo-mcp-server.policy.json"');
    const document = policySchema.parse(JSON.parse(text));
    for (const { name } of klaviyoTools) {
      expect(document.hide?.includes(name) || Object.hasOwn(document.tools ?? {}, name), name).toBe(true);
    }
    expect(evaluate(fromDocument(document), { tool: 'create_event', args: {} }).decision).toBe('allow');
    expect(evaluate(fromDocument(document), { tool: 'unheard_of', args: {} }).decision).toBe('deny');
  });

  test.each(formats.map((format) => format.id))('downloads in the format %s', async (id) => {
    for (const path of [serverPath('hostile'), toolPath('workbench', 'run_command')]) {
      const response = await fetch(`${site.url}${path}/policy.json?format=${id}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+"$/);
      expect((await response.text()).length).toBeGreaterThan(10);
    }
  });

  test('hostile words stay words, and hidden characters are named', async () => {
    for (const name of hostileNames) {
      const page = await openPage(toolPath('hostile', name));
      const visible = name.replaceAll('\u202e', 'U+202E');
      expect((await wordsOf(page.locator('h1'))).replace(/\s+/g, ' '), name).toBe(visible);
      expect(await page.locator('main script:not([src]), main img, main [onclick], main u, main b').count()).toBe(0);
      expect(await page.locator('a[href^="javascript:"]').count()).toBe(0);
      expect(await wordsOf(page.locator('main'))).not.toMatch(/[\u202e\u200b]/);
      expect(complaints).toEqual([]);
      const policy = await fetch(`${site.url}${toolPath('hostile', name)}/policy.json`);
      const document = policySchema.parse(await policy.json());
      expect(['hide', 'deny', 'ask', 'allow']).toContain(
        evaluate(fromDocument(document), { tool: name, args: {} }).decision,
      );
      await page.close();
    }
  });

  test('a tool that clients take for a graver one has its rule, wherever it is shown', async () => {
    const [page, twin, markdown] = await Promise.all(
      [serverPath('hostile'), toolPath('hostile', twinName), `${serverPath('hostile')}.md`].map(async (path) =>
        (await fetch(site.url + path)).text(),
      ),
    );
    expect(page).toContain('Names that can be taken for others');
    expect(page).toContain('clients write “_” for what tells them apart');
    expect(twin).toContain('Some clients take its name for two words');
    expect(markdown).toContain('Some clients take these tools for one another');
    const decide = async (path: string, tool: string) => {
      const document = policySchema.parse(await (await fetch(`${site.url}${path}/policy.json`)).json());
      return evaluate(fromDocument(document), { tool, args: {} }).decision;
    };
    const grave = await decide(toolPath('hostile', 'two words'), 'two words');
    expect(grave).not.toBe('allow');
    expect(await decide(toolPath('hostile', twinName), twinName)).toBe(grave);
    expect(await decide(serverPath('hostile'), twinName)).toBe(grave);
  });

  test('a server that was not listed says why and what to do', async () => {
    const page = await openPage(serverPath('vault'));
    const text = await wordsOf(page.locator('main'));
    expect(text).toContain('needs credentials');
    expect(text).toContain('It stopped and asked for VAULT_TOKEN.');
    expect(text).toContain('npx vault-mcp');
    await page.close();
  });

  test('a tool that vanished keeps its page and says so', async () => {
    const page = await openPage(toolPath('workbench', 'summarise'));
    expect(await wordsOf(page.locator('main'))).toContain('no longer has this tool');
    expect(await page.locator('meta[name=robots]').getAttribute('content')).toBe('noindex');
    await page.close();
  });

  test('tools read from source are told apart from those listed live', async () => {
    const page = await openPage(toolPath('notes', 'save_note'));
    expect(await wordsOf(page.locator('main'))).toContain('Read from source');
    await page.close();
  });

  test.each([
    '/nothing',
    '/servers/none',
    '/servers/workbench/tools/none',
    '/attacks/none',
    '/taxonomy/MCP99:2025',
    '/taxonomy/constructor',
    '/servers/none/tools/x',
    '/capabilities/constructor',
    '/vendors/nobody',
  ])('%s is a 404 with a way back', async (path) => {
    const page = await context.newPage();
    const response = await page.goto(path);
    expect(response?.status()).toBe(404);
    expect(await page.getByRole('combobox', { name: 'Search tools and servers' }).count()).toBeGreaterThan(0);
    await page.getByRole('link', { name: 'Home' }).click();
    // Until it has loaded: a page closed on its way may never say that it is.
    await page.waitForURL((url) => url.pathname === '/');
    await page.close();
  });

  test('refuses what it does not do, and odd addresses, without breaking', async () => {
    const status = async (path: string, init?: RequestInit) => (await fetch(site.url + path, init)).status;
    expect(await status('/', { method: 'POST' })).toBe(405);
    expect(await status('/', { method: 'HEAD' })).toBe(200);
    expect(await status('/%E0%A4%A')).toBe(400);
    expect(await status('/servers/none/policy.json')).toBe(404);
    expect(await status('/servers/vault/policy.json')).toBe(404);
    expect(await status('/servers/workbench/policy.json?format=none')).toBe(400);
    expect(await status('/servers/workbench/policy.json?preset=none')).toBe(400);
    expect(await status('/servers/workbench/policy.json?preset=read-only&format=codex&key=mine')).toBe(200);
    expect(await status('/servers/workbench/policy.json?hosts=%20;rm')).toBe(400);
    expect(await status('/servers/workbench/policy.json?hosts=a.example.com&root=/srv&cap=20')).toBe(200);
    expect(await status('/servers/%00')).toBe(400);
    expect(await status('/servers/workbench/tools/~0~~d800~')).toBe(404);
    expect(await status('/servers?page=99999&outcome=bogus&risk=bogus&sort=bogus')).toBe(200);
    expect(await status('/tools?after=4-99999999999999999999')).toBe(200);
  });

  test('forbids scripts and frames from elsewhere on every answer', async () => {
    for (const path of ['/', '/nothing', '/api/status.json', '/icon.svg']) {
      const { headers } = await fetch(site.url + path);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  test('says who to tell of faults where somebody is named, and where pictures are', async () => {
    expect((await fetch(`${site.url}/.well-known/security.txt`)).status).toBe(404);
    const contacts = { security: 'mailto:security@risk.example' };
    const named = await startSite({ db: opened.db, port: 0, siteUrl: 'https://risk.example', contacts });
    try {
      const text = await (await fetch(`${named.url}/.well-known/security.txt`)).text();
      expect(text).toMatch(/^Contact: mailto:security@risk\.example\nExpires: \d{4}-\d\d-\d\dT00:00:00\.000Z\n/);
    } finally {
      await named.close();
    }
    for (const path of ['/card.png', '/favicon.ico', '/apple-touch-icon.png', `${serverPath('vault')}/card.png`]) {
      const response = await fetch(site.url + path);
      expect(response.status, path).toBe(200);
      expect(response.headers.get('content-type'), path).toMatch(/^image\//);
    }
    const page = await openPage(toolPath('workbench', 'run_command'));
    expect(await page.locator('meta[property="og:image"]').getAttribute('content')).toBe(
      `https://risk.example${toolPath('workbench', 'run_command')}/card.png`,
    );
    await page.close();
  });

  test('tells search engines where to look', async () => {
    expect(await (await fetch(`${site.url}/robots.txt`)).text()).toContain('Sitemap: https://risk.example/sitemap.xml');
    const map = await (await fetch(`${site.url}/sitemap.xml`)).text();
    expect(map).toContain('<loc>https://risk.example/servers/klaviyo-mcp-server</loc>');
    expect(map).not.toContain('/servers/vault<');
  });

  test('works without JavaScript', async () => {
    const plain = await browser.newContext({ baseURL: site.url, javaScriptEnabled: false });
    const page = await plain.newPage();
    await page.goto('/');
    await page.getByRole('searchbox').fill('delete records');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('link', { name: 'delete_records' }).first().click();
    expect(await page.locator('#policy-text').isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: 'Copy' }).isVisible()).toBe(false);
    await plain.close();
  });

  test('the policy can be copied', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: site.url });
    const page = await openPage(toolPath('klaviyo-mcp-server', 'create_event'));
    await page.locator('#policy').getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))).toEqual(createEventPolicy);
    await page.close();
  });

  test('the home page says that a crawl runs, and fills', async () => {
    const run = await startRun(opened.db, 'crawl', ['starter']);
    await beatRun(opened.db, run.id, { found: 10, attempted: 1 });
    const page = await openPage('/');
    await page.getByText('1 server visited of 10 found so far').waitFor();
    // The first look only remembers; what changes after it is shown.
    await page.waitForResponse('**/api/status.json');
    await beatRun(opened.db, run.id, { found: 12, attempted: 7 });
    await page.getByText('7 servers visited of 12 found so far').waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });
});
