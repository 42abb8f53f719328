import { expect, test } from 'vitest';
import { listBeside } from '#crawler/connect/list-beside.ts';

const all = { prompts: {}, resources: {} };

test('asks only for what is offered', async () => {
  const asked: string[] = [];
  const ask = async (method: string) => {
    asked.push(method);
    return {};
  };
  expect(await listBeside({ tools: {} }, ask)).toEqual({ prompts: [], resources: [], notes: [] });
  expect(await listBeside('nonsense', ask)).toEqual({ prompts: [], resources: [], notes: [] });
  expect(asked).toEqual([]);
  await listBeside(all, ask);
  expect(asked).toEqual(['prompts/list', 'resources/list', 'resources/templates/list']);
});

test('follows pages, keeps each once, tells resources from templates', async () => {
  const found = await listBeside(all, async (method, cursor) => {
    if (method === 'prompts/list')
      return cursor ? { prompts: [{ name: 'b' }, { name: 'a' }] } : { prompts: [{ name: 'a' }], nextCursor: 'x' };
    if (method === 'resources/list') return { resources: [{ uri: 'x://1' }] };
    return { resourceTemplates: [{ uriTemplate: 'x://{id}', name: 'Any', title: 'T', description: 'D' }] };
  });
  expect(found).toEqual({
    prompts: [{ name: 'a' }, { name: 'b' }],
    resources: [
      { uri: 'x://1', name: 'x://1' },
      { uri: 'x://{id}', name: 'Any', title: 'T', description: 'D', template: true },
    ],
    notes: [],
  });
});

test.each([
  ['an endless cursor', async () => ({ prompts: [{ name: 'a' }], nextCursor: String(Math.random()) })],
  ['no list', async () => ({ prompts: 'no' })],
  [
    'nonsense in it',
    async () => ({ prompts: [null, 1, { name: 3 }, { name: ' ' }, { name: 'a', arguments: 'x', title: 5 }] }),
  ],
  [
    'a bomb',
    async () => ({
      prompts: Array.from({ length: 100_000 }, (_, n) => ({ name: `p${n}`, description: 'x'.repeat(9_999) })),
    }),
  ],
] as const)('%s ends and stays bounded', async (_, ask) => {
  const { prompts = [] } = await listBeside({ prompts: {} }, ask as never);
  expect(prompts.length).toBeLessThanOrEqual(500);
  expect(JSON.stringify(prompts).length).toBeLessThan(3_000_000);
});

test('a refusal costs nothing else', async () => {
  const found = await listBeside(all, async (method) => {
    if (method === 'resources/list') return { resources: [{ uri: 'x://1', name: 'One' }] };
    throw new Error('Method not found');
  });
  expect(found).toEqual({
    resources: [{ uri: 'x://1', name: 'One' }],
    notes: ['Says that it has prompts, and did not list them.'],
  });
});
