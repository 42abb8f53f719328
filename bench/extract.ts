/**
 * Static extraction against the truth: the tools read from the source of installed npm packages, compared by name with
 * the list the same package gives when it is started in the sandbox. `npm run bench -- extract [package …]`
 */
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnector } from '#crawler/connect/index.ts';
import { extractTools } from '#crawler/extract/index.ts';
import { findInstalled, readPackageFiles } from './extract-files.ts';

/** Ten packages of different frameworks and forms: plain modules, CommonJS, bundles, low-level lists, FastMCP. */
const packages = [
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

const chosen = process.argv.slice(2).filter((name) => name !== 'extract');
const root = process.env.TOOLRISK_BENCH_DIR ?? join(tmpdir(), 'toolrisk-bench');
const cacheDir = join(root, 'cache');
await mkdir(root, { recursive: true });
const connector = await createConnector({ cacheDir, scratchDir: join(root, 'scratch'), sandbox: 'required' });

let listed = 0;
let found = 0;
let right = 0;
try {
  console.log('| package | version | live | read | right | precision | recall | ms |');
  console.log('|---|---|---|---|---|---|---|---|');
  for (const name of chosen.length > 0 ? chosen : packages) {
    const attempt = await connector.list({ kind: 'npm', package: name, args: [], env: [] }, {});
    const version = attempt.reading?.packageVersion;
    const folder = version === undefined ? undefined : await findInstalled(cacheDir, name, version);
    if (attempt.reading === undefined || folder === undefined) {
      console.log(`| ${name} | | ${attempt.outcome}: ${attempt.reason} | | | | | |`);
      continue;
    }
    const live = new Set(attempt.reading.tools.map((tool) => tool.name));
    const files = await readPackageFiles(folder);
    const start = performance.now();
    const { tools } = await extractTools(files, { sourceOnly: true });
    const ms = Math.round(performance.now() - start);
    const hits = tools.filter((tool) => live.has(tool.name)).length;
    listed += live.size;
    found += tools.length;
    right += hits;
    const precision = tools.length === 0 ? '-' : (hits / tools.length).toFixed(3);
    const recall = (hits / live.size).toFixed(3);
    console.log(
      `| ${name} | ${version} | ${live.size} | ${tools.length} | ${hits} | ${precision} | ${recall} | ${ms} |`,
    );
  }
} finally {
  await connector.close();
}
const precision = found === 0 ? 1 : right / found;
console.log(
  `\nprecision ${precision.toFixed(3)} (${right} of ${found}), recall ${(right / Math.max(1, listed)).toFixed(3)} (${right} of ${listed})`,
);
if (precision < 1) process.exitCode = 1;
