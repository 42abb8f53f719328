/**
 * The policy document of PolicyLayer's gateway: its shape, its check and its one way of being written.
 *
 * Tool names come from servers, so they are keys here that must never be trusted: every map of tools has no
 * prototype, which makes `__proto__` a name like any other.
 */
import { z } from 'zod';
import { writeJson } from '#crawler/text/json.ts';
import type { Json } from '#db/types.ts';
import { compileRe2 } from './re2.ts';

/** What a condition can ask of one argument. */
export const conditionOps = [
  'eq',
  'neq',
  'lt',
  'lte',
  'gt',
  'gte',
  'in',
  'not_in',
  'exists',
  'regex',
  'contains',
] as const;
export type ConditionOp = (typeof conditionOps)[number];

export const limitWindows = ['minute', 'hour', 'day'] as const;
export type LimitWindow = (typeof limitWindows)[number];

const jsonValue: z.ZodType<Json> = z.json() as z.ZodType<Json>;
const isList = (value: Json) => Array.isArray(value);

const conditionSchema = z
  .strictObject({
    path: z.string().regex(/^args\../, 'a condition reads `args.<field>`'),
    op: z.enum(conditionOps),
    value: jsonValue,
  })
  .check((context) => {
    const { op, value } = context.value;
    const wrong =
      ((op === 'in' || op === 'not_in') && !isList(value) && 'needs a list') ||
      (op === 'exists' && typeof value !== 'boolean' && 'needs true or false') ||
      (/^(lte?|gte?)$/.test(op) && typeof value !== 'number' && 'needs a number') ||
      (op === 'regex' && (typeof value !== 'string' || !compileRe2(value)) && 'needs an RE2 regular expression');
    if (wrong) context.issues.push({ code: 'custom', message: `${op} ${wrong}`, input: value, path: ['value'] });
  });

const limitSchema = z.strictObject({
  counter: z.string().min(1),
  window: z.enum(limitWindows),
  max: z.int().positive(),
  scope: z.literal('grant'),
});

const denySchema = z.strictObject({ conditions: z.array(conditionSchema), on_deny: z.string().min(1) });

const ruleSchema = z.strictObject({
  require: z.array(conditionSchema).optional(),
  deny_if: z.array(denySchema).optional(),
  limits: z.array(limitSchema).optional(),
});

/** Zod's own record drops the key `__proto__`; a tool may be called that. */
const toolsSchema = z.custom<ToolRules>().check((context) => {
  const input: unknown = context.value;
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    context.issues.push({ code: 'custom', message: 'tools is an object', input });
    return;
  }
  const rules = emptyToolRules();
  for (const [name, rule] of Object.entries(input)) {
    const parsed = ruleSchema.safeParse(rule);
    if (parsed.success) rules[name] = parsed.data;
    else {
      for (const { message, path } of parsed.error.issues) {
        context.issues.push({ code: 'custom', message, input: rule, path: [name, ...path] });
      }
    }
  }
  context.value = rules;
});

/** The whole document, strict: an unknown key is a mistake, because a gateway would ignore it silently. */
export const policySchema = z.strictObject({
  version: z.literal('1'),
  default: z.enum(['allow', 'deny']),
  hide: z
    .array(z.string().min(1))
    .refine((names) => new Set(names).size === names.length, 'hide repeats a name')
    .optional(),
  all_tools: z.strictObject({ limits: z.array(limitSchema) }).optional(),
  tools: toolsSchema.optional(),
});

export type Condition = z.infer<typeof conditionSchema>;
export type Limit = z.infer<typeof limitSchema>;
export type DenyRule = z.infer<typeof denySchema>;
export type ToolRule = z.infer<typeof ruleSchema>;
/** Rules by exact tool name. Has no prototype. */
export type ToolRules = Record<string, ToolRule>;
export type PolicyDocument = {
  version: '1';
  /** What happens to a tool that is not listed. */
  default: 'allow' | 'deny';
  /** Names taken out of `tools/list` and denied. `*` is a wildcard here. */
  hide?: string[];
  all_tools?: { limits: Limit[] };
  tools?: ToolRules;
};

/** A map of rules in which every string, `__proto__` included, is an ordinary key. */
export function emptyToolRules(): ToolRules {
  return Object.create(null) as ToolRules;
}

/** Code-unit order: the same on every machine and in every locale. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const orderCondition = ({ path, op, value }: Condition): Condition => ({ path, op, value });

const orderLimit = ({ counter, window, max, scope }: Limit): Limit => ({ counter, window, max, scope });

function orderRule(rule: ToolRule): ToolRule {
  return {
    ...(rule.require && { require: rule.require.map(orderCondition) }),
    ...(rule.deny_if && {
      deny_if: rule.deny_if.map(({ conditions, on_deny }) => ({ conditions: conditions.map(orderCondition), on_deny })),
    }),
    ...(rule.limits && { limits: rule.limits.map(orderLimit) }),
  };
}

/** The same document with its keys and names in the one order they are written in. */
export function orderPolicy(document: PolicyDocument): PolicyDocument {
  const ordered: PolicyDocument = { version: document.version, default: document.default };
  if (document.hide) ordered.hide = document.hide.toSorted(byCodeUnit);
  if (document.all_tools) ordered.all_tools = { limits: document.all_tools.limits.map(orderLimit) };
  if (document.tools) {
    ordered.tools = emptyToolRules();
    for (const name of Object.keys(document.tools).toSorted(byCodeUnit)) {
      ordered.tools[name] = orderRule(document.tools[name]!);
    }
  }
  return ordered;
}

/**
 * The document as the bytes a person downloads: JSON, two spaces, a final newline, keys in a fixed order. Characters
 * that print nothing or turn the reading direction are escaped, so that the file shows what a gateway will read.
 */
export function serializePolicy(document: PolicyDocument): string {
  return `${writeJson(orderPolicy(document))}\n`;
}
