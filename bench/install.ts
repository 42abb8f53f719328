/**
 * What installing costs beside npm. The first 30 packages of the starter list are installed by npm and by toolrisk, each
 * into an empty folder with an empty cache, in turn, package by package, without install scripts; then the next 30, with
 * what the first left. Time is the sum over the packages, disk what both folders take in all. At the end every server of
 * the 60 is listed from both trees: the tools must be the same.
 * `npm run bench -- install`; `TOOLRISK_BENCH_COUNT` for other than 30. Works in the system's temporary folder.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';
import { type Connector, createConnector } from '#crawler/connect/index.ts';
import { installPackage } from '#crawler/connect/install.ts';
import { openInstallKitApart } from '#crawler/connect/npm/apart.ts';
import { findInstallers } from '#crawler/connect/npm/resolve.ts';
import { removeTree } from '#crawler/connect/npm/tree.ts';
import { findNpmCli, readNpmSettings } from '#crawler/connect/npm.ts';
import { npmPackages } from '#crawler/connect/npm-packages.ts';
import { defaultLimits } from '#crawler/connect/options.ts';
import { cacheFolders, openPackageCache } from '#crawler/connect/package-cache.ts';
import { openSandbox } from '#crawler/connect/sandbox/index.ts';
import { type StarterServer, starterList } from '#crawler/discover/starter-list.ts';
import type { LaunchSpec } from '#db/types.ts';

const count = Number(process.env.TOOLRISK_BENCH_COUNT ?? 30);
/** What may be taken at most, as a part of npm's. */
const allowed = { cold: 0.25, disk: 0.6, warm: 0.2 };
const run = promisify(execFile);
const never = new AbortController().signal;

/** One package, by both. */
interface Row {
  server: StarterServer;
  version: string;
  npmMs: number;
  oursMs: number;
}

/** What a folder takes on the disk, files with several names once, bytes. */
async function diskOf(folder: string): Promise<number> {
  const { stdout } = await run('du', ['-s', '--block-size=1', folder]);
  return Number(stdout.split('\t')[0]);
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
const mb = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

/** Runs the benchmark and prints its tables; sets the exit code where more is taken than is allowed or the tools differ. */
export async function bench(): Promise<void> {
  const cli = findNpmCli();
  const sandbox = await openSandbox();
  if (cli === undefined || !('start' in sandbox)) throw new Error('npm and a sandbox are needed');
  const root = await mkdtemp(join(tmpdir(), 'toolrisk-bench-install-'));
  const at = {
    npm: join(root, 'npm'),
    ours: join(root, 'ours'),
    theirs: join(root, 'theirs'),
    sockets: join(root, 's'),
  };
  for (const folder of Object.values(at)) await mkdir(folder);
  const kitIn = (folder: string) =>
    openInstallKitApart(async () => ({
      ...cacheFolders(folder),
      indexes: [],
      settings: await readNpmSettings(),
      maxTreeBytes: Number.POSITIVE_INFINITY,
    }));
  const kit = kitIn(at.ours);
  const other = kitIn(at.theirs);
  const parts = {
    cache: await openPackageCache(at.ours, Number.POSITIVE_INFINITY, kit),
    manager: npmPackages({ kit, installers: findInstallers(sandbox), socketDir: at.sockets }),
    limits: defaultLimits,
    maxCacheBytes: Number.POSITIVE_INFINITY,
    log() {},
  };

  async function installBoth(server: StarterServer): Promise<Row | undefined> {
    const folder = join(at.npm, server.package.replace('/', '+'));
    await mkdir(folder);
    await writeFile(join(folder, 'package.json'), '{"private":true}');
    const flags = [
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--no-package-lock',
      `--cache=${join(at.npm, 'cache')}`,
    ];
    const npmAt = performance.now();
    const done = await run(process.execPath, [cli as string, 'install', server.package, ...flags], {
      cwd: folder,
    }).catch(() => undefined);
    const npmMs = performance.now() - npmAt;
    if (done === undefined) return undefined;
    const manifest = join(folder, 'node_modules', server.package, 'package.json');
    const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
    const oursAt = performance.now();
    const installed = await installPackage(parts, { name: server.package, version }, never);
    const oursMs = performance.now() - oursAt;
    await installed.release();
    console.error(`${server.package}@${version}: npm ${seconds(npmMs)}, toolrisk ${seconds(oursMs)}`);
    return { server, version, npmMs, oursMs };
  }

  async function round(name: string, servers: readonly StarterServer[], most: number): Promise<Row[]> {
    const rows: Row[] = [];
    for (const server of servers) {
      const row = await installBoth(server);
      if (row) rows.push(row);
    }
    const [npmMs, oursMs] = [sum(rows.map((row) => row.npmMs)), sum(rows.map((row) => row.oursMs))];
    const [npmBytes, oursBytes] = [await diskOf(at.npm), await diskOf(at.ours)];
    const ratio = oursMs / npmMs;
    const cells = [name, rows.length, seconds(npmMs), seconds(oursMs), `${ratio.toFixed(2)} (${most})`];
    const disk = [mb(npmBytes), mb(oursBytes), `${(oursBytes / npmBytes).toFixed(2)} (${allowed.disk})`];
    console.log(`| ${[...cells, ...disk].join(' | ')} |`);
    if (ratio > most || oursBytes / npmBytes > allowed.disk) process.exitCode = 1;
    return rows;
  }

  try {
    console.log('| packages | | npm | toolrisk | ratio (allowed) | npm on disk | toolrisk on disk | ratio (allowed) |');
    console.log('|---|---|---|---|---|---|---|---|');
    const cold = await round('cold', starterList.slice(0, count), allowed.cold);
    const warm = await round('warm', starterList.slice(count, 2 * count), allowed.warm);
    await compareTools([...cold, ...warm]);
  } finally {
    await kit.end();
    await other.end();
    await sandbox.close();
    await removeTree(root);
  }

  /** Lists every server from both trees, npm's put into a cache as if it had been installed here. */
  async function compareTools(rows: readonly Row[]): Promise<void> {
    const cache = await openPackageCache(at.theirs, Number.POSITIVE_INFINITY, other);
    const connectors = await Promise.all(
      [at.theirs, at.ours].map((cacheDir) =>
        createConnector({
          cacheDir,
          maxCacheBytes: Number.POSITIVE_INFINITY,
          scratchDir: join(root, 'scratch'),
          sandbox: 'required',
        }),
      ),
    );
    let listed = 0;
    for (const { server, version } of rows) {
      const staged = await cache.stage();
      await rename(join(at.npm, server.package.replace('/', '+'), 'node_modules'), join(staged, 'node_modules'));
      const tree = { version, ...(await other.seal(staged)), parts: [], notes: [] };
      await (await cache.keep(staged, server.package, tree)).release();
      const env = Object.keys(server.env ?? {}).map((name) => ({ name, required: true, secret: true }));
      const { package: name, bin, args = [] } = server;
      const spec: LaunchSpec = { kind: 'npm', package: name, version, args: [...args], env, ...(bin && { bin }) };
      const list = async (connector: Connector | undefined) => {
        const { outcome, reading } = (await connector?.list(spec, {})) ?? {};
        return { outcome, tools: reading?.tools.map((tool) => tool.name).sort() };
      };
      const [theirs, ours] = await Promise.all(connectors.map(list));
      if (theirs?.outcome === 'listed') listed += 1;
      if (isDeepStrictEqual(theirs, ours)) continue;
      // A server may name its tools anew at each start; then their number has to do.
      const again = await list(connectors[0]);
      if (!isDeepStrictEqual(theirs, again) && theirs?.tools?.length === ours?.tools?.length) {
        console.log(`${name}@${version} names its tools anew at each start; both trees give as many.`);
        continue;
      }
      console.log(`${name}@${version} differs: npm's tree ${theirs?.outcome}, toolrisk's ${ours?.outcome}`);
      process.exitCode = 1;
    }
    console.log(`\nOf ${rows.length} servers ${listed} list from npm's tree.`);
    for (const connector of connectors) await connector.close();
  }
}
