/** What a Python expression is, without running anything. */
import { descendantsOfKind, fieldOf, isSame, kindOf, type Node, partsOf } from '#crawler/extract/syntax.ts';
import { type Env, emptyEnv, scalar, stringOf, unknown, type Value } from '#crawler/extract/values.ts';
import { textOfString } from './literals.ts';
import type { PyFile, PyProgram } from './program.ts';
import { classNames, enclosingPyClass, lookUpPy, moduleNames, type PyBinding, pyBindingKey } from './scopes.ts';

/** Nested evaluations beyond this are not certain. Keeps the stack small on hostile input. */
const maxDepth = 120;
let depth = 0;
const underway = new Set<string>();

/** The value of an expression. `env` holds what parameters stand for. */
export function evaluatePy(program: PyProgram, file: PyFile, node: Node, env: Env): Value {
  if (depth >= maxDepth) return unknown;
  depth++;
  try {
    program.budget.spend();
    return evaluateNode(program, file, node, env);
  } finally {
    depth--;
  }
}

function evaluateNode(program: PyProgram, file: PyFile, node: Node, env: Env): Value {
  switch (kindOf(node)) {
    case 'string': {
      const text = textOfString(node);
      return text === undefined ? unknown : scalar(text);
    }
    case 'concatenated_string': {
      const parts = partsOf(node).map((part) => textOfString(part));
      return parts.includes(undefined) ? unknown : scalar(parts.join(''));
    }
    case 'integer':
    case 'float': {
      const value = Number(node.text().replaceAll('_', ''));
      return Number.isFinite(value) ? scalar(value) : unknown;
    }
    case 'true':
      return scalar(true);
    case 'false':
      return scalar(false);
    case 'none':
      return scalar(null);
    case 'type':
    case 'parenthesized_expression':
    case 'await': {
      const inner = partsOf(node)[0];
      return inner === undefined ? unknown : evaluatePy(program, file, inner, env);
    }
    case 'unary_operator': {
      const argument = fieldOf(node, 'argument');
      const value = argument === undefined ? unknown : evaluatePy(program, file, argument, env);
      const minus = fieldOf(node, 'operator')?.text() === '-';
      return minus && value.kind === 'scalar' && typeof value.value === 'number' ? scalar(-value.value) : unknown;
    }
    case 'binary_operator':
      return evaluateBinary(program, file, node, env);
    case 'list':
    case 'tuple':
    case 'set':
      return evaluateList(program, file, node, env);
    case 'dictionary':
      return evaluateDictionary(program, file, node, env);
    case 'identifier': {
      const binding = lookUpPy(file, node, node.text());
      return binding === undefined ? unknown : evaluatePyBinding(program, file, binding, env);
    }
    case 'attribute':
      return evaluateAttribute(program, file, node, env);
    case 'subscript': {
      const object = fieldOf(node, 'value');
      const index = fieldOf(node, 'subscript');
      if (object === undefined || index === undefined) return unknown;
      const key = evaluatePy(program, file, index, env);
      if (key.kind !== 'scalar') return unknown;
      const value = evaluatePy(program, file, object, env);
      if (value.kind === 'record') return value.entries.get(String(key.value)) ?? unknown;
      return value.kind === 'list' ? (value.items[Number(key.value)] ?? unknown) : unknown;
    }
    case 'call':
      return evaluateCall(program, file, node, env);
    default:
      return unknown;
  }
}

function evaluateBinary(program: PyProgram, file: PyFile, node: Node, env: Env): Value {
  const left = fieldOf(node, 'left');
  const right = fieldOf(node, 'right');
  if (left === undefined || right === undefined) return unknown;
  const a = evaluatePy(program, file, left, env);
  const b = evaluatePy(program, file, right, env);
  const operator = fieldOf(node, 'operator')?.text();
  if (operator === '+' && a.kind === 'list' && b.kind === 'list') {
    return { kind: 'list', items: [...a.items, ...b.items], open: a.open || b.open };
  }
  if (a.kind !== 'scalar' || b.kind !== 'scalar') return unknown;
  const x = a.value;
  const y = b.value;
  if (operator === '+' && typeof x === 'string' && typeof y === 'string') return scalar(x + y);
  if (typeof x !== 'number' || typeof y !== 'number') return unknown;
  if (operator === '+') return scalar(x + y);
  if (operator === '-') return scalar(x - y);
  return operator === '*' ? scalar(x * y) : unknown;
}

function evaluateList(program: PyProgram, file: PyFile, node: Node, env: Env): Value {
  const items: Value[] = [];
  let open = false;
  for (const part of partsOf(node)) {
    if (kindOf(part) !== 'list_splat') {
      items.push(evaluatePy(program, file, part, env));
      continue;
    }
    const inner = partsOf(part)[0];
    const value = inner === undefined ? unknown : evaluatePy(program, file, inner, env);
    if (value.kind === 'list') {
      items.push(...value.items);
      open ||= value.open;
    } else open = true;
  }
  return { kind: 'list', items, open, at: { file: file.path, node } };
}

function evaluateDictionary(program: PyProgram, file: PyFile, node: Node, env: Env): Value {
  const entries = new Map<string, Value>();
  let open = false;
  for (const part of partsOf(node)) {
    const key = fieldOf(part, 'key');
    const value = fieldOf(part, 'value');
    const name = key === undefined ? undefined : stringOf(evaluatePy(program, file, key, env));
    if (kindOf(part) === 'pair' && name !== undefined && value !== undefined) {
      entries.set(name, evaluatePy(program, file, value, env));
      continue;
    }
    const inner = kindOf(part) === 'dictionary_splat' ? partsOf(part)[0] : undefined;
    const spread = inner === undefined ? unknown : evaluatePy(program, file, inner, env);
    if (spread.kind === 'record' && !spread.open) {
      for (const [entry, given] of spread.entries) entries.set(entry, given);
    } else {
      // An unknown key may be any of those before it.
      entries.clear();
      open = true;
    }
  }
  return { kind: 'record', entries, open, at: { file: file.path, node } };
}

function importedValue(program: PyProgram, from: string, binding: PyBinding & { kind: 'import' }): Value {
  const { module, level, imported } = binding;
  const path = program.resolve(from, module, level);
  if (imported === undefined) {
    return path === undefined ? { kind: 'external', module, path: [] } : { kind: 'module', file: path };
  }
  // `from package import module`.
  const inner = program.resolve(from, module === '' ? imported : `${module}.${imported}`, level);
  if (path !== undefined) {
    const value = pyExport(program, path, imported);
    if (value.kind !== 'unknown' || inner === undefined) return value;
  }
  if (inner !== undefined) return { kind: 'module', file: inner };
  return level > 0 ? unknown : { kind: 'external', module, path: [imported] };
}

/** What a file calls a name at its top. */
export function pyExport(program: PyProgram, path: string, name: string): Value {
  const file = program.file(path);
  const binding = file === undefined ? undefined : moduleNames(file).get(name);
  return file === undefined || binding === undefined ? unknown : evaluatePyBinding(program, file, binding, emptyEnv);
}

/** The value of a declaration. */
export function evaluatePyBinding(program: PyProgram, file: PyFile, binding: PyBinding, env: Env): Value {
  const key = pyBindingKey(binding);
  const given = env.get(key);
  if (given !== undefined) return given();
  if (underway.has(key)) return unknown;
  underway.add(key);
  try {
    switch (binding.kind) {
      case 'import':
        return importedValue(program, file.path, binding);
      case 'function':
        return { kind: 'function', at: { file: file.path, node: binding.node }, env };
      case 'class':
        return { kind: 'class', at: { file: file.path, node: binding.node } };
      case 'parameter':
        return typedPyValue(program, file, binding.type);
      default:
        if (binding.several) return unknown;
        if (binding.value === undefined) return typedPyValue(program, file, binding.type);
        return evaluatePy(program, file, binding.value, env);
    }
  } finally {
    underway.delete(key);
  }
}

/** An instance of the class an annotation names. */
export function typedPyValue(program: PyProgram, file: PyFile, type: Node | undefined): Value {
  const name = type === undefined ? undefined : partsOf(type)[0];
  if (type === undefined || name === undefined) return unknown;
  const kind = kindOf(name);
  let of: Value = unknown;
  if (kind === 'identifier' || kind === 'attribute') of = evaluatePy(program, file, name, emptyEnv);
  else if (kind === 'generic_type') {
    const base = partsOf(name)[0];
    of = base === undefined ? unknown : evaluatePy(program, file, base, emptyEnv);
  } else if (kind === 'string') {
    // An annotation in quotes names the class by text.
    const binding = lookUpPy(file, type, textOfString(name) ?? '');
    of = binding === undefined ? unknown : evaluatePyBinding(program, file, binding, emptyEnv);
  }
  return of.kind === 'external' || of.kind === 'class'
    ? { kind: 'instance', of, at: { file: file.path, node: name }, env: emptyEnv }
    : unknown;
}

function evaluateAttribute(program: PyProgram, file: PyFile, node: Node, env: Env): Value {
  const objectNode = fieldOf(node, 'object');
  const name = fieldOf(node, 'attribute')?.text();
  if (objectNode === undefined || name === undefined) return unknown;
  if (objectNode.text() === 'self' || objectNode.text() === 'cls') {
    const owner = enclosingPyClass(node);
    return owner === undefined ? unknown : pyFieldOf(program, file, owner, name, env);
  }
  const value = evaluatePy(program, file, objectNode, env);
  switch (value.kind) {
    case 'module':
      return pyExport(program, value.file, name);
    case 'external':
      return { ...value, path: [...value.path, name] };
    case 'class': {
      const home = program.file(value.at.file);
      return home === undefined ? unknown : pyFieldOf(program, home, value.at.node, name, env);
    }
    case 'instance': {
      if (value.of.kind !== 'class') return unknown;
      const home = program.file(value.of.at.file);
      return home === undefined ? unknown : pyFieldOf(program, home, value.of.at.node, name, env);
    }
    case 'scalar':
      // The value of an enumeration's member is the member, for names.
      return name === 'value' ? value : unknown;
    default:
      return unknown;
  }
}

/** The value of `self.name`: a class attribute, or the only assignment to it in the class. */
function pyFieldOf(program: PyProgram, file: PyFile, owner: Node, name: string, env: Env): Value {
  const declared = classNames(file, owner).get(name);
  if (declared !== undefined && (declared.kind !== 'variable' || declared.value !== undefined)) {
    return evaluatePyBinding(program, file, declared, env);
  }
  let found: Node | undefined;
  for (const assignment of descendantsOfKind(owner, 'assignment')) {
    if (fieldOf(assignment, 'left')?.text() !== `self.${name}`) continue;
    const here = enclosingPyClass(assignment);
    if (here === undefined || !isSame(here, owner)) continue;
    if (found !== undefined) return unknown;
    found = fieldOf(assignment, 'right') ?? fieldOf(assignment, 'type');
  }
  return found === undefined ? unknown : evaluatePy(program, file, found, env);
}

function evaluateCall(program: PyProgram, file: PyFile, node: Node, env: Env): Value {
  const callee = fieldOf(node, 'function');
  if (callee === undefined) return unknown;
  if (kindOf(callee) === 'attribute') {
    const object = fieldOf(callee, 'object');
    const text = object === undefined ? undefined : stringOf(evaluatePy(program, file, object, env));
    const method = fieldOf(callee, 'attribute')?.text();
    const bare = fieldOf(node, 'arguments') === undefined || partsOf(fieldOf(node, 'arguments') as Node).length === 0;
    if (text !== undefined) return (method === 'strip' || method === 'rstrip') && bare ? scalar(text.trim()) : unknown;
  }
  const of = evaluatePy(program, file, callee, env);
  if (of.kind === 'external' && of.path.at(-1) === 'dedent') {
    const [first] = pyArguments(node).positional;
    return first === undefined ? unknown : evaluatePy(program, file, first, env);
  }
  if (of.kind === 'external' || of.kind === 'class')
    return { kind: 'instance', of, at: { file: file.path, node }, env };
  if (of.kind !== 'function') return unknown;
  const home = program.file(of.at.file);
  const body = fieldOf(of.at.node, 'body');
  if (home === undefined || body === undefined) return unknown;
  const returns = pyReturnsOf(of.at.node);
  const [only] = returns;
  const value = only === undefined || returns.length > 1 ? undefined : partsOf(only)[0];
  return value === undefined
    ? unknown
    : evaluatePy(program, home, value, bindPyParameters(program, file, of, node, env));
}

/** All return statements of a function itself. */
export function pyReturnsOf(fn: Node): Node[] {
  return descendantsOfKind(fn, 'return_statement').filter((statement) => {
    for (let at = statement.parent(); at !== null; at = at.parent()) {
      if (kindOf(at) === 'function_definition') return isSame(at, fn);
    }
    return false;
  });
}

/** The arguments of a call. `open`: some are spread from something. */
export function pyArguments(call: Node): { positional: Node[]; keywords: Map<string, Node>; open: boolean } {
  const positional: Node[] = [];
  const keywords = new Map<string, Node>();
  let open = false;
  const list = fieldOf(call, 'arguments');
  for (const part of list === undefined ? [] : partsOf(list)) {
    const kind = kindOf(part);
    if (kind === 'keyword_argument') {
      const name = fieldOf(part, 'name');
      const value = fieldOf(part, 'value');
      if (name !== undefined && value !== undefined) keywords.set(name.text(), value);
    } else if (kind === 'list_splat' || kind === 'dictionary_splat') open = true;
    else positional.push(part);
  }
  return { positional, keywords, open };
}

/** The names of a function's parameters bound to what a call gives. */
export function bindPyParameters(
  program: PyProgram,
  file: PyFile,
  fn: Value & { kind: 'function' },
  call: Node,
  env: Env,
): Env {
  const home = program.file(fn.at.file);
  const bound = new Map(fn.env);
  const list = fieldOf(fn.at.node, 'parameters');
  if (home === undefined || list === undefined) return bound;
  const { positional, keywords } = pyArguments(call);
  let names = partsOf(list).map((part) =>
    kindOf(part) === 'identifier' ? part : (fieldOf(part, 'name') ?? partsOf(part)[0]),
  );
  const first = names[0]?.text();
  if (first === 'self' || first === 'cls') names = names.slice(1);
  names.forEach((name, index) => {
    if (name === undefined) return;
    const argument = keywords.get(name.text()) ?? positional[index];
    if (argument === undefined) return;
    bound.set(`${fn.at.file}:${name.id()}`, () => evaluatePy(program, file, argument, env));
  });
  return bound;
}
