/** What operators make of values. */
import { fieldOf, kindOf, type Node, partsOf } from '#crawler/extract/syntax.ts';
import { type Env, scalar, stringOf, unknown, type Value } from '#crawler/extract/values.ts';
import { truthOf } from './conditions.ts';
import type { JsFile } from './file.ts';
import { isNamedLikeServer } from './names.ts';
import type { JsProgram } from './program.ts';
import { mayHold } from './records.ts';
import { comparedSetting, isArgument, isVariable } from './settings.ts';

/** `server.registerTool`: what is asked for before it is called is there, in the SDK that the package brings. */
function isServerMethod(node: Node): boolean {
  const object = kindOf(node) === 'member_expression' ? fieldOf(node, 'object') : undefined;
  const method = fieldOf(node, 'property')?.text() ?? '';
  return (
    object !== undefined &&
    isNamedLikeServer(object) &&
    /^(?:tool|(?:add|register)Tool|setRequestHandler)$/.test(method)
  );
}

/** The value of `!a`, `-a`, `typeof a` and their like. */
export function evaluateUnary(program: JsProgram, file: JsFile, node: Node, env: Env): Value {
  const operator = fieldOf(node, 'operator')?.text() ?? node.children()[0]?.text();
  const argument = fieldOf(node, 'argument') ?? partsOf(node)[0];
  if (operator === 'void') return scalar(undefined);
  const value = argument === undefined ? unknown : program.run.evaluate(program, file, argument, env);
  if (operator === '!') {
    const truth = truthOf(value);
    return truth === undefined ? unknown : scalar(!truth);
  }
  if (operator === 'typeof') {
    if (argument !== undefined && isServerMethod(argument)) return scalar('function');
    return value.kind === 'scalar' ? scalar(value.value === null ? 'object' : typeof value.value) : unknown;
  }
  if (value.kind !== 'scalar' || typeof value.value !== 'number') return unknown;
  if (operator === '-') return scalar(-value.value);
  return operator === '+' ? value : unknown;
}

/** Sums and comparisons of what is known: numbers, and texts put together. */
function evaluateArithmetic(operator: string, x: unknown, y: unknown): Value {
  if (operator === '+') {
    if (typeof x === 'number' && typeof y === 'number') return scalar(x + y);
    const plain = [x, y].every((part) => typeof part === 'string' || typeof part === 'number');
    return plain ? scalar(`${x}${y}`) : unknown;
  }
  if (typeof x === 'number' && typeof y === 'number') {
    if (operator === '<') return scalar(x < y);
    if (operator === '>') return scalar(x > y);
    if (operator === '<=') return scalar(x <= y);
    if (operator === '>=') return scalar(x >= y);
    if (operator === '*') return scalar(x * y);
    if (operator === '-') return scalar(x - y);
    if (operator === '/' && y !== 0) return scalar(x / y);
    if (operator === '**' && Math.abs(y) < 64) return scalar(x ** y);
  }
  return unknown;
}

/** A value that is a word, as may stand in for an argument or a variable that is not given. */
function wordOf(value: Value): Value {
  return stringOf(value) === undefined ? unknown : value;
}

/** The value of `a && b`, `a || b` and `a ?? b`. */
function evaluateChoice(operator: '&&' | '||' | '??', a: Value, right: () => Value): Value {
  if (operator !== '&&' && isArgument(a)) return wordOf(right());
  if (operator !== '&&' && isVariable(a)) {
    const fallback = wordOf(right());
    return stringOf(fallback) === '' ? unknown : fallback;
  }
  if (operator !== '??') {
    const truth = truthOf(a);
    if (truth !== undefined) return truth === (operator === '&&') ? right() : a;
    // Whatever the left side is, the whole is as false, or as true, as the right.
    const other = right();
    return other.kind === 'scalar' && Boolean(other.value) === (operator === '||') && typeof other.value === 'boolean'
      ? other
      : unknown;
  }
  if (a.kind === 'unknown' || a.kind === 'external' || (a.kind === 'instance' && a.late)) return unknown;
  const missing = a.kind === 'scalar' && (a.value === undefined || a.value === null);
  return missing ? right() : a;
}

/** Whether two values are as missing as each other, where one of them is `null` or `undefined`. */
function comparedWithNothing(a: Value, b: Value): boolean | undefined {
  const isNothing = (value: Value) => value.kind === 'scalar' && (value.value === null || value.value === undefined);
  if (!isNothing(a) && !isNothing(b)) return undefined;
  const other = isNothing(a) ? b : a;
  return other.kind === 'scalar' ? isNothing(other) : truthOf(other) === true ? false : undefined;
}

/** The value of `a + b`, `a === b`, `a && b` and their like. */
export function evaluateBinary(program: JsProgram, file: JsFile, node: Node, env: Env): Value {
  const operator = fieldOf(node, 'operator')?.text();
  const left = fieldOf(node, 'left');
  const right = fieldOf(node, 'right');
  if (left === undefined || right === undefined) return unknown;
  const a = program.run.evaluate(program, file, left, env);
  if (operator === '&&' || operator === '||' || operator === '??')
    return evaluateChoice(operator, a, () => program.run.evaluate(program, file, right, env));
  const b = program.run.evaluate(program, file, right, env);
  const equal = comparedSetting(a, b);
  if (equal !== undefined && (operator === '===' || operator === '==')) return scalar(equal);
  if (equal !== undefined && (operator === '!==' || operator === '!=')) return scalar(!equal);
  if (operator === 'in' && a.kind === 'scalar' && b.kind === 'record') {
    const has = b.entries.has(String(a.value));
    return has || !mayHold(b, String(a.value)) ? scalar(has) : unknown;
  }
  if (operator === 'instanceof' && a.kind === 'schema' && b.kind === 'external' && b.path.at(-1) === 'ZodObject')
    return a.shape === undefined ? unknown : scalar(true);
  const missing = comparedWithNothing(a, b);
  if (missing !== undefined && (operator === '==' || operator === '!=')) return scalar(missing === (operator === '=='));
  if (a.kind !== 'scalar' || b.kind !== 'scalar') return unknown;
  const x = a.value;
  const y = b.value;
  if (operator === '===' || operator === '!==') return scalar((x === y) === (operator === '==='));
  return operator === undefined ? unknown : evaluateArithmetic(operator, x, y);
}
