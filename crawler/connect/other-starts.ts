/**
 * Other ways to start an installed npm package than its program without arguments: as its README and its `server.json`
 * show it, and by another of its files that is a server where its program is a command line. Nothing is run.
 */
import { readFile } from 'node:fs/promises';
import { join, normalize } from 'node:path/posix';
import { readReadmeSnippet } from '#crawler/discover/manifests/client-config.ts';
import { launchOfServerJson, parseServerJson } from '#crawler/discover/manifests/server-json.ts';
import { programsOf, readManifest, toStrings } from './package-entry.ts';

/** One other way to start a package. */
export interface OtherStart {
  /** How it is then started, as the end of a sentence. */
  how: 'as its README shows' | 'as its server.json shows' | 'by another of its programs';
  /** File relative to the package; the program that is started anyway where absent. */
  file?: string;
  args: string[];
  /** Names of variables that are shown with it. */
  env: string[];
}

/** Other files tried; each costs a start. */
const maxFiles = 2;
/** How much of a file is looked at for signs of a server, bytes. */
const maxFileBytes = 3_000_000;
/** First words that prepare or ask something, and start no server. */
const preparing =
  /^(?:setup|install|uninstall|init|log-?in|log-?out|auth|accounts?|config|configure|status|doctor|list|add|remove|update|help|version|--help|--version|-[hvV])$/;
/** What only a server over stdio has in it. */
const servesStdio = /StdioServerTransport|server\\?\/stdio|\bFastMCP\b|transportType:\s*["']stdio["']/;

/**
 * The other ways, likeliest first.
 * @param folder the one that holds `node_modules`
 * @param name of the package
 * @param chosen file relative to the package that is started anyway
 */
export async function findOtherStarts(folder: string, name: string, chosen: string): Promise<OtherStart[]> {
  const root = join(folder, 'node_modules', name);
  const read = async (file: string) =>
    (await readFile(join(root, file), 'utf8').catch(() => '')).slice(0, maxFileBytes);
  const manifest = (await readManifest(join(root, 'package.json'))) ?? {};
  const bins = programsOf(manifest, name);
  const shown = [showByServerJson(await read('server.json'), name), showByReadme(await read('README.md'), name, bins)];
  const starts: OtherStart[] = shown.flatMap((start) => {
    if (start === undefined) return [];
    const { file, ...same }: OtherStart = start;
    return [file === normalize(chosen) ? same : start];
  });
  const files = [...Object.values(bins), ...mainFiles(manifest)].map((file) => normalize(file));
  const others = [...new Set(files)].filter((file) => file !== normalize(chosen));
  let tried = 0;
  for (const file of others) {
    if (tried < maxFiles && servesStdio.test(await read(file))) {
      starts.push({ how: 'by another of its programs', file, args: [], env: [] });
      tried += 1;
    }
  }
  return starts;
}

function showByServerJson(text: string, name: string): OtherStart | undefined {
  const server = parseServerJson(text);
  const launch = server && launchOfServerJson(server, { pinned: false });
  if (launch?.kind !== 'npm' || launch.package !== name) return undefined;
  return { how: 'as its server.json shows', args: launch.args, env: launch.env.map((input) => input.name) };
}

/** As a README shows it: by the package, or by one of the programs it installs. */
function showByReadme(text: string, name: string, bins: Readonly<Record<string, string>>): OtherStart | undefined {
  const shown = readReadmeSnippet(text, ({ launch }) => {
    if (launch?.kind !== 'npm' && launch?.kind !== 'command') return false;
    const isIts = launch.kind === 'npm' ? launch.package === name : Object.hasOwn(bins, launch.command);
    return isIts && !preparing.test(launch.args[0] ?? '');
  });
  const launch = shown?.launch;
  if (launch?.kind !== 'npm' && launch?.kind !== 'command') return undefined;
  const bin = launch.kind === 'npm' ? launch.bin : launch.command;
  const file = bin === undefined ? undefined : bins[bin];
  return {
    how: 'as its README shows',
    ...(file !== undefined && { file: normalize(file) }),
    args: launch.args,
    env: launch.env.map((input) => input.name),
  };
}

/** Files that the manifest starts by itself. */
function mainFiles(manifest: Record<string, unknown>): string[] {
  const scripts = Object.values(toStrings(manifest.scripts));
  const started = scripts.flatMap((line) => /^node\s+(?:--\S+\s+)*([\w./-]+\.[cm]?js)\s*$/.exec(line)?.[1] ?? []);
  return [...(typeof manifest.main === 'string' ? [manifest.main] : []), ...started];
}
