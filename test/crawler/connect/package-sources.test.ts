import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createConnector } from '#crawler/connect/index.ts';
import { openPackageCache } from '#crawler/connect/package-cache.ts';
import { readPackageSources } from '#crawler/connect/package-sources.ts';

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
    'dist/huge.js': 'x'.repeat(6_000_001),
  });
  write(folder, { 'secret.json': 'no' });
  symlinkSync(join(folder, 'secret.json'), join(root, 'link.json'));
  symlinkSync(folder, join(root, 'up'));
  const files = await readPackageSources(root);
  expect([...files].sort()).toEqual([
    ['dist/index.js', 'one'],
    ['package.json', '{}'],
    ['server.py', 'three'],
    ['src/deep/tool.ts', 'two'],
  ]);
  expect(await readPackageSources(join(folder, 'nothing'))).toEqual(new Map());
});

test('a connector gives the source of what is installed, by version or by the version a tag led to, and nothing else', async () => {
  const cacheDir = join(folder, 'cache');
  const cache = await openPackageCache(cacheDir, 1_000_000);
  const staged = await cache.stage();
  write(staged, { 'node_modules/@me/server/index.js': 'source', 'node_modules/zod/index.js': 'no' });
  const { entry } = await cache.keep(staged, '@me/server', '1.2.3');
  await entry.release();
  await cache.remember('@me/server', 'latest', '1.2.3');
  const connector = await createConnector({ cacheDir, scratchDir: join(folder, 'scratch'), sandbox: 'off' });
  const npm = { kind: 'npm', package: '@me/server', args: [], env: [] } as const;
  const expected = { version: '1.2.3', files: new Map([['index.js', 'source']]) };
  expect(await connector.sourceFiles({ ...npm, args: [], env: [] })).toEqual(expected);
  expect(await connector.sourceFiles({ ...npm, args: [], env: [], version: '1.2.3' })).toEqual(expected);
  expect(await connector.sourceFiles({ ...npm, args: [], env: [], version: '9.9.9' })).toBeUndefined();
  expect(await connector.sourceFiles({ ...npm, args: [], env: [], package: 'unknown' })).toBeUndefined();
  expect(await connector.sourceFiles({ kind: 'command', command: 'node', args: [], env: [] })).toBeUndefined();
  await connector.close();
});
