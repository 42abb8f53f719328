import { toolNames } from '#crawler/policy/policy.ts';
import { writeJson } from '#crawler/text/json.ts';
import { decideForClient, type PolicyFormat, says } from './format.ts';

const cannot = [
  'It can only say that a tool must ask: what should be denied or hidden asks.',
  says.noCount,
  says.noArguments,
  'The keys are names of tools alone: a tool of another server with the same name asks too.',
  'Bypass approvals and Autopilot override it: use the hook where that matters.',
  'A tool that may run unasked is not named, so that VS Code asks for it until you allow it there.',
];

/** Tools that VS Code may not approve by itself. */
export const vscode: PolicyFormat = {
  id: 'vscode',
  title: 'VS Code settings',
  place: 'client',
  where: 'Merge it into settings.json, of the workspace or the user.',
  cannot,
  tried: says.documented,
  contentType: 'application/json; charset=utf-8',
  extension: '.vscode-settings.json',
  write(policy) {
    const asked = toolNames(policy).filter((name) => decideForClient(policy.tools[name]!) !== 'allow');
    const eligible = Object.fromEntries(asked.map((name) => [name, false]));
    return `${writeJson({ 'chat.tools.eligibleForAutoApproval': eligible })}\n`;
  },
};
