/** Cedar, the language of two gateways: texts as it writes them, and conditions of a policy as expressions that fail closed. */
import { replaceInvisible } from '#crawler/text/invisible.ts';
import type { Json } from '#db/types.ts';
import { entersList } from './argument-path.ts';
import type { Condition, Guard } from './policy.ts';

/** Text as a Cedar string. */
export const cedarString = (text: string): string =>
  `"${replaceInvisible(text.toWellFormed().replace(/["\\]/g, '\\$&'), (code) => `\\u{${code.toString(16)}}`)}"`;

/** How a gateway hands arguments to Cedar. */
export interface CedarArguments {
  /** The record and key of an argument: `["context", "arg_url"]`. */
  at(name: string): { record: string; key: string };
  /** A number as a literal; undefined where it has none. */
  number(value: number): string | undefined;
  /** `a <= b` in the type that numbers have there. */
  compare(op: 'lt' | 'lte' | 'gt' | 'gte', left: string, right: string): string;
  /** True where the list of tools is filtered with the same policies and no arguments, so that an absent one must pass. */
  listsWithoutArguments: boolean;
}

/**
 * What must hold for the guard to have nothing against a call, as an expression. A value of another type is an error,
 * and a permit with an error does not apply.
 * @returns undefined where Cedar cannot say it: patterns, lists, nested arguments
 */
export function cedarGuard({ kind, conditions }: Guard, args: CedarArguments): string | undefined {
  if (kind === 'refuse') return undefined;
  const parts = conditions.map((condition) => cedarCondition(condition, args));
  return parts.includes(undefined) ? undefined : parts.join(' && ');
}

function cedarCondition({ path, op, value, optional }: Condition, args: CedarArguments): string | undefined {
  if (entersList(path) || path.length !== 1) return undefined;
  const { record, key } = args.at(path[0]!);
  const has = `${record} has ${cedarString(key)}`;
  const test = cedarTest(op, `${record}[${cedarString(key)}]`, value, args);
  if (test === undefined) return undefined;
  return optional || args.listsWithoutArguments ? `(!(${has}) || ${test})` : `(${has} && ${test})`;
}

function cedarTest(op: Condition['op'], at: string, value: Json, args: CedarArguments): string | undefined {
  const literal = cedarLiteral(value, args);
  switch (op) {
    case 'eq':
      return literal && `${at} == ${literal}`;
    case 'in': {
      const items = Array.isArray(value) ? value.map((item) => cedarLiteral(item, args)) : [undefined];
      return items.includes(undefined) ? undefined : `[${items.join(', ')}].contains(${at})`;
    }
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return literal && args.compare(op, at, literal);
    default:
      return undefined;
  }
}

function cedarLiteral(value: Json, args: CedarArguments): string | undefined {
  if (typeof value === 'string') return cedarString(value);
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'number' ? args.number(value) : undefined;
}
