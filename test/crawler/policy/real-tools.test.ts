/**
 * The table of rules over every tool that is at hand: the labelled tools of our own, those of the seeds and of the tests of
 * policies, and the development sets where they are.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createClassifier } from '#crawler/classify/index.ts';
import { type BlankValues, emptyBlanks } from '#crawler/policy/blanks.ts';
import { evaluate } from '#crawler/policy/evaluate.ts';
import { decisions } from '#crawler/policy/policy.ts';
import { findPreset, presets } from '#crawler/policy/presets.ts';
import { proveRule } from '#crawler/policy/prove.ts';
import { policyOf, recommend } from '#crawler/policy/recommend.ts';
import type { ServerContext, ToolDefinition } from '#db/types.ts';
import { klaviyoTools } from '#test/fixtures/klaviyo.ts';
import { trickyTools } from '#test/support/clients/tricky-tools.ts';
import { developmentFolder, loadOwn, readJsonLines } from '#test/support/evaluation/data.ts';
import { pushFiles, toolsByReason } from './tools.ts';

interface Entry {
  tool: ToolDefinition;
  server?: ServerContext | undefined;
}
const bare = (tools: readonly ToolDefinition[]): Entry[] => tools.map((tool) => ({ tool }));
const entries: Entry[] = [
  ...loadOwn(),
  ...bare([...klaviyoTools, ...trickyTools, ...Object.values(toolsByReason), pushFiles]),
  ...['dev.jsonl', 'dev2.jsonl']
    .map((file) => join(developmentFolder, file))
    .filter(existsSync)
    .flatMap((file) => readJsonLines<Entry>(file)),
];
const judged = entries.map(({ tool, server }) => ({ tool, verdict: createClassifier(server)(tool) }));

/** Blanks filled in, so that every kind of guard that there is stands in the rules. */
const filled: BlankValues = {
  ...emptyBlanks,
  hosts: ['api.example.com'],
  root: '/srv/data',
  commands: ['ls', 'wc'],
  domains: ['example.com'],
};

describe.each([
  ['with empty blanks', emptyBlanks],
  ['with blanks filled in', filled],
])('of every tool, %s', (_, blanks) => {
  const ruled = judged.map((each) => ({ ...each, ...recommend(each.tool, each.verdict, { blanks }) }));
  const named = ({ tool, code }: (typeof ruled)[number]) => `${tool.name} (${code})`;

  it('none rated high or critical passes freely, and none rated critical on a limit alone', () => {
    const free = ruled.filter(
      ({ verdict, rule }) =>
        rule.decision === 'allow' &&
        ((verdict.risk === 'high' && !rule.guards?.length && !rule.limits?.length) ||
          (verdict.risk === 'critical' && !rule.guards?.length)),
    );
    expect(free.map(named)).toEqual([]);
  });

  it('the rule does what it is for: a normal call, each danger, each limit', () => {
    expect(
      ruled.map((each) => [named(each), proveRule(each.tool, each.rule)]).filter(([, wrong]) => wrong!.length > 0),
    ).toEqual([]);
  });

  it('a call that says nothing never gets past a condition on what is required', () => {
    const open = ruled.filter(
      ({ tool, rule }) =>
        rule.guards?.some(
          ({ kind, conditions }) => kind === 'require' && conditions.every(({ optional }) => !optional),
        ) && evaluate(policyOf(tool.name, rule), { tool: tool.name, args: {} }).decision === 'allow',
    );
    expect(open.map(named)).toEqual([]);
  });
});

it('presets are in order for every tool', () => {
  const order = ['read-only', 'recommended', 'permissive'].map((id) => findPreset(id)!);
  expect(order.length).toBe(presets.length);
  for (const { tool, verdict } of judged) {
    const made = order.map((preset) => decisions.indexOf(preset.recommend(tool, verdict).rule.decision));
    expect(made, tool.name).toEqual(made.toSorted((a, b) => b - a));
  }
});

describe('a rule that does not do what it is for is found', () => {
  const limit = { counter: 'x', window: 'day' as const, max: 3, scope: 'grant' as const };
  const guard = (value: string) => ({
    kind: 'require' as const,
    conditions: [{ path: ['url'], op: 'regex' as const, value }],
    decision: 'deny' as const,
    message: 'no',
  });
  it.each([
    ['a condition that nothing meets', { decision: 'allow' as const, guards: [guard('^(?:a)b^$')] }],
    ['a condition that everything meets', { decision: 'allow' as const, guards: [guard('.*'), guard('(?s).*')] }],
    ['a limit that lets nothing through', { decision: 'allow' as const, limits: [{ ...limit, max: 0.5 }] }],
    ['two limits on one counter', { decision: 'allow' as const, limits: [limit, { ...limit, max: 1 }] }],
  ])('%s', (_, rule) => {
    expect(proveRule({ name: 'x' }, rule)).not.toEqual([]);
  });
});
