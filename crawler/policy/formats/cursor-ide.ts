import { toolNames } from '#crawler/policy/policy.ts';
import { writeJson } from '#crawler/text/json.ts';
import { cursorCanWrite } from './cursor.ts';
import { decideForClient, type PolicyFormat, remarksOf, says } from './format.ts';

const cannot = [
  'It can only allow: every other tool asks, also one that should be denied or hidden.',
  says.noCount,
  says.noArguments,
  'A name with a colon, a parenthesis, a comma or a star cannot be written and is left out, so it asks.',
  'The vendor says that an allowlist is no security boundary: put a gateway in front where it matters.',
];

/** The list of tools that Cursor's editor runs unasked. */
export const cursorIde: PolicyFormat = {
  id: 'cursor-ide',
  title: 'Cursor editor allowlist',
  place: 'client',
  where: 'Merge it into .cursor/permissions.json of the workspace, or ~/.cursor/permissions.json for all of them.',
  cannot,
  tried: says.documented,
  contentType: 'application/json; charset=utf-8',
  extension: '.cursor-permissions.json',
  write(policy, { serverKey }) {
    const mcpAllowlist = cursorCanWrite(serverKey)
      ? toolNames(policy)
          .filter((name) => cursorCanWrite(name) && decideForClient(policy.tools[name]!) === 'allow')
          .map((name) => `${serverKey}:${name}`)
      : [];
    return `${writeJson({ mcpAllowlist, '//': remarksOf(cannot, policy, serverKey) })}\n`;
  },
};
