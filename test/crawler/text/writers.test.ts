/** What is written for a program is read back by a real parser of its grammar, whatever the names are. */
import fc from 'fast-check';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { writeJson } from '#crawler/text/json.ts';
import { writeToml } from '#crawler/text/toml.ts';
import { writeYaml } from '#crawler/text/yaml.ts';
import { anyText, hostileTexts } from '#test/support/hostile-text.ts';

const parseYaml11 = (text: string) => parseYaml(text, { version: '1.1' });

/** The only value of an object, with its key, which is compared by the caller. */
const onlyEntry = (value: unknown) => {
  const entries = Object.entries(value as object);
  expect(entries.length).toBe(1);
  return entries[0];
};

/** What a terminal, an editor or a person would be misled by. */
const misleading = /[^\P{C}\n]|\u2028|\u2029|\u00a0|\u3164|\u2800|\ufe0f/u;

const writers: { name: string; write(text: string): string; read(written: string): unknown }[] = [
  { name: 'JSON', write: (text) => writeJson({ [text]: [text] }), read: JSON.parse },
  {
    name: 'TOML, as a key and a value',
    write: (text) => writeToml([{ path: [], entries: [[text, [text]]] }]),
    read: parseToml,
  },
  {
    name: 'TOML, as the name of a table',
    write: (text) => writeToml([{ path: ['a', text], entries: [['k', [text]]] }]),
    read: (written) => {
      const [name, table] = onlyEntry(parseToml(written).a)!;
      return { [name]: (table as { k: unknown }).k };
    },
  },
  { name: 'YAML 1.2', write: (text) => writeYaml({ [text]: [text] }), read: (written) => parseYaml(written) },
  { name: 'YAML 1.1', write: (text) => writeYaml({ [text]: [text] }), read: parseYaml11 },
];

describe.each(writers)('$name', ({ name, read, write }) => {
  const readsBack = (text: string) => {
    const kept = name === 'JSON' ? text : text.toWellFormed();
    expect(onlyEntry(read(write(text)))).toEqual([kept, [kept]]);
  };

  it.each(Object.entries(hostileTexts))('reads back %s', (_, text) => readsBack(text));

  it('reads back any text', () => {
    fc.assert(fc.property(anyText, readsBack), { numRuns: 300 });
  });

  it('writes nothing that misleads who looks at it', () => {
    for (const text of Object.values(hostileTexts)) expect(write(text)).not.toMatch(misleading);
  });
});

it('comments end where they should', () => {
  const comment = 'a\n[evil]\r\u2028b\u202e';
  expect(parseToml(writeToml([], [comment]))).toEqual({});
  expect(parseYaml(writeYaml({ a: 1 }, [comment]))).toEqual({ a: 1 });
});

it('text that readers take for something else stays text', () => {
  for (const text of [
    'on',
    'no',
    'y',
    'null',
    '~',
    '1e3',
    '0x1f',
    '2001-01-01',
    '1:30',
    '<<',
    '=',
    '.inf',
    '',
    '- a',
    '*a',
    '&a',
    '!!js/function f',
    '"',
    "'",
  ]) {
    expect(parseYaml11(writeYaml({ [text]: text }))).toEqual({ [text]: text });
    expect(parseYaml(writeYaml({ [text]: text }))).toEqual({ [text]: text });
  }
});

it('refuses numbers that no policy holds', () => {
  expect(() => writeToml([{ path: [], entries: [['a', Number.NaN]] }])).toThrow(RangeError);
});
