/** What an expression is, without running anything: constants are followed through scopes, files and simple functions. */
import { fieldOf, hasToken, kindOf, type Node, parentOf, partsOf } from '#crawler/extract/syntax.ts';
import { type Env, emptyEnv, scalar, stringOf, thisKey, unknown, type Value } from '#crawler/extract/values.ts';
import { restStep } from './binding.ts';
import { builtCollection, compiledEnum, exportedNamespace } from './bundles.ts';
import { argumentsOf, commonValue, evaluateCall, mayEndEarly } from './calls.ts';
import { fieldOfClass, fieldOfInstance, typedValue } from './classes.ts';
import { truthOf } from './conditions.ts';
import { contextsWithin, isNever, sureOf } from './contexts.ts';
import type { JsFile } from './file.ts';
import { textOfFragments, textOfLiteral, unescapeSequence } from './literals.ts';
import { exportValue, importValue, requiredModule } from './modules.ts';
import { mutatedVariable } from './mutations.ts';
import { isNamedLikeServer } from './names.ts';
import type { JsProgram } from './program.ts';
import { assignmentsTo, type Binding, bindingKey, enclosingClass, isEmptied, isNothing, lookUp } from './scopes.ts';
import { comparedSetting, isArgument, isUnsetRestriction, processValue, unsetVariable } from './settings.ts';
import { schemaMember } from './zod.ts';

/** Nested evaluations beyond this are not certain. Keeps the stack small on hostile input. */
const maxDepth = 120;
let depth = 0;
/** How often a value was given up because it needs itself or too much; what such a value is part of is not remembered. */
let givenUp = 0;

/** Expressions that a question on the way may need: what decides about tools needs few, a bundled library does not end. */
const maxBriefSteps = 4_000;
/** Steps that one definition or list of tools may need. */
const maxDefinitionSteps = 100_000;
let steps = 0;
let lastStep = Number.POSITIVE_INFINITY;

/** What is found out within few steps; beyond them nothing is certain. */
export function briefly<T>(work: () => T, maxSteps = maxBriefSteps): T {
  const before = lastStep;
  lastStep = Math.min(before, steps + maxSteps);
  try {
    return work();
  } finally {
    lastStep = before;
  }
}

/** Counts one step; false where no more may be taken. */
export function takeStep(): boolean {
  steps++;
  return steps <= lastStep;
}

/** The value of an expression. `env` holds what parameters and loop variables stand for. */
export function evaluate(program: JsProgram, file: JsFile, node: Node, env: Env): Value {
  if (lastStep === Number.POSITIVE_INFINITY)
    return briefly(() => evaluate(program, file, node, env), maxDefinitionSteps);
  if (!takeStep() || depth >= maxDepth) {
    givenUp++;
    return unknown;
  }
  depth++;
  try {
    program.budget.spend();
    const value = evaluateNode(program, file, node, env);
    return value.kind === 'unknown' && isUnsetRestriction(node) ? scalar(false) : value;
  } finally {
    depth--;
  }
}

function evaluateNode(program: JsProgram, file: JsFile, node: Node, env: Env): Value {
  switch (kindOf(node)) {
    case 'string': {
      const text = textOfLiteral(node);
      return text === undefined ? unknown : scalar(text);
    }
    case 'template_string':
      return evaluateTemplate(program, file, node, env);
    case 'number': {
      const value = Number(node.text().replaceAll('_', ''));
      return Number.isFinite(value) ? scalar(value) : unknown;
    }
    case 'true':
      return scalar(true);
    case 'false':
      return scalar(false);
    case 'null':
      return scalar(null);
    case 'undefined':
      return scalar(undefined);
    case 'parenthesized_expression':
    case 'as_expression':
    case 'satisfies_expression':
    case 'non_null_expression':
    case 'await_expression':
      return evaluatePart(program, file, partsOf(node)[0], env);
    case 'type_assertion':
    case 'sequence_expression':
      return evaluatePart(program, file, partsOf(node).at(-1), env);
    case 'assignment_expression':
      return evaluatePart(program, file, fieldOf(node, 'right'), env);
    case 'unary_expression':
      return evaluateUnary(program, file, node, env);
    case 'binary_expression':
      return evaluateBinary(program, file, node, env);
    case 'ternary_expression': {
      const condition = fieldOf(node, 'condition');
      const truth = briefly(() => truthOf(evaluatePart(program, file, condition, env)));
      if (truth === undefined) return either(program, file, node, env);
      return evaluatePart(program, file, fieldOf(node, truth ? 'consequence' : 'alternative'), env);
    }
    case 'array':
      return evaluateArray(program, file, node, env);
    case 'object':
      return evaluateObject(program, file, node, env);
    case 'identifier':
    case 'shorthand_property_identifier':
      return evaluateName(program, file, node, env);
    case 'this':
      return evaluateThis(file, node, env);
    case 'member_expression':
    case 'subscript_expression':
      return evaluateMember(program, file, node, env);
    case 'call_expression':
      return evaluateCall(program, file, node, env);
    case 'new_expression':
      return evaluateNew(program, file, node, env);
    case 'arrow_function':
    case 'function_expression':
    case 'function_declaration':
    case 'generator_function':
    case 'generator_function_declaration':
    case 'method_definition':
      return { kind: 'function', at: { file: file.path, node }, env };
    case 'class':
    case 'class_declaration':
    case 'abstract_class_declaration':
      return { kind: 'class', at: { file: file.path, node } };
    default:
      return unknown;
  }
}

/** A part of an expression, where there is one. */
function evaluatePart(program: JsProgram, file: JsFile, part: Node | undefined, env: Env): Value {
  return part === undefined ? unknown : evaluate(program, file, part, env);
}

/** `new X(…)`. */
function evaluateNew(program: JsProgram, file: JsFile, node: Node, env: Env): Value {
  const maker = fieldOf(node, 'constructor');
  const built =
    maker !== undefined && kindOf(maker) === 'identifier' && lookUp(file, maker, maker.text()) === undefined
      ? builtCollection(program, file, maker.text(), argumentsOf(node), env)
      : undefined;
  if (built !== undefined) return built;
  const of = maker === undefined ? unknown : evaluate(program, file, maker, env);
  return { kind: 'instance', of, at: { file: file.path, node }, env };
}

/** What `this` is: the object a method was called on, or, where that is not known, something of the class. */
function evaluateThis(file: JsFile, node: Node, env: Env): Value {
  const known = env.get(thisKey);
  if (known !== undefined) return known();
  const owner = enclosingClass(node);
  if (owner === undefined) return unknown;
  const at = { file: file.path, node: owner };
  return { kind: 'instance', of: { kind: 'class', at }, at, env };
}

/** What two possible values have in common; of an object made in one of two ways only what it is an instance of is ever asked. */
function either(program: JsProgram, file: JsFile, node: Node, env: Env): Value {
  const branches = ['consequence', 'alternative'].map((field) => fieldOf(node, field));
  const values = branches.map((branch) => evaluatePart(program, file, branch, env));
  const made = values.findIndex(
    (_, at) => kindOf(branches[at] ?? node) === 'new_expression' && values[1 - at]?.kind === 'unknown',
  );
  return values[made] ?? commonValue(values);
}

function evaluateTemplate(program: JsProgram, file: JsFile, node: Node, env: Env): Value {
  const plain = textOfFragments(node);
  if (plain !== undefined) return scalar(plain);
  let text = '';
  for (const child of node.namedChildren()) {
    const kind = kindOf(child);
    if (kind === 'string_fragment') text += child.text().replaceAll('\r\n', '\n');
    else if (kind === 'escape_sequence') text += unescapeSequence(child.text());
    else if (kind === 'template_substitution') {
      const inner = partsOf(child)[0];
      const value = inner === undefined ? unknown : evaluate(program, file, inner, env);
      if (value.kind !== 'scalar' || value.value === undefined || typeof value.value === 'object') return unknown;
      text += String(value.value);
    } else return unknown;
  }
  return scalar(text);
}

/** `server.registerTool`: what is asked for before it is called is there, in the SDK that the package brings. */
function isServerMethod(node: Node): boolean {
  const object = kindOf(node) === 'member_expression' ? fieldOf(node, 'object') : undefined;
  const method = fieldOf(node, 'property')?.text() ?? '';
  return (
    object !== undefined &&
    isNamedLikeServer(object) &&
    /^(?:tool|(?:add|register)Tool|setRequestHandler)$/.test(method)
  );
}

function evaluateUnary(program: JsProgram, file: JsFile, node: Node, env: Env): Value {
  const operator = fieldOf(node, 'operator')?.text() ?? node.children()[0]?.text();
  const argument = fieldOf(node, 'argument') ?? partsOf(node)[0];
  if (operator === 'void') return scalar(undefined);
  const value = argument === undefined ? unknown : evaluate(program, file, argument, env);
  if (operator === '!') {
    if (value.kind === 'scalar') return scalar(!value.value);
    return unknown;
  }
  if (operator === 'typeof') return argument !== undefined && isServerMethod(argument) ? scalar('function') : unknown;
  if (value.kind !== 'scalar' || typeof value.value !== 'number') return unknown;
  if (operator === '-') return scalar(-value.value);
  return operator === '+' ? value : unknown;
}

/** Sums and comparisons of what is known: numbers, and texts put together. */
function evaluateArithmetic(operator: string, x: unknown, y: unknown): Value {
  if (operator === '+') {
    if (typeof x === 'number' && typeof y === 'number') return scalar(x + y);
    const plain = [x, y].every((part) => typeof part === 'string' || typeof part === 'number');
    return plain ? scalar(`${x}${y}`) : unknown;
  }
  if (typeof x === 'number' && typeof y === 'number') {
    if (operator === '<') return scalar(x < y);
    if (operator === '>') return scalar(x > y);
    if (operator === '<=') return scalar(x <= y);
    if (operator === '>=') return scalar(x >= y);
    if (operator === '*') return scalar(x * y);
    if (operator === '-') return scalar(x - y);
    if (operator === '/' && y !== 0) return scalar(x / y);
    if (operator === '**' && Math.abs(y) < 64) return scalar(x ** y);
  }
  return unknown;
}

/** A value that is a word, as may stand in for an argument that is not given. */
function wordOf(value: Value): Value {
  return stringOf(value) === undefined ? unknown : value;
}

/** The value of `a && b`, `a || b` and `a ?? b`. */
function evaluateChoice(operator: '&&' | '||' | '??', a: Value, right: () => Value): Value {
  if (operator !== '&&' && isArgument(a)) return wordOf(right());
  if (operator !== '??') {
    const truth = truthOf(a);
    if (truth !== undefined) return truth === (operator === '&&') ? right() : a;
    // Whatever the left side is, the whole is as false, or as true, as the right.
    const other = right();
    return other.kind === 'scalar' && Boolean(other.value) === (operator === '||') && typeof other.value === 'boolean'
      ? other
      : unknown;
  }
  if (a.kind === 'unknown' || a.kind === 'external' || (a.kind === 'instance' && a.late)) return unknown;
  const missing = a.kind === 'scalar' && (a.value === undefined || a.value === null);
  return missing ? right() : a;
}

function evaluateBinary(program: JsProgram, file: JsFile, node: Node, env: Env): Value {
  const operator = fieldOf(node, 'operator')?.text();
  const left = fieldOf(node, 'left');
  const right = fieldOf(node, 'right');
  if (left === undefined || right === undefined) return unknown;
  const a = evaluate(program, file, left, env);
  if (operator === '&&' || operator === '||' || operator === '??')
    return evaluateChoice(operator, a, () => evaluate(program, file, right, env));
  const b = evaluate(program, file, right, env);
  const equal = comparedSetting(a, b);
  if (equal !== undefined && (operator === '===' || operator === '==')) return scalar(equal);
  if (equal !== undefined && (operator === '!==' || operator === '!=')) return scalar(!equal);
  if (operator === 'in' && a.kind === 'scalar' && b.kind === 'record') {
    const has = b.entries.has(String(a.value));
    return has || !b.open ? scalar(has) : unknown;
  }
  if (operator === 'instanceof' && a.kind === 'schema' && b.kind === 'external' && b.path.at(-1) === 'ZodObject')
    return a.shape === undefined ? unknown : scalar(true);
  if (a.kind !== 'scalar' || b.kind !== 'scalar') return unknown;
  const x = a.value;
  const y = b.value;
  if (operator === '===' || operator === '!==') return scalar((x === y) === (operator === '==='));
  return operator === undefined ? unknown : evaluateArithmetic(operator, x, y);
}

function evaluateArray(program: JsProgram, file: JsFile, node: Node, env: Env): Value {
  const items: Value[] = [];
  let open = false;
  for (const part of partsOf(node)) {
    if (kindOf(part) !== 'spread_element') {
      items.push(evaluate(program, file, part, env));
      continue;
    }
    const inner = partsOf(part)[0];
    const value = inner === undefined ? unknown : evaluate(program, file, inner, env);
    if (value.kind === 'list') {
      items.push(...value.items);
      open ||= value.open;
    } else open = true;
  }
  return { kind: 'list', items, open, at: { file: file.path, node } };
}

function evaluateObject(program: JsProgram, file: JsFile, node: Node, env: Env): Value {
  const entries = new Map<string, Value>();
  let open = false;
  for (const part of partsOf(node)) {
    switch (kindOf(part)) {
      case 'pair': {
        const key = fieldOf(part, 'key');
        const value = fieldOf(part, 'value');
        const name = key === undefined ? undefined : propertyName(program, file, key, env);
        if (name === undefined || value === undefined) {
          // An unknown key may be any of those before it.
          entries.clear();
          open = true;
        } else entries.set(name, evaluate(program, file, value, env));
        break;
      }
      case 'shorthand_property_identifier':
        entries.set(part.text(), evaluate(program, file, part, env));
        break;
      case 'method_definition': {
        const key = fieldOf(part, 'name');
        const name = key === undefined ? undefined : propertyName(program, file, key, env);
        const getter = hasToken(part, 'get') || hasToken(part, 'set');
        if (name !== undefined) entries.set(name, getter ? unknown : evaluate(program, file, part, env));
        break;
      }
      case 'spread_element': {
        const inner = partsOf(part)[0];
        const value = inner === undefined ? unknown : evaluate(program, file, inner, env);
        if (value.kind === 'record') {
          if (value.open) entries.clear();
          for (const [key, entry] of value.entries) entries.set(key, entry);
          open ||= value.open;
        } else {
          // What is spread may replace everything before it.
          entries.clear();
          open = true;
        }
        break;
      }
      default:
        open = true;
    }
  }
  return { kind: 'record', entries, open, at: { file: file.path, node } };
}

/** The name of a property, also where it is computed from something known. */
export function propertyName(program: JsProgram, file: JsFile, key: Node, env: Env): string | undefined {
  if (kindOf(key) !== 'computed_property_name') return textOfLiteral(key);
  const inner = partsOf(key)[0];
  return inner === undefined ? undefined : stringOf(evaluate(program, file, inner, env));
}

function evaluateName(program: JsProgram, file: JsFile, node: Node, env: Env): Value {
  const name = node.text();
  if (name === 'undefined') return scalar(undefined);
  const binding = lookUp(file, node, name);
  if (binding === undefined) return name === 'process' ? processValue : unknown;
  return evaluateBinding(program, file, binding, env);
}

const underway = new Set<string>();

/** The value of a declaration. */
export function evaluateBinding(program: JsProgram, file: JsFile, binding: Binding, env: Env): Value {
  const key = bindingKey(binding);
  const given = env.get(key);
  if (given !== undefined) return given();
  if (binding.kind === 'variable' && isOutsideFunctions(binding.declarator))
    return rememberedValue(program, file, binding);
  return evaluateDeclaration(program, file, binding, env);
}

/** Whether a declaration stands directly in its file, where no parameter or loop variable can reach it. */
function isOutsideFunctions(declarator: Node): boolean {
  const statement = parentOf(declarator);
  const around = statement === undefined ? undefined : parentOf(statement);
  const outer = around !== undefined && kindOf(around) === 'export_statement' ? parentOf(around) : around;
  return outer !== undefined && kindOf(outer) === 'program';
}

/** Large files name the same declarations over and over: their values are worked out once. */
function rememberedValue(program: JsProgram, file: JsFile, binding: Binding & { kind: 'variable' }): Value {
  const key = bindingKey(binding);
  const known = program.values.get(key);
  if (known !== undefined) return known;
  const before = givenUp;
  const value = evaluateDeclaration(program, file, binding, emptyEnv);
  if (givenUp === before) program.values.set(key, value);
  return value;
}

function evaluateDeclaration(program: JsProgram, file: JsFile, binding: Binding, env: Env): Value {
  const key = bindingKey(binding);
  if (underway.has(key)) {
    givenUp++;
    return unknown;
  }
  underway.add(key);
  try {
    switch (binding.kind) {
      case 'import':
        return importValue(program, file.path, binding.source, binding.imported);
      case 'function':
        return { kind: 'function', at: { file: file.path, node: binding.node }, env: emptyEnv };
      case 'class':
        return { kind: 'class', at: { file: file.path, node: binding.node } };
      case 'enum':
        return evaluateEnum(program, file, binding.node, env);
      case 'variable':
        return evaluateVariable(program, file, binding, env);
      case 'parameter':
        return binding.path.length > 0 ? unknown : typedValue(program, file, fieldOf(binding.node, 'type'));
      default:
        return unknown;
    }
  } finally {
    underway.delete(key);
  }
}

function evaluateVariable(program: JsProgram, file: JsFile, binding: Binding & { kind: 'variable' }, env: Env): Value {
  let valueNode = binding.value;
  if (!binding.constant) {
    const assignments = assignmentsTo(file, binding)?.filter((target) => !isEmptied(target));
    if (assignments === undefined) return unknown;
    if (assignments.length > 1) return chosenAssignment(program, file, binding, assignments, env);
    const [only] = assignments;
    if (only !== undefined) {
      // Declared without a value and given one exactly once, as bundlers write it.
      const statement = parentOf(only);
      if (binding.path.length > 0 || statement === undefined) return unknown;
      if (kindOf(statement) !== 'assignment_expression') return unknown;
      const right = fieldOf(statement, 'right');
      if (valueNode !== undefined)
        return isNothing(valueNode) ? madeLater(evaluatePart(program, file, right, env)) : unknown;
      valueNode = right;
    }
  }
  if (valueNode === undefined) return unknown;
  const compiled = compiledEnum(program, file, binding, valueNode);
  if (compiled !== undefined) return compiled;
  const required = requiredModule(valueNode);
  let value =
    required === undefined ? evaluate(program, file, valueNode, env) : importValue(program, file.path, required, '*');
  for (const step of binding.path) value = memberOf(program, value, step);
  if (value.kind !== 'list' && value.kind !== 'record') return value;
  if (value.kind === 'record' && value.entries.size === 0) {
    const namespace = exportedNamespace(program, file, binding);
    if (namespace !== undefined) return namespace;
  }
  return mutatedVariable(program, file, binding, value, env);
}

/** What a variable holds that is declared without a value and given one in each of several branches. */
function chosenAssignment(
  program: JsProgram,
  file: JsFile,
  binding: Binding & { kind: 'variable' },
  assignments: readonly Node[],
  env: Env,
): Value {
  const home = parentOf(parentOf(binding.declarator) ?? binding.declarator);
  const isEmptyFirst = binding.value === undefined || isNothing(binding.value);
  if (home === undefined || !isEmptyFirst || binding.path.length > 0) return unknown;
  const sure: Value[] = [];
  const possible: Value[] = [];
  for (const target of assignments) {
    const assignment = parentOf(target);
    if (assignment === undefined || kindOf(assignment) !== 'assignment_expression') return unknown;
    for (const context of contextsWithin(program, file, target, home, env)) {
      if (isNever(context)) continue;
      const value = evaluatePart(program, file, fieldOf(assignment, 'right'), context.env);
      (sureOf([context]).length > 0 ? sure : possible).push(value);
    }
  }
  // Which of several is the last is not followed.
  const [only] = sure;
  if (only !== undefined) return sure.length + possible.length === 1 ? only : unknown;
  return possible.length > 1 ? commonValue(possible) : unknown;
}

/** What a variable that holds nothing at first is given later, where it matters only what it is an instance of. */
function madeLater(value: Value): Value {
  return value.kind === 'instance' ? { ...value, late: true } : unknown;
}

function evaluateEnum(program: JsProgram, file: JsFile, node: Node, env: Env): Value {
  const entries = new Map<string, Value>();
  const body = fieldOf(node, 'body');
  let next: number | undefined = 0;
  for (const part of body === undefined ? [] : partsOf(body)) {
    const assigned = kindOf(part) === 'enum_assignment';
    const key = assigned ? fieldOf(part, 'name') : part;
    const valueNode = assigned ? fieldOf(part, 'value') : undefined;
    const name = key === undefined ? undefined : textOfLiteral(key);
    if (name === undefined) continue;
    const value: Value =
      valueNode !== undefined ? evaluate(program, file, valueNode, env) : next === undefined ? unknown : scalar(next);
    next = value.kind === 'scalar' && typeof value.value === 'number' ? value.value + 1 : undefined;
    entries.set(name, value);
  }
  return { kind: 'record', entries, open: false };
}

function evaluateMember(program: JsProgram, file: JsFile, node: Node, env: Env): Value {
  const objectNode = fieldOf(node, 'object');
  if (objectNode === undefined) return unknown;
  let step: string | number | undefined;
  if (kindOf(node) === 'member_expression') step = fieldOf(node, 'property')?.text();
  else {
    const index = fieldOf(node, 'index');
    const value = index === undefined ? unknown : evaluate(program, file, index, env);
    if (value.kind === 'scalar' && (typeof value.value === 'string' || typeof value.value === 'number')) {
      step = value.value;
    }
  }
  if (step === undefined) return unknown;
  if (kindOf(objectNode) === 'this' && !env.has(thisKey)) {
    const owner = enclosingClass(node);
    if (owner === undefined) return unknown;
    return fieldOfClass(program, file, owner, String(step), env) ?? unknown;
  }
  // `await import('…')` and inline `require('…').name`.
  const required = requiredModule(objectNode);
  const object =
    required === undefined ? evaluate(program, file, objectNode, env) : importValue(program, file.path, required, '*');
  const isMissing = object.kind === 'scalar' && (object.value === undefined || object.value === null);
  return isMissing && mayEndEarly(node) ? scalar(undefined) : memberOf(program, object, step);
}

function externalMember(member: Value): Value {
  return unsetVariable(member) ?? member;
}

/** A property or an item of a value. */
export function memberOf(program: JsProgram, value: Value, step: string | number): Value {
  if (step === restStep) return unknown;
  const key = String(step);
  switch (value.kind) {
    case 'record':
      return value.entries.get(key) ?? (value.open ? unknown : scalar(undefined));
    case 'scalar':
      return key === 'length' && typeof value.value === 'string' ? scalar(value.value.length) : unknown;
    case 'list':
      if (key === 'length') return value.open ? unknown : scalar(value.items.length);
      return value.items[Number(key)] ?? unknown;
    case 'module':
      return exportValue(program, value.file, key);
    case 'external':
      // `default` of a module that has none is the module, as bundlers and TypeScript arrange it.
      return externalMember({ kind: 'external', module: value.module, path: [...value.path, key] });
    case 'schema':
      return schemaMember(value, key);
    case 'class': {
      const file = program.file(value.at.file);
      const own = file === undefined ? unknown : fieldOfClass(program, file, value.at.node, key, emptyEnv);
      return own ?? (key === 'name' ? scalar(fieldOf(value.at.node, 'name')?.text()) : unknown);
    }
    case 'instance':
      return fieldOfInstance(program, value, key) ?? unknown;
    default:
      return unknown;
  }
}
