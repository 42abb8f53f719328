import { expect, test } from 'vitest';
import { hashDefinition, hashReading } from '#crawler/snapshot.ts';
import type { Reading } from '#db/types.ts';

const reading: Reading = {
  provenance: 'live',
  tools: [],
  args: ['/tmp'],
  envNames: ['B', 'A'],
  notes: [],
  packageVersion: '1.0.0',
  durationMs: 1,
};

test('the order of keys does not matter, their values do', () => {
  const a = { name: 't', description: 'd', inputSchema: { type: 'object', properties: { x: { type: 'string' } } } };
  const b = { inputSchema: { properties: { x: { type: 'string' } }, type: 'object' }, description: 'd', name: 't' };
  expect(hashDefinition(a)).toBe(hashDefinition(b));
  expect(hashDefinition(a)).not.toBe(hashDefinition({ ...a, description: 'e' }));
});

test('a key named __proto__ is content like any other', () => {
  const odd = JSON.parse('{"name":"t","inputSchema":{"properties":{"__proto__":{"type":"string"}}}}');
  const plain = JSON.parse('{"name":"t","inputSchema":{"properties":{}}}');
  expect(hashDefinition(odd)).not.toBe(hashDefinition(plain));
});

test('a moment as a default does not make a new reading; the same moment in a description does', () => {
  const at = (value: string | number, description = '') => ({
    name: 't',
    description,
    inputSchema: { properties: { since: { default: value } } },
  });
  expect(hashDefinition(at('2026-01-01T00:00:00Z'))).toBe(hashDefinition(at('2026-01-02T10:00:00.123Z')));
  expect(hashDefinition(at(1_700_000_000_000))).toBe(hashDefinition(at(1_700_000_000_001)));
  expect(hashDefinition(at(10))).not.toBe(hashDefinition(at(11)));
  expect(hashDefinition(at(1, '2026-01-01T00:00:00Z'))).not.toBe(hashDefinition(at(1, '2026-01-02T00:00:00Z')));
});

test('a reading is its tools in any order, its package version, arguments and environment names', () => {
  const hash = hashReading(reading, ['1', '2']);
  expect(hashReading({ ...reading, envNames: ['A', 'B'], durationMs: 2, notes: ['x'] }, ['2', '1'])).toBe(hash);
  expect(hashReading(reading, ['1', '3'])).not.toBe(hash);
  expect(hashReading({ ...reading, packageVersion: '1.0.1' }, ['1', '2'])).not.toBe(hash);
  expect(hashReading({ ...reading, args: [] }, ['1', '2'])).not.toBe(hash);
  expect(hashReading({ ...reading, envNames: ['A'] }, ['1', '2'])).not.toBe(hash);
  expect(hashReading({ ...reading, prompts: [], resources: [] }, ['1', '2'])).toBe(hash);
  expect(hashReading({ ...reading, prompts: [{ name: 'p' }] }, ['1', '2'])).not.toBe(hash);
  expect(hashReading({ ...reading, resources: [{ uri: 'x://1', name: 'p' }] }, ['1', '2'])).not.toBe(hash);
  expect(hashReading({ ...reading, instructions: 'Say please.' }, ['1', '2'])).not.toBe(hash);
});
