/**
 * The version of the rules: a number raised by hand when the way of judging changes, and a hash of everything that judges.
 *
 *   npm run ruleset              tells whether `crawler/classify/ruleset.ts` carries the right hash; exit 1 where not
 *   npm run ruleset -- --stamp   writes it, what the phrases of findings need, and `docs/methodology.md` anew (accuracy is
 *                                measured by `npm run eval`)
 *
 * The hash is made of the statements below `crawler/classify/`, and of how letters are folded, without types, imports, comments, layout and texts for
 * readers, in no order: moving a file, a function or a comment leaves it as it was, a changed number or word never does.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { renderNeeds } from './needs.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, 'crawler/classify');

/** Files below the classifier that judge no tool. */
const notRules = new Set(['ruleset.ts', 'index.ts', 'explain.ts', 'grade.ts']);

/** Fields that are read by people and tests only. */
const forReaders = new Set(['title', 'explains', 'explanation', 'sentence', 'advice', 'because', 'matches', 'misses']);

/** Files elsewhere that judge too: how letters are read. */
const beside = ['../text/fold.ts'];

/** Source text of every file that judges, by its path below `crawler/classify/`. */
export const judgingFiles = (): Map<string, string> =>
  new Map(
    [...readdirSync(folder, { recursive: true, encoding: 'utf8' }), ...beside]
      .filter((file) => file.endsWith('.ts') && !notRules.has(file))
      .map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
  );

const isForReaders = (node: ts.Node): boolean =>
  ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && forReaders.has(node.name.text);

/** The words and signs of a statement, whatever its layout. */
const tokensOf = (node: ts.Node, source: ts.SourceFile, into: string[]): string[] => {
  if (isForReaders(node)) return into;
  if (node.getChildCount(source) === 0) {
    // Commas come and go with the layout.
    if (node.kind !== ts.SyntaxKind.CommaToken) into.push(node.getText(source));
    return into;
  }
  for (const child of node.getChildren(source)) tokensOf(child, source, into);
  return into;
};

const judged = new Map<string, readonly string[]>();

/** What a file judges with: its statements in a form of their own. */
const statementsOf = (text: string): readonly string[] => {
  let found = judged.get(text);
  if (found === undefined) {
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, removeComments: true },
    });
    const source = ts.createSourceFile('rules.js', outputText, ts.ScriptTarget.ESNext, true);
    found = source.statements
      .filter((statement) => !ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement))
      .map((statement) =>
        tokensOf(statement, source, [])
          .join(' ')
          .replace(/^export /, ''),
      );
    judged.set(text, found);
  }
  return found;
};

/** Eight hexadecimal digits, of the statements of all these files. */
export const fingerprint = (files: ReadonlyMap<string, string> = judgingFiles()): string => {
  const statements = new Set([...files.values()].flatMap(statementsOf));
  const hash = createHash('sha256');
  for (const statement of [...statements].sort()) hash.update(statement).update('\n');
  return hash.digest('hex').slice(0, 8);
};

if (process.argv[1] === import.meta.filename) {
  if (process.argv.includes('--stamp')) {
    const { phrases } = await import('#crawler/classify/remarks/phrases.ts');
    writeFileSync(join(folder, 'lexicon/needs.ts'), renderNeeds(phrases));
  }
  const file = join(folder, 'ruleset.ts');
  const source = readFileSync(file, 'utf8');
  const [, version, hash] = /'(\d+\.\d+\.\d+)\+([0-9a-f]{8})'/.exec(source) ?? [];
  const right = `${version}+${fingerprint()}`;
  if (process.argv.includes('--stamp')) {
    writeFileSync(file, source.replace(/'\d+\.\d+\.\d+\+[0-9a-f]{8}'/, `'${right}'`));
    const { methodology } = await import('#crawler/methodology/methodology.ts');
    const { renderMethodology } = await import('#crawler/methodology/render.ts');
    writeFileSync(join(root, 'docs/methodology.md'), renderMethodology({ ...methodology(), ruleset: right }));
    console.log(`The rules are ${right} (crawler/classify/ruleset.ts, docs/methodology.md).`);
  } else if (`${version}+${hash}` === right) console.log(`The rules are ${right}.`);
  else {
    console.error(
      `The rules have changed: they are ${right}, and carry ${version}+${hash}. Run: npm run ruleset -- --stamp`,
    );
    process.exitCode = 1;
  }
}
