import { toolNames } from '#crawler/policy/policy.ts';
import { writeYaml } from '#crawler/text/yaml.ts';
import { decideForGateway, type PolicyFormat, remarksOf, safePart, says } from './format.ts';

const cannot = [
  says.noAsk,
  says.uncounted,
  'A tool with a condition on its arguments is left out: the route has room for 32 rules, and an expression that fails counts as no match.',
];

/** A route of Envoy AI Gateway that shows the tools that pass. */
export const envoy: PolicyFormat = {
  id: 'envoy',
  title: 'Envoy AI Gateway MCPRoute',
  place: 'gateway',
  where: 'Take “toolSelector” into the backend of your MCPRoute, or apply it whole after setting the gateway’s name.',
  cannot: [...cannot, 'A route for one tool shows that tool alone.'],
  tried: says.documented,
  contentType: 'application/yaml; charset=utf-8',
  extension: '.mcproute.yaml',
  write(policy, { serverKey }) {
    const names = toolNames(policy).filter((name) => decideForGateway(policy.tools[name]!) === 'allow');
    // An empty list would select nothing in particular; a name that no tool can have selects none.
    const include = names.length > 0 ? names : ['none'];
    return writeYaml(
      {
        apiVersion: 'aigateway.envoyproxy.io/v1alpha1',
        kind: 'MCPRoute',
        metadata: { name: `toolrisk-${safePart(serverKey).toLowerCase()}` },
        spec: {
          parentRefs: [{ name: 'GATEWAY_NAME', kind: 'Gateway', group: 'gateway.networking.k8s.io' }],
          backendRefs: [{ name: serverKey, toolSelector: { include } }],
        },
      },
      remarksOf(cannot, policy, serverKey),
    );
  },
};
