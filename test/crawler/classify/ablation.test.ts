/** What is called dead can be taken away, all of it at once; what is needed is put back. */
import { expect, test } from 'vitest';
import { ruleById } from '#crawler/classify/index.ts';
import type { Action } from '#crawler/classify/words/rule-words.ts';
import { allParts } from '#test/support/ablation/parts.ts';
import { createAblation } from '#test/support/ablation/turning.ts';
import { loadOwn } from '#test/support/evaluation/data.ts';
import { toolOf } from '#test/support/tools.ts';
import type { ToolLine } from '#test/support/verdicts.ts';

const line = (name: string, description = ''): ToolLine => ({ tool: toolOf([name, description]) });
const partsNamed = (end: string) => allParts().filter(({ name }) => name.endsWith(end));

test('of two parts that cover each other one is needed', () => {
  const actions = ruleById('deletes-data')!.actions as Action[];
  actions.push({ verbs: 'frobnicate obliviate' }, { verbs: 'frobnicate vanquish' });
  const ablation = createAblation([line('frobnicate_note')]);
  const [first, second] = partsNamed(' frobnicate');
  expect(ablation.takeAway(first!)).toBeUndefined();
  expect(ablation.takeAway(second!)).toBe(0);
  expect(ablation.changedNow()).toEqual([]);
  actions.splice(-2);
});

test.each([
  ['a verb of the name', line('expunge_note'), 'deletes-data clause 1 expunge'],
  ['a verb of the text, inflected', line('note', 'Expunges the note.'), 'deletes-data clause 1 expunge'],
  ['a phrase', line('note', 'The old rows cease to exist.'), '“cease|ceases|ceasing to exist”'],
  ['a noun', line('note', 'Move the note to the trash.'), 'class trash: trash'],
  ['a noun by its plural', line('glossaries'), 'names-information glossary'],
])('%s that a verdict turns on is put back', (_, tool, end) => {
  const ablation = createAblation([line('list_notes'), tool]);
  const [part] = partsNamed(end);
  expect(ablation.takeAway(part!)).toBe(1);
  expect(ablation.changedNow()).toEqual([]);
});

test('a verb that tells how the names of a server are read is needed by its tools', () => {
  const server = { name: 'Notes', tools: ['yield_bread', 'yield_milk', 'yield_eggs'] };
  const ablation = createAblation(server.tools.map((name) => ({ server, tool: toolOf([name]) })));
  const actions = ruleById('retrieves-data')!.actions as Action[];
  actions.push({ verbs: 'yield' });
  const added = createAblation(server.tools.map((name) => ({ server, tool: toolOf([name]) })));
  const [part] = partsNamed('(yield)');
  expect(added.takeAway(part!)).toBe(0);
  actions.pop();
  expect(ablation.changedNow()).toEqual([]);
});

test('without all that is dead every verdict is what it was', { timeout: 60_000 }, () => {
  const tools = loadOwn().slice(0, 60);
  const ablation = createAblation(tools);
  const dead = allParts().filter((part) => ablation.takeAway(part) === undefined);
  expect(dead.length).toBeGreaterThan(1000);
  expect(ablation.changedNow()).toEqual([]);
});
