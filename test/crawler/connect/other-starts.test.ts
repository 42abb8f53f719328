import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { findOtherStarts } from '#crawler/connect/other-starts.ts';

let folder: string | undefined;
afterEach(() => folder && rmSync(folder, { recursive: true, force: true }));

/** The other starts of a package `acme` with these files, whose program is `cli.js`. */
function startsOf(files: Record<string, string>, manifest: object = { bin: 'cli.js' }) {
  folder = mkdtempSync(join(tmpdir(), 'toolrisk-starts-'));
  for (const [path, text] of Object.entries({ 'package.json': JSON.stringify(manifest), ...files })) {
    const file = join(folder, 'node_modules/acme', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return findOtherStarts(folder, 'acme', 'cli.js');
}
const block = (entry: object) => `\`\`\`json\n${JSON.stringify({ mcpServers: { acme: entry } })}\n\`\`\`\n`;

test('as the README shows it, by the package or by a program it installs', async () => {
  const words = { how: 'as its README shows', args: ['mcp', '--stdio'], env: ['ACME_KEY'] };
  const env = { ACME_KEY: 'your key' };
  const byPackage = block({ command: 'npx', args: ['-y', 'acme', 'mcp', '--stdio'], env });
  expect(await startsOf({ 'README.md': byPackage })).toEqual([words]);
  const byProgram = block({ command: 'acme', args: ['mcp', '--stdio'], env });
  expect(await startsOf({ 'README.md': byProgram })).toEqual([words]);
  const bin = { acme: 'cli.js', 'acme-server': './server.js' };
  expect(await startsOf({ 'README.md': block({ command: 'acme-server', args: [] }) }, { bin })).toEqual([
    { how: 'as its README shows', file: 'server.js', args: [], env: [] },
  ]);
});

test.each(['setup', 'login', 'accounts', '--help'])('not as the README shows how to prepare it: %s', async (word) => {
  const readme = `Run once:\n\n\`\`\`bash\nclaude mcp add acme -- npx acme ${word}\n\`\`\`\n\nThen:\n\n\`\`\`bash\nclaude mcp add acme -- npx acme serve\n\`\`\`\n`;
  const starts = await startsOf({ 'README.md': readme });
  expect(starts.map(({ args }) => args)).toEqual([['serve']]);
});

test('not as the README shows a neighbour, or by a program of this machine', async () => {
  expect(await startsOf({ 'README.md': block({ command: 'npx', args: ['-y', 'other', 'mcp'] }) })).toEqual([]);
  expect(await startsOf({ 'README.md': block({ command: 'node', args: ['/srv/acme.js'] }) })).toEqual([]);
});

test('as its server.json shows it', async () => {
  const server = {
    name: 'io.example/acme',
    description: 'Acme',
    version: '1.0.0',
    packages: [
      {
        registryType: 'npm',
        identifier: 'acme',
        version: '1.0.0',
        transport: { type: 'stdio' },
        packageArguments: [{ type: 'positional', value: 'serve' }],
      },
    ],
  };
  expect(await startsOf({ 'server.json': JSON.stringify(server) })).toEqual([
    { how: 'as its server.json shows', args: ['serve'], env: [] },
  ]);
});

test('by another file that is a server', async () => {
  const server = 'const transport = new StdioServerTransport();';
  const files = { 'cli.js': server, 'dist/index.js': server, 'dist/lib.js': 'export const x = 1;' };
  const start = { how: 'by another of its programs', file: 'dist/index.js', args: [], env: [] };
  expect(await startsOf(files, { bin: 'cli.js', main: './dist/index.js' })).toEqual([start]);
  expect(await startsOf(files, { bin: 'cli.js', scripts: { 'start:mcp': 'node dist/index.js' } })).toEqual([start]);
  expect(await startsOf(files, { bin: 'cli.js', main: 'dist/lib.js' })).toEqual([]);
});
