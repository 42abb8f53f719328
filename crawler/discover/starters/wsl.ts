import { compileGrammar, lastOf, readOptions } from '#crawler/discover/commands/grammar.ts';
import { unknownOption } from '#crawler/discover/commands/npm-package.ts';
import { readShellLine } from '#crawler/discover/commands/shell.ts';
import { noServer, type Starter } from '#crawler/discover/commands/starter.ts';

const grammar = compileGrammar({
  flags: '--system',
  valued: '-d/--distribution --distribution-id -u/--user --cd --shell-type',
});

/** `wsl`: a command in the Linux of Windows. */
export const wsl: Starter = {
  id: 'wsl',
  programs: ['wsl'],
  read(words, around) {
    const direct = words.findIndex((word) => word === '-e' || word === '--exec');
    const options = readOptions(direct < 0 ? words : words.slice(0, direct), grammar);
    if (options.unknown !== undefined) return unknownOption('wsl', options.unknown, around);
    if (direct >= 0 && options.rest.length > 0) return around.read(options.rest);
    const rest = direct < 0 ? options.rest : words.slice(direct + 1);
    const cwd = lastOf(options, '--cd');
    const given = cwd === undefined ? {} : { cwd };
    if (rest.length === 0) return noServer('The command is a shell that is given nothing to run.', around);
    return rest.length === 1 && /\s/.test(rest[0] as string)
      ? readShellLine(rest[0] as string, { ...around, ...given })
      : around.read(rest, given);
  },
  examples: {
    'wsl bash -c "npx -y a-mcp"': 'npm a-mcp',
    'wsl.exe -d Ubuntu --cd /srv/x -- uvx a-mcp': 'pypi a-mcp',
    'wsl -e npx a-mcp': 'npm a-mcp',
    'wsl --no-such x npx a-mcp': 'nothing',
    wsl: 'nothing',
  },
};
