/** Tools for the tests of policies: definitions in our own words, judged by the real classifier. */
import { createClassifier } from '#crawler/classify/index.ts';
import type { ClassifiedTool } from '#crawler/policy/server-policy.ts';
import type { Json, JsonObject, ToolDefinition } from '#db/types.ts';

type Properties = Record<string, Json>;

/** A definition with a schema of these properties. */
export const tool = (
  name: string,
  description: string,
  properties: Properties = {},
  required: string[] = [],
): ToolDefinition => ({
  name,
  description,
  inputSchema: { type: 'object', properties, required } as JsonObject,
});

const text = { type: 'string' };

/** One tool of each kind that the table of rules knows, by the reason it must get. */
export const toolsByReason: Record<string, ToolDefinition> = {
  reads: tool('list_workflows', 'Lists the workflows of a project.', { page: { type: 'integer' } }),
  'reaches-addresses-or-files': tool('fetch_page', 'Reads a web page and returns its text.', { url: text }, ['url']),
  'ordinary-write': tool('create_event', 'Creates an event in the calendar.', { title: text }, ['title']),
  'runs-code': tool('run_command', 'Runs a shell command on this machine.', { command: text }, ['command']),
  'runs-statements': tool('execute_sql', 'Executes any SQL statement, writing ones too.', { sql: text }, ['sql']),
  'returns-secrets': tool('get_api_key', 'Returns the API key of a project in plain text.', { project: text }),
  'changes-access': tool('grant_role', 'Grants a user a role in the organisation.', { user: text, role: text }),
  'moves-money': tool('send_payment', 'Sends money to a payee.', { amount: { type: 'number' }, payee: text }, [
    'amount',
  ]),
  destroys: tool('delete_database', 'Permanently deletes a database and everything in it.', { id: text }, ['id']),
  'reaches-people': tool('post_announcement', 'Posts an announcement to everybody in the team.', {
    channel: text,
    message: text,
  }),
  'takes-little-away': tool('clear_cache', 'Clears the cache of parsed files.'),
  'fetches-address': tool(
    'add_recording',
    'Imports a recording from a URL and starts its transcription.',
    { url: text, title: text },
    ['url'],
  ),
  'runs-agent': tool('delegate_task', 'Assigns a task to another agent, which picks its own tools.', { task: text }),
  'mild-modes': tool(
    'manage_issue',
    'Manages an issue.',
    { action: { type: 'string', enum: ['get', 'list', 'update', 'delete'] }, id: text },
    ['action'],
  ),
  'runs-what-somebody-made': tool('run_shortcut', 'Runs a shortcut by its name.', { name: text, input: text }),
  'sets-up-what-others-use': tool('create_service', 'Creates a service from a spec.', { spec: { type: 'object' } }),
  'adds-tools': tool('keep_recipe', 'Saves a recipe as a tool that can be called from now on.', { recipe: text }),
  'sets-in-motion': tool('trigger_build', 'Triggers a build of the project.', { project: text }),
  'installs-software': tool('install_plugin', 'Installs a plugin from the marketplace and starts it.', { name: text }),
  'not-assessed': tool('frobnicate', ''),
};

/** A tool whose modes lie in the items of a list. */
export const pushFiles = tool(
  'push_files',
  'Commits several files to a branch in one go.',
  {
    branch: text,
    files: {
      type: 'array',
      items: {
        type: 'object',
        properties: { action: { type: 'string', enum: ['create', 'update', 'delete', 'move'] }, file_path: text },
        required: ['action', 'file_path'],
      },
    },
  },
  ['branch', 'files'],
);

/** Judges tools as one server's. */
export function classified(definitions: readonly ToolDefinition[]): ClassifiedTool[] {
  const classify = createClassifier({ tools: definitions.map(({ name }) => name) });
  return definitions.map((definition) => ({ definition, classification: classify(definition) }));
}
