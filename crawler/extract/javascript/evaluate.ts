/** What an expression is, without running anything: constants are followed through scopes, files and simple functions. */
import { fieldOf, hasToken, kindOf, type Node, partsOf } from '#crawler/extract/syntax.ts';
import { type Env, emptyEnv, scalar, stringOf, thisKey, unknown, type Value } from '#crawler/extract/values.ts';
import { argumentsOf } from './arguments.ts';
import { restStep } from './binding.ts';
import { builtCollection } from './bundles.ts';
import { evaluateCall } from './calls.ts';
import { fieldOfClass, fieldOfInstance } from './classes.ts';
import { givenOptions } from './command-line.ts';
import { truthOf } from './conditions.ts';
import type { JsFile } from './file.ts';
import { textOfFragments, textOfLiteral, unescapeSequence } from './literals.ts';
import { mayEndEarly } from './methods.ts';
import { exportValue, importValue, requiredModule } from './modules.ts';
import { evaluateBinary, evaluateUnary } from './operators.ts';
import type { JsProgram } from './program.ts';
import { buildRecord, isNothingToSpread, mayHold } from './records.ts';
import { commonValue } from './results.ts';
import { enclosingClass, lookUp } from './scopes.ts';
import { isUnsetRestriction, processValue, unsetVariable } from './settings.ts';
import { briefly, stepInto } from './steps.ts';
import { evaluateBinding } from './variables.ts';
import { schemaMember } from './zod.ts';

/** The value of an expression. `env` holds what parameters and loop variables stand for. */
export function evaluate(program: JsProgram, file: JsFile, node: Node, env: Env): Value {
  const value = stepInto(() => {
    program.budget.spend();
    return evaluateNode(program, file, node, env);
  });
  if (value === undefined) return unknown;
  return value.kind === 'unknown' && isUnsetRestriction(node) ? scalar(false) : value;
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
  const record = buildRecord();
  for (const part of partsOf(node)) {
    switch (kindOf(part)) {
      case 'pair': {
        const key = fieldOf(part, 'key');
        const value = fieldOf(part, 'value');
        const name = key === undefined ? undefined : propertyName(program, file, key, env);
        if (name === undefined || value === undefined) record.setAny();
        else record.set(name, evaluate(program, file, value, env));
        break;
      }
      case 'shorthand_property_identifier':
        record.set(part.text(), evaluate(program, file, part, env));
        break;
      case 'method_definition': {
        const key = fieldOf(part, 'name');
        const name = key === undefined ? undefined : propertyName(program, file, key, env);
        const getter = hasToken(part, 'get') || hasToken(part, 'set');
        if (name !== undefined) record.set(name, getter ? unknown : evaluate(program, file, part, env));
        break;
      }
      case 'spread_element':
        record.spread(spreadPart(program, file, partsOf(part)[0], env));
        break;
      default:
        record.setAny();
    }
  }
  return { ...record.done(), at: { file: file.path, node } };
}

const nothing: Value = { kind: 'record', entries: new Map(), open: false };

/** What is spread into an object; of what is spread only under a condition, what it may add. */
function spreadPart(program: JsProgram, file: JsFile, node: Node | undefined, env: Env): Value {
  const value = evaluatePart(program, file, node, env);
  if (value.kind !== 'unknown' || node === undefined) return value;
  const possible = (part: Node | undefined) => {
    const spread = spreadPart(program, file, part, env);
    return isNothingToSpread(spread) ? nothing : spread;
  };
  switch (kindOf(node)) {
    case 'parenthesized_expression':
      return possible(partsOf(node)[0]);
    case 'ternary_expression':
      return commonValue(['consequence', 'alternative'].map((field) => possible(fieldOf(node, field))));
    case 'binary_expression':
      return fieldOf(node, 'operator')?.text() === '&&'
        ? commonValue([possible(fieldOf(node, 'right')), nothing])
        : value;
    default:
      return value;
  }
}

/** The name of a property, also where it is computed from something known. */
export function propertyName(program: JsProgram, file: JsFile, key: Node, env: Env): string | undefined {
  if (kindOf(key) !== 'computed_property_name') return textOfLiteral(key);
  const inner = partsOf(key)[0];
  return inner === undefined ? undefined : stringOf(evaluate(program, file, inner, env));
}

/** What a name means that the program does not declare: other runtimes' globals are not there in Node.js. */
function globalNamed(name: string): Value {
  if (name === 'process') return processValue;
  return ['Bun', 'Deno', 'document', 'window'].includes(name) ? scalar(undefined) : unknown;
}

function evaluateName(program: JsProgram, file: JsFile, node: Node, env: Env): Value {
  const name = node.text();
  if (name === 'undefined') return scalar(undefined);
  const binding = lookUp(file, node, name);
  if (binding === undefined) return globalNamed(name);
  return evaluateBinding(program, file, binding, env);
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
  if (/^(?:module\.)?exports$/.test(objectNode.text()) && lookUp(file, node, 'exports') === undefined)
    return exportValue(program, file.path, String(step));
  if (objectNode.text() === 'globalThis') return globalNamed(String(step));
  // `await import('…')` and inline `require('…').name`.
  const required = requiredModule(objectNode);
  const object =
    required === undefined ? evaluate(program, file, objectNode, env) : importValue(program, file.path, required, '*');
  const options = step === 'argv' && object.kind === 'unknown' ? givenOptions(program, file, node) : undefined;
  if (options !== undefined) return options;
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
      return value.entries.get(key) ?? (mayHold(value, key) ? unknown : scalar(undefined));
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
