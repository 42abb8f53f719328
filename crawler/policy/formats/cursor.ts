import { toolNames } from '#crawler/policy/policy.ts';
import { writeJson } from '#crawler/text/json.ts';
import { decideForClient, type PolicyFormat, remarksOf, says } from './format.ts';

const cannot = [
  'Calls cannot be counted: a tool with a limit is left out and asks.',
  'Arguments cannot be tested: a tool with such a condition is left out and asks.',
  says.noDefault,
  'A name with a colon, a parenthesis, a comma or a star cannot be written and is left out, so it asks.',
  'The vendor says that an allowlist is no security boundary: put a gateway in front where it matters.',
];

/** A name that means itself in Cursor's rules. */
export const cursorCanWrite = (text: string): boolean => !/[:(),*]/.test(text);

/** Permissions for the Cursor command line. Deny wins over allow. */
export const cursor: PolicyFormat = {
  id: 'cursor',
  title: 'Cursor CLI permissions',
  place: 'client',
  where: 'Merge it into .cursor/cli.json of the project, or ~/.cursor/cli-config.json for all of them.',
  cannot,
  tried: says.documented,
  contentType: 'application/json; charset=utf-8',
  extension: '.cursor-cli.json',
  write(policy, { serverKey }) {
    const rules = (decision: string) =>
      cursorCanWrite(serverKey)
        ? toolNames(policy)
            .filter((name) => cursorCanWrite(name) && decideForClient(policy.tools[name]!) === decision)
            .map((name) => `Mcp(${serverKey}:${name})`)
        : [];
    return `${writeJson({ permissions: { allow: rules('allow'), deny: rules('deny') }, '//': remarksOf(cannot, policy, serverKey) })}\n`;
  },
};
