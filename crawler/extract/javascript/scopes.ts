/** Which declaration a name means at a place in a file. */
import { descendantsOfKind, fieldOf, isSame, kindOf, type Node, parentOf, partsOf } from '#crawler/extract/syntax.ts';
import { type Binding, type BindingPath, restStep } from './binding.ts';
import { type JsFile, partsWhere } from './file.ts';
import { textOfLiteral } from './literals.ts';

export type { Binding, BindingPath } from './binding.ts';

const functionKinds: ReadonlySet<string> = new Set([
  'function_declaration',
  'function_expression',
  'arrow_function',
  'method_definition',
  'generator_function_declaration',
  'generator_function',
]);

/** Whether a node is a function of any form. */
export function isFunction(node: Node): boolean {
  return functionKinds.has(kindOf(node));
}

/** The function a node stands in, if any. */
export function enclosingFunction(node: Node): Node | undefined {
  for (let at = parentOf(node); at !== undefined; at = parentOf(at)) if (isFunction(at)) return at;
  return undefined;
}

/** The class a node stands in, if any. */
export function enclosingClass(node: Node): Node | undefined {
  for (let at = parentOf(node); at !== undefined; at = parentOf(at)) {
    const kind = kindOf(at);
    if (kind === 'class_declaration' || kind === 'class' || kind === 'abstract_class_declaration') return at;
  }
  return undefined;
}

/** A key that is the same for every handle on the same declaration. */
export function bindingKey(binding: Binding): string {
  return `${binding.file}:${binding.name.id()}`;
}

/** Calls back for each name a pattern declares. */
function eachName(pattern: Node, path: BindingPath, emit: (name: Node, path: BindingPath) => void): void {
  switch (kindOf(pattern)) {
    case 'identifier':
    case 'shorthand_property_identifier_pattern':
      emit(pattern, path);
      return;
    case 'object_pattern':
      for (const part of partsOf(pattern)) {
        const kind = kindOf(part);
        if (kind === 'shorthand_property_identifier_pattern') emit(part, [...path, part.text()]);
        else if (kind === 'object_assignment_pattern') {
          const left = fieldOf(part, 'left');
          // A default may stand in for the value, so where it leads is not certain unless the value is known.
          if (left !== undefined) eachName(left, [...path, left.text()], emit);
        } else if (kind === 'pair_pattern') {
          const key = fieldOf(part, 'key');
          const value = fieldOf(part, 'value');
          if (key !== undefined && value !== undefined)
            eachName(value, [...path, textOfLiteral(key) ?? key.text()], emit);
        } else if (kind === 'rest_pattern') eachName(part, path, emit);
      }
      return;
    case 'array_pattern':
      partsOf(pattern).forEach((part, index) => {
        eachName(part, [...path, index], emit);
      });
      return;
    case 'rest_pattern': {
      const inner = partsOf(pattern)[0];
      if (inner !== undefined) eachName(inner, [...path, restStep], emit);
      return;
    }
    case 'assignment_pattern': {
      const left = fieldOf(pattern, 'left');
      if (left !== undefined) eachName(left, path, emit);
      return;
    }
    default:
  }
}

function declareVariables(file: JsFile, statement: Node, out: Map<string, Binding>): void {
  const constant = kindOf(statement) === 'lexical_declaration' && fieldOf(statement, 'kind')?.text() === 'const';
  for (const declarator of partsOf(statement)) {
    if (kindOf(declarator) !== 'variable_declarator') continue;
    const pattern = fieldOf(declarator, 'name');
    const value = fieldOf(declarator, 'value');
    if (pattern === undefined) continue;
    eachName(pattern, [], (name, path) => {
      out.set(name.text(), { kind: 'variable', file: file.path, name, path, value, declarator, constant });
    });
  }
}

function declareImports(file: JsFile, statement: Node, out: Map<string, Binding>): void {
  const required = statement.namedChildren().find((child) => kindOf(child) === 'import_require_clause');
  const sourceNode = fieldOf(statement, 'source') ?? (required === undefined ? undefined : fieldOf(required, 'source'));
  const source = sourceNode === undefined ? undefined : textOfLiteral(sourceNode);
  if (source === undefined) return;
  const add = (name: Node, imported: string) => {
    out.set(name.text(), { kind: 'import', file: file.path, name, path: [], source, imported });
  };
  if (required !== undefined) {
    const name = partsOf(required).find((part) => kindOf(part) === 'identifier');
    if (name !== undefined) add(name, '*');
    return;
  }
  const clause = statement.namedChildren().find((child) => kindOf(child) === 'import_clause');
  for (const part of clause === undefined ? [] : partsOf(clause)) {
    const kind = kindOf(part);
    if (kind === 'identifier') add(part, 'default');
    else if (kind === 'namespace_import') {
      const name = partsOf(part)[0];
      if (name !== undefined) add(name, '*');
    } else if (kind === 'named_imports') {
      for (const specifier of partsOf(part)) {
        const imported = fieldOf(specifier, 'name');
        const local = fieldOf(specifier, 'alias') ?? imported;
        if (imported !== undefined && local !== undefined) add(local, textOfLiteral(imported) ?? imported.text());
      }
    }
  }
}

function declareStatement(file: JsFile, statement: Node, out: Map<string, Binding>): void {
  switch (kindOf(statement)) {
    case 'lexical_declaration':
    case 'variable_declaration':
      declareVariables(file, statement, out);
      return;
    case 'function_declaration':
    case 'generator_function_declaration':
    case 'class_declaration':
    case 'abstract_class_declaration':
    case 'enum_declaration': {
      const name = fieldOf(statement, 'name');
      if (name === undefined) return;
      const kind = kindOf(statement);
      const declared = kind.startsWith('enum') ? 'enum' : kind.includes('class') ? 'class' : 'function';
      out.set(name.text(), { kind: declared, file: file.path, name, path: [], node: statement });
      return;
    }
    case 'import_statement':
      declareImports(file, statement, out);
      return;
    case 'export_statement': {
      const declaration = fieldOf(statement, 'declaration');
      if (declaration !== undefined) declareStatement(file, declaration, out);
      return;
    }
    default:
  }
}

/** The parameters of a function, in order, as their own nodes. */
export function parametersOf(fn: Node): Node[] {
  const single = fieldOf(fn, 'parameter');
  if (single !== undefined) return [single];
  const list = fieldOf(fn, 'parameters');
  if (list === undefined) return [];
  // TypeScript's `this` parameter is a type, not a parameter.
  return partsOf(list).filter((part) => fieldOf(part, 'pattern')?.text() !== 'this');
}

function declareParameters(file: JsFile, fn: Node, out: Map<string, Binding>): void {
  parametersOf(fn).forEach((parameter, index) => {
    let pattern = fieldOf(parameter, 'pattern') ?? parameter;
    let fallback = fieldOf(parameter, 'value');
    let rest = false;
    if (kindOf(pattern) === 'assignment_pattern') {
      fallback = fieldOf(pattern, 'right');
      pattern = fieldOf(pattern, 'left') ?? pattern;
    } else if (kindOf(pattern) === 'rest_pattern') {
      rest = true;
      pattern = partsOf(pattern)[0] ?? pattern;
    }
    eachName(pattern, [], (name, path) => {
      out.set(name.text(), {
        kind: 'parameter',
        file: file.path,
        name,
        path,
        of: fn,
        index,
        rest,
        node: parameter,
        fallback,
      });
    });
  });
}

/** What a scope node declares itself; nested scopes are not entered. */
function declarationsOf(file: JsFile, scope: Node): ReadonlyMap<string, Binding> {
  const known = file.scopes.get(scope.id());
  if (known !== undefined) return known;
  const out = new Map<string, Binding>();
  const kind = kindOf(scope);
  if (kind === 'program' || kind === 'statement_block' || kind === 'class_static_block') {
    for (const statement of scope.namedChildren()) declareStatement(file, statement, out);
  } else if (kind === 'switch_body') {
    for (const part of scope.namedChildren()) {
      for (const statement of part.namedChildren()) declareStatement(file, statement, out);
    }
  } else if (kind === 'for_statement') {
    const first = fieldOf(scope, 'initializer');
    if (first !== undefined) declareStatement(file, first, out);
  } else if (kind === 'for_in_statement') {
    const left = fieldOf(scope, 'left');
    if (left !== undefined) {
      eachName(left, [], (name, path) => {
        out.set(name.text(), { kind: 'loop', file: file.path, name, path, statement: scope });
      });
    }
  } else if (kind === 'catch_clause') {
    const parameter = fieldOf(scope, 'parameter');
    if (parameter !== undefined) {
      eachName(parameter, [], (name, path) => {
        out.set(name.text(), { kind: 'loop', file: file.path, name, path, statement: scope });
      });
    }
  } else if (isFunction(scope)) {
    declareParameters(file, scope, out);
    const name = fieldOf(scope, 'name');
    if (name !== undefined && kind === 'function_expression' && !out.has(name.text())) {
      out.set(name.text(), { kind: 'function', file: file.path, name, path: [], node: scope });
    }
    declareHoisted(file, scope, out);
  }
  file.scopes.set(scope.id(), out);
  return out;
}

/** `var` in nested blocks belongs to the whole function; it hides outer names even where its value is not certain. */
function declareHoisted(file: JsFile, fn: Node, out: Map<string, Binding>): void {
  const body = fieldOf(fn, 'body');
  if (body === undefined || kindOf(body) !== 'statement_block') return;
  for (const statement of descendantsOfKind(body, 'variable_declaration')) {
    const block = parentOf(statement);
    if (block !== undefined && isSame(block, body)) continue;
    const owner = enclosingFunction(statement);
    if (owner === undefined || !isSame(owner, fn)) continue;
    for (const declarator of partsOf(statement)) {
      const pattern = fieldOf(declarator, 'name');
      if (pattern === undefined) continue;
      eachName(pattern, [], (name, path) => {
        if (out.has(name.text())) return;
        const value = undefined;
        out.set(name.text(), { kind: 'variable', file: file.path, name, path, value, declarator, constant: false });
      });
    }
  }
}

const scopeKinds: ReadonlySet<string> = new Set([
  'program',
  'statement_block',
  'switch_body',
  'for_statement',
  'for_in_statement',
  'catch_clause',
  'class_static_block',
  ...functionKinds,
]);

/** The declaration a name means at a node. */
export function lookUp(file: JsFile, from: Node, name: string): Binding | undefined {
  const key = `${from.id()}:${name}`;
  if (file.lookUps.has(key)) return file.lookUps.get(key);
  const binding = search(file, from, name);
  file.lookUps.set(key, binding);
  return binding;
}

function search(file: JsFile, from: Node, name: string): Binding | undefined {
  for (let at = parentOf(from); at !== undefined; at = parentOf(at)) {
    if (!scopeKinds.has(kindOf(at))) continue;
    const binding = declarationsOf(file, at).get(name);
    if (binding !== undefined) return binding;
  }
  return undefined;
}

const assigningKinds = ['assignment_expression', 'augmented_assignment_expression', 'update_expression'];

/** What follows a name that is assigned to; also what only looks like it. */
const assigning = /\s*(?:[-+*/%&|^?<>]{0,3}=(?![=>])|\+\+|--)/y;

/** Left sides of every assignment to a plain name in the file. */
function assignmentsNamed(file: JsFile, name: string): readonly Node[] {
  const known = file.assignments.get(name);
  if (known !== undefined) return known;
  const within = partsWhere(file, [name], (start, end) => {
    assigning.lastIndex = end;
    return assigning.test(file.text) || /^(?:\+\+|--)$/.test(file.text.slice(start - 2, start));
  });
  const found = descendantsOfKind(within, ...assigningKinds).flatMap((node) => {
    const target = fieldOf(node, 'left') ?? fieldOf(node, 'argument');
    return target !== undefined && kindOf(target) === 'identifier' && target.text() === name ? [target] : [];
  });
  file.assignments.set(name, found);
  return found;
}

/** More assignments to one name than this are not looked at one by one. */
const maxAssignments = 300;

/** The assignments to a variable after its declaration; `undefined` where there are too many to tell. */
export function assignmentsTo(file: JsFile, binding: Binding): Node[] | undefined {
  const name = binding.name.text();
  const candidates = assignmentsNamed(file, name);
  if (candidates.length > maxAssignments) return undefined;
  return candidates.filter((target) => {
    const meant = lookUp(file, target, name);
    return meant !== undefined && isSame(meant.name, binding.name);
  });
}

/** Whether an expression is `null` or `undefined`. */
export const isNothing = (node: Node) => ['null', 'undefined'].includes(kindOf(node)) || node.text() === 'void 0';

/** Whether an assignment takes the value away again. */
export function isEmptied(target: Node): boolean {
  const right = fieldOf(parentOf(target) ?? target, 'right');
  return right !== undefined && isNothing(right);
}
