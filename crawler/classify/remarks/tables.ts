/**
 * Remarks beside the verdict, as data: signals about what a tool takes and returns, and findings of text that does
 * something other than describe it.
 */

/** Something worth knowing about what the parameters accept or the result returns. It explains; it does not change the category. */
export interface SignalEntry {
  id: string;
  title: string;
  explanation: string;
}

/** Signals, in the order pages show them. */
export const signals = [
  {
    id: 'accepts-credentials',
    title: 'Takes credentials',
    explanation: 'A parameter takes a password, key or token, so a secret passes through the model’s context.',
  },
  {
    id: 'accepts-url',
    title: 'Takes a URL',
    explanation: 'A parameter takes an address: data can be fetched from it or sent to it.',
  },
  {
    id: 'accepts-code',
    title: 'Takes code, a command or a query',
    explanation: 'A parameter takes something that is executed as it stands.',
  },
  {
    id: 'accepts-markup',
    title: 'Takes raw HTML or a template',
    explanation: 'A parameter takes markup that another program renders.',
  },
  {
    id: 'accepts-path',
    title: 'Takes a file path',
    explanation: 'A parameter takes a path: files outside the intended folder may be within reach.',
  },
  {
    id: 'accepts-recipient',
    title: 'Takes a recipient',
    explanation: 'A parameter names who receives something, so the caller chooses where data goes.',
  },
  {
    id: 'accepts-amount',
    title: 'Takes an amount',
    explanation: 'A parameter is an amount of money or of an asset: a rule can put a ceiling on it.',
  },
  {
    id: 'accepts-free-object',
    title: 'Takes an open object',
    explanation: 'A parameter takes any object, so the schema does not say what may be in it.',
  },
  {
    id: 'bulk',
    title: 'Bulk operation',
    explanation: 'The tool, or a parameter, covers many items in one call.',
  },
  {
    id: 'force-flag',
    title: 'Has a force or skip-check switch',
    explanation: 'A parameter turns off a check, a confirmation or a safeguard.',
  },
  {
    id: 'writes-output-file',
    title: 'Can write its result to a file',
    explanation: 'A parameter makes the tool save its result to a path the caller names.',
  },
  {
    id: 'admin',
    title: 'Administrative operation',
    explanation: 'The tool works on accounts, roles, billing or the whole organisation.',
  },
  {
    id: 'returns-secrets',
    title: 'Returns a secret',
    explanation: 'The result holds credentials or other secrets.',
  },
  {
    id: 'many-parameters',
    title: 'Many parameters',
    explanation: 'More than ten parameters: hard to review call by call.',
  },
  {
    id: 'no-schema',
    title: 'No parameter schema',
    explanation: 'The definition does not say what arguments it takes.',
  },
  {
    id: 'no-description',
    title: 'No description',
    explanation: 'The definition does not say in words what the tool does; the verdict rests on its name.',
  },
] as const satisfies readonly SignalEntry[];

/** Id of a row of `signals`. */
export type SignalId = (typeof signals)[number]['id'];

export { type FindingId, findingKinds as findings } from './findings/index.ts';
