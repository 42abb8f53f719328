import { compileGrammar, lastOf, readOptions } from '#crawler/discover/commands/grammar.ts';
import { readNpmCall, unknownOption } from '#crawler/discover/commands/npm-package.ts';
import { notStarted, type Starter } from '#crawler/discover/commands/starter.ts';

const grammar = compileGrammar({
  flags:
    '-s/--silent -y/--yes -h/--help -c/--shell-mode -w/--workspace-root -r/--recursive --stream --use-stderr --aggregate-output --color --offline --prefer-offline --ignore-scripts --fail-if-no-match --parallel --sequential --dangerously-allow-all-builds',
  valued:
    '--package --allow-build --reporter -C/--dir --loglevel --registry --store-dir --config-dir --filter/-F --resume-from --cpu --os --libc --cache-dir --state-dir --network-concurrency',
});

/** `pnpm dlx` and its short name `pnpx`. */
export const pnpm: Starter = {
  id: 'pnpm',
  programs: ['pnpm', 'pnpx'],
  read(words, around, program) {
    const before = readOptions(words, grammar);
    const isDlx = program === 'pnpx' || before.rest[0] === 'dlx';
    if (before.unknown !== undefined && isDlx) return unknownOption(program, before.unknown, around);
    if (!isDlx) {
      if (before.unknown !== undefined) return unknownOption(program, before.unknown, around);
      return notStarted('It is a program or script of a project of pnpm, which is not run here.', around);
    }
    const options =
      program === 'pnpx' ? before : readOptions([...words.slice(0, before.taken), ...before.rest.slice(1)], grammar);
    if (options.unknown !== undefined) return unknownOption('pnpm dlx', options.unknown, around);
    if (options.values.has('-c'))
      return notStarted('pnpm dlx is given a line for a shell, which is not run here.', around);
    const packages = options.values.get('--package') ?? [];
    return readNpmCall({ packages, rest: options.rest, registry: lastOf(options, '--registry') }, around, 'pnpm dlx');
  },
  examples: {
    'pnpm dlx a-mcp serve': 'npm a-mcp serve',
    'pnpm --silent dlx --reporter silent a-mcp': 'npm a-mcp',
    'pnpx --allow-build esbuild a-mcp': 'npm a-mcp',
    'pnpm --package=@o/a-mcp dlx a': 'npm @o/a-mcp (a)',
    'pnpm dlx --no-such x a-mcp': 'nothing',
    'pnpm exec a-mcp': 'nothing',
  },
};
