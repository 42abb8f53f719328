import { escapeInvisible } from '#crawler/policy/document.ts';
import { decideTools, namesOf, type PolicyFormat } from './format.ts';

const limits = [
  'Calls cannot be counted: a tool with a limit is left out and asks.',
  'Arguments cannot be tested: a tool with such a condition is left out and asks.',
  'There is no default of its own: a tool that is not listed asks.',
  'A name with a colon, a parenthesis or a comma cannot be written and is left out, so it asks.',
  'The vendor says that an allowlist is no security boundary: put a gateway in front where it matters.',
];

/** Permissions for the Cursor command line. Deny wins over allow. */
export const cursor: PolicyFormat = {
  id: 'cursor',
  title: 'Cursor permissions',
  usage: 'Merge it into .cursor/cli.json and replace the server name by the one of your own configuration.',
  limits,
  contentType: 'application/json; charset=utf-8',
  extension: '.cursor-cli.json',
  render(document, { server, key = server }) {
    const tools = decideTools(document);
    const writable = (text: string) => !/[:(),*]/.test(text);
    const rules = (names: readonly string[]) =>
      writable(key) ? names.filter(writable).map((name) => `Mcp(${key}:${name})`) : [];
    const permissions = { allow: rules(namesOf(tools, 'allow')), deny: rules(namesOf(tools, 'deny')) };
    return `${escapeInvisible(JSON.stringify({ '//': limits, permissions }, null, 2))}\n`;
  },
};
