/**
 * The policy of one server as toolrisk thinks of it: what every format is written from and every other document is read
 * into. It can say more than most places can enforce; a format states what it cannot carry and becomes stricter there.
 *
 * Tool names come from servers and are never trusted: every map of tools has no prototype, so that `__proto__` is a
 * name like any other.
 */
import { z } from 'zod';
import { writeJson } from '#crawler/text/json.ts';
import { type Json, type Risk, risks } from '#db/types.ts';
import { byCodeUnit, conditionOps, limitWindows } from './document.ts';

/** What happens to a call, mildest first. `hide` also takes the tool out of the list that the model sees. */
export const decisions = ['allow', 'ask', 'deny', 'hide'] as const;
export type Decision = (typeof decisions)[number];

/** The step of a path that enters a list. */
export const eachItem = '[]';

/** The way to an argument: property names, and `[]` for every item of a list. `['files', '[]', 'action']`. */
export type ArgumentPath = readonly string[];

/** What is asked of one argument. A missing argument, null, and a value of another type fail every test but `exists: false`. */
export interface Condition {
  path: ArgumentPath;
  op: (typeof conditionOps)[number];
  value: Json;
  /** How many of the values must pass where the path enters a list; `every` unless it says otherwise. No values at all pass `every`. */
  quantifier?: 'every' | 'any';
  /** True where the call may leave the argument out. */
  optional?: true;
}

/**
 * Looks at the arguments of a call. `require`: where not all conditions hold, the decision applies. `refuse`: where all
 * of them hold, it does.
 */
export interface Guard {
  kind: 'require' | 'refuse';
  conditions: readonly Condition[];
  decision: 'ask' | 'deny';
  /** What the agent, or the person who is asked, reads. */
  message: string;
  /** A stricter condition for places that cannot refuse by pattern: where it holds, a `refuse` has nothing against the call. */
  instead?: Condition;
}

/** At most `max` in each window. Windows are aligned to UTC minutes, hours and days. */
export interface PolicyLimit {
  /** Calls that count together share its name. */
  counter: string;
  window: (typeof limitWindows)[number];
  max: number;
  scope: 'grant';
  /** What is added up instead of the calls: a number among the arguments. */
  amount?: ArgumentPath;
}

/** What stands in front of one tool. The strictest of the decision and the guards that apply counts, then the limits. */
export interface ToolPolicy {
  decision: Decision;
  guards?: readonly Guard[];
  limits?: readonly PolicyLimit[];
  /** Why, for the reader; also what the agent is told where the decision denies. */
  reason?: string;
  /** How bad the worst call that passes is, for places that cannot count: there a limit is not enough from `high` on. */
  risk?: Risk;
  /** True where the server says that the tool only reads: some clients then run it unasked. */
  claimsReadOnly?: true;
  /** Other tools of the server that some client takes for this one: the rule is the strictest of theirs. */
  sharedWith?: readonly string[];
}

/** Rules by exact tool name. Has no prototype. */
export type ToolPolicies = Record<string, ToolPolicy>;

export interface Policy {
  version: 1;
  /** What happens to a tool that is not named. */
  default: 'allow' | 'ask' | 'deny' | 'hide';
  /** Limits that every tool shares. */
  limits?: readonly PolicyLimit[];
  tools: ToolPolicies;
}

const jsonValue: z.ZodType<Json> = z.json() as z.ZodType<Json>;
const pathSchema = z.array(z.string()).min(1);

const conditionSchema = z.strictObject({
  path: pathSchema,
  op: z.enum(conditionOps),
  value: jsonValue,
  quantifier: z.enum(['every', 'any']).optional(),
  optional: z.literal(true).optional(),
});

const limitSchema = z.strictObject({
  counter: z.string().min(1),
  window: z.enum(limitWindows),
  max: z.number().positive(),
  scope: z.literal('grant'),
  amount: pathSchema.optional(),
});

const toolSchema = z.strictObject({
  decision: z.enum(decisions),
  guards: z
    .array(
      z.strictObject({
        kind: z.enum(['require', 'refuse']),
        conditions: z.array(conditionSchema).min(1),
        decision: z.enum(['ask', 'deny']),
        message: z.string().min(1),
        instead: conditionSchema.optional(),
      }),
    )
    .optional(),
  limits: z.array(limitSchema).optional(),
  reason: z.string().optional(),
  risk: z.enum(risks).optional(),
  claimsReadOnly: z.literal(true).optional(),
  sharedWith: z.array(z.string()).optional(),
});

const toolsSchema = z.custom<ToolPolicies>().check((context) => {
  const input: unknown = context.value;
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    context.issues.push({ code: 'custom', message: 'tools is an object', input });
    return;
  }
  const tools = emptyTools();
  for (const [name, rule] of Object.entries(input)) {
    const parsed = toolSchema.safeParse(rule);
    if (parsed.success) tools[name] = parsed.data;
    else
      for (const { message, path } of parsed.error.issues)
        context.issues.push({ code: 'custom', message, input: rule, path: [name, ...path] });
  }
  context.value = tools;
});

/** The document as a file holds it, strict: an unknown key is a mistake that would otherwise be a hole. */
export const policyFileSchema = z.strictObject({
  version: z.literal(1),
  default: z.enum(['allow', 'ask', 'deny', 'hide']),
  limits: z.array(limitSchema).optional(),
  tools: toolsSchema,
});

/** A map of rules in which every string, `__proto__` included, is an ordinary key. */
export const emptyTools = (): ToolPolicies => Object.create(null) as ToolPolicies;

/** The stricter of two decisions. */
export const stricter = <T extends Decision>(a: T, b: T): T => (decisions.indexOf(a) >= decisions.indexOf(b) ? a : b);

/** The rule of a tool that the policy names; undefined where it does not. */
export const toolPolicy = (policy: Policy, tool: string): ToolPolicy | undefined =>
  Object.hasOwn(policy.tools, tool) ? policy.tools[tool] : undefined;

/** Names in code-unit order, the same on every machine. */
export const toolNames = (policy: Policy): string[] => Object.keys(policy.tools).toSorted(byCodeUnit);

/** The policy as the bytes of a file: JSON, two spaces, names in order, nothing invisible. */
export function serializeInternal(policy: Policy): string {
  const tools = emptyTools();
  for (const name of toolNames(policy)) tools[name] = policy.tools[name]!;
  const { version, default: fallback, limits } = policy;
  return `${writeJson({ version, default: fallback, ...(limits && { limits }), tools })}\n`;
}

/** The same policy with the limits that all tools share in the rule of each, for places that know no shared ones. */
export function spreadLimits(policy: Policy): Policy {
  const { limits, ...rest } = policy;
  if (!limits?.length) return policy;
  const tools = emptyTools();
  for (const [name, rule] of Object.entries(policy.tools))
    tools[name] = { ...rule, limits: [...(rule.limits ?? []), ...limits] };
  // What is not named would pass uncounted.
  return { ...rest, tools, default: policy.default === 'allow' ? 'ask' : policy.default };
}
