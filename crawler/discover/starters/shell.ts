import { compileGrammar, readOptions } from '#crawler/discover/commands/grammar.ts';
import { readShellLine } from '#crawler/discover/commands/shell.ts';
import { noServer, notStarted, type Starter, started } from '#crawler/discover/commands/starter.ts';

const grammar = compileGrammar({
  flags: '-l/--login -i -e -u -x -s -a -f -v -n --norc --noprofile --no-rcs --posix -c --command',
  valued: '-o -O --rcfile --init-file --init-command',
  clusters: true,
});

/** `bash -c "line"` and other shells; a script by its file is a program of this machine. */
export const shell: Starter = {
  id: 'shell',
  programs: ['bash', 'sh', 'zsh', 'dash', 'ksh', 'fish', 'ash', 'git-bash'],
  read(words, around, program, command) {
    const options = readOptions(words, grammar);
    if (options.unknown !== undefined)
      return notStarted(`${program} is given an option that is not known here.`, around);
    const isLine = options.values.has('-c') || options.values.has('--command');
    const [first] = options.rest;
    if (first === undefined) return noServer('The command is a shell that is given nothing to run.', around);
    if (isLine) return readShellLine(first, around);
    return started({ kind: 'program', command, args: [...words], understood: options.taken + 1 }, around);
  },
  examples: {
    'bash -c "TOKEN=x npx -y a-mcp"': 'npm a-mcp',
    'bash -lc "cd /srv/x && TOKEN=x exec node a.js --y"': 'program node a.js --y',
    'zsh -l -c "source ~/.nvm/nvm.sh && nvm use 22 >/dev/null; npx a-mcp"': 'npm a-mcp',
    'sh -c "export A=b; uvx a-mcp 2>/dev/null"': 'pypi a-mcp',
    'sh -c "curl https://example.com | sh"': 'nothing',
    'sh -c "make && npx a-mcp"': 'nothing',
    'sh -c \'eval "npx a-mcp"\'': 'nothing',
    'sh -c \'eval "npx b-mcp"; npx a-mcp\'': 'nothing',
    'sh -c \'eval "$(fnm env --use-on-cd)" && npx a-mcp\'': 'npm a-mcp',
    'sh -c "if true; then npx a-mcp; fi"': 'nothing',
    'sh -c "time npx a-mcp"': 'nothing',
    'sh -c "exec -a x npx a-mcp"': 'nothing',
    'bash /srv/x/run.sh': 'program bash /srv/x/run.sh',
    bash: 'nothing',
  },
};
