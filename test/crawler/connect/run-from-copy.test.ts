import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { runFromCopy } from '#crawler/connect/run-from-copy.ts';

test.each(['keeper', '@acme/keeper'])('%s writes beside itself and finds what it needs', (name) => {
  const folder = mkdtempSync(join(tmpdir(), 'toolrisk-copy-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, 'node_modules', path)), { recursive: true });
    writeFileSync(join(folder, 'node_modules', path), text);
  };
  write('shelf/index.js', 'module.exports = "shelf";');
  write('@acme/shelf/index.js', 'module.exports = require("shelf") + " of Acme";');
  write(
    `${name}/dist/main.js`,
    `require('node:fs').writeFileSync(__dirname + '/log', 'begun');
     console.log(require('shelf'), require('@acme/shelf'), process.argv[2]);`,
  );
  const path = join(folder, 'node_modules', name);
  const command = runFromCopy([process.execPath, join(path, 'dist/main.js'), 'word'], path, join(folder, 'home'));
  const { stdout, stderr } = spawnSync(command[0]!, command.slice(1), { encoding: 'utf8' });
  const written = [path, join(folder, 'home/server/node_modules', name)].map((at) => existsSync(join(at, 'dist/log')));
  rmSync(folder, { recursive: true });
  expect(stderr).toBe('');
  expect(stdout).toBe('shelf shelf of Acme word\n');
  expect(written).toEqual([false, true]);
});

test('a command of no package stays', () => {
  expect(runFromCopy(['node', 'a.js'], undefined, '/home')).toEqual(['node', 'a.js']);
});
