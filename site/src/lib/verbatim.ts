/** Text of a server made safe to look at: characters that are not displayed, or that turn the reading direction, are named. */

export interface VerbatimPart {
  text: string;
  /** `U+202E` where the part stands for one hidden character. */
  hidden?: string;
}

const hiddenCharacters =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;

/** The text with every hidden character as a part of its own. */
export function revealHidden(text: string): VerbatimPart[] {
  const parts: VerbatimPart[] = [];
  let from = 0;
  for (const match of text.matchAll(hiddenCharacters)) {
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
