import { describe, expect, test } from 'vitest';
import { markedHtml, meterHtml, nameHtml, riskHtml, textHtml } from '#site/src/lib/markup.ts';

describe('words of a server', () => {
  test('are text, whatever they look like', () => {
    expect(textHtml(`<img src=x onerror='go("&amp;")'>`)).toBe(
      '&lt;img src=x onerror=&#39;go(&quot;&amp;amp;&quot;)&#39;&gt;',
    );
    expect(nameHtml('</bdi><script>')).not.toMatch(/<(?!wbr>)/);
    expect(markedHtml('<b>bold</b> <mark>', ['b', 'bold'])).toBe(
      '&lt;b&gt;<mark class="hit">bold</mark>&lt;/b&gt; &lt;mark&gt;',
    );
  });

  test('have their hidden characters named', () => {
    expect(textHtml('pay\u202Elater')).toBe('pay<span class="hidden-char" title="Hidden character">U+202E</span>later');
    expect(nameHtml('get\u200bit')).toContain('>U+200B</span>');
    expect(markedHtml('de\u200blete', ['de'])).toContain('<mark class="hit">de</mark><span class="hidden-char"');
  });

  test('are marked where a word begins as what was searched for', () => {
    expect(markedHtml('Sends mails by mail', ['mail'])).toBe(
      'Sends <mark class="hit">mails</mark> by <mark class="hit">mail</mark>',
    );
    expect(markedHtml('R&D', [])).toBe('R&amp;D');
  });
});

describe('names of tools', () => {
  test.each([
    ['create_event', 'create_<wbr>event'],
    ['createEvent', 'create<wbr>Event'],
    ['a/b.c', 'a/<wbr>b.<wbr>c'],
    ['', '<i>(empty name)</i>'],
    ['x<y_&', 'x&lt;y_<wbr>&amp;'],
  ])('%j may break where its words end', (name, html) => expect(nameHtml(name)).toBe(html));

  test('are cut where they are too long', () => expect(nameHtml('abcdef', 3)).toBe('abc…'));
});

describe('risk', () => {
  test('is a sign and a word', () => {
    expect(riskHtml('critical')).toMatch(/^<svg class="meter filled-4".*<\/svg>Critical$/);
    expect(riskHtml(null)).toMatch(/^<svg class="meter filled-0".*<path .*Not assessed$/);
  });

  test('signs differ', () => {
    const signs = ([null, 'low', 'medium', 'high', 'critical'] as const).map(meterHtml);
    expect(new Set(signs).size).toBe(5);
  });
});
