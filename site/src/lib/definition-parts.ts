/** Which parts of a tool's definition differ between two readings of it. */
import { isDeepStrictEqual } from 'node:util';
import type { ToolDefinition } from '#db/types.ts';

/** Parts of a definition that can change, in the order in which they are told. */
export const definitionParts = [
  'name',
  'title',
  'description',
  'inputSchema',
  'outputSchema',
  'annotations',
  '_meta',
] as const satisfies readonly (keyof ToolDefinition)[];
export type DefinitionPart = (typeof definitionParts)[number];

/** Each part in a sentence. */
export const partWords: Record<DefinitionPart, string> = {
  name: 'name',
  title: 'title',
  description: 'description',
  inputSchema: 'input schema',
  outputSchema: 'output schema',
  annotations: 'annotations',
  _meta: 'metadata',
};

/** The parts that differ; the order of keys is no difference. */
export function changedParts(from: ToolDefinition, to: ToolDefinition): DefinitionPart[] {
  return definitionParts.filter((part) => !isDeepStrictEqual(from[part], to[part]));
}
