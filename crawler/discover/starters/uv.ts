import { lastOf, type ReadOptions, readOptions } from '#crawler/discover/commands/grammar.ts';
import { unknownOption } from '#crawler/discover/commands/npm-package.ts';
import { readPypiCall } from '#crawler/discover/commands/python-package.ts';
import {
  type Around,
  noServer,
  notStarted,
  type RawCommand,
  type Starter,
  started,
} from '#crawler/discover/commands/starter.ts';
import { uvGrammar, uvRunGrammar, uvxGrammar } from '#crawler/discover/commands/uv-grammar.ts';

const indexesOf = ({ values }: ReadOptions) =>
  ['--index', '--default-index', '-i', '--extra-index-url', '-f', '--config-file'].flatMap(
    (name) => values.get(name) ?? [],
  );

function readUvx(words: readonly string[], around: Around): RawCommand {
  const options = readOptions(words, uvxGrammar);
  if (options.unknown !== undefined) return unknownOption('uvx', options.unknown, around);
  if (options.values.has('--with-editable'))
    return notStarted('uvx is given a package of this machine, which is not installed here.', around);
  if (options.values.has('--overrides') || options.values.has('-c'))
    return notStarted('uvx is given a file of versions, which may name another source of its package.', around);
  return readPypiCall(
    { from: lastOf(options, '--from'), rest: options.rest, indexes: indexesOf(options) },
    around,
    'uvx',
  );
}

/** `uvx`, `uv tool run` and `uv run`. */
export const uv: Starter = {
  id: 'uv',
  programs: ['uv', 'uvx'],
  read(words, around, program, command) {
    if (program === 'uvx') return readUvx(words, around);
    const before = readOptions(words, uvGrammar);
    if (before.unknown !== undefined) return unknownOption('uv', before.unknown, around);
    const [name, ...rest] = before.rest;
    const own = words.slice(0, before.taken);
    if (name === 'x') return readUvx([...own, ...rest], around);
    if (name === 'tool' && (rest[0] === 'run' || rest[0] === 'uvx')) return readUvx([...own, ...rest.slice(1)], around);
    if (name !== 'run') return noServer('It is a command of uv that starts no server.', around);
    const options = readOptions(rest, uvRunGrammar);
    if (options.unknown !== undefined) return unknownOption('uv run', options.unknown, around);
    const [target] = options.rest;
    if (target === undefined) return noServer('uv run is given nothing to run.', around);
    if (/^https?:/i.test(target))
      return notStarted('uv run is given a script from an address, which is not fetched here.', around);
    // `uv run uvx …`, `uv run npx …`: what is found in the project is not certain to be that.
    const inner = /^(?:npx|uvx|pipx|docker|podman|bunx|pnpm|yarn)$/.test(target)
      ? around.read(options.rest)
      : undefined;
    if (inner !== undefined) return inner;
    const isPython = /^python(?:\d(?:\.\d+)?)?$/.test(target);
    if (isPython && options.rest[1] === '-c')
      return notStarted('Its program stands in the command line, which is not kept.', around);
    const last = isPython && options.rest[1] === '-m' ? 3 : /^(?:python[\d.]*|fastmcp|mcp)$/.test(target) ? 2 : 1;
    return started(
      { kind: 'program', command, args: [...words], understood: words.length - options.rest.length + last },
      around,
    );
  },
  examples: {
    'uvx a-mcp --x': 'pypi a-mcp --x',
    'uvx --python 3.12 --with httpx a-mcp': 'pypi a-mcp',
    'uvx --from a-mcp==1.2.3 a-bin serve': 'pypi a-mcp (a-bin) serve',
    'uvx --from git+https://example.com/o/r a-mcp': 'repository',
    'uvx --index-url https://pypi.example.com/simple a-mcp': 'nothing',
    'uvx --index-url https://pypi.org/simple a-mcp': 'pypi a-mcp',
    'uvx --no-such x a-mcp': 'nothing',
    'uvx --overrides /srv/x a-mcp': 'nothing',
    'env UV_CONFIG_FILE=/srv/uv.toml uvx a-mcp': 'nothing',
    'uv --quiet tool run --from a-mcp[cli] a-mcp': 'pypi a-mcp',
    'uv run --directory /srv/x server.py': 'program uv run --directory /srv/x server.py',
    'uv --directory /srv/x run --with mcp mcp run server.py':
      'program uv --directory /srv/x run --with mcp mcp run server.py',
    'uv run --no-such x server.py': 'nothing',
    'uv run https://example.com/x.py': 'nothing',
    'uv pip install x': 'nothing',
  },
};
