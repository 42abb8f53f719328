/** What a policy does with one call: the meaning that every format is held against. Pure but for the counters handed in. */
import type { Json } from '#db/types.ts';
import { valuesAt, writePath } from './argument-path.ts';
import type { LimitWindow } from './document.ts';
import { passes } from './operators.ts';
import {
  type Condition,
  type Decision,
  type Guard,
  type Policy,
  type PolicyLimit,
  stricter,
  toolPolicy,
} from './policy.ts';

/** One call of a tool. */
export interface PolicyCall {
  tool: string;
  args: { [key: string]: Json };
  /** What the server is called in the user's configuration: places that know several servers match rules by it. */
  server?: string;
  /** True where the server says that the tool only reads: some places then run it unasked. */
  claimsReadOnly?: boolean;
}

/** What became of a call and why. */
export interface Verdict {
  decision: Decision;
  /** What decided; empty where nothing stood in the way. */
  reason: string;
}

/** What has been counted: counter and window to calls or amounts. */
export type Counters = Map<string, number>;

/** The window a moment lies in, aligned to UTC: `2026-11-26T14:03` for a minute. */
export const windowOf = (window: LimitWindow, at: Date): string =>
  at.toISOString().slice(0, { minute: 16, hour: 13, day: 10 }[window]);

/**
 * Decides one call. Counts it where it is not denied: all limits are looked at before any is counted, so that a denied
 * call uses up nothing.
 * @param counters what was counted before; changed by a call that passes. Left out: nothing is counted
 * @param now decides the window
 */
export function evaluate(policy: Policy, call: PolicyCall, counters?: Counters, now: Date = new Date(0)): Verdict {
  const rule = toolPolicy(policy, call.tool);
  if (!rule && policy.default !== 'allow') return { decision: policy.default, reason: 'Not listed in the policy.' };
  let verdict: Verdict = { decision: rule?.decision ?? 'allow', reason: rule?.reason ?? '' };
  if (verdict.decision === 'allow') verdict.reason = '';
  for (const guard of rule?.guards ?? []) {
    if (!applies(guard, call.args) || stricter(guard.decision, verdict.decision) === verdict.decision) continue;
    verdict = { decision: guard.decision, reason: guard.message };
  }
  if (verdict.decision === 'deny' || verdict.decision === 'hide') return verdict;
  const full = count([...(policy.limits ?? []), ...(rule?.limits ?? [])], call, counters, now);
  return full === undefined ? verdict : { decision: 'deny', reason: full };
}

/** True where the guard has something against the call. */
export function applies({ kind, conditions }: Guard, args: PolicyCall['args']): boolean {
  const all = conditions.every((condition) => holds(condition, args));
  return kind === 'require' ? !all : all;
}

/** Whether a condition holds for the arguments of a call. */
export function holds(condition: Condition, args: PolicyCall['args']): boolean {
  const { path, op, value, quantifier = 'every', optional } = condition;
  const found = valuesAt(path, args);
  if (op === 'exists') return found.values.length > 0 === value;
  if (optional && found.absent) return true;
  const fits = (actual: Json) => passes(op, actual, value);
  if (quantifier === 'any') return found.values.some(fits);
  return found.missing === 0 && found.values.every(fits);
}

/** Counts the call on every limit, or on none and says which one is full. */
function count(
  limits: readonly PolicyLimit[],
  call: PolicyCall,
  counters: Counters | undefined,
  now: Date,
): string | undefined {
  if (!counters) return undefined;
  const reserved = new Map<string, number>();
  for (const limit of limits) {
    const key = `${limit.counter}@${limit.window}@${windowOf(limit.window, now)}`;
    const step = limit.amount ? amountOf(limit.amount, call) : 1;
    if (step === undefined) return `${writePath(limit.amount!)} must be a number of zero or more.`;
    const after = (reserved.get(key) ?? counters.get(key) ?? 0) + step;
    if (after > limit.max) return `More than ${limit.max} a ${limit.window}.`;
    reserved.set(key, after);
  }
  for (const [key, value] of reserved) counters.set(key, value);
  return undefined;
}

/** The sum of the numbers at a path; undefined where one of them is none, or is below zero. */
function amountOf(path: NonNullable<PolicyLimit['amount']>, call: PolicyCall): number | undefined {
  const { values, missing } = valuesAt(path, call.args);
  if (missing > 0 || !values.every((value) => typeof value === 'number' && value >= 0)) return undefined;
  return values.reduce<number>((sum, value) => sum + (value as number), 0);
}
