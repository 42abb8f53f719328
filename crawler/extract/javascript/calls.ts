/** Calls whose result is certain: schema builders, a few pure methods of the language, and simple functions of the program. */
import { fieldOf, kindOf, type Node, partsOf } from '#crawler/extract/syntax.ts';
import { type Env, scalar, unknown, type Value } from '#crawler/extract/values.ts';
import { argumentsOf, lazyArguments, positionalArguments } from './arguments.ts';
import { isAwaiter, isModuleHelper, spreadHelper } from './bundles.ts';
import { givenOptions } from './command-line.ts';
import type { JsFile } from './file.ts';
import { textOfLiteral } from './literals.ts';
import { evaluateMethod, mayEndEarly } from './methods.ts';
import { importValue, requiredModule } from './modules.ts';
import type { JsProgram } from './program.ts';
import { callWith } from './results.ts';
import { buildSchema, isZodBuilder, objectSchema } from './zod.ts';

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
  const options = givenOptions(program, file, call);
  if (options !== undefined) return options;
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

function callValue(program: JsProgram, file: JsFile, target: Value, call: Node, env: Env): Value {
  const isMissing = target.kind === 'scalar' && (target.value === undefined || target.value === null);
  if (isMissing && mayEndEarly(call)) return scalar(undefined);
  const given = target.kind === 'function' ? lazyArguments(program, file, call, env) : undefined;
  return target.kind === 'function' && given !== undefined ? callWith(program, target, given) : unknown;
}
