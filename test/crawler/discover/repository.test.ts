import { describe, expect, test } from 'vitest';
import {
  type FolderTexts,
  foldersOf,
  hasOwnPackages,
  type RepositoryFacts,
  serversOf,
} from '#crawler/discover/github/repository.ts';

const facts: RepositoryFacts = {
  owner: 'acme',
  name: 'notes',
  url: 'https://github.com/acme/notes',
  htmlUrl: 'https://github.com/acme/notes',
  topics: [],
  stars: 1,
};
const tree = (...paths: string[]) => paths.map((path) => ({ path, sha: path, size: 100 }));
const sdk = { dependencies: { '@modelcontextprotocol/sdk': '1' } };
const manifest = (name: string, rest: object = {}) => JSON.stringify({ name, bin: 'x.js', ...sdk, ...rest });
const serverJson = (identifier: string) =>
  JSON.stringify({ name: 'io.github.acme/notes', packages: [{ registryType: 'npm', identifier }] });
const found = (folders: Record<string, FolderTexts>) =>
  serversOf(
    facts,
    Object.entries(folders).map(([path, texts]) => ({ path, texts })),
  ).map((server) => [server.repository?.path, server.package?.name]);
const readme = (...packages: string[]) =>
  packages
    .map(
      (name) => `\`\`\`json\n${JSON.stringify({ mcpServers: { it: { command: 'npx', args: ['-y', name] } } })}\n\`\`\``,
    )
    .join('\n');

describe('folders', () => {
  test('with manifests, the root first; not what is shown, tested, built or vendored, nor what is too large or deep', () => {
    const folders = foldersOf([
      ...tree(
        'readme.md',
        'package.json',
        'packages/b/package.json',
        'packages/a/package.json',
        'packages/a/README.md',
        'servers/py/pyproject.toml',
      ),
      ...tree(
        'node_modules/x/package.json',
        'examples/y/package.json',
        'test/fixtures/z/server.json',
        'dist/package.json',
        '.github/package.json',
        'a/b/c/d/e/f/package.json',
        'docs/README.md',
        'only/README.md',
      ),
      { path: 'huge/package.json', sha: 'h', size: 10_000_000 },
    ]);
    expect(folders.map(({ path, files }) => [path, [...files.keys()]])).toEqual([
      ['', ['README.md', 'package.json']],
      ['packages/a', ['package.json', 'README.md']],
      ['packages/b', ['package.json']],
      ['servers/py', ['pyproject.toml']],
    ]);
  });

  test('below a single server are not asked, below a workspace and below what is no server they are', () => {
    expect(hasOwnPackages({ 'package.json': manifest('notes-mcp') }, tree('package.json', 'client/package.json'))).toBe(
      false,
    );
    expect(hasOwnPackages({ 'package.json': manifest('notes-mcp', { workspaces: ['packages/*'] }) }, [])).toBe(true);
    expect(hasOwnPackages({ 'package.json': manifest('notes-mcp') }, tree('pnpm-workspace.yaml'))).toBe(true);
    expect(hasOwnPackages({}, tree('README.md'))).toBe(true);
  });
});

describe('servers', () => {
  test('one for each package of a monorepo, none for its private root, its libraries and its clients', () => {
    expect(
      found({
        '': {
          'package.json': JSON.stringify({ name: 'notes', private: true, workspaces: ['packages/*'], ...sdk }),
          'README.md': readme('other-mcp'),
        },
        'packages/a': { 'package.json': manifest('@acme/a-mcp') },
        'packages/b': {
          'pyproject.toml': '[project]\nname = "b-mcp"\ndependencies = ["mcp"]\n[project.scripts]\nb-mcp = "b:main"\n',
        },
        'packages/lib': { 'package.json': JSON.stringify({ name: '@acme/lib' }) },
        'packages/app': { 'package.json': manifest('@acme/mcp-client') },
      }),
    ).toEqual([
      ['packages/a', '@acme/a-mcp'],
      ['packages/b', 'b-mcp'],
    ]);
  });

  test('a server.json at the root describes the package it names, and is one more server only where it names none of them', () => {
    const packages = { 'packages/a': { 'package.json': manifest('@acme/a-mcp') } };
    const [server, ...more] = serversOf(facts, [
      {
        path: '',
        texts: { 'server.json': serverJson('@acme/a-mcp'), 'package.json': JSON.stringify({ private: true }) },
      },
      { path: 'packages/a', texts: packages['packages/a'] },
    ]);
    expect(more).toEqual([]);
    expect(server?.repository?.path).toBe('packages/a');
    expect(Object.keys(server?.files ?? {})).toEqual(['package.json', 'server.json']);
    expect(found({ '': { 'server.json': serverJson('@acme/z-mcp') }, ...packages })).toEqual([
      ['', '@acme/z-mcp'],
      ['packages/a', '@acme/a-mcp'],
    ]);
  });

  test('the same package in two folders is one server', () => {
    expect(
      found({ '': {}, a: { 'package.json': manifest('x-mcp') }, b: { 'package.json': manifest('x-mcp') } }),
    ).toEqual([['a', 'x-mcp']]);
  });

  test('a README names a server only of its own, and no list of servers', () => {
    expect(found({ '': { 'README.md': readme('acme-notes') } })).toEqual([['', 'acme-notes']]);
    expect(found({ '': { 'README.md': readme('@modelcontextprotocol/server-memory', 'other-mcp') } })).toEqual([]);
    const list = { ...facts, name: 'awesome-notes' };
    expect(serversOf(list, [{ path: '', texts: { 'README.md': readme('acme-notes') } }])).toEqual([]);
  });

  test.each([
    ['go.mod', 'module x\nrequire github.com/mark3labs/mcp-go v0.30.0\n', true],
    ['go.mod', 'module x\nrequire github.com/spf13/cobra v1\n', false],
    ['Cargo.toml', '[dependencies]\nrmcp = { version = "0.3" }\n', true],
    ['requirements.txt', 'httpx\nmcp[cli]>=1.2\n', true],
    ['requirements.txt', 'mcpi\n', false],
    ['manifest.json', JSON.stringify({ name: 'x', server: { type: 'node', entry_point: 'x.js' } }), true],
    ['manifest.json', JSON.stringify({ name: 'x', manifest_version: 3 }), false],
  ])('%s %j: %s', (name, text, isServer) => expect(found({ '': { [name]: text } }).length).toBe(isServer ? 1 : 0));

  test('hostile texts stay texts', () => {
    const [server] = serversOf(facts, [
      { path: '', texts: { 'package.json': manifest('x-mcp', { description: `<script>${'a'.repeat(5000)}` }) } },
    ]);
    expect(server?.description?.length).toBe(1000);
    expect(() =>
      serversOf(facts, [
        {
          path: '',
          texts: {
            'package.json': '{"__proto__": {"name": 1}, "name": ["x"]}',
            'server.json': 'null',
            'pyproject.toml': '\0',
            'README.md': '```'.repeat(10_000),
          },
        },
      ]),
    ).not.toThrow();
  });
});
