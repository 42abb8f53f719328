/** Between the policy and the document of PolicyLayer's gateway, which cannot ask and whose paths do not enter lists. */
import { entersList } from './argument-path.ts';
import { type Condition as DocumentCondition, emptyToolRules, type PolicyDocument, type ToolRule } from './document.ts';
import { isWildcardName } from './names.ts';
import {
  type Condition,
  emptyTools,
  type Guard,
  type Policy,
  type PolicyLimit,
  type ToolPolicy,
  toolNames,
} from './policy.ts';

/** What a call that would ask is answered with. */
export const approvalMessage = 'Requires human approval.';

/** A path as the gateway writes it; undefined where it cannot: through lists, or by a name that has a dot. */
export function documentPath(path: Condition['path']): string | undefined {
  return entersList(path) || path.some((step) => step === '' || step.includes('.'))
    ? undefined
    : `args.${path.join('.')}`;
}

function toDocumentCondition({ path, op, value }: Condition): DocumentCondition | undefined {
  const written = documentPath(path);
  return written === undefined ? undefined : { path: written, op, value };
}

/** Writes the policy as a document. What it cannot say is denied. */
export function toDocument(policy: Policy): PolicyDocument {
  const tools = emptyToolRules();
  const hide: string[] = [];
  for (const name of toolNames(policy)) {
    const rule = policy.tools[name]!;
    if (isWildcardName(name)) continue;
    if (rule.decision === 'hide') hide.push(name);
    else tools[name] = toRule(rule);
  }
  const document: PolicyDocument = { version: '1', default: policy.default === 'allow' ? 'allow' : 'deny' };
  if (policy.default === 'hide') hide.push('*');
  if (hide.length > 0) document.hide = hide;
  if (policy.limits && policy.limits.length > 0) document.all_tools = { limits: policy.limits.map(toLimit) };
  if (Object.keys(tools).length > 0) document.tools = tools;
  return document;
}

const denyAll = (message: string): ToolRule => ({ deny_if: [{ conditions: [], on_deny: message }] });

const toLimit = ({ counter, window, max, scope }: PolicyLimit) => ({
  counter,
  window,
  max: Math.max(1, Math.floor(max)),
  scope,
});

function toRule(rule: ToolPolicy): ToolRule {
  if (rule.decision === 'ask') return denyAll(approvalMessage);
  if (rule.decision === 'deny') return denyAll(rule.reason ?? 'Denied by policy.');
  if ((rule.limits ?? []).some(({ amount, max }) => amount || max < 1)) return denyAll(approvalMessage);
  const require: DocumentCondition[] = [];
  const denials: NonNullable<ToolRule['deny_if']> = [];
  for (const guard of rule.guards ?? []) {
    const conditions = guard.conditions.map(toDocumentCondition);
    if (conditions.some((condition) => condition === undefined))
      return denyAll(guard.decision === 'ask' ? approvalMessage : guard.message);
    const known = conditions as DocumentCondition[];
    if (guard.kind === 'require') require.push(...known);
    else denials.push({ conditions: known, on_deny: guard.decision === 'ask' ? approvalMessage : guard.message });
  }
  return {
    ...(require.length > 0 && { require }),
    ...(denials.length > 0 && { deny_if: denials }),
    ...(rule.limits && rule.limits.length > 0 && { limits: rule.limits.map(toLimit) }),
  };
}

/** Reads a document. A denial that waits for a person is read as a question. */
export function fromDocument(document: PolicyDocument): Policy {
  const policy: Policy = { version: 1, default: document.default, tools: emptyTools() };
  if (document.all_tools) policy.limits = document.all_tools.limits;
  for (const [name, rule] of Object.entries(document.tools ?? {})) policy.tools[name] = fromRule(rule);
  for (const name of document.hide ?? []) {
    if (name === '*') policy.default = 'hide';
    policy.tools[name] = { decision: 'hide' };
  }
  if (document.hide?.includes('*'))
    for (const name of Object.keys(policy.tools)) policy.tools[name] = { decision: 'hide' };
  delete policy.tools['*'];
  return policy;
}

function fromRule({ require = [], deny_if: denials = [], limits = [] }: ToolRule): ToolPolicy {
  const whole = denials.find(({ conditions }) => conditions.length === 0);
  if (whole) return { decision: whole.on_deny === approvalMessage ? 'ask' : 'deny', reason: whole.on_deny };
  const guards: Guard[] = [
    ...require.map(
      (condition): Guard => ({
        kind: 'require',
        conditions: [fromCondition(condition)],
        decision: 'deny',
        message: `Requires ${condition.path}.`,
      }),
    ),
    ...denials.map(
      ({ conditions, on_deny: message }): Guard => ({
        kind: 'refuse',
        conditions: conditions.map(fromCondition),
        decision: message === approvalMessage ? 'ask' : 'deny',
        message,
      }),
    ),
  ];
  return { decision: 'allow', ...(guards.length > 0 && { guards }), ...(limits.length > 0 && { limits }) };
}

const fromCondition = ({ path, op, value }: DocumentCondition): Condition => ({
  path: path.split('.').slice(1),
  op,
  value,
});
