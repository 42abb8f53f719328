/** What a command of a configuration gets to see. Nothing is started here. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planLocalCommand } from '#crawler/connect/local-command.ts';
import type { Sandbox } from '#crawler/connect/sandbox/index.ts';

let root: string;
const server = createServer();
const sandbox = { places: { node: '/node' } } as Sandbox;
const plan = (...args: string[]) => planLocalCommand({ kind: 'command', command: 'node', args, env: [] }, sandbox, []);
const mounted = (...args: string[]) => plan(...args).mounts.map(({ inside }) => inside);

beforeAll(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'toolrisk-local-')));
  for (const folder of ['project/run', 'keys/.ssh', 'keys/.aws', '.config/notes'])
    mkdirSync(join(root, folder), { recursive: true });
  for (const file of ['project/package.json', 'project/index.js', 'keys/.ssh/id', 'keys/.aws/credentials'])
    writeFileSync(join(root, file), '{}');
  writeFileSync(join(root, '.config/notes/index.js'), '');
  symlinkSync(join(root, 'keys/.ssh'), join(root, 'keys/plain'));
  symlinkSync(homedir(), join(root, 'keys/home'));
  execFileSync('mkfifo', [join(root, 'project/run/pipe')]);
  await new Promise<void>((resolve) => server.listen(join(root, 'project/run/database.sock'), resolve));
});
afterAll(() => {
  server.close();
  rmSync(root, { recursive: true, force: true });
});

test('the project of a script, and of what else it is given', () => {
  expect(mounted(join(root, 'project/index.js'))).toEqual([join(root, 'project')]);
  expect(mounted(join(root, '.config/notes/index.js'))).toEqual([join(root, '.config/notes')]);
});

test.each(['keys/.ssh/id', 'keys/.ssh', 'keys/.aws/credentials', 'keys/plain/id'])(
  'no credentials, though an argument names %s',
  (path) => {
    expect(mounted(join(root, 'project/index.js'), join(root, path))).toEqual([join(root, 'project')]);
  },
);

test('not the home folder by a link to it', () => {
  expect(() => plan(join(root, 'project/index.js'), join(root, 'keys/home'))).toThrow(/more than a server should see/);
});

test('neither a socket nor a pipe, behind which another program may listen', () => {
  expect(plan(join(root, 'project/index.js')).hidden.sort()).toEqual([
    join(root, 'project/run/database.sock'),
    join(root, 'project/run/pipe'),
  ]);
});
