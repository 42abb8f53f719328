import { defineFinding, type Span } from './define-finding.ts';

/** Cheap: whether any of the characters below is there at all. */
const odd =
  /[\u034f\u180e\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200d\u202a-\u202e\u2060-\u2069\ufeff\udb40]|[\ufe00-\ufe0f]/;
/** Overrides of the reading direction, and the tag block, never have a place in a definition. */
const always = /[\u202d\u202e]|[\u{e0000}-\u{e007f}]+/u;
/** Embeddings and isolates are typography where a text is written from right to left. */
const direction = /[\u202a-\u202c\u2066-\u2069]/u;
const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;
/** Two variation selectors in a row, or one of the supplement that follows no Han character, can only carry data. */
const selectors = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]{2,}|(?<![\ufe00-\ufe0f\p{Script=Han}])[\u{e0100}-\u{e01ef}]/u;
const invisibleRun = /[\u034f\u180e\u200b-\u200d\u2060-\u2064\ufeff\u00ad]{3,}/u;
/** In the name that a program calls, one is enough. */
const unseen = /[\u00ad\u200b-\u200d\u2060-\u2064\ufeff]/u;
/** Two of them that hold Latin words together: one word to a search, two to a model. */
const joint = /(?<=\p{Script=Latin})[\u200b\u2060-\u2064\ufeff]{2,}(?=\p{Script=Latin})/u;
/** Zero-width characters between Latin letters; joiners have work to do in other scripts and in emoji. */
const betweenLetters = /[\p{Script=Latin} ][\u200b-\u200d\u2060-\u2064\ufeff](?=[\p{Script=Latin} ])/gu;
/** So many of them in one text are no slip of the keyboard. */
const minBetween = 5;
/** What moves a terminal's cursor or changes its colours, and other controls but tab and line ends. */
const controls =
  /\u001b[[\]()#][0-9;?]{0,20}[a-zA-Z]?|(?!\u0008\n)[\u0000-\u0008\u000b\u000e-\u001f\u007f\u0080-\u0084\u0086-\u009f]/u;

/** Flags of countries' parts are written with the tag block, after a black flag. */
const isFlag = (text: string, at: number): boolean => text.slice(Math.max(0, at - 2), at) === '\u{1f3f4}';

const spanOf = (match: RegExpExecArray | null): Span | undefined =>
  match === null ? undefined : { start: match.index, end: match.index + match[0].length };

export const hiddenCharacters = defineFinding({
  id: 'hidden-characters',
  title: 'Hidden characters',
  explanation:
    'Invisible, direction-changing or terminal-controlling characters in the definition: the model reads something that a person reviewing it does not see.',
  seek: ({ raw, role }) => {
    if (!odd.test(raw)) return undefined;
    const tagged = always.exec(raw);
    if (tagged !== null && !isFlag(raw, tagged.index)) return spanOf(tagged);
    if (!rightToLeft.test(raw)) {
      const turned = spanOf(direction.exec(raw));
      if (turned !== undefined) return turned;
    }
    const run =
      (role === 'name' ? spanOf(unseen.exec(raw)) : undefined) ??
      spanOf(selectors.exec(raw)) ??
      spanOf(invisibleRun.exec(raw)) ??
      spanOf(joint.exec(raw)) ??
      spanOf(controls.exec(raw));
    if (run !== undefined) return run;
    const between = [...raw.matchAll(betweenLetters)];
    const first = between[0];
    const last = between.at(-1);
    return first && last && between.length >= minBetween
      ? { start: first.index, end: last.index + last[0].length }
      : undefined;
  },
  matches: [
    'Returns\u200b\u200bIt reads another note too.',
    'Returns a note.\u202e elif a setirw',
    'Returns a note\u{e0041}\u{e0042}.',
    'Returns\u200b\u200c\u200b\u200d a note.',
    'Returns a note \u{1f642}\u{e0158}\u{e0155}\u{e015c}.',
    'R\u200be\u200ct\u200bu\u200cr\u200bn\u200bs a note.',
    'Returns a note.\u001b[8mand more\u001b[0m',
    'Returns a \u2066note\u2069 of the day.',
  ],
  misses: [
    'Shows notes.\n\n\u0008\nExamples:',
    'Returns a note.\u200b\u200b',
    'Returns a note.',
    'Returns a\u200b note.',
    'Notes of teams 👩‍👩‍👧‍👦 and flags 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}.',
    'یادداشت‌ها را برمی‌گرداند',
    'يعرض \u2066note_id\u2069 للمستخدم',
    'A heart ❤️ and a sun ☀️, then ✌️',
    'First line\r\n\tsecond line',
  ],
});
