import { compileGrammar, readOptions } from '#crawler/discover/commands/grammar.ts';
import { unknownOption } from '#crawler/discover/commands/npm-package.ts';
import { noServer, notStarted, type Starter, started } from '#crawler/discover/commands/starter.ts';

const grammar = compileGrammar({
  flags:
    '-i/--interactive -v/--version -h/--help -c/--check --abort-on-uncaught-exception --enable-source-maps --experimental-strip-types --strip-types --experimental-transform-types --experimental-vm-modules --experimental-fetch --experimental-global-webcrypto --experimental-json-modules --experimental-modules --experimental-specifier-resolution --experimental-sqlite --experimental-wasm-modules --experimental-require-module --experimental-permission --permission --expose-gc --frozen-intrinsics --insecure-http-parser --watch --watch-preserve-output --pending-deprecation --preserve-symlinks --preserve-symlinks-main --prof --throw-deprecation --trace-deprecation --trace-uncaught --trace-warnings --trace-sync-io --track-heap-objects --use-bundled-ca --use-openssl-ca --use-system-ca --use-env-proxy --zero-fill-buffers --deprecation --warnings --harmony --jitless --inspect --inspect-brk --inspect-wait --allow-child-process --allow-worker --allow-addons --allow-wasi --unhandled-rejections --tls-min-v1.2 --tls-min-v1.3 --max-old-space-size --max-semi-space-size --stack-size --dns-result-order --max-http-header-size --icu-data-dir --openssl-config --secure-heap --title --trace-exit --verify-base-objects --expose-internals --force-fips --enable-fips',
  valued:
    '-r/--require --import --loader/--experimental-loader -C/--conditions --env-file --env-file-if-exists --input-type --disable-warning --experimental-default-type --watch-path --redirect-warnings --report-dir --diagnostic-dir --cpu-prof-dir --allow-fs-read --allow-fs-write --experimental-config-file',
});

/** `node`, and runners of TypeScript that take a file as it does. */
export const node: Starter = {
  id: 'node',
  programs: ['node', 'nodejs', 'tsx', 'ts-node', 'ts-node-esm'],
  read(words, around, program, command) {
    const from = program === 'tsx' && words[0] === 'watch' ? 1 : 0;
    const isEval = words.find((word) => /^(?:-e|-p|-pe|--eval|--print)(?:=|$)/.test(word));
    const options = readOptions(words.slice(from), grammar);
    if (isEval !== undefined && !options.rest.includes(isEval))
      return notStarted('Its program stands in the command line, which is not kept.', around);
    if (options.unknown !== undefined) return unknownOption(program, options.unknown, around);
    if (options.rest.length === 0) return noServer(`${program} is given nothing to run.`, around);
    return started({ kind: 'program', command, args: [...words], understood: from + options.taken + 1 }, around);
  },
  examples: {
    'node --enable-source-maps -r ./x.js dist/index.js --stdio':
      'program node --enable-source-maps -r ./x.js dist/index.js --stdio',
    'node --max-old-space-size=4096 a.js': 'program node --max-old-space-size=4096 a.js',
    'tsx src/server.ts': 'program tsx src/server.ts',
    'node -e x': 'nothing',
    'node --no-such x a.js': 'nothing',
    node: 'nothing',
  },
};
