/** Helpers that bundlers and compilers put into what they emit, known by their names. */
import { fieldOf, kindOf, type Node, parentOf, partsOf } from '#crawler/extract/syntax.ts';
import { type Env, emptyEnv, scalar, unknown, type Value } from '#crawler/extract/values.ts';
import type { JsFile } from './file.ts';
import { textOfLiteral } from './literals.ts';
import type { JsProgram } from './program.ts';
import { buildRecord } from './records.ts';
import { type Binding, parametersOf } from './scopes.ts';

/** `__spreadValues(a, b)` and `__spreadProps(a, b)`: an object with another's properties over its own. */
export function spreadHelper(name: string, evaluated: () => readonly Value[]): Value | undefined {
  if (!/^_{1,2}(?:spreadValues|spreadProps|assign|objectSpread2?)\d*$/.test(name)) return undefined;
  const record = buildRecord();
  for (const part of evaluated()) record.spread(part);
  return record.done();
}

/** Whether a name is the helper that stands for `async`: `__awaiter(this, void 0, void 0, function* () { … })`. */
export function isAwaiter(name: string): boolean {
  return /^(?:tslib_1\.)?__awaiter\d*$/.test(name);
}

/** Whether a name is a helper that makes an ES module of what it is given: `__importDefault(require('…'))`. */
export function isModuleHelper(name: string): boolean {
  return /^(?:tslib_1\.)?_{1,2}(?:import(?:Default|Star)|toESM|interopRequire(?:Default|Wildcard))\d*$/.test(name);
}

/**
 * The enum that TypeScript and esbuild write as a function filling an object: `(function (E) { E["A"] = "a"; })(E || (E = {}))`;
 * `undefined` where a variable is none.
 */
export function compiledEnum(program: JsProgram, file: JsFile, binding: Binding, valueNode: Node): Value | undefined {
  const name = binding.name.text();
  const isEmpty = kindOf(valueNode) === 'object' && partsOf(valueNode).length === 0;
  const calls = isEmpty ? besides(file, binding).flatMap(calledStatement) : [valueNode];
  for (const call of calls) {
    const given = kindOf(call) === 'call_expression' ? fieldOf(call, 'arguments')?.text() : undefined;
    if (given === undefined || given.length > maxEnumArgument || !filling(given).has(name)) continue;
    let fill = fieldOf(call, 'function');
    if (fill !== undefined && kindOf(fill) === 'parenthesized_expression') fill = partsOf(fill)[0];
    const own = fill === undefined ? undefined : parametersOf(fill)[0]?.text();
    const body = fill === undefined ? undefined : fieldOf(fill, 'body');
    if (own !== undefined && body !== undefined) return enumEntries(program, file, body, own);
  }
  return undefined;
}

/** The statements of the block that a variable is declared in; in some bundles each file has one. */
function besides(file: JsFile, binding: Binding): Node[] {
  const declaration = binding.kind === 'variable' ? parentOf(binding.declarator) : undefined;
  let block = declaration === undefined ? undefined : parentOf(declaration);
  if (block !== undefined && kindOf(block) === 'export_statement') block = parentOf(block);
  return (block ?? file.root).namedChildren();
}

/** Longest argument of such a function, characters: `(Name || (exports.Name = Name = {}))`. */
const maxEnumArgument = 400;

/** The name in `(E || {})`, `(E || (E = {}))` or `(E || (exports.E = E = {}))`. */
function filling(given: string): ReadonlySet<string> {
  const found = /^\(\s*([\w$]+)\s*\|\|\s*(?:\{\}|\((?:exports\.[\w$]+\s*=\s*)?([\w$]+)\s*=\s*\{\}\))\s*\)$/.exec(given);
  return new Set(found === null || (found[2] ?? found[1]) !== found[1] ? [] : [found[1] ?? '']);
}

function calledStatement(statement: Node): Node[] {
  return kindOf(statement) === 'expression_statement' ? partsOf(statement).slice(0, 1) : [];
}

function enumEntries(program: JsProgram, file: JsFile, body: Node, own: string): Value {
  const entries = new Map<string, Value>();
  for (const statement of partsOf(body)) {
    const assignment = calledStatement(statement)[0];
    const left = assignment === undefined ? undefined : fieldOf(assignment, 'left');
    const right = assignment === undefined ? undefined : fieldOf(assignment, 'right');
    if (left === undefined || right === undefined || fieldOf(left, 'object')?.text() !== own) continue;
    // `E[E["A"] = 0] = "A"` gives the number a name, too.
    const index = fieldOf(left, 'index');
    const inner = index !== undefined && kindOf(index) === 'assignment_expression' ? index : assignment;
    const key = inner === undefined ? undefined : fieldOf(fieldOf(inner, 'left') ?? inner, 'index');
    const value = inner === undefined ? undefined : fieldOf(inner, 'right');
    const name = key === undefined ? undefined : textOfLiteral(key);
    if (name !== undefined && value !== undefined)
      entries.set(name, program.run.evaluate(program, file, value, emptyEnv));
  }
  return { kind: 'record', entries, open: false };
}

/** The module object a bundler fills with `__export(name, { key: () => value })`; `undefined` where it does not. */
export function exportedNamespace(program: JsProgram, file: JsFile, binding: Binding): Value | undefined {
  const name = binding.name.text();
  if (!/_exports\d*$/.test(name)) return undefined;
  for (const statement of besides(file, binding)) {
    const call = calledStatement(statement)[0];
    if (call === undefined || kindOf(call) !== 'call_expression') continue;
    const callee = fieldOf(call, 'function')?.text() ?? '';
    const args = fieldOf(call, 'arguments');
    const [target, getters] = args === undefined ? [] : partsOf(args);
    if (!/^__export\d*$/.test(callee) || target?.text() !== name || getters === undefined) continue;
    return readGetters(program, file, getters);
  }
  return undefined;
}

function readGetters(program: JsProgram, file: JsFile, getters: Node): Value {
  const written = program.run.evaluate(program, file, getters, emptyEnv);
  if (written.kind !== 'record') return unknown;
  const entries = new Map<string, Value>();
  for (const [key, getter] of written.entries) {
    entries.set(key, getter.kind === 'function' ? program.run.callWith(program, getter, []) : unknown);
  }
  return { kind: 'record', entries, open: written.open };
}

/** `new Set(…)` as the list and `new Map(…)` as the object of what they hold, `new Proxy(…)` as what it stands before. */
export function builtCollection(
  program: JsProgram,
  file: JsFile,
  name: string,
  args: readonly Node[],
  env: Env,
): Value | undefined {
  const at = args[0] === undefined ? scalar(undefined) : program.run.evaluate(program, file, args[0], env);
  const isEmpty = at.kind === 'scalar' && (at.value === undefined || at.value === null);
  if (name === 'Set') return isEmpty ? { kind: 'list', items: [], open: false } : at.kind === 'list' ? at : unknown;
  if (name === 'Proxy') return at;
  if (name !== 'Map') return undefined;
  const entries = new Map<string, Value>();
  let open = !isEmpty && (at.kind !== 'list' || at.open);
  for (const pair of at.kind === 'list' ? at.items : []) {
    const [key, value] = pair.kind === 'list' ? pair.items : [];
    if (key?.kind === 'scalar' && typeof key.value === 'string' && value !== undefined) entries.set(key.value, value);
    else open = true;
  }
  return { kind: 'record', entries, open };
}
