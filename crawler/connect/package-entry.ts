import { open, readFile, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { AttemptFailure } from './attempt-failure.ts';

/** The program of an installed package and what runs it. */
export interface PackageEntry {
  /** Path relative to the folder that holds `node_modules`. */
  file: string;
  /** `node` for scripts, `self` for programs that run themselves, else an absolute interpreter path. */
  runner: string;
  /** Flags its first line gives to Node.js. */
  nodeFlags: string[];
}

/** Longest first line read, bytes. */
const headBytes = 512;

/**
 * Finds which file of an installed package is the server: the program that was asked for, the one named like the
 * package, the one that says MCP in its name, the only one, or the package's main file.
 * @throws AttemptFailure `not-launchable` or `unsupported-runtime`
 */
export async function findPackageEntry(folder: string, name: string, bin?: string): Promise<PackageEntry> {
  const root = join(folder, 'node_modules', name);
  const manifest = (await readManifest(join(root, 'package.json'))) ?? {};
  const shortName = shortNameOf(name);
  const bins = programsOf(manifest, name);
  const program = chooseProgram(Object.keys(bins), shortName, bin);
  if (bin !== undefined && bin !== shortName && program !== bin) {
    throw new AttemptFailure(
      'not-launchable',
      `${name} installs no program called ${bin}.`,
      'Name the package that has it, or the program of this one.',
    );
  }
  const path = (program && bins[program]) ?? (typeof manifest.main === 'string' ? manifest.main : undefined);
  if (path === undefined) {
    throw new AttemptFailure(
      'not-launchable',
      `${name} installs no program that could be started.`,
      'It is a library; name the package that holds the server.',
    );
  }
  return resolveEntry(folder, name, path);
}

/**
 * A file of an installed package as a program.
 * @param path relative to the package
 * @throws AttemptFailure `not-launchable` where there is no such file in it, or `unsupported-runtime`
 */
export async function resolveEntry(folder: string, name: string, path: string): Promise<PackageEntry> {
  const root = join(folder, 'node_modules', name);
  // A path that leaves the package is followed by nobody, wherever it would lead.
  const file = relative(root, join(root, path)).startsWith('..') ? undefined : await resolveFile(join(root, path));
  const real = file && (await realpath(file));
  const inside = real && relative(await realpath(folder), real);
  if (inside === undefined || inside.startsWith('..') || isAbsolute(inside)) {
    throw new AttemptFailure(
      'not-launchable',
      `${name} names the program ${path}, which is not in the package.`,
      'Report this to the author.',
    );
  }
  return { file: inside, ...(await findRunner(join(folder, inside), name)) };
}

const shortNameOf = (name: string) => name.replace(/^@[^/]+\//, '');

/** The files of a package's programs by their names. */
export function programsOf({ bin }: Record<string, unknown>, name: string): Record<string, string> {
  return typeof bin === 'string' ? { [shortNameOf(name)]: bin } : toStrings(bin);
}

/**
 * Which of a package's programs is the server: the one that was asked for, the only one, the one named like the package
 * where that says MCP, one that says MCP in its name, the one named like the package, the first. A package named after
 * its command line keeps its server in a program of its own.
 */
export function chooseProgram(
  names: readonly string[],
  shortName: string,
  wanted: string | undefined,
): string | undefined {
  return (
    names.find((name) => name === wanted) ??
    (names.length === 1 ? names[0] : undefined) ??
    names.find((name) => name === shortName && /mcp/i.test(name)) ??
    names.find((name) => /\bmcp\b/i.test(name) && /server|stdio/i.test(name)) ??
    names.find((name) => /(?:^|[-_.])mcp(?:$|[-_.])/i.test(name)) ??
    names.find((name) => name === shortName) ??
    names.find((name) => /mcp/i.test(name)) ??
    names[0]
  );
}

/** What the first bytes say about how to run a file. */
async function findRunner(path: string, name: string): Promise<Pick<PackageEntry, 'runner' | 'nodeFlags'>> {
  const file = await open(path);
  let head: Buffer;
  try {
    const buffer = Buffer.alloc(headBytes);
    head = buffer.subarray(0, (await file.read(buffer, 0, headBytes, 0)).bytesRead);
  } finally {
    await file.close();
  }
  if (head.subarray(0, 4).toString('latin1') === '\x7fELF') return { runner: 'self', nodeFlags: [] };
  const line = head.toString('latin1').split('\n')[0]?.trim() ?? '';
  if (!line.startsWith('#!')) return { runner: 'node', nodeFlags: [] };
  const words = line.slice(2).trim().split(/\s+/);
  const command = /(^|\/)env$/.test(words[0] ?? '')
    ? words.slice(1).filter((word) => word !== '-S' && !/^\w+=/.test(word))
    : words;
  const program = command[0] ?? '';
  const base = program.split('/').at(-1) ?? '';
  if (base === 'node' || base === 'nodejs')
    return { runner: 'node', nodeFlags: command.slice(1).filter((flag) => flag.startsWith('--')) };
  if (base === 'tsx' || base === 'ts-node') return { runner: 'node', nodeFlags: [] };
  if (['bun', 'deno'].includes(base)) {
    throw new AttemptFailure(
      'unsupported-runtime',
      `${name} is made for ${base}, not for Node.js.`,
      `Servers for ${base} are not started.`,
    );
  }
  return { runner: base === 'sh' || base === 'bash' ? `/bin/${base}` : `/usr/bin/${base}`, nodeFlags: [] };
}

async function resolveFile(path: string): Promise<string | undefined> {
  for (const candidate of [path, `${path}.js`, `${path}.mjs`, `${path}.cjs`, join(path, 'index.js')]) {
    const handle = await open(candidate).catch(() => undefined);
    if (handle === undefined) continue;
    const isFile = (await handle.stat()).isFile();
    await handle.close();
    if (isFile) return candidate;
  }
  return undefined;
}

/** The `package.json` at a path; undefined where it is none. */
export async function readManifest(path: string): Promise<Record<string, unknown> | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** Those entries of something that are text. */
export function toStrings(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
