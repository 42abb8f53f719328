/** Nothing that a stranger wrote reaches a terminal, a log or a program that reads our output in a form that acts on it. */
import { Writable } from 'node:stream';
import fc from 'fast-check';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { printable, table } from '#crawler/cli/text.ts';
import { plainLines } from '#crawler/text/invisible.ts';
import { escapeInvisible, writeJson } from '#crawler/text/json.ts';
import { anyText, hostileTexts } from '#test/support/hostile-text.ts';

/** Control, format, private and unassigned characters, halves of pairs, and separators of lines. */
const acts = /\p{C}|\u2028|\u2029/u;
const actsInLines = /[^\P{C}\n]|\u2028|\u2029/u;

test('a text on a terminal is one line of bounded width', () => {
  const check = (text: string, max: number) => {
    const shown = printable(text, max);
    expect(shown).not.toMatch(acts);
    // Marks take no room; nothing else is longer than its columns.
    expect([...shown.replace(/\p{M}/gu, '')].length).toBeLessThanOrEqual(max);
    expect((shown.match(/\p{M}+/gu) ?? []).every((marks) => [...marks].length <= 4)).toBe(true);
  };
  for (const text of Object.values(hostileTexts)) for (const max of [12, 20, 200]) check(text, max);
  fc.assert(fc.property(anyText, fc.integer({ min: 12, max: 80 }), check));
});

test('ideographs take two columns, in texts and in tables', () => {
  expect(printable('漢'.repeat(30), 20)).toBe(`${'漢'.repeat(9)}…`);
  expect(
    table(
      [
        ['漢字', 'a'],
        ['ab', 'b'],
      ],
      20,
    ),
  ).toBe('漢字  a\nab    b');
});

test('a message keeps its lines and loses what acts', () => {
  expect(plainLines('one\ntwo\u001b[2J\u202e\u{e0041}\r')).toBe('one\ntwo�[2J���');
  fc.assert(
    fc.property(anyText, (text) => {
      expect(plainLines(text)).not.toMatch(actsInLines);
    }),
  );
});

test('JSON for a program keeps every value and shows every character', () => {
  for (const text of Object.values(hostileTexts)) {
    const json = writeJson({ [text]: text });
    expect(JSON.parse(json)).toEqual({ [text]: text });
    expect(json).not.toMatch(actsInLines);
  }
});

test('the log is JSON without them, whatever is logged', async () => {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const log = pino({ hooks: { streamWrite: escapeInvisible } }, stream);
  for (const text of Object.values(hostileTexts)) log.info({ text }, text);
  log.error(new Error(hostileTexts.direction), 'queue');
  expect(lines).toHaveLength(Object.keys(hostileTexts).length + 1);
  for (const line of lines) {
    expect(line).not.toMatch(actsInLines);
    JSON.parse(line);
  }
});
