/** Text of a server made safe to look at: characters that are not displayed, or that turn the reading direction, are named. */
import { invisibleClass } from '#crawler/text/invisible.ts';

export interface VerbatimPart {
  text: string;
  /** `U+202E` where the part stands for one hidden character. */
  hidden?: string;
}

/**
 * Characters that mean something where they stand: joiners after emoji and in scripts that write with them, the
 * selector after emoji, the letters of a flag, and white space but for separators of lines and paragraphs.
 */
const meant =
  /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}]|\ufe0f)[\u200c\u200d]|(?<=\p{Extended_Pictographic}|[#*0-9])\ufe0f|(?<=\u{1f3f4})[\u{e0061}-\u{e007a}]{1,8}\u{e007f}|(?![\u2028\u2029\ufeff])\s/u;
const hiddenCharacters = new RegExp(`(?<meant>${meant.source})|[${invisibleClass}]`, 'gu');

/** What most texts are: nothing in them is hidden. */
const plain = /^[\x20-\x7e\t\n\r‘’“”–—…]*$/;

/** The text with every hidden character as a part of its own. */
export function revealHidden(text: string): VerbatimPart[] {
  if (plain.test(text)) return text === '' ? [] : [{ text }];
  const parts: VerbatimPart[] = [];
  let from = 0;
  for (const match of text.matchAll(hiddenCharacters)) {
    if (match.groups?.meant !== undefined) continue;
    if (match.index > from) parts.push({ text: text.slice(from, match.index) });
    const code = match[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    parts.push({ text: match[0], hidden: `U+${code}` });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

/** The same for places that take no markup, such as the title of a page. */
export function plainVerbatim(text: string): string {
  return revealHidden(text)
    .map((part) => (part.hidden ? `[${part.hidden}]` : part.text))
    .join('')
    .replace(/\s+/g, ' ');
}
