/** Which declaration a name means at a place in a Python file. */
import { descendantsOfKind, fieldOf, isSame, kindOf, type Node, parentOf, partsOf } from '#crawler/extract/syntax.ts';
import type { PyBinding } from './binding.ts';
import type { PyFile } from './program.ts';

export type { PyBinding } from './binding.ts';

/** A key that is the same for every handle on the same declaration. */
export function pyBindingKey(binding: PyBinding): string {
  return `${binding.file}:${binding.name.id()}`;
}

/** The class a node stands in, if any. */
export function enclosingPyClass(node: Node): Node | undefined {
  for (let at = parentOf(node); at !== undefined; at = parentOf(at)) {
    if (kindOf(at) === 'class_definition') return at;
  }
  return undefined;
}

/** The name, annotation and default of a parameter. */
export interface PyParameter {
  name: Node;
  type: Node | undefined;
  fallback: Node | undefined;
  /** `*args` or `**kwargs`. */
  splat: boolean;
}

/** The parameters of a function in order, markers left out. */
export function pyParametersOf(fn: Node): PyParameter[] {
  const list = fieldOf(fn, 'parameters');
  return (list === undefined ? [] : partsOf(list)).flatMap((part): PyParameter[] => {
    const kind = kindOf(part);
    if (kind === 'identifier') return [{ name: part, type: undefined, fallback: undefined, splat: false }];
    if (kind === 'list_splat_pattern' || kind === 'dictionary_splat_pattern') {
      const name = partsOf(part)[0];
      return name === undefined ? [] : [{ name, type: undefined, fallback: undefined, splat: true }];
    }
    const name = fieldOf(part, 'name') ?? partsOf(part)[0];
    if (name === undefined) return [];
    if (kindOf(name) !== 'identifier') {
      const inner = partsOf(name)[0];
      return inner === undefined ? [] : [{ name: inner, type: undefined, fallback: undefined, splat: true }];
    }
    return [{ name, type: fieldOf(part, 'type'), fallback: fieldOf(part, 'value'), splat: false }];
  });
}

function add(out: Map<string, PyBinding>, binding: PyBinding): void {
  const name = binding.name.text();
  const before = out.get(name);
  if (before === undefined) out.set(name, binding);
  else if (before.kind === 'variable') out.set(name, { ...before, several: true });
  else
    out.set(name, {
      kind: 'variable',
      file: binding.file,
      name: binding.name,
      value: undefined,
      type: undefined,
      several: true,
    });
}

function dottedText(node: Node): string {
  return node.text().replaceAll(' ', '');
}

function declareImport(file: PyFile, statement: Node, out: Map<string, PyBinding>): void {
  const from = fieldOf(statement, 'module_name');
  let module = '';
  let level = 0;
  if (from !== undefined) {
    if (kindOf(from) === 'relative_import') {
      const [prefix, dotted] = partsOf(from);
      level = [...(prefix?.text() ?? '')].filter((char) => char === '.').length;
      module = dotted === undefined ? '' : dottedText(dotted);
    } else module = dottedText(from);
  }
  for (const part of partsOf(statement)) {
    if (from !== undefined && isSame(part, from)) continue;
    const aliased = kindOf(part) === 'aliased_import';
    const target = aliased ? fieldOf(part, 'name') : kindOf(part) === 'dotted_name' ? part : undefined;
    if (target === undefined) continue;
    const alias = aliased ? fieldOf(part, 'alias') : undefined;
    const first = partsOf(target)[0];
    const name = alias ?? first;
    if (name === undefined) continue;
    const dotted = dottedText(target);
    const binding: PyBinding =
      from !== undefined
        ? { kind: 'import', file: file.path, name, module, level, imported: dotted }
        : // `import a.b` binds `a`; `import a.b as c` binds the module itself.
          {
            kind: 'import',
            file: file.path,
            name,
            module: alias === undefined ? (first?.text() ?? dotted) : dotted,
            level: 0,
            imported: undefined,
          };
    out.set(name.text(), binding);
  }
}

function declareTarget(
  file: PyFile,
  target: Node,
  value: Node | undefined,
  type: Node | undefined,
  out: Map<string, PyBinding>,
): void {
  const kind = kindOf(target);
  if (kind === 'identifier') {
    add(out, { kind: 'variable', file: file.path, name: target, value, type, several: false });
  } else if (kind === 'pattern_list' || kind === 'tuple_pattern' || kind === 'list_pattern') {
    for (const part of partsOf(target)) declareTarget(file, part, undefined, undefined, out);
  }
}

/** Statements of a scope are collected through `if`, `try`, `with` and `for`, which make no scope of their own in Python. */
function declareBlock(file: PyFile, block: Node, out: Map<string, PyBinding>): void {
  for (const part of block.namedChildren()) {
    switch (kindOf(part)) {
      case 'expression_statement':
        for (const inner of partsOf(part)) {
          if (kindOf(inner) === 'augmented_assignment') {
            const left = fieldOf(inner, 'left');
            if (left !== undefined && kindOf(left) === 'identifier') {
              declareTarget(file, left, undefined, undefined, out);
              declareTarget(file, left, undefined, undefined, out);
            }
          }
          if (kindOf(inner) !== 'assignment') continue;
          const left = fieldOf(inner, 'left');
          if (left !== undefined) declareTarget(file, left, fieldOf(inner, 'right'), fieldOf(inner, 'type'), out);
        }
        break;
      case 'function_definition':
      case 'class_definition': {
        const name = fieldOf(part, 'name');
        const kind = kindOf(part) === 'class_definition' ? 'class' : 'function';
        if (name !== undefined) add(out, { kind, file: file.path, name, node: part });
        break;
      }
      case 'decorated_definition': {
        const definition = fieldOf(part, 'definition');
        const name = definition === undefined ? undefined : fieldOf(definition, 'name');
        if (definition === undefined || name === undefined) break;
        const kind = kindOf(definition) === 'class_definition' ? 'class' : 'function';
        add(out, { kind, file: file.path, name, node: definition });
        break;
      }
      case 'import_statement':
      case 'import_from_statement':
        declareImport(file, part, out);
        break;
      case 'for_statement': {
        const left = fieldOf(part, 'left');
        if (left !== undefined) declareTarget(file, left, undefined, undefined, out);
        declareBlock(file, part, out);
        break;
      }
      case 'if_statement':
      case 'elif_clause':
      case 'else_clause':
      case 'try_statement':
      case 'except_clause':
      case 'finally_clause':
      case 'with_statement':
      case 'while_statement':
      case 'block':
        declareBlock(file, part, out);
        break;
      default:
    }
  }
}

function declarations(file: PyFile, scope: Node): ReadonlyMap<string, PyBinding> {
  const known = file.scopes.get(scope.id());
  if (known !== undefined) return known;
  const out = new Map<string, PyBinding>();
  if (kindOf(scope) === 'function_definition') {
    for (const { name, type } of pyParametersOf(scope)) {
      out.set(name.text(), { kind: 'parameter', file: file.path, name, node: scope, type });
    }
    const body = fieldOf(scope, 'body');
    if (body !== undefined) declareBlock(file, body, out);
    for (const statement of body === undefined ? [] : descendantsOfKind(body, 'global_statement')) {
      for (const name of partsOf(statement)) out.delete(name.text());
    }
  } else if (kindOf(scope) === 'class_definition') {
    const body = fieldOf(scope, 'body');
    if (body !== undefined) declareBlock(file, body, out);
  } else declareBlock(file, scope, out);
  file.scopes.set(scope.id(), out);
  return out;
}

/** What the file declares at its top. */
export function moduleNames(file: PyFile): ReadonlyMap<string, PyBinding> {
  return declarations(file, file.root);
}

/** What a class declares in its body. */
export function classNames(file: PyFile, owner: Node): ReadonlyMap<string, PyBinding> {
  return declarations(file, owner);
}

/** The declaration a name means at a node. Class bodies are seen only from directly inside them, as in Python. */
export function lookUpPy(file: PyFile, from: Node, name: string): PyBinding | undefined {
  let crossedFunction = false;
  for (let at: Node | undefined = parentOf(from); at !== undefined; at = parentOf(at)) {
    const kind = kindOf(at);
    if (kind === 'module' || kind === 'function_definition' || (kind === 'class_definition' && !crossedFunction)) {
      const binding = declarations(file, at).get(name);
      if (binding !== undefined) return binding;
    }
    if (kind === 'function_definition') crossedFunction = true;
  }
  return undefined;
}
