import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedParts } from '#site/src/lib/definition-parts.ts';
import { beginAtMark, resolvePointer, segment, shortenUnmarked } from '#site/src/lib/evidence.ts';
import { formatAgo, formatPercent, joinWords, shorten } from '#site/src/lib/format.ts';
import { listParameters, maxRows } from '#site/src/lib/parameters.ts';
import { decodeToolName, encodeToolName, safeUrl, toolPath } from '#site/src/lib/paths.ts';
import { pageNumber, text } from '#site/src/lib/query.ts';
import { plainVerbatim, revealHidden } from '#site/src/lib/verbatim.ts';
import { element, renderXml } from '#site/src/lib/xml.ts';
import { hostileNames } from './seed.ts';

const anyName = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(...hostileNames, '', '~~', '.', '~7e~'),
);

describe('addresses of tools', () => {
  it('lead back to the exact name, whatever it is', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const path = toolPath('slug', name);
        // As a browser sends it and a server reads it, once or many times decoded.
        const { pathname } = new URL(path, 'http://localhost');
        expect(pathname).toBe(path);
        const segment = decodeURIComponent(pathname.split('/')[4]!);
        expect(segment).not.toMatch(/[%/?#\\]/);
        expect(decodeToolName(segment)).toBe(name);
      }),
    );
  });

  it('give different names different addresses and plain names plain ones', () => {
    expect(encodeToolName('create_event')).toBe('create_event');
    fc.assert(fc.property(anyName, anyName, (a, b) => a === b || encodeToolName(a) !== encodeToolName(b)));
  });
});

describe('text of servers', () => {
  it('is shown whole, with nothing hidden left in it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ max: 0xffff, min: 0 })), (units) => {
        const value = String.fromCharCode(...units);
        const parts = revealHidden(value);
        expect(parts.map((part) => part.text).join('')).toBe(value);
      }),
    );
    expect(plainVerbatim('a\u202eb')).toBe('a[U+202E]b');
    for (const hidden of [
      '\u2028',
      '\u3164',
      '\u{e0041}',
      '\ue000',
      '\ufffe',
      '\ud800',
      '\u2800',
      '\u0000',
      'e\u200d',
      'a\ufe0f',
    ]) {
      expect(plainVerbatim(`a${hidden}b`)).toMatch(/\[U\+[0-9A-F]{4,6}\]b$/);
    }
  });

  it('leaves alone what means something where it stands', () => {
    for (const text of [
      '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
      '\u2764\ufe0f',
      '1\ufe0f\u20e3',
      'می\u200cخواهم',
      'क्\u200dष',
      '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e007f}',
      'a\u00a0b',
    ]) {
      expect(revealHidden(text).filter((part) => part.hidden)).toEqual([]);
    }
  });

  it('links only to the web', () => {
    expect(safeUrl('javascript:alert(1)')).toBeUndefined();
    expect(safeUrl('data:text/html,x')).toBeUndefined();
    expect(safeUrl('https://example.com/a')).toBe('https://example.com/a');
  });
});

describe('XML', () => {
  const decode = (text: string) => text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

  it('carries any text whole, in elements and attributes, with nothing reserved left in it', {
    timeout: 60_000,
  }, () => {
    const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...hostileNames, ']]>', '&nbsp;', '&#60;'));
    fc.assert(
      fc.property(anyText, anyText, (text, value) => {
        const xml = renderXml(element('a', { b: value }, text, element('c', {}, 'd')));
        const [, attribute, content] = /<a b="([^"]*)">([^<]*)<c>d<\/c><\/a>\n$/.exec(xml)!;
        expect(`${attribute}${content}`.replace(/&#\d+;/g, '')).not.toMatch(/[<>&'"\u0000-\u0008\ufffe\uffff]/);
        const stored = (from: string) =>
          from.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\uFFFD');
        expect([decode(attribute!), decode(content!)]).toEqual([stored(value), stored(text)]);
      }),
    );
  });
});

describe('definitions', () => {
  it('differ in the parts that differ, whatever the order of keys', () => {
    const schema = { type: 'object', properties: { a: { type: 'string' }, b: {} } };
    const turned = { properties: { b: {}, a: { type: 'string' } }, type: 'object' };
    expect(changedParts({ name: 'x', inputSchema: schema }, { name: 'x', inputSchema: turned })).toEqual([]);
    expect(changedParts({ name: 'x' }, { name: 'x', description: '', outputSchema: {}, _meta: {} })).toEqual([
      'description',
      'outputSchema',
      '_meta',
    ]);
    expect(changedParts({ name: 'x', title: 'a', annotations: {} }, { name: 'x', title: 'b' })).toEqual([
      'title',
      'annotations',
    ]);
  });
});

describe('marks', () => {
  it('cover exactly what was quoted, however they overlap', () => {
    const mark = fc.record({ rule: fc.constantFrom('a', 'b'), start: fc.nat(30), end: fc.nat(30) });
    fc.assert(
      fc.property(fc.string({ minLength: 30, maxLength: 30 }), fc.array(mark), (value, marks) => {
        const parts = segment(value, marks);
        expect(parts.map((part) => part.text).join('')).toBe(value);
        const valid = marks.filter((item) => item.start < item.end && item.end <= value.length);
        let at = 0;
        for (const part of parts) {
          for (const item of valid) {
            const covered = item.start <= at && item.end >= at + part.text.length;
            if (covered) expect(part.by).toContain(item.rule);
          }
          at += part.text.length;
        }
      }),
    );
  });

  it('keep what stands next to them when the rest is cut', () => {
    const value = `${'word '.repeat(400)}delete${' more'.repeat(400)}`;
    const parts = shortenUnmarked(segment(value, [{ rule: 'r', start: 2000, end: 2006 }]));
    expect(parts.map((part) => part.text).join('').length).toBeLessThan(700);
    expect(parts.find((part) => part.by.length > 0)?.text).toBe('delete');
  });

  it('stand near the beginning where there is little room', () => {
    const marked = (text: string) => {
      const start = text.indexOf('delete');
      return beginAtMark(segment(text, start < 0 ? [] : [{ rule: 'r', start, end: start + 6 }]));
    };
    expect(marked(`${'word '.repeat(40)}delete`).map(({ text }) => text)).toEqual([
      '…',
      ` ${'word '.repeat(9)}`,
      'delete',
    ]);
    for (const text of ['Will delete it.', 'Nothing of the kind.']) {
      expect(
        marked(text)
          .map((part) => part.text)
          .join(''),
      ).toBe(text);
    }
  });

  it('follow pointers without being led astray', () => {
    expect(resolvePointer({ 'a/b': { '~': 1 } }, '/a~1b/~0')).toBe(1);
    expect(resolvePointer({}, '/__proto__')).toBeUndefined();
    expect(resolvePointer([1], '/length/x')).toBeUndefined();
  });
});

describe('parameters', () => {
  it('are found through references, lists and alternatives', () => {
    const { rows } = listParameters({
      name: 't',
      inputSchema: {
        type: 'object',
        required: ['filter'],
        $defs: {
          F: {
            type: 'object',
            description: 'A filter.',
            properties: { tags: { type: 'array', items: { $ref: '#/$defs/T' } } },
          },
          T: { type: 'object', properties: { name: { type: ['string', 'null'] } } },
        },
        properties: { filter: { $ref: '#/$defs/F' }, mode: { enum: ['a', 'b'] } },
        anyOf: [{ properties: { extra: { type: 'integer', maximum: 5 } } }],
      },
    });
    expect(rows.map((row) => row.path)).toEqual(['filter', 'filter.tags', 'filter.tags[].name', 'mode', 'extra']);
    expect(rows[0]).toMatchObject({ required: true, type: 'object' });
    expect(rows[0]!.description[0]!.text).toBe('A filter.');
    expect(rows.at(-1)!.bounds).toEqual(['at most 5']);
  });

  it('end, however the schema refers to itself or swells', () => {
    const loop = {
      name: 't',
      inputSchema: { $ref: '#/$defs/A', $defs: { A: { $ref: '#/$defs/B' }, B: { $ref: '#/$defs/A' } } },
    };
    expect(listParameters(loop).rows).toEqual([]);
    const self = { name: 't', inputSchema: { type: 'object', properties: { me: { $ref: '#' } } } };
    expect(listParameters(self).rows.length).toBe(1);
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`p${at}`, {}]));
    const { rows, left } = listParameters({ name: 't', inputSchema: { properties: many } });
    expect([rows.length, left]).toEqual([maxRows, 300]);
  });

  it('do not throw on any schema', () => {
    fc.assert(
      fc.property(
        fc.object({ key: fc.constantFrom('properties', 'items', '$ref', 'anyOf', 'enum', 'type', 'required', 'x') }),
        (schema) => {
          listParameters({ name: 't', inputSchema: JSON.parse(JSON.stringify(schema)) });
        },
      ),
    );
  });
});

describe('words and numbers', () => {
  it('read as people write them', () => {
    expect(joinWords(['a', 'b', 'c'])).toBe('a, b and c');
    expect(formatPercent(0.004)).toBe('under 1 %');
    expect(shorten('one two three', 9)).toBe('one two…');
    const now = new Date('2026-03-01T12:00:00Z');
    expect(formatAgo(new Date('2026-03-01T11:59:58Z'), now)).toBe('just now');
    expect(formatAgo(new Date('2026-02-27T12:00:00Z'), now)).toBe('2 days ago');
  });

  it('take from addresses only what is expected', () => {
    expect([pageNumber('3'), pageNumber('-1'), pageNumber('x'), pageNumber(null), pageNumber('1e9')]).toEqual([
      3, 1, 1, 1, 1,
    ]);
    expect(text(' a\0b ')).toBe('ab');
    expect(text('   ')).toBeUndefined();
  });
});
