import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { frameworks } from '#crawler/extract/frameworks/index.ts';
import { extractTools } from '#crawler/extract/index.ts';
import { manifests } from '#crawler/extract/manifests/index.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/extract');
const extractFolder = join(import.meta.dirname, '../../../crawler/extract');

interface Expected {
  provenance: 'static' | 'declared';
  tools: string[];
  definitions?: Record<string, unknown>;
}

function readFixture(name: string) {
  const root = join(fixtures, name);
  const files = new Map<string, string>();
  for (const entry of readdirSync(join(root, 'files'), { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    // Kept with `.txt` behind the name, so that no other program of the repository takes them for its own.
    files.set(path.slice(join(root, 'files').length + 1, -'.txt'.length), readFileSync(path, 'utf8'));
  }
  return { files, expected: JSON.parse(readFileSync(join(root, 'expected.json'), 'utf8')) as Expected };
}

describe('fixture repositories', () => {
  for (const name of readdirSync(fixtures)) {
    it(`${name}: every tool and no other`, async () => {
      const { files, expected } = readFixture(name);
      const result = await extractTools(files);
      expect(result.tools.map((tool) => tool.name).sort()).toEqual([...expected.tools].sort());
      expect(result.provenance).toBe(expected.provenance);
      for (const [tool, definition] of Object.entries(expected.definitions ?? {})) {
        expect(result.tools.find((found) => found.name === tool)).toEqual(definition);
      }
      expect(result.origins.map((origin) => origin.name)).toEqual(result.tools.map((tool) => tool.name));
      for (const origin of result.origins) {
        expect(files.has(origin.file)).toBe(true);
        expect(origin.line).toBeGreaterThan(0);
      }
    });
  }
});

describe('registries', () => {
  const modules = (folder: string, shape: string) =>
    readdirSync(join(extractFolder, folder))
      .map((file) => file.slice(0, -'.ts'.length))
      .filter((id) => id !== 'index' && id !== shape)
      .sort();

  it('lists every framework in the folder', () => {
    expect(frameworks.map((framework) => framework.id).sort()).toEqual(modules('frameworks', 'framework'));
  });

  it('lists every manifest in the folder', () => {
    expect(manifests.map((manifest) => manifest.id).sort()).toEqual(modules('manifests', 'manifest'));
  });

  it('has a fixture in which each of them finds a tool', async () => {
    const seen = new Set<string>();
    for (const name of readdirSync(fixtures)) {
      for (const id of (await extractTools(readFixture(name).files)).frameworks) seen.add(id);
    }
    expect([...seen].sort()).toEqual([...frameworks, ...manifests].map(({ id }) => id).sort());
  });
});

describe('hostile input', () => {
  const head =
    "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nconst server = new McpServer({});\n";
  const deep = (open: string, close: string, times: number) => open.repeat(times) + close.repeat(times);
  const cases: Record<string, Record<string, string>> = {
    'deep arrays': { 'a.js': `${head}server.tool(${deep('[', ']', 50_000)}, () => 1);` },
    'deep calls': { 'a.js': `${head}server.tool(${deep('f(', ')', 20_000)}, () => 1);` },
    'deep additions': { 'a.js': `${head}server.tool(${Array(20_000).fill("'a'").join('+')}, () => 1);` },
    'unclosed everything': { 'a.ts': `${head}server.registerTool('x', {`.repeat(2_000) },
    'names that need themselves': {
      'a.js': `${head}const a = b; const b = a; function f(x) { return f(x); } server.tool(a, () => 1); server.tool(f(1), () => 1);`,
      'b.js': "export * from './c.js'; import { q } from './c.js'; q.tool('x', () => 1);",
      'c.js': "export * from './b.js';",
    },
    'deep Python': {
      'a.py': `from fastmcp import FastMCP\nmcp = FastMCP()\n@mcp.tool(name=${deep('(', ')', 20_000)})\ndef f(): pass\n`,
    },
    'deep Go': {
      'a.go': `package a\nimport "github.com/mark3labs/mcp-go/mcp"\nvar x = mcp.NewTool(${deep('(', ')', 20_000)})`,
    },
    'deep JSON': { 'tools.json': deep('[', ']', 100_000) },
    'paths that leave': { '../../a.js': head, '/etc/b.js': head, 'c/../../d.js': head, __proto__x: head },
    'no text at all': { 'a.ts': '', 'b.py': '\0\uD800', 'c.go': '\uFFFF', 'package.json': '[[[' },
  };
  for (const [name, files] of Object.entries(cases)) {
    it(`neither throws nor hangs: ${name}`, { timeout: 30_000 }, async () => {
      const result = await extractTools(files);
      expect(result.tools).toEqual([]);
    });
  }

  it('keeps property names that objects inherit', async () => {
    const source = `${head}server.registerTool('t', { inputSchema: { type: 'object', properties: { ['__proto__']: { type: 'string' }, constructor: { type: 'string' } } } }, () => 1);`;
    const { tools } = await extractTools({ 'a.js': source });
    expect(Object.keys(tools[0]?.inputSchema?.properties ?? {})).toEqual(['__proto__', 'constructor']);
  });

  it('stops at its time and keeps what it has', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 400 }, (_, i) => [`f${i}.js`, `${head}server.tool('t${i}', () => 1);`]),
    );
    const result = await extractTools(files, { limits: { timeoutMs: 1 } });
    expect(result.tools.length).toBeLessThan(400);
    expect(result.notes.join(' ')).toContain('time');
  });

  it('leaves out what is too long, and says so', async () => {
    const result = await extractTools(
      { 'a.js': `${head}server.tool('t', () => 1);` },
      { limits: { maxFileChars: 50 } },
    );
    expect(result.tools).toEqual([]);
    expect(result.notes).toEqual(['a.js: left out, longer than 50 characters.']);
  });
});

describe('a server in a repository', () => {
  const goServer = (tool: string) =>
    `package main\nimport ("github.com/mark3labs/mcp-go/mcp"; "github.com/mark3labs/mcp-go/server")\n` +
    `func main() { s := server.NewMCPServer("x", "1"); s.AddTool(mcp.NewTool("${tool}"), handle) }\n`;
  const jsServer = (tool: string) =>
    `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
     import { texts } from '../../shared/texts.js';
     const server = new McpServer({ name: 'x', version: '1' });
     server.tool('${tool}', texts.${tool}, {}, async () => ({ content: [] }));`;
  const files = {
    'go.mod': 'module x\n',
    'main.go': goServer('root_tool'),
    'tools/more.json': '{}',
    'servers/a/package.json': '{"name":"a","type":"module","main":"index.js"}',
    'servers/a/index.js': jsServer('a_tool'),
    'servers/a/lib/package.json': '{"type":"module"}',
    'servers/b/package.json': '{"name":"b","type":"module","main":"index.js"}',
    'servers/b/index.js': jsServer('b_tool'),
    'shared/texts.js': `export const texts = { a_tool: 'Reads a.', b_tool: 'Reads b.' };`,
  };

  it.each([
    ['', ['root_tool']],
    ['servers/a', ['a_tool']],
    ['servers/b', ['b_tool']],
    ['shared', []],
  ])('%j has the tools defined there and no neighbour’s', async (folder, names) => {
    const { tools, complete } = await extractTools(files, { folder });
    expect(tools.map(({ name }) => name)).toEqual(names);
    expect(complete).toBe(true);
  });

  it('reads what its files import from elsewhere in the repository', async () => {
    const { tools } = await extractTools(files, { folder: 'servers/a' });
    expect(tools[0]?.description).toBe('Reads a.');
  });

  it('says when the time ran out', async () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`${at}.go`, goServer(`t${at}`)]));
    const { complete, notes } = await extractTools(many, { limits: { timeoutMs: 0 } });
    expect(complete).toBe(false);
    expect(notes.at(-1)).toContain('time');
  });
});

describe('the program of another package', () => {
  const shell = {
    'package.json': '{"name":"larder-server","type":"module","bin":"cli.js","imports":{"#start":"./start.js"}}',
    'cli.js': `import { open } from '#start'; open();`,
    'start.js': `import { serve } from '@larder/mcp/serve'; export const open = () => serve({ jars: true });`,
  };
  const server = (tool: string) =>
    `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
     export function serve(parts) {
       const server = new McpServer({ name: 'larder', version: '1' });
       if (parts.jars) server.registerTool('${tool}', { description: 'Counts jars.' }, () => ({ content: [] }));
       if (parts.cans) server.registerTool('count_cans', { description: 'Counts cans.' }, () => ({ content: [] }));
     }`;
  const dependency = {
    'node_modules/@larder/mcp/package.json':
      '{"name":"@larder/mcp","exports":{"./serve":{"types":"./serve.d.ts","import":"./esm/serve.js"},"./*":"./esm/*.js"}}',
    'node_modules/@larder/mcp/esm/serve.js': server('count_jars'),
    'node_modules/@larder/mcp/esm/left.js': `${server('count_crumbs')}\nserve({ jars: true });`,
  };

  it('has the tools that a package it takes in registers for it, and none that it does not reach', async () => {
    const { tools, origins } = await extractTools({ ...shell, ...dependency });
    expect(tools.map(({ name }) => name)).toEqual(['count_jars']);
    expect(origins[0]?.file).toBe('node_modules/@larder/mcp/esm/serve.js');
  });

  it.each([
    ['a pattern of names', '@larder/mcp/serve', '{"name":"x","exports":{"./*":{"node":"./esm/*.js"}}}', true],
    ['a path inside the package', '@larder/mcp/esm/serve.js', '{"name":"x"}', true],
    ['its main file', '@larder/mcp', '{"name":"x","main":"esm/serve"}', true],
    ['the first of several', '@larder/mcp', '{"name":"x","exports":[{"browser":"./left.js"},"./esm/serve.js"]}', true],
    ['what only a browser is given', '@larder/mcp', '{"name":"x","exports":{"browser":"./esm/serve.js"}}', false],
    ['a manifest that is none', '@larder/mcp', '[]', false],
  ])('finds %s', async (_, specifier, manifest, found) => {
    const { tools } = await extractTools({
      ...shell,
      ...dependency,
      'start.js': shell['start.js'].replace('@larder/mcp/serve', specifier),
      'node_modules/@larder/mcp/package.json': manifest,
    });
    expect(tools.map(({ name }) => name)).toEqual(found ? ['count_jars'] : []);
  });

  it('reads no other package where its own source has tools', async () => {
    const taken = `import { serve as start } from '@larder/mcp/serve';\nstart({ cans: true });\n`;
    const { tools } = await extractTools({
      ...shell,
      ...dependency,
      'cli.js': `${taken}${server('count_lids')}\nserve({ jars: true });`,
    });
    expect(tools.map(({ name }) => name)).toEqual(['count_lids']);
  });
});

it('reads a long list that a server is given for certain, however many ways give it to others under conditions', async () => {
  const names = Array.from({ length: 150 }, (_, at) => `fold_${at}`);
  const way = (name: string) => `function ${name}() { if (await_()) register(new McpServer({})); }\n${name}();\n`;
  const { tools } = await extractTools({
    'index.js': `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
      const doubtful = new McpServer({});
      export function register(server) {
        for (const name of ${JSON.stringify(names)}) server.tool(name, 'Folds paper.', {}, async () => ({ content: [] }));
      }
      ${['one', 'two', 'three'].map((name) => way(name).replace('new McpServer({})', 'doubtful')).join('')}
      register(new McpServer({ name: 'paper', version: '1' }));`,
  });
  expect(tools.map(({ name }) => name)).toEqual(names);
});

describe('a program that does several things', () => {
  const server = (tool: string) =>
    `const server = make(); server.registerTool('${tool}', { description: 'Winds a clock.' }, () => ({ content: [] }));`;
  const head = `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
    const make = () => new McpServer({ name: 'clocks', version: '1' });
    function serve() { ${server('wind_clock')} }
    function repair() { ${server('mend_clock')} }\n`;
  const cases = [
    ["switch (process.argv[2] ?? 'serve') { case 'serve': serve(); break; case 'repair': repair(); }", ['wind_clock']],
    [
      "switch (process.argv.slice(2)[0] || 'repair') { case 'serve': serve(); break; case 'repair': repair(); }",
      ['mend_clock'],
    ],
    [
      "const [act] = process.argv.slice(2); switch (act) { case 'repair': repair(); break; default: serve(); }",
      ['wind_clock'],
    ],
    ["const act = process.argv[2]; if (act?.toLowerCase() === 'repair') repair(); else serve();", ['wind_clock']],
    // The arguments of another position are the runtime and the file, and not every word is a plain one.
    ["switch (process.argv[1]) { case 'repair': repair(); break; default: serve(); }", []],
    ['switch (process.argv[2]) { case act(): repair(); break; default: serve(); }', []],
    ["switch (process.argv[2] ?? chosen()) { case 'repair': repair(); break; default: serve(); }", []],
    // What a server may need to start is not taken as missing.
    ['if (process.argv[2]) repair(); else serve();', []],
  ] as const;
  it.each(cases)('%s', async (main, names) => {
    const { tools } = await extractTools({ 'index.js': head + main });
    expect(tools.map(({ name }) => name)).toEqual(names);
  });
});
