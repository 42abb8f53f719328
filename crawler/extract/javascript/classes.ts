/** Fields and types of classes: what `this.server` is. */
import {
  childOfKind,
  descendantsOfKind,
  fieldOf,
  isSame,
  kindOf,
  type Node,
  partsOf,
} from '#crawler/extract/syntax.ts';
import { type Env, emptyEnv, unknown, type Value } from '#crawler/extract/values.ts';
import { evaluate } from './evaluate.ts';
import { importValue } from './modules.ts';
import type { JsFile, JsProgram } from './program.ts';
import { enclosingClass, lookUp, parametersOf } from './scopes.ts';

/** The value something of a declared type has: an instance of a class, where the type names one. */
export function typedValue(program: JsProgram, file: JsFile, annotation: Node | undefined): Value {
  const type = annotation === undefined ? undefined : partsOf(annotation)[0];
  if (type === undefined) return unknown;
  const kind = kindOf(type);
  const name = kind === 'generic_type' ? fieldOf(type, 'name') : type;
  if (name === undefined || (kindOf(name) !== 'type_identifier' && kindOf(name) !== 'nested_type_identifier')) {
    return unknown;
  }
  const [first, ...rest] = name.text().split('.');
  const binding = first === undefined ? undefined : lookUp(file, type, first);
  if (binding === undefined) return unknown;
  const at = { file: file.path, node: type };
  if (binding.kind === 'class') {
    return { kind: 'instance', of: { kind: 'class', at: { file: file.path, node: binding.node } }, at, env: emptyEnv };
  }
  if (binding.kind !== 'import') return unknown;
  const of = importValue(program, file.path, binding.source, binding.imported);
  if (of.kind === 'external')
    return { kind: 'instance', of: { ...of, path: [...of.path, ...rest] }, at, env: emptyEnv };
  return of.kind === 'class' ? { kind: 'instance', of, at, env: emptyEnv } : unknown;
}

/** The class a class extends. */
export function superclassOf(program: JsProgram, file: JsFile, owner: Node): Value {
  const heritage = childOfKind(owner, 'class_heritage');
  if (heritage === undefined) return unknown;
  const clause = childOfKind(heritage, 'extends_clause') ?? heritage;
  const parent = fieldOf(clause, 'value') ?? partsOf(clause)[0];
  return parent === undefined ? unknown : evaluate(program, file, parent, emptyEnv);
}

/** Whether a class says it extends something. */
export function hasSuperclass(owner: Node): boolean {
  const heritage = childOfKind(owner, 'class_heritage');
  return heritage !== undefined && !(heritage.children()[0]?.text() === 'implements');
}

/** The method of a class, not its ancestors'. */
export function methodOf(owner: Node, name: string): Node | undefined {
  const body = fieldOf(owner, 'body');
  if (body === undefined) return undefined;
  return partsOf(body).find((part) => kindOf(part) === 'method_definition' && fieldOf(part, 'name')?.text() === name);
}

/** The value of a field or method of a class; `undefined` where it has none of this name. */
export function fieldOfClass(
  program: JsProgram,
  file: JsFile,
  owner: Node,
  name: string,
  env: Env,
  hops = 0,
): Value | undefined {
  const body = fieldOf(owner, 'body');
  if (body === undefined || hops > 16) return undefined;
  program.budget.spend();
  let declared: Value | undefined;
  for (const part of partsOf(body)) {
    const kind = kindOf(part);
    if (kind === 'method_definition' && fieldOf(part, 'name')?.text() === name) {
      const getter = part.children()[0]?.text() === 'get';
      return getter ? unknown : { kind: 'function', at: { file: file.path, node: part }, env };
    }
    if (kind !== 'public_field_definition' && kind !== 'field_definition') continue;
    const key = fieldOf(part, 'name') ?? fieldOf(part, 'property');
    if (key?.text() !== name) continue;
    const value = fieldOf(part, 'value');
    if (value !== undefined) return evaluate(program, file, value, env);
    declared = typedValue(program, file, childOfKind(part, 'type_annotation'));
  }
  const assigned = assignedField(program, file, owner, name, env);
  if (assigned !== undefined && assigned.kind !== 'unknown') return assigned;
  const maker = methodOf(owner, 'constructor');
  for (const parameter of maker === undefined ? [] : parametersOf(maker)) {
    if (childOfKind(parameter, 'accessibility_modifier', 'readonly') === undefined) continue;
    if (fieldOf(parameter, 'pattern')?.text() !== name) continue;
    declared = typedValue(program, file, fieldOf(parameter, 'type'));
  }
  if (declared !== undefined) return declared;
  if (assigned !== undefined) return assigned;
  const parent = superclassOf(program, file, owner);
  if (parent.kind !== 'class') return undefined;
  const parentFile = program.file(parent.at.file);
  return parentFile === undefined ? undefined : fieldOfClass(program, parentFile, parent.at.node, name, env, hops + 1);
}

/** The value of the only `this.name = …` in a class. */
function assignedField(program: JsProgram, file: JsFile, owner: Node, name: string, env: Env): Value | undefined {
  let found: Node | undefined;
  for (const assignment of descendantsOfKind(owner, 'assignment_expression')) {
    const left = fieldOf(assignment, 'left');
    if (left === undefined || kindOf(left) !== 'member_expression') continue;
    if (fieldOf(left, 'property')?.text() !== name || fieldOf(left, 'object')?.text() !== 'this') continue;
    const here = enclosingClass(assignment);
    if (here === undefined || !isSame(here, owner)) continue;
    if (found !== undefined) return unknown;
    found = fieldOf(assignment, 'right');
  }
  return found === undefined ? undefined : evaluate(program, file, found, env);
}
