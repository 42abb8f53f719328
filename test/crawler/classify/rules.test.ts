/** Every rule proves itself by its own examples; a new rule edits no test. */
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withRules } from '#crawler/classify/classify.ts';
import { capabilities, ruleById, rules } from '#crawler/classify/index.ts';
import { serverOf, toolOf } from '#test/support/tools.ts';

const folder = resolve(import.meta.dirname, '../../../crawler/classify/rules');
const all = withRules(rules);

test('the registry lists every file of the folder, in order, once', () => {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
    .map((file) => file.replace(/\.ts$/, ''))
    .sort();
  expect(rules.map((rule) => rule.id)).toEqual(files);
  for (const id of files) expect(ruleById(id)?.id).toBe(id);
});

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_id, rule) => {
  const reports = (example: (typeof rule.matches)[number]): boolean =>
    all(serverOf(example))(toolOf(example)).capabilities.some((found) => found.rule === rule.id);

  test('says what it means', () => {
    for (const text of [rule.title, rule.explains, rule.advice]) expect(text.length).toBeGreaterThan(3);
    expect(capabilities).toHaveProperty(rule.capability);
    expect(rule.matches.length).toBeGreaterThanOrEqual(3);
    expect(rule.misses.length).toBeGreaterThanOrEqual(3);
  });

  test.each(rule.matches.map((example) => [example[0], example] as const))('sees %s', (_name, example) => {
    expect(reports(example)).toBe(true);
    const is = example[2]?.is;
    if (is !== undefined) expect(all(serverOf(example))(toolOf(example)).category).toBe(is);
  });

  test.each(rule.misses.map((example) => [example[0], example] as const))('lets %s pass', (_name, example) => {
    expect(reports(example)).toBe(false);
  });

  test('is needed: without it one of its examples is judged otherwise', () => {
    const without = withRules(rules.filter((other) => other !== rule));
    const changed = rule.matches.some((example) => {
      const a = all(serverOf(example))(toolOf(example));
      const b = without(serverOf(example))(toolOf(example));
      return a.category !== b.category || a.evidence[0]?.rule !== b.evidence[0]?.rule;
    });
    expect(changed).toBe(true);
  });
});
