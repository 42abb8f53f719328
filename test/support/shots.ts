/**
 * Pictures of every kind of page, at three widths in both themes: `npm run shots` writes them to `docs/shots`, or with
 * `-- --out <folder> --only <kind,…> --widths <n,…>` elsewhere and fewer. The index they show is made: a seeded one, with
 * the servers of `bench/seed.shapes.ts` beside it.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { listServers, listShapes } from '#bench/seed.shapes.ts';
import type { Db } from '#db/client.ts';
import { openDb } from '#db/client.ts';
import { ensureBuilt } from '#site/build.ts';
import { startSite } from '#site/serve.ts';
import { serverPath, toolPath, whyPath } from '#site/src/lib/paths.ts';
import { seed, seedServer } from '#test/site/seed.ts';
import { launchBrowser } from './browser.ts';

/** What is pictured, by the name of the file. */
const kinds: Record<string, string> = {
  home: '/',
  tools: '/tools?category=destructive',
  servers: '/servers',
  search: '/search?q=delete+records',
  'nothing-found': '/search?q=npx+-y+%40nobody%2Fnothing-mcp',
  server: serverPath('workbench'),
  'large-server': serverPath('large'),
  'unlisted-server': serverPath('vault'),
  tool: toolPath('workbench', 'delete_records'),
  why: whyPath('workbench', 'delete_records'),
  'mild-tool': toolPath('klaviyo-mcp-server', 'create_event'),
  'accepted-policy': `${serverPath('workbench')}?accept=delete_records&accept=get_secret&format=codex`,
  compare: '/compare?a=workbench&b=klaviyo-mcp-server',
  capabilities: '/capabilities',
  capability: '/capabilities/delete-data',
  vendors: '/vendors',
  tokens: '/tokens',
  status: '/status',
  changes: '/changes',
  attacks: '/attacks',
  attack: '/attacks/command-injection',
  taxonomies: '/taxonomy',
  taxonomy: '/taxonomy/MCP02:2025',
  methodology: '/methodology',
};

/** What is pictured of an index that strange servers are in too. */
const strangeKinds: Record<string, string> = { 'hostile-server': serverPath('hostile') };

const widths = [375, 768, 1440];
/** Tools of the made servers, about. */
const madeTools = 700;
/** A picture shows so many screens of a page at most. */
const maxScreens = 2.5;
/** Height of a screen by width, pixels. */
const heightOf = (width: number) => (width < 500 ? 812 : 900);

async function seedMade(db: Db): Promise<void> {
  const shapes = listShapes();
  let first = true;
  for (const made of listServers(madeTools, shapes)) {
    const slug = first ? 'large' : made.slug;
    const candidate = {
      source: 'github' as const,
      location: `${made.vendor}/${made.slug}:`,
      name: made.name,
      vendor: made.vendor,
      ...(made.description && { description: made.description }),
      ...(made.repository && { repository: { url: made.repository, path: '' } }),
      ...(made.package && made.registry && { package: { registry: made.registry, name: made.package } }),
      ...(made.stars !== null && { stars: made.stars }),
    };
    const tools = made.tools.map((at) => shapes[at]!.definition);
    await seedServer(
      db,
      candidate,
      slug,
      tools.length > 0
        ? { tools }
        : {
            outcome: made.outcome,
            reason: 'It ended before it answered.',
            todo: 'Start it yourself.',
            durationMs: 900,
          },
    );
    first = false;
  }
}

const { values: flags } = parseArgs({
  options: {
    out: { type: 'string' },
    only: { type: 'string' },
    widths: { type: 'string' },
    themes: { type: 'string' },
  },
});
const out = flags.out ?? join(import.meta.dirname, '../../docs/shots');
const chosen = flags.only?.split(',');
const wanted = flags.widths?.split(',').map(Number) ?? widths;
const themes = (flags.themes?.split(',') ?? ['light', 'dark']) as ('light' | 'dark')[];
mkdirSync(out, { recursive: true });
await ensureBuilt();
const browser = await launchBrowser();
for (const [strange, pictured] of [
  [false, kinds],
  [true, strangeKinds],
] as const) {
  const opened = await openDb('pglite:memory');
  if (!strange) await seedMade(opened.db);
  await seed(opened.db, { strange });
  const contacts = { report: 'https://example.com/issues/new' };
  const site = await startSite({ db: opened.db, port: 0, siteUrl: 'https://risk.example', contacts });
  await picture(site.url, pictured);
  await site.close();
  await opened.close();
}
await browser.close();

/** Takes the pictures of these pages. */
async function picture(url: string, pictured: Readonly<Record<string, string>>): Promise<void> {
  for (const colorScheme of themes) {
    for (const width of wanted) {
      const height = heightOf(width);
      const context = await browser.newContext({ colorScheme, viewport: { width, height }, reducedMotion: 'reduce' });
      const page = await context.newPage();
      for (const [kind, path] of Object.entries(pictured)) {
        if (chosen && !chosen.includes(kind)) continue;
        await page.goto(url + path, { waitUntil: 'networkidle' });
        const full = await page.evaluate(() => document.documentElement.scrollHeight);
        const shown = Math.min(full, Math.round(height * maxScreens));
        const png = await page.screenshot({ fullPage: true, clip: { x: 0, y: 0, width, height: shown } });
        await sharp(png)
          .webp({ quality: 60, effort: 5 })
          .toFile(join(out, `${kind}-${width}-${colorScheme}.webp`));
      }
      await context.close();
    }
  }
}
