/** What declared names stand for. */
import { fieldOf, kindOf, type Node, parentOf, partsOf } from '#crawler/extract/syntax.ts';
import { type Env, emptyEnv, scalar, unknown, type Value } from '#crawler/extract/values.ts';
import { compiledEnum, exportedNamespace } from './bundles.ts';
import { typedValue } from './classes.ts';
import { contextsWithin, isNever, sureOf } from './contexts.ts';
import type { JsFile } from './file.ts';
import { textOfLiteral } from './literals.ts';
import { importValue, requiredModule } from './modules.ts';
import { mutatedVariable } from './mutations.ts';
import type { JsProgram } from './program.ts';
import { commonValue } from './results.ts';
import { assignmentsTo, type Binding, bindingKey, isEmptied, isNothing } from './scopes.ts';
import { giveUp, timesGivenUp } from './steps.ts';

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
  const before = timesGivenUp();
  const value = evaluateDeclaration(program, file, binding, emptyEnv);
  if (timesGivenUp() === before) program.values.set(key, value);
  return value;
}

function evaluateDeclaration(program: JsProgram, file: JsFile, binding: Binding, env: Env): Value {
  const key = bindingKey(binding);
  if (underway.has(key)) {
    giveUp();
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
    const isEmptyFirst = valueNode === undefined || isNothing(valueNode);
    if (!isEmptyFirst && !keepsFirst(program, file, binding, assignments, env)) return unknown;
    if (isEmptyFirst && assignments.length > 1) return chosenAssignment(program, file, binding, assignments, env);
    const [only] = assignments;
    if (isEmptyFirst && only !== undefined) {
      // Declared without a value and given one exactly once, as bundlers write it.
      const statement = parentOf(only);
      if (binding.path.length > 0 || statement === undefined) return unknown;
      if (kindOf(statement) !== 'assignment_expression') return unknown;
      const right = fieldOf(statement, 'right');
      if (valueNode !== undefined) {
        return right === undefined ? unknown : madeLater(program.run.evaluate(program, file, right, env));
      }
      valueNode = right;
    }
  }
  if (valueNode === undefined) return unknown;
  const compiled = compiledEnum(program, file, binding, valueNode);
  if (compiled !== undefined) return compiled;
  const required = requiredModule(valueNode);
  let value =
    required === undefined
      ? program.run.evaluate(program, file, valueNode, env)
      : importValue(program, file.path, required, '*');
  for (const step of binding.path) value = program.run.memberOf(program, value, step);
  if (value.kind !== 'list' && value.kind !== 'record') return value;
  if (value.kind === 'record' && value.entries.size === 0) {
    const namespace = exportedNamespace(program, file, binding);
    if (namespace !== undefined) return namespace;
  }
  return mutatedVariable(program, file, binding, value, env);
}

/** Assignments to one variable looked at, as to whether any of them runs. */
const maxAssignments = 8;

/** Whether a variable keeps its first value, since none of the branches that give it another is taken. */
function keepsFirst(
  program: JsProgram,
  file: JsFile,
  binding: Binding & { kind: 'variable' },
  targets: readonly Node[],
  env: Env,
): boolean {
  const home = parentOf(parentOf(binding.declarator) ?? binding.declarator);
  if (home === undefined || targets.length > maxAssignments) return false;
  return targets.every((target) => {
    const contexts = contextsWithin(program, file, target, home, env);
    return contexts.length > 0 && contexts.every(isNever);
  });
}

/** What a variable holds that is declared without a value and given one in each of several branches. */
function chosenAssignment(
  program: JsProgram,
  file: JsFile,
  binding: Binding & { kind: 'variable' },
  targets: readonly Node[],
  env: Env,
): Value {
  const home = parentOf(parentOf(binding.declarator) ?? binding.declarator);
  if (home === undefined || binding.path.length > 0) return unknown;
  return chosenValue(program, file, targets, home, env);
}

/**
 * What is assigned in that of several places which surely runs, or what those that may run have in common.
 * @param targets left sides of the assignments
 * @param home a block around all of them
 * @param env the values that block runs with
 */
export function chosenValue(program: JsProgram, file: JsFile, targets: readonly Node[], home: Node, env: Env): Value {
  const sure: Value[] = [];
  const possible: Value[] = [];
  for (const target of targets) {
    const assignment = parentOf(target);
    const right = assignment === undefined ? undefined : fieldOf(assignment, 'right');
    if (assignment === undefined || right === undefined || kindOf(assignment) !== 'assignment_expression')
      return unknown;
    for (const context of contextsWithin(program, file, target, home, env)) {
      if (isNever(context)) continue;
      const value = program.run.evaluate(program, file, right, context.env);
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
      valueNode !== undefined
        ? program.run.evaluate(program, file, valueNode, env)
        : next === undefined
          ? unknown
          : scalar(next);
    next = value.kind === 'scalar' && typeof value.value === 'number' ? value.value + 1 : undefined;
    entries.set(name, value);
  }
  return { kind: 'record', entries, open: false };
}
