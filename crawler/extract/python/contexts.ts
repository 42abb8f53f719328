/** Whether, and with which values, a piece of Python surely runs when the server starts. */
import { descendantsNamed, fieldOf, isSame, kindOf, type Node, parentOf } from '#crawler/extract/syntax.ts';
import { type Env, emptyEnv, type Value } from '#crawler/extract/values.ts';
import { bindPyParameters, evaluatePy } from './evaluate.ts';
import type { PyFile, PyProgram } from './program.ts';
import { enclosingPyClass } from './scopes.ts';

/** One way a piece of code runs. */
export interface PyContext {
  env: Env;
  /** Why it is not certain to run; absent where it is. */
  doubt?: string;
}

const maxContexts = 200;
const maxCallDepth = 10;
const maxPlaces = 600;

/** All ways a node's code runs. Empty where nothing calls it. */
export function pyContextsOf(program: PyProgram, file: PyFile, node: Node, trail: readonly string[] = []): PyContext[] {
  program.budget.spend();
  let doubt: string | undefined;
  let at = node;
  let parent = parentOf(at);
  while (parent !== undefined && kindOf(at) !== 'function_definition') {
    doubt ??= doubtAt(parent, at);
    at = parent;
    parent = parentOf(at);
  }
  const contexts: PyContext[] =
    kindOf(at) === 'function_definition' ? functionContexts(program, file, at, trail) : [{ env: emptyEnv }];
  return doubt === undefined ? contexts : contexts.map((context) => ({ doubt, ...context }));
}

function isMainGuard(condition: string): boolean {
  const bare = condition.replaceAll(' ', '').replaceAll("'", '"');
  return bare === '__name__=="__main__"' || bare === 'TYPE_CHECKING';
}

function doubtAt(parent: Node, child: Node): string | undefined {
  switch (kindOf(parent)) {
    case 'if_statement': {
      const condition = fieldOf(parent, 'condition');
      if (condition === undefined || isSame(condition, child) || isMainGuard(condition.text())) return undefined;
      return 'only under a condition';
    }
    case 'elif_clause':
    case 'else_clause':
    case 'conditional_expression':
    case 'boolean_operator':
    case 'case_clause':
      return 'only under a condition';
    case 'except_clause':
      return 'only after an error';
    case 'for_statement':
    case 'while_statement':
      return 'inside a loop';
    case 'block': {
      for (const statement of parent.namedChildren()) {
        if (isSame(statement, child)) return undefined;
        const kind = kindOf(statement);
        if (kind === 'return_statement' || kind === 'raise_statement')
          return 'only when the function does not return first';
        if (
          kind === 'if_statement' &&
          statement.has({ rule: { any: [{ kind: 'return_statement' }, { kind: 'continue_statement' }] } })
        ) {
          return 'only when the function does not return first';
        }
      }
      return undefined;
    }
    default:
      return undefined;
  }
}

function functionContexts(program: PyProgram, file: PyFile, fn: Node, trail: readonly string[]): PyContext[] {
  const key = `${file.path}:${fn.id()}`;
  const name = fieldOf(fn, 'name')?.text();
  if (name === undefined || trail.includes(key)) return [];
  if (trail.length > maxCallDepth) return [{ env: emptyEnv }];
  // A decorated function is called by whatever decorates it.
  const decorated = parentOf(fn);
  const isDecorated = decorated !== undefined && kindOf(decorated) === 'decorated_definition';
  const owner = enclosingPyClass(fn);
  const method =
    owner !== undefined && isSame(parentOf(isDecorated ? decorated : fn) ?? fn, fieldOf(owner, 'body') ?? owner);
  const contexts: PyContext[] = [];
  let places = 0;
  for (const path of program.sources) {
    const sought = method && name === '__init__' ? (fieldOf(owner, 'name')?.text() ?? name) : name;
    if (program.textOf(path)?.includes(sought) !== true) continue;
    const other = program.file(path);
    if (other === undefined) continue;
    for (const place of descendantsNamed(other.root, sought, ['identifier'])) {
      if (++places > maxPlaces) return [{ env: emptyEnv }];
      program.budget.spend();
      const use = useOf(program, other, place, file, fn, method, name === '__init__');
      if (use === undefined) continue;
      for (const outer of pyContextsOf(program, other, use.node, [...trail, key])) {
        const target: Value & { kind: 'function' } = {
          kind: 'function',
          at: { file: file.path, node: fn },
          env: outer.env,
        };
        const env = use.call === undefined ? outer.env : bindPyParameters(program, other, target, use.call, outer.env);
        contexts.push({ ...outer, env });
        if (contexts.length >= maxContexts) return contexts;
      }
    }
  }
  if (contexts.length > 0) return contexts;
  if (isDecorated) return pyContextsOf(program, file, decorated, [...trail, key]);
  if (places > 0 && method && name === '__init__') return [{ env: emptyEnv }];
  // A class that extends something may be called by it.
  const inherits = owner !== undefined && method && fieldOf(owner, 'superclasses') !== undefined;
  return inherits ? [{ env: emptyEnv }] : [];
}

function useOf(
  program: PyProgram,
  other: PyFile,
  place: Node,
  file: PyFile,
  fn: Node,
  method: boolean,
  isConstructor: boolean,
): { node: Node; call: Node | undefined } | undefined {
  const parent = parentOf(place);
  if (parent === undefined) return undefined;
  const parentKind = kindOf(parent);
  if (
    [
      'function_definition',
      'class_definition',
      'dotted_name',
      'aliased_import',
      'keyword_argument',
      'parameters',
    ].includes(parentKind)
  ) {
    const isValue = parentKind === 'keyword_argument' && isSame(fieldOf(parent, 'value') ?? parent, place);
    if (!isValue) return undefined;
  }
  let expression = place;
  if (parentKind === 'attribute') {
    if (!isSame(fieldOf(parent, 'attribute') ?? parent, place)) return undefined;
    expression = parent;
  }
  const outer = parentOf(expression);
  const call =
    outer !== undefined && kindOf(outer) === 'call' && isSame(fieldOf(outer, 'function') ?? outer, expression)
      ? outer
      : undefined;
  if (method && !isConstructor) {
    // Methods are known by their name alone; a local variable of that name is not one.
    return parentKind === 'attribute' ? { node: call ?? expression, call } : undefined;
  }
  if (isConstructor) return call === undefined ? undefined : { node: call, call };
  const value = evaluatePy(program, other, expression, emptyEnv);
  if (value.kind !== 'function' || value.at.file !== file.path || !isSame(value.at.node, fn)) return undefined;
  return { node: call ?? expression, call };
}
