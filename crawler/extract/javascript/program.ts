/** The JavaScript and TypeScript files of one server, parsed when first needed, and how their imports lead to each other. */
import type { Budget } from '#crawler/extract/budget.ts';
import { folderOf, isForeign, joinPath, languageOf } from '#crawler/extract/source-files.ts';
import { type Node, parseSource } from '#crawler/extract/syntax.ts';
import type { Env, Value } from '#crawler/extract/values.ts';
import type { Binding } from './binding.ts';
import type { ContextMemory } from './context.ts';
import type { JsFile } from './file.ts';
import { importsOf } from './imports.ts';
import { packagePath } from './packages.ts';

/** One import, re-export, `require` or `import()` of another file. */
export interface Link {
  path: string;
  /** The whole module is taken, so that any of its exports may be used. */
  whole: boolean;
}

/** How expressions are worked out: the functions of other files that call each other in circles. */
export interface Evaluator {
  /** The value of an expression. */
  evaluate(program: JsProgram, file: JsFile, node: Node, env: Env): Value;
  /** What is found out within few steps; beyond them nothing is certain. */
  briefly<T>(work: () => T, maxSteps?: number): T;
  /** Counts one step; false where no more may be taken. */
  takeStep(): boolean;
  /** The value of a declaration. */
  evaluateBinding(program: JsProgram, file: JsFile, binding: Binding, env: Env): Value;
  /** What is assigned in that of several places which surely runs. */
  chosenValue(program: JsProgram, file: JsFile, targets: readonly Node[], home: Node, env: Env): Value;
  /** A member of a value. */
  memberOf(program: JsProgram, value: Value, step: string | number): Value;
  /** The result of a function for these arguments. */
  callWith(program: JsProgram, fn: Value & { kind: 'function' }, args: readonly (() => Value)[]): Value;
  /** A field of a class with what its methods put into it. */
  mutatedField(
    program: JsProgram,
    file: JsFile,
    owner: Node,
    name: string,
    value: Value & { kind: 'list' | 'record' },
  ): Value;
}

/** All of a server's files in these languages. */
export interface JsProgram {
  /** Files that are the server's own source and can be reached, sorted. */
  sources: readonly string[];
  budget: Budget;
  /** Works out expressions. */
  run: Evaluator;
  /** The parsed file, or `undefined` where there is none. */
  file(path: string): JsFile | undefined;
  /** The path an import leads to, or `undefined` where it leaves the files. */
  resolve(from: string, specifier: string): string | undefined;
  /** The text of a file. */
  textOf(path: string): string | undefined;
  /** The files a file imports, requires or re-exports from. */
  links(path: string): readonly Link[];
  /** What has been worked out about when its functions run. */
  contexts: ContextMemory;
  /** Values of declarations outside functions, by the key of the declaration. */
  values: Map<string, Value>;
  /** Whether the program puts a method of its own in place of a server's, by its name. */
  replaced: Map<string, boolean>;
  /** What objects of a class are to a framework, by the class and the names of the framework's own. */
  receivers: Map<string, 'server' | 'other' | 'unclear'>;
  /** Names of collections that something may change, by file. */
  touched: Map<string, ReadonlySet<string>>;
  /** Whether any of the sources or of their packages' manifests holds a text. */
  mentions(text: string): boolean;
}

const endings = ['', '.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.jsx'];
const indexEndings = endings.slice(1).map((ending) => `/index${ending}`);
/** What TypeScript lets an import say, and the file it means. */
const emittedEndings: readonly (readonly [string, readonly string[]])[] = [
  ['.js', ['.ts', '.tsx', '.jsx']],
  ['.mjs', ['.mts']],
  ['.cjs', ['.cts']],
  ['.jsx', ['.tsx']],
];

/** Where a relative path leads among the files, trying the endings Node, TypeScript and bundlers try. */
export function findModule(texts: ReadonlyMap<string, string>, path: string): string | undefined {
  const candidates = endings.map((ending) => path + ending);
  for (const [emitted, sources] of emittedEndings) {
    if (path.endsWith(emitted)) {
      candidates.push(...sources.map((source) => path.slice(0, -emitted.length) + source));
    }
  }
  candidates.push(...indexEndings.map((ending) => path + ending));
  return candidates.find((candidate) => texts.has(candidate) && languageOf(candidate) === 'javascript');
}

/** Builds the program; parses nothing yet. `all` may hold files of any kind, `sources` those that may register tools. */
export function createProgram(
  all: ReadonlyMap<string, string>,
  sources: readonly string[],
  maxFileChars: number,
  budget: Budget,
  run: Evaluator,
): JsProgram {
  const files = new Map<string, JsFile | undefined>();

  function file(path: string): JsFile | undefined {
    if (files.has(path)) return files.get(path);
    budget.spend();
    const text = all.get(path);
    const root = text === undefined || text.length > maxFileChars ? undefined : parseSource(path, text);
    const parsed =
      root === undefined || text === undefined
        ? undefined
        : {
            path,
            text,
            root,
            scopes: new Map(),
            lookUps: new Map(),
            fields: new Map(),
            assignments: new Map(),
            places: new Map(),
            leaving: new Map(),
          };
    files.set(path, parsed);
    return parsed;
  }

  function resolve(from: string, specifier: string): string | undefined {
    const folder = folderOf(from);
    if (specifier.startsWith('.')) {
      const joined = specifier === '.' ? folder : joinPath(folder, specifier);
      return joined === undefined ? undefined : findModule(all, joined);
    }
    // The usual aliases for a package's own source folder.
    for (const alias of ['@/', '~/']) {
      if (!specifier.startsWith(alias)) continue;
      const rest = specifier.slice(alias.length);
      for (let up: string | undefined = folder; up !== undefined; up = up === '' ? undefined : folderOf(up)) {
        const found = findModule(all, up === '' ? rest : `${up}/${rest}`);
        if (found !== undefined && !isForeign(found)) return found;
        const inSource = findModule(all, up === '' ? `src/${rest}` : `${up}/src/${rest}`);
        if (inSource !== undefined) return inSource;
      }
    }
    const installed = packagePath(all, folder, specifier);
    return installed === undefined ? undefined : findModule(all, installed);
  }

  const manifests = [...all.keys()].filter((path) => path === 'package.json' || path.endsWith('/package.json'));
  const linked = new Map<string, readonly Link[]>();
  function links(path: string): readonly Link[] {
    const known = linked.get(path);
    if (known !== undefined) return known;
    const parsed = file(path);
    const found: Link[] = [];
    for (const { specifier, whole } of parsed === undefined ? [] : importsOf(parsed)) {
      const target = resolve(path, specifier);
      if (target !== undefined) found.push({ path: target, whole });
    }
    linked.set(path, found);
    return found;
  }

  const mentioned = new Map<string, boolean>();
  function mentions(text: string): boolean {
    let found = mentioned.get(text);
    if (found === undefined) {
      found = [...sources, ...manifests].some((path) => all.get(path)?.includes(text) === true);
      mentioned.set(text, found);
    }
    return found;
  }

  return {
    contexts: { functions: new Map(), underway: new Set(), called: new Map() },
    values: new Map(),
    replaced: new Map(),
    receivers: new Map(),
    touched: new Map(),
    textOf: (path) => all.get(path),
    links,
    sources,
    budget,
    run,
    file,
    resolve,
    mentions,
  };
}
