import { alikeClass } from '#crawler/text/fold.ts';
import { defineFinding } from './define-finding.ts';

/** A word of three letters and more with a Latin letter and one that only looks like one. */
const mixed = new RegExp(
  `(?=[\\p{L}\\p{N}_]{0,40}\\p{Script=Latin})(?=[\\p{L}\\p{N}_]{0,40}[${alikeClass}АВЕЅІЈКМНОРСТХУΑΒΕΖΗΙΚΜΝΟΡΤΥΧ])(?<![\\p{L}\\p{N}_])[\\p{L}\\p{N}_]{3,40}`,
  'u',
);
/** Dotless i, script a and the like are letters of languages; in a word of these scripts they are drawn alike. */
const foreign = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]/u;
/** Greek beside Latin is usual in formulas and units: a word of it must be mostly Latin and have no other Greek letter. */
const ordinaryGreek = /[αβγδεζηθλμπρσςτφψωΓΔΘΛΞΠΣΦΨΩµ]/u;
/** Full-width and styled letters are usual in prose of some languages, not in the name a program calls. */
const styled = /[\uff21-\uff3a\uff41-\uff5a\u{1d400}-\u{1d7ff}]{2,}/u;

export const lookAlikeLetters = defineFinding({
  id: 'look-alike-letters',
  title: 'Letters that only look alike',
  explanation:
    'A word mixes scripts so that it looks like another one: a reviewer reads a name they know, a program calls a different one.',
  seek: ({ raw, role }) => {
    const odd = role === 'name' || role === 'key' ? styled.exec(raw) : null;
    if (odd !== null) return { start: odd.index, end: odd.index + odd[0].length };
    if (!foreign.test(raw)) return undefined;
    const match = mixed.exec(raw);
    if (match === null || !foreign.test(match[0]) || ordinaryGreek.test(match[0])) return undefined;
    // A foreign word with a Latin ending or beginning (API-ключ is parted by a hyphen; CSVфайл is not) is no disguise:
    // letters of both scripts must be mingled, or a single one stand among the others.
    const turns = match[0]
      .replace(/\p{Script=Latin}+/gu, 'l')
      .replace(/[^l\p{N}_]+/gu, 'f')
      .replace(/[\p{N}_]/gu, '');
    const foreignCount = [...match[0]].filter((letter) => foreign.test(letter)).length;
    if (turns.length < 3 && foreignCount > 1) return undefined;
    return { start: match.index, end: match.index + match[0].length };
  },
  matches: [
    'Calls dеlete_note when asked.',
    'Reads a nоte.',
    'The pаyment is sеnt.',
    'Like gеt_user of another server.',
  ],
  misses: [
    'Calls drop_memo when asked.',
    'Читает заметку через API сервера.',
    'Экспорт в CSVфайл и PDFдокумент.',
    'The α-level and Δt of a test, in µm or kΩ.',
    'ＡＰＩ の ＩＤ を返す',
  ],
});
