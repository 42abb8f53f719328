/** Builds the site when its sources changed, and says where the build for the present sources lies. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const siteDir = import.meta.dirname;
const rootDir = join(siteDir, '..');
const distDir = join(siteDir, 'dist');

/** Everything that ends up in the build, relative to the project. */
const sources = [
  'site/src',
  'site/public',
  'site/astro.config.ts',
  'crawler/classify',
  'crawler/identity',
  'crawler/methodology',
  'crawler/policy',
  'db/faults.ts',
  'db/queries',
  'db/reconnect.ts',
  'db/schema.ts',
  'db/types.ts',
  'package-lock.json',
];

/** Builds kept besides the present one: a running server still reads the one it was started with. */
const keptBuilds = 2;

/** The build of the present sources, else the latest one there is: `server/entry.mjs` and `client/` lie in it. */
export function findBuild(): string | undefined {
  return [join(distDir, hashSources()), ...listBuilds()].find(isWhole);
}

/**
 * Makes sure that the build of the present sources is there. Takes well under a second when it is.
 * @param options.quiet says nothing unless it fails
 * @param options.signal ends a build under way
 * @returns where the build lies
 * @throws with the builder's last lines when it fails, and when the signal ended it
 */
export async function ensureBuilt(options: { quiet?: boolean; signal?: AbortSignal } = {}): Promise<string> {
  const dir = join(distDir, hashSources());
  if (isWhole(dir)) return dir;
  if (!options.quiet) process.stderr.write('Building the site (once after each change; about half a minute) …\n');
  // Built beside its place and moved there: two processes that build at once do not see each other's halves.
  const draft = `${dir}.${process.pid}`;
  try {
    await runBuild(draft, options.signal);
    try {
      renameSync(draft, dir);
    } catch (error) {
      if (!isWhole(dir)) throw error;
    }
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  forgetOldBuilds(dir);
  return dir;
}

function runBuild(outDir: string, signal?: AbortSignal): Promise<void> {
  const astro = join(rootDir, 'node_modules/astro/bin/astro.mjs');
  const args = [astro, 'build', '--root', siteDir, '--outDir', relative(siteDir, outDir), '--silent'];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: rootDir,
      signal,
      env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', NODE_ENV: 'production', FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(-4000);
      });
    }
    // An ended build still writes until it is closed.
    child.on('error', (error) => signal?.aborted || reject(error));
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the site could not be built (astro build ended with ${code}):\n${output.trim()}`));
    });
  });
}

/** First 16 hex digits of a hash over names and contents of all sources. */
function hashSources(): string {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => listFiles(join(rootDir, source)))) {
    hash
      .update(`${relative(rootDir, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

function listFiles(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => listFiles(join(path, name)));
}

const isWhole = (dir: string) => existsSync(join(dir, 'server/entry.mjs'));

/** All builds, the latest first. */
function listBuilds(): string[] {
  if (!existsSync(distDir)) return [];
  return readdirSync(distDir)
    .filter((name) => /^[0-9a-f]{16}$/.test(name))
    .map((name) => join(distDir, name))
    .toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
}

function forgetOldBuilds(current: string): void {
  const others = listBuilds().filter((dir) => dir !== current);
  for (const dir of others.slice(keptBuilds)) rmSync(dir, { recursive: true, force: true });
}
