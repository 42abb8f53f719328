/** Every kind of page: valid HTML, nothing that keeps anybody out, no request to another host, light to load. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { brotliCompressSync } from 'node:zlib';
import type { AxeResults } from 'axe-core';
import { HtmlValidate } from 'html-validate';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenDb } from '#db/client.ts';
import { ensureBuilt } from '#site/build.ts';
import { type RunningSite, startSite } from '#site/serve.ts';
import { serverPath, toolPath, vendorPath, whyPath } from '#site/src/lib/paths.ts';
import { launchBrowser } from '#test/support/browser.ts';
import { testDatabases } from '#test/support/database.ts';
import { hostileNames, seed, seedLarge } from './seed.ts';

const kinds = {
  home: '/',
  tools: '/tools?category=destructive&q=delete',
  servers: '/servers?risk=critical',
  search: '/search?q=delete+records',
  'nothing found': '/search?q=%40nobody%2Fnothing-mcp',
  server: serverPath('workbench'),
  'a chosen policy': `${serverPath('workbench')}?format=codex&preset=read-only&key=bench`,
  'a hostile server': serverPath('hostile'),
  'a server that was not listed': serverPath('vault'),
  tool: toolPath('workbench', 'delete_records'),
  'a hostile tool': toolPath('hostile', hostileNames[0]!),
  'how a verdict came about': whyPath('workbench', 'delete_records'),
  'a server with 308 tools': serverPath('large'),
  'accepted tools': `${serverPath('workbench')}?accept=delete_records&accept=get_secret`,
  comparison: '/compare?a=workbench&b=klaviyo-mcp-server',
  'comparison with a hostile server': '/compare?a=hostile&b=workbench',
  'nothing to compare': '/compare?b=nothing+of+the+kind',
  capabilities: '/capabilities',
  capability: '/capabilities/delete-data',
  vendors: '/vendors',
  'a vendor with a hostile name': vendorPath('"><script>'),
  'context cost': '/tokens',
  state: '/status',
  changes: '/changes',
  attacks: '/attacks',
  attack: '/attacks/command-injection',
  taxonomies: '/taxonomy',
  'entry of a taxonomy': '/taxonomy/MCP02:2025',
  methodology: '/methodology',
};
/** Most bytes of a page compressed, and of all scripts of a page. */
const maxPage = 60_000;
const maxScripts = 15_000;

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const validator = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: {
    // Words of servers are shown as they are, white space and all, and the writer of pages has a style of its own.
    'no-trailing-whitespace': 'off',
    'attribute-boolean-style': 'off',
    'attr-quotes': 'off',
    'void-style': 'off',
    'doctype-style': 'off',
    'long-title': 'off',
    'no-implicit-button-type': 'off',
    'tel-non-breaking': 'off',
  },
});

describe('pages', () => {
  let opened: OpenDb;
  let site: RunningSite;
  let browser: Browser;
  beforeAll(async () => {
    await ensureBuilt({ quiet: true });
    opened = await testDatabases[0]!.open();
    await seed(opened.db);
    await seedLarge(opened.db);
    site = await startSite({ db: opened.db, port: 0 });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    await opened?.close();
  });

  test.each(Object.entries(kinds))('%s', async (_, path) => {
    const html = await (await fetch(site.url + path)).text();
    const { results } = await validator.validateString(html);
    expect(
      results.flatMap(({ messages }) =>
        messages.map(({ ruleId, message, selector }) => `${ruleId}: ${message} (${selector})`),
      ),
    ).toEqual([]);
    expect(brotliCompressSync(html).length).toBeLessThan(maxPage);
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 900 } });
      const page = await context.newPage();
      let scripts = 0;
      const elsewhere: string[] = [];
      page.on('request', (request) => {
        if (!request.url().startsWith(site.url) && !request.url().startsWith('data:')) elsewhere.push(request.url());
      });
      page.on('response', async (response) => {
        if (response.url().endsWith('.js')) scripts += Number(response.headers()['content-length'] ?? 0);
      });
      await page.goto(site.url + path, { waitUntil: 'networkidle' });
      const found = (await page.evaluate(`${axe}; axe.run()`)) as AxeResults;
      const grave = found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(
        grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html: node }) => node.slice(0, 120)).join(' | ')}`),
        colorScheme,
      ).toEqual([]);
      expect(elsewhere).toEqual([]);
      expect(scripts).toBeLessThan(maxScripts);
      await context.close();
    }
  });
});
