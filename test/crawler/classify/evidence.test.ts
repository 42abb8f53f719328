/** Evidence is the words of the definition, at the offsets it names; and the check that says so would notice if it were not. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createClassifier, rules } from '#crawler/classify/index.ts';
import type { Evidence, ToolDefinition } from '#db/types.ts';
import { loadDevelopmentTools, loadOwn } from '#test/support/evaluation/data.ts';
import { allEvidence, matches } from '#test/support/evidence.ts';
import { serverOf, toolOf } from '#test/support/tools.ts';

const judged: Array<[ToolDefinition, Evidence[]]> = [
  ...rules.flatMap((rule) =>
    [...rule.matches, ...rule.misses].map((example) => [toolOf(example), serverOf(example)] as const),
  ),
  ...[...loadOwn(), ...loadDevelopmentTools()].map((entry) => [entry.tool, entry.server] as const),
].map(([tool, server]) => [tool, allEvidence(createClassifier(server)(tool))]);

const quotations = judged.flatMap(([tool, list]) => list.map((evidence) => [tool, evidence] as const));

test('every quotation stands where it says', () => {
  expect(quotations.length).toBeGreaterThan(1000);
  expect(
    quotations.filter(([tool, evidence]) => !matches(tool, evidence)).map(([tool, evidence]) => [tool.name, evidence]),
  ).toEqual([]);
});

test('no verdict is without evidence, and no evidence without a known rule', () => {
  const ids = new Set(rules.map((rule) => rule.id));
  for (const entry of loadOwn()) {
    const verdict = createClassifier(entry.server)(entry.tool);
    expect(verdict.evidence.length > 0, entry.tool.name).toBe(verdict.category !== 'unassessed');
    for (const evidence of verdict.evidence) expect(ids).toContain(evidence.rule);
  }
});

test('a moved offset, another pointer or another quotation is noticed', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: quotations.length - 1 }),
      fc.constantFrom('start', 'end', 'quote', 'pointer'),
      fc.integer({ min: 1, max: 40 }),
      fc.boolean(),
      (index, field, by, up) => {
        const [tool, evidence] = quotations[index]!;
        const moved: Evidence = { ...evidence };
        if (field === 'start') moved.start += up ? by : -by;
        else if (field === 'end') moved.end += up ? by : -by;
        else if (field === 'quote') moved.quote = up ? `${evidence.quote}x` : evidence.quote.slice(1);
        else moved.pointer = `${evidence.pointer}/nowhere`;
        return !matches(tool, moved);
      },
    ),
    { numRuns: 2000 },
  );
});
