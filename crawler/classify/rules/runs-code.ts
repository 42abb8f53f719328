import { defineRule } from '#crawler/classify/define-rule.ts';
import { takesCode } from '#crawler/classify/rules/inspect/code.ts';

/** Runs code or commands. */
export const runsCode = defineRule({
  id: 'runs-code',
  title: 'Runs code or commands',
  explains: 'Whatever the caller writes is executed with the rights of the server.',
  advice: 'Ask for approval each time, or keep it in a sandbox.',
  capability: 'run-code',
  actions: [
    {
      verbs:
        'run execute eval evaluate exec invoke call interpret submit send inject spawn perform type enter write debug compile process issue',
      objects: ['code'],
      unless: ['repository', 'number'],
    },
    { verbs: 'exec eval shell+out spawn+process' },
    { verbs: 'write type', objects: ['uiPart'], scopes: ['code', 'job'] },
    { verbs: 'interact', scopes: ['job', 'code'] },
    { verbs: 'create start', objects: ['code'], only: 'text', domains: ['device'] },
  ],
  phrases: ['evaluates|executes|runs * *? *? as python|javascript|code|shell|sql|a'],
  nouns: 'sh zsh sudo shell bash terminal repl powershell exec eval python',
  inspect: takesCode,
  matches: [
    ['run_shell_line', 'Runs a shell command on this machine.', { is: 'execute' }],
    ['pod_exec', 'Executes a command in a container.', { is: 'execute' }],
    [
      'workbench',
      'Works on a dataset.',
      {
        is: 'execute',
        parameters: { python_code: { type: 'string', description: 'Code to execute' } },
        why: 'the parameter is the program',
      },
    ],
    [
      'page_extract',
      'Extracts rows from the page by evaluating the given script in it.',
      { is: 'execute', why: 'how it is done is done' },
    ],
    ['eval_snippet', 'Evaluates JavaScript in the page.', { is: 'execute' }],
    [
      'open_box',
      'Opens a box.',
      { is: 'execute', parameters: { command: { type: 'string', description: 'Shell command to execute' } } },
    ],
    [
      'reckon_table',
      'Computes a table.',
      {
        is: 'execute',
        parameters: { formula: { type: 'string', description: 'A Python expression, which is evaluated' } },
      },
    ],
    [
      'try_macro',
      'Tries a macro.',
      { is: 'execute', parameters: { snippet: { type: 'string', description: 'Is executed at once' } } },
    ],
  ],
  misses: [
    ['list_commands', 'Lists commands.'],
    ['get_code', 'Returns the source of a function.'],
    ['search_code', 'Searches code.', { parameters: { query: { type: 'string' } } }],
    [
      'redeem_code',
      'Returns what a promo code is worth.',
      { parameters: { code: { type: 'string', description: 'Promo code' } } },
    ],
    [
      'ledger_desk',
      'Works with the ledger.',
      {
        why: 'a command of its own',
        parameters: { command: { type: 'string', description: 'Command to run' }, parameters: { type: 'object' } },
      },
    ],
  ],
});
