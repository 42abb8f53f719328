import type { ToolPolicy } from '#crawler/policy/policy.ts';
import { replaceInvisible } from '#crawler/text/invisible.ts';
import { decideByName, decideForClient, namesWith, type PolicyFormat, remarksOf, says } from './format.ts';

const cannot = [
  says.noCount,
  says.noArguments,
  'A tool that should ask, and that the server marks as reading only, would run unasked: it is denied instead.',
  'There is no default of its own: a tool that is not named asks, or runs unasked where the server marks it as reading only.',
  'A name of more than 64 characters with the server’s, or with other letters than English ones, asks instead of running.',
  says.noHide,
];

/** A tool name as Copilot CLI shows it, which is what its rules are matched against. */
export const copilotName = (text: string): string => text.replace(/[^A-Za-z0-9_-]/g, '-');

/** The longest name, with the server’s, that Copilot CLI shows as it is. */
const maxShownChars = 64;

/** True where it shows the tool by a name that its own rules know. */
export const isShownAsIs = (serverKey: string, tool: string): boolean =>
  /^[ -~]*$/.test(tool) && `${serverKey}-${tool}`.length <= maxShownChars;

/** A shell script that starts Copilot CLI with the rules as flags. Deny wins over allow. */
export const copilotCli: PolicyFormat = {
  id: 'copilot-cli',
  title: 'Copilot CLI flags',
  place: 'client',
  where: 'Save it as copilot-guarded.sh and start Copilot CLI by it: sh copilot-guarded.sh.',
  cannot,
  tried: 'Tried on Copilot CLI 1.0.102.',
  contentType: 'application/x-sh; charset=utf-8',
  extension: '.copilot.sh',
  write(policy, { serverKey }) {
    const decide = (rule: ToolPolicy) => {
      const decision = decideForClient(rule);
      return decision === 'ask' && rule.claimsReadOnly ? 'deny' : decision;
    };
    const names = decideByName(policy, copilotName, decide);
    const flags = [
      ...namesWith(names, 'deny').map((name) => `--deny-tool=${serverKey}(${name})`),
      ...namesWith(names, 'allow')
        .filter((name) => `${serverKey}-${name}`.length <= maxShownChars)
        .map((name) => `--allow-tool=${serverKey}(${name})`),
    ];
    const comments = remarksOf(cannot, policy, serverKey)
      .map((line) => `# ${line}\n`)
      .join('');
    const lines = flags.map((flag) => `  ${shellQuote(flag)} \\\n`).join('');
    return `#!/bin/sh\n${comments}exec copilot \\\n${lines}  "$@"\n`;
  },
};

/** Text as one word of a shell. */
export const shellQuote = (text: string): string => `'${replaceInvisible(text, () => '?').replaceAll("'", "'\\''")}'`;
