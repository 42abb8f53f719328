import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { collectSource, readFolder, readInstalledPackage, sourceLimits } from '#crawler/connect/source/files.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolrisk-sources-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (root: string, files: Record<string, string>) => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
};

test('a package is read without its dependencies, its pictures and what its links point to', async () => {
  const root = join(folder, 'plain');
  write(root, {
    'package.json': '{}',
    'dist/index.js': 'one',
    'src/deep/tool.ts': 'two',
    'server.py': 'three',
    'logo.png': 'no',
    'node_modules/other/index.js': 'no',
    'dist/node_modules/other/index.js': 'no',
    '.git/config.json': 'no',
    'dist/huge.js': 'x'.repeat(sourceLimits.maxFileBytes + 1),
  });
  write(folder, { 'secret.json': 'no' });
  symlinkSync(join(folder, 'secret.json'), join(root, 'link.json'));
  symlinkSync(folder, join(root, 'up'));
  const { files, notes } = await readFolder(root);
  expect([...files].sort()).toEqual([
    ['dist/index.js', 'one'],
    ['package.json', '{}'],
    ['server.py', 'three'],
    ['src/deep/tool.ts', 'two'],
  ]);
  expect(notes()).toEqual(['1 files were left out: too large, too deep, or more than this reading allows.']);
  expect((await readFolder(join(folder, 'nothing'))).files).toEqual(new Map());
});

test('a server in a monorepo has room for its own files, however many its neighbours have', () => {
  const collector = collectSource('servers/mine');
  const taken = (name: string, count: number) =>
    Array.from({ length: count }, (_, at) => collector.take(`${name}/${at}.ts`, 10)).filter(Boolean).length;
  expect(taken('servers/other', sourceLimits.maxFiles * 2)).toBe(sourceLimits.maxFiles / 2);
  expect(collector.notes()).toEqual([]);
  expect(taken('servers/mine', sourceLimits.maxFiles + 1)).toBe(sourceLimits.maxFiles);
  expect(collector.notes()).toHaveLength(1);
});

test('a package is read with those of its dependencies that speak of MCP, and with theirs', async () => {
  const modules = join(folder, 'installed/node_modules');
  const depends = (...names: string[]) => ({ dependencies: Object.fromEntries(names.map((name) => [name, '1'])) });
  const manifest = (parts: object) => JSON.stringify(parts);
  write(modules, {
    'shell/package.json': manifest(
      depends('@a/toolkit', 'plain', 'linked', '@modelcontextprotocol/sdk', '../../escape'),
    ),
    'shell/cli.js': 'one',
    '@a/toolkit/package.json': manifest({ keywords: ['mcp'], ...depends('deep', 'shell') }),
    '@a/toolkit/index.js': 'two',
    '@a/toolkit/node_modules/plain/index.js': 'no',
    'deep/package.json': manifest(depends('@modelcontextprotocol/sdk')),
    'deep/lib/tool.js': 'three',
    'plain/package.json': manifest({ description: 'Mcphee numbers.' }),
    'plain/index.js': 'no',
    'unasked/package.json': manifest({ keywords: ['mcp'] }),
    '@modelcontextprotocol/sdk/package.json': manifest({ keywords: ['mcp'] }),
  });
  write(folder, { 'escape/package.json': manifest({ keywords: ['mcp'] }), 'escape/index.js': 'no' });
  symlinkSync(join(folder, 'escape'), join(modules, 'linked'));
  const { files } = await readInstalledPackage(modules, 'shell');
  expect([...files.keys()].sort()).toEqual([
    'cli.js',
    'node_modules/@a/toolkit/index.js',
    'node_modules/@a/toolkit/package.json',
    'node_modules/deep/lib/tool.js',
    'node_modules/deep/package.json',
    'package.json',
  ]);
});
