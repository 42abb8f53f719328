import { type CedarArguments, cedarGuard, cedarString } from '#crawler/policy/cedar.ts';
import { type ToolPolicy, toolNames } from '#crawler/policy/policy.ts';
import { writeJson } from '#crawler/text/json.ts';
import { type PolicyFormat, says } from './format.ts';

const cannot = [
  says.noAsk,
  says.uncounted,
  'Only texts, numbers and switches among the arguments can be tested: a tool with a pattern, a nested argument or a list in its conditions is denied.',
  'The list of tools is filtered by the same rules without arguments, so an argument that is left out passes its test; a tool whose test must not be left out is denied.',
];

/** Only scalar arguments arrive, as `arg_<name>`; numbers are decimals of four places. */
const args: CedarArguments = {
  at: (name) => ({ record: 'context', key: `arg_${name}` }),
  number: (value) => (Math.abs(value) < 1e14 ? `decimal("${value.toFixed(4)}")` : undefined),
  compare: (op, left, right) =>
    `${left}.${{ lt: 'lessThan', lte: 'lessThanOrEqual', gt: 'greaterThan', gte: 'greaterThanOrEqual' }[op]}(${right})`,
  listsWithoutArguments: true,
};

/** The Cedar configuration of a ToolHive server. What no policy permits is denied and not listed. */
export const toolhive: PolicyFormat = {
  id: 'toolhive',
  title: 'ToolHive Cedar',
  place: 'gateway',
  where: 'Start the server with it: thv run --authz-config FILE SERVER.',
  cannot: [...cannot, 'A configuration for one tool denies all others of the server.'],
  tried: 'Tried in the Cedar engine with the arguments as ToolHive hands them over; ToolHive itself was not run.',
  contentType: 'application/json; charset=utf-8',
  extension: '.toolhive-authz.json',
  write(policy) {
    const policies = toolNames(policy).flatMap((name) => {
      const when = conditionsOf(policy.tools[name]!);
      if (when === undefined) return [];
      const head = `principal, action == Action::"call_tool", resource == Tool::${cedarString(name)}`;
      return [`permit(${head})${when.length > 0 ? ` when { ${when.join(' && ')} }` : ''};`];
    });
    return `${writeJson({ version: '1.0', type: 'cedarv1', cedar: { policies, entities_json: '[]' } })}\n`;
  },
};

/** Expressions that must all hold; undefined where the tool must be denied. */
function conditionsOf({ decision, guards = [], limits, risk }: ToolPolicy): string[] | undefined {
  if (decision !== 'allow') return undefined;
  if (limits?.length && risk !== 'low' && risk !== 'medium') return undefined;
  // An absent argument passes here, which is right only where it may be absent.
  const strict = guards.some(({ conditions }) => conditions.some(({ optional }) => !optional));
  const written = guards.map((guard) => cedarGuard(guard, args));
  return strict || written.includes(undefined) ? undefined : (written as string[]);
}
