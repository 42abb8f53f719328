/** Who uses a function: its calls, and places that hand it on. */
import {
  childOfKind,
  descendantsNamed,
  descendantsOfKind,
  fieldOf,
  hasToken,
  isSame,
  kindOf,
  type Node,
  parentOf,
  partsOf,
} from '#crawler/extract/syntax.ts';
import { emptyEnv, type Value } from '#crawler/extract/values.ts';
import { ancestorsOf, hasSuperclass } from './classes.ts';
import { type JsFile, partsWhere, partsWith } from './file.ts';
import { textOfLiteral } from './literals.ts';
import type { JsProgram } from './program.ts';
import { enclosingClass, enclosingFunction, lookUp } from './scopes.ts';

/** One use of a function. `call` is set where the function is called there. */
export interface Use {
  file: string;
  node: Node;
  call: Node | undefined;
}

/** More places of one name than this are not looked at; such a function counts as used. */
const maxPlaces = 600;

/** Where a name stands in a file as one of some kinds of nodes; `undefined` where there are more than are looked at. */
function placesNamed(file: JsFile, name: string, kinds: readonly string[]): readonly Node[] | undefined {
  const key = `${name} ${kinds.join()}`;
  // In bundles, many functions share a name.
  if (file.places.has(key)) return file.places.get(key);
  const isWord = (start: number, end: number) =>
    !isInWord(file.text.charCodeAt(start - 1)) && !isInWord(file.text.charCodeAt(end));
  const found = descendantsNamed(partsWhere(file, [name], isWord), name, kinds);
  const places = found.length > maxPlaces ? undefined : found;
  file.places.set(key, places);
  return places;
}

const isInWord = (code: number) =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95 || code === 36;

/** The uses of a function, or `undefined` where it cannot be told who uses it. */
export function callsOf(program: JsProgram, file: JsFile, fn: Node): Use[] | undefined {
  const parent = parentOf(fn);
  const kind = kindOf(fn);
  if (kind === 'method_definition') return methodUses(program, file, fn);
  if (kind === 'function_declaration' || kind === 'generator_function_declaration') {
    const name = fieldOf(fn, 'name');
    // A nameless default export is called by whoever loads the file.
    return name === undefined ? undefined : namedUses(program, file, fn, name.text());
  }
  if (parent === undefined) return undefined;
  const parentKind = kindOf(parent);
  if (parentKind === 'variable_declarator') {
    const name = fieldOf(parent, 'name');
    return name !== undefined && kindOf(name) === 'identifier' ? namedUses(program, file, fn, name.text()) : undefined;
  }
  if (parentKind === 'assignment_expression') {
    const left = fieldOf(parent, 'left');
    if (left === undefined) return undefined;
    if (kindOf(left) === 'identifier') return namedUses(program, file, fn, left.text());
    const property = fieldOf(left, 'property');
    return property === undefined ? undefined : propertyUses(program, property.text(), undefined, undefined);
  }
  if (parentKind === 'pair') {
    const key = fieldOf(parent, 'key');
    const name = key === undefined ? undefined : textOfLiteral(key);
    const uses = name === undefined ? undefined : propertyUses(program, name, undefined, undefined);
    return uses === undefined || uses.length === 0 ? [{ file: file.path, node: parent, call: undefined }] : uses;
  }
  if (parentKind === 'public_field_definition' || parentKind === 'field_definition') {
    const name = fieldOf(parent, 'name') ?? fieldOf(parent, 'property');
    return name === undefined ? undefined : propertyUses(program, name.text(), enclosingClass(fn), file);
  }
  const made = parentKind === 'return_statement' ? usesOfReturned(program, file, fn) : [];
  if (made.length > 0) return made;
  // A function handed on where it is written: it runs if its surroundings do.
  return [{ file: file.path, node: parent, call: undefined }];
}

/** Uses of a function that another returns, by the names its results are kept under: `const add = makeAdd(server)`. */
function usesOfReturned(program: JsProgram, file: JsFile, fn: Node): Use[] {
  const maker = enclosingFunction(parentOf(fn) ?? fn);
  const made = maker === undefined ? [] : (callsOf(program, file, maker) ?? []);
  const names = made.flatMap((use) => {
    const kept = use.call === undefined ? undefined : parentOf(use.call);
    const name = kept !== undefined && kindOf(kept) === 'variable_declarator' ? fieldOf(kept, 'name') : undefined;
    return name !== undefined && kindOf(name) === 'identifier' ? [name.text()] : [];
  });
  return [...new Set(names)].flatMap((name) => namedUses(program, file, fn, name) ?? []);
}

/** The call a callee belongs to, also written `(0, f)(…)`. */
export function callOf(callee: Node): Node | undefined {
  let at = callee;
  let parent = parentOf(at);
  while (parent !== undefined && ['parenthesized_expression', 'sequence_expression'].includes(kindOf(parent))) {
    at = parent;
    parent = parentOf(at);
  }
  if (parent === undefined || kindOf(parent) !== 'call_expression') return undefined;
  return isSame(fieldOf(parent, 'function') ?? parent, at) ? parent : undefined;
}

const declaringKinds: ReadonlySet<string> = new Set([
  'import_specifier',
  'import_clause',
  'namespace_import',
  'function_declaration',
  'function_expression',
  'class_declaration',
  'required_parameter',
  'optional_parameter',
  'formal_parameters',
]);

function isDeclaration(node: Node, parent: Node): boolean {
  if (declaringKinds.has(kindOf(parent))) return true;
  return kindOf(parent) === 'variable_declarator' && isSame(fieldOf(parent, 'name') ?? parent, node);
}

function meansFunction(value: Value, file: JsFile, fn: Node): boolean {
  return value.kind === 'function' && value.at.file === file.path && isSame(value.at.node, fn);
}

function namedUses(program: JsProgram, file: JsFile, fn: Node, name: string): Use[] | undefined {
  const uses: Use[] = [];
  let exported = isExportedInPlace(fn);
  let imported = false;
  for (const path of program.sources) {
    const other = fileWith(program, path, name);
    if (other === undefined) continue;
    const places = placesNamed(other, name, ['identifier', 'property_identifier', 'shorthand_property_identifier']);
    if (places === undefined) return undefined;
    for (const place of places) {
      program.budget.spend();
      const parent = parentOf(place);
      if (parent === undefined) continue;
      const parentKind = kindOf(parent);
      if (parentKind === 'export_specifier') {
        if (path === file.path) {
          exported = true;
          const alias = fieldOf(parent, 'alias');
          if (alias !== undefined) uses.push(...usesOfExport(program, file, fn, alias.text()));
        } else imported = true;
        continue;
      }
      if (parentKind === 'import_specifier') {
        const alias = fieldOf(parent, 'alias');
        if (alias !== undefined && isSame(fieldOf(parent, 'name') ?? parent, place)) {
          uses.push(...aliasUses(program, other, file, fn, alias.text()));
        }
        continue;
      }
      if (isDeclaration(place, parent)) continue;
      if (parentKind === 'export_statement') {
        exported = true;
        continue;
      }
      const use = useAt(program, other, place, parent, file, fn);
      if (use === 'export') exported = true;
      else if (use !== undefined) uses.push(use);
    }
  }
  if (isDefaultExport(file, fn, name)) uses.push(...defaultUses(program, file, fn, name));
  if (uses.length > 0) return uses;
  // Exported from a file nobody imports: whoever starts the server calls it.
  if (exported && (imported || !isImported(program, file))) return undefined;
  return exported && isTakenWhole(program, file) ? undefined : [];
}

/** Uses of a function that its file exports under another name, under the names that files import it by. */
function usesOfExport(program: JsProgram, file: JsFile, fn: Node, exported: string): Use[] {
  return program.sources.flatMap((path) => {
    const other = program.links(path).some((link) => link.path === file.path) ? program.file(path) : undefined;
    if (other === undefined) return [];
    const imports = descendantsOfKind(partsWith(other, exported), 'import_specifier');
    return imports.flatMap((specifier) => {
      const local = fieldOf(specifier, 'alias') ?? fieldOf(specifier, 'name');
      if (local === undefined || fieldOf(specifier, 'name')?.text() !== exported) return [];
      return aliasUses(program, other, file, fn, local.text());
    });
  });
}

/** Whether a function is what its file exports as default: `export default name`, `exports.default = name`. */
function isDefaultExport(file: JsFile, fn: Node, name: string): boolean {
  const outer = parentOf(fn);
  if (outer !== undefined && kindOf(outer) === 'export_statement' && hasToken(outer, 'default')) return true;
  return file.root.namedChildren().some((statement) => {
    const part = partsOf(statement)[0];
    if (part === undefined) return false;
    if (kindOf(statement) === 'export_statement') return hasToken(statement, 'default') && part.text() === name;
    return (
      kindOf(part) === 'assignment_expression' &&
      fieldOf(part, 'left')?.text() === 'exports.default' &&
      fieldOf(part, 'right')?.text() === name
    );
  });
}

/** Uses of a default export under the names that files give it. */
function defaultUses(program: JsProgram, file: JsFile, fn: Node, name: string): Use[] {
  return program.sources.flatMap((path) => {
    const other = program.links(path).some((link) => link.path === file.path) ? program.file(path) : undefined;
    if (other === undefined) return [];
    const members = descendantsNamed(partsWith(other, '.default'), 'default', ['property_identifier']);
    const called = members.flatMap((place) => {
      const use = useAt(program, other, place, parentOf(place) ?? place, file, fn);
      return use === undefined || use === 'export' ? [] : [use];
    });
    const aliases = other.root.namedChildren().flatMap((statement) => {
      const clause = kindOf(statement) === 'import_statement' ? childOfKind(statement, 'import_clause') : undefined;
      const alias = clause === undefined ? undefined : childOfKind(clause, 'identifier')?.text();
      return alias === undefined || alias === name ? [] : [alias];
    });
    return [...called, ...aliases.flatMap((alias) => aliasUses(program, other, file, fn, alias))];
  });
}

function fileWith(program: JsProgram, path: string, name: string): JsFile | undefined {
  return program.textOf(path)?.includes(name) === true ? program.file(path) : undefined;
}

function useAt(
  program: JsProgram,
  other: JsFile,
  place: Node,
  parent: Node,
  file: JsFile,
  fn: Node,
): Use | 'export' | undefined {
  let expression = place;
  if (kindOf(place) === 'property_identifier') {
    if (kindOf(parent) !== 'member_expression') return undefined;
    expression = parent;
  }
  if (kindOf(place) === 'shorthand_property_identifier') {
    const binding = lookUp(other, place, place.text());
    const same =
      binding !== undefined &&
      binding.file === file.path &&
      meansFunction(program.run.evaluate(program, other, place, emptyEnv), file, fn);
    return same ? { file: other.path, node: place, call: undefined } : undefined;
  }
  const outer = parentOf(expression);
  if (outer !== undefined && kindOf(outer) === 'assignment_expression') {
    const left = fieldOf(outer, 'left');
    if (left !== undefined && isSame(left, expression)) return undefined;
    const target = left?.text() ?? '';
    if (target.startsWith('exports.') || target.startsWith('module.exports')) {
      return other.path === file.path ? 'export' : undefined;
    }
  }
  const meant = program.run.briefly(() => program.run.evaluate(program, other, expression, emptyEnv));
  if (!meansFunction(meant, file, fn)) return undefined;
  return { file: other.path, node: callOf(expression) ?? expression, call: callOf(expression) };
}

function aliasUses(program: JsProgram, other: JsFile, file: JsFile, fn: Node, alias: string): Use[] {
  return (placesNamed(other, alias, ['identifier']) ?? []).flatMap((place) => {
    const parent = parentOf(place);
    if (parent === undefined || isDeclaration(place, parent)) return [];
    const use = useAt(program, other, place, parent, file, fn);
    return use === undefined || use === 'export' ? [] : [use];
  });
}

function isExportedInPlace(fn: Node): boolean {
  for (let at = parentOf(fn), hops = 0; at !== undefined && hops < 3; at = parentOf(at), hops++) {
    if (kindOf(at) === 'export_statement') return true;
  }
  return false;
}

function importedNames(program: JsProgram, file: JsFile): { whole: boolean; any: boolean } {
  const base = file.path.slice(file.path.lastIndexOf('/') + 1);
  const dot = base.indexOf('.');
  const stem = dot < 0 ? base : base.slice(0, dot);
  const needle = stem === 'index' ? undefined : stem;
  let any = false;
  let whole = false;
  for (const path of program.sources) {
    if (path === file.path) continue;
    const text = program.textOf(path);
    if (text === undefined || (needle !== undefined && !text.includes(needle))) continue;
    for (const link of program.links(path)) {
      if (link.path !== file.path) continue;
      any = true;
      whole ||= link.whole;
    }
  }
  return { whole, any };
}

function isImported(program: JsProgram, file: JsFile): boolean {
  return importedNames(program, file).any;
}

/** Whether some file takes the whole module, so that any of its exports may be used. */
function isTakenWhole(program: JsProgram, file: JsFile): boolean {
  return importedNames(program, file).whole;
}

function methodUses(program: JsProgram, file: JsFile, fn: Node): Use[] | undefined {
  const name = fieldOf(fn, 'name')?.text();
  if (name === undefined) return undefined;
  const owner = enclosingClass(fn);
  const body = parentOf(fn);
  if (owner === undefined || body === undefined || kindOf(body) !== 'class_body') {
    const uses = propertyUses(program, name, undefined, undefined);
    return uses === undefined || uses.length === 0 ? [{ file: file.path, node: body ?? fn, call: undefined }] : uses;
  }
  // Who makes the class is not followed: a class that is never made is rare, a factory that cannot be followed is not.
  if (name === 'constructor') return constructions(program, owner);
  const uses = propertyUses(program, name, owner, file);
  if (uses === undefined || uses.length > 0) return uses;
  // Nothing in the program calls it: a base class of a package may.
  return leavesProgram(program, file, owner) ? undefined : [];
}

/** The names of a class: its own, and that of the constant a bundler keeps it in. */
function classNames(owner: Node): string[] {
  const kept = parentOf(owner);
  const constant = kept !== undefined && kindOf(kept) === 'variable_declarator' ? fieldOf(kept, 'name') : undefined;
  const names = [fieldOf(owner, 'name'), constant].flatMap((name) => name?.text() ?? []);
  return [...new Set(names)];
}

/** The places where a class is made, by its names; `undefined` where there is none. */
export function constructions(program: JsProgram, owner: Node): Use[] | undefined {
  const uses: Use[] = [];
  for (const name of classNames(owner)) {
    const made = constructionsOf(program, name);
    if (made === undefined) return undefined;
    uses.push(...made);
  }
  return uses.length > 0 ? uses : undefined;
}

/** The places where something of a name is made; `undefined` where the name stands in too many places to tell. */
function constructionsOf(program: JsProgram, name: string): Use[] | undefined {
  const uses: Use[] = [];
  for (const path of program.sources) {
    const other = fileWith(program, path, name);
    if (other === undefined) continue;
    const places = placesNamed(other, name, ['identifier', 'property_identifier']);
    if (places === undefined) return undefined;
    for (const place of places) {
      const parent = parentOf(place);
      const outer = parent !== undefined && kindOf(parent) === 'member_expression' ? parentOf(parent) : parent;
      if (outer !== undefined && kindOf(outer) === 'new_expression')
        uses.push({ file: path, node: outer, call: outer });
    }
  }
  return uses;
}

/** Whether a class extends, at the end of its line, one that is not among the files. */
function leavesProgram(program: JsProgram, file: JsFile, owner: Node): boolean {
  return hasSuperclass(ancestorsOf(program, file, owner).at(-1)?.owner ?? owner);
}

/** Uses of a property by its name: `x.name(…)`. `owner` is the class it belongs to, so that another class's `this.name` is not taken for it. */
function propertyUses(
  program: JsProgram,
  name: string,
  owner: Node | undefined,
  file: JsFile | undefined,
): Use[] | undefined {
  let ancestors: Node[] | undefined;
  const lineage = (of: Node): Node[] => {
    ancestors ??= file === undefined ? [] : ancestorsOf(program, file, of).map((ancestor) => ancestor.owner);
    return [of, ...ancestors];
  };
  const uses: Use[] = [];
  for (const path of program.sources) {
    const other = fileWith(program, path, name);
    if (other === undefined) continue;
    const places = placesNamed(other, name, ['property_identifier', 'private_property_identifier']);
    if (places === undefined) return undefined;
    for (const place of places) {
      program.budget.spend();
      const member = parentOf(place);
      if (member === undefined || kindOf(member) !== 'member_expression') continue;
      const object = fieldOf(member, 'object');
      if (owner !== undefined && object !== undefined && kindOf(object) === 'this') {
        const here = enclosingClass(member);
        if (here !== undefined && !hasSuperclass(here) && !lineage(owner).some((one) => isSame(one, here))) continue;
      }
      const outer = parentOf(member);
      if (
        outer !== undefined &&
        kindOf(outer) === 'assignment_expression' &&
        isSame(fieldOf(outer, 'left') ?? outer, member)
      ) {
        continue;
      }
      uses.push({ file: path, node: callOf(member) ?? member, call: callOf(member) });
    }
  }
  return uses;
}
