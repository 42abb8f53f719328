/**
 * Whether, and with which values, a piece of code surely runs when the server starts: conditions, loops over known
 * lists, and the calls that lead to the function it stands in.
 */
import { callsInLoops, fieldOf, isSame, kindOf, type Node, parentOf, partsOf } from '#crawler/extract/syntax.ts';
import { type Env, emptyEnv, scalar, thisKey, unknown, type Value } from '#crawler/extract/values.ts';
import { argumentsOf, bindParameters, lazyArguments } from './arguments.ts';
import { handedOptions } from './command-line.ts';
import { doubtAt, isGuard, notTaken, underCondition } from './conditions.ts';
import type { Context, Step } from './context.ts';
import type { JsFile } from './file.ts';
import { namespaceOf } from './modules.ts';
import { isNamedLikeServer } from './names.ts';
import type { JsProgram } from './program.ts';
import { callsOf, type Use } from './references.ts';
import { bindingKey, enclosingClass, enclosingFunction, isFunction, lookUp } from './scopes.ts';

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

/** The ways in which code surely runs. */
export function sureOf(contexts: readonly Context[]): Context[] {
  return contexts.filter(({ steps }) => steps.every(({ kind }) => kind !== 'doubt'));
}

/** Whether code surely does not run in this way. */
export function isNever({ steps }: Context): boolean {
  return steps.some((step) => step.kind === 'doubt' && step.reason === notTaken);
}

/** Whether code runs whichever way a condition goes: one of its ways is in the one branch, another in the other. */
export function coversBranches(contexts: readonly Context[]): boolean {
  const branches = new Map<string, number | undefined>();
  return contexts.some(({ steps }) => {
    const [doubt, ...others] = steps.flatMap((step) => (step.kind === 'doubt' ? [step] : []));
    if (doubt === undefined || others.length > 0 || doubt.reason !== underCondition) return false;
    const key = `${doubt.file}:${doubt.start}:${doubt.end}`;
    const known = branches.get(key);
    branches.set(key, doubt.branch);
    return known !== undefined && known !== doubt.branch;
  });
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

/** Steps in which it must be clear when a piece of code runs. */
const maxSteps = 30_000;

/** All ways a node's code runs. Empty where nothing calls it, or where it takes too much to tell. */
export function contextsOf(program: JsProgram, file: JsFile, node: Node): Context[] {
  return program.run.briefly(() => contextsAt(program, file, node, 0), maxSteps);
}

/** A block that runs with known values, as far out as ways to a place are followed. */
interface Start {
  home: Node;
  env: Env;
}

/** All ways a node's code runs once a block around it runs with these values. */
export function contextsWithin(program: JsProgram, file: JsFile, node: Node, home: Node, env: Env): Context[] {
  return program.run.briefly(() => contextsAt(program, file, node, 0, { home, env }), maxSteps);
}

function contextsAt(program: JsProgram, file: JsFile, node: Node, depth: number, start?: Start): Context[] {
  program.budget.spend();
  if (!program.run.takeStep()) return [];
  const guards: { parent: Node; child: Node }[] = [];
  const loops: Node[] = [];
  let at = node;
  let parent = parentOf(at);
  const isStart = (one: Node) => start !== undefined && isSame(one, start.home);
  while (parent !== undefined && !isFunction(at) && !isStart(at)) {
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
  let contexts = isStart(at)
    ? [{ env: start?.env ?? emptyEnv, steps: [] }]
    : isFunction(at)
      ? functionContexts(program, file, at, depth, start)
      : [certain];
  for (const loop of loops.reverse()) {
    contexts = contexts.flatMap((context) => loopContexts(program, file, loop, context)).slice(0, maxContexts);
  }
  if (scopes.length === 0 && guards.length === 0) return contexts;
  return contexts.map((context) => {
    const doubts = guards.flatMap(({ parent, child }) => {
      const reason = doubtAt(program, file, parent, child, context.env);
      return reason === undefined ? [] : [{ ...doubtStep(file, parent, reason), branch: child.range().start.index }];
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
  const over = right === undefined ? unknown : program.run.evaluate(program, file, right, context.env);
  const list = overKeys ? keysOf(program, over) : pairsOf(over);
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
        for (const step of binding.path) value = program.run.memberOf(program, value, step);
        return value;
      });
    }
    return { ...context, env };
  });
}

/** The keys a `for … in` loop goes over. */
function keysOf(program: JsProgram, over: Value): Value {
  const record = over.kind === 'module' ? namespaceOf(program, over.file) : over;
  if (record.kind !== 'record') return unknown;
  return { kind: 'list', items: [...record.entries.keys()].map(scalar), open: record.open };
}

/** What a `for … of` loop goes over: only a map is an object that lets itself be gone over, pair by pair. */
function pairsOf(over: Value): Value {
  if (over.kind !== 'record') return over;
  const items = [...over.entries].map(
    ([key, value]): Value => ({ kind: 'list', items: [scalar(key), value], open: false }),
  );
  return { kind: 'list', items, open: over.open };
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

function functionContexts(program: JsProgram, file: JsFile, fn: Node, depth: number, start?: Start): Context[] {
  if (start !== undefined) return callbackContexts(program, file, fn, depth, start) ?? [calledFromOutside];
  const key = functionKey(file.path, fn);
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

function computeFunctionContexts(program: JsProgram, file: JsFile, fn: Node, depth: number): Context[] {
  const inPlace = callbackContexts(program, file, fn, depth);
  if (inPlace !== undefined) return inPlace;
  const uses = callsOf(program, file, fn);
  if (uses === undefined) return kindOf(fn) === 'method_definition' ? [certain] : [calledFromOutside];
  const contexts: Context[] = [];
  const kept = uses.filter((use) => use.call === undefined && isKept(use.node));
  if (kept.length > 0) uses.push(...callsOfItems(program, file, fn, kept));
  for (const use of uses) {
    if (contexts.length >= maxContexts) break;
    const useFile = program.file(use.file);
    if (useFile === undefined) continue;
    const outer = contextsAt(program, useFile, use.node, depth + 1);
    if (use.call === undefined && isKept(use.node)) {
      contexts.push(...outer.slice(0, 1).map((context) => onlyIfCalled(useFile, use.node, context)));
      continue;
    }
    if (use.call === undefined) {
      contexts.push(...outer.slice(0, 1));
      continue;
    }
    for (const context of outer) {
      const target: Value & { kind: 'function' } = {
        kind: 'function',
        at: { file: file.path, node: fn },
        env: context.env,
      };
      const self = receiverAt(program, useFile, use, fn, context.env);
      const called = calledAtUse(program, useFile, use, context.env);
      if (self === 'another' || (called !== undefined && !isSame(called.at.node, fn))) continue;
      // A function that another returned has the values it was made with.
      target.env = withThis(new Map([...(called?.env ?? []), ...context.env]), self);
      const given = lazyArguments(program, useFile, use.call, context.env);
      contexts.push(given === undefined ? context : { ...context, env: bindParameters(program, target, given) });
    }
  }
  // The sure ones first: loops multiply them, and only so many are looked at.
  const sure = sureOf(contexts);
  return [...sure, ...contexts.filter((context) => !sure.includes(context))].slice(0, maxContexts);
}

/** The values of a place for a function called from there, whose `this` is another or not known. */
function withThis(env: Env, self: Value | undefined): Env {
  const changed = new Map(env);
  if (self === undefined) changed.delete(thisKey);
  else changed.set(thisKey, () => self);
  return changed;
}

/**
 * The object a method runs on at a call; `'another'` where what is called there is certainly not this function;
 * `undefined` where neither is known.
 */
function receiverAt(
  program: JsProgram,
  file: JsFile,
  use: Use,
  fn: Node,
  env: Env,
): (Value & { kind: 'instance' }) | 'another' | undefined {
  if (use.call === undefined) return undefined;
  if (kindOf(use.call) === 'new_expression') {
    const made = program.run.evaluate(program, file, use.call, env);
    return made.kind === 'instance' ? made : undefined;
  }
  const callee = fieldOf(use.call, 'function');
  if (callee === undefined || kindOf(callee) !== 'member_expression') return undefined;
  const object = fieldOf(callee, 'object');
  const on = object === undefined ? unknown : program.run.evaluate(program, file, object, env);
  if (on.kind === 'instance') {
    // Of a declared type, it may be anything that extends it.
    if (kindOf(on.at.node) !== 'new_expression') return undefined;
  } else if (on.kind !== 'record' && on.kind !== 'module') return undefined;
  const called = program.run.memberOf(program, on, fieldOf(callee, 'property')?.text() ?? '');
  if (called.kind === 'function' && !isSame(called.at.node, fn)) return 'another';
  return on.kind === 'instance' ? on : undefined;
}

/** The function that is certainly called; it may be another item of the list a loop goes over. */
function calledAtUse(program: JsProgram, file: JsFile, use: Use, env: Env): (Value & { kind: 'function' }) | undefined {
  const callee = use.call === undefined ? undefined : fieldOf(use.call, 'function');
  if (callee === undefined || !['identifier', 'member_expression'].includes(kindOf(callee))) return undefined;
  const called = program.run.evaluate(program, file, callee, env);
  return called.kind === 'function' ? called : undefined;
}

/** Whether a function that is named here is put into a list or an object, and runs only where that is gone through. */
function isKept(node: Node): boolean {
  const parent = parentOf(node);
  if (parent === undefined) return false;
  return ['array', 'pair', 'object'].includes(kindOf(kindOf(node) === 'pair' ? node : parent));
}

function onlyIfCalled(file: JsFile, node: Node, context: Context): Context {
  return {
    ...context,
    steps: [doubtStep(file, node, 'only where a list it stands in is gone through'), ...context.steps],
  };
}

/** Calls of a function through a loop over the list or the object it was put into. */
function callsOfItems(program: JsProgram, file: JsFile, fn: Node, kept: readonly Use[]): Use[] {
  const keys = new Set(kept.map(({ node }) => keyOf(node)));
  return program.sources.flatMap((path) => {
    const other = program.file(path);
    if (other === undefined) return [];
    return itemCallsIn(other).flatMap((call): Use[] => {
      const callee = fieldOf(call, 'function');
      if (callee === undefined) return [];
      const property = kindOf(callee) === 'member_expression' ? fieldOf(callee, 'property')?.text() : undefined;
      if (property !== undefined && !keys.has(property)) return [];
      return calledAt(program, other, call, callee).has(functionKey(file.path, fn))
        ? [{ file: path, node: call, call }]
        : [];
    });
  });
}

/** The key a function stands under in an object; `undefined` in a list. */
function keyOf(node: Node): string | undefined {
  if (kindOf(node) === 'shorthand_property_identifier') return node.text();
  const pair = kindOf(node) === 'pair' ? node : parentOf(node);
  return pair !== undefined && kindOf(pair) === 'pair' ? fieldOf(pair, 'key')?.text() : undefined;
}

const functionKey = (path: string, fn: Node) => `${path}:${fn.id()}`;

/** The functions a call surely calls in one of its contexts, by their keys. */
function calledAt(program: JsProgram, file: JsFile, call: Node, callee: Node): ReadonlySet<string> {
  const key = functionKey(file.path, call);
  const known = program.contexts.called.get(key);
  if (known !== undefined) return known;
  const found = new Set<string>();
  program.contexts.called.set(key, found);
  // Briefly: most calls in loops have nothing to do with tools, and must not use up the steps of those that have.
  program.run.briefly(() => {
    for (const { env } of contextsOf(program, file, call)) {
      const called = program.run.evaluate(program, file, callee, env);
      if (called.kind === 'function') found.add(functionKey(called.at.file, called.at.node));
    }
  });
  return found;
}

/**
 * Calls `item(…)` and `item.name(…)` of a file that stand in a loop or an iterating callback over the items. Only those
 * that hand a server on: a large bundle has thousands of others.
 */
function itemCallsIn(file: JsFile): Node[] {
  file.itemCalls ??= callsInLoops(file.root, iterating).filter((call) => {
    if (!argumentsOf(call).some(handsServerOn)) return false;
    let root = fieldOf(call, 'function');
    while (root !== undefined && kindOf(root) === 'member_expression') root = fieldOf(root, 'object');
    if (root === undefined || kindOf(root) !== 'identifier') return false;
    const binding = lookUp(file, root, root.text());
    if (binding?.kind === 'loop') return true;
    const list = binding?.kind === 'parameter' ? parentOf(binding.of) : undefined;
    const iterator = list === undefined ? undefined : parentOf(list);
    return iterator !== undefined && iterating.includes(methodNameOf(iterator) ?? '');
  });
  return file.itemCalls;
}

const handsServerOn = (argument: Node) =>
  ['this', 'spread_element'].includes(kindOf(argument)) || isNamedLikeServer(argument);

/** The method a call calls by name. */
function methodNameOf(call: Node): string | undefined {
  const callee = kindOf(call) === 'call_expression' ? fieldOf(call, 'function') : undefined;
  return callee !== undefined && kindOf(callee) === 'member_expression'
    ? fieldOf(callee, 'property')?.text()
    : undefined;
}

/** Whether what a call is given runs only once a server that is up is asked for something: the handler of a tool. */
function answersCalls(call: Node): boolean {
  const callee = fieldOf(call, 'function');
  const object = callee === undefined ? undefined : fieldOf(callee, 'object');
  const method = methodNameOf(call) ?? '';
  if (object === undefined || !isNamedLikeServer(object)) return false;
  if (method === 'setRequestHandler') return argumentsOf(call)[0]?.text().includes('CallTool') === true;
  return /^(?:tool|prompt|resource|addTool|register(?:Tool|Prompt|Resource))$/.test(method);
}

const iterating: readonly string[] = ['forEach', 'map', 'flatMap'];

/** Contexts of a function that runs where it is written: a callback, or one called at once. `undefined` for any other. */
function callbackContexts(
  program: JsProgram,
  file: JsFile,
  fn: Node,
  depth: number,
  start?: Start,
): Context[] | undefined {
  let at = fn;
  let parent = parentOf(at);
  while (parent !== undefined && ['parenthesized_expression', 'await_expression'].includes(kindOf(parent))) {
    at = parent;
    parent = parentOf(at);
  }
  if (parent === undefined) return undefined;
  const target: Value & { kind: 'function' } = { kind: 'function', at: { file: file.path, node: fn }, env: emptyEnv };
  if (kindOf(parent) === 'call_expression' && isSame(fieldOf(parent, 'function') ?? parent, at)) {
    return contextsAt(program, file, parent, depth + 1, start).map((context) => {
      const given = argumentsOf(parent).map(
        (argument) => () => program.run.evaluate(program, file, argument, context.env),
      );
      return { ...context, env: bindParameters(program, { ...target, env: context.env }, given) };
    });
  }
  if (kindOf(parent) !== 'arguments') return undefined;
  const call = parentOf(parent);
  if (call === undefined) return undefined;
  const outer = contextsAt(program, file, call, depth + 1, start);
  const callee = fieldOf(call, 'function');
  const method =
    callee !== undefined && kindOf(callee) === 'member_expression' ? fieldOf(callee, 'property')?.text() : '';
  const object = callee === undefined ? undefined : fieldOf(callee, 'object');
  if (answersCalls(call)) {
    const step = doubtStep(file, fn, 'only when something of the server is called');
    return outer.map((context) => ({ ...context, steps: [step, ...context.steps] }));
  }
  const handed = handedOptions(program, file, call);
  if (handed !== undefined)
    return outer.map((context) => ({
      ...context,
      env: bindParameters(program, { ...target, env: context.env }, handed),
    }));
  if (object === undefined || !iterating.includes(method ?? '')) return outer;
  return outer
    .flatMap((context): Context[] => {
      const over = program.run.evaluate(program, file, object, context.env);
      if (over.kind !== 'list' && over.kind !== 'record') return [overComputed(file, call, context)];
      const given: Value[][] =
        over.kind === 'list'
          ? over.items.map((item) => [item])
          : [...over.entries].map(([key, item]) => [item, scalar(key)]);
      return given.map((items) => ({
        ...context,
        env: bindParameters(
          program,
          { ...target, env: context.env },
          items.map((item) => () => item),
        ),
      }));
    })
    .slice(0, maxContexts);
}
