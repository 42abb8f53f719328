import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { addToYamlLists, appendText, removePieces } from '#crawler/policy/merge-text.ts';

const lists = { always_allow: ['mine__get', 'mine__a: b'], never_allow: ['mine__drop'] };

/** Files as people have them. */
const files: Record<string, string> = {
  'nothing at all': '',
  'another map': 'smart_approve:\n  ask_before:\n    - x\n',
  'lists in block form': 'user:\n  always_allow:\n    - other__get # mine\n  never_allow:\n    - other__drop\n# end\n',
  'lists at the column of their key': 'user:\n  always_allow:\n  - other__get\n  ask_before: []\n',
  'lists in brackets': 'user:\n  always_allow: [ other__get ]\n  never_allow: []\n',
  'a comment in front, no last line break': '# rules\nuser:\n    ask_before: []',
  'Windows line ends': 'user:\r\n  always_allow:\r\n    - other__get\r\nlater: 1\r\n',
};

describe.each(Object.entries(files))('YAML with %s', (_, before) => {
  const made = addToYamlLists(before, 'user', lists);

  it('gets the names beside what is there', () => {
    if (typeof made === 'string') throw new Error(made);
    const old = parse(before) ?? {};
    const now = parse(made.text);
    for (const [name, items] of Object.entries(lists))
      expect(now.user[name]).toEqual([...(old.user?.[name] ?? []), ...items]);
    for (const line of before.split(/\r?\n/).filter((each) => !/[[\]]/.test(each)))
      expect(made.text.split(/\r?\n/)).toContain(line);
  });

  it('is the same bytes again, and keeps what was added since', () => {
    if (typeof made === 'string') throw new Error(made);
    expect(removePieces(made.text, made.pieces)).toBe(before);
    const changed = `${made.text}# later\n`;
    expect(removePieces(changed, made.pieces)).toBe(`${before}# later\n`);
  });

  it('gets nothing twice', () => {
    if (typeof made === 'string') throw new Error(made);
    expect(addToYamlLists(made.text, 'user', lists)).toEqual({ text: made.text, pieces: [] });
  });
});

it.each([
  ['user: 7\n', /no map/],
  ['- a\n', /no map/],
  ['user:\n  always_allow: x\n', /no list/],
  ['a: [\n', /not valid YAML/],
  ['user: {}\n', /no map of several lines/],
])('says no to %j', (text, words) => {
  expect(addToYamlLists(text, 'user', lists)).toMatch(words);
});

it.each(['', 'model = "x"\n', '[a]\nb = 1', '# c\r\n[a]\r\n'])('appends to %j and takes it out', (before) => {
  const { text, pieces } = appendText(before, '[[hooks]]\nx = 1\n');
  expect(text.startsWith(before)).toBe(true);
  expect(removePieces(text, pieces)).toBe(before);
  expect(removePieces(`${text}later = 1\n`, pieces)).toBe(`${before}later = 1\n`);
});
