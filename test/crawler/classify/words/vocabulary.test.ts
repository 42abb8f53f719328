/** Words are found as they stand, whatever their case and however many others were seen before. */
import { expect, test } from 'vitest';
import { createVocabulary, findBlindly, maxWordLength } from '#crawler/classify/words/vocabulary.ts';
import type { WordInfo } from '#crawler/classify/words/word-info.ts';

const info = (form: number) => ({ form }) as WordInfo;
const bake = info(1);
const glaze = info(2);
const derived = info(3);

const open = () => {
  const asked: string[] = [];
  const known = new Map([
    ['bake', bake],
    ['glasieren', glaze],
    ['übergießen', glaze],
  ]);
  const find = createVocabulary(known, (word) => {
    asked.push(word);
    return word.startsWith('re') ? derived : undefined;
  });
  return { asked, at: (word: string) => find(`a ${word}.`, 2, 2 + word.length) };
};

test('a known word is found in any case, spelt small', () => {
  const { at, asked } = open();
  for (const word of ['bake', 'Bake', 'BAKE']) expect(at(word)).toMatchObject({ text: 'bake', info: bake });
  expect(at('ÜberGießen')).toMatchObject({ text: 'übergießen', info: glaze });
  expect(asked).toEqual([]);
});

test('another word is examined once', () => {
  const { at, asked } = open();
  for (const word of ['Rebake', 'rebake', 'cake', 'Cake', 'größe', 'Größe']) at(word);
  expect(at('rebake')).toMatchObject({ text: 'rebake', info: derived });
  expect(at('cake').info).toBeUndefined();
  expect(asked).toEqual(['rebake', 'cake', 'größe']);
});

test('what is too long to be a word is not examined', () => {
  const { at, asked } = open();
  const long = 'Re'.repeat(maxWordLength);
  expect(at(long)).toMatchObject({ text: long.toLowerCase(), info: undefined });
  expect(asked).toEqual([]);
});

test('after any number of other words the answers are the same', () => {
  const { at } = open();
  for (let i = 0; i < 60_000; i++) at(`filler${i}`);
  for (let i = 0; i < 30_000; i++) at(`füller${i}`);
  expect(at('Bake').info).toBe(bake);
  expect(at('rebake').info).toBe(derived);
  expect(at('filler7')).toMatchObject({ text: 'filler7', info: undefined });
});

test('words made to collide are told apart', () => {
  const { at } = open();
  // `b{` and `c\` have one hash, and so have words that differ in nothing else.
  const pairs = ['reb{', 'rec\\', 'reb|', 'rec]'];
  const words = Array.from({ length: 256 }, (_, n) => [0, 1, 2, 3].map((k) => pairs[(n >> (2 * k)) & 3]).join(''));
  for (const word of words) expect(at(word)).toMatchObject({ text: word, info: derived });
});

test('numbers are not examined', () => {
  const { at, asked } = open();
  expect(at('2048')).toMatchObject({ text: '2048', info: undefined });
  expect(asked).toEqual([]);
});

test('blindly, a word is only spelt small', () => {
  expect(findBlindly('a Bake.', 2, 6)).toMatchObject({ text: 'bake', info: undefined });
});
