/** Every decision proves itself by its own examples, as rules do; a new decision edits no test. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Step } from '#crawler/classify/decide/decision.ts';
import { decide, steps } from '#crawler/classify/decide/decisions.ts';
import { confidences } from '#crawler/classify/decide/numbers.ts';
import { weigh } from '#crawler/classify/decide/verdict.ts';
import type { Example } from '#crawler/classify/define-rule.ts';
import { rules } from '#crawler/classify/index.ts';
import type { ToolReading } from '#crawler/classify/read/reading.ts';
import { prepareServer } from '#crawler/classify/read/server.ts';
import { readTool } from '#crawler/classify/read/tool.ts';
import { compile } from '#crawler/classify/words/grammar.ts';
import { serverOf, toolOf } from '#test/support/tools.ts';

const classifier = resolve(import.meta.dirname, '../../../../crawler/classify');
const grammar = compile(rules);
const inspecting = rules.filter((rule) => rule.inspect !== undefined);

const read = (example: Example): ToolReading =>
  readTool(toolOf(example), prepareServer(serverOf(example), grammar.isVerb), grammar, inspecting);

const takes = (example: Example, id: string): boolean => {
  const taken: string[] = [];
  decide(read(example), steps, ({ decision }) => taken.push(decision.id));
  return taken.includes(id);
};

/** What a reading comes to; a list without a decision may leave a case that no other decision expects. */
const outcome = (reading: ToolReading, list: readonly Step[]): string => {
  try {
    const { category, confidence, basis } = weigh(reading, list);
    return `${category} ${confidence} ${basis[0]?.rule.id}`;
  } catch {
    return 'undecided';
  }
};

const all = steps.flatMap((step) => step.decisions.map((decision) => ({ step, decision })));

test('ids are unique, and every decision stands in the file its step names', () => {
  expect(new Set(all.map(({ decision }) => decision.id)).size).toBe(all.length);
  for (const { step, decision } of all) {
    expect(existsSync(join(classifier, step.file)), step.file).toBe(true);
    expect(readFileSync(join(classifier, step.file), 'utf8')).toContain(`id: '${decision.id}'`);
  }
});

test('confidences are shares, and what may be dangerous and is not certain never claims 0.9', () => {
  for (const value of Object.values(confidences)) expect(value > 0 && value < 1).toBe(true);
  for (const id of ['phrase', 'laterWorse', 'parameterWorse', 'textWorseLater', 'readerKept'] as const)
    expect(confidences[id]).toBeLessThan(0.9);
});

describe.each(all.map(({ step, decision }) => [decision.id, step, decision] as const))('%s', (id, step, decision) => {
  test('says why, and has examples of both kinds', () => {
    expect(decision.because.length).toBeGreaterThan(10);
    expect(decision.matches.length).toBeGreaterThan(0);
    expect(decision.misses.length).toBeGreaterThan(1);
  });

  test.each(decision.matches.map((example) => [example[0], example] as const))('is taken on %s', (_, example) => {
    expect(takes(example, id)).toBe(true);
    const is = example[2]?.is;
    if (is !== undefined) expect(weigh(read(example)).category).toBe(is);
  });

  test.each(decision.misses.map((example) => [example[0], example] as const))('is not taken on %s', (_, example) => {
    expect(takes(example, id)).toBe(false);
  });

  test('is needed: without it one of its examples is judged otherwise', () => {
    const without = steps.map((one) =>
      one === step ? { ...one, decisions: one.decisions.filter((other) => other !== decision) } : one,
    );
    expect(decision.matches.some((example) => outcome(read(example), steps) !== outcome(read(example), without))).toBe(
      true,
    );
  });
});
