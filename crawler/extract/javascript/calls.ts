/** Calls whose result is certain: schema builders, a few pure methods of the language, and simple functions of the program. */
import { descendantsOfKind, fieldOf, isSame, kindOf, type Node, parentOf, partsOf } from '#crawler/extract/syntax.ts';
import { type Env, scalar, stringOf, unknown, type Value } from '#crawler/extract/values.ts';
import { isAwaiter, isModuleHelper, spreadHelper } from './bundles.ts';
import { hasLeaving, truthOf } from './conditions.ts';
import type { JsFile } from './file.ts';
import { textOfLiteral } from './literals.ts';
import { importValue, namespaceOf, requiredModule } from './modules.ts';
import type { JsProgram } from './program.ts';
import {
  assignmentsTo,
  type Binding,
  bindingKey,
  enclosingClass,
  enclosingFunction,
  isEmptied,
  isNothing,
  lookUp,
  parametersOf,
} from './scopes.ts';
import { holdsSetting, settingMethod } from './settings.ts';
import { applyMethod, buildSchema, isZodBuilder, objectSchema, schemaOf } from './zod.ts';

/** The argument nodes of a call. */
export function argumentsOf(call: Node): Node[] {
  const list = fieldOf(call, 'arguments');
  return list === undefined || kindOf(list) !== 'arguments' ? [] : partsOf(list);
}

/** Arguments by position; `undefined` where a spread makes positions uncertain. */
export function positionalArguments(call: Node): Node[] | undefined {
  const args = argumentsOf(call);
  return args.some((argument) => kindOf(argument) === 'spread_element') ? undefined : args;
}

const zodModules: readonly string[] = ['zod', '@hono/zod-openapi', 'astro/zod'];

/** Whether a value is zod's namespace; where bundling hid its import, the name it was given must say so. */
function isZodNamespace(value: Value, node: Node): boolean {
  if (value.kind === 'external') {
    if (zodModules.includes(value.module) || value.module.startsWith('zod/')) return true;
    return value.path.at(-1) === 'z' || value.path.at(-1) === 'zod';
  }
  if (value.kind === 'schema' || value.kind === 'instance' || value.kind === 'function' || value.kind === 'scalar') {
    return false;
  }
  const last = node.text().split('.').at(-1)?.toLowerCase() ?? '';
  return (
    last === 'z' || last.includes('zod') || last.startsWith('external_exports') || last === 'coerce' || last.length <= 2
  );
}

/** The arguments of a call, evaluated when they are needed; `undefined` where a spread makes positions uncertain. */
export function lazyArguments(program: JsProgram, file: JsFile, call: Node, env: Env): (() => Value)[] | undefined {
  const given: (() => Value)[] = [];
  for (const argument of argumentsOf(call)) {
    if (kindOf(argument) !== 'spread_element') {
      given.push(() => program.run.evaluate(program, file, argument, env));
      continue;
    }
    const inner = partsOf(argument)[0];
    const list = inner === undefined ? unknown : program.run.evaluate(program, file, inner, env);
    if (list.kind !== 'list' || list.open) return undefined;
    given.push(...list.items.map((item) => () => item));
  }
  return given;
}

/**
 * Whether a chain of members and calls is missing as a whole where its beginning is: `a?.b.c()`. Asked once something in
 * the chain is known to be missing.
 */
export function mayEndEarly(chain: Node): boolean {
  for (let at: Node | undefined = chain; at !== undefined; at = fieldOf(at, 'object') ?? fieldOf(at, 'function')) {
    if (at.children().some((child) => kindOf(child) === 'optional_chain')) return true;
  }
  return false;
}

/** The value of a call. */
export function evaluateCall(program: JsProgram, file: JsFile, call: Node, env: Env): Value {
  let callee = fieldOf(call, 'function');
  if (callee === undefined) return unknown;
  const required = requiredModule(call);
  if (required !== undefined) return importValue(program, file.path, required, '*');
  if (kindOf(callee) === 'import') {
    const source = argumentsOf(call)[0];
    const name = source === undefined ? undefined : textOfLiteral(source);
    return name === undefined ? unknown : importValue(program, file.path, name, '*');
  }
  // `(0, module_1.name)(…)` as TypeScript emits it.
  while (kindOf(callee) === 'parenthesized_expression' || kindOf(callee) === 'sequence_expression') {
    const inner = partsOf(callee).at(-1);
    if (inner === undefined) return unknown;
    callee = inner;
  }
  if (isAwaiter(callee.text())) {
    const body = argumentsOf(call).at(-1);
    const made = body === undefined ? unknown : program.run.evaluate(program, file, body, env);
    return made.kind === 'function' ? callWith(program, made, []) : unknown;
  }
  if (isModuleHelper(callee.text())) {
    const module = argumentsOf(call)[0];
    return module === undefined ? unknown : program.run.evaluate(program, file, module, env);
  }
  const args = positionalArguments(call);
  if (args === undefined) return callValue(program, file, program.run.evaluate(program, file, callee, env), call, env);
  const evaluated = () => args.map((argument) => program.run.evaluate(program, file, argument, env));
  if (kindOf(callee) === 'member_expression') {
    const object = fieldOf(callee, 'object');
    const method = fieldOf(callee, 'property')?.text();
    if (object === undefined || method === undefined) return unknown;
    const on = program.run.evaluate(program, file, object, env);
    const result = evaluateMethod(program, object, on, method, args, evaluated);
    if (result !== undefined) return result;
    return callValue(program, file, program.run.memberOf(program, on, method), call, env);
  }
  const spread = spreadHelper(callee.text(), evaluated);
  if (spread !== undefined) return spread;
  const target = program.run.evaluate(program, file, callee, env);
  if (target.kind === 'external') {
    const name = target.path.at(-1) ?? target.module;
    if (target.module.startsWith('zod') && isZodBuilder(name)) return buildSchema(name, evaluated());
    return definedTool(name, evaluated) ?? convertedSchema(name, evaluated);
  }
  const converted = convertedSchema(callee.text(), evaluated);
  if (converted.kind !== 'unknown') return converted;
  return callValue(program, file, target, call, env);
}

/** What a package's `tool({ … })`, `defineTool({ … }, handler)` or `tool('name', { … })` makes: the definition it is given. */
function definedTool(name: string, evaluated: () => Value[]): Value | undefined {
  if (!/^(?:(?:create|define|make)(?:mcp)?)?tool$/i.test(name)) return undefined;
  const args = evaluated();
  const [given, handler] = args;
  if (given?.kind === 'record' && handler?.kind === 'function' && args.length === 2) return given;
  const definition = args.at(-1);
  if (definition?.kind !== 'record' || args.length > 2) return undefined;
  if (args.length === 1 || given === undefined) return definition;
  return { ...definition, entries: new Map([...definition.entries, ['name', given]]) };
}

/** Functions that turn a zod schema into JSON Schema, by the names they go by. */
function convertedSchema(name: string, evaluated: () => Value[]): Value {
  const last = name.split('.').at(-1)?.toLowerCase() ?? '';
  if (!last.includes('jsonschema')) return unknown;
  const [first] = evaluated();
  if (first?.kind === 'schema') return first;
  if (last.startsWith('zodtojsonschema') && first?.kind === 'record') return objectSchema(first.entries);
  return unknown;
}

function evaluateMethod(
  program: JsProgram,
  objectNode: Node,
  on: Value,
  method: string,
  args: readonly Node[],
  evaluated: () => Value[],
): Value | undefined {
  if (on.kind === 'schema') return applyMethod(on, method, evaluated());
  if (method === 'toJSONSchema' || method === 'zodToJsonSchema') {
    const json = schemaOf(evaluated()[0]);
    if (json !== undefined) return { kind: 'schema', schema: json, optional: false };
  }
  const opened = (value: Value) => (value.kind === 'module' ? namespaceOf(program, value.file) : value);
  if (objectNode.text() === 'Object') return evaluateObjectMethod(method, evaluated().map(opened));
  if (objectNode.text() === 'Array' && method === 'from') return listFrom(program, evaluated());
  if (objectNode.text() === 'Promise' && (method === 'all' || method === 'resolve')) return evaluated()[0];
  if (on.kind === 'record' && !on.entries.has(method)) {
    const [key] = evaluated().map(stringOf);
    if (method === 'get' && key !== undefined) return program.run.memberOf(program, on, key);
    if (method === 'has' && key !== undefined && !on.open) return scalar(on.entries.has(key));
    if (['values', 'keys', 'entries'].includes(method)) return evaluateObjectMethod(method, [on]);
  }
  if (on.kind === 'scalar' && (on.value === undefined || on.value === null)) {
    const chain = parentOf(objectNode);
    return chain !== undefined && mayEndEarly(chain) ? scalar(undefined) : unknown;
  }
  const setting = settingMethod(on, method, objectNode);
  if (setting !== undefined) return setting;
  if (on.kind === 'list') return evaluateListMethod(program, on, method, args, evaluated);
  const text = stringOf(on);
  if (text !== undefined) {
    switch (method) {
      case 'trim':
        return scalar(text.trim());
      case 'toLowerCase':
        return scalar(text.toLowerCase());
      case 'toUpperCase':
        return scalar(text.toUpperCase());
      case 'toString':
      case 'normalize':
        return on;
      case 'split': {
        const separator = stringOf(evaluated()[0]);
        if (separator === undefined || args.length > 1) return unknown;
        return { kind: 'list', items: text.split(separator).map(scalar), open: false };
      }
      case 'concat': {
        const parts = evaluated().map(stringOf);
        return parts.includes(undefined) ? unknown : scalar(text + parts.join(''));
      }
      default:
        return unknown;
    }
  }
  if (isZodBuilder(method) && isZodNamespace(on, objectNode)) return buildSchema(method, evaluated());
  return undefined;
}

/** The object of a list of pairs. */
function recordFrom(list: Value & { kind: 'list' }): Value {
  const entries = new Map<string, Value>();
  let { open } = list;
  for (const pair of list.items) {
    const [key, value] = pair.kind === 'list' ? pair.items : [];
    const name = stringOf(key);
    if (name === undefined || value === undefined) open = true;
    else entries.set(name, value);
  }
  return { kind: 'record', entries, open };
}

function evaluateObjectMethod(method: string, args: readonly Value[]): Value {
  const [first] = args;
  if (first === undefined) return unknown;
  if (method === 'freeze' || method === 'seal') return first;
  if (method === 'fromEntries') return first.kind === 'list' ? recordFrom(first) : unknown;
  if (method === 'assign') {
    const entries = new Map<string, Value>();
    for (const part of args) {
      if (part.kind !== 'record' || part.open) return unknown;
      for (const [key, value] of part.entries) entries.set(key, value);
    }
    return { kind: 'record', entries, open: false };
  }
  if (first.kind !== 'record') return unknown;
  const pairs = [...first.entries];
  const open = first.open;
  if (method === 'values') return { kind: 'list', items: pairs.map(([, value]) => value), open };
  if (method === 'keys') return { kind: 'list', items: pairs.map(([key]) => scalar(key)), open };
  if (method === 'entries') {
    return {
      kind: 'list',
      items: pairs.map(([key, value]) => ({ kind: 'list', items: [scalar(key), value], open: false })),
      open,
    };
  }
  return unknown;
}

/** `Array.from` of a list, with the function it may be given; of a map, its pairs. */
function listFrom(program: JsProgram, [source, fn]: readonly Value[]): Value {
  const list = source?.kind === 'record' ? evaluateObjectMethod('entries', [source]) : source;
  if (list?.kind !== 'list') return unknown;
  if (fn === undefined) return list;
  if (fn.kind !== 'function') return unknown;
  return { kind: 'list', items: list.items.map((item) => callWith(program, fn, [() => item])), open: list.open };
}

function callable(program: JsProgram, fn: Value | undefined): ((item: Value) => Value) | undefined {
  return fn?.kind === 'function' ? (item) => callWith(program, fn, [() => item]) : undefined;
}

/** The items that surely pass a test. Where one may or may not, the list is open. */
function filtered(on: Value & { kind: 'list' }, test: ((item: Value) => Value) | undefined): Value {
  if (test === undefined) return unknown;
  const items: Value[] = [];
  let { open } = on;
  for (const item of on.items) {
    const passes = truthOf(test(item));
    if (passes === true) items.push(item);
    open ||= passes === undefined;
  }
  return { kind: 'list', items, open };
}

/** Whether a list holds a plain value; not certain where something in it is not. */
function holds(on: Value & { kind: 'list' }, wanted: Value | undefined): Value {
  const asked = holdsSetting(on.items, wanted);
  if (asked !== undefined) return scalar(asked);
  if (wanted?.kind !== 'scalar') return unknown;
  if (on.items.some((item) => item.kind === 'scalar' && item.value === wanted.value)) return scalar(true);
  return on.open || on.items.some((item) => item.kind !== 'scalar') ? unknown : scalar(false);
}

function evaluateListMethod(
  program: JsProgram,
  on: Value & { kind: 'list' },
  method: string,
  args: readonly Node[],
  evaluated: () => Value[],
): Value {
  switch (method) {
    case 'concat': {
      const parts = evaluated();
      const items = [...on.items];
      let open = on.open;
      for (const part of parts) {
        if (part.kind === 'list') {
          items.push(...part.items);
          open ||= part.open;
        } else open = true;
      }
      return { kind: 'list', items, open };
    }
    case 'join': {
      const parts = on.items.map(stringOf);
      const separator = args.length === 0 ? ',' : stringOf(evaluated()[0]);
      if (on.open || separator === undefined || parts.includes(undefined)) return unknown;
      return scalar(parts.join(separator));
    }
    case 'slice':
      return args.length === 0 ? on : unknown;
    case 'values':
    case 'sort':
    case 'reverse':
    case 'toSorted':
    case 'toReversed':
      return on;
    case 'includes':
    case 'has':
      return holds(on, evaluated()[0]);
    case 'filter':
      return filtered(on, args[0]?.text() === 'Boolean' ? (item) => item : callable(program, evaluated()[0]));
    case 'flat':
      return {
        kind: 'list',
        items: on.items.flatMap((item) => (item.kind === 'list' ? item.items : [item])),
        open: on.open || on.items.some((item) => item.kind === 'list' && item.open),
      };
    case 'map':
    case 'flatMap': {
      const [fn] = evaluated();
      if (fn?.kind !== 'function') return unknown;
      const results = on.items.map((item) => callWith(program, fn, [() => item]));
      if (method === 'map') return { kind: 'list', items: results, open: on.open };
      const items = results.flatMap((result) => (result.kind === 'list' ? result.items : [result]));
      return { kind: 'list', items, open: on.open || results.some((result) => result.kind === 'list' && result.open) };
    }
    default:
      return unknown;
  }
}

function callValue(program: JsProgram, file: JsFile, target: Value, call: Node, env: Env): Value {
  const given = target.kind === 'function' ? lazyArguments(program, file, call, env) : undefined;
  return target.kind === 'function' && given !== undefined ? callWith(program, target, given) : unknown;
}

/** The names of a function's parameters bound to what it is called with. */
export function bindParameters(
  program: JsProgram,
  fn: Value & { kind: 'function' },
  args: readonly (() => Value)[],
): Env {
  const file = program.file(fn.at.file);
  const env = new Map(fn.env);
  const body = fieldOf(fn.at.node, 'body');
  if (file === undefined || body === undefined) return env;
  for (const parameter of parametersOf(fn.at.node)) {
    for (const binding of parameterBindings(file, fn.at.node, parameter, body)) {
      env.set(
        bindingKey(binding),
        once(() => argumentValue(program, file, binding, args, env)),
      );
    }
  }
  return env;
}

function argumentValue(
  program: JsProgram,
  file: JsFile,
  binding: Binding & { kind: 'parameter' },
  args: readonly (() => Value)[],
  env: Env,
): Value {
  if (binding.rest) {
    return { kind: 'list', items: args.slice(binding.index).map((argument) => argument()), open: false };
  }
  const given = args[binding.index];
  let value = given === undefined ? scalar(undefined) : given();
  if (value.kind === 'scalar' && value.value === undefined && binding.fallback !== undefined) {
    value = program.run.evaluate(program, file, binding.fallback, env);
  }
  for (const step of binding.path) value = program.run.memberOf(program, value, step);
  return value;
}

function parameterBindings(file: JsFile, fn: Node, parameter: Node, body: Node): (Binding & { kind: 'parameter' })[] {
  const names = namesIn(parameter);
  return names.flatMap((name) => {
    // Looked up from the body, as a use there would be.
    const inner = kindOf(body) === 'statement_block' ? (body.children()[0] ?? body) : body;
    const binding = lookUp(file, inner, name);
    return binding?.kind === 'parameter' && isSame(binding.of, fn) ? [binding] : [];
  });
}

function namesIn(pattern: Node): string[] {
  const kind = kindOf(pattern);
  if (kind === 'identifier' || kind === 'shorthand_property_identifier_pattern') return [pattern.text()];
  if (kind === 'type_annotation') return [];
  return partsOf(pattern).flatMap(namesIn);
}

function once(compute: () => Value): () => Value {
  let value: Value | undefined;
  return () => {
    if (value === undefined) {
      // Marked first: a value that needs itself is not certain.
      value = unknown;
      value = compute();
    }
    return value;
  };
}

/** What a function of the program returns for these arguments, where it has a single, unconditional result. */
export function callWith(program: JsProgram, fn: Value & { kind: 'function' }, args: readonly (() => Value)[]): Value {
  const file = program.file(fn.at.file);
  const body = fieldOf(fn.at.node, 'body');
  if (file === undefined || body === undefined) return unknown;
  const env = bindParameters(program, fn, args);
  const result =
    keptResult(file, fn.at.node, body) ?? resultNode(fn.at.node, body) ?? chosenResult(program, file, body, env);
  if (result === 'goes-on') return scalar(undefined);
  return result === undefined
    ? commonResult(program, file, fn.at.node, body, env)
    : program.run.evaluate(program, file, result, env);
}

/** What a function works out once and keeps in a variable around it: `if (!kept) kept = make(); return kept;`. */
function keptResult(file: JsFile, fn: Node, body: Node): Node | undefined {
  const last = partsOf(body).at(-1);
  const kept = last !== undefined && kindOf(last) === 'return_statement' ? partsOf(last)[0] : undefined;
  if (kept !== undefined && kindOf(kept) === 'member_expression') return keptByClass(fn, kept);
  if (kept === undefined || kindOf(kept) !== 'identifier') return undefined;
  const name = kept.text();
  const binding = lookUp(file, kept, name);
  if (binding?.kind !== 'variable' || binding.constant) return undefined;
  const around = enclosingFunction(binding.declarator);
  if (around !== undefined && isSame(around, fn)) return undefined;
  if (returnsOf(fn, body).some((statement) => partsOf(statement)[0]?.text() !== name)) return undefined;
  const [only, ...others] = (assignmentsTo(file, binding) ?? []).filter((target) => !isEmptied(target));
  const assignment = only === undefined ? undefined : parentOf(only);
  if (assignment === undefined || others.length > 0) return undefined;
  // Where it is made under a condition, that must be that it is not there yet.
  let at = parentOf(assignment);
  for (; at !== undefined && !isSame(at, body); at = parentOf(at)) {
    const kind = kindOf(at);
    const isForIt = kind === 'if_statement' && fieldOf(at, 'condition')?.text().includes(name) === true;
    if (!isForIt && kind !== 'expression_statement' && kind !== 'statement_block') return undefined;
  }
  return at === undefined ? undefined : fieldOf(assignment, 'right');
}

/** The one object of a class that its class keeps: `if (!Depot.only) Depot.only = new Depot(); return Depot.only;`. */
function keptByClass(fn: Node, kept: Node): Node | undefined {
  const owner = enclosingClass(fn);
  const name = owner === undefined ? undefined : fieldOf(owner, 'name')?.text();
  const object = fieldOf(kept, 'object');
  if (owner === undefined || object === undefined || (kindOf(object) !== 'this' && object.text() !== name))
    return undefined;
  const [only, ...others] = descendantsOfKind(owner, 'assignment_expression').flatMap((assignment) => {
    const left = fieldOf(assignment, 'left');
    const right = fieldOf(assignment, 'right');
    return left?.text() === kept.text() && right !== undefined && !isNothing(right) ? [right] : [];
  });
  return only !== undefined && others.length === 0 && kindOf(only) === 'new_expression' ? only : undefined;
}

/** What all results of a function agree on, where it ends with one and it is not certain which it gives. */
function commonResult(program: JsProgram, file: JsFile, fn: Node, body: Node, env: Env): Value {
  const last = partsOf(body).at(-1);
  const returns = returnsOf(fn, body);
  if (last === undefined || kindOf(last) !== 'return_statement' || returns.length > maxResults) return unknown;
  const results = returns.map((statement) => {
    const expression = partsOf(statement)[0];
    return expression === undefined ? unknown : program.run.evaluate(program, file, expression, env);
  });
  return commonValue(results);
}

/** Results of one function compared at most. */
const maxResults = 8;

/** What values that are each possible have in common. */
export function commonValue(values: readonly Value[]): Value {
  const [first, ...others] = values;
  if (first?.kind === 'list') return commonItems(first, others);
  if (first?.kind === 'scalar') {
    return others.every((other) => other.kind === 'scalar' && other.value === first.value) ? first : unknown;
  }
  if (first?.kind !== 'record') return unknown;
  const records = others.flatMap((other) => (other.kind === 'record' ? [other] : []));
  if (records.length < others.length) return unknown;
  const entries = new Map<string, Value>();
  for (const [key, value] of first.entries) {
    const common = commonValue([value, ...records.map((record) => record.entries.get(key) ?? unknown)]);
    if (common.kind !== 'unknown') entries.set(key, common);
  }
  const { kind, at } = first;
  return at === undefined ? { kind, entries, open: true } : { kind, entries, open: true, at };
}

/** The items, by where they are written, that stand in all of the lists. */
function commonItems(first: Value & { kind: 'list' }, others: readonly Value[]): Value {
  const lists = others.flatMap((other) => (other.kind === 'list' ? [other.items] : []));
  if (lists.length < others.length) return unknown;
  const isThere = (item: Value, list: readonly Value[]) =>
    list.includes(item) || list.some((other) => commonPlace(item, other) || isEqualScalar(item, other));
  return { ...first, items: first.items.filter((item) => lists.every((list) => isThere(item, list))), open: true };
}

function commonPlace(a: Value, b: Value): boolean {
  if (!('at' in a) || !('at' in b) || a.at === undefined || b.at === undefined || a.kind !== b.kind) return false;
  return a.at.file === b.at.file && isSame(a.at.node, b.at.node);
}

const isEqualScalar = (a: Value, b: Value) => a.kind === 'scalar' && b.kind === 'scalar' && a.value === b.value;

/**
 * What a block returns for these values: the expression, `'goes-on'` where it surely does not leave the function, and
 * `undefined` where that is not certain.
 */
function chosenResult(program: JsProgram, file: JsFile, block: Node, env: Env): Node | 'goes-on' | undefined {
  for (const statement of kindOf(block) === 'statement_block' ? partsOf(block) : [block]) {
    const kind = kindOf(statement);
    if (kind === 'return_statement') return partsOf(statement)[0];
    if (kind === 'throw_statement') return undefined;
    if (kind !== 'if_statement') {
      if (hasLeaving(statement)) return undefined;
      continue;
    }
    if (!hasLeaving(statement)) continue;
    const condition = fieldOf(statement, 'condition');
    const truth = condition && program.run.briefly(() => truthOf(program.run.evaluate(program, file, condition, env)));
    if (truth === undefined) return undefined;
    const branch = fieldOf(statement, truth ? 'consequence' : 'alternative');
    const inner = branch !== undefined && kindOf(branch) === 'else_clause' ? partsOf(branch)[0] : branch;
    const result = inner === undefined ? 'goes-on' : chosenResult(program, file, inner, env);
    if (result !== 'goes-on') return result;
  }
  return 'goes-on';
}

/** The expression a function returns; `undefined` where it has several or none. */
export function resultNode(fn: Node, body: Node): Node | undefined {
  if (kindOf(body) !== 'statement_block') return body;
  const returns = returnsOf(fn, body);
  const [only] = returns;
  if (only === undefined || returns.length > 1) return undefined;
  for (let at = parentOf(only); at !== undefined && !isSame(at, body); at = parentOf(at)) {
    const kind = kindOf(at);
    if (kind !== 'statement_block' && kind !== 'try_statement') return undefined;
  }
  return partsOf(only)[0];
}

/** All return statements of a function itself. */
export function returnsOf(fn: Node, body: Node): Node[] {
  return body.findAll({ rule: { kind: 'return_statement' } }).filter((statement) => {
    const owner = enclosingFunction(statement);
    return owner !== undefined && isSame(owner, fn);
  });
}
