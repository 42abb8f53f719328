import { defineRule } from '#crawler/classify/define-rule.ts';
import { steersAgent } from './inspect/agent.ts';

/** Hands a task to an agent. */
export const runsAgent = defineRule({
  id: 'runs-agent',
  title: 'Hands a task to an agent',
  explains: 'Another model decides what to do next, with tools of its own.',
  advice: 'Ask for approval; a limit on one call does not limit what the agent does.',
  capability: 'start-process',
  actions: [
    {
      verbs: 'spawn',
      objects: ['agent'],
    },
    { verbs: 'delegate handoff hand+off' },
    { verbs: 'send submit assign give post', objects: ['job'], scopes: ['agent'] },
  ],
  phrases: [
    'autonomously|automatically execute|executes|perform|performs|complete|completes|carry|carries|browse|browses|navigate|navigates',
    'autonomous|ai|browser|coding|computer agent to|that|which executes|execute|performs|perform|completes|complete|navigates|navigate',
    'execute|executes|perform|performs|complete|completes|run|runs a|the? complex? browser? task|tasks autonomously',
    'agent will|can navigate|execute|perform|complete|browse|act',
  ],
  inspect: steersAgent,
  matches: [
    [
      'query',
      'Queries the coding helper.',
      {
        is: 'execute',
        parameters: { question: { type: 'string' }, allowedTools: { type: 'array' }, maxTurns: { type: 'integer' } },
        why: 'what it may use, and how often it may go on',
      },
    ],
    ['errand', 'Autonomously completes a web task.', { is: 'execute' }],
    ['helper_agent', 'An AI agent that performs tasks on your desktop.', { is: 'execute' }],
    [
      'browse_for_me',
      'The agent will navigate and act on web pages.',
      { is: 'execute', parameters: { task: { type: 'string' } } },
    ],
  ],
  misses: [
    ['list_agents', 'Lists agents.'],
    ['get_user_agent', 'Returns the user agent string.'],
    ['create_agent_profile', 'Creates a profile of a sales agent.'],
    [
      'query',
      'Queries a model.',
      {
        parameters: { question: { type: 'string' }, system_prompt: { type: 'string' } },
        why: 'one of them tells nothing',
      },
    ],
  ],
});
