import { toolNames } from '#crawler/policy/policy.ts';
import { writeYaml } from '#crawler/text/yaml.ts';
import { decideForClient, type PolicyFormat, remarksOf, says } from './format.ts';

const cannot = [
  says.noCount,
  says.noArguments,
  'It holds in the modes “approve” and “smart approve” only: in “auto” everything runs.',
  'A tool that is not named is judged by the mode.',
];

/** Tool permissions for Goose. */
export const goose: PolicyFormat = {
  id: 'goose',
  title: 'Goose permissions',
  place: 'client',
  where: 'Merge it into ~/.config/goose/permission.yaml; the server’s name is that of the extension.',
  cannot,
  tried: says.documented,
  contentType: 'application/yaml; charset=utf-8',
  extension: '.goose-permission.yaml',
  write(policy, { serverKey }) {
    const named = (decision: string) =>
      toolNames(policy)
        .filter((name) => decideForClient(policy.tools[name]!) === decision)
        .map((name) => `${serverKey}__${name}`);
    const user = { always_allow: named('allow'), ask_before: named('ask'), never_allow: named('deny') };
    return writeYaml({ user }, remarksOf(cannot, policy, serverKey));
  },
};
