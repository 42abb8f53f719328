import { isWildcardName } from '#crawler/policy/names.ts';
import { type Condition, type Guard, type Policy, type ToolPolicy, toolNames } from '#crawler/policy/policy.ts';
import { documentPath } from '#crawler/policy/policylayer.ts';
import { writeYaml } from '#crawler/text/yaml.ts';
import type { Json, JsonObject } from '#db/types.ts';
import { type PolicyFormat, remarksOf, says } from './format.ts';

const cannot = [
  says.noAsk,
  'A rule states what must hold: a refusal by pattern is written as a stricter list of what passes, or else denies every call.',
  'Conditions do not reach into lists: a tool that would need it is denied.',
  'An argument that is left out fails its test, also where the tool can do without it.',
  'Limits count for the whole proxy, and for all proxies of the machine unless each is started with its own --state-prefix; windows are calendar minutes, hours and days in UTC.',
  'A document for one tool denies all others of the server.',
];

/** The condition that holds exactly when the other does not, for an argument that is there. */
const opposite: Partial<Record<Condition['op'], Condition['op']>> = {
  eq: 'neq',
  neq: 'eq',
  in: 'not_in',
  not_in: 'in',
  lt: 'gte',
  gte: 'lt',
  gt: 'lte',
  lte: 'gt',
  exists: 'exists',
};

/** The open-source proxy's YAML. */
export const intercept: PolicyFormat = {
  id: 'intercept',
  title: 'Intercept YAML',
  place: 'gateway',
  where: 'Start the proxy with it in front of the server: intercept -c FILE --state-prefix NAME -- COMMAND.',
  cannot,
  tried: 'Tried on Intercept of 2026-03-04.',
  contentType: 'application/yaml; charset=utf-8',
  extension: '.intercept.yaml',
  write(policy, { serverKey, tool }) {
    const about = tool === undefined ? `all tools of ${serverKey}` : `${tool} of ${serverKey}`;
    const hide = toolNames(policy).filter((name) => policy.tools[name]!.decision === 'hide' && !isWildcardName(name));
    // Limits that all tools share are the proxy's rule for any tool.
    const shared = listRules({ decision: 'allow', ...(policy.limits && { limits: policy.limits }) });
    const rules = [
      ...listTools(policy),
      ...(shared.length > 0 ? [['*', { rules: shared }] as [string, { rules: Json[] }]] : []),
    ];
    return writeYaml(
      {
        version: '1',
        description: `Rules for ${about}`,
        default: policy.default === 'allow' ? 'allow' : 'deny',
        ...(hide.length > 0 && { hide }),
        ...(rules.length > 0 && { tools: Object.fromEntries(rules) }),
      },
      remarksOf(cannot, policy, serverKey),
    );
  },
};

/** Rules by tool, and the counters that the proxy looks for under another tool where a name has a dot. */
function listTools(policy: Policy): [string, { rules: Json[] }][] {
  const tools = new Map<string, Json[]>();
  for (const name of toolNames(policy)) {
    const rule = policy.tools[name]!;
    if (rule.decision !== 'hide' && !isWildcardName(name)) tools.set(name, listRules(rule));
  }
  for (const [name, rules] of [...tools]) {
    if (!name.includes('.')) continue;
    for (const rule of rules as JsonObject[]) {
      const counter = dottedCounter(name, rule);
      if (!counter) continue;
      const [head, item] = counter;
      const own = tools.get(head);
      // Where a tool of that name exists, a denial there would deny it: the dotted one is denied instead.
      if (own && !own.some((each) => (each as JsonObject).on_deny === notATool)) {
        tools.set(
          name,
          number([{ action: 'deny', on_deny: 'The proxy cannot count a name with a dot beside this one.' }]),
        );
        break;
      }
      tools.set(head, number([...(own ?? []), item]));
    }
  }
  return [...tools].map(([name, rules]) => [name, { rules }]);
}

const notATool = 'Not a tool.';

/**
 * The proxy cuts `state.<tool>.<counter>` at its first dot: of `item.create` and its counter `_rate_minute` it looks for
 * `create._rate_minute` at the tool `item`, and refuses the whole file where no rule there defines it.
 */
function dottedCounter(name: string, rule: JsonObject): [string, JsonObject] | undefined {
  const limit = typeof rule.rate_limit === 'string' ? rule.rate_limit.split('/') : undefined;
  if (!limit) return undefined;
  const [head, ...rest] = name.split('.');
  const window = limit[1]!;
  return [
    head!,
    { action: 'deny', on_deny: notATool, state: { counter: `${rest.join('.')}._rate_${window}`, window } },
  ];
}

const number = (rules: JsonObject[] | Json[]): Json[] =>
  (rules as JsonObject[]).map((rule, at) => ({ ...rule, name: `rule-${at + 1}` }));

const denyAll = (message: string): Json[] => number([{ action: 'deny', on_deny: message }]);

function listRules(rule: ToolPolicy): Json[] {
  if (rule.decision === 'ask') return denyAll('Requires human approval.');
  if (rule.decision === 'deny') return denyAll(rule.reason ?? 'Denied by policy.');
  const rules: JsonObject[] = [];
  for (const guard of rule.guards ?? []) {
    const conditions = conditionsOf(guard);
    if (!conditions) return denyAll(guard.message);
    rules.push(...conditions.map((condition) => ({ conditions: [condition], on_deny: guard.message })));
  }
  for (const limit of rule.limits ?? []) {
    const { max, window, amount } = limit;
    if (amount || max < 1) return denyAll('Requires human approval.');
    rules.push({ rate_limit: `${Math.floor(max)}/${window}` });
  }
  return rules.map((each, at) => ({ name: `rule-${at + 1}`, ...each }));
}

/** What must hold for the guard to have nothing against a call; undefined where that cannot be written. */
function conditionsOf({ kind, conditions, instead }: Guard): JsonObject[] | undefined {
  if (kind === 'require') return writeAll(conditions);
  const [only] = conditions;
  const other = conditions.length === 1 && only ? opposite[only.op] : undefined;
  if (other && only) return writeAll([{ ...only, op: other, value: only.op === 'exists' ? !only.value : only.value }]);
  return instead && writeAll([instead]);
}

function writeAll(conditions: readonly Condition[]): JsonObject[] | undefined {
  const written: JsonObject[] = [];
  for (const { path: way, op, value } of conditions) {
    const path = documentPath(way);
    if (path === undefined) return undefined;
    written.push({ path, op, value });
  }
  return written;
}
