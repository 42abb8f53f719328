/** `toolrisk classify`: definitions on standard input, verdicts on standard output. */
import { setFlagsFromString } from 'node:v8';
import type { Command } from 'commander';
import { classifyStream } from './classify-stream.ts';
import type { Surroundings } from './operations.ts';

/**
 * What the heap may grow by, in percent of what is in use, before it is cleaned. Left to itself the engine lets it grow to
 * several times that, the later the more: memory would rise with the length of the stream.
 */
const heapGrowth = 30;

/** Adds the command to the program. */
export function addClassify(program: Command, around: Pick<Surroundings, 'endWith'>): void {
  program
    .command('classify')
    .description('Judge tool definitions: JSON Lines on standard input, one verdict per line on standard output')
    .addHelpText(
      'after',
      '\nEach input line: {"id"?, "server"?: {"name"?, "description"?, "tools"?: [names]}, "tool": {"name", "description"?, "inputSchema"?, …}}' +
        '\nA line that cannot be read gives {"id"?, "error"} in its place, and the exit code is 1.',
    )
    .option('--explain', 'tell why instead: what was read, every candidate and decision, and what would make it milder')
    .option('--json', 'with --explain: one line of JSON each')
    .action(async (flags: { explain?: boolean; json?: boolean }) => {
      setFlagsFromString(`--heap-growing-percent=${heapGrowth}`);
      const { bad } = await classifyStream(process.stdin, process.stdout, flags);
      if (bad > 0) around.endWith(1);
    });
}
