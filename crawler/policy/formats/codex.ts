import { toolNames } from '#crawler/policy/policy.ts';
import { writeToml } from '#crawler/text/toml.ts';
import { decideForClient, type PolicyFormat, remarksOf, says } from './format.ts';

const cannot = [
  says.noCount,
  says.noArguments,
  'Not with --strict-config, which reads the profile without the rest of the server’s table and refuses it.',
  'With --dangerously-bypass-approvals-and-sandbox nothing asks: what would ask runs, only what is not enabled does not.',
];

/** Tool lists and approval modes for Codex, as a profile. A tool that is not enabled does not exist for the agent. */
export const codex: PolicyFormat = {
  id: 'codex',
  title: 'Codex profile',
  place: 'client',
  where:
    'Save it as ~/.codex/toolrisk.config.toml and start Codex with “codex -p toolrisk”. Do not paste it into config.toml, where the table of the server already stands.',
  cannot,
  tried: 'Tried on Codex 0.171.0.',
  contentType: 'application/toml; charset=utf-8',
  extension: '.config.toml',
  write(policy, { serverKey, tool }) {
    const table = ['mcp_servers', serverKey];
    const tools = toolNames(policy).map((name) => ({ name, decision: decideForClient(policy.tools[name]!) }));
    const denied = tools.filter(({ decision }) => decision === 'deny').map(({ name }) => name);
    const enabled = tools.filter(({ decision }) => decision !== 'deny').map(({ name }) => name);
    const modes = { allow: 'approve', ask: 'prompt' } as const;
    return writeToml(
      [
        {
          path: table,
          entries:
            tool !== undefined
              ? [['disabled_tools', denied.length > 0 ? denied : undefined]]
              : [
                  ['enabled_tools', enabled],
                  ['default_tools_approval_mode', 'prompt'],
                ],
        },
        ...tools.flatMap(({ name, decision }) =>
          decision === 'deny' || (tool === undefined && decision === 'ask')
            ? []
            : [{ path: [...table, 'tools', name], entries: [['approval_mode', modes[decision]]] as const }],
        ),
      ],
      [
        'A profile: save it as ~/.codex/toolrisk.config.toml, start with: codex -p toolrisk',
        ...remarksOf(cannot, policy, serverKey),
      ],
    );
  },
};
