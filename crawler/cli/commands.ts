/** Every command by name, and what adds it to the program. Only what is asked for is loaded: what judges a file need not wait for what crawls. */
import type { Command } from 'commander';
import type { CrawlSurroundings } from './crawling.ts';

/** Commands that one module adds. */
export interface Commands {
  names: readonly string[];
  add(program: Command, around: CrawlSurroundings): Promise<void>;
}

/** All commands, in the order of the help. */
export const commands: readonly Commands[] = [
  {
    names: ['up', 'crawl', 'reclassify', 'serve'],
    add: async (program, around) => (await import('./crawling.ts')).addCrawling(program, around),
  },
  {
    names: ['classify'],
    add: async (program, around) => (await import('./classify.ts')).addClassify(program, around),
  },
  { names: ['scan'], add: async (program, around) => (await import('./scan.ts')).addScan(program, around) },
  { names: ['refresh'], add: async (program, around) => (await import('./refresh.ts')).addRefresh(program, around) },
  {
    names: ['policy'],
    async add(program, around) {
      const { addPolicy } = await import('./policy.ts');
      const { addPolicyInstall } = await import('./policy-install.ts');
      addPolicyInstall(addPolicy(program, around), around);
    },
  },
  {
    names: ['worker', 'schedule', 'runs', 'failures', 'doctor'],
    add: async (program, around) => (await import('./operations.ts')).addOperations(program, around),
  },
];

/** Adds the command of this name, or all of them where it is none: for the help, and to say which there are. */
export async function addCommands(name: string | undefined, program: Command, around: CrawlSurroundings) {
  const asked = commands.find(({ names }) => names.includes(name ?? ''));
  for (const { add } of asked === undefined ? commands : [asked]) await add(program, around);
}
