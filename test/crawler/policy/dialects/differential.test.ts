import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { intercept, interceptSchema } from '#crawler/policy/dialects/intercept.ts';
import { policylayer } from '#crawler/policy/dialects/policylayer.ts';
import { conditionOps, type PolicyDocument, policySchema } from '#crawler/policy/document.ts';
import { type Counters, evaluate } from '#crawler/policy/evaluate.ts';
import { findFormat } from '#crawler/policy/formats/index.ts';
import type { Policy } from '#crawler/policy/policy.ts';
import { fromDocument, toDocument } from '#crawler/policy/policylayer.ts';
import type { Json } from '#db/types.ts';
import { createModel, type ModelDocument } from './model.ts';

const leaf = fc.constantFrom<Json>(
  'a',
  'b',
  '1',
  '',
  'true',
  1,
  2,
  0,
  1.5,
  true,
  false,
  null,
  ['a'],
  ['a', 'b'],
  [1],
  { k: 'a' },
  { k: null },
);
const condition = fc.constantFrom(...conditionOps).chain((op) =>
  fc.record({
    path: fc.constantFrom('args.x', 'args.y', 'args.x.k', 'args.x.0', 'args.__proto__'),
    op: fc.constant(op),
    value:
      op === 'in' || op === 'not_in'
        ? (fc.array(leaf, { maxLength: 3 }) as fc.Arbitrary<Json>)
        : op === 'exists'
          ? (fc.boolean() as fc.Arbitrary<Json>)
          : /^[lg]te?$/.test(op)
            ? fc.constantFrom<Json>(0, 1, 2)
            : op === 'regex'
              ? fc.constantFrom<Json>('a', '^b$', '.*', '^$', '^[ab1]+$')
              : leaf,
  }),
);
const limit = fc.record({
  counter: fc.constantFrom('one', 'two'),
  window: fc.constantFrom('minute' as const, 'hour' as const, 'day' as const),
  max: fc.integer({ min: 1, max: 3 }),
  scope: fc.constant('grant' as const),
});
const list = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 2 });
const rule = fc.record(
  {
    require: list(condition),
    deny_if: list(fc.record({ conditions: list(condition), on_deny: fc.constant('no') })),
    limits: list(limit),
  },
  { requiredKeys: [] },
);
const name = fc.constantFrom('t', 'u', '__proto__', 'constructor', 'a.b');
const document: fc.Arbitrary<PolicyDocument> = fc.record(
  {
    version: fc.constant('1' as const),
    default: fc.constantFrom('allow' as const, 'deny' as const),
    hide: fc.uniqueArray(
      fc.oneof({ arbitrary: name, weight: 6 }, { arbitrary: fc.constantFrom('*', 't*'), weight: 1 }),
      { maxLength: 1 },
    ),
    all_tools: fc.record({ limits: list(limit) }),
    tools: fc.array(fc.tuple(name, rule), { maxLength: 4 }).map((pairs) => {
      const tools = Object.create(null);
      for (const [tool, each] of pairs) tools[tool] = each;
      return tools;
    }),
  },
  { requiredKeys: ['version', 'default'] },
);
const call = fc.record({
  tool: name,
  args: fc.dictionary(fc.constantFrom('x', 'y'), leaf) as fc.Arbitrary<Record<string, Json>>,
  minute: fc.integer({ min: 0, max: 130 }),
});
const calls = fc.array(call, { minLength: 1, maxLength: 8 });
const timeOf = (minute: number) => new Date(minute * 60_000);

it('PolicyLayer: the evaluator and a model written apart from it decide 5,000 policies alike', {
  timeout: 60_000,
}, () => {
  fc.assert(
    fc.property(document, calls, (made, sequence) => {
      expect(policySchema.safeParse(made).success).toBe(true);
      const model = createModel(made as ModelDocument, false);
      const counters: Counters = new Map();
      for (const each of sequence) {
        const { decision } = policylayer.evaluate(made, each, counters, timeOf(each.minute));
        expect(decision === 'allow').toBe(model(each));
      }
    }),
    { numRuns: 5_000 },
  );
});

it('Intercept: the evaluator and a model written apart from it decide 5,000 policies alike', {
  timeout: 60_000,
}, () => {
  // Its file says what must hold, and counts by tool: the model's document is written from the same parts.
  const interceptRule = fc.record({
    require: list(condition),
    rates: fc.uniqueArray(limit, { selector: ({ window }) => window, maxLength: 2 }),
    deny: fc.boolean().map((value) => value && undefined),
  });
  const parts = fc.record({
    fallback: fc.constantFrom('allow', 'deny', undefined),
    hide: fc.option(fc.constantFrom('t', '*', 't*'), { nil: undefined, freq: 4 }),
    tools: fc.uniqueArray(fc.tuple(name, interceptRule), { selector: ([tool]) => tool, maxLength: 4 }),
  });
  fc.assert(
    fc.property(parts, calls, ({ fallback, hide, tools }, sequence) => {
      const file = {
        version: '1' as const,
        ...(fallback && { default: fallback as 'allow' | 'deny' }),
        ...(hide && { hide: [hide] }),
        tools: Object.fromEntries(
          tools.map(([tool, { require, rates }]) => [
            tool,
            {
              rules: [
                ...require.map((each, at) => ({ name: `r${at}`, conditions: [each] })),
                ...rates.map(({ max, window }, at) => ({ name: `l${at}`, rate_limit: `${max}/${window}` })),
              ],
            },
          ]),
        ),
      };
      const parsed = interceptSchema.parse(JSON.parse(JSON.stringify(file)));
      const apart: ModelDocument = {
        ...(fallback && { default: fallback }),
        ...(hide && { hide: [hide] }),
        tools: Object.fromEntries(
          tools.map(([tool, { require, rates }]) => [
            tool,
            { require, limits: rates.map((rate) => ({ ...rate, counter: tool })) },
          ]),
        ),
      };
      const model = createModel(apart, true);
      const counters: Counters = new Map();
      for (const each of sequence) {
        // What zod's record leaves out is not under test here.
        if (each.tool === '__proto__') continue;
        expect(intercept.evaluate(parsed, each, counters, timeOf(each.minute)).decision === 'allow').toBe(model(each));
      }
    }),
    { numRuns: 5_000 },
  );
});

it('a document that is read decides as before, and written for the proxy it is never looser', {
  timeout: 60_000,
}, () => {
  fc.assert(
    fc.property(document, calls, (made, sequence) => {
      const policy: Policy = fromDocument(made);
      const again = toDocument(policy);
      const yaml = interceptSchema.parse(parseYaml(findFormat('intercept')!.write(policy, { serverKey: 's' })));
      const [first, second, third]: Counters[] = [new Map(), new Map(), new Map()];
      for (const each of sequence) {
        const now = timeOf(each.minute);
        const own = policylayer.evaluate(made, each, first, now).decision;
        expect(evaluate(policy, each, second, now).decision === 'allow', 'read').toBe(own === 'allow');
        expect(policylayer.evaluate(again, each, third, now).decision === 'allow', 'written again').toBe(
          own === 'allow',
        );
        const free = policylayer.evaluate(made, each).decision;
        if (free !== 'allow' && !isLoose(made, each.tool) && each.tool !== '__proto__') {
          expect(intercept.evaluate(yaml, each).decision, 'Intercept').not.toBe('allow');
        }
      }
    }),
    { numRuns: 2_000 },
  );
});

/** Equality of numbers and texts, which the proxy does not tell apart. */
const isLoose = (made: PolicyDocument, tool: string): boolean =>
  Object.hasOwn(made.tools ?? {}, tool) && /"op":"(eq|neq|in|not_in|contains)"/.test(JSON.stringify(made.tools![tool]));
