/**
 * What a program asks of its surroundings. A server is read as it is when nobody set anything: a variable compared with
 * a word (`READ_ONLY === 'true'`) and an argument asked for (`argv.includes('--http')`, `argv[2] === 'setup'`) are switches
 * that are off, and an argument or a variable that a word stands in for (`argv[2] ?? 'serve'`, `MODE || 'full'`) is not
 * given. Whether any other is set is not assumed, since a server may be given one to start at all.
 */
import { fieldOf, kindOf, type Node } from '#crawler/extract/syntax.ts';
import { scalar, stringOf, unknown, type Value } from '#crawler/extract/values.ts';

/** `process` itself, imported or not. */
export const processValue: Value = { kind: 'external', module: 'process', path: [] };

function settingPath(value: Value): readonly string[] | undefined {
  if (value.kind !== 'external' || (value.module !== 'process' && value.module !== 'node:process')) return undefined;
  return value.path[0] === 'default' ? value.path.slice(1) : value.path;
}

/** Names of variables that switch or narrow what a server offers; no server needs one of them to start. */
const narrowing =
  /(?:^|_)(?:ENABLED?|DISABLED?|TOOLS?|TOOLSETS?|GROUPS?|FILTERS?|READ_?ONLY|ALLOW(?:ED)?|DENY|DENIED)(?:_|$)/;

/** A variable that nobody set; `undefined` for one a server may be given. */
export function unsetVariable(value: Value): Value | undefined {
  return isVariable(value) && narrowing.test(settingPath(value)?.[1] ?? '') ? scalar(undefined) : undefined;
}

/** Names of what keeps a server from changing anything, where it is asked for as one of its settings. */
const restricting = /^(?:is_?)?read_?only(?:_?mode)?$/i;
const holdsSettings = /(?:^|[._])(?:this|args|argv|\w*config(?:uration)?|env|flags|options|opts|settings)$/i;

/**
 * Whether an expression whose value is not known asks for a restriction, which nobody set: `readOnly`, `config.readOnly`.
 */
export function isUnsetRestriction(node: Node): boolean {
  if (kindOf(node) === 'identifier') return restricting.test(node.text());
  if (kindOf(node) !== 'member_expression') return false;
  const object = fieldOf(node, 'object')?.text() ?? '';
  return restricting.test(fieldOf(node, 'property')?.text() ?? '') && holdsSettings.test(object);
}

/** Whether a value is an environment variable's. */
export function isVariable(value: Value): boolean {
  const path = settingPath(value);
  return path?.length === 2 && path[0] === 'env';
}

/** What `argv` without the program's own name is called here. */
const givenArguments = 'argv.slice';
/** Where the arguments begin in `argv`, behind the runtime and the program. */
const firstArgument = 2;

/** Whether a value is the list of arguments. */
function isArguments(value: Value): boolean {
  const path = settingPath(value);
  return path?.length === 1 && (path[0] === 'argv' || path[0] === givenArguments);
}

/** Whether a value is one argument, by its position. */
export function isArgument(value: Value): boolean {
  const [list, position, ...others] = settingPath(value) ?? [];
  if (position === undefined || others.length > 0 || !/^\d+$/.test(position)) return false;
  return list === givenArguments || (list === 'argv' && Number(position) >= firstArgument);
}

/** Whether an expression is a list of what a server is to leave out, which nobody set: `disabledTools`, `config.excludedTools`. */
const isUnsetExclusion = (node: Node): boolean =>
  /(?:^|\.)(?:disabled|excluded?|blocked|hidden|skipped)_?(?:tools?|toolsets?|categories|groups|modules)?$/i.test(
    node.text(),
  );

/** Words for ways to reach a server over a network. */
const networkTransport = /^(?:(?:streamable[-_ ]?)?https?(?:[-_]stream(?:able|ing)?)?|sse|web[-_]?sockets?|ws|rest)$/i;

/**
 * Whether a setting equals a word nobody set it to; `undefined` where the comparison is another. What is not known is no
 * word for a network, since a server is read as it answers the program that starts it.
 */
export function comparedSetting(a: Value, b: Value): boolean | undefined {
  for (const [setting, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const word = stringOf(other);
    if (word === undefined || word === '') continue;
    if (isVariable(setting) || isArgument(setting)) return false;
    if (setting.kind !== 'unknown') continue;
    if (networkTransport.test(word)) return false;
    if (word === 'stdio') return true;
  }
  return undefined;
}

/** Whether a value keeps what belongs to one request; outside of any it holds nothing. */
function isRequestStore(value: Value): boolean {
  return value.kind === 'instance' && value.of.kind === 'external' && /^(?:node:)?async_hooks$/.test(value.of.module);
}

const unchanging = ['trim', 'toLowerCase', 'toUpperCase', 'toString'];

/**
 * What a method of a setting gives; `undefined` where the value is no setting.
 * @param node what the method is called on
 */
export function settingMethod(on: Value, method: string, node: Node): Value | undefined {
  if (on.kind === 'unknown' && method === 'includes') return isUnsetExclusion(node) ? scalar(false) : undefined;
  if (isRequestStore(on) && method === 'getStore') return scalar(undefined);
  if (isVariable(on) || isArgument(on)) return unchanging.includes(method) ? on : unknown;
  if (!isArguments(on)) return undefined;
  if (method === 'slice') return { kind: 'external', module: 'process', path: [givenArguments] };
  if (method === 'includes' || method === 'some') return scalar(false);
  if (method === 'find') return scalar(undefined);
  return method === 'indexOf' ? scalar(-1) : unknown;
}

/** Whether a list of plain words holds a setting: `['1', 'true'].includes(READ_ONLY)`. */
export function holdsSetting(items: readonly Value[], wanted: Value | undefined): boolean | undefined {
  if (wanted === undefined || !isVariable(wanted)) return undefined;
  return items.every((item) => comparedSetting(item, wanted) === false) ? false : undefined;
}
