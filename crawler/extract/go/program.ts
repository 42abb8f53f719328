/** The Go files of one server: packages by folder, imports by path. */
import type { Budget } from '#crawler/extract/budget.ts';
import { folderOf } from '#crawler/extract/source-files.ts';
import {
  childOfKind,
  descendantsOfKind,
  fieldOf,
  kindOf,
  type Node,
  parentOf,
  parseSource,
  partsOf,
} from '#crawler/extract/syntax.ts';

/** One parsed file. */
export interface GoFile {
  path: string;
  text: string;
  root: Node;
  /** Import paths by the name they go by in this file. */
  imports: ReadonlyMap<string, string>;
}

/** A constant, variable, function or type at the top of a package. */
export interface GoDeclaration {
  file: GoFile;
  node: Node;
  /** The value of a constant or variable. */
  value: Node | undefined;
}

/** All of a server's Go files. */
export interface GoProgram {
  sources: readonly string[];
  budget: Budget;
  textOf(path: string): string | undefined;
  file(path: string): GoFile | undefined;
  /** The files of the package in a folder. */
  packageFiles(folder: string): GoFile[];
  /** The folder an import path means, where it is among the files. */
  folderOfImport(importPath: string): string | undefined;
  /** Names declared at the top of the package in a folder. */
  declarations(folder: string): ReadonlyMap<string, GoDeclaration>;
}

/** The text of a string literal. */
export function goString(node: Node): string | undefined {
  const kind = kindOf(node);
  if (kind === 'raw_string_literal') return node.text().slice(1, -1).replaceAll('\r', '');
  if (kind !== 'interpreted_string_literal') return undefined;
  let text = '';
  for (const child of node.namedChildren()) {
    if (kindOf(child) === 'escape_sequence') text += unescapeGo(child.text());
    else text += child.text();
  }
  return text;
}

const simpleEscapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};

function unescapeGo(sequence: string): string {
  const body = sequence.slice(1);
  const first = body[0] ?? '';
  if (first === 'x' || first === 'u' || first === 'U') {
    const code = Number.parseInt(body.slice(1), 16);
    return Number.isNaN(code) || code > 0x10ffff ? '' : String.fromCodePoint(code);
  }
  if (first >= '0' && first <= '7') return String.fromCodePoint(Number.parseInt(body, 8));
  return simpleEscapes[body] ?? body;
}

function importsOf(root: Node): Map<string, string> {
  const imports = new Map<string, string>();
  for (const declaration of root.namedChildren()) {
    if (kindOf(declaration) !== 'import_declaration') continue;
    for (const spec of descendantsOfKind(declaration, 'import_spec')) {
      const pathNode = fieldOf(spec, 'path');
      const path = pathNode === undefined ? undefined : goString(pathNode);
      if (path === undefined) continue;
      const parts = path.split('/');
      const last = parts.at(-1) ?? path;
      // A version is not the package's name.
      const isVersion = last.startsWith('v') && !Number.isNaN(Number(last.slice(1)));
      const name = fieldOf(spec, 'name')?.text() ?? (isVersion ? (parts.at(-2) ?? last) : last);
      imports.set(name, path);
    }
  }
  return imports;
}

/** Builds the program; parses nothing yet. */
export function createGoProgram(
  all: ReadonlyMap<string, string>,
  sources: readonly string[],
  maxFileChars: number,
  budget: Budget,
): GoProgram {
  const files = new Map<string, GoFile | undefined>();
  const declared = new Map<string, ReadonlyMap<string, GoDeclaration>>();
  const modules = [...all]
    .filter(([path]) => path === 'go.mod' || path.endsWith('/go.mod'))
    .map(([path, text]) => ({ folder: folderOf(path), name: moduleName(text) }));

  const program: GoProgram = {
    sources,
    budget,
    textOf: (path) => all.get(path),
    file(path) {
      if (files.has(path)) return files.get(path);
      budget.spend();
      const text = all.get(path);
      const root = text === undefined || text.length > maxFileChars ? undefined : parseSource(path, text);
      const parsed =
        root === undefined || text === undefined ? undefined : { path, text, root, imports: importsOf(root) };
      files.set(path, parsed);
      return parsed;
    },
    packageFiles: (folder) =>
      sources.filter((path) => folderOf(path) === folder).flatMap((path) => program.file(path) ?? []),
    folderOfImport(importPath) {
      for (const { folder, name } of modules) {
        if (name === undefined || (importPath !== name && !importPath.startsWith(`${name}/`))) continue;
        const rest = importPath.slice(name.length + 1);
        return folder === '' ? rest : rest === '' ? folder : `${folder}/${rest}`;
      }
      return undefined;
    },
    declarations(folder) {
      const known = declared.get(folder);
      if (known !== undefined) return known;
      const out = new Map<string, GoDeclaration>();
      declared.set(folder, out);
      for (const file of program.packageFiles(folder)) declareTop(file, out);
      return out;
    },
  };
  return program;
}

function moduleName(text: string): string | undefined {
  for (const line of text.split('\n')) {
    const [word, name] = line.trim().split(' ');
    if (word === 'module' && name !== undefined) return name.replaceAll('"', '');
  }
  return undefined;
}

function declareTop(file: GoFile, out: Map<string, GoDeclaration>): void {
  for (const part of file.root.namedChildren()) {
    switch (kindOf(part)) {
      case 'function_declaration': {
        const name = fieldOf(part, 'name');
        if (name !== undefined) out.set(name.text(), { file, node: part, value: undefined });
        break;
      }
      case 'type_declaration':
        for (const spec of partsOf(part)) {
          const name = fieldOf(spec, 'name');
          if (name !== undefined) out.set(name.text(), { file, node: spec, value: undefined });
        }
        break;
      case 'const_declaration':
        for (const spec of partsOf(part)) declareSpec(file, spec, out);
        break;
      case 'var_declaration': {
        const list = childOfKind(part, 'var_spec_list') ?? part;
        for (const spec of partsOf(list)) declareSpec(file, spec, out);
        break;
      }
      default:
    }
  }
}

/** Declares the names of one `const` or `var` line. */
export function declareSpec(file: GoFile, spec: Node, out: Map<string, GoDeclaration>): void {
  const values = fieldOf(spec, 'value');
  const valueNodes = values === undefined ? [] : kindOf(values) === 'expression_list' ? partsOf(values) : [values];
  const names = partsOf(spec).filter((part) => kindOf(part) === 'identifier');
  names.forEach((name, index) => {
    out.set(name.text(), { file, node: spec, value: valueNodes[index] });
  });
}

/** The function, method or literal a node stands in, if any. */
export function enclosingGoFunction(node: Node): Node | undefined {
  for (let at = parentOf(node); at !== undefined; at = parentOf(at)) {
    const kind = kindOf(at);
    if (kind === 'function_declaration' || kind === 'method_declaration') return at;
  }
  return undefined;
}
