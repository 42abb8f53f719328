import { compileGrammar, lastOf, readOptions } from '#crawler/discover/commands/grammar.ts';
import { unknownOption } from '#crawler/discover/commands/npm-package.ts';
import { splitShellWords } from '#crawler/discover/commands/shell.ts';
import { noServer, notStarted, type Starter } from '#crawler/discover/commands/starter.ts';

const grammar = compileGrammar({
  flags: '-i/--ignore-environment -0/--null -v/--debug --list-signal-handling',
  valued: '-u/--unset -C/--chdir -S/--split-string -P -a/--argv0',
  clusters: true,
});

/** `env NAME=value command`. */
export const env: Starter = {
  id: 'env',
  programs: ['env'],
  read(words, around) {
    const options = readOptions(words, grammar);
    if (options.unknown !== undefined) return unknownOption('env', options.unknown, around);
    const line = lastOf(options, '-S');
    const split = line === undefined ? [] : splitShellWords(line);
    if (split === undefined) return notStarted('env is given a script for a shell, which is not run here.', around);
    const rest = [...split, ...options.rest];
    const given: Record<string, string> = {};
    let at = 0;
    for (; at < rest.length; at++) {
      const [, name, value = ''] = /^([^=\s]+)=(.*)$/s.exec(rest[at] as string) ?? [];
      if (name === undefined) break;
      given[name] = value;
    }
    if (rest[at] === undefined) return noServer('The command is empty.', around);
    const cwd = lastOf(options, '-C');
    return around.read(rest.slice(at), { env: given, ...(cwd !== undefined && { cwd }) });
  },
  examples: {
    'env TOKEN=x npx -y a-mcp': 'npm a-mcp',
    'env -i -u OTHER TOKEN=x uvx a-mcp': 'pypi a-mcp',
    'env -S "npx a-mcp"': 'npm a-mcp',
    'env TOKEN=x': 'nothing',
    'env -S "-i A=b npx a-mcp"': 'nothing',
    'env --no-such x npx a-mcp': 'nothing',
  },
};
