import { serializePolicy } from '#crawler/policy/document.ts';
import { toDocument } from '#crawler/policy/policylayer.ts';
import { type PolicyFormat, says } from './format.ts';

/** The document of PolicyLayer's gateway. */
export const policylayer: PolicyFormat = {
  id: 'policylayer',
  title: 'PolicyLayer JSON',
  place: 'gateway',
  where: 'Paste it as the policy of the server on a PolicyLayer gateway.',
  cannot: [
    says.noAsk,
    'Conditions do not reach into lists: a tool that would need it is denied.',
    'An argument that is left out fails its test, also where the tool can do without it.',
    'Sums of amounts are not kept: a tool with such a limit is denied.',
    'A document for one tool denies all others of the server.',
  ],
  tried:
    'How the hosted gateway reads conditions, aligns its windows and treats missing arguments could not be verified; the rules are written so that each reading denies.',
  contentType: 'application/json; charset=utf-8',
  extension: '.policy.json',
  write: (policy) => serializePolicy(toDocument(policy)),
};
