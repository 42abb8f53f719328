/** Arguments of calls, and the parameters they are bound to. */
import { fieldOf, isSame, kindOf, type Node, partsOf } from '#crawler/extract/syntax.ts';
import { type Env, scalar, unknown, type Value } from '#crawler/extract/values.ts';
import type { JsFile } from './file.ts';
import type { JsProgram } from './program.ts';
import { type Binding, bindingKey, lookUp, parametersOf } from './scopes.ts';

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
