/** Accuracy cannot slide, the methodology cannot drift from the code, and the rules know no tool by name. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createClassifier, rules } from '#crawler/classify/index.ts';
import { nounClasses } from '#crawler/classify/lexicon/nouns.ts';
import { renderMethodology } from '#crawler/methodology/render.ts';
import { baselines } from '#test/support/evaluation/baselines.ts';
import { loadDevelopmentTools, loadOwn, runClassifier } from '#test/support/evaluation/data.ts';
import { belowFloor, floors } from '#test/support/evaluation/floors.ts';
import { score } from '#test/support/evaluation/score.ts';
import { toolOf } from '#test/support/tools.ts';

const root = resolve(import.meta.dirname, '../../..');

test('docs/methodology.md is what the code and the last measurement say (npm run ruleset -- --stamp writes it)', () => {
  expect(readFileSync(join(root, 'docs/methodology.md'), 'utf8')).toBe(renderMethodology());
});

test('noun classes fit their three masks', () => {
  expect(Object.keys(nounClasses).length).toBeLessThanOrEqual(96);
});

describe('on the project’s own labelled tools', () => {
  const data = loadOwn();
  const report = score(data, runClassifier(data));
  test('no figure is below its floor', () => {
    expect(data.length).toBeGreaterThanOrEqual(100);
    expect(belowFloor(report, score(data, runClassifier(data, false)), floors.own)).toEqual([]);
  });
  test('every baseline does worse', () => {
    for (const { run } of baselines) {
      expect(
        score(
          data,
          data.map((entry) => ({ category: run(entry.tool, entry.server) })),
        ).accuracy,
      ).toBeLessThan(report.accuracy);
    }
  });
  test('verdicts are those kept', async () => {
    const kept = data.map(({ tool }) => {
      const verdict = createClassifier()(tool);
      return [
        tool.name,
        verdict.category,
        verdict.risk,
        verdict.confidence,
        ...verdict.evidence.slice(0, 2).map((e) => `${e.rule} ${e.pointer} “${e.quote}”`),
        ...verdict.modifiers.map((m) => m.modifier),
      ].join(' · ');
    });
    await expect(`${kept.join('\n')}\n`).toMatchFileSnapshot(join(root, 'test/golden/classify-labelled.verdicts.txt'));
  });
});

const shared = loadDevelopmentTools();

/** Names that the rules' examples held before the set was seen in which one server alone has them. */
const coincidences = new Set([
  'create_pull_request',
  'merge_pull_request',
  'get_record',
  'upload_attachment',
  'update_view',
  'documentation',
  'kill_process',
  'make_api_request',
  'reflect_create_test',
  'read_contract',
]);

describe.skipIf(shared.length === 0)('on the development sets', () => {
  test('no figure is below its floor', () => {
    expect(
      belowFloor(score(shared, runClassifier(shared)), score(shared, runClassifier(shared, false)), floors.development),
    ).toEqual([]);
  }, 30_000);

  test('no rule, word list or example holds a tool name that only one server has', () => {
    const owners = new Map<string, Set<string>>();
    for (const { server, tool } of shared) {
      for (const name of new Set([tool.name, ...(server?.tools ?? [])])) {
        const set = owners.get(name) ?? new Set();
        owners.set(name, set.add(server?.name ?? ''));
      }
    }
    // A short name of a single word is a word of the language; the rest would be one server's.
    const single = [...owners]
      .filter(([name, who]) => who.size === 1 && (/[_\-A-Z]/.test(name.slice(1)) || name.length > 10))
      .map(([name]) => name);
    const folder = join(root, 'crawler/classify');
    const sources = [
      ...readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => join(folder, file)),
      join(root, 'test/golden/classify-labelled.tsv'),
    ].map((file) => readFileSync(file, 'utf8'));
    const tokens = new Set(sources.flatMap((text) => text.match(/[A-Za-z][\w-]*/g) ?? []));
    expect(single.filter((name) => tokens.has(name) && !coincidences.has(name))).toEqual([]);
  });
});

test('examples and golden tools are whole definitions of our own', () => {
  expect(rules.flatMap((rule) => rule.matches).every((example) => toolOf(example).name !== '')).toBe(true);
  expect(existsSync(join(root, 'test/golden/classify-labelled.tsv'))).toBe(true);
});
