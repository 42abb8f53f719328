import { toolNames } from '#crawler/policy/policy.ts';
import { writeYaml } from '#crawler/text/yaml.ts';
import { decideForGateway, type PolicyFormat, remarksOf, says } from './format.ts';

const cannot = [
  says.noAsk,
  says.uncounted,
  'Rules see the name of a tool and its target, no arguments: a tool with such a condition is denied.',
];

/** Text as a CEL string: what JSON writes, CEL reads alike. */
export const celString = (text: string): string => JSON.stringify(text.toWellFormed());

/** Authorization rules for agentgateway, in CEL. What no rule allows is hidden and denied. */
export const agentgateway: PolicyFormat = {
  id: 'agentgateway',
  title: 'agentgateway CEL',
  place: 'gateway',
  where: 'Put “mcpAuthorization” into the policies of the route; the server’s name is that of its target.',
  cannot: [...cannot, 'Rules for one tool deny all others of the route unless further rules allow them.'],
  tried: 'The expressions were tried in a CEL engine; agentgateway itself was not run.',
  contentType: 'application/yaml; charset=utf-8',
  extension: '.agentgateway.yaml',
  write(policy, { serverKey }) {
    const names = toolNames(policy).filter((name) => decideForGateway(policy.tools[name]!) === 'allow');
    const target = `mcp.tool.target == ${celString(serverKey)}`;
    const rules =
      names.length === 0 ? ['false'] : [`${target} && mcp.tool.name in [${names.map(celString).join(', ')}]`];
    return writeYaml({ policies: { mcpAuthorization: { rules } } }, remarksOf(cannot, policy, serverKey));
  },
};
