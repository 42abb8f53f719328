import { expect, test } from 'vitest';
import { parseTarget } from '#crawler/scan-target.ts';

test('a URL, a package with or without version, a command', () => {
  expect(parseTarget(['https://mcp.example.com/mcp'], false)).toMatchObject({ kind: 'remote', transport: 'auto' });
  expect(parseTarget(['@scope/name'], false)).toMatchObject({
    kind: 'npm',
    package: '@scope/name',
    version: undefined,
  });
  expect(parseTarget(['name@1.2.3', 'dir'], false)).toMatchObject({ package: 'name', version: '1.2.3', args: ['dir'] });
  expect(parseTarget(['@s/n@latest'], false)).toMatchObject({ package: '@s/n', version: undefined });
  expect(parseTarget(['pypi:mcp-server-fetch'], false)).toMatchObject({ kind: 'pypi', package: 'mcp-server-fetch' });
  expect(parseTarget(['pypi:name==1.2.3', 'dir'], false)).toMatchObject({
    kind: 'pypi',
    package: 'name',
    version: '1.2.3',
    args: ['dir'],
  });
  expect(parseTarget(['node', 'x.js', '--stdio'], true)).toMatchObject({
    kind: 'command',
    command: 'node',
    args: ['x.js', '--stdio'],
  });
});

test('anything else says what to type', () => {
  expect(() => parseTarget(['./server.js'], false)).toThrow('toolrisk scan -- ./server.js');
  expect(() => parseTarget(['Not A Name'], false)).toThrow('neither a URL');
  expect(() => parseTarget(['pypi:https://x'], false)).toThrow('neither a URL');
  expect(() => parseTarget([], false)).toThrow('Say what to scan');
});
