import { writeJson } from '#crawler/text/json.ts';
import { decideByName, decideForClient, namesWith, type PolicyFormat, remarksOf, says } from './format.ts';

const cannot = [
  says.noCount,
  says.noArguments,
  says.noDefault,
  'In bypass mode a tool that is not listed runs; what asks here asks there too.',
  'Rules to allow count in a project only once its folder is trusted.',
  'A name with characters other than letters, digits, _ and - is written as the client shows it, with _ for each of them.',
];

/** A server or tool name as Claude Code shows it. Parentheses and globs would mean something in its rules. */
export const claudeName = (text: string): string => text.replace(/[^A-Za-z0-9_-]/g, '_');

/** Permission rules for Claude Code. Deny, then ask, then allow; the first match wins. */
export const claudeCode: PolicyFormat = {
  id: 'claude-code',
  title: 'Claude Code permissions',
  place: 'client',
  where: 'Merge it into .claude/settings.json of the project, or ~/.claude/settings.json for all of them.',
  cannot,
  tried: 'Tried on Claude Code 2.1.332.',
  contentType: 'application/json; charset=utf-8',
  extension: '.claude-settings.json',
  write(policy, { serverKey }) {
    const names = decideByName(policy, (tool) => `mcp__${claudeName(serverKey)}__${claudeName(tool)}`, decideForClient);
    const permissions = {
      allow: namesWith(names, 'allow'),
      ask: namesWith(names, 'ask'),
      deny: namesWith(names, 'deny'),
    };
    return `${writeJson({ permissions, '//': remarksOf(cannot, policy, serverKey) })}\n`;
  },
};
