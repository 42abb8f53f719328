import { defineRule } from '#crawler/classify/define-rule.ts';

/** Signs or sends a transaction. */
export const signsTransaction = defineRule({
  id: 'signs-transaction',
  title: 'Signs or sends a transaction',
  explains: 'A signed transaction on a chain is final.',
  advice: 'Deny it unless a person approves.',
  capability: 'move-money',
  actions: [
    {
      verbs: 'sign broadcast submit execute write call approve',
      objects: ['money', 'token', 'transaction'],
      domains: ['crypto'],
    },
    { verbs: 'sign broadcast send submit', objects: ['transaction'] },
    { verbs: 'broadcast', domains: ['crypto'], unless: ['message'] },
    { verbs: 'write call invoke interact execute', objects: ['smartContract'] },
    { verbs: 'write call invoke', scopes: ['smartContract'] },
    {
      verbs: 'execute interact',
      objects: ['token', 'trade', 'commitment'],
      domains: ['crypto'],
      only: 'text',
    },
    { verbs: 'call invoke write execute sign broadcast', objects: ['commitment', 'token'], domains: ['crypto'] },
  ],
  phrases: [
    'sign|signs|signing and|or send|sends|broadcast|broadcasts|submit',
    'call|calls|invoke|invokes|execute|executes a|the|any? smart? contract function|method',
    'broadcast|broadcasts|submit|submits|send|sends a|the|raw|signed? transaction|transactions',
  ],
  matches: [
    ['broadcast_doc', 'Broadcasts a doc.', { is: 'financial', server: { name: 'Token wallet on Ethereum' } }],
    ['sign_and_send', 'Signs and sends a transaction.', { is: 'financial' }],
    ['contract_write', 'Calls a contract function that changes state.', { is: 'financial' }],
    ['contract_invoke', 'Invokes a function of the smart contract.', { is: 'financial' }],
    ['broadcast_tx', 'Broadcasts a signed transaction.', { is: 'financial' }],
  ],
  misses: [
    ['get_transaction', 'Returns a transaction.'],
    ['read_contract', 'Reads a contract.'],
    ['sign_document', 'Signs a document.'],
    [
      'run_macro',
      'Executes a script.',
      { server: { name: 'Wallet', tools: ['run_macro', 'get_balance', 'list_chains'] } },
    ],
  ],
});
