/** Calls whose result is certain: schema builders, a few pure methods of the language, and simple functions of the program. */
import { fieldOf, isSame, kindOf, type Node, parentOf, partsOf } from '#crawler/extract/syntax.ts';
import { type Env, scalar, stringOf, unknown, type Value } from '#crawler/extract/values.ts';
import { evaluate, memberOf } from './evaluate.ts';
import { textOfLiteral } from './literals.ts';
import { importValue, requiredModule } from './modules.ts';
import type { JsFile, JsProgram } from './program.ts';
import { type Binding, bindingKey, enclosingFunction, lookUp, parametersOf } from './scopes.ts';
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
  const args = positionalArguments(call);
  if (args === undefined) return unknown;
  const evaluated = () => args.map((argument) => evaluate(program, file, argument, env));
  if (kindOf(callee) === 'member_expression') {
    const object = fieldOf(callee, 'object');
    const method = fieldOf(callee, 'property')?.text();
    if (object === undefined || method === undefined) return unknown;
    const on = evaluate(program, file, object, env);
    const result = evaluateMethod(program, object, on, method, args, evaluated);
    if (result !== undefined) return result;
    return callValue(program, file, memberOf(program, on, method), args, env);
  }
  const target = evaluate(program, file, callee, env);
  if (target.kind === 'external') {
    const name = target.path.at(-1) ?? target.module;
    if (target.module.startsWith('zod') && isZodBuilder(name)) return buildSchema(name, evaluated());
    return convertedSchema(name, evaluated);
  }
  const converted = convertedSchema(callee.text(), evaluated);
  if (converted.kind !== 'unknown') return converted;
  return callValue(program, file, target, args, env);
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
  if (objectNode.text() === 'Object') return evaluateObjectMethod(method, evaluated());
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

function evaluateObjectMethod(method: string, args: readonly Value[]): Value {
  const [first] = args;
  if (first === undefined) return unknown;
  if (method === 'freeze' || method === 'seal') return first;
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

function callValue(program: JsProgram, file: JsFile, target: Value, args: readonly Node[], env: Env): Value {
  if (target.kind !== 'function') return unknown;
  return callWith(
    program,
    target,
    args.map((argument) => () => evaluate(program, file, argument, env)),
  );
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
    value = evaluate(program, file, binding.fallback, env);
  }
  for (const step of binding.path) value = memberOf(program, value, step);
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
  const result = resultNode(fn.at.node, body);
  if (result === undefined) return unknown;
  return evaluate(program, file, result, bindParameters(program, fn, args));
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
