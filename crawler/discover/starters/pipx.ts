import { compileGrammar, lastOf, readOptions } from '#crawler/discover/commands/grammar.ts';
import { unknownOption } from '#crawler/discover/commands/npm-package.ts';
import { readPypiCall } from '#crawler/discover/commands/python-package.ts';
import { noServer, notStarted, type Starter } from '#crawler/discover/commands/starter.ts';

const grammar = compileGrammar({
  flags:
    '-q/--quiet -v/--verbose -h/--help --no-cache --path --pypackages --fetch-missing-python --system-site-packages -e/--editable --global',
  valued: '--spec --with --python -i/--index-url --pip-args --fetch-python --backend --suffix',
});

/** `pipx run`. */
export const pipx: Starter = {
  id: 'pipx',
  programs: ['pipx'],
  read(words, around) {
    const before = readOptions(words, grammar);
    if (before.unknown !== undefined) return unknownOption('pipx', before.unknown, around);
    if (before.rest[0] !== 'run') return noServer('It is a command of pipx that starts no server.', around);
    const options = readOptions(before.rest.slice(1), grammar);
    if (options.unknown !== undefined) return unknownOption('pipx run', options.unknown, around);
    for (const option of ['--pip-args', '-e', '--path'])
      if (options.values.has(option))
        return notStarted(`pipx run is given ${option}, so what it installs is not certain.`, around);
    return readPypiCall(
      { from: lastOf(options, '--spec'), rest: options.rest, indexes: options.values.get('-i') ?? [] },
      around,
      'pipx run',
    );
  },
  examples: {
    'pipx run a-mcp --x': 'pypi a-mcp --x',
    'pipx run --spec a-mcp==1.0.0 a-bin': 'pypi a-mcp (a-bin)',
    'pipx run --python 3.12 --no-cache a-mcp': 'pypi a-mcp',
    'pipx run --index-url https://pypi.example.com/simple a-mcp': 'nothing',
    'pipx run --no-such x a-mcp': 'nothing',
    'pipx install a-mcp': 'nothing',
  },
};
