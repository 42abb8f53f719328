/** Whether a piece of code runs when the code around it does: branches, early returns, loops. */
import {
  descendantsOfKind,
  fieldOf,
  isSame,
  kindOf,
  methodCalls,
  type Node,
  parentOf,
  partsOf,
} from '#crawler/extract/syntax.ts';
import type { Env, Value } from '#crawler/extract/values.ts';
import { type JsFile, partsWith } from './file.ts';
import { isNamedLikeServer } from './names.ts';
import type { JsProgram } from './program.ts';
import { enclosingFunction, isFunction, lookUp } from './scopes.ts';
import { comparedSetting, isArgument } from './settings.ts';

/** Kinds of nodes in which a part may not run though the whole does. */
const guardingKinds: ReadonlySet<string> = new Set([
  'if_statement',
  'ternary_expression',
  'binary_expression',
  'switch_case',
  'switch_default',
  'catch_clause',
  'while_statement',
  'do_statement',
  'for_statement',
  'statement_block',
  'program',
]);

/** Whether a node may keep a part of itself from running. */
export function isGuard(node: Node): boolean {
  return guardingKinds.has(kindOf(node));
}

/** Whether a value is true, false or not certain where it decides a branch. */
export function truthOf(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'scalar':
      return Boolean(value.value);
    case 'unknown':
    case 'external':
      return undefined;
    case 'instance':
      // Known by a declared type only, it may be missing.
      return kindOf(value.at.node) === 'new_expression' && value.late !== true ? true : undefined;
    default:
      return true;
  }
}

/** Why code may not run whose condition is not known. */
export const underCondition = 'only under a condition';
/** Why code surely does not run. */
export const notTaken = 'only in a branch that is not taken';

/** Why `child` may not run though `parent` does, for these values; `undefined` where it does. */
export function doubtAt(program: JsProgram, file: JsFile, parent: Node, child: Node, env: Env): string | undefined {
  const truth = (node: Node | undefined) =>
    node && program.run.briefly(() => truthOf(program.run.evaluate(program, file, node, env)));
  switch (kindOf(parent)) {
    case 'if_statement':
    case 'ternary_expression': {
      const condition = fieldOf(parent, 'condition');
      if (condition === undefined || isSame(condition, child)) return undefined;
      const consequence = fieldOf(parent, 'consequence');
      const inConsequence = consequence !== undefined && isSame(consequence, child);
      const known = truth(condition);
      if (known === inConsequence || (inConsequence && isProgramCheck(program, file, condition))) return undefined;
      return known === undefined ? underCondition : notTaken;
    }
    case 'binary_expression': {
      const operator = fieldOf(parent, 'operator')?.text();
      const right = fieldOf(parent, 'right');
      const short = operator === '&&' || operator === '||' || operator === '??';
      if (!short || right === undefined || !isSame(right, child)) return undefined;
      const left = operator === '??' ? undefined : truth(fieldOf(parent, 'left'));
      return left === (operator === '&&') ? undefined : underCondition;
    }
    case 'switch_case':
    case 'switch_default':
      return isChosenCase(program, file, parent, env) ? undefined : 'only in one case of a switch';
    case 'catch_clause':
      return 'only after an error';
    case 'while_statement':
    case 'do_statement':
    case 'for_statement':
      return 'inside a loop';
    case 'statement_block':
    case 'program':
      return leavesEarly(file, parent, child, truth) && !startsServer(file, parent, child)
        ? 'only when the function does not return first'
        : undefined;
    default:
      return undefined;
  }
}

/**
 * Whether a condition asks if this file is the program that was started, as it is where no other file takes it in:
 * `require.main === module`, `import.meta.url === pathToFileURL(process.argv[1]).href`, also by way of variables.
 */
function isProgramCheck(program: JsProgram, file: JsFile, condition: Node): boolean {
  const operators = descendantsOfKind(condition, 'binary_expression', 'unary_expression').map((node) =>
    fieldOf(node, 'operator')?.text(),
  );
  if (!operators.every((operator) => ['===', '==', '||'].includes(operator ?? ''))) return false;
  const named = constantsIn(file, condition);
  const asked = new Set(
    [condition, ...named, ...named.flatMap((part) => constantsIn(file, part))]
      .flatMap((part) => descendantsOfKind(part, 'member_expression'))
      .map((node) => node.text()),
  );
  const asks =
    asked.has('require.main') ||
    asked.has('import.meta.main') ||
    (asked.has('import.meta.url') && asked.has('process.argv'));
  return asks && !program.sources.some((path) => program.links(path).some((link) => link.path === file.path));
}

/** What the constants named in an expression are set to. */
function constantsIn(file: JsFile, expression: Node): Node[] {
  return descendantsOfKind(expression, 'identifier').flatMap((name) => {
    const binding = lookUp(file, name, name.text());
    return binding?.kind === 'variable' && binding.constant ? (binding.value ?? []) : [];
  });
}

/** Whether the value a switch looks at is certain and leads to this case. */
export function isChosenCase(program: JsProgram, file: JsFile, branch: Node, env: Env): boolean {
  const body = parentOf(branch);
  const statement = body === undefined ? undefined : parentOf(body);
  const subject = statement === undefined ? undefined : fieldOf(statement, 'value');
  if (body === undefined || subject === undefined) return false;
  const wanted = program.run.evaluate(program, file, subject, env);
  if (wanted.kind !== 'scalar' && !isArgument(wanted)) return false;
  for (const other of partsOf(body)) {
    const label = fieldOf(other, 'value');
    if (label === undefined) continue;
    const value = program.run.evaluate(program, file, label, env);
    if (value.kind !== 'scalar') return false;
    if (wanted.kind !== 'scalar') {
      if (comparedSetting(wanted, value) !== false) return false;
    } else if (value.value === wanted.value) return isSame(other, branch);
  }
  return kindOf(branch) === 'switch_default';
}

/**
 * Whether the block goes on to connect a server. Where it leaves before, no server is started from it at all, so that
 * leaving says nothing about the tools of one that is.
 */
function startsServer(file: JsFile, block: Node, child: Node): boolean {
  file.connections ??= methodCalls(partsWith(file, 'connect'), ['connect']).filter((call) => {
    const object = fieldOf(fieldOf(call, 'function') ?? call, 'object');
    return object !== undefined && isNamedLikeServer(object);
  });
  const after = child.range().end.index;
  return file.connections.some((call) => {
    if (call.range().start.index < after || !isWithin(call, block)) return false;
    const owner = enclosingFunction(call);
    return owner === undefined || !isWithin(owner, block);
  });
}

function isWithin(node: Node, outer: Node): boolean {
  const inner = node.range();
  const { start, end } = outer.range();
  return inner.start.index >= start.index && inner.end.index <= end.index;
}

type Truth = (node: Node | undefined) => boolean | undefined;

/** Whether a statement before `child` in its block may leave the function or the loop. */
function leavesEarly(file: JsFile, block: Node, child: Node, truth: Truth): boolean {
  let leaving = file.leaving.get(block.id());
  if (leaving === undefined) {
    leaving = block.namedChildren().filter((statement) => mayLeave(file, statement, () => undefined));
    file.leaving.set(block.id(), leaving);
  }
  if (leaving.length === 0) return false;
  const { start } = child.range();
  return leaving.some((statement) => statement.range().start.index < start.index && mayLeave(file, statement, truth));
}

const leavingKinds = ['return_statement', 'continue_statement', 'break_statement'];

function mayLeave(file: JsFile, statement: Node, truth: Truth): boolean {
  const kind = kindOf(statement);
  if (kind === 'throw_statement' || leavingKinds.includes(kind)) return true;
  if (kind !== 'if_statement' || !hasLeaving(statement)) return false;
  if (isRepeat(file, statement)) return false;
  const known = truth(fieldOf(statement, 'condition'));
  if (known === undefined) return true;
  const branch = fieldOf(statement, known ? 'consequence' : 'alternative');
  return branch !== undefined && (leavingKinds.includes(kindOf(branch)) || hasLeaving(branch));
}

/**
 * Whether a statement leaves only what was there before: `if (seen.has(x)) continue; seen.add(x);` of a collection that is
 * empty at first.
 */
function isRepeat(file: JsFile, statement: Node): boolean {
  const [, name, item] =
    /^\(([\w$]+)\.(?:has|includes)\((.+)\)\)$/.exec(fieldOf(statement, 'condition')?.text() ?? '') ?? [];
  const binding = name === undefined ? undefined : lookUp(file, statement, name);
  const made = binding?.kind === 'variable' ? binding.value?.text() : undefined;
  if (!/^(?:\[\]|new (?:Map|Set)(?:<.*>)?\(\))$/.test(made ?? '')) return false;
  const noted = ['add', 'set', 'push'].flatMap((method) => [
    `${name}.${method}(${item})`,
    `${name}.${method}(${item},`,
  ]);
  const beside = parentOf(statement)?.namedChildren() ?? [];
  return beside.some((next) => noted.some((text) => next.text().startsWith(text)));
}

/** Whether a statement holds one that leaves the function or the loop it stands in. */
export function hasLeaving(statement: Node): boolean {
  return descendantsOfKind(statement, ...leavingKinds).some((leaving) => {
    for (let at = parentOf(leaving); at !== undefined && !isSame(at, statement); at = parentOf(at)) {
      if (isFunction(at)) return false;
    }
    return true;
  });
}
