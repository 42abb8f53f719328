import { readOptions } from '#crawler/discover/commands/grammar.ts';
import type { Starter } from '#crawler/discover/commands/starter.ts';
import { notStarted } from '#crawler/discover/commands/starter.ts';
import { npmGrammar, readNpx } from './npx.ts';

/** `npm exec`; other commands of npm start a project's own scripts. */
export const npm: Starter = {
  id: 'npm',
  programs: ['npm'],
  read(words, around) {
    const before = readOptions(words, npmGrammar);
    const [command, ...rest] = before.rest;
    if (before.unknown === undefined && (command === 'exec' || command === 'x'))
      return readNpx([...words.slice(0, before.taken), ...rest], around, 'npm exec');
    return notStarted('It is a script of a project of npm, which is not run here.', around);
  },
  examples: {
    'npm exec --yes -- a-mcp --flag': 'npm a-mcp --flag',
    'npm x -y --package=a-mcp -- a-bin': 'npm a-mcp (a-bin)',
    'npm --silent exec a-mcp': 'npm a-mcp',
    'npm exec a-mcp -- --package b-mcp': 'npm a-mcp --package b-mcp',
    'npm exec a-mcp --package b-mcp': 'nothing',
    'npm x a-mcp --registry=https://npm.example.com': 'nothing',
    'npm run start': 'nothing',
    'npm --prefix /srv/x start': 'nothing',
  },
};
