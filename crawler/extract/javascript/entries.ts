/** Which files a package's own entry points reach: a file left over from an earlier version defines nothing. */
import { folderOf, isForeign, isInstalled, joinPath } from '#crawler/extract/source-files.ts';
import { descendantsOfKind } from '#crawler/extract/syntax.ts';
import type { Json } from '#db/types.ts';
import { type JsFile, partsWith } from './file.ts';
import { importsOf, loadsComputedModules } from './imports.ts';
import { findModule, type JsProgram } from './program.ts';

/** Folders built files stand in, and where their source usually is. */
const builtFolders = ['dist', 'build', 'lib', 'out', 'bin'];

function stringsIn(json: Json | undefined, out: string[], depth = 0): void {
  if (typeof json === 'string') out.push(json);
  else if (json !== null && typeof json === 'object' && depth < 8) {
    for (const value of Object.values(json)) stringsIn(value, out, depth + 1);
  }
}

function entriesOf(all: ReadonlyMap<string, string>, folder: string, text: string, allPrograms: boolean): string[] {
  let manifest: { [key: string]: Json };
  try {
    manifest = JSON.parse(text) as { [key: string]: Json };
  } catch {
    return [];
  }
  if (manifest === null || typeof manifest !== 'object') return [];
  const { bin, name: own } = manifest;
  const short = typeof own === 'string' ? own.slice(own.indexOf('/') + 1) : '';
  // Of several programs the one called like the package is the server.
  if (!allPrograms && bin !== null && typeof bin === 'object' && !Array.isArray(bin) && bin[short] !== undefined)
    manifest.bin = bin[short];
  const programs = allPrograms ? [] : filesOf(all, folder, manifest, ['bin']);
  // What is started is the program; what others may import is reached from it, or is a build of the same beside it.
  return programs.length > 0 ? programs : filesOf(all, folder, manifest, ['main', 'module', 'bin', 'exports']);
}

/** The files that some keys of a manifest name. */
function filesOf(
  all: ReadonlyMap<string, string>,
  folder: string,
  manifest: { [key: string]: Json },
  keys: readonly string[],
): string[] {
  const named: string[] = [];
  for (const key of keys) stringsIn(manifest[key], named);
  if (named.length === 0 && keys.includes('main')) named.push('index.js');
  const found = new Set<string>();
  for (const name of named) {
    const path = joinPath(folder, name);
    if (path === undefined) continue;
    const direct = findModule(all, path);
    if (direct !== undefined) {
      found.add(direct);
      continue;
    }
    const rest = path.slice(folder === '' ? 0 : folder.length + 1).split('/');
    if (!builtFolders.includes(rest[0] ?? '')) continue;
    for (const candidate of [['src', ...rest.slice(1)], rest.slice(1), ['src', ...rest.slice(2)]]) {
      const source = joinPath(folder, candidate.join('/'));
      const at = source === undefined ? undefined : findModule(all, source);
      if (at !== undefined) {
        found.add(at);
        break;
      }
    }
  }
  return [...found];
}

/** Whether a package among the files has programs beside the one called like it. */
export function hasSeveralPrograms(all: ReadonlyMap<string, string>): boolean {
  return [...all.keys()].some((path) => {
    if (path !== 'package.json' && !path.endsWith('/package.json')) return false;
    const [folder, text] = [folderOf(path), all.get(path) ?? ''];
    return entriesOf(all, folder, text, true).length > entriesOf(all, folder, text, false).length;
  });
}

const starting = /^(?:node:)?(?:child_process|worker_threads)$/;

/** The sources that a file which starts programs names in a text: `spawn(node, [join(here, '../src/server.js')])`. */
function startedBy(program: JsProgram, file: JsFile): string[] {
  if (!importsOf(file).some(({ specifier }) => starting.test(specifier))) return [];
  const texts = descendantsOfKind(partsWith(file, '.js', '.mjs', '.cjs'), 'string_fragment');
  return texts.flatMap((text) => {
    const named = text.text().replace(/^(?:\.{0,2}\/)+/, '');
    if (!/^[\w@.-]+(?:\/[\w@.-]+)*\.[cm]?js$/.test(named)) return [];
    const meant = program.sources.filter((path) => path === named || path.endsWith(`/${named}`));
    return meant.length === 1 ? meant : [];
  });
}

/**
 * The sources without those that their package's entry points do not reach, and sentences on what was left out.
 * @param allPrograms whether each program of a package counts, not only the one called like it
 */
export function reachableSources(
  program: JsProgram,
  all: ReadonlyMap<string, string>,
  allPrograms: boolean,
): { sources: string[]; notes: string[] } {
  const folders = [...all.keys()]
    .filter((path) => (path === 'package.json' || path.endsWith('/package.json')) && !isForeign(path))
    .map(folderOf)
    .sort((a, b) => b.length - a.length);
  const home = (path: string) => folders.find((folder) => folder === '' || path.startsWith(`${folder}/`));
  const unknownHomes = new Set<string | undefined>([undefined]);
  const reached = new Set<string>();
  for (const folder of folders) {
    const manifest = all.get(folder === '' ? 'package.json' : `${folder}/package.json`) ?? '';
    const entries = entriesOf(all, folder, manifest, allPrograms);
    if (entries.length === 0) unknownHomes.add(folder);
    const queue = [...entries];
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      if (reached.has(path)) continue;
      reached.add(path);
      program.budget.spend();
      const file = program.file(path);
      if (file === undefined) {
        unknownHomes.add(home(path));
        continue;
      }
      queue.push(...program.links(path).map((link) => link.path), ...startedBy(program, file));
      const aliased = importsOf(file).some(
        ({ specifier }) =>
          ['@/', '~', '#', '.'].some((prefix) => specifier.startsWith(prefix)) &&
          program.resolve(path ?? '', specifier) === undefined &&
          !specifier.endsWith('.json'),
      );
      if (aliased || loadsComputedModules(file)) unknownHomes.add(home(path));
    }
  }
  const sources = program.sources.filter(
    (path) => reached.has(path) || (!isInstalled(path) && unknownHomes.has(home(path))),
  );
  const left = program.sources.length - sources.length;
  const notes = left === 0 ? [] : [`${left} files were left out: the package's entry points do not reach them.`];
  return { sources, notes };
}
