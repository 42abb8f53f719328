/**
 * Text that speaks to the model may also be there to be read by whoever judges the tool: a mild first sentence before an
 * order, a claim of being read-only behind it. So a definition with findings is judged as it stands and again without that
 * text, and the worse verdict counts.
 */
import { pointerParts } from '#crawler/classify/read/pointer.ts';
import { isObject } from '#crawler/classify/read/schema.ts';
import type { FoundFinding } from '#crawler/classify/remarks/findings.ts';
import { type Classification, categories, risks, type ToolDefinition } from '#db/types.ts';

/** Half-open UTF-16 offsets. */
type Range = readonly [start: number, end: number];

/** The same text with a range of it emptied; what is left stands where it stood. */
const blank = (text: string, [start, end]: Range): string =>
  text.slice(0, start) + '\n'.repeat(Math.max(0, end - start)) + text.slice(end);

/** Sentences behind the one with a finding that may belong to it. */
const following = 4;

/** Where the sentence around a span begins, and where the span, the sentence and the next ones end. */
const edgesOf = (text: string, { start, end }: { start: number; end: number }): { begin: number; ends: number[] } => {
  const begin = Math.max(...['. ', '! ', '? ', '\n'].map((mark) => text.lastIndexOf(mark, start - 1) + 1), 0);
  const closed = /^(?:-->|<\/[^>]{0,40}>|[\])])/.exec(text.slice(end, end + 60))?.[0] ?? '';
  const ends = [end + closed.length];
  for (const { index } of text.slice(end).matchAll(/[.!?](?=\s)|\n/g)) {
    if (ends.push(end + index + 1) > following + 1) break;
  }
  return { begin: Math.min(begin, start), ends };
};

/** A copy of a value in which the string that a pointer leads to is another; the value itself where it leads to none. */
const withText = (value: unknown, path: readonly string[], change: (text: string) => string): unknown => {
  const [key, ...rest] = path;
  if (key === undefined) return typeof value === 'string' ? change(value) : value;
  if (Array.isArray(value)) return value.map((part, i) => (String(i) === key ? withText(part, rest, change) : part));
  return isObject(value) && Object.hasOwn(value, key) ? { ...value, [key]: withText(value[key], rest, change) } : value;
};

/** A definition as it stands and, where it has findings, without what they quote. Offsets are those of the definition. */
export const viewsOf = (tool: ToolDefinition, found: readonly FoundFinding[]): ToolDefinition[] => {
  const views = [tool];
  if (found.length === 0) return views;
  let others: unknown = tool;
  const spans: { start: number; end: number }[] = [];
  for (const { sighting } of found) {
    if (sighting.pointer === '/description') spans.push(sighting);
    else if (sighting.pointer !== '/name')
      others = withText(others, pointerParts(sighting.pointer), (text) => blank(text, [0, text.length]));
  }
  const text = typeof tool.description === 'string' ? tool.description : '';
  const edges = spans.map((span) => edgesOf(text, span));
  const last = edges.reduce<number[]>((ends, edge) => ((edge.ends[0] ?? 0) > (ends[0] ?? 0) ? edge.ends : ends), []);
  const ranges: Range[] = last.map((end) => [0, end]);
  if (edges.length > 0) ranges.push([Math.min(...edges.map(({ begin }) => begin)), text.length]);
  if (others !== tool) views.push(others as ToolDefinition);
  for (const range of ranges) views.push({ ...(others as ToolDefinition), description: blank(text, range) });
  return views;
};

/** Whether a verdict is the worse one in one respect and milder in none. One that says nothing gives way to a high risk only. */
export const isWorse = (one: Classification, other: Classification): boolean => {
  if (one.category === 'unassessed' || one.risk === null) return false;
  const risk = risks.indexOf(one.risk);
  if (other.category === 'unassessed' || other.risk === null) return risk >= risks.indexOf('high');
  const byRisk = risk - risks.indexOf(other.risk);
  const byCategory = categories.indexOf(one.category) - categories.indexOf(other.category);
  return byRisk >= 0 && byCategory >= 0 && byRisk + byCategory > 0;
};
