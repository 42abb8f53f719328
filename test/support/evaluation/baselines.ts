/** Simpler ways of judging, scored beside the classifier so that its figures can be weighed. */
import type { Category, ServerContext, ToolDefinition } from '#db/types.ts';

const verbs = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const baselineVerbs: ReadonlyArray<readonly [Category, ReadonlySet<string>]> = [
  [
    'financial',
    verbs(
      'pay charge refund transfer buy purchase sell trade swap withdraw payout place capture bridge stake onramp exercise',
    ),
  ],
  [
    'destructive',
    verbs('delete remove drop destroy purge wipe clear reset revoke uninstall cancel erase restore terminate discard'),
  ],
  [
    'execute',
    verbs(
      'run execute start stop restart trigger deploy invoke click type navigate evaluate launch press hover drag fill select close resize exec kill',
    ),
  ],
  [
    'write',
    verbs(
      'create add update edit set put post send write upload move rename patch insert save publish merge modify archive unarchive subscribe assign reply fork commit configure enable disable register schedule approve mark',
    ),
  ],
];

const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);

/** The first word that is not the server's own name. */
const firstWord = (name: string, server: ServerContext | undefined): string => {
  const own = new Set(wordsOf(`${server?.name ?? ''} ${server?.package ?? ''}`));
  const words = wordsOf(name);
  return words.find((word) => !own.has(word)) ?? words[0] ?? '';
};

/** The three baselines: the first word of the name, any word of the name, and the annotations with the specification's defaults. */
export const baselines: ReadonlyArray<{
  name: string;
  run: (tool: ToolDefinition, server?: ServerContext) => Category;
}> = [
  {
    name: 'verb prefix',
    run: (tool, server) => baselineVerbs.find(([, set]) => set.has(firstWord(tool.name, server)))?.[0] ?? 'read',
  },
  {
    name: 'verb anywhere',
    run: (tool) => baselineVerbs.find(([, set]) => wordsOf(tool.name).some((word) => set.has(word)))?.[0] ?? 'read',
  },
  {
    name: 'annotations',
    run: ({ annotations }) =>
      annotations?.readOnlyHint === true ? 'read' : annotations?.destructiveHint === false ? 'write' : 'destructive',
  },
];
