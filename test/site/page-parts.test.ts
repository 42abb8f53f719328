/** Parts of pages that are made of a server's words, on their own. */
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { classify } from '#crawler/classify/classify.ts';
import type { ToolDefinition } from '#db/types.ts';
import { compareAnnotations } from '#site/src/lib/annotations.ts';
import { drawCard, sendCard } from '#site/src/lib/card.ts';
import { markdownCode } from '#site/src/lib/markdown.ts';
import { arrangeParameters, listParameters } from '#site/src/lib/parameters.ts';
import { capabilityPath, decodeToolName, vendorKey, vendorPath } from '#site/src/lib/paths.ts';
import { reportAddress, writeReport } from '#site/src/lib/report.ts';
import { spread } from '#site/src/lib/verdicts.ts';
import { diffWords } from '#site/src/lib/word-diff.ts';
import { renderXml } from '#site/src/lib/xml.ts';
import { hostileTexts } from '#test/support/hostile-text.ts';
import { unseen } from './only-text.ts';

const hostile = Object.entries(hostileTexts);

describe('what a text was and is', () => {
  test.each([
    ['Reads a page.', 'Reads a whole page.', ['whole ']],
    ['Lists files', 'Lists files and deletes them', [' and deletes them']],
  ])('%s, then %s', (from, to, added) => {
    expect(
      diffWords(from, to)
        .filter(({ kind }) => kind === 'added')
        .map(({ text }) => text),
    ).toEqual(added);
  });
  test.each(hostile)('both texts can be read back from it: %s', (_, text) => {
    const [from, to] = [`a ${text.slice(0, 200)} b`, `a ${text.slice(0, 200)} c`];
    const parts = diffWords(from, to);
    const side = (other: 'added' | 'removed') =>
      parts
        .filter(({ kind }) => kind !== other)
        .map((part) => part.text)
        .join('');
    expect(side('added')).toBe(from);
    expect(side('removed')).toBe(to);
  });
  test('texts with nothing in common are not compared for ever', () => {
    const words = (seed: number) => Array.from({ length: 6000 }, (_, at) => `${(at * seed) % 9973}`).join(' ');
    const parts = diffWords(words(7), words(11));
    expect(parts.map(({ kind }) => kind)).toEqual(['removed', 'added']);
  });
});

describe('the picture beside a link', () => {
  test.each(hostile)('is well-formed and shows every character: %s', async (_, text) => {
    const svg = renderXml(
      drawCard({ title: text, above: text, sign: text, risk: 'critical', lines: [text, text, text] }),
    );
    expect(svg.replace(/<[^<>]*>/g, '')).not.toMatch(/[<>]|&(?!#\d+;)/);
    expect(svg).not.toMatch(unseen);
    expect(svg.length).toBeLessThan(6_000);
  });
  test('becomes a PNG of the right size', async () => {
    const response = await sendCard({ title: 'delete_漢字', above: 'x', sign: 'Critical', risk: null, lines: [] });
    const { width, height, format } = await createRequire(import.meta.url)('sharp')(
      Buffer.from(await response.arrayBuffer()),
    ).metadata();
    expect({ width, height, format }).toEqual({ width: 1200, height: 630, format: 'png' });
  });
});

describe('a report of a verdict', () => {
  test.each(hostile)('keeps a name in its place: %s', (_, tool) => {
    const report = writeReport({ server: 'a', tool, page: 'https://x.example/p', verdict: classify({ name: 'x' }) });
    expect(report.body.split('\n').length).toBe(6);
    expect(report.title).not.toMatch(unseen);
    expect(report.body.split('`').length).toBe(5);
    const url = new URL(reportAddress('https://tracker.example/new?a=b', report));
    expect(url.host).toBe('tracker.example');
    expect([...url.searchParams.keys()]).toEqual(['a', 'title', 'body']);
  });
});

describe('annotations beside the verdict', () => {
  const rows = (definition: ToolDefinition) =>
    compareAnnotations(definition, classify(definition)).map(({ hint, says, found, disagrees }) => [
      hint,
      says,
      found,
      disagrees,
    ]);
  test('a reader that says so', () => {
    expect(rows({ name: 'list_pots', description: 'Lists pots.', annotations: { readOnlyHint: true } })).toEqual([
      ['readOnlyHint', 'yes', 'yes', false],
      ['destructiveHint', 'nothing', 'no', false],
    ]);
  });
  test('one that overstates, and one that says nothing, get advice', () => {
    const advice = (annotations: ToolDefinition['annotations']) => {
      const definition = { name: 'list_pots', description: 'Lists pots.', annotations };
      return compareAnnotations(definition, classify(definition)).map(({ hint, disagrees, advice }) => [
        hint,
        disagrees,
        advice,
      ]);
    };
    expect(advice({ readOnlyHint: false, destructiveHint: true })).toEqual([
      ['readOnlyHint', false, 'it overstates, which harms nobody'],
      ['destructiveHint', false, 'it overstates, which harms nobody'],
    ]);
    expect(advice({})).toEqual([
      ['readOnlyHint', false, 'saying so would spare questions'],
      ['destructiveHint', false, undefined],
    ]);
  });
  test('one that deletes and says it reads', () => {
    const [first] = rows({
      name: 'smash_pots',
      description: 'Permanently deletes all pots of a shelf.',
      annotations: { readOnlyHint: true },
    });
    expect(first).toEqual(['readOnlyHint', 'yes', 'no', true]);
  });
  test.each([[{ constructor: true }], [{ readOnlyHint: 'yes' }], [{ readOnlyHint: null }]])(
    'odd ones: %j',
    (annotations) => {
      const found = rows({
        name: 'list_pots',
        description: 'Lists pots.',
        annotations: annotations as unknown as ToolDefinition['annotations'],
      });
      expect(found.every(([, says]) => says === 'nothing' || says === 'something else')).toBe(true);
    },
  );
});

describe('parameters by weight', () => {
  test('what a signal speaks of first, then what is required; two levels, the rest folded', () => {
    const definition: ToolDefinition = {
      name: 'fetch_page',
      description: 'Fetches a page.',
      inputSchema: {
        type: 'object',
        properties: {
          note: { type: 'string' },
          lang: { type: 'string' },
          options: {
            type: 'object',
            properties: { depth: { type: 'object', properties: { most: { type: 'integer' } } } },
          },
          url: { type: 'string', description: 'The URL to fetch.' },
        },
        required: ['lang'],
      },
    };
    const { rows } = listParameters(definition, classify(definition).signals);
    const { open, folded } = arrangeParameters(rows);
    expect(open.map(({ path }) => path)).toEqual(['url', 'lang', 'note', 'options', 'options.depth']);
    expect(folded.map(({ path }) => path)).toEqual(['options.depth.most']);
  });
});

describe('addresses of vendors', () => {
  test.each(hostile)('lead back to the vendor: %s', (_, vendor) => {
    const path = new URL(vendorPath(vendor), 'https://x.example').pathname;
    expect(path.split('/')).toHaveLength(3);
    expect(decodeToolName(decodeURIComponent(path.split('/')[2]!))).toBe(vendorKey(vendor));
  });
  test('of capabilities', () => expect(capabilityPath('delete-data')).toBe('/capabilities/delete-data'));
});

test('a block of code in Markdown cannot be left', () => {
  for (const [, text] of hostile) {
    const [first, ...rest] = markdownCode(`${text}\n\`\`\`\n# x`, 'json');
    const fence = first!.slice(0, -'json'.length);
    expect(rest.at(-1)).toBe(fence);
    expect(rest.slice(0, -1).some((line) => line.includes(fence))).toBe(false);
  }
});

test('a choice spreads over groups, and fills up with what is left', () => {
  const items = ['a1', 'a2', 'b1', 'c2', 'c3'];
  expect(spread(items, [(item) => item[0]!, (item) => item[1]!], 3)).toEqual(['a1', 'c2', 'a2']);
  expect(spread(items, [(item) => item[0]!], 9)).toEqual(['a1', 'b1', 'c2', 'a2', 'c3']);
});
