/** Reads a policy file: toolrisk's own, PolicyLayer JSON, or Intercept YAML. */
import { isScalar, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import type { ClientDialect } from './dialects/dialect.ts';
import { clientDialects } from './dialects/index.ts';
import { type InterceptDocument, intercept, interceptSchema } from './dialects/intercept.ts';
import { policylayer } from './dialects/policylayer.ts';
import { type PolicyDocument, policySchema } from './document.ts';
import { type Counters, evaluate, type PolicyCall, type Verdict } from './evaluate.ts';
import { emptyTools, type Guard, type Policy, type PolicyLimit, policyFileSchema, type ToolPolicy } from './policy.ts';
import { fromDocument } from './policylayer.ts';

/** What a policy can be read from. */
export const policySources = ['toolrisk', 'policylayer', 'intercept'] as const;
export type PolicySource = (typeof policySources)[number];

/** A policy that was read, with the meaning of the place it is for. */
export interface ReadPolicy {
  source: PolicySource;
  policy: Policy;
  /** Decides a call as that place does. */
  evaluate(call: PolicyCall, counters?: Counters, now?: Date): Verdict;
  /** What could not be verified of that place. */
  unverified: readonly string[];
}

/**
 * Parses YAML, of which JSON is a part. The parser would compare each key with all before it; here they are counted once.
 * @throws Error where it cannot be read, names a key twice in one map, or has an alias
 */
function readYaml(text: string): unknown {
  const document = parseDocument(text, { uniqueKeys: false });
  const [wrong] = document.errors;
  if (wrong) throw wrong;
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<string>();
      for (const { key } of items) {
        const name = String(isScalar(key) ? (key.value ?? '') : key);
        if (seen.has(name)) throw new Error(`Map keys must be unique, and ${JSON.stringify(name)} stands there twice`);
        seen.add(name);
      }
    },
  });
  return document.toJS({ maxAliasCount: 0 });
}

/**
 * Reads the text of a file.
 * @param source what it is; found out where absent
 * @returns the policy, or a sentence that says what is wrong with it
 */
export function readPolicy(text: string, source?: PolicySource): ReadPolicy | string {
  let value: unknown;
  try {
    value = readYaml(text);
  } catch (error) {
    return `It is neither JSON nor YAML: ${String(error instanceof Error ? error.message : error).split('\n')[0]}`;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'It is no policy: there is no object in it.';
  const kind = source ?? guess(value as Record<string, unknown>);
  if (kind === 'toolrisk') {
    const parsed = policyFileSchema.safeParse(value);
    if (!parsed.success) return problems(kind, parsed.error);
    const policy = parsed.data as Policy;
    return { source: kind, policy, evaluate: (...call) => evaluate(policy, ...call), unverified: [] };
  }
  if (kind === 'policylayer') {
    const parsed = policySchema.safeParse(value);
    if (!parsed.success) return problems(kind, parsed.error);
    const document = parsed.data as PolicyDocument;
    return {
      source: kind,
      policy: fromDocument(document),
      evaluate: (...call) => policylayer.evaluate(document, ...call),
      unverified: policylayer.unverified,
    };
  }
  const parsed = interceptSchema.safeParse(value);
  if (!parsed.success) return problems(kind, parsed.error);
  return {
    source: kind,
    policy: fromIntercept(parsed.data),
    evaluate: (...call) => intercept.evaluate(parsed.data, ...call),
    unverified: intercept.unverified,
  };
}

/** What calls can be decided in: policies, and rules in a client’s own words. */
export const testSources = [...policySources, ...clientDialects.map(({ id }) => id)];

/**
 * Reads the text of a file to decide calls as its place does, be it a policy or a client’s own rules.
 * @param source what it is; found out where absent, but for clients
 * @returns how calls are decided, or a sentence that says what is wrong with it
 */
export function readForTest(text: string, source?: string): Pick<ReadPolicy, 'evaluate' | 'unverified'> | string {
  const client = clientDialects.find(({ id }) => id === source) as ClientDialect<unknown> | undefined;
  if (!client) return readPolicy(text, source as PolicySource | undefined);
  const rules = client.read(text);
  if (typeof rules === 'string') return rules;
  return { evaluate: (...call) => client.evaluate(rules, ...call), unverified: client.unverified };
}

/** The kind of a file by what only that kind has. */
function guess(value: Record<string, unknown>): PolicySource {
  if (value.version === 1) return 'toolrisk';
  const tools = Object.values((value.tools ?? {}) as object);
  return tools.some((rule) => typeof rule === 'object' && rule !== null && 'rules' in rule) || 'description' in value
    ? 'intercept'
    : 'policylayer';
}

const problems = (kind: PolicySource, { issues }: z.ZodError): string =>
  `As ${kind} it cannot be read: ${issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.length > 0 ? `${path.map(String).join('.')}: ` : ''}${message}`)
    .join('; ')}.`;

/** Reads the proxy's rules; a rule for all tools becomes a part of each. */
function fromIntercept(document: InterceptDocument): Policy {
  const tools = emptyTools();
  const named = document.tools ?? {};
  const shared = Object.hasOwn(named, '*') ? named['*']!.rules : [];
  for (const [name, { rules }] of Object.entries(named))
    if (name !== '*') tools[name] = fromRules(name, [...rules, ...shared]);
  const hidden = document.hide?.includes('*') === true;
  for (const name of document.hide ?? []) if (name !== '*') tools[name] = { decision: 'hide' };
  if (hidden) for (const name of Object.keys(tools)) tools[name] = { decision: 'hide' };
  const rest = document.default ?? 'allow';
  // What is not named is held to the shared rules too; without a place for that it is denied.
  return { version: 1, default: hidden ? 'hide' : shared.length > 0 ? 'deny' : rest, tools };
}

function fromRules(tool: string, rules: NonNullable<InterceptDocument['tools']>[string]['rules']): ToolPolicy {
  const guards: Guard[] = [];
  const limits: PolicyLimit[] = [];
  for (const rule of rules) {
    if (rule.action === 'deny') return { decision: 'deny', reason: rule.on_deny ?? rule.name };
    if (rule.state)
      return { decision: 'deny', reason: `Rule ${rule.name} has a counter of its own, which cannot be carried over.` };
    if (rule.rate_limit) {
      const [max, window] = rule.rate_limit.split('/') as [string, PolicyLimit['window']];
      limits.push({ counter: `${tool}_${rule.name}_${window}`, window, max: Number(max), scope: 'grant' });
      continue;
    }
    const conditions = (rule.conditions ?? []).map(({ path, op, value }) => ({
      path: path.split('.').slice(1),
      op,
      value,
    }));
    if ((rule.conditions ?? []).some(({ path }) => path.startsWith('state.'))) {
      return { decision: 'deny', reason: `Rule ${rule.name} asks for a counter, which cannot be carried over.` };
    }
    if (conditions.length > 0)
      guards.push({ kind: 'require', conditions, decision: 'deny', message: rule.on_deny ?? rule.name });
  }
  return { decision: 'allow', ...(guards.length > 0 && { guards }), ...(limits.length > 0 && { limits }) };
}
