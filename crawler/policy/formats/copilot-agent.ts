import { toolNames } from '#crawler/policy/policy.ts';
import { writeJson } from '#crawler/text/json.ts';
import { decideForGateway, type PolicyFormat, says } from './format.ts';

const cannot = [
  'The coding agent never asks: what would ask is left out, and so is a tool with a condition on arguments.',
  says.uncounted,
];

/** The list of tools that the Copilot coding agent may see; Copilot CLI reads the same key. */
export const copilotAgent: PolicyFormat = {
  id: 'copilot-agent',
  title: 'Copilot coding agent',
  place: 'client',
  where:
    'Put “tools” into the entry of the server, in the MCP configuration of the repository’s settings (Copilot, Coding agent) or in ~/.copilot/mcp-config.json.',
  cannot: [...cannot, 'A list for one tool leaves the server that tool alone.'],
  tried: 'The key was tried on Copilot CLI 1.0.102; the coding agent was not.',
  contentType: 'application/json; charset=utf-8',
  extension: '.copilot-mcp.json',
  write(policy, { serverKey }) {
    const tools = toolNames(policy).filter((name) => decideForGateway(policy.tools[name]!) === 'allow');
    return `${writeJson({ mcpServers: { [serverKey]: { tools } } })}\n`;
  },
};
