import type { Condition, ConditionOp, ToolRule } from '#crawler/policy/document.ts';
import { escapeInvisible, orderPolicy } from '#crawler/policy/document.ts';
import { commentLines, type PolicyFormat, quote } from './format.ts';

const limits = [
  'Limits count for the whole proxy, not for each grant, and per calendar minute, hour or day in UTC.',
  'A rule states what must hold, not what is denied: a denial by several conditions at once, or by pattern or substring, becomes a denial of every call.',
];

/** The condition that holds exactly when the other does not; undefined where there is none. */
const opposite: Partial<Record<ConditionOp, ConditionOp>> = {
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

/** The open-source proxy's YAML. Strings are quoted as JSON, which YAML reads. */
export const intercept: PolicyFormat = {
  id: 'intercept',
  title: 'Intercept YAML',
  usage: 'Start the proxy with it in front of the server.',
  limits,
  contentType: 'application/yaml; charset=utf-8',
  extension: '.intercept.yaml',
  render(document, subject) {
    const { default: fallback, hide = [], tools = {} } = orderPolicy(document);
    const names = Object.keys(tools);
    const about =
      subject.tool === undefined ? `all tools of ${subject.server}` : `${subject.tool} of ${subject.server}`;
    return [
      commentLines(limits),
      'version: "1"\n',
      `description: ${quote(`Rules for ${about}`)}\n`,
      `default: ${fallback}\n`,
      hide.length > 0 ? `hide:\n${hide.map((name) => `  - ${quote(name)}\n`).join('')}` : '',
      names.length > 0 ? 'tools:\n' : '',
      ...names.map((name) => `  ${quote(name)}:\n${renderRules(tools[name]!)}`),
    ].join('');
  },
};

function renderRules({ require = [], deny_if = [], limits: limited = [] }: ToolRule): string {
  const rules = [
    ...require.map((condition) => evaluateRule(condition, `Requires ${condition.path}.`)),
    ...deny_if.map(({ conditions, on_deny }) => {
      const [only] = conditions;
      const negated = conditions.length === 1 && only ? negate(only) : undefined;
      return negated ? evaluateRule(negated, on_deny) : ['action: deny', `on_deny: ${quote(on_deny)}`];
    }),
    ...limited.map(({ max, window }) => [`rate_limit: ${max}/${window}`]),
  ];
  if (rules.length === 0) return '    rules: []\n';
  const items = rules.map((lines, at) =>
    [`name: rule-${at + 1}`, ...lines].map((line, row) => `      ${row === 0 ? '- ' : '  '}${line}\n`).join(''),
  );
  return `    rules:\n${items.join('')}`;
}

function evaluateRule({ path, op, value }: Condition, message: string): string[] {
  return [
    'conditions:',
    `  - path: ${quote(path)}`,
    `    op: ${op}`,
    `    value: ${escapeInvisible(JSON.stringify(value))}`,
    `on_deny: ${quote(message)}`,
  ];
}

function negate({ path, op, value }: Condition): Condition | undefined {
  const other = opposite[op];
  if (other === undefined) return undefined;
  return { path, op: other, value: op === 'exists' ? !value : value };
}
