import { toolNames } from '#crawler/policy/policy.ts';
import { writeYaml } from '#crawler/text/yaml.ts';
import { decideForGateway, type PolicyFormat, remarksOf, says } from './format.ts';

const cannot = [
  says.noAsk,
  says.uncounted,
  'Arguments cannot be tested: a tool with such a condition is left out. The hook can be put before each call with --interceptor before:exec:….',
];

/** The list of tools that Docker's MCP gateway shows. */
export const docker: PolicyFormat = {
  id: 'docker',
  title: 'Docker MCP gateway',
  place: 'gateway',
  where: 'Merge it into ~/.docker/mcp/tools.yaml; the server’s name is that of the catalogue.',
  cannot: [...cannot, 'A list for one tool shows that tool alone.'],
  tried: says.documented,
  contentType: 'application/yaml; charset=utf-8',
  extension: '.docker-tools.yaml',
  write(policy, { serverKey }) {
    const tools = toolNames(policy).filter((name) => decideForGateway(policy.tools[name]!) === 'allow');
    return writeYaml({ [serverKey]: tools }, remarksOf(cannot, policy, serverKey));
  },
};
