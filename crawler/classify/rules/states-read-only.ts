import { defineRule } from '#crawler/classify/define-rule.ts';

/** States that it only reads. */
export const statesReadOnly = defineRule({
  id: 'states-read-only',
  title: 'States that it only reads',
  explains: 'The author says in so many words that nothing is changed.',
  advice: 'Allow it, and check that the claim holds if it takes free-form queries.',
  capability: 'read-data',
  phrases: [
    'is strictly|purely|completely|always? read only',
    'read only operation|tool|query|queries|sql|access|command|endpoint|call|action|lookup|select|cypher|mode|view|statement|statements|analysis|transaction|transactions|check|function|inspection',
    'read only * query|queries|sql|statement|statements',
    'does|will not modify|change|mutate|alter|write',
    "doesn't|won't modify|change|mutate|alter|write",
    'without modifying|changing|altering|mutating|executing',
    'without sending|broadcasting|submitting a|any|the? transaction|transactions',
    'no side effects',
    'makes|make no changes',
    'read only',
    'only select statements|queries|query',
    'select queries|statements only',
    'execute|executes|run|runs|executing|running a|any? select query|queries|statement|statements',
    'cannot modify|change|mutate|alter|write',
    'never modifies|changes|writes|mutates',
    'nothing is changed|modified|written',
    'only reading|reads is|are possible|allowed|permitted|supported',
    'writes|writing is|are * *? refused|rejected|blocked',
    'statements|queries that write|modify|change are refused|rejected|blocked',
  ],
  limits: 'read-only',
  matches: [
    [
      'dry_call',
      'Calls a contract method without sending a transaction.',
      { is: 'read', server: { name: 'Token wallet on Ethereum' } },
    ],
    [
      'run_statement',
      'Runs a read-only SQL statement against the replica.',
      { is: 'read', parameters: { sql: { type: 'string' } } },
    ],
    ['process_ledger', 'Goes through the ledger. This tool is read-only.', { is: 'read' }],
    ['execute_report', 'Executes a saved report. Does not modify any data.', { is: 'read' }],
    [
      'graph_desk',
      'Executes a statement. Only reading is possible.',
      { is: 'read', parameters: { sql: { type: 'string' } } },
    ],
    [
      'ledger_statement',
      'Executes a statement; statements that write are refused.',
      { is: 'read', parameters: { sql: { type: 'string' } } },
    ],
    ['run_reads', 'Runs SELECT queries.', { is: 'read', parameters: { sql: { type: 'string' } } }],
    [
      'ask_store',
      'Runs a read-only query.',
      {
        is: 'read',
        why: 'the statement that writes is refused',
        parameters: { sql: { type: 'string', description: 'The query, never an UPDATE or INSERT' } },
      },
    ],
  ],
  misses: [
    ['create_viewer', 'Creates a read-only user.', { why: 'read-only describes the user' }],
    ['create_token', 'Creates a token with read-only scope.'],
    ['delete_rows', 'Deletes rows. Not available on read-only replicas.', { why: 'describes replicas' }],
  ],
});
