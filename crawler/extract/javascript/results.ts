/** What functions of the program return, and what several possible values have in common. */
import { descendantsOfKind, fieldOf, isSame, kindOf, type Node, parentOf, partsOf } from '#crawler/extract/syntax.ts';
import { type Env, scalar, unknown, type Value } from '#crawler/extract/values.ts';
import { bindParameters } from './arguments.ts';
import { hasLeaving, isChosenCase, truthOf } from './conditions.ts';
import type { JsFile } from './file.ts';
import type { JsProgram } from './program.ts';
import { commonRecord } from './records.ts';
import { assignmentsTo, enclosingClass, enclosingFunction, isEmptied, isNothing, lookUp } from './scopes.ts';

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
  return commonRecord([first, ...records], commonValue);
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
  return resultOf(program, file, kindOf(block) === 'statement_block' ? partsOf(block) : [block], env);
}

function resultOf(
  program: JsProgram,
  file: JsFile,
  statements: readonly Node[],
  env: Env,
): Node | 'goes-on' | undefined {
  for (const statement of statements) {
    const kind = kindOf(statement);
    if (kind === 'return_statement') return partsOf(statement)[0];
    if (kind === 'throw_statement') return undefined;
    if (kind === 'switch_statement') {
      const result = caseResult(program, file, statement, env);
      if (result !== 'goes-on') return result;
      continue;
    }
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

/** As `chosenResult`, of the case of a switch that is taken, and those it falls through to. */
function caseResult(program: JsProgram, file: JsFile, choice: Node, env: Env): Node | 'goes-on' | undefined {
  const cases = partsOf(fieldOf(choice, 'body') ?? choice);
  const chosen = cases.findIndex((branch) => isChosenCase(program, file, branch, env));
  if (chosen < 0) return undefined;
  const statements = cases.slice(chosen).flatMap((branch) => {
    const label = fieldOf(branch, 'value');
    const own = partsOf(branch).filter((part) => label === undefined || !isSame(part, label));
    return own.flatMap((part) => (kindOf(part) === 'statement_block' ? partsOf(part) : [part]));
  });
  const end = statements.findIndex((statement) => kindOf(statement) === 'break_statement');
  return resultOf(program, file, end < 0 ? statements : statements.slice(0, end), env);
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
