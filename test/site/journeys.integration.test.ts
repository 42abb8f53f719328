/** What people come for, with a mouse, with the keyboard alone, on a phone, and without script. */
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { formats } from '#crawler/policy/formats/index.ts';
import type { OpenDb } from '#db/client.ts';
import { ensureBuilt } from '#site/build.ts';
import { type RunningSite, startSite } from '#site/serve.ts';
import { serverPath, toolPath } from '#site/src/lib/paths.ts';
import { launchBrowser } from '#test/support/browser.ts';
import { testDatabases } from '#test/support/database.ts';
import { seed, seedLarge } from './seed.ts';

/** Most presses of Tab from the top of a page to what people come for. */
const maxTabs = 25;
const phone = { width: 375, height: 812 };
const desk = { width: 1440, height: 900 };

let opened: OpenDb;
let site: RunningSite;
let browser: Browser;
beforeAll(async () => {
  await ensureBuilt({ quiet: true });
  opened = await testDatabases[0]!.open();
  await seed(opened.db);
  await seedLarge(opened.db);
  site = await startSite({
    db: opened.db,
    port: 0,
    contacts: { report: 'https://tracker.example/new?labels=verdict' },
  });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
  await opened?.close();
});

/** Presses Tab until an element has the focus. @returns how often */
async function tabTo(page: Page, target: Locator, most: number): Promise<number> {
  const element = await target.elementHandle();
  for (let pressed = 0; pressed <= most; pressed++) {
    if (await page.evaluate((wanted) => document.activeElement === wanted, element)) return pressed;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${most} presses of Tab do not lead there`);
}

const ways: Record<string, { viewport: typeof phone; javaScriptEnabled?: boolean; keyboard?: boolean }> = {
  mouse: { viewport: desk },
  keyboard: { viewport: desk, keyboard: true },
  phone: { viewport: phone },
  'no script': { viewport: desk, javaScriptEnabled: false },
};

describe.each(Object.entries(ways))('%s', (_, { keyboard, ...options }) => {
  let context: BrowserContext;
  let page: Page;
  const complaints: string[] = [];
  beforeEach(async () => {
    context = await browser.newContext({ baseURL: site.url, ...options });
    context.setDefaultTimeout(20_000);
    page = await context.newPage();
    complaints.length = 0;
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
  });
  afterEach(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });

  const press = async (target: Locator, most = 60) => {
    if (!keyboard) return target.click();
    await tabTo(page, target, most);
    await page.keyboard.press('Enter');
  };
  const searchFor = async (words: string) => {
    await page.goto('/');
    const field = page.locator('.search-large input');
    if (keyboard) await tabTo(page, field, maxTabs);
    else await field.click();
    await page.keyboard.type(words);
    if (keyboard) await page.keyboard.press('Enter');
    else await page.locator('.search-large button').click();
    await page.waitForURL('**/search?**');
  };

  test('decide on a server, by the line that starts it', async () => {
    await searchFor('npx -y @example/workbench-mcp');
    await press(page.locator('.lines.servers a.name').first());
    await page.waitForURL(`**${serverPath('workbench')}`);
    await page.getByRole('heading', { name: 'Do not connect' }).waitFor();
    expect(await page.locator('.reasons li').count()).toBeGreaterThan(0);
  });

  test('write its policy for each client, and take it along', async () => {
    await page.goto(serverPath('workbench'));
    const menu = page.locator('select[name=format]');
    const link = page.locator('[data-install-download]');
    if (keyboard) await tabTo(page, menu, maxTabs);
    const ids = await menu.locator('option').evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
    expect(ids.toSorted()).toEqual(formats.map(({ id }) => id).toSorted());
    if (keyboard) await page.keyboard.press('Home');
    for (const [at, id] of ids.entries()) {
      if (keyboard) {
        if (at > 0) await page.keyboard.press('ArrowDown');
      } else await menu.selectOption(id);
      if (options.javaScriptEnabled === false) await page.locator('[data-install-show]').click();
      await page.locator(`[data-install-download][download*=".${id}."]`).waitFor();
      const file = await (await fetch(site.url + (await link.getAttribute('href')))).text();
      const shown = (await page.locator('#policy-text').textContent()) ?? '';
      expect(shown.replace(/\n… \d+ more characters in the download$/, ''), id).toBe(file.slice(0, 12_000));
    }
  });

  test('find a tool by what it does, and read its rule', async () => {
    await searchFor('delete all records');
    await press(page.locator('.lines.tools a.name').filter({ hasText: 'delete_records' }).first(), 90);
    await page.waitForURL(`**${toolPath('workbench', 'delete_records')}`);
    const panel = page.locator('.placard');
    // biome-ignore lint/performance/useDomNodeTextContent: what is displayed is what is asked for
    const text = await panel.innerText();
    expect(text).toContain('Critical risk');
    expect(text).toContain('Hide');
    const report = panel.getByRole('link', { name: 'Report this verdict' });
    const address = new URL((await report.getAttribute('href'))!);
    expect(address.origin).toBe('https://tracker.example');
    expect(address.searchParams.get('labels')).toBe('verdict');
    expect(address.searchParams.get('title')).toBe('Verdict on delete_records of workbench');
    expect(address.searchParams.get('body')).toContain(toolPath('workbench', 'delete_records'));
    await press(panel.getByRole('link', { name: 'Accept it in the policy' }));
    await page.waitForURL('**accept=delete_records**');
    await page.locator('.install .chip').filter({ hasText: 'delete_records' }).waitFor();
    expect(await page.locator('#policy-text').textContent()).toContain('mcp__workbench__delete_records');
  });

  test('compare two servers', async () => {
    await page.goto(serverPath('workbench'));
    await press(page.getByRole('link', { name: 'Compare', exact: true }), maxTabs);
    await page.waitForURL('**/compare?a=workbench');
    const field = page.locator('input[name=b]');
    if (keyboard) await tabTo(page, field, maxTabs);
    else await field.click();
    await page.keyboard.type('klaviyo mcp');
    await page.keyboard.press('Enter');
    await page.locator('.compare-table').first().waitFor();
    expect(await page.locator('.compare-table').first().textContent()).toContain('41 tools');
  });

  test('a page is offered while one types', async () => {
    if (options.javaScriptEnabled === false) return;
    await page.goto('/tools');
    const field = page.getByRole('combobox', { name: 'Search tools and servers' });
    if (keyboard) await tabTo(page, field, maxTabs);
    else await field.click();
    await page.keyboard.type('delete_rec');
    const option = page.getByRole('option', { name: /^delete_records/ }).first();
    await option.waitFor();
    if (keyboard) {
      await page.keyboard.press('Escape');
      expect(await page.getByRole('listbox').isVisible()).toBe(false);
      await page.keyboard.type('o');
      await option.waitFor();
      for (let at = 0; at < 10; at++) {
        if ((await option.getAttribute('aria-selected')) === 'true') break;
        await page.keyboard.press('ArrowDown');
      }
      expect(await field.getAttribute('aria-activedescendant')).toBe(await option.getAttribute('id'));
      await page.keyboard.press('Enter');
    } else await option.click();
    await page.waitForURL(`**${toolPath('workbench', 'delete_records')}`);
  });
});

describe('a server with 308 tools', () => {
  const openLarge = async (viewport: typeof phone) => {
    const page = await (await browser.newContext({ baseURL: site.url, viewport })).newPage();
    await page.goto(serverPath('large'));
    return page;
  };
  test.each([
    ['on the first screen of a desk', desk, 1],
    ['within two screens of a phone', phone, 2],
  ])('its policy is %s', async (_, viewport, screens) => {
    const page = await openLarge(viewport);
    for (const part of ['select[name=format]', '[data-install-download]', '#policy-text']) {
      const box = (await page.locator(part).boundingBox())!;
      expect(box.y + Math.min(box.height, 40), part).toBeLessThanOrEqual(viewport.height * screens);
    }
    await page.context().close();
  });
  test('its policy is at most 25 presses of Tab away', async () => {
    const page = await openLarge(desk);
    expect(await tabTo(page, page.locator('select[name=format]'), maxTabs)).toBeLessThanOrEqual(maxTabs);
    await tabTo(page, page.locator('[data-install-download]'), maxTabs);
    await page.context().close();
  });
  test('verdict, rule and evidence of a tool are within two screens of a phone, in this order', async () => {
    const page = await (await browser.newContext({ baseURL: site.url, viewport: phone })).newPage();
    for (const path of [toolPath('klaviyo-mcp-server', 'create_event'), toolPath('workbench', 'delete_records')]) {
      await page.goto(path);
      const at = async (part: string) => (await page.locator(part).first().boundingBox())!.y;
      const [verdict, rule, evidence] = [
        await at('.placard-sign'),
        await at('.placard-text strong'),
        await at('.specimen mark'),
      ];
      expect(verdict).toBeLessThan(rule);
      expect(rule).toBeLessThan(evidence);
      expect(evidence).toBeLessThan(2 * phone.height);
    }
    await page.context().close();
  });
});
