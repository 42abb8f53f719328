/** Intercept, by its source of 2026-03-04: order of rules, missing arguments, loose equality, aligned windows, reservation. */
import { z } from 'zod';
import { conditionOps, limitWindows } from '#crawler/policy/document.ts';
import { type Counters, type PolicyCall, windowOf } from '#crawler/policy/evaluate.ts';
import { compileRe2, findsRe2 } from '#crawler/policy/re2.ts';
import type { Json } from '#db/types.ts';
import { asText, type Dialect } from './dialect.ts';

const conditionSchema = z.strictObject({
  path: z.string().regex(/^(args|state)\../, 'a condition reads `args.<field>` or `state.<tool>.<counter>`'),
  op: z.enum(conditionOps),
  value: z.json(),
});

const rateLimit = /^([1-9][0-9]*)\/(minute|hour|day)$/;

const ruleSchema = z
  .strictObject({
    name: z.string().min(1),
    action: z.enum(['evaluate', 'deny']).optional(),
    conditions: z.array(conditionSchema).optional(),
    on_deny: z.string().optional(),
    state: z
      .strictObject({
        counter: z.string().min(1),
        window: z.enum(limitWindows),
        increment: z.number().optional(),
        increment_from: z.string().optional(),
      })
      .optional(),
    rate_limit: z.string().regex(rateLimit, 'a rate is written 30/minute').optional(),
  })
  .check(({ value, issues }) => {
    const { action = 'evaluate', conditions, rate_limit: rate, state } = value;
    const wrong =
      (action === 'evaluate' && !rate && !conditions?.length && 'a rule that evaluates needs conditions') ||
      (action === 'deny' && conditions && 'a rule that denies has no conditions') ||
      (rate && (conditions || state || action === 'deny') && 'a rate stands by itself');
    if (wrong) issues.push({ code: 'custom', message: wrong, input: value });
    for (const condition of conditions ?? []) {
      if (condition.op === 'regex' && (typeof condition.value !== 'string' || !compileRe2(condition.value))) {
        issues.push({ code: 'custom', message: `not RE2: ${String(condition.value)}`, input: value });
      }
    }
  });

/** The proxy's file; rules by tool as a list of pairs, so that no name is a prototype. */
export const interceptSchema = z.strictObject({
  version: z.literal('1'),
  description: z.string().optional(),
  default: z.enum(['allow', 'deny']).optional(),
  hide: z.array(z.string().min(1)).optional(),
  tools: z.record(z.string(), z.strictObject({ rules: z.array(ruleSchema) })).optional(),
});

export type InterceptDocument = z.infer<typeof interceptSchema>;
type Rule = z.infer<typeof ruleSchema>;
type Condition = z.infer<typeof conditionSchema>;

export const intercept: Dialect<InterceptDocument> = {
  id: 'intercept',
  title: 'Intercept',
  unverified: ['Conditions on counters (`state.…`) are read as false here.'],
  evaluate(document, call, counters, now = new Date(0)) {
    if (document.hide?.some((name) => name === '*' || name === call.tool))
      return { decision: 'hide', reason: 'Hidden.' };
    const own = document.tools && Object.hasOwn(document.tools, call.tool) ? document.tools[call.tool] : undefined;
    if (!own && document.default === 'deny') return { decision: 'deny', reason: 'Not listed in the policy.' };
    const all = document.tools && Object.hasOwn(document.tools, '*') ? document.tools['*'] : undefined;
    const rules = [
      ...(own?.rules.map((rule) => [call.tool, rule] as const) ?? []),
      ...(all?.rules.map((rule) => ['*', rule] as const) ?? []),
    ];
    for (const [, rule] of rules) {
      if (rule.rate_limit) continue;
      const denied = rule.action === 'deny' || !(rule.conditions ?? []).every((condition) => holds(condition, call));
      if (denied) return { decision: 'deny', reason: rule.on_deny ?? rule.name };
    }
    const full = reserve(rules, counters, now);
    return full === undefined ? { decision: 'allow', reason: '' } : { decision: 'deny', reason: full };
  },
};

/** Counts the call on every rate, or takes back what it counted and says which one is full. */
function reserve(
  rules: readonly (readonly [string, Rule])[],
  counters: Counters | undefined,
  now: Date,
): string | undefined {
  if (!counters) return undefined;
  const reserved: string[] = [];
  for (const [owner, rule] of rules) {
    const [, max, window] = rateLimit.exec(rule.rate_limit ?? '') ?? [];
    if (!max || !window) continue;
    const key = `${owner}@${rule.rate_limit}@${windowOf(window as 'minute', now)}`;
    const before = counters.get(key) ?? 0;
    if (before >= Number(max)) {
      for (const earlier of reserved) counters.set(earlier, counters.get(earlier)! - 1);
      return rule.on_deny ?? `Rate limit of ${rule.rate_limit} reached.`;
    }
    counters.set(key, before + 1);
    reserved.push(key);
  }
  return undefined;
}

/** The value at `args.a.b`; paths do not enter lists, and null counts as absent. */
function lookUp(path: string, { args }: PolicyCall): Json | undefined {
  if (!path.startsWith('args.')) return undefined;
  let value: Json | undefined = args;
  for (const key of path.slice('args.'.length).split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, key))
      return undefined;
    value = value[key];
  }
  return value === null ? undefined : value;
}

function same(a: Json, b: Json): boolean {
  const [left, right] = [asText(a), asText(b)];
  return left !== undefined && right !== undefined ? left === right : JSON.stringify(a) === JSON.stringify(b);
}

/** A missing argument fails every operator but `exists: false`. */
function holds({ path, op, value }: Condition, call: PolicyCall): boolean {
  const actual = lookUp(path, call);
  if (op === 'exists') return (actual !== undefined) === value;
  if (actual === undefined) return false;
  const number = typeof actual === 'number' ? actual : Number.NaN;
  switch (op) {
    case 'eq':
      return same(actual, value);
    case 'neq':
      return !same(actual, value);
    case 'in':
      return Array.isArray(value) && value.some((item) => same(actual, item));
    case 'not_in':
      return Array.isArray(value) && !value.some((item) => same(actual, item));
    case 'lt':
      return number < Number(value);
    case 'lte':
      return number <= Number(value);
    case 'gt':
      return number > Number(value);
    case 'gte':
      return number >= Number(value);
    case 'regex':
      return typeof actual === 'string' && findsRe2(String(value), actual);
    case 'contains':
      if (Array.isArray(actual)) return actual.some((item) => same(item, value));
      return typeof actual === 'string' && typeof value === 'string' && actual.includes(value);
  }
}
