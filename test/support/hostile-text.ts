/** Texts as a hostile server writes them: names, titles, anything. Generators and fixed examples, for every place that shows or writes them. */
import fc from 'fast-check';

/** One of each kind that has broken something somewhere, by what it is. */
export const hostileTexts: Readonly<Record<string, string>> = {
  empty: '',
  space: ' ',
  'white space around': ' \t a  b \n',
  'no-break spaces': '\u00a0a\u2003b\u3000',
  quotes: `"'\`"""'''\\"\\'`,
  backslashes: '\\\\u0041\\x41\\',
  brackets: ']]}})>[[{{(<',
  'end of a string and a table': '"]\n[mcp_servers.other]\ncommand = "sh"\n#',
  'end of a string and a key': `'\n- other: true\n  x: !!js/function 'f'\n#`,
  'end of a JSON string': '"},"default":"allow","x":{"',
  markup: '<script>alert(1)</script><img src=x onerror=alert(2)>&lt;&#0;]]>',
  markdown: '[a](javascript:alert(1)) ![b](http://x.example/) `c` **d** | e |',
  'line ends': 'a\r\nSet-Cookie: a=b\r\n\r\nb\vc\fd\u0085e\u2028f\u2029g',
  'escape sequences':
    '\u001b[31mred\u001b[2J\u001b]0;title\u0007\u001b]8;;http://x.example/\u0007link\u001b]8;;\u0007\u001bP$q"p\u001b\\',
  'C1 controls': '\u009b31m\u009d0;title\u009c\u0090q\u009c',
  'NUL and other controls': 'a\u0000b\u0001\u0008\u001f\u007f',
  'lone surrogates': 'a\ud800b\udc00c',
  direction: '\u202egnp.exe\u202c\u2066x\u2069\u061c\u200e\u200f',
  'zero width': 'de\u200blete\u200c\u200d\u2060\ufeff\u00ad',
  fillers: '\u3164\u115f\u1160\uffa0\u2800\u034f\u17b4',
  'variation selectors': 'a\ufe00b\ufe0f\u{e0100}\u{e01ef}',
  tags: 'hi\u{e0001}\u{e0041}\u{e0042}\u{e007f}',
  'private use': '\ue000\uf8ff\u{f0000}\u{10fffd}',
  noncharacters: '\ufdd0\ufffe\uffff\u{1ffff}\u{10ffff}',
  'beyond the basic plane': '\u{1d4ea}\u{20000}\u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
  'combining marks': `Z${'\u0301\u0302\u0303'.repeat(100)}`,
  'right to left': 'שלום عربى',
  'look-alikes': 'd\u0435l\u0435te_us\u0435r',
  'full width': 'ｄｅｌｅｔｅ',
  patterns: '*?[a-z]{b,c}**',
  'client grammar': 'mcp__a__*, Bash(rm:*) a.b__c',
  paths: '../../etc/passwd\\..\\NUL:con',
  'percent signs': '%2e%2e%2f%00%ff%s%n',
  templates: `$${'{7*7}'}{{7*7}}<%=7*7%>#{7}$(id)\`id\``,
  'property of every object': 'constructor',
  'prototype of every object': '__proto__',
  method: 'toString',
  number: '1e3',
  'very long word': 'w'.repeat(10_000),
  'very long, wide': '漢'.repeat(10_000),
};

/** Any text: every plane, every control character, lone halves, bits of grammars, up to 60 characters. */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { arbitrary: fc.string({ unit: 'binary', maxLength: 4 }), weight: 4 },
      { arbitrary: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)), weight: 2 },
      { arbitrary: fc.integer({ min: 0, max: 0xff }).map((unit) => String.fromCharCode(unit)), weight: 2 },
      { arbitrary: fc.constantFrom(...Object.values(hostileTexts).filter((text) => text.length < 100)), weight: 1 },
      {
        arbitrary: fc.constantFrom('"', "'", '\\', '\n', '[', ']', '{', '}', '#', ': ', '- ', '<', '&', '*', '__'),
        weight: 4,
      },
    ),
    { maxLength: 15 },
  )
  .map((parts) => parts.join('').slice(0, 60));
