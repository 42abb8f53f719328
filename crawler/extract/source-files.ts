/** Which of the given files are a server's own source, and how relative names lead from one to another. */
import { extensionOf } from './syntax.ts';
import type { ExtractLimits, SourceFiles, SourceLanguage } from './types.ts';

/** Folders whose files never define what a server offers. */
const foreignFolders: ReadonlySet<string> = new Set([
  'node_modules',
  '.git',
  'test',
  'tests',
  '__tests__',
  '__test__',
  '__mocks__',
  'testing',
  'testdata',
  'fixtures',
  '__fixtures__',
  'spec',
  'specs',
  'e2e',
  'example',
  'examples',
  'sample',
  'samples',
  'demo',
  'demos',
  'docs',
  'doc',
  'website',
  'bench',
  'benchmark',
  'benchmarks',
  'vendor',
  'third_party',
  'site-packages',
  '.venv',
  'venv',
  '.next',
  'coverage',
  'storybook',
]);

/** Name endings of tests, stories, type declarations and configuration, before the extension. */
const foreignEndings = ['.test', '.spec', '.d', '.stories', '.bench', '.config', '.e2e', '.mock', '_test'];

/** The path without `./`, or `undefined` where it leaves the folder or cannot be one. */
export function cleanPath(path: string): string | undefined {
  const out: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (out.pop() === undefined) return undefined;
    } else out.push(part);
  }
  return out.length === 0 ? undefined : out.join('/');
}

/** The folder of a path; `''` is the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** Joins a folder and a relative path; `undefined` where it leaves the root. */
export function joinPath(folder: string, relative: string): string | undefined {
  return cleanPath(folder === '' ? relative : `${folder}/${relative}`);
}

/** The language of a file by its ending. */
export function languageOf(path: string): SourceLanguage | undefined {
  switch (extensionOf(path)) {
    case 'ts':
    case 'mts':
    case 'cts':
    case 'tsx':
    case 'js':
    case 'mjs':
    case 'cjs':
    case 'jsx':
      return 'javascript';
    case 'py':
      return 'python';
    case 'go':
      return 'go';
    default:
      return undefined;
  }
}

/** Whether a file belongs to tests, examples, documentation or somebody else. */
export function isForeign(path: string): boolean {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  if (parts.some((part) => foreignFolders.has(part.toLowerCase()))) return true;
  const extension = extensionOf(path);
  const stem = name.slice(0, name.length - extension.length - 1).toLowerCase();
  if (foreignEndings.some((ending) => stem.endsWith(ending))) return true;
  return extension === 'py' && (stem.startsWith('test_') || stem === 'conftest' || stem === 'setup');
}

const installedPackage = /^node_modules\/(?:@[^/]+\/)?[^/]+\//;

/** Whether a file belongs to a package that is installed for the server. */
export function isInstalled(path: string): boolean {
  return installedPackage.test(path);
}

/** The files that are read, their texts by clean path, and sentences on those that are not. */
export interface ChosenFiles {
  /** Every file with a usable path, manifests included. */
  all: ReadonlyMap<string, string>;
  /** Paths of source files, foreign ones left out, the server's own first, else sorted. */
  sources: readonly string[];
  /** Whether what a file defines is the server's; the others are there to be imported. */
  isOwn(path: string): boolean;
  /** Whether packages installed for the server and all its programs are looked at. */
  wide: boolean;
  notes: string[];
}

/** Manifests that make a folder a package of its own. */
const packageManifests = ['package.json', 'pyproject.toml', 'go.mod', 'Cargo.toml', 'server.json'];

/** Folders of packages below a folder, which are somebody else's: a repository's other servers, its website. */
function packagesBelow(all: ReadonlyMap<string, string>, folder: string): string[] {
  return [...all.keys()].flatMap((path) => {
    const at = folderOf(path);
    if (at === folder || !isWithin(path, folder)) return [];
    const name = path.slice(at.length + 1);
    // A package.json without a name only says how the files beside it are read.
    const counts =
      packageManifests.includes(name) && (name !== 'package.json' || /"name"\s*:/.test(all.get(path) ?? ''));
    return counts ? [at] : [];
  });
}

function isWithin(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}

/**
 * Sorts, bounds and filters what the caller gave.
 * @param folder where the server lives among files that are not all its own; absent where all are
 * @param wide whether the packages installed for the server are read too, and all its programs
 */
export function chooseFiles(given: SourceFiles, limits: ExtractLimits, folder?: string, wide = false): ChosenFiles {
  const notes: string[] = [];
  const all = new Map<string, string>();
  const entries = given instanceof Map ? [...given.entries()] : Object.entries(given);
  for (const [path, text] of entries) {
    if (typeof path !== 'string' || typeof text !== 'string') continue;
    const clean = cleanPath(path.replaceAll('\\', '/'));
    if (clean === undefined || all.has(clean) || (!wide && isInstalled(clean))) continue;
    all.set(clean, text);
  }
  const others = folder === undefined ? [] : packagesBelow(all, folder);
  const isOwn = (path: string) => isWithin(path, folder ?? '') && !others.some((other) => isWithin(path, other));
  const paths = [...all.keys()].sort();
  const sources: string[] = [];
  let total = 0;
  let skippedFiles = 0;
  for (const path of [...paths.filter(isOwn), ...paths.filter((path) => !isOwn(path))]) {
    const text = all.get(path) ?? '';
    if (languageOf(path) === undefined || isForeign(path.replace(installedPackage, ''))) continue;
    if (text.length > limits.maxFileChars) {
      notes.push(`${path}: left out, longer than ${limits.maxFileChars} characters.`);
    } else if (sources.length >= limits.maxFiles || total + text.length > limits.maxTotalChars) {
      skippedFiles++;
    } else {
      sources.push(path);
      total += text.length;
    }
  }
  if (skippedFiles > 0) notes.push(`${skippedFiles} source files were left out: more than this reading allows.`);
  return { all, sources, isOwn, wide, notes };
}
