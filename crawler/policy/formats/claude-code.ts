import { escapeInvisible } from '#crawler/policy/document.ts';
import { decideTools, namesOf, type PolicyFormat } from './format.ts';

const limits = [
  'Calls cannot be counted: a tool with a limit asks each time instead.',
  'Arguments cannot be tested: a tool with such a condition asks each time instead.',
  'There is no default of its own: a tool that is not listed asks.',
  'A name with characters other than letters, digits, _ and - is written as the client shows it, with _ for each of them.',
];

/** Permission rules for Claude Code. Deny, then ask, then allow; the first match wins. */
export const claudeCode: PolicyFormat = {
  id: 'claude-code',
  title: 'Claude Code permissions',
  usage: 'Merge it into .claude/settings.json and replace the server name by the one of your own configuration.',
  limits,
  contentType: 'application/json; charset=utf-8',
  extension: '.claude-settings.json',
  render(document, { server, key = server }) {
    const tools = decideTools(document);
    // Parentheses and globs mean something in these rules; the client itself shows such characters as `_`.
    const safe = (text: string) => text.replace(/[^A-Za-z0-9_-]/g, '_');
    const ruleOf = (name: string) => `mcp__${safe(key)}__${safe(name)}`;
    const denied = new Set(namesOf(tools, 'deny').map(ruleOf));
    const asked = new Set(namesOf(tools, 'ask').map(ruleOf));
    // Two names can become one rule; the stricter decision keeps it.
    const permissions = {
      allow: namesOf(tools, 'allow')
        .map(ruleOf)
        .filter((rule) => !denied.has(rule) && !asked.has(rule)),
      ask: [...asked].filter((rule) => !denied.has(rule)),
      deny: [...denied],
    };
    return `${escapeInvisible(JSON.stringify({ '//': limits, permissions }, null, 2))}\n`;
  },
};
