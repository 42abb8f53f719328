/** The contract of one line: keys, their order, and what a bad line becomes. */
import { expect, test } from 'vitest';
import { classifyLine, createLineClassifier } from '#crawler/cli/classify-line.ts';

const line = (value: unknown): string => JSON.stringify(value);

test('a line becomes a record with the agreed keys in the agreed order', () => {
  const { output, ok } = classifyLine(
    line({
      id: 'a1',
      server: { name: 'notes', tools: ['delete_note'] },
      tool: { name: 'delete_note', description: 'Deletes a note.' },
    }),
  );
  expect(ok).toBe(true);
  expect(Object.keys(output).slice(0, 9)).toEqual([
    'id',
    'tool',
    'category',
    'risk',
    'confidence',
    'evidence',
    'signals',
    'contradictions',
    'policy',
  ]);
  expect(output).toMatchObject({
    id: 'a1',
    tool: 'delete_note',
    category: 'destructive',
    risk: 'high',
    policy: {
      version: '1',
      default: 'deny',
      tools: { delete_note: { deny_if: [{ conditions: [], on_deny: 'Requires human approval.' }] } },
    },
  });
});

test('without an id there is none in the answer', () => {
  expect(Object.keys(classifyLine(line({ tool: { name: 'get_note' } })).output)[0]).toBe('tool');
});

test.each<[string, string, unknown]>([
  ['no JSON', '{', undefined],
  ['no object', '[]', undefined],
  ['no tool', line({ id: 'x' }), 'x'],
  ['a tool without a name', line({ id: 'x', tool: { description: 'Deletes.' } }), 'x'],
  ['a tool whose name is no text', line({ id: 'x', tool: { name: 5 } }), 'x'],
])('%s is an error in its place', (_what, text, id) => {
  const { output, ok } = classifyLine(text);
  expect(ok).toBe(false);
  expect(output.error).toEqual(expect.any(String));
  expect(output.id).toBe(id);
});

test('a server is remembered between lines, and forgotten with the next', () => {
  const judge = createLineClassifier();
  const tools = ['create_event', 'create_list', 'create_tag', 'get_list'];
  const with_ = judge(line({ server: { tools }, tool: { name: 'create_event', description: '' } })).output;
  const without = judge(line({ tool: { name: 'create_event', description: '' } })).output;
  expect(with_.support).toEqual(['create_list', 'create_tag']);
  expect(without.support).toEqual([]);
});
