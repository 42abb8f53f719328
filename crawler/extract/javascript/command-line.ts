/**
 * What a program reads from its command line with one of the usual packages: an option that nobody gives is its default, or
 * missing. One that a program insists on, or takes from elsewhere too, is not known.
 */
import { fieldOf, kindOf, methodCalls, type Node } from '#crawler/extract/syntax.ts';
import { emptyEnv, entryOf, scalar, stringOf, unknown, type Value } from '#crawler/extract/values.ts';
import { argumentsOf, positionalArguments } from './arguments.ts';
import { isModuleHelper } from './bundles.ts';
import { truthOf } from './conditions.ts';
import { type JsFile, partsWith } from './file.ts';
import { requiredModule } from './modules.ts';
import type { JsProgram } from './program.ts';
import { lookUp } from './scopes.ts';

/** Names of constants followed to the package that an expression begins with. */
const maxHops = 4;

/** The package that a chain of calls and members begins with: `new Command().name('x').option('-v')`. */
function packageOf(file: JsFile, chain: Node, hops = 0): string | undefined {
  let at = chain;
  for (let next: Node | undefined = at; next !== undefined; ) {
    at = next;
    const required = requiredModule(at);
    if (required !== undefined) return required;
    const callee = fieldOf(at, 'function') ?? fieldOf(at, 'constructor') ?? fieldOf(at, 'object');
    next = callee !== undefined && isModuleHelper(callee.text()) ? argumentsOf(at)[0] : callee;
  }
  const binding = kindOf(at) === 'identifier' ? lookUp(file, at, at.text()) : undefined;
  if (binding?.kind === 'import') return binding.source;
  if (binding?.kind !== 'variable' || binding.value === undefined || hops >= maxHops) return undefined;
  return packageOf(file, binding.value, hops + 1);
}

/** What a call or member reads from the command line; `undefined` where it is something else. */
export function givenOptions(program: JsProgram, file: JsFile, node: Node): Value | undefined {
  const member = kindOf(node) === 'call_expression' ? fieldOf(node, 'function') : node;
  const object = member === undefined ? undefined : fieldOf(member, 'object');
  const name = (member === undefined ? undefined : (fieldOf(member, 'property') ?? member))?.text() ?? '';
  if (name === 'parseArgs' && /^(?:node:)?util$/.test(packageOf(file, node) ?? ''))
    return parsedByNode(program, file, node);
  if (object === undefined) return undefined;
  if (/^(?:opts|optsWithGlobals)$/.test(name) && packageOf(file, object) === 'commander')
    return commanderOptions(program, file);
  if (/^(?:argv|parse(?:Sync|Async)?)$/.test(name) && /^yargs(?:\/yargs)?$/.test(packageOf(file, object) ?? ''))
    return yargsOptions(program, file);
  return undefined;
}

/** What a function is called with that a program hands to commander: `.action(async (options) => …)`. */
export function handedOptions(program: JsProgram, file: JsFile, call: Node): (() => Value)[] | undefined {
  const callee = fieldOf(call, 'function');
  if (callee === undefined || fieldOf(callee, 'property')?.text() !== 'action') return undefined;
  if (packageOf(file, callee) !== 'commander') return undefined;
  const args: (() => Value)[] = [];
  for (let at = fieldOf(callee, 'object'); at !== undefined; at = fieldOf(at, 'object') ?? fieldOf(at, 'function')) {
    const method = kindOf(at) === 'call_expression' ? fieldOf(fieldOf(at, 'function') ?? at, 'property')?.text() : '';
    const words =
      method === 'command' || method === 'arguments' ? (argumentsOf(at)[0]?.text().match(/[<[]/g) ?? []) : [];
    for (const _ of method === 'argument' ? [method] : words) args.push(() => unknown);
  }
  return [...args, () => commanderOptions(program, file)];
}

const camelCase = (name: string) => name.replace(/-+(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The options that a file declares to commander, with their defaults. */
function commanderOptions(program: JsProgram, file: JsFile): Value {
  const entries = new Map<string, Value>();
  let open = false;
  for (const call of methodCalls(partsWith(file, 'ption('), ['option', 'requiredOption', 'addOption'])) {
    const method = fieldOf(fieldOf(call, 'function') ?? call, 'property')?.text();
    const [flags, fallback] =
      method === 'addOption'
        ? builtOption(program, file, call)
        : writtenOption(program, file, call, method === 'option');
    const [, negated, name] = /(?:^|\s|,)--(no-)?([\w-]+)/.exec(flags ?? '') ?? [];
    const short = /^-(\w)$/.exec(flags?.trim() ?? '')?.[1];
    if (name !== undefined) {
      const key = camelCase(name);
      if (negated === undefined) entries.set(key, fallback);
      else if (!entries.has(key)) entries.set(key, scalar(true));
    } else if (short !== undefined) entries.set(short, fallback);
    // An option of an unknown name is missing like any other, unless it has a default.
    else open ||= call.text().includes('--no-') || fallback.kind !== 'scalar' || fallback.value !== undefined;
  }
  return { kind: 'record', entries, open };
}

/** The flags and the default of `option(flags, description, parser, default)`. */
function writtenOption(
  program: JsProgram,
  file: JsFile,
  call: Node,
  isOptional: boolean,
): [flags: string | undefined, fallback: Value] {
  const [flags, , ...others] = (positionalArguments(call) ?? []).map((argument) =>
    program.run.evaluate(program, file, argument, emptyEnv),
  );
  const [third, fourth] = others;
  const isParser = third?.kind === 'function' || (others.length === 2 && third?.kind === 'unknown');
  const fallback = isParser ? fourth : third;
  return [stringOf(flags), fallback ?? (isOptional ? scalar(undefined) : unknown)];
}

/** The flags and the default of `addOption(new Option(flags, description).default(…))`. */
function builtOption(program: JsProgram, file: JsFile, call: Node): [flags: string | undefined, fallback: Value] {
  let fallback: Value = scalar(undefined);
  let isDefaulted = false;
  let at = argumentsOf(call)[0];
  for (; at !== undefined && kindOf(at) === 'call_expression'; at = fieldOf(fieldOf(at, 'function') ?? at, 'object')) {
    const method = fieldOf(fieldOf(at, 'function') ?? at, 'property')?.text();
    const [first] = argumentsOf(at);
    if (method === 'default') {
      fallback = first === undefined ? unknown : program.run.evaluate(program, file, first, emptyEnv);
      isDefaulted = true;
    } else if (!isDefaulted && (method === 'env' || method === 'makeOptionMandatory')) fallback = unknown;
  }
  const [flags] = at === undefined ? [] : argumentsOf(at);
  return [flags && stringOf(program.run.evaluate(program, file, flags, emptyEnv)), fallback];
}

/** The options that a file declares to yargs, with their defaults. */
function yargsOptions(program: JsProgram, file: JsFile): Value {
  const entries = new Map<string, Value>();
  const add = (name: string, settings: Value) => {
    const fallback = fallbackOf(settings, ['demandOption', 'demand', 'require', 'required', 'coerce', 'config']);
    for (const key of [name, camelCase(name)]) entries.set(key, fallback);
  };
  const parts = partsWith(file, 'option', '.env(', '.config(');
  if (methodCalls(parts, ['env', 'config']).some((call) => packageOf(file, call)?.startsWith('yargs'))) return unknown;
  for (const call of methodCalls(parts, ['option', 'options'])) {
    const [first, settings] = argumentsOf(call).map((part) => program.run.evaluate(program, file, part, emptyEnv));
    const name = stringOf(first);
    if (name !== undefined) add(name, settings ?? scalar(undefined));
    else if (first?.kind !== 'record' || first.open) return unknown;
    else for (const [key, each] of first.entries) add(key, each);
  }
  return { kind: 'record', entries, open: false };
}

/** The default that the settings of an option name. */
function fallbackOf(settings: Value, insisting: readonly string[]): Value {
  if (settings.kind !== 'record') return settings.kind === 'scalar' ? scalar(undefined) : unknown;
  if (settings.open || insisting.some((key) => truthOf(entryOf(settings, key) ?? scalar(false)) !== false))
    return unknown;
  return entryOf(settings, 'default') ?? scalar(undefined);
}

/** `parseArgs({ options })` of Node.js. */
function parsedByNode(program: JsProgram, file: JsFile, call: Node): Value {
  const [settings] = argumentsOf(call);
  const options = entryOf(settings && program.run.evaluate(program, file, settings, emptyEnv), 'options');
  if (options?.kind !== 'record') return unknown;
  const values = new Map([...options.entries].map(([key, each]) => [key, fallbackOf(each, [])]));
  const positionals: Value = { kind: 'list', items: [], open: false };
  return {
    kind: 'record',
    entries: new Map<string, Value>([
      ['values', { kind: 'record', entries: values, open: options.open }],
      ['positionals', positionals],
    ]),
    open: true,
  };
}
