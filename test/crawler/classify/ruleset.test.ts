/** The version of the rules changes with what judges, and with nothing else. */
import { describe, expect, test } from 'vitest';
import { ruleset } from '#crawler/classify/index.ts';
import { fingerprint, judgingFiles } from '#test/support/ruleset.ts';

const files = judgingFiles();
const now = fingerprint(files);

/** The files with one of them changed. */
const changed = (file: string, change: (text: string) => string): string =>
  fingerprint(new Map([...files].map(([name, text]) => [name, name === file ? change(text) : text])));

test('the rule set carries the hash of what judges (npm run ruleset -- --stamp writes it)', () => {
  expect(ruleset).toMatch(/^\d+\.\d+\.\d+\+[0-9a-f]{8}$/);
  expect(ruleset.split('+')[1]).toBe(now);
});

/** The folder of a file, `rules/inspect` with `rules`. */
const folderOf = (file: string): string => file.replace(/\/?[^/]*$/, '').replace(/\/.*/, '');

const folders = [...new Set([...files.keys()].map(folderOf))];

/** A number that stands alone: no part of a name, a text or an expression. */
const number = /(?<=[ (])\d+(?:\.\d+)?(?=[,;) ])/g;

describe.each(folders)('below classify/%s', (folder) => {
  const inFolder = [...files].filter(([file]) => folderOf(file) === folder);

  test('a changed number changes it', () => {
    const judged = inFolder.some(([file, text]) =>
      [...text.matchAll(number)].some(
        ({ index, 0: found }) =>
          changed(file, (t) => `${t.slice(0, index)}${Number(found) + 3}${t.slice(index + found.length)}`) !== now,
      ),
    );
    expect(judged).toBe(true);
  });

  test('a comment, layout or another place does not', () => {
    const [file, text] = inFolder[0]!;
    expect(changed(file, (t) => `// Seen from afar.\n${t.replaceAll('\n', '\n\n')}/* The end. */\n`)).toBe(now);
    const moved = new Map(files);
    moved.delete(file);
    moved.set('elsewhere/other.ts', text);
    expect(fingerprint(moved)).toBe(now);
  });
});

test('texts for readers do not change it, a capability does', () => {
  const [file] = [...files].find(([name]) => name === 'rules/deletes-data.ts')!;
  expect(changed(file, (t) => t.replace(/explains:\s*'/, '$&Well: '))).toBe(now);
  expect(changed(file, (t) => t.replace("capability: 'delete-data'", "capability: 'clear-data'"))).not.toBe(now);
});
