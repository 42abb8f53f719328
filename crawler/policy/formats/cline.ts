import { toolNames } from '#crawler/policy/policy.ts';
import { writeJson } from '#crawler/text/json.ts';
import { decideForClient, type PolicyFormat, says } from './format.ts';

const cannot = [
  'It can only allow: every other tool asks, also one that should be denied or hidden.',
  says.noCount,
  says.noArguments,
  'With auto-approve of MCP tools switched off nothing runs unasked; with YOLO mode on everything does.',
];

/** The tools that Cline runs unasked. */
export const cline: PolicyFormat = {
  id: 'cline',
  title: 'Cline auto-approval',
  place: 'client',
  where: 'Put “autoApprove” into the entry of the server in cline_mcp_settings.json.',
  cannot,
  tried: says.documented,
  contentType: 'application/json; charset=utf-8',
  extension: '.cline-mcp.json',
  write(policy, { serverKey }) {
    const autoApprove = toolNames(policy).filter((name) => decideForClient(policy.tools[name]!) === 'allow');
    return `${writeJson({ mcpServers: { [serverKey]: { autoApprove } } })}\n`;
  },
};
