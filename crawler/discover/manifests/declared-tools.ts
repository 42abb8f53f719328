/** Tools that a list declares, in the words of whoever keeps it. Pure. */
import { collectTools } from '#crawler/connect/clean-tools.ts';
import { defaultLimits } from '#crawler/connect/options.ts';
import { toolOfList } from '#crawler/extract/manifests/tools-json.ts';
import type { Json, ToolDefinition } from '#db/types.ts';

/**
 * The tools of a list, cleaned, each name once: full definitions, the arguments instead of a schema as the Docker registry
 * has them, or names alone. Bounded like a list the server gives itself.
 */
export function declaredTools(list: readonly unknown[]): ToolDefinition[] {
  const collected = collectTools(defaultLimits);
  for (const entry of list.slice(0, defaultLimits.maxTools)) {
    if (collected.size().bytes > defaultLimits.maxListBytes) break;
    const tool = typeof entry === 'string' ? { name: entry } : toolOfList(entry as Json);
    if (tool !== undefined) collected.add(tool);
  }
  return collected.tools();
}
