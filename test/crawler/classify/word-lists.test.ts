/** Lists of words stand below `lexicon/` and nowhere else: what reads, decides and remarks names them. */
import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../../../crawler/classify');

/** So many plain words in a row are a list, not the parts of one thing. */
const longest = 5;
const isWord = (text: string) => /^\p{Ll}+$/u.test(text);

/** The lists of words in a source: texts of words alone, and arrays of such texts. */
function wordLists(file: string, source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) {
      const words = node.text.trim().split(/\s+/);
      if (words.length >= longest && words.every(isWord)) found.push(words.join(' '));
    }
    if (ts.isArrayLiteralExpression(node) && node.elements.length >= longest) {
      const texts = node.elements.flatMap((element) => (ts.isStringLiteralLike(element) ? [element.text] : []));
      if (texts.length === node.elements.length && texts.every(isWord)) found.push(texts.join(' '));
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true));
  return found;
}

/** Parts of our own data, no words of a language. */
const own = new Set(['name lead body passive titled stated']);

test('outside the lexicon no file holds a list of words', () => {
  const files = globSync(['*.ts', '{words,read,decide}/**/*.ts', '{remarks,rules/inspect}/*.ts'], { cwd: folder }).map(
    (file) => join(folder, file),
  );
  expect(files.length).toBeGreaterThan(30);
  const lists = files.flatMap((file) =>
    wordLists(file, readFileSync(file, 'utf8'))
      .filter((list) => !own.has(list))
      .map((list) => `${relative(folder, file)}: ${list}`),
  );
  expect(lists).toEqual([]);
});

test.each([
  ["const verbs = ['send', 'post', 'mail', 'tell', 'write'];", ['send post mail tell write']],
  ["const verbs = wordSet('send post mail tell write');", ['send post mail tell write']],
  ['const verbs = `send post\n mail tell write`;', ['send post mail tell write']],
  ["const pair = ['send', 'post'];", []],
  ["throw new Error('A sentence of several words, with its stop.');", []],
])('%s', (source, lists) => expect(wordLists('a.ts', source)).toEqual(lists));
