/** Descriptions as one line: what is left of Markdown and HTML when the signs are taken out. Pure, and linear in the text. */

/** Longest text that is looked at, UTF-16 units. */
const maxChars = 600;

/** The words of a text, without headings, emphasis, links, code fences, tags and bullets. */
export function stripMarkup(text: string): string {
  return text
    .slice(0, maxChars)
    .replace(/<[^<>]{0,200}>/g, ' ')
    .replace(/!?\[([^[\]]{0,200})\]\([^()]{0,300}\)/g, '$1')
    .replace(/^ {0,3}#{1,6} (.*)$/gm, writeHeading)
    .replace(/^\s{0,3}(?:#{1,6}\s|>\s?|[-*+]\s|\d{1,3}[.)]\s|```\w{0,20})/gm, '')
    .replace(/(\*\*|__|~~|``?`?)/g, '')
    .replace(/(^|\s)[*_](\S[^*_\n]{0,200})[*_](?=\s|[.,;:!?]|$)/g, '$1$2')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The words of a heading, told apart from the text that follows it. */
function writeHeading(line: string, words: string, at: number, text: string): string {
  let end = words.length;
  while (end > 0 && ' #'.includes(words[end - 1]!)) end--;
  const title = words.slice(0, end);
  const follows = at + line.length < text.length;
  return follows && /[\p{L}\p{N}]$/u.test(title.slice(-2)) ? `${title}:` : title;
}

/** A text in parts, each as long as can be, those marked that begin with one of the words. */
export function markWords(text: string, words: readonly string[]): { text: string; marked: boolean }[] {
  const stems = words
    .filter((word) => word.length > 1)
    .map((word) => (word.length > 5 ? word.slice(0, -2) : word).toLowerCase());
  if (stems.length === 0) return [{ text, marked: false }];
  const parts: { text: string; marked: boolean }[] = [];
  let plain = '';
  for (const part of text.split(/([\p{L}\p{N}]+)/u)) {
    const lower = part.toLowerCase();
    if (!stems.some((stem) => lower.startsWith(stem))) {
      plain += part;
      continue;
    }
    if (plain !== '') parts.push({ text: plain, marked: false });
    parts.push({ text: part, marked: true });
    plain = '';
  }
  if (plain !== '') parts.push({ text: plain, marked: false });
  return parts;
}
