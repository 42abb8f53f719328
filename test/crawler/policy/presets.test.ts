import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Counters, evaluate } from '#crawler/policy/evaluate.ts';
import { decisions } from '#crawler/policy/policy.ts';
import { findPreset, presets } from '#crawler/policy/presets.ts';
import { policyOf, recommend } from '#crawler/policy/recommend.ts';
import { type Json, risks, verdictCategories } from '#db/types.ts';
import { classified, pushFiles, toolsByReason } from './tools.ts';
import { verdict } from './verdict.ts';

const all = classified([...Object.values(toolsByReason), pushFiles]);
const order = ['read-only', 'recommended', 'permissive'].map((id) => findPreset(id)!);
const value: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    'get',
    'delete',
    'https://example.org',
    'http://10.0.0.1',
    'a.txt',
    '../a',
    'select 1',
    'drop table a',
    5,
    5000,
    -1,
    null,
  ),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
);
const args = fc.dictionary(
  fc.constantFrom('action', 'url', 'path', 'sql', 'command', 'amount', 'files', 'to', 'id'),
  value,
);

it('has the recommended rules as its default', () => {
  expect(presets[0]).toBe(findPreset('recommended'));
  expect(presets[0].recommend).toBe(recommend);
  expect(presets.map(({ id }) => id).toSorted()).toEqual(order.map(({ id }) => id).toSorted());
});

describe('a stricter preset never allows what a milder one denies', () => {
  it('for any call, one after the other', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...all),
        fc.array(args, { minLength: 1, maxLength: 70 }),
        ({ definition, classification }, calls) => {
          const runs = order.map((preset) => ({
            policy: policyOf(definition.name, preset.recommend(definition, classification).rule),
            counters: new Map() as Counters,
          }));
          for (const call of calls) {
            const made = runs.map(({ policy, counters }) =>
              decisions.indexOf(evaluate(policy, { tool: definition.name, args: call }, counters).decision),
            );
            for (let at = 1; at < made.length; at++) expect(made[at - 1]!).toBeGreaterThanOrEqual(made[at]!);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('for any verdict', () => {
    for (const category of verdictCategories) {
      for (const risk of risks) {
        const judged = verdict(category, category === 'unassessed' ? {} : { risk });
        const made = order.map((preset) => decisions.indexOf(preset.recommend({ name: 'x' }, judged).rule.decision));
        expect(made, `${category} ${risk}`).toEqual(made.toSorted((a, b) => b - a));
      }
    }
  });
});

it('read only lets nothing pass but reading, and asks nothing', () => {
  for (const { definition, classification } of all) {
    const { rule } = findPreset('read-only')!.recommend(definition, classification);
    if (rule.decision === 'allow') expect(classification.category).toBe('read');
    expect(rule.decision).not.toBe('ask');
    expect(rule.guards?.some(({ decision }) => decision === 'ask') ?? false).toBe(false);
  }
});

it('permissive hides nothing but what speaks to the model', () => {
  const { recommend: permissive } = findPreset('permissive')!;
  for (const { definition, classification } of all)
    expect(permissive(definition, classification).rule.decision).not.toBe('hide');
  const suspicious = verdict('read', { findings: [{ finding: 'instructs-model', evidence: [] }] });
  expect(permissive({ name: 'x' }, suspicious).rule.decision).toBe('hide');
});
