import { defineRule } from '#crawler/classify/define-rule.ts';
import { takesQuery } from '#crawler/classify/rules/inspect/code.ts';

/** Runs free-form queries. */
export const runsQuery = defineRule({
  id: 'runs-query',
  title: 'Runs free-form queries',
  explains: 'A query the caller writes may read everything and, unless refused, change it.',
  advice: 'Give it a read-only account, or ask for approval.',
  capability: 'run-query',
  actions: [
    {
      verbs: 'run execute perform issue exec submit send do make call process evaluate',
      objects: ['query'],
      unless: ['inquiry'],
    },
    { verbs: 'read+write', objects: ['query'] },
  ],
  nouns: 'sql cypher graphql',
  phrases: ['execute|executes|run|runs an|a|any? insert|update|delete|drop'],
  inspect: takesQuery,
  matches: [
    ['readWriteQuery', '', { is: 'execute' }],
    ['sql_run', 'Runs an SQL statement.', { is: 'execute' }],
    ['warehouse', 'Sends a statement to the warehouse.', { is: 'execute', parameters: { sql: { type: 'string' } } }],
    ['query', '', { is: 'execute', parameters: { sql: { type: 'string', description: 'SQL to run' } } }],
    [
      'ask_store',
      'Runs a read-only query.',
      {
        is: 'execute',
        why: 'a statement that writes is named',
        parameters: { sql: { type: 'string', description: 'The query, an UPDATE for instance' } },
      },
    ],
    [
      'open_store',
      'Runs a read-only query. A connection may be read-write.',
      { is: 'execute', why: 'both are on offer', parameters: { sql: { type: 'string' } } },
    ],
    [
      'open_base',
      'Runs a read-only query.',
      {
        is: 'execute',
        why: 'the caller turns it off',
        parameters: { sql: { type: 'string' }, read_only: { type: 'boolean' } },
      },
    ],
    ['ask_graph', 'Asks the graph.', { parameters: { query: { type: 'string', description: 'Cypher query to run' } } }],
  ],
  misses: [
    [
      'pick_nodes',
      'Gets nodes.',
      {
        why: 'what is found in a text',
        parameters: { query: { type: 'string', description: 'XPath query to execute' } },
      },
    ],
    [
      'weigh_claim',
      'Reasons about a claim.',
      {
        why: 'what somebody claims',
        parameters: { claim: { type: 'object', properties: { statement: { type: 'string' } } } },
      },
    ],
    ['list_queries', 'Lists saved queries.'],
    ['search_memos', 'Searches notes.', { parameters: { query: { type: 'string' } } }],
    ['explain_sql', 'Explains what a query would do.'],
  ],
});
