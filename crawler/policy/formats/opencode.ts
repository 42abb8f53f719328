import { writeJson } from '#crawler/text/json.ts';
import { decideByName, decideForClient, type PolicyFormat, says } from './format.ts';

const cannot = [
  says.noCount,
  says.noArguments,
  'Server and tool are joined by “_”: rules for a server called “a” count for one called “a_b” as well, and the rule that stands last wins.',
];

/** A server or tool name as opencode shows it. */
export const opencodeName = (text: string): string => text.replace(/[^a-zA-Z0-9_-]/g, '_');

/** Permissions for opencode. The last rule that matches wins; what is denied is hidden from the model. */
export const opencode: PolicyFormat = {
  id: 'opencode',
  title: 'opencode permissions',
  place: 'client',
  where: 'Merge it into opencode.json of the project, or ~/.config/opencode/opencode.json for all of them.',
  cannot,
  tried: 'Tried on opencode 1.18.33.',
  contentType: 'application/json; charset=utf-8',
  extension: '.opencode.json',
  write(policy, { serverKey, tool }) {
    const key = opencodeName(serverKey);
    const names = decideByName(policy, (name) => `${key}_${opencodeName(name)}`, decideForClient);
    const rest = policy.default === 'hide' ? 'deny' : policy.default;
    const permission = Object.fromEntries([...(tool === undefined ? [[`${key}_*`, rest] as const] : []), ...names]);
    return `${writeJson({ permission })}\n`;
  },
};
