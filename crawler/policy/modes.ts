/** Tools that are grave only in some of their modes: what passes is listed, so that a mode nobody knew of does not. */
import { type Category, categories } from '#db/types.ts';
import { pathOfPointer } from './argument-path.ts';
import type { Guard } from './policy.ts';
import type { ToolFacts } from './tool-facts.ts';

/** Categories whose modes do not pass unasked. */
const grave: readonly string[] = ['execute', 'destructive', 'financial'] satisfies Category[];

/** Passes on a request of the caller’s choice, by a method of HTTP. */
export const passesRequests = (facts: ToolFacts): boolean =>
  grave.includes(facts.category) && facts.shows('call-api') && facts.methods().length > 0;

/**
 * Guards that let the mild modes pass and ask for all others.
 * @returns undefined where the tool has no mild mode, is grave by more than the values of its arguments, or where no path
 *   leads to the argument
 */
export function guardModes(facts: ToolFacts): { guards: Guard[]; worst: Category } | undefined {
  // A request to anywhere: what a method stands for is up to whoever gets it.
  if (passesRequests(facts)) return undefined;
  const { verdict } = facts;
  const { category, branches, evidence } = verdict;
  if (!grave.includes(category) || category === 'unassessed' || branches.length === 0) return undefined;
  const ruling = new Set(branches.filter((branch) => grave.includes(branch.category)).map((branch) => branch.pointer));
  const inside = evidence.every((item) => [...ruling].some((pointer) => item.pointer.startsWith(`${pointer}/`)));
  if (ruling.size === 0 || evidence.length === 0 || !inside) return undefined;

  const guards: Guard[] = [];
  const kept: Category[] = [];
  for (const pointer of ruling) {
    const path = pathOfPointer(pointer);
    const mild = branches.filter((branch) => branch.pointer === pointer && !grave.includes(branch.category));
    if (!path || mild.length === 0) return undefined;
    const values = [...new Set(mild.map((branch) => branch.value))];
    guards.push({
      kind: 'require',
      conditions: [{ path, op: 'in', value: values }],
      decision: 'ask',
      message: `Only these values of ${path.at(-1)} pass unasked: ${values.slice(0, 12).join(', ')}${values.length > 12 ? ' …' : ''}.`,
    });
    kept.push(...mild.map((branch) => branch.category));
  }
  return { guards, worst: categories[Math.max(...kept.map((item) => categories.indexOf(item)))]! };
}
