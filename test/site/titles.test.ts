/** Words that a stranger chose are looked up in tables of titles; what every object has is no title. */
import { describe, expect, test } from 'vitest';
import { type Facet, serverFacetKinds, toolFacetKinds } from '#db/queries/facets.ts';
import type { Risk } from '#db/types.ts';
import { facetChoices, facetTitle } from '#site/src/lib/facet-titles.ts';
import { readListRequest } from '#site/src/lib/list-request.ts';
import { changeSentence } from '#site/src/lib/sentences.ts';
import { categoryTitles, humanise, riskWord, titleIn } from '#site/src/lib/vocabulary.ts';

const inherited = ['constructor', '__proto__', 'toString', 'valueOf', 'hasOwnProperty', '__defineGetter__'];
const kinds = [...new Set([...toolFacetKinds, ...serverFacetKinds])];

describe.each(inherited)('%s', (word) => {
  test('is the title of nothing', () => {
    expect(titleIn(categoryTitles, word)).toBeUndefined();
    expect(riskWord(word as Risk)).toBe(humanise(word));
  });

  test.each(kinds)('is a word like any other as a facet of the kind %s', (kind) => {
    const facet: Facet = `${kind}:${word}`;
    expect(facetTitle(facet)).toBeTypeOf('string');
    const [choice] = facetChoices(kind, new Map(), [facet]);
    expect(choice).toMatchObject({ value: word, chosen: true, n: undefined });
  });

  test('is kept of an address as it would be kept of any other', () => {
    const { facets } = readListRequest('server', new URLSearchParams({ vendor: word }), 50);
    expect(facets).toEqual([`vendor:${word.toLowerCase()}`]);
  });

  test.each(kinds)('and what no database takes is left out of the kind %s', (kind) => {
    const { facets } = readListRequest('server', new URLSearchParams({ [kind]: `\0${word}\ud800\0` }), 50);
    expect(facets.join()).not.toMatch(/[\0\p{Cs}]/u);
  });

  test('is neither category nor outcome of a change', () => {
    const change = (kind: string, detail: object) =>
      changeSentence({ change: { kind, detail }, definitions: null } as never);
    expect(change('server-found', { outcome: word })).toBe('First visit: not listed');
    expect(change('verdict-changed', { name: 'a', from: word, fromRisk: word, to: 'read', toRisk: 'low' })).toContain(
      'from not assessed to read, low risk',
    );
  });
});
