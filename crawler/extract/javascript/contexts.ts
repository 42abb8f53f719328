/**
 * Whether, and with which values, a piece of code surely runs when the server starts: conditions, loops over known
 * lists, and the calls that lead to the function it stands in.
 */
import { fieldOf, isSame, kindOf, type Node, parentOf, partsOf } from '#crawler/extract/syntax.ts';
import { type Env, emptyEnv, unknown, type Value } from '#crawler/extract/values.ts';
import { argumentsOf, bindParameters, positionalArguments } from './calls.ts';
import { doubtAt, isGuard } from './conditions.ts';
import { evaluate, memberOf } from './evaluate.ts';
import type { JsFile, JsProgram } from './program.ts';
import { callsOf } from './references.ts';
import { bindingKey, enclosingClass, enclosingFunction, isFunction, lookUp } from './scopes.ts';

/** One way a piece of code runs. */
export interface Context {
  env: Env;
  /** Conditions and functions passed on the way out, from the code itself to the start of the program. */
  steps: readonly Step[];
}

/** A condition the code stands under, or a function it stands in. Offsets are the file's. */
type Step =
  | { kind: 'doubt'; reason: string; file: string; start: number; end: number }
  | { kind: 'scope'; file: string; id: number };

/**
 * Why code is not certain to run for a server; `undefined` where it is. A condition under which the server itself is
 * made says nothing about its tools.
 */
export function doubtOf(context: Context, server: Value): string | undefined {
  const made = server.kind === 'instance' && kindOf(server.at.node) === 'new_expression' ? server.at : undefined;
  const scope = made === undefined ? undefined : (enclosingFunction(made.node) ?? enclosingClass(made.node));
  const at = made?.node.range().start.index ?? -1;
  for (const step of context.steps) {
    if (step.kind === 'scope') {
      if (scope !== undefined && step.file === made?.file && step.id === scope.id()) return undefined;
    } else if (step.file !== made?.file || at < step.start || at >= step.end) return step.reason;
  }
  return undefined;
}

/** Ways looked at for one piece of code. Beyond it the rest is left out. */
const maxContexts = 400;
/** Calls followed towards the start of the program. */
const maxCallDepth = 12;

const certain: Context = { env: emptyEnv, steps: [] };

/** An exported function that nothing in the files calls: sure only for a server it makes itself. */
const calledFromOutside: Context = {
  env: emptyEnv,
  steps: [{ kind: 'doubt', reason: 'only when code outside these files calls it', file: '', start: 0, end: 0 }],
};

/** What is known of one program's functions: the contexts they run in, by file and node. */
export interface ContextMemory {
  functions: Map<string, Context[]>;
  underway: Set<string>;
}

/** All ways a node's code runs. Empty where nothing calls it. */
export function contextsOf(program: JsProgram, file: JsFile, node: Node, depth = 0): Context[] {
  program.budget.spend();
  const guards: { parent: Node; child: Node }[] = [];
  const loops: Node[] = [];
  let at = node;
  let parent = parentOf(at);
  while (parent !== undefined && !isFunction(at)) {
    if (isGuard(parent)) guards.push({ parent, child: at });
    if (kindOf(parent) === 'for_in_statement' && isSame(fieldOf(parent, 'body') ?? parent, at)) loops.push(parent);
    at = parent;
    parent = parentOf(at);
  }
  const scopes: Step[] = [];
  if (isFunction(at)) {
    scopes.push({ kind: 'scope', file: file.path, id: at.id() });
    const owner = fieldOf(at, 'name')?.text() === 'constructor' ? enclosingClass(at) : undefined;
    if (owner !== undefined) scopes.push({ kind: 'scope', file: file.path, id: owner.id() });
  }
  let contexts = isFunction(at) ? functionContexts(program, file, at, depth) : [certain];
  for (const loop of loops.reverse()) {
    contexts = contexts.flatMap((context) => loopContexts(program, file, loop, context)).slice(0, maxContexts);
  }
  if (scopes.length === 0 && guards.length === 0) return contexts;
  return contexts.map((context) => {
    const doubts = guards.flatMap(({ parent, child }) => {
      const reason = doubtAt(program, file, parent, child, context.env);
      return reason === undefined ? [] : [doubtStep(file, parent, reason)];
    });
    return { ...context, steps: [...doubts, ...scopes, ...context.steps] };
  });
}

function doubtStep(file: JsFile, node: Node, reason: string): Step {
  const { start, end } = node.range();
  return { kind: 'doubt', reason, file: file.path, start: start.index, end: end.index };
}

function loopContexts(program: JsProgram, file: JsFile, loop: Node, context: Context): Context[] {
  const right = fieldOf(loop, 'right');
  const overKeys = fieldOf(loop, 'operator')?.text() === 'in';
  const list = right === undefined || overKeys ? unknown : evaluate(program, file, right, context.env);
  if (list.kind !== 'list') return [overComputed(file, loop, context)];
  const left = fieldOf(loop, 'left');
  const body = fieldOf(loop, 'body');
  if (left === undefined || body === undefined) return [];
  return list.items.map((item) => {
    const env = new Map(context.env);
    for (const name of namesIn(left)) {
      const binding = lookUp(file, body, name);
      if (binding?.kind !== 'loop') continue;
      env.set(bindingKey(binding), () => {
        let value = item;
        for (const step of binding.path) value = memberOf(program, value, step);
        return value;
      });
    }
    return { ...context, env };
  });
}

function overComputed(file: JsFile, node: Node, context: Context): Context {
  const step = doubtStep(file, node, 'in a loop over something computed');
  return { ...context, steps: [step, ...context.steps] };
}

function namesIn(pattern: Node): string[] {
  const kind = kindOf(pattern);
  if (kind === 'identifier' || kind === 'shorthand_property_identifier_pattern') return [pattern.text()];
  return partsOf(pattern).flatMap(namesIn);
}

function functionContexts(program: JsProgram, file: JsFile, fn: Node, depth: number): Context[] {
  const key = `${file.path}:${fn.id()}`;
  const known = program.contexts.functions.get(key);
  if (known !== undefined) return known;
  if (program.contexts.underway.has(key)) return [];
  if (depth > maxCallDepth) return [certain];
  program.contexts.underway.add(key);
  try {
    const found = computeFunctionContexts(program, file, fn, depth);
    program.contexts.functions.set(key, found);
    return found;
  } finally {
    program.contexts.underway.delete(key);
  }
}

function computeFunctionContexts(
  program: JsProgram,
  file: JsFile,
  fn: Node,
  depth: number,
): Context[] {
  const inPlace = callbackContexts(program, file, fn, depth);
  if (inPlace !== undefined) return inPlace;
  const uses = callsOf(program, file, fn);
  if (uses === undefined) return kindOf(fn) === 'method_definition' ? [certain] : [calledFromOutside];
  const contexts: Context[] = [];
  for (const use of uses) {
    if (contexts.length >= maxContexts) break;
    const useFile = program.file(use.file);
    if (useFile === undefined) continue;
    const outer = contextsOf(program, useFile, use.node, depth + 1);
    const args = use.call === undefined ? undefined : positionalArguments(use.call);
    if (args === undefined) {
      contexts.push(...outer.slice(0, 1));
      continue;
    }
    for (const context of outer) {
      const target: Value & { kind: 'function' } = {
        kind: 'function',
        at: { file: file.path, node: fn },
        env: context.env,
      };
      const given = args.map((argument) => () => evaluate(program, useFile, argument, context.env));
      contexts.push({ ...context, env: bindParameters(program, target, given) });
    }
  }
  return contexts.slice(0, maxContexts);
}

const iterating: readonly string[] = ['forEach', 'map', 'flatMap'];

/** Contexts of a function that runs where it is written: a callback, or one called at once. `undefined` for any other. */
function callbackContexts(
  program: JsProgram,
  file: JsFile,
  fn: Node,
  depth: number,
): Context[] | undefined {
  let at = fn;
  let parent = parentOf(at);
  while (parent !== undefined && ['parenthesized_expression', 'await_expression'].includes(kindOf(parent))) {
    at = parent;
    parent = parentOf(at);
  }
  if (parent === undefined) return undefined;
  if (kindOf(parent) === 'call_expression' && isSame(fieldOf(parent, 'function') ?? parent, at)) {
    const target: Value & { kind: 'function' } = { kind: 'function', at: { file: file.path, node: fn }, env: emptyEnv };
    return contextsOf(program, file, parent, depth + 1).map((context) => {
      const given = argumentsOf(parent).map((argument) => () => evaluate(program, file, argument, context.env));
      return { ...context, env: bindParameters(program, { ...target, env: context.env }, given) };
    });
  }
  if (kindOf(parent) !== 'arguments') return undefined;
  const call = parentOf(parent);
  if (call === undefined) return undefined;
  const outer = contextsOf(program, file, call, depth + 1);
  const callee = fieldOf(call, 'function');
  const method =
    callee !== undefined && kindOf(callee) === 'member_expression' ? fieldOf(callee, 'property')?.text() : '';
  const object = callee === undefined ? undefined : fieldOf(callee, 'object');
  if (object === undefined || !iterating.includes(method ?? '')) return outer;
  return outer
    .flatMap((context): Context[] => {
      const list = evaluate(program, file, object, context.env);
      if (list.kind !== 'list') return [overComputed(file, call, context)];
      return list.items.map((item) => ({
        ...context,
        env: bindParameters(program, { kind: 'function', at: { file: file.path, node: fn }, env: context.env }, [
          () => item,
        ]),
      }));
    })
    .slice(0, maxContexts);
}
