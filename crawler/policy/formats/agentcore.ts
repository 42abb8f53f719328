import { type CedarArguments, cedarGuard, cedarString } from '#crawler/policy/cedar.ts';
import { type ToolPolicy, toolNames } from '#crawler/policy/policy.ts';
import { type PolicyFormat, remarksOf, says } from './format.ts';

const cannot = [
  says.noAsk,
  says.uncounted,
  'Conditions with patterns, lists or nested arguments cannot be written: such a tool is denied.',
  'Replace GATEWAY_ARN by the address of your gateway: an action by name needs the gateway by name.',
];

const args: CedarArguments = {
  at: (name) => ({ record: 'context.input', key: name }),
  number: (value) => (Number.isSafeInteger(value) ? String(value) : undefined),
  compare: (op, left, right) => `${left} ${{ lt: '<', lte: '<=', gt: '>', gte: '>=' }[op]} ${right}`,
  listsWithoutArguments: false,
};

/** Cedar policies for a gateway of Amazon Bedrock AgentCore. What no policy permits is denied. */
export const agentcore: PolicyFormat = {
  id: 'agentcore',
  title: 'AWS AgentCore Cedar',
  place: 'gateway',
  where:
    'Create a policy from each statement in the policy engine of the gateway; the server’s name is that of its target.',
  cannot: [...cannot, 'Statements for one tool leave all others denied unless other policies permit them.'],
  tried: 'Tried in the Cedar engine; AgentCore itself was not run.',
  contentType: 'text/plain; charset=utf-8',
  extension: '.agentcore.cedar',
  write(policy, { serverKey }) {
    const statements = toolNames(policy).flatMap((name) => {
      const when = conditionsOf(policy.tools[name]!);
      if (when === undefined) return [];
      const action = `AgentCore::Action::${cedarString(`${serverKey}___${name}`)}`;
      const head = `principal, action == ${action}, resource == AgentCore::Gateway::"GATEWAY_ARN"`;
      return [`permit(${head})${when.length > 0 ? ` when { ${when.join(' && ')} }` : ''};\n`];
    });
    return (
      remarksOf(cannot, policy, serverKey)
        .map((line) => `// ${line}\n`)
        .join('') + statements.join('')
    );
  },
};

/** Expressions that must all hold; undefined where the tool must be denied. */
function conditionsOf({ decision, guards = [], limits, risk }: ToolPolicy): string[] | undefined {
  if (decision !== 'allow') return undefined;
  if (limits?.length && risk !== 'low' && risk !== 'medium') return undefined;
  const written = guards.map((guard) => cedarGuard(guard, args));
  return written.includes(undefined) ? undefined : (written as string[]);
}
