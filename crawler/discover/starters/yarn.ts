import { compileGrammar, readOptions } from '#crawler/discover/commands/grammar.ts';
import { readNpmCall, unknownOption } from '#crawler/discover/commands/npm-package.ts';
import { notStarted, type Starter } from '#crawler/discover/commands/starter.ts';

const grammar = compileGrammar({ flags: '-q/--quiet', valued: '-p/--package' });

/** `yarn dlx`. */
export const yarn: Starter = {
  id: 'yarn',
  programs: ['yarn', 'yarnpkg'],
  read(words, around) {
    if (words[0] !== 'dlx')
      return notStarted('It is a program or script of a project of yarn, which is not run here.', around);
    const options = readOptions(words.slice(1), grammar);
    if (options.unknown !== undefined) return unknownOption('yarn dlx', options.unknown, around);
    return readNpmCall({ packages: options.values.get('-p') ?? [], rest: options.rest }, around, 'yarn dlx');
  },
  examples: {
    'yarn dlx -q a-mcp --x': 'npm a-mcp --x',
    'yarn dlx -p a-mcp -p typescript a-mcp': 'npm a-mcp',
    'yarn start': 'nothing',
    'env YARN_NPM_REGISTRY_SERVER=https://npm.example.com yarn dlx a-mcp': 'nothing',
  },
};
