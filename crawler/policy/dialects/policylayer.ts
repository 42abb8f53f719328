/** PolicyLayer’s hosted gateway: what is documented, and where nothing is, the stricter of the readings. */
import type { Condition, PolicyDocument } from '#crawler/policy/document.ts';
import { type Counters, type PolicyCall, windowOf } from '#crawler/policy/evaluate.ts';
import { passes } from '#crawler/policy/operators.ts';
import type { Json } from '#db/types.ts';
import type { Dialect } from './dialect.ts';

export const policylayer: Dialect<PolicyDocument> = {
  id: 'policylayer',
  title: 'PolicyLayer',
  unverified: [
    'Fields of conditions: `args.a.b` is read as properties within properties, not into lists.',
    'A missing argument: it satisfies no requirement, and no denial but `exists: false`.',
    'Windows: calendar minutes, hours and days in UTC.',
  ],
  evaluate(document, call, counters, now = new Date(0)) {
    if (document.hide?.some((name) => name === '*' || name === call.tool))
      return { decision: 'hide', reason: 'Hidden.' };
    const tools = document.tools ?? {};
    const rule = Object.hasOwn(tools, call.tool) ? tools[call.tool] : undefined;
    if (!rule && document.default === 'deny') return { decision: 'deny', reason: 'Not listed in the policy.' };
    for (const condition of rule?.require ?? []) {
      if (!holds(condition, call)) return { decision: 'deny', reason: `Requires ${condition.path}.` };
    }
    for (const { conditions, on_deny: reason } of rule?.deny_if ?? []) {
      if (conditions.every((condition) => holds(condition, call))) return { decision: 'deny', reason };
    }
    const limits = [...(document.all_tools?.limits ?? []), ...(rule?.limits ?? [])];
    const full = reserve(limits, counters, now);
    return full === undefined ? { decision: 'allow', reason: '' } : { decision: 'deny', reason: full };
  },
};

/** Looks at every limit before it counts on any. */
function reserve(
  limits: readonly { counter: string; window: 'minute' | 'hour' | 'day'; max: number }[],
  counters: Counters | undefined,
  now: Date,
): string | undefined {
  if (!counters) return undefined;
  const added = new Map<string, number>();
  for (const { counter, window, max } of limits) {
    const key = `${counter}@${window}@${windowOf(window, now)}`;
    const after = (added.get(key) ?? counters.get(key) ?? 0) + 1;
    if (after > max) return `More than ${max} a ${window}.`;
    added.set(key, after);
  }
  for (const [key, value] of added) counters.set(key, value);
  return undefined;
}

function lookUp(path: string, { args }: PolicyCall): Json | undefined {
  let value: Json | undefined = args;
  for (const key of path.split('.').slice(1)) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, key))
      return undefined;
    value = value[key];
  }
  return value === null ? undefined : value;
}

function holds({ path, op, value }: Condition, call: PolicyCall): boolean {
  const actual = lookUp(path, call);
  if (op === 'exists') return (actual !== undefined) === value;
  if (actual === undefined) return false;
  return passes(op, actual, value);
}
