/** The commands: each is found by its name, and none loads what another needs. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { addCommands, commands } from '#crawler/cli/commands.ts';
import type { CrawlSurroundings } from '#crawler/cli/crawling.ts';

const root = join(import.meta.dirname, '../../..');
const around = {} as CrawlSurroundings;

const added = async (name: string | undefined): Promise<string[]> => {
  const program = new Command('toolrisk');
  await addCommands(name, program, around);
  return program.commands.map((command) => command.name());
};

test('every command is added under the names that its module is found by', { timeout: 60_000 }, async () => {
  for (const { names } of commands) for (const name of names) expect(await added(name), name).toEqual(names);
});

test('the help, and a name that there is not, have all of them', { timeout: 60_000 }, async () => {
  const all = commands.flatMap(({ names }) => names);
  expect(await added('--help')).toEqual(all);
  expect(await added(undefined)).toEqual(all);
  expect(await added('clasify')).toEqual(all);
});

/** Files and packages that are loaded with a file, by the imports that Node follows at once. */
const loadedWith = (file: string, seen = new Set<string>()): Set<string> => {
  if (seen.has(file)) return seen;
  seen.add(file);
  if (!file.endsWith('.ts')) return seen;
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest);
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
    const isType = ts.isImportDeclaration(statement)
      ? statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
      : statement.isTypeOnly;
    if (isType || statement.moduleSpecifier === undefined) continue;
    const name = (statement.moduleSpecifier as ts.StringLiteral).text;
    loadedWith(name.startsWith('#') ? name.slice(1) : name.startsWith('./') ? join(dirname(file), name) : name, seen);
  }
  return seen;
};

test('judging definitions loads neither what crawls nor the database nor the site', () => {
  const loaded = [...loadedWith('crawler/main.ts'), ...loadedWith('crawler/cli/classify.ts')];
  expect(loaded).toContain('crawler/classify/classify.ts');
  expect(
    loaded.filter((file) => /^(?:site|crawler\/(?:connect|discover|extract)|db\/(?:client|queries))\b/.test(file)),
  ).toEqual([]);
});
