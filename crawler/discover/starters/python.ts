import { compileGrammar, readOptions } from '#crawler/discover/commands/grammar.ts';
import { unknownOption } from '#crawler/discover/commands/npm-package.ts';
import { noServer, notStarted, type Starter, started } from '#crawler/discover/commands/starter.ts';

/** `-m` and `-c` end the options. */
const grammar = compileGrammar({
  flags: '-b -bb -B -d -E -h -i -I -O -OO -P -q -R -s -S -u -v -V --version -x',
  valued: '-W -X --check-hash-based-pycs',
  clusters: true,
});

/** `python`: a file or a module of this machine. */
export const python: Starter = {
  id: 'python',
  programs: [
    'python',
    'python2',
    'python3',
    'python3.9',
    'python3.10',
    'python3.11',
    'python3.12',
    'python3.13',
    'python3.14',
    'py',
    'pythonw',
  ],
  read(words, around, program, command) {
    // The launcher of Windows takes a version first: `py -3.12`.
    const from = program === 'py' && /^-\d(?:\.\d+)?(?:-\d+)?$/.test(words[0] ?? '') ? 1 : 0;
    const options = readOptions(words.slice(from), grammar);
    const at = from + options.taken;
    const stop = options.unknown;
    if (stop?.startsWith('-c')) return notStarted('Its program stands in the command line, which is not kept.', around);
    if (stop === '-m') {
      const [, module, ...rest] = words.slice(at);
      if (module === undefined) return noServer(`${program} -m is given no module.`, around);
      if (module === 'uv' || module === 'pipx') return around.read([module, ...rest]);
      return started({ kind: 'program', command, args: [...words], understood: at + 2 }, around);
    }
    if (stop !== undefined) return unknownOption(program, stop, around);
    if (words[at] === undefined) return noServer(`${program} is given nothing to run.`, around);
    return started({ kind: 'program', command, args: [...words], understood: at + 1 }, around);
  },
  examples: {
    'python -u server.py --x': 'program python -u server.py --x',
    'python3 -X utf8 -m my_server.main serve': 'program python3 -X utf8 -m my_server.main serve',
    'python -m uv tool run a-mcp': 'pypi a-mcp',
    'py -3.12 server.py': 'program py -3.12 server.py',
    'python -c x': 'nothing',
    'python --no-such x server.py': 'nothing',
  },
};
