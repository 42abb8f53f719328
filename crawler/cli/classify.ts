/** `toolrisk classify`: definitions on standard input, verdicts on standard output. */
import type { Command } from 'commander';
import { classifyStream } from './classify-stream.ts';
import type { Surroundings } from './operations.ts';

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
      const { bad } = await classifyStream(process.stdin, process.stdout, flags);
      if (bad > 0) around.endWith(1);
    });
}
