import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import {
  isJudged,
  judgeInTurns,
  judgeTools,
  maxJudgedChars,
  maxJudgedCharsOfServer,
  tooLarge,
} from '#crawler/judge.ts';
import type { ToolDefinition } from '#db/types.ts';

const of = (name: string, chars: number): ToolDefinition => ({
  name,
  description: `Deletes all records. ${'a'.repeat(chars)}`,
});
const outcome = (tools: ToolDefinition[]) =>
  Object.fromEntries(
    judgeTools(tools, {}).map(({ definition, classification: { category, risk, notJudged } }) => [
      definition.name,
      notJudged ?? `${category} ${risk}`,
    ]),
  );

test('a definition beyond the budget is kept and marked, whatever part of it is large; its neighbours are judged', () => {
  const large = 'x'.repeat(maxJudgedChars);
  const judged = judgeTools(
    [
      of('in_description', maxJudgedChars),
      { name: 'in_schema', inputSchema: { type: 'object', properties: { [large]: {} } } },
      { name: 'in_metadata', _meta: { a: large } },
      { name: 'in_values', inputSchema: { type: 'object', properties: { a: { enum: Array(40_000).fill('abcd') } } } },
      of('beside', 100),
    ],
    {},
  );
  expect(judged.map(({ classification }) => classification.notJudged)).toEqual([
    'too-large',
    'too-large',
    'too-large',
    'too-large',
    undefined,
  ]);
  for (const { classification, definition, definitionHash, tokens } of judged.slice(0, 4)) {
    expect(classification).toEqual(tooLarge());
    // Nothing is known, so nothing good is said; the definition is there to be looked at.
    expect(classification).toMatchObject({ category: 'unassessed', risk: null, confidence: 0 });
    expect(JSON.stringify(definition).length).toBeGreaterThan(maxJudgedChars);
    expect(definitionHash).toMatch(/\w{10}/);
    expect(tokens).toBeGreaterThan(1_000);
  }
  expect(judged[4]!.classification.category).toBe('destructive');
});

test('the largest definitions of a server beyond its budget are left out, in whatever order they come', () => {
  const half = maxJudgedChars / 2;
  const many = Math.ceil(maxJudgedCharsOfServer / half) + 5;
  const tools = [
    ...Array.from({ length: many }, (_, at) => of(`large_${at}`, half + at)),
    ...Array.from({ length: 20 }, (_, at) => of(`small_${at}`, 10)),
  ];
  const outcomes = outcome(tools);
  expect(outcome(tools.toReversed())).toEqual(outcomes);
  const judged = tools.filter(({ name }) => outcomes[name] !== 'too-large');
  expect(judged.filter(({ name }) => name.startsWith('small')).length).toBe(20);
  expect(judged.length).toBeGreaterThan(40);
  expect(judged.reduce((sum, tool) => sum + JSON.stringify(tool).length, 0)).toBeLessThanOrEqual(
    maxJudgedCharsOfServer,
  );
  expect(outcomes[`large_${many - 1}`]).toBe('too-large');
});

test('what was left out with its whole list stays so until the list is read again', () => {
  expect(isJudged(of('a', 10), null)).toBe(true);
  expect(isJudged(of('a', 10), tooLarge())).toBe(false);
  expect(isJudged(of('a', maxJudgedChars), null)).toBe(false);
});

test('judging in turns says the same, lets others have theirs, and ends between two tools', async () => {
  const tools = Array.from({ length: 400 }, (_, at) => of(`tool_${at}`, 3_000 + at));
  let turns = 0;
  let over = false;
  const others = (async () => {
    for (; !over; turns++) await setImmediate();
  })();
  const judged = await judgeInTurns(tools, {});
  over = true;
  await others;
  expect(judged).toEqual(judgeTools(tools, {}));
  expect(turns).toBeGreaterThan(1);
  await expect(judgeInTurns(tools, {}, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
});
