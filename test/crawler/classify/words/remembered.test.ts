/** What is remembered of texts never changes an answer. */
import { expect, test } from 'vitest';
import { forgetTexts, remembered } from '#crawler/classify/words/remembered.ts';

const watched = () => {
  const asked: string[] = [];
  const measure = remembered((text) => {
    asked.push(text);
    return text.length === 3 ? undefined : `${text}!`;
  });
  return { asked, measure };
};

test('a text that comes again is looked at once more and then remembered, whatever the answer', () => {
  const { asked, measure } = watched();
  for (let i = 0; i < 4; i++) expect([measure('bake'), measure('pie'), measure('')]).toEqual(['bake!', undefined, '!']);
  expect(asked).toEqual(['bake', 'pie', '', 'bake', 'pie', '']);
});

test('texts that belong in one place do not answer for each other', () => {
  const { measure } = watched();
  const texts = Array.from({ length: 60_000 }, (_, n) => `${'crust '.repeat(20)}${n} ${'crumb '.repeat(20)}`);
  const others = [...texts, ...texts.toReversed()].filter((text) => measure(text) !== `${text}!`);
  expect(others).toEqual([]);
});

test('a long text is looked at each time', () => {
  const { asked, measure } = watched();
  const long = 'dough'.repeat(200);
  measure(long);
  measure(long);
  expect(asked).toEqual([long, long]);
});

test('after everything was forgotten it is looked at anew', () => {
  const { asked, measure } = watched();
  for (let i = 0; i < 3; i++) measure('bake');
  forgetTexts();
  measure('bake');
  expect(asked).toEqual(['bake', 'bake', 'bake']);
});
