import { writeJson } from '#crawler/text/json.ts';
import { claudeName } from './claude-code.ts';
import { decideByName, decideForClient, namesWith, type PolicyFormat, says } from './format.ts';

const cannot = [
  says.noCount,
  says.noArguments,
  '“allowedMcpServers” refuses every server that is not on it: add your others.',
  'GitHub Copilot reads the two lists of servers alone; the permissions are Claude Code’s.',
];

/** Settings that an administrator lays down for every user: which servers may be used at all, and the rules for this one. */
export const managedSettings: PolicyFormat = {
  id: 'managed-settings',
  title: 'Managed settings',
  place: 'client',
  where:
    'Merge it into managed-settings.json of Claude Code (/etc/claude-code, or Application Support or ProgramData); GitHub Copilot reads the same lists of servers.',
  cannot,
  tried: 'The permissions were tried on Claude Code 2.1.332 as project settings; the managed file was not.',
  contentType: 'application/json; charset=utf-8',
  extension: '.managed-settings.json',
  write(policy, { serverKey, tool }) {
    const names = decideByName(policy, (name) => `mcp__${claudeName(serverKey)}__${claudeName(name)}`, decideForClient);
    const usable =
      tool !== undefined || policy.default === 'allow' || [...names.values()].some((own) => own !== 'deny');
    const servers = [{ serverName: serverKey }];
    return `${writeJson({
      ...(usable ? { allowedMcpServers: servers } : { deniedMcpServers: servers }),
      permissions: { allow: namesWith(names, 'allow'), ask: namesWith(names, 'ask'), deny: namesWith(names, 'deny') },
    })}\n`;
  },
};
