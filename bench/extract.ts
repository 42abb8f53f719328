/**
 * Static extraction against the truth: the tools read from the source of installed npm packages, compared by name with
 * the list the same package gives when it is started in the sandbox. `npm run bench -- extract`; other packages are named in a
 * file, one a line, by `TOOLRISK_BENCH_PACKAGES`.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnector } from '#crawler/connect/index.ts';
import { extractTools } from '#crawler/extract/index.ts';
import type { LaunchSpec } from '#db/types.ts';

/** Ten packages of different frameworks and forms: plain modules, CommonJS, bundles, low-level lists, FastMCP. */
const defaultPackages = [
  '@modelcontextprotocol/server-filesystem',
  '@modelcontextprotocol/server-memory',
  '@modelcontextprotocol/server-everything',
  '@modelcontextprotocol/server-github',
  '@modelcontextprotocol/server-puppeteer',
  '@elastic/mcp-server-elasticsearch',
  '@upstash/context7-mcp',
  'firecrawl-mcp',
  'tavily-mcp',
  'deepl-mcp-server',
];

/** Runs the comparison and prints a line per package; sets the exit code where a tool was read that is none. */
export async function bench(): Promise<void> {
  const root = process.env.TOOLRISK_BENCH_DIR ?? join(tmpdir(), 'toolrisk-bench');
  await mkdir(root, { recursive: true });
  const named = process.env.TOOLRISK_BENCH_PACKAGES;
  const packages = named === undefined ? defaultPackages : (await readFile(named, 'utf8')).trim().split(/\s+/);
  const { signal } = new AbortController();
  const connector = await createConnector({
    cacheDir: join(root, 'cache'),
    scratchDir: join(root, 'scratch'),
    sandbox: 'required',
  });
  const total = { listed: 0, found: 0, right: 0 };
  try {
    console.log('| package | version | live | read | right | precision | recall | ms |');
    console.log('|---|---|---|---|---|---|---|---|');
    for (const name of packages) {
      const launch: LaunchSpec = { kind: 'npm', package: name, args: [], env: [] };
      const { reading, outcome, reason } = await connector.list(launch, { signal });
      const source = await connector.source({ launch }, { signal });
      if (reading === undefined || source.kind !== 'files') {
        console.log(`| ${name} | | ${outcome}: ${reason} | | | | | |`);
        continue;
      }
      const live = new Set(reading.tools.map((tool) => tool.name));
      const start = performance.now();
      const { tools } = await extractTools(source.files, { sourceOnly: true });
      const ms = Math.round(performance.now() - start);
      const right = tools.filter((tool) => live.has(tool.name)).length;
      total.listed += live.size;
      total.found += tools.length;
      total.right += right;
      const precision = tools.length === 0 ? '-' : share(right, tools.length);
      const cells = [
        name,
        source.version.version,
        live.size,
        tools.length,
        right,
        precision,
        share(right, live.size),
        ms,
      ];
      console.log(`| ${cells.join(' | ')} |`);
    }
  } finally {
    await connector.close();
  }
  const { listed, found, right } = total;
  console.log(
    `precision ${share(right, found)} (${right} of ${found}), recall ${share(right, listed)} (${right} of ${listed})`,
  );
  if (right < found) process.exitCode = 1;
}

const share = (part: number, whole: number) => (whole === 0 ? 1 : part / whole).toFixed(3);
