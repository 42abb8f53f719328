import { compileGrammar, readOptions } from '#crawler/discover/commands/grammar.ts';
import { readNpmCall, unknownOption } from '#crawler/discover/commands/npm-package.ts';
import { notStarted, type Starter, started } from '#crawler/discover/commands/starter.ts';

const fetching = compileGrammar({ flags: '-b/--bun --no-install --verbose --silent -y/--yes', valued: '-p/--package' });
/** Of `bun` and `bun run`. */
const running = compileGrammar({
  flags:
    '-b/--bun --silent --watch --hot --smol --no-install -i --prefer-offline --prefer-latest --if-present --no-clear-screen --expose-gc --no-deprecation --throw-deprecation --zero-fill-buffers',
  valued:
    '--cwd --env-file -c/--config --tsconfig-override -d/--define -l/--loader -r/--preload/--require/--import -F/--filter --shell --elide-lines --install --port --conditions --main-fields --extension-order --drop --inspect --inspect-wait --inspect-brk --origin --dns-result-order --max-http-header-size --title',
});

/** `bunx`, `bun x`, and bun as what runs a file. */
export const bun: Starter = {
  id: 'bun',
  programs: ['bun', 'bunx'],
  read(words, around, program, command) {
    if (program === 'bunx' || words[0] === 'x') {
      const options = readOptions(program === 'bunx' ? words : words.slice(1), fetching);
      if (options.unknown !== undefined) return unknownOption('bunx', options.unknown, around);
      return readNpmCall({ packages: options.values.get('-p') ?? [], rest: options.rest }, around, 'bunx');
    }
    const first = readOptions(words, running);
    if (first.unknown !== undefined) return unknownOption('bun', first.unknown, around);
    const inner = first.rest[0] === 'run' ? readOptions(first.rest.slice(1), running) : first;
    if (inner.unknown !== undefined) return unknownOption('bun run', inner.unknown, around);
    const script = inner.rest[0] ?? '';
    if (!/[\\/]|\.[cm]?[jt]sx?$/.test(script))
      return notStarted('It is a script of a project of bun, which is not run here.', around);
    return started(
      { kind: 'program', command, args: [...words], understood: words.length - inner.rest.length + 1 },
      around,
    );
  },
  examples: {
    'bunx --bun a-mcp': 'npm a-mcp',
    'bun x -p @o/a-mcp a': 'npm @o/a-mcp (a)',
    'bunx --no-such x a-mcp': 'nothing',
    'env BUN_CONFIG_REGISTRY=https://npm.example.com bunx a-mcp': 'nothing',
    'bun run --cwd /srv/x src/index.ts --flag': 'program bun run --cwd /srv/x src/index.ts --flag',
    'bun run start': 'nothing',
  },
};
