import { commentLines, decideTools, namesOf, type PolicyFormat, quote } from './format.ts';

const limits = [
  'Calls cannot be counted: a tool with a limit asks each time instead.',
  'Arguments cannot be tested: a tool with such a condition asks each time instead.',
];

/** Tool lists and approval modes for Codex. A tool that is not enabled does not exist for the agent. */
export const codex: PolicyFormat = {
  id: 'codex',
  title: 'Codex configuration',
  usage: 'Merge the keys into the table of the server in ~/.codex/config.toml, under the name it has there.',
  limits,
  contentType: 'application/toml; charset=utf-8',
  extension: '.codex.toml',
  render(document, { server, key = server }) {
    const tools = decideTools(document);
    const table = `mcp_servers.${quote(key)}`;
    const enabled = tools.filter((tool) => tool.decision !== 'deny');
    const list = (names: readonly string[]) =>
      names.length === 0 ? '[]' : `[\n${names.map((name) => `  ${quote(name)},\n`).join('')}]`;
    return [
      commentLines(['Merge into the table this server already has; a table may stand only once.', ...limits]),
      `[${table}]\n`,
      `enabled_tools = ${list(enabled.map((tool) => tool.name))}\n`,
      'default_tools_approval_mode = "prompt"\n',
      ...namesOf(tools, 'allow').map((name) => `\n[${table}.tools.${quote(name)}]\napproval_mode = "approve"\n`),
    ].join('');
  },
};
