/** Python servers in the real sandbox: local ones, and packages of an index on this machine. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findOnPath } from '#crawler/connect/host-paths.ts';
import type { LaunchSpec } from '#db/types.ts';
import { openTestConnector, type TestConnector } from '#test/crawler/connect/support.ts';

const fixtures = join(import.meta.dirname, '../../../fixtures');
const notes = join(fixtures, 'servers/notes.py');
/** The Python a shell of this machine would start, behind a shim where there is one. */
const found = findOnPath('python3', '/');
const python = found === undefined ? '' : realpathSync(found);

let root: string;
let connector: TestConnector;
beforeAll(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'toolrisk-python-servers-')));
  connector = await openTestConnector();
});
afterAll(async () => {
  await connector.dispose();
  rmSync(root, { recursive: true, force: true });
});

describe.skipIf(python === '')('local servers', () => {
  const list = (command: string, args: string[], cwd?: string) =>
    connector.list({ kind: 'command', command, args, env: [], ...(cwd && { cwd }) }, {});
  const names = ['read_note', 'delete_note'];
  let project: string;

  beforeAll(() => {
    project = join(root, 'project');
    mkdirSync(project);
    writeFileSync(join(project, 'pyproject.toml'), '[project]\nname = "notes"\n');
    execFileSync(python, ['-m', 'venv', '--without-pip', join(project, '.venv')]);
    const library = join(project, '.venv/lib');
    const packages = join(library, readdirSync(library)[0] as string, 'site-packages');
    cpSync(notes, join(packages, 'notes_server.py'));
    writeFileSync(join(project, 'server.py'), 'from notes_server import main\nmain()\n');
    const program = join(project, '.venv/bin/notes-server');
    writeFileSync(program, `#!${project}/.venv/bin/python\nfrom notes_server import main\nmain()\n`);
    chmodSync(program, 0o755);
  });

  test('python3 with a script', async () => {
    const result = await list('python3', [notes]);
    expect(result, result.reason).toMatchObject({ outcome: 'listed' });
    expect(result.reading?.tools.map(({ name }) => name)).toEqual(names);
    expect(result.reading?.instructions).toBe(
      `Runs from ${execFileSync(python, ['-c', 'import sys; print(sys.prefix)'], { encoding: 'utf8' }).trim()}`,
    );
  });

  test.each([
    ['the Python of an environment with a script', '.venv/bin/python', ['server.py']],
    ['the Python of an environment with a module', '.venv/bin/python', ['-m', 'notes_server']],
    ['a program of an environment', '.venv/bin/notes-server', []],
    ['uv run with a script', 'uv', ['run', 'server.py']],
    ['uv run with a program', 'uv', ['run', 'notes-server']],
  ])('%s', async (_, command, args) => {
    const result = await list(command, args, project);
    expect(result, result.reason).toMatchObject({ outcome: 'listed' });
    expect(result.reading?.tools.map(({ name }) => name)).toEqual(names);
    expect(result.reading?.instructions).toBe(`Runs from ${project}/.venv`);
  });

  test('uv with the folder before the word run', async () => {
    const result = await list('uv', ['--directory', project, 'run', 'notes-server']);
    expect(result, result.reason).toMatchObject({ outcome: 'listed' });
  });

  test('a missing interpreter and a missing module are told in words', async () => {
    expect(await list('python3.99', [notes])).toMatchObject({
      outcome: 'unsupported-runtime',
      reason: expect.stringContaining('python3.99'),
      todo: expect.stringContaining('Install Python'),
    });
    expect(await list(python, [join(project, 'server.py')])).toMatchObject({
      outcome: 'exited',
      reason: expect.stringContaining('notes_server'),
    });
  });
});

/** uv itself cannot be had where these tests run, so that a small program with uv's command line stands in for it. */
describe.skipIf(python === '')('packages of the Python index', () => {
  let index: Server;
  let standIn: TestConnector;
  const asked: string[] = [];
  const path = process.env.PATH;

  const serve = async () => {
    const server = readFileSync(notes, 'utf8');
    const wheel = (name: string, version: string, rest: object = {}) => ({
      path: join(root, `${name.replaceAll('-', '_')}-${version}-py3-none-any.whl`),
      name,
      version,
      files: { 'notes_server.py': server },
      scripts: { [name]: 'notes_server:main' },
      ...rest,
    });
    const wheels = [
      wheel('notes-server', '1.0.0'),
      wheel('notes-server', '1.1.0', {
        // The server itself comes as a dependency.
        files: { 'wrapper/__init__.py': 'from notes_server import main\nimport lines_helper\n' },
        scripts: { other: 'wrapper:main', 'notes-mcp': 'wrapper:main' },
        requires: ['notes-base', 'lines-helper'],
      }),
      wheel('notes-base', '3.0.0', { scripts: {} }),
      wheel('lines-helper', '0.1.0', { files: { 'lines_helper.py': '' }, scripts: {} }),
      wheel('just-a-library', '2.0.0', { scripts: {} }),
      wheel('wants-newer', '1.0.0'),
    ];
    execFileSync(python, [join(fixtures, 'build-wheel.py')], { input: JSON.stringify(wheels) });
    index = createServer((request, response) => {
      asked.push(request.url ?? '');
      const [, simple, name = ''] = (request.url ?? '').split('/');
      if (simple === 'files') {
        response.end(readFileSync(join(root, name)));
        return;
      }
      const files = wheels
        .filter((wheel) => wheel.name === name)
        .map(({ path: file }) => ({
          filename: basename(file),
          url: `${address()}/files/${basename(file)}`,
          hashes: { sha256: createHash('sha256').update(readFileSync(file)).digest('hex') },
          ...(name === 'wants-newer' && { 'requires-python': '>=3.99' }),
        }));
      if (name === 'source-only') files.push({ filename: 'source-only-1.0.tar.gz', url: '', hashes: { sha256: '' } });
      response.writeHead(files.length > 0 ? 200 : 404, { 'content-type': 'application/vnd.pypi.simple.v1+json' });
      response.end(JSON.stringify({ name, files }));
    });
    await new Promise<void>((resolve) => index.listen(0, '127.0.0.1', resolve));
  };
  const address = () => `http://127.0.0.1:${(index.address() as AddressInfo).port}`;
  const list = (name: string, rest: { version?: string; bin?: string } = {}) =>
    standIn.list({ kind: 'pypi', package: name, args: [], env: [], ...rest }, {});

  beforeAll(async () => {
    await serve();
    process.env.PATH = `${join(fixtures, 'uv')}:${path}`;
    process.env.UV_DEFAULT_INDEX = `${address()}/simple`;
    standIn = await openTestConnector();
  });
  afterAll(async () => {
    process.env.PATH = path;
    delete process.env.UV_DEFAULT_INDEX;
    await standIn.dispose();
    index.closeAllConnections();
    index.close();
  });

  test('the newest version is installed with what it needs, started without a network, and named', async () => {
    const result = await list('Notes_Server');
    expect(result, result.reason).toMatchObject({ outcome: 'listed', reading: { packageVersion: '1.1.0' } });
    expect(result.reading?.tools.map(({ name }) => name)).toEqual(['read_note', 'delete_note']);
    expect(result.reading?.instructions).toMatch(/^Runs from \/opt\/server\//);
    const before = asked.length;
    expect(await list('notes-server')).toMatchObject({ outcome: 'listed' });
    expect(asked).toHaveLength(before);
    const cached = readdirSync(join(standIn.folder, 'cache/packages'));
    expect(cached).toEqual([expect.stringMatching(/^pypi_notes-server@1\.1\.0-/)]);
    expect(readdirSync(join(standIn.folder, 'cache/staging'))).toEqual([]);
  });

  test('a version and a program can be named, and the source of what is installed can be read', async () => {
    const result = await list('notes-server', { version: '1.0.0', bin: 'notes-server' });
    expect(result, result.reason).toMatchObject({ outcome: 'listed', reading: { packageVersion: '1.0.0' } });
    const spec: LaunchSpec = { kind: 'pypi', package: 'notes-server', version: '1.0.0', args: [], env: [] };
    const signal = new AbortController().signal;
    const source = await standIn.source({ launch: spec }, { signal });
    expect(source).toMatchObject({ kind: 'files', version: { from: 'pypi', version: '1.0.0' } });
    expect(source.kind === 'files' && [...source.files.keys()]).toEqual(['notes_server.py']);
    const known = { from: 'pypi', version: '1.0.0' } as const;
    expect(await standIn.source({ launch: spec }, { signal, known })).toEqual({ kind: 'unchanged' });
  });

  test.each([
    ['no-such-server', {}, 'install-failed', /has no package/],
    ['notes-server', { version: '9.9.9' }, 'install-failed', /no fitting version/],
    ['source-only', {}, 'install-failed', /no wheel .* nothing is built/],
    ['just-a-library', {}, 'not-launchable', /installs no program/],
    ['wants-newer', {}, 'unsupported-runtime', /needs Python >=3\.99/],
    ['--index-url', {}, 'install-failed', /is no name and version/],
    ['notes-server', { version: '1.0 --index-url x' }, 'install-failed', /is no name and version/],
  ])('%s %j is %s', async (name, rest, outcome, words) => {
    expect(await list(name, rest)).toMatchObject({ outcome, reason: expect.stringMatching(words) });
    expect(readdirSync(join(standIn.folder, 'cache/staging'))).toEqual([]);
  });

  test('without uv the outcome says so, and what to install', async () => {
    process.env.PATH = '/usr/bin:/bin';
    const result = await list('notes-server');
    process.env.PATH = `${join(fixtures, 'uv')}:${path}`;
    expect(result).toMatchObject({
      outcome: 'unsupported-runtime',
      reason: expect.stringContaining('uv'),
      todo: expect.stringContaining('Install uv'),
    });
  });
});
