/** Words of servers inside Markdown: every sign that Markdown, HTML or a link could be made of is taken for itself. Pure. */
import { plainVerbatim } from './verbatim.ts';

/** One line of text that stays text. */
export const markdownText = (text: string): string =>
  plainVerbatim(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_{}[\]()#+\-.!|<>~&$:@]/g, '\\$&');

/** A table with a head; cells are given escaped. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A block of code: its fence is longer than any run of the same sign in it. Hidden characters are named. */
export function markdownCode(text: string, language: string): string[] {
  const lines = text.trimEnd().split('\n').map(plainVerbatimLine);
  const longest = Math.max(2, ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map((run) => run.length)));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...lines, fence];
}

/** A line of code as it stands, indentation and all. */
const plainVerbatimLine = (line: string) => `${/^ */.exec(line)![0]}${plainVerbatim(line.trimStart())}`;
