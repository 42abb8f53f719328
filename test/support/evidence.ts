/** Checks evidence against the definition it quotes from. */
import type { Classification, Evidence, ToolDefinition } from '#db/types.ts';

/** Every quotation of a verdict, wherever it stands in it. */
export const allEvidence = (c: Classification): Evidence[] => [
  ...c.evidence,
  ...c.capabilities.flatMap((x) => x.evidence),
  ...c.modifiers.flatMap((x) => x.evidence),
  ...c.signals.flatMap((x) => x.evidence),
  ...c.contradictions.flatMap((x) => x.evidence),
  ...c.findings.flatMap((x) => x.evidence),
];

/** Does the pointer lead to the quoted text, at these offsets? Where it leads to no string, the last segment is the text. */
export const matches = (tool: ToolDefinition, evidence: Evidence): boolean => {
  const path = evidence.pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  let value: unknown = tool;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false;
    value = (value as Record<string, unknown>)[key];
  }
  const text = typeof value === 'string' ? value : (path.at(-1) ?? '');
  const { start, end, quote } = evidence;
  return start >= 0 && end - start === quote.length && quote !== '' && text.slice(start, end) === quote;
};
