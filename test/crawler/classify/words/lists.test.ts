/** Lists of words as bits: a word has the bits of its lists, and of no others. */
import { expect, test } from 'vitest';
import * as sentence from '#crawler/classify/lexicon/sentence.ts';
import * as telling from '#crawler/classify/lexicon/telling.ts';
import { about, as, join, listsOf, noLists, onNone, share, singularOf } from '#crawler/classify/words/lists.ts';

const sets = { ...sentence, ...telling, ...telling.telling, ...telling.writtenAlone, ...telling.singularAlone };
const setOf = (name: string): ReadonlySet<string> => (sets as Record<string, unknown>)[name] as ReadonlySet<string>;

test.each(Object.keys(as) as Array<keyof typeof as>)('as written, %s', (name) => {
  const list = { ...telling.singularAlone, ...sets, ...telling.writtenAlone, ...telling.telling }[name];
  for (const word of list) expect(share(listsOf(word).written, as[name]), word).toBe(true);
  expect(share(listsOf('wibble').written, as[name])).toBe(false);
});

test.each(Object.keys(about) as Array<keyof typeof about>)('in the singular, %s', (name) => {
  for (const word of setOf(name))
    if (singularOf(word) === word) expect(share(listsOf(word).singular, about[name]), word).toBe(true);
});

test('every list has a bit of its own', () => {
  for (const bits of [as, about]) {
    const all = Object.values(bits).map(({ lo, hi }) => `${lo} ${hi}`);
    expect(new Set(all).size).toBe(all.length);
    expect(all).not.toContain('0 0');
  }
});

test.each([
  ['tags', 'tag'],
  ['policies', 'policy'],
  ['status', 'status'],
  ['access', 'access'],
  ['analysis', 'analysis'],
])('the singular of %s is %s', (word, singular) => {
  expect(singularOf(word)).toBe(singular);
});

test('a word on no list shares nothing', () => {
  expect(listsOf('wibble')).toBe(onNone);
  expect(share(noLists, join(as.passives, about.people))).toBe(false);
  expect(share(join(noLists, as.passives), as.passives)).toBe(true);
});
