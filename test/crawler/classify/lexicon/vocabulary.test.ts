/**
 * Every verb that stands alone, and every noun that changes what a verb means, has a name that is judged rightly by it;
 * every verb that needs an object, a text or a field has an act.
 */
import { expect, test } from 'vitest';
import { classify, createClassifier } from '#crawler/classify/index.ts';
import { loadActs, loadVocabulary } from '#test/support/evaluation/data.ts';

const named = loadVocabulary();

test('names are judged by their verbs and nouns', { timeout: 60_000 }, () => {
  const wrong = named.flatMap(({ name, category }) => {
    const said = classify({ name, inputSchema: { type: 'object' } }).category;
    return said === category ? [] : [`${name}: ${said}, not ${category}`];
  });
  expect(wrong).toEqual([]);
});

test('acts are judged by their verbs and what these are done to', () => {
  const wrong = loadActs().flatMap(({ tool, server, category }) => {
    const said = createClassifier(server)(tool).category;
    return said === category ? [] : [`${tool.name} “${tool.description}”: ${said}, not ${category}`];
  });
  expect(wrong).toEqual([]);
});

test('no name stands there twice', () => {
  const names = named.map(({ name, category }) => `${category} ${name}`);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});
