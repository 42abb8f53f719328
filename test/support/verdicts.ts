/**
 * Writes the verdict on every tool of some files of tools, one line each, so that two states of the rules can be compared:
 *
 *   node test/support/verdicts.ts OUT FILE.jsonl…     (each line `{ "id"?, "server"?, "tool" }`)
 *
 * The version of the rules is left out: moving code must leave the file as it was, byte for byte, and a changed rule shows
 * in `diff`. The last line printed is the number of verdicts and the SHA-256 of the file.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createClassifier } from '#crawler/classify/index.ts';
import type { ServerContext, ToolDefinition } from '#db/types.ts';

/** One line of a file of tools. */
export interface ToolLine {
  id?: string;
  server?: ServerContext;
  tool: ToolDefinition;
}

/** The tools of a JSON Lines file, packed by xz or not. Throws where a line is not JSON, or xz is not installed. */
export const readTools = (file: string): ToolLine[] =>
  (file.endsWith('.xz')
    ? execFileSync('xz', ['-dc', file], { maxBuffer: 2 ** 30 }).toString()
    : readFileSync(file, 'utf8')
  )
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as ToolLine);

/** The verdict on each tool, as a line of JSON without the version of the rules. */
export const verdictLines = (tools: readonly ToolLine[]): string[] => {
  let key: string | undefined;
  let judge = createClassifier();
  return tools.map(({ id, server, tool }) => {
    const next = JSON.stringify(server ?? null);
    if (next !== key) {
      judge = createClassifier(server);
      key = next;
    }
    const { ruleset: _, ...verdict } = judge(tool);
    return JSON.stringify({ id, tool: tool?.name, ...verdict });
  });
};

if (process.argv[1] === import.meta.filename) {
  const [out, ...files] = process.argv.slice(2);
  if (out === undefined || files.length === 0) {
    console.error('Usage: node test/support/verdicts.ts OUT FILE.jsonl…');
    process.exit(2);
  }
  const lines = files.flatMap((file) => verdictLines(readTools(file)));
  const text = `${lines.join('\n')}\n`;
  writeFileSync(out, text);
  console.log(`${lines.length} verdicts, sha256 ${createHash('sha256').update(text).digest('hex')}`);
}
