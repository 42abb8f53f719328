import { expect, test } from 'vitest';
import { chooseProgram } from '#crawler/connect/package-entry.ts';

test.each([
  [['acme', 'acme-mcp'], 'acme', 'acme-mcp'],
  [['acme', 'acme-mcp-server', 'mcp-helper'], 'acme', 'acme-mcp-server'],
  [['acme-mcp', 'acme-mcp-setup'], 'acme-mcp', 'acme-mcp'],
  [['acme', 'acme-init'], 'acme', 'acme'],
  [['only'], 'acme', 'only'],
  [['one', 'two'], 'acme', 'one'],
])('of %j the package %s starts %s', (names, shortName, expected) => {
  expect(chooseProgram(names, shortName, undefined)).toBe(expected);
});

test('what is asked for comes first', () => {
  expect(chooseProgram(['acme', 'acme-mcp'], 'acme', 'acme')).toBe('acme');
});
