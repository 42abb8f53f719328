/** What a Python command of a client configuration becomes. Nothing is started here. */
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findOnPath } from '#crawler/connect/host-paths.ts';
import { planLocalCommand } from '#crawler/connect/local-command.ts';
import { interpreterMounts, usesOneOf } from '#crawler/connect/python/interpreter.ts';
import { unwrapUvRun } from '#crawler/connect/python/uv-run.ts';
import type { Sandbox } from '#crawler/connect/sandbox/index.ts';

let root: string;
const at = (...parts: string[]) => join(root, ...parts);
const write = (path: string, text = '') => {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
};
const link = (path: string, target: string) => {
  mkdirSync(dirname(at(path)), { recursive: true });
  symlinkSync(target, at(path));
};
/** An installation of Python, as far as its shape goes. */
const python = (path: string) => {
  write(`${path}/bin/python3.12`);
  chmodSync(at(path, 'bin/python3.12'), 0o755);
  link(`${path}/bin/python3`, 'python3.12');
  link(`${path}/bin/python`, 'python3');
  write(`${path}/lib/python3.12/os.py`);
};
/** A project with an environment made from an installation. */
const project = (path: string, home: string) => {
  write(`${path}/pyproject.toml`, '[project]\nname = "mine"\n');
  write(`${path}/server.py`);
  write(`${path}/.venv/pyvenv.cfg`, `home = ${home}\nversion_info = 3.12.1\n`);
  link(`${path}/.venv/bin/python`, join(home, 'python3'));
  write(`${path}/.venv/bin/my-server`, `#!${at(path)}/.venv/bin/python\n`);
};

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'toolrisk-python-')));
  python('pyenv/versions/3.12.1');
  python('pyenv/versions/3.11.9');
  write('pyenv/version', '3.12.1\n');
  write('pyenv/shims/python3', '#!/usr/bin/env bash\n');
  write('pyenv/shims/other', '#!/usr/bin/env bash\n');
  python('managed/cpython-3.12.5-linux');
  link('managed/cpython-3.12-linux', 'cpython-3.12.5-linux');
  project('mine', at('managed/cpython-3.12-linux/bin'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const sandbox = { places: { node: '/opt/node/bin/node', work: '/w', home: '/h' } } as Sandbox;
const plan = (command: string, args: string[] = [], cwd?: string) =>
  planLocalCommand({ kind: 'command', command, args, env: [], ...(cwd && { cwd }) }, sandbox, []);
const seen = (mounts: { inside: string }[]) => mounts.map(({ inside }) => inside);

describe('finding Python', () => {
  test("a shim of pyenv is followed to the version that is set, the folder's own first", () => {
    const path = at('pyenv/shims');
    expect(findOnPath('python3', '/', path)).toBe(at('pyenv/versions/3.12.1/bin/python3'));
    write('project-of-311/.python-version', '3.11');
    expect(findOnPath('python3', at('project-of-311'), path)).toBe(at('pyenv/versions/3.11.9/bin/python3'));
    write('project-of-system/.python-version', 'system\n');
    expect(findOnPath('python3', at('project-of-system'), path)).not.toContain('pyenv');
    expect(findOnPath('other', '/', path)).toBeUndefined();
  });

  test('a virtual environment shows itself, every link on the way and the installation behind it', () => {
    const mounts = interpreterMounts(at('mine/.venv/bin/python'));
    expect(seen(mounts)).toEqual([at('managed/cpython-3.12-linux'), at('managed/cpython-3.12.5-linux')]);
    expect(mounts.every(({ host }) => host === at('managed/cpython-3.12.5-linux'))).toBe(true);
  });

  test('an environment that claims to be made from a folder without a Python does not show that folder', () => {
    write('secrets/bin/python3');
    write('secrets/id_ed25519');
    write('evil/.venv/pyvenv.cfg', `home = ${at('secrets/bin')}\n`);
    link('evil/.venv/bin/python', '/usr/bin/python3');
    expect(seen(interpreterMounts(at('evil/.venv/bin/python')))).not.toContain(at('secrets'));
  });

  test('where it is missing, the outcome says what to install', () => {
    expect(() => plan('python3.99', ['server.py'])).toThrow(
      expect.objectContaining({ outcome: 'unsupported-runtime', todo: expect.stringContaining('Install Python') }),
    );
    expect(() => plan(at('nowhere/.venv/bin/python'))).toThrow(expect.objectContaining({ outcome: 'not-launchable' }));
  });
});

describe('commands', () => {
  test('the Python of an environment runs a script of the project around it', () => {
    const { command, args, mounts } = plan(at('mine/.venv/bin/python'), [at('mine/server.py')]);
    expect(command).toEqual([at('mine/.venv/bin/python')]);
    expect(args).toEqual([at('mine/server.py')]);
    expect(seen(mounts)).toEqual([at('managed/cpython-3.12-linux'), at('managed/cpython-3.12.5-linux'), at('mine')]);
  });

  test('a program of an environment brings the interpreter of its first line', () => {
    const { command, mounts } = plan(at('mine/.venv/bin/my-server'));
    expect(command).toEqual([at('mine/.venv/bin/my-server')]);
    expect(seen(mounts)).toEqual(expect.arrayContaining([at('managed/cpython-3.12.5-linux'), at('mine')]));
  });
});

test('a script beside toolrisk’s own folder does not see it, and is named by its whole path', () => {
  write('beside/server.py');
  write('beside/.toolrisk/packages/x');
  write('beside/.env', 'KEY=secret');
  const folders = [at('beside/.toolrisk'), at('beside/.toolrisk/packages')];
  const spec = {
    kind: 'command' as const,
    command: at('pyenv/versions/3.12.1/bin/python3'),
    args: [at('beside/server.py')],
    env: [],
  };
  const { hidden, mounts } = planLocalCommand(spec, sandbox, folders);
  expect(seen(mounts)).toEqual([at('beside'), at('pyenv/versions/3.12.1')]);
  expect(hidden.sort()).toEqual([at('beside/.env'), at('beside/.toolrisk')]);
});

describe('uv run', () => {
  const python = () => at('mine/.venv/bin/python');
  test.each([
    [
      ['run', '--directory', 'mine', 'server.py', '--stdio'],
      ['server.py', '--stdio'],
    ],
    [['--directory', 'mine', 'run', 'server.py'], ['server.py']],
    [['--directory=mine', 'run', '--with', 'mcp', '--python', '3.12', '--', 'server.py'], ['server.py']],
    [
      ['run', '--directory', 'mine', 'python', '-m', 'mine'],
      ['-m', 'mine'],
    ],
    [
      ['run', '--directory', 'mine', '-m', 'mine', 'x'],
      ['-m', 'mine', 'x'],
    ],
    [['run', '--quiet', '--directory', 'mine', 'python3', 'server.py'], ['server.py']],
  ])('%j runs in the environment of the project', (args, started) => {
    expect(unwrapUvRun({ command: 'uv', args }, root)).toEqual({ command: python(), args: started, cwd: at('mine') });
  });

  test('a program the project installs, and one of the system', () => {
    expect(unwrapUvRun({ command: 'uv', args: ['run', 'my-server', 'a'], cwd: at('mine') }, '/')).toEqual({
      command: at('mine/.venv/bin/my-server'),
      args: ['a'],
      cwd: at('mine'),
    });
    expect(unwrapUvRun({ command: 'uv', args: ['run', '--project', 'mine', 'node', 'x.js'] }, root)).toEqual({
      command: 'node',
      args: ['x.js'],
      cwd: root,
    });
  });

  test('a project without an environment is told to make one; a script without a project runs anyway', () => {
    write('bare/pyproject.toml');
    write('loose/server.py');
    expect(() => unwrapUvRun({ command: 'uv', args: ['run', 'bare-server'], cwd: at('bare') }, '/')).toThrow(
      expect.objectContaining({ outcome: 'not-launchable', todo: expect.stringContaining('uv sync') }),
    );
    expect(() =>
      unwrapUvRun({ command: 'uv', args: ['run', '--with', 'mcp', 'mcp', 'run', 'server.py'], cwd: at('loose') }, '/'),
    ).toThrow(/would first fetch what mcp needs/);
    expect(unwrapUvRun({ command: 'uv', args: ['run', 'server.py'], cwd: at('loose') }, '/')).toEqual({
      command: 'python3',
      args: ['server.py'],
      cwd: at('loose'),
    });
    expect(unwrapUvRun({ command: 'uv', args: ['tool', 'run', 'x'] }, root)).toBeUndefined();
  });
});

describe('an environment that a package was installed into', () => {
  const known = () => [at('known/bin/python3')];
  const other = 'private/bin';
  beforeAll(() => {
    python('known');
    python('private');
    for (const name of ['kept', 'moved', 'replaced', 'elsewhere']) {
      write(`env/${name}/pyvenv.cfg`, `home = ${name === 'moved' ? at(other) : at('known/bin')}\n`);
      if (name === 'replaced') write(`env/${name}/bin/python`, '#!/bin/sh\n');
      else link(`env/${name}/bin/python`, name === 'elsewhere' ? at(other, 'python3') : at('known/bin/python3'));
    }
    link('env/bare/bin/python', at('known/bin/python3'));
  });

  test.each([
    ['kept', true],
    ['moved', false],
    ['replaced', false],
    ['elsewhere', false],
    ['bare', false],
    ['missing', false],
  ])('%s: starts a known interpreter: %s', (name, expected) => {
    expect(usesOneOf(at('env', name), known())).toBe(expected);
  });
});
