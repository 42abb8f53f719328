/** Fields and types of classes: what `this.server` is. */
import {
  childOfKind,
  descendantsOfKind,
  fieldOf,
  hasToken,
  isSame,
  kindOf,
  type Node,
  parentOf,
  partsOf,
} from '#crawler/extract/syntax.ts';
import { type Env, emptyEnv, thisKey, unknown, type Value } from '#crawler/extract/values.ts';
import { bindParameters, lazyArguments } from './arguments.ts';
import type { JsFile } from './file.ts';
import { importValue } from './modules.ts';
import type { JsProgram } from './program.ts';
import { callWith } from './results.ts';
import { enclosingClass, enclosingFunction, isNothing, lookUp, parametersOf } from './scopes.ts';

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
  return parent === undefined ? unknown : program.run.evaluate(program, file, parent, emptyEnv);
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

/** The value of a field or method of a class; `undefined` where neither it nor its ancestors have one of this name. */
export function fieldOfClass(program: JsProgram, file: JsFile, owner: Node, name: string, env: Env): Value | undefined {
  let at = { file, owner };
  for (let hops = 0; hops < maxAncestors; hops++) {
    const own = ownField(program, at.file, at.owner, name, env);
    if (own !== undefined) return own;
    const parent = ancestorOf(program, at.file, at.owner);
    if (parent === undefined) return undefined;
    at = parent;
  }
  return undefined;
}

/** Longest line of ancestors looked at. */
const maxAncestors = 16;

function ancestorOf(program: JsProgram, file: JsFile, owner: Node): { file: JsFile; owner: Node } | undefined {
  const parent = superclassOf(program, file, owner);
  const parentFile = parent.kind === 'class' ? program.file(parent.at.file) : undefined;
  return parent.kind === 'class' && parentFile !== undefined ? { file: parentFile, owner: parent.at.node } : undefined;
}

/** The classes among the files that a class extends, the nearest first. */
export function ancestorsOf(program: JsProgram, file: JsFile, owner: Node): { file: JsFile; owner: Node }[] {
  const found: { file: JsFile; owner: Node }[] = [];
  for (let at = ancestorOf(program, file, owner); at !== undefined; at = ancestorOf(program, at.file, at.owner)) {
    if (found.length >= maxAncestors) break;
    found.push(at);
  }
  return found;
}

/** The value of a field or method of an object, with what its constructors were given. */
export function fieldOfInstance(
  program: JsProgram,
  instance: Value & { kind: 'instance' },
  name: string,
): Value | undefined {
  const { of, at: made } = instance;
  const file = of.kind === 'class' ? program.file(of.at.file) : undefined;
  if (of.kind !== 'class' || file === undefined) return undefined;
  const madeIn = program.file(made.file);
  const self = (): Value => instance;
  if (madeIn === undefined || kindOf(made.node) !== 'new_expression') {
    return fieldOfClass(program, file, of.at.node, name, new Map([...instance.env, [thisKey, self]]));
  }
  let at = { file, owner: of.at.node };
  let given = lazyArguments(program, madeIn, made.node, instance.env);
  for (let hops = 0; hops < maxAncestors; hops++) {
    const maker = methodOf(at.owner, 'constructor');
    const start: Env = new Map([[thisKey, self]]);
    const env =
      maker === undefined || given === undefined
        ? start
        : bindParameters(program, { kind: 'function', at: { file: at.file.path, node: maker }, env: start }, given);
    const own = ownField(program, at.file, at.owner, name, env);
    if (own !== undefined) return own;
    const parent = ancestorOf(program, at.file, at.owner);
    if (parent === undefined) return undefined;
    if (maker !== undefined) {
      const passed = superCall(maker);
      given = passed === undefined ? undefined : lazyArguments(program, at.file, passed, env);
    }
    at = parent;
  }
  return undefined;
}

function superCall(maker: Node): Node | undefined {
  const calls = descendantsOfKind(maker, 'call_expression').filter((call) => {
    const callee = fieldOf(call, 'function');
    return callee !== undefined && kindOf(callee) === 'super';
  });
  return calls.length === 1 ? calls[0] : undefined;
}

/** The value of a field or method a class has itself. */
function ownField(program: JsProgram, file: JsFile, owner: Node, name: string, env: Env): Value | undefined {
  const body = fieldOf(owner, 'body');
  if (body === undefined) return undefined;
  program.budget.spend();
  let declared: Value | undefined;
  for (const part of partsOf(body)) {
    const kind = kindOf(part);
    if (kind === 'method_definition' && fieldOf(part, 'name')?.text() === name) {
      const method: Value & { kind: 'function' } = { kind: 'function', at: { file: file.path, node: part }, env };
      if (hasToken(part, 'set')) continue;
      return hasToken(part, 'get') ? callWith(program, method, []) : method;
    }
    if (kind !== 'public_field_definition' && kind !== 'field_definition') continue;
    const key = fieldOf(part, 'name') ?? fieldOf(part, 'property');
    if (key?.text() !== name) continue;
    const value = fieldOf(part, 'value');
    if (value !== undefined)
      return withMutations(program, file, owner, name, program.run.evaluate(program, file, value, env));
    declared = typedValue(program, file, childOfKind(part, 'type_annotation'));
  }
  const assigned = assignedField(program, file, owner, name, env);
  if (assigned !== undefined && assigned.kind !== 'unknown') return withMutations(program, file, owner, name, assigned);
  const maker = methodOf(owner, 'constructor');
  for (const parameter of maker === undefined ? [] : parametersOf(maker)) {
    if (childOfKind(parameter, 'accessibility_modifier', 'readonly') === undefined) continue;
    const pattern = fieldOf(parameter, 'pattern');
    if (pattern?.text() !== name) continue;
    const block = maker === undefined ? undefined : fieldOf(maker, 'body');
    const binding = block === undefined ? undefined : lookUp(file, block.children()[0] ?? block, name);
    declared =
      binding === undefined
        ? typedValue(program, file, fieldOf(parameter, 'type'))
        : program.run.evaluateBinding(program, file, binding, env);
  }
  return declared ?? assigned;
}

function withMutations(program: JsProgram, file: JsFile, owner: Node, name: string, value: Value): Value {
  return value.kind === 'list' || value.kind === 'record'
    ? program.run.mutatedField(program, file, owner, name, value)
    : value;
}

/** The value of the only `this.name = …` in a class, or of that which a constructor runs. */
function assignedField(program: JsProgram, file: JsFile, owner: Node, name: string, env: Env): Value | undefined {
  const all = fieldsAssignedIn(file, owner).get(name) ?? [];
  const [first] = all;
  const filled = all.filter((right) => !isNothing(right));
  const [only, ...others] = filled;
  if (only === undefined || all.length === 1) return first && program.run.evaluate(program, file, first, env);
  if (others.length === 0) {
    // Empty at first: it may be asked before it is filled.
    const value = program.run.evaluate(program, file, only, env);
    return value.kind === 'instance' ? { ...value, late: true } : unknown;
  }
  const maker = methodOf(owner, 'constructor');
  const home = maker === undefined ? undefined : fieldOf(maker, 'body');
  const targets = all.flatMap((right) => fieldOf(parentOf(right) ?? right, 'left') ?? []);
  const isMade = (target: Node) => maker !== undefined && isSame(enclosingFunction(target) ?? target, maker);
  return home !== undefined && targets.every(isMade)
    ? program.run.chosenValue(program, file, targets, home, env)
    : unknown;
}

function fieldsAssignedIn(file: JsFile, owner: Node): ReadonlyMap<string, readonly Node[]> {
  const known = file.fields.get(owner.id());
  if (known !== undefined) return known;
  const found = new Map<string, Node[]>();
  for (const assignment of descendantsOfKind(owner, 'assignment_expression')) {
    const left = fieldOf(assignment, 'left');
    const right = fieldOf(assignment, 'right');
    if (left === undefined || right === undefined || kindOf(left) !== 'member_expression') continue;
    const name = fieldOf(left, 'property')?.text();
    if (name === undefined || fieldOf(left, 'object')?.text() !== 'this') continue;
    const here = enclosingClass(assignment);
    if (here !== undefined && isSame(here, owner)) found.set(name, [...(found.get(name) ?? []), right]);
  }
  file.fields.set(owner.id(), found);
  return found;
}
