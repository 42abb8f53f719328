import { expect, it } from 'vitest';
import type { Guard, ToolPolicy } from '#crawler/policy/policy.ts';
import { strictestRule } from '#crawler/policy/strictest.ts';

const limit = (counter: string, max: number) => ({ counter, window: 'minute', max, scope: 'grant' }) as const;
const guard = (name: string): Guard => ({
  kind: 'require',
  conditions: [{ path: [name], op: 'exists', value: true }],
  decision: 'deny',
  message: `Needs ${name}.`,
});

it.each<[string, ToolPolicy[], ToolPolicy]>([
  ['one rule is itself', [{ decision: 'allow', risk: 'low' }], { decision: 'allow', risk: 'low' }],
  [
    'the gravest decision, with its reason and no conditions',
    [
      { decision: 'allow', guards: [guard('a')], limits: [limit('a', 5)], reason: 'mild' },
      { decision: 'hide', reason: 'grave', risk: 'critical' },
      { decision: 'deny', reason: 'middle' },
    ],
    { decision: 'hide', reason: 'grave', risk: 'critical' },
  ],
  [
    'the conditions of all, each once, and the fewest calls',
    [
      { decision: 'allow', guards: [guard('a')], limits: [limit('a', 30)], risk: 'low' },
      {
        decision: 'ask',
        guards: [guard('b'), guard('a')],
        limits: [limit('b', 2)],
        risk: 'high',
        claimsReadOnly: true,
      },
    ],
    {
      decision: 'ask',
      guards: [guard('a'), guard('b')],
      limits: [limit('b', 2)],
      risk: 'high',
      claimsReadOnly: true,
    },
  ],
])('%s', (_what, rules, joined) => {
  expect(strictestRule(rules)).toEqual(joined);
});
