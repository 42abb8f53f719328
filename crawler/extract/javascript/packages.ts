/** Where the name of an installed package, or of a package's own inner module, leads among the files, as Node finds it. */
import { folderOf, joinPath } from '#crawler/extract/source-files.ts';
import type { Json } from '#db/types.ts';

/** Conditions under which an entry of `exports` or `imports` counts for a program that Node runs. */
const conditions: ReadonlySet<string> = new Set(['node', 'import', 'module-sync', 'require', 'default']);
/** Deepest nesting of conditions followed. */
const maxDepth = 8;

type Manifest = { readonly [key: string]: Json | undefined };

function manifestAt(all: ReadonlyMap<string, string>, folder: string): Manifest | undefined {
  const text = all.get(folder === '' ? 'package.json' : `${folder}/package.json`);
  if (text === undefined) return undefined;
  try {
    const parsed = JSON.parse(text) as Json;
    return parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** The path a target stands for, the first of several that counts. */
function chosenTarget(target: Json | undefined, depth = 0): string | undefined {
  if (typeof target === 'string') return target;
  if (target === null || typeof target !== 'object' || depth > maxDepth) return undefined;
  const choices = Array.isArray(target)
    ? target
    : Object.entries(target).flatMap(([condition, inner]) => (conditions.has(condition) ? [inner] : []));
  for (const choice of choices) {
    const found = chosenTarget(choice, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The target of a name in a map of names, of which some hold a `*`. */
function targetOf(map: Manifest, name: string): string | undefined {
  if (map[name] !== undefined) return chosenTarget(map[name]);
  for (const [pattern, target] of Object.entries(map)) {
    const star = pattern.indexOf('*');
    const tail = pattern.slice(star + 1);
    if (star < 0 || !name.startsWith(pattern.slice(0, star)) || !name.endsWith(tail)) continue;
    const meant = name.slice(star, name.length - tail.length);
    return chosenTarget(target)?.replaceAll('*', meant);
  }
  return undefined;
}

/** The path of a module inside a package; `name` begins with `.`. */
function exportedPath({ exports, module, main }: Manifest, name: string): string {
  if (exports !== undefined && exports !== null) {
    const byName = typeof exports === 'object' && Object.keys(exports).some((key) => key.startsWith('.'));
    const target = byName ? targetOf(exports as Manifest, name) : name === '.' ? chosenTarget(exports) : undefined;
    if (target !== undefined) return target;
  }
  if (name !== '.') return name;
  return [module, main].find((path) => typeof path === 'string') ?? 'index.js';
}

/** The path, without a guess at its ending, that a name which is no path leads to from a folder. */
export function packagePath(
  all: ReadonlyMap<string, string>,
  fromFolder: string,
  specifier: string,
): string | undefined {
  const [, name, rest = ''] = /^((?:@[^/]+\/)?[^/@#.][^/]*)(\/.+)?$/.exec(specifier) ?? [];
  for (let up: string | undefined = fromFolder; up !== undefined; up = up === '' ? undefined : folderOf(up)) {
    if (specifier.startsWith('#')) {
      const manifest = manifestAt(all, up);
      if (manifest === undefined) continue;
      const { imports } = manifest;
      const target =
        imports !== null && typeof imports === 'object' && !Array.isArray(imports)
          ? targetOf(imports, specifier)
          : undefined;
      return target?.startsWith('.') === true ? joinPath(up, target) : undefined;
    }
    if (name === undefined) return undefined;
    const home = joinPath(up, `node_modules/${name}`);
    const manifest = home === undefined ? undefined : manifestAt(all, home);
    if (home !== undefined && manifest !== undefined) return joinPath(home, exportedPath(manifest, `.${rest}`));
  }
  return undefined;
}
