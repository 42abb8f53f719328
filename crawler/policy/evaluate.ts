/**
 * What a document does with one call. Only as much of a gateway as it takes to show and to test a policy: it decides,
 * it does not count. Pure.
 */
import type { Json } from '#db/types.ts';
import type { Condition, Limit, PolicyDocument } from './document.ts';

export interface PolicyCall {
  tool: string;
  args: { [key: string]: Json };
}

/** `hide` and `deny` refuse the call, `limit` lets it through while its counters last. */
export type PolicyDecision =
  | { decision: 'allow' }
  | { decision: 'limit'; limits: Limit[] }
  | { decision: 'hide' }
  | { decision: 'deny'; reason: string };

/** The document's decision about one call. The first denial wins. */
export function evaluate(document: PolicyDocument, call: PolicyCall): PolicyDecision {
  if (document.hide?.some((pattern) => matchesWildcard(pattern, call.tool))) return { decision: 'hide' };

  const tools = document.tools ?? {};
  const rule = Object.hasOwn(tools, call.tool) ? tools[call.tool] : undefined;
  if (!rule && document.default === 'deny') return { decision: 'deny', reason: 'Not listed in the policy.' };

  for (const condition of rule?.require ?? []) {
    if (!holds(condition, call.args)) return { decision: 'deny', reason: `Requires ${condition.path}.` };
  }
  for (const { conditions, on_deny } of rule?.deny_if ?? []) {
    if (conditions.every((condition) => holds(condition, call.args))) return { decision: 'deny', reason: on_deny };
  }
  const limits = [...(document.all_tools?.limits ?? []), ...(rule?.limits ?? [])];
  return limits.length > 0 ? { decision: 'limit', limits } : { decision: 'allow' };
}

/** `*` stands for any run of characters. */
function matchesWildcard(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return pattern === name;
  const parts = pattern.split('*');
  const first = parts[0]!;
  const last = parts.at(-1)!;
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
  let from = first.length;
  for (const part of parts.slice(1, -1)) {
    const at = name.indexOf(part, from);
    if (at === -1 || at + part.length > name.length - last.length) return false;
    from = at + part.length;
  }
  return true;
}

/** The value `args.a.b` leads to; undefined where there is none. */
function lookUp(path: string, args: PolicyCall['args']): Json | undefined {
  let value: Json | undefined = args;
  for (const key of path.split('.').slice(1)) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, key))
      return undefined;
    value = value[key];
  }
  return value;
}

/** An argument that is not there satisfies only `exists: false` and the two negated operators. */
function holds({ path, op, value }: Condition, args: PolicyCall['args']): boolean {
  const actual = lookUp(path, args);
  const number = typeof actual === 'number' && typeof value === 'number';
  const same = (other: Json) => JSON.stringify(other) === JSON.stringify(actual);
  switch (op) {
    case 'exists':
      return (actual !== undefined) === value;
    case 'eq':
      return same(value);
    case 'neq':
      return !same(value);
    case 'in':
      return Array.isArray(value) && value.some(same);
    case 'not_in':
      return Array.isArray(value) && !value.some(same);
    case 'lt':
      return number && actual < value;
    case 'lte':
      return number && actual <= value;
    case 'gt':
      return number && actual > value;
    case 'gte':
      return number && actual >= value;
    case 'regex':
      return typeof actual === 'string' && typeof value === 'string' && new RegExp(value).test(actual);
    case 'contains':
      if (Array.isArray(actual)) return actual.some((item) => JSON.stringify(item) === JSON.stringify(value));
      return typeof actual === 'string' && typeof value === 'string' && actual.includes(value);
  }
}
