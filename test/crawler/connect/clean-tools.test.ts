import { describe, expect, test } from 'vitest';
import { collectTools } from '#crawler/connect/clean-tools.ts';
import { cleanJson, cleanLine, cleanText } from '#crawler/text/clean.ts';
import type { Json } from '#db/types.ts';

const limits = { maxToolBytes: 2_000, maxDepth: 8 };
function collect(...raw: unknown[]) {
  const collector = collectTools(limits);
  for (const tool of raw) collector.add(tool);
  return { tools: collector.tools(), notes: collector.notes().join('\n') };
}
function nested(levels: number): Json {
  let value: Json = 'bottom';
  for (let level = 0; level < levels; level += 1) value = { properties: value };
  return value;
}

describe('text', () => {
  test('NUL and lone surrogates are replaced, all else is kept', () => {
    expect(cleanText('a\u0000b\ud800c\n\u202e😀')).toBe('a\uFFFDb\uFFFDc\n\u202e😀');
    expect(cleanLine('a\u001b[31m\nb')).toBe('a\uFFFD[31m\uFFFDb');
  });
});

describe('JSON', () => {
  test('__proto__ is left out and pollutes nothing', () => {
    const cleaned = cleanJson(
      JSON.parse('{"__proto__": {"polluted": true}, "a": {"__proto__": 1, "constructor": 2}}'),
      9,
    );
    expect(cleaned).toMatchObject({ value: { a: { constructor: 2 } }, droppedProto: true });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
  test('nesting is cut, numbers JSON cannot write become null', () => {
    expect(cleanJson(nested(20), 3)).toMatchObject({
      value: { properties: { properties: { properties: null } } },
      tooDeep: true,
    });
    expect(cleanJson(JSON.parse('[1e999, -1e999, 1]'), 3)).toMatchObject({ value: [null, null, 1], replaced: true });
  });
  test('a hundred thousand levels are no trouble', () => {
    expect(cleanJson(JSON.parse(`${'[['.repeat(50_000)}${']]'.repeat(50_000)}`), 5).tooDeep).toBe(true);
  });
});

describe('tools', () => {
  test('a tool is kept as it is', () => {
    const tool = {
      name: 'get',
      title: 'Get',
      description: 'Gets.',
      inputSchema: { type: 'object' },
      outputSchema: {},
      annotations: { readOnlyHint: true },
      _meta: { a: 1 },
    };
    expect(collect({ ...tool, icons: [] })).toEqual({ tools: [tool], notes: '' });
  });
  test('what is no tool is dropped with a note', () => {
    const { tools, notes } = collect(null, 'x', [], {}, { name: 1 }, { name: '  ' });
    expect(tools).toEqual([]);
    expect(notes).toMatch(/no object|not an object/);
    expect(notes).toContain('no name');
  });
  test('the first of a repeated name is kept', () => {
    expect(collect({ name: 'a', description: 'first' }, { name: 'a', description: 'second' }).tools).toEqual([
      { name: 'a', description: 'first' },
    ]);
  });
  test('parts of the wrong kind are left out, the tool stays', () => {
    const { tools, notes } = collect({
      name: 'a',
      title: 1,
      description: [],
      inputSchema: 'x',
      annotations: { readOnlyHint: 'yes', idempotentHint: true, title: 3 },
    });
    expect(tools).toEqual([{ name: 'a', annotations: { idempotentHint: true } }]);
    expect(notes.split('\n')).toHaveLength(4);
  });
  test('too large a tool loses its least telling parts first', () => {
    const large = { text: 'x'.repeat(1_500) };
    const { tools, notes } = collect({
      name: 'a',
      description: 'd',
      inputSchema: large,
      outputSchema: large,
      _meta: large,
    });
    expect(tools).toEqual([{ name: 'a', description: 'd', inputSchema: large }]);
    expect(notes).toMatch(/_meta was left out.*\n.*outputSchema was left out/);
  });
  test('names lose control characters and excess length', () => {
    expect(collect({ name: 'a\u0000\u001bb' }).tools[0]?.name).toBe('a\uFFFD\uFFFDb');
    expect(collect({ name: 'n'.repeat(10_000) }).tools[0]?.name).toHaveLength(256);
  });
});
