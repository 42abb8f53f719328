import { serializePolicy } from '#crawler/policy/document.ts';
import type { PolicyFormat } from './format.ts';

/** The document as it is: everything recommended here can be said in it. */
export const policylayer: PolicyFormat = {
  id: 'policylayer',
  title: 'PolicyLayer JSON',
  usage: 'Paste it as the policy of the server on a PolicyLayer gateway.',
  limits: [],
  contentType: 'application/json; charset=utf-8',
  extension: '.policy.json',
  render: (document) => serializePolicy(document),
};
