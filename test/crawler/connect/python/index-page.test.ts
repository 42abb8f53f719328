import { expect, test } from 'vitest';
import { readIndexPage } from '#crawler/connect/python/index-page.ts';

const base = new URL('https://index.example.com/simple/a/');
const sha256 = 'a'.repeat(64);
const metadataSha256 = 'b'.repeat(64);

test('both forms of a page say the same', () => {
  const want = [
    {
      filename: 'a-1.0-py3-none-any.whl',
      url: 'https://index.example.com/files/a-1.0-py3-none-any.whl',
      sha256,
      requiresPython: '>=3.9,<4',
      yanked: true,
      metadataSha256,
    },
  ];
  const json = JSON.stringify({
    files: [
      {
        filename: 'a-1.0-py3-none-any.whl',
        url: '../../files/a-1.0-py3-none-any.whl',
        hashes: { sha256 },
        'requires-python': '>=3.9,<4',
        yanked: 'broken',
        'core-metadata': { sha256: metadataSha256 },
      },
      { filename: 'a-1.0.tar.gz', url: 'a-1.0.tar.gz', hashes: { sha256 } },
    ],
  });
  const html = `<!DOCTYPE html><a href="/files/a-1.0-py3-none-any.whl#sha256=${sha256}" data-requires-python="&gt;=3.9,&lt;4"
    data-yanked data-core-metadata="sha256=${metadataSha256}">a</a><a href="a-1.0.tar.gz#sha256=${sha256}">b</a>`;
  expect(readIndexPage(json, 'application/vnd.pypi.simple.v1+json', base)).toEqual(want);
  expect(readIndexPage(html, 'text/html', base)).toEqual(want);
});

test.each([
  ['a name that climbs', { filename: '../a.whl' }],
  ['a source archive', { filename: 'a-1.0.zip' }],
  ['no hash', { hashes: {} }],
  ['a hash that is none', { hashes: { sha256: '../x' } }],
  ['no address', { url: 'http://[' }],
])('a file with %s is left out', (_, more) => {
  const file = { filename: 'a-1.0-py3-none-any.whl', url: 'x', hashes: { sha256 }, ...more };
  expect(readIndexPage(JSON.stringify({ files: [file, null, 1] }), 'application/json', base)).toEqual([]);
});

test.each(['{}', '[]', 'null', '{"files":1}'])('%s is a page without files', (text) => {
  expect(readIndexPage(text, 'application/json', base)).toEqual([]);
});
