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

/** The files that are read, their texts by clean path, and sentences on those that are not. */
export interface ChosenFiles {
  /** Every file with a usable path, manifests included. */
  all: ReadonlyMap<string, string>;
  /** Paths of source files, sorted, foreign ones left out. */
  sources: readonly string[];
  notes: string[];
}

/** Sorts, bounds and filters what the caller gave. */
export function chooseFiles(given: SourceFiles, limits: ExtractLimits): ChosenFiles {
  const notes: string[] = [];
  const all = new Map<string, string>();
  const entries = given instanceof Map ? [...given.entries()] : Object.entries(given);
  for (const [path, text] of entries) {
    if (typeof path !== 'string' || typeof text !== 'string') continue;
    const clean = cleanPath(path.replaceAll('\\', '/'));
    if (clean !== undefined && !all.has(clean)) all.set(clean, text);
  }
  const sources: string[] = [];
  let total = 0;
  let skippedFiles = 0;
  for (const path of [...all.keys()].sort()) {
    const text = all.get(path) ?? '';
    if (languageOf(path) === undefined || isForeign(path)) continue;
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
  return { all, sources, notes };
}
