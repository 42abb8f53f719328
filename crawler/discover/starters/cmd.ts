import { splitPlainWords } from '#crawler/discover/commands/shell.ts';
import { noServer, notStarted, type Starter } from '#crawler/discover/commands/starter.ts';

/** What the shell does itself, before or around a program. */
const builtIn = /^(?:set|setlocal|cd|chdir|pushd|if|for|echo|title|path|@echo)$/i;

/** `cmd /c command` of Windows. */
export const cmd: Starter = {
  id: 'cmd',
  programs: ['cmd'],
  read(words, around) {
    // Switches may be written together: `/d/s/c`.
    const switches = words.findIndex((word) => !/^(?:\/[a-z](?::\w+)?)+$/i.test(word));
    const before = words.slice(0, switches < 0 ? words.length : switches);
    const rest = switches < 0 ? [] : words.slice(switches);
    if (!before.some((word) => /\/[ck]/i.test(word)) || rest.length === 0)
      return noServer('The command is a shell of Windows that is given nothing to run.', around);
    const split = rest.length === 1 ? splitPlainWords(rest[0] as string) : rest;
    if (split.some((word) => /^(?:&&?|\|\|?|[<>].*)$/.test(word)) || builtIn.test(split[0] ?? ''))
      return notStarted('It is a script for a shell, which is not run here.', around);
    return split[0] === 'call' || split[0] === 'start' ? around.read(split.slice(1)) : around.read(split);
  },
  examples: {
    'cmd /c npx -y a-mcp': 'npm a-mcp',
    'cmd.exe /d /s /c npx -y a-mcp': 'npm a-mcp',
    'cmd /D/C "npx -y a-mcp --x"': 'npm a-mcp --x',
    'cmd /c "cd x && npx a-mcp"': 'nothing',
    'cmd /c "set X=1&& npx a-mcp"': 'nothing',
    cmd: 'nothing',
  },
};
