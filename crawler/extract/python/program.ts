/** The Python files of one server, parsed when first needed, and how their imports lead to each other. */
import type { Budget } from '#crawler/extract/budget.ts';
import { folderOf } from '#crawler/extract/source-files.ts';
import { type Node, parseSource } from '#crawler/extract/syntax.ts';
import type { PyBinding } from './binding.ts';

/** One parsed file. */
export interface PyFile {
  path: string;
  text: string;
  root: Node;
  /** Declarations of a scope, by the id of its node. */
  scopes: Map<number, ReadonlyMap<string, PyBinding>>;
}

/** All of a server's Python files. */
export interface PyProgram {
  sources: readonly string[];
  budget: Budget;
  file(path: string): PyFile | undefined;
  textOf(path: string): string | undefined;
  /** The file a dotted module means; `level` counts the leading dots of a relative import. */
  resolve(from: string, dotted: string, level: number): string | undefined;
  mentions(text: string): boolean;
}

/** Builds the program; parses nothing yet. */
export function createPyProgram(
  all: ReadonlyMap<string, string>,
  sources: readonly string[],
  maxFileChars: number,
  budget: Budget,
): PyProgram {
  const files = new Map<string, PyFile | undefined>();

  function moduleAt(base: string): string | undefined {
    return [`${base}.py`, `${base}/__init__.py`].find((path) => all.has(path));
  }

  return {
    sources,
    budget,
    textOf: (path) => all.get(path),
    mentions: (text) => sources.some((path) => all.get(path)?.includes(text) === true),
    file(path) {
      if (files.has(path)) return files.get(path);
      budget.spend();
      const text = all.get(path);
      const root = text === undefined || text.length > maxFileChars ? undefined : parseSource(path, text);
      const parsed = root === undefined || text === undefined ? undefined : { path, text, root, scopes: new Map() };
      files.set(path, parsed);
      return parsed;
    },
    resolve(from, dotted, level) {
      const rest = dotted.replaceAll('.', '/');
      let folder = folderOf(from);
      if (level > 0) {
        for (let up = 1; up < level; up++) folder = folderOf(folder);
        const base = folder === '' ? rest : rest === '' ? folder : `${folder}/${rest}`;
        return base === '' ? ['__init__.py'].find((path) => all.has(path)) : moduleAt(base);
      }
      if (rest === '') return undefined;
      const roots = ['', 'src'];
      for (let at = folder; at !== ''; at = folderOf(at)) roots.push(at, `${at}/src`);
      for (const root of roots) {
        const found = moduleAt(root === '' ? rest : `${root}/${rest}`);
        if (found !== undefined && found !== from) return found;
      }
      return undefined;
    },
  };
}
