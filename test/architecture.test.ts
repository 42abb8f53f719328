/** The shape of the project: which layer may import which, how imports are written, and that nothing runs on import. */
import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** For each layer, the prefixes of what it may import with `#`. The first matching layer counts. */
const layers: { path: string; may: string[] }[] = [
  { path: 'db/types.ts', may: [] },
  { path: 'db/', may: ['#db/'] },
  { path: 'crawler/text/', may: ['#db/types.ts'] },
  { path: 'crawler/classify/', may: ['#crawler/classify/', '#crawler/text/', '#db/types.ts'] },
  { path: 'crawler/identity/', may: ['#crawler/identity/', '#crawler/text/', '#db/types.ts'] },
  { path: 'crawler/policy/', may: ['#crawler/policy/', '#crawler/classify/', '#crawler/text/', '#db/types.ts'] },
  {
    path: 'crawler/methodology/',
    may: ['#crawler/methodology/', '#crawler/classify/', '#crawler/identity/', '#crawler/policy/', '#db/types.ts'],
  },
  { path: 'crawler/main.ts', may: ['#crawler/', '#db/', '#site/'] },
  { path: 'crawler/', may: ['#crawler/', '#db/'] },
  {
    path: 'site/',
    may: [
      '#site/',
      '#crawler/classify/',
      '#crawler/policy/',
      '#crawler/identity/',
      '#crawler/methodology/',
      '#crawler/text/',
      '#db/',
    ],
  },
  { path: 'test/', may: ['#'] },
  { path: 'bench/', may: ['#'] },
];

/** Pure layers: besides other pure ones, they import no package that does I/O. */
const pure = [
  'crawler/classify/',
  'crawler/identity/',
  'crawler/methodology/',
  'crawler/policy/',
  'crawler/text/',
  'db/types.ts',
];
const pureBuiltins = ['node:crypto', 'node:util'];

async function sourceFiles(): Promise<{ file: string; imports: string[] }[]> {
  const files: { file: string; imports: string[] }[] = [];
  for await (const file of glob('{db,crawler,site,test,bench}/**/*.{ts,astro,mjs}', { cwd: root })) {
    if (/node_modules|\/dist\/|\/\.astro\/|^test\/fixtures\//.test(file)) continue;
    const text = readFileSync(join(root, file), 'utf8');
    const script = file.endsWith('.astro') ? (/^---\n(.*?)\n---/s.exec(text)?.[1] ?? '') : text;
    const { importedFiles } = ts.preProcessFile(script, true, true);
    files.push({ file, imports: importedFiles.map((imported) => imported.fileName) });
  }
  return files;
}

const files = await sourceFiles();

test('there are files to look at in every folder', () => {
  for (const folder of ['db', 'crawler', 'site', 'test']) {
    expect(files.filter(({ file }) => file.startsWith(`${folder}/`)).length, folder).toBeGreaterThan(3);
  }
});

test('imports point one way: site, then crawler, then db', () => {
  const wrong = files.flatMap(({ file, imports }) => {
    const layer = layers.find(({ path }) => file.startsWith(path));
    if (!layer) return [`${file} belongs to no layer`];
    return imports
      .filter((imported) => imported.startsWith('#'))
      .filter((imported) => !layer.may.some((prefix) => imported.startsWith(prefix)))
      .map((imported) => `${file} imports ${imported}`);
  });
  expect(wrong).toEqual([]);
});

test('imports across folders are written with #, inside a folder with ./, never with ../', () => {
  const wrong = files.flatMap(({ file, imports }) =>
    imports.filter((imported) => /(^|\/)\.\.(\/|$)/.test(imported)).map((imported) => `${file} imports ${imported}`),
  );
  expect(wrong).toEqual([]);
});

test('classification and policy are pure: no file, network, process or environment', () => {
  const wrong = files
    .filter(({ file }) => pure.some((path) => file.startsWith(path)))
    .flatMap(({ file, imports }) =>
      imports
        .filter((imported) => imported.startsWith('node:') && !pureBuiltins.includes(imported))
        .map((imported) => `${file} imports ${imported}`),
    );
  expect(wrong).toEqual([]);
});

/** Package managers are run with the user's proxy, certificates and index, which stand in the environment. */
const readsEnvironment = [
  // The text of a program that leaves the project.
  'crawler/policy/hook/guard-source.ts',
  'crawler/main.ts',
  'crawler/connect/run-installer.ts',
  'crawler/connect/python/uv.ts',
];

test('only the command line reads the environment (but for where programs are) or ends the process', () => {
  const wrong = files
    .filter(
      ({ file }) => /^(crawler|db|site\/src)\//.test(file) && !readsEnvironment.includes(file) && file.endsWith('.ts'),
    )
    .filter(({ file }) =>
      /process\.(env\b(?!\.(npm_execpath|PATH)\b)|exit\()/.test(readFileSync(join(root, file), 'utf8')),
    )
    .map(({ file }) => file);
  expect(wrong).toEqual([]);
});

/** What each file of `crawler/` imports below the project, types included. */
const graph = new Map(
  files
    .filter(({ file }) => file.startsWith('crawler/'))
    .map(({ file, imports }) => [
      file,
      imports.flatMap((imported) =>
        imported.startsWith('#')
          ? [imported.slice(1)]
          : imported.startsWith('./')
            ? [join(dirname(file), imported)]
            : [],
      ),
    ]),
);

test('no circle of imports in the crawler, types included', () => {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) circles.push([...path.slice(at), file].join(' -> '));
    if (at >= 0 || done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  expect(circles).toEqual([]);
});

/** Branches of one function, those of functions inside it left out. */
const branchesOf = (top: ts.Node): number => {
  let count = 0;
  const visit = (node: ts.Node): void => {
    if (node !== top && ts.isFunctionLike(node)) return;
    switch (node.kind) {
      case ts.SyntaxKind.IfStatement:
      case ts.SyntaxKind.ConditionalExpression:
      case ts.SyntaxKind.ForStatement:
      case ts.SyntaxKind.ForOfStatement:
      case ts.SyntaxKind.ForInStatement:
      case ts.SyntaxKind.WhileStatement:
      case ts.SyntaxKind.DoStatement:
      case ts.SyntaxKind.CaseClause:
      case ts.SyntaxKind.CatchClause:
      case ts.SyntaxKind.AmpersandAmpersandToken:
      case ts.SyntaxKind.BarBarToken:
      case ts.SyntaxKind.QuestionQuestionToken:
        count++;
    }
    ts.forEachChild(node, visit);
  };
  visit(top);
  return count;
};

test('no function of the crawler has more branches than a reader can hold', { timeout: 60_000 }, () => {
  const most = 40;
  const large: string[] = [];
  for (const file of graph.keys()) {
    const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest);
    const visit = (node: ts.Node): void => {
      if (ts.isFunctionLike(node)) {
        const branches = branchesOf(node);
        const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
        if (branches > most) large.push(`${file}:${line} has ${branches} branches`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  expect(large).toEqual([]);
});
