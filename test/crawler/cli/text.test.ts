import { expect, test } from 'vitest';
import { duration, plural, printable, table } from '#crawler/cli/text.ts';

test('a stranger’s text cannot steer the terminal: no escape sequence, control or bidirectional character survives', () => {
  expect(printable('\x1b[31mred\x1b[0m \x1b]0;title\x07name')).toBe('red name');
  expect(printable('a\u202Eb\u0000c\u0085d')).toBe('a�b�c�d');
  expect(printable('one\r\ntwo\tthree')).toBe('one two three');
  expect(printable('x'.repeat(300), 10)).toBe('xxxxxxxxx…');
  expect(printable('täglich 日本語 😀')).toBe('täglich 日本語 😀');
});

test('columns line up and lines keep to the width', () => {
  expect(
    table(
      [
        ['a', 'bb', 'c'],
        ['aaa', 'b', 'c'],
      ],
      80,
    ),
  ).toBe('a    bb  c\naaa  b   c');
  expect(table([['a', 'x'.repeat(50)]], 20)).toHaveLength(20);
  expect(table([], 80)).toBe('');
});

test('numbers read as people write them', () => {
  expect([plural(1, 'tool'), plural(0, 'tool'), plural(1200, 'server')]).toEqual([
    '1 tool',
    '0 tools',
    '1,200 servers',
  ]);
  expect([duration(12.4), duration(3210), duration(125_000)]).toEqual(['12 ms', '3.2 s', '2 min 5 s']);
});
