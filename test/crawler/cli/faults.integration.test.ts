/** Commands whose surroundings are wrong: they end, with a line that says what to do. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newFolder, startProgram } from '#test/support/process.ts';

let folder: ReturnType<typeof newFolder>;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => folder.remove());

/** Runs a command to its end. */
async function run(...args: string[]): Promise<string> {
  const running = startProgram(folder.path, args);
  expect(await running.ended, running.output()).toBe(1);
  const said = running.output();
  expect(said).not.toMatch(/this is a bug|\n\s+at /);
  return said;
}

test.each([
  ['worker', 'packages'],
  ['worker', 'scratch'],
  ['crawl --source starter', 'packages'],
  ['scan nowhere-mcp', 'packages'],
])('%s, with a file where its folder %s should be', async (command, name) => {
  mkdirSync(join(folder.path, '.toolrisk'));
  writeFileSync(join(folder.path, '.toolrisk', name), 'x');
  expect(await run(...command.split(' '))).toMatch(/toolrisk: E(?:XIST|EXIST|NOTDIR): .* Move it away\.\n$/);
});

test('a home that is a file', async () => {
  writeFileSync(join(folder.path, '.toolrisk'), 'x');
  expect(await run('runs')).toContain('a file is in the way');
  expect(await run('scan', 'nowhere-mcp')).toContain('Move it away.');
});

test('an address that is taken', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  expect(await run('worker', '--health', `127.0.0.1:${port}`)).toContain('Something listens there already.');
  other.close();
});

/** The whole file system as it is, to be read only. */
const readOnly = ['--ro-bind', '/', '/', '--dev', '/dev', process.execPath];

test
  .skipIf(spawnSync('bwrap', [...readOnly, '--version']).status !== 0)
  .each([['runs'], ['runs --db pglite:deep/down/db'], ['scan nowhere-mcp']])(
  '%s on a file system that can only be read',
  (command) => {
    const main = join(import.meta.dirname, '../../../crawler/main.ts');
    const ran = spawnSync('bwrap', [...readOnly, main, ...command.split(' ')], { cwd: folder.path, encoding: 'utf8' });
    expect(ran.status).toBe(1);
    expect(ran.stderr).toMatch(/^toolrisk: [^\n]*EROFS: read-only file system[^\n]+\.\n$/);
  },
);
