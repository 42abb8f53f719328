import { toolNames } from '#crawler/policy/policy.ts';
import { writeJson } from '#crawler/text/json.ts';
import { decideForClient, type PolicyFormat, says } from './format.ts';

const cannot = [says.noCount, says.noArguments, 'A tool that is not named follows the default of your own settings.'];

const words = { allow: 'allow', ask: 'confirm', deny: 'deny' } as const;

/** Tool permissions for Zed's agent. */
export const zed: PolicyFormat = {
  id: 'zed',
  title: 'Zed tool permissions',
  place: 'client',
  where: 'Merge it into settings.json of Zed.',
  cannot,
  tried: says.documented,
  contentType: 'application/json; charset=utf-8',
  extension: '.zed-settings.json',
  write(policy, { serverKey }) {
    const tools = Object.fromEntries(
      toolNames(policy).map((name) => [
        `mcp:${serverKey}:${name}`,
        { default: words[decideForClient(policy.tools[name]!)] },
      ]),
    );
    return `${writeJson({ agent: { tool_permissions: { tools } } })}\n`;
  },
};
