import { compileGrammar, readOptions } from '#crawler/discover/commands/grammar.ts';
import { readNpmCall, unknownOption } from '#crawler/discover/commands/npm-package.ts';
import { noServer, notStarted, type Starter, started } from '#crawler/discover/commands/starter.ts';

const grammar = compileGrammar({
  flags:
    '-A/--allow-all -R/--allow-read -W/--allow-write -N/--allow-net -E/--allow-env -S/--allow-sys --allow-run --allow-ffi --allow-hrtime -I/--allow-import --deny-read --deny-write --deny-net --deny-env --deny-sys --deny-run --deny-ffi --deny-import -q/--quiet -r/--reload --no-check --check --no-prompt --no-remote --no-npm --no-lock --no-config --node-modules-dir --vendor --cached-only --frozen --lock-write --watch --watch-hmr --unstable --unstable-sloppy-imports --unstable-kv --unstable-bare-node-builtins --unstable-node-globals --unstable-temporal --unstable-worker-options --unstable-ffi --inspect --inspect-brk --inspect-wait --no-clear-screen --no-code-cache --env-file --lock --v8-flags --env',
  valued: '-c/--config --import-map --cert -L/--log-level --location --seed --ext --preload --conditions',
  clusters: true,
});

/** `deno run`: a file, or a package by its specifier. */
export const deno: Starter = {
  id: 'deno',
  programs: ['deno'],
  read(words, around, _program, command) {
    const before = readOptions(words, grammar);
    if (before.unknown !== undefined) return unknownOption('deno', before.unknown, around);
    const isRun = before.rest[0] === 'run' || before.rest[0] === 'serve';
    const isFile = /\.[cm]?[jt]sx?$/.test(before.rest[0] ?? '');
    if (!isRun && !isFile) return noServer('It is a command of deno that starts no server.', around);
    const options = isRun ? readOptions(before.rest.slice(1), grammar) : before;
    if (options.unknown !== undefined) return unknownOption('deno run', options.unknown, around);
    const [target = '', ...args] = options.rest;
    const npm = /^npm:\/?((?:@[^/]+\/)?[^/]+)(?:\/(.+))?$/.exec(target);
    if (npm?.[1] !== undefined) {
      const [spec, bin] = [npm[1], npm[2]];
      return readNpmCall(
        bin === undefined ? { packages: [], rest: [spec, ...args] } : { packages: [spec], rest: [bin, ...args] },
        around,
        'deno',
      );
    }
    if (/^(?:jsr:|https?:)/.test(target))
      return notStarted('It is run straight from an address or JSR, which is not fetched here.', around);
    if (target === '') return noServer('deno is given nothing to run.', around);
    return started(
      { kind: 'program', command, args: [...words], understood: words.length - options.rest.length + 1 },
      around,
    );
  },
  examples: {
    'deno run -A npm:@o/a-mcp@1.0.0 --x': 'npm @o/a-mcp --x',
    'deno run --allow-net=example.com --allow-env npm:a-mcp/a-bin': 'npm a-mcp (a-bin)',
    'deno run -A jsr:@o/a-mcp': 'nothing',
    'deno run -A src/main.ts': 'program deno run -A src/main.ts',
    'deno run --no-such x npm:a-mcp': 'nothing',
  },
};
