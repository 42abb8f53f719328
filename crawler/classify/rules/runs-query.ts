import { defineRule } from '#crawler/classify/define-rule.ts';
import { takesQuery } from '#crawler/classify/inspect-code.ts';

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
  ],
  nouns: 'sql cypher graphql',
  inspect: takesQuery,
  matches: [
    ['sql_run', 'Runs an SQL statement.', { is: 'execute' }],
    ['warehouse', 'Sends a statement to the warehouse.', { is: 'execute', parameters: { sql: { type: 'string' } } }],
    ['query', '', { is: 'execute', parameters: { sql: { type: 'string', description: 'SQL to run' } } }],
  ],
  misses: [
    ['list_queries', 'Lists saved queries.'],
    ['search_memos', 'Searches notes.', { parameters: { query: { type: 'string' } } }],
    ['explain_sql', 'Explains what a query would do.'],
  ],
});
