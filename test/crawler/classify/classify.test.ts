/** What the whole classifier says, family by family. Tools are of our own wording. */
import { describe, expect, test } from 'vitest';
import type { Example } from '#crawler/classify/define-rule.ts';
import { classify } from '#crawler/classify/index.ts';
import type { JsonObject, ToolDefinition } from '#db/types.ts';
import { serverOf, toolOf } from '#test/support/tools.ts';

const say = (...example: Example): string => classify(toolOf(example), serverOf(example)).category;

describe('a tool whose description is empty', () => {
  const tools = [
    'create_event',
    'create_coupon_code',
    'create_profile',
    'create_list',
    'create_tag',
    'get_lists',
    'get_profiles',
  ];
  const verdict = classify(
    { name: 'create_event', description: '', inputSchema: { type: 'object', properties: {} } },
    { name: 'Marketing Server', tools },
  );

  test('is judged by its name, with its siblings as support', () => {
    expect(verdict).toMatchObject({ category: 'write', risk: 'medium' });
    expect(verdict.evidence[0]).toMatchObject({ pointer: '/name', quote: 'create_event', start: 0, end: 12 });
    expect(verdict.support).toEqual(['create_coupon_code', 'create_profile', 'create_list', 'create_tag']);
    expect(verdict.signals.map((s) => s.signal)).toContain('no-description');
  });
});

describe('what the other tools of a server tell', () => {
  test('a verb before other verbs names a group of tools', () => {
    const tools = ['dispatch_pull', 'dispatch_verify', 'dispatch_rules', 'dispatch_import'];
    const example: Example = ['dispatch_rules', 'Fetch the current rules.', { server: { name: 'mill', tools } }];
    expect(say(...example)).toBe('read');
    // Alone it is what it says.
    expect(say('dispatch_courier', '')).toBe('execute');
  });

  test('tabs of a document make no browser', () => {
    const tools = ['addTab', 'listTabs', 'renameTab', 'resizePicture'];
    const example: Example = ['resizePicture', 'Resize an element.', { server: { name: 'papers', tools } }];
    expect(say(...example)).toBe('write');
  });
});

describe('read-only, said of something else', () => {
  test.each<[string, string, Example]>([
    [
      'one value of a parameter',
      'financial',
      [
        'claim_rewards',
        'Claims accrued rewards.\n\n- submit: false (default) — read-only check\n- submit: true — sends the claim',
        { parameters: { submit: { type: 'boolean' }, wallet: { type: 'string' } } },
      ],
    ],
    ['a field', 'write', ['create_flow', 'Creates a flow. The state field should be left out as it is read-only.', {}]],
    ['a user, in Chinese', 'write', ['makeReader', '创建只读用户。', {}]],
  ])('%s', (_family, expected, example) => {
    expect(say(...example)).toBe(expected);
  });
});

describe('traps of pattern matching', () => {
  test.each<[string, string, Example]>([
    ['negation', 'write', ['unlink_account', 'Unlinks an account from a profile without removing it.']],
    ['negation, contracted', 'read', ['check_backup', "Checks a backup. It doesn't delete anything."]],
    ['a verb inside a word: recall', 'read', ['recall_notes', 'Recalls notes by topic.']],
    ['a verb inside a word: onboarding', 'read', ['onboarding_steps', 'Returns the steps of onboarding.']],
    ['a verb inside a word: latest', 'read', ['latest_release', 'Returns the latest release.']],
    ['a noun of money: charges', 'read', ['list_charges', 'Lists charges.']],
    ['a noun of money: invoice', 'read', ['get_invoice', 'Returns an invoice.']],
    ['place_order', 'financial', ['place_order', 'Places an order.']],
    ['fork_repository', 'write', ['fork_repository', 'Forks a repository.']],
    ['rotate_api_key', 'destructive', ['rotate_api_key', 'Rotates an API key; the old one stops working.']],
    ['unlink_…', 'write', ['unlink_contact', '']],
    [
      'read-only in the description',
      'read',
      ['run_query', 'Runs a query. This tool is read-only.', { parameters: { sql: { type: 'string' } } }],
    ],
    ['run_ in front of a calculator', 'read', ['run_mortgage_calculator', 'Calculates the monthly payment of a loan.']],
    ['deleted as a filter', 'read', ['search_orders', 'Searches orders, including deleted ones.']],
    ['advice about another tool', 'read', ['get_note', 'Returns a note. To delete it, use delete_note instead.']],
    ['a condition', 'read', ['list_jobs', 'Lists jobs. If a job is cancelled it stays in the list for a day.']],
    ['wait is not execute', 'read', ['wait', 'Waits for some seconds.']],
  ])('%s', (_family, expected, example) => {
    expect(say(...example)).toBe(expected);
  });
});

describe('risk is not category', () => {
  const risk = (...example: Example) => classify(toolOf(example), serverOf(example)).risk;
  const modifiers = (...example: Example) =>
    classify(toolOf(example), serverOf(example)).modifiers.map((m) => m.modifier);

  test('a read that returns a secret is not low', () => {
    expect(risk('get_secret', 'Returns the decrypted value of a vault entry.')).toBe('high');
    expect(modifiers('get_secret', 'Returns the decrypted value of a vault entry.')).toEqual(['returns-secrets']);
    expect(modifiers('get_cookies', 'Returns the cookies of the session.')).toEqual(['returns-secrets']);
    expect(modifiers('dump_credentials', 'Dumps credentials from the memory of a host.')).toEqual(['returns-secrets']);
    expect(risk('get_weather', 'Returns the weather.')).toBe('low');
  });
  test('clearing a cache is not critical', () => {
    expect(risk('clear_cache', 'Clears the cache of a site.')).toBe('low');
    expect(risk('clear_database', 'Clears the database.')).toBe('critical');
  });
  test('a shell is critical, a click is high', () => {
    expect(risk('shell', 'Runs a shell command.', { parameters: { command: { type: 'string' } } })).toBe('critical');
    expect(risk('click', 'Clicks a button.')).toBe('high');
  });
  test('reaching people, publishing and access raise a write', () => {
    expect(modifiers('send_email', 'Sends an email to a customer.')).toContain('reaches-people');
    expect(modifiers('publish_article', 'Publishes an article.')).toContain('makes-public');
    expect(modifiers('grant_role', 'Grants a role to a user.')).toContain('changes-access');
    expect(modifiers('create_access_list', 'Creates an access list.')).toContain('changes-access');
    expect(modifiers('lock_account', 'Locks an account.')).toContain('changes-access');
    expect(modifiers('lock_thread', 'Locks a thread.')).not.toContain('changes-access');
    expect(modifiers('create_api_key', 'Creates an API key.')).toContain('creates-credentials');
    expect(risk('bulk_update_tasks', 'Updates many tasks at once.')).toBe('high');
    expect(risk('update_task', 'Updates a task.')).toBe('medium');
  });
  test.each<[string, string, Example]>([
    ['the session closes its own tab', 'low', ['close_tab', 'Closes a browser tab.']],
    ['a pointer that only moves', 'low', ['hover_element', 'Hovers over an element on the page.']],
    ['a recording of its own ends', 'low', ['recording_stop', 'Stops the recording of the screen.']],
    ['somebody else’s session is ended', 'high', ['end_session', 'Ends the session of a user.']],
    ['a session is killed by force', 'high', ['kill_session', 'Ends a database session.']],
    ['a job of one’s own', 'medium', ['start_scan', 'Starts an accessibility scan of a page.']],
    ['a job that others rely on', 'high', ['run_release_job', 'Runs the job that makes a release.']],
    ['all of a cache is a cache', 'low', ['purge_cache', 'Removes all entries of the cache.']],
    ['all of a mailbox is not', 'critical', ['delete_all_letters', 'Deletes all letters.']],
    ['all is said of something else', 'high', ['delete_folder', 'Deletes a folder and all its tags.']],
    ['a part of a store is no store', 'high', ['delete_project_webhook', 'Deletes a webhook of a project.']],
    ['where it lies is not what goes', 'high', ['delete_page_from_db', 'Deletes a page from the database.']],
    ['the store itself', 'critical', ['delete_project', 'Deletes a project.']],
    ['accounts of money are private', 'medium', ['list_invoices', 'Lists invoices.']],
    ['the form of an account is not', 'low', ['get_invoice_template', 'Returns the template for invoices.']],
    ['names of keys are worth a look', 'medium', ['list_api_tokens', 'Lists API tokens.']],
    ['names of keys, page by page', 'medium', ['list_access_keys', 'Lists access keys. The page is a number.']],
    ['cards somebody pays with', 'medium', ['list_methods', 'Lists the payment cards a customer has saved.']],
    ['a token of a next page', 'low', ['get_next_page_token', 'Returns the token of the next page.']],
    ['what the tool has put out', 'medium', ['delete_outputs', 'Deletes the outputs of a run.']],
    ['what was counted', 'medium', ['reset_budget', 'Resets the budget of a session.']],
    ['a note of a review goes to nobody new', 'medium', ['publish_review_note', 'Publishes a note of a review.']],
    ['a post to a channel', 'medium', ['post_message', 'Posts a message to a channel.']],
    ['a file replaced in silence', 'high', ['write_file', 'Writes a file. Overwrites what is there without asking.']],
    ['a file written', 'medium', ['write_file', 'Writes a file that does not exist yet.']],
    ['terms money hangs on', 'high', ['set_leverage', 'Sets the leverage of a position.']],
    ['value goes where the call says', 'critical', ['transfer_funds', 'Transfers funds to an address.']],
    ['a payment bounded by what is owed', 'high', ['complete_payment', 'Completes the payment of a checkout.']],
    [
      'a test somebody keeps is what the call names',
      'high',
      ['test_execute', 'Executes tests.', { parameters: { script_name: { type: 'string' } } }],
    ],
    [
      'and so is the test itself',
      'high',
      ['test_execute', 'Executes a test.', { parameters: { test: { type: 'string' } } }],
    ],
    ['a test alone is a bounded job', 'medium', ['test_execute', 'Executes tests.']],
    [
      'a switch lays secrets open',
      'high',
      ['get_entry', 'Returns an entry, its fields masked.', { parameters: { reveal: { type: 'boolean' } } }],
    ],
    [
      'a switch shows something else',
      'low',
      ['get_entry', 'Returns an entry.', { parameters: { show: { type: 'boolean' } } }],
    ],
    ['how a platform is set', 'high', ['alter_kafka_configs', 'Alters configurations of topics.']],
    ['how a broker is set', 'high', ['update_broker_settings', 'Updates settings of a broker.']],
    ['how a cluster is set', 'high', ['update_cluster_settings', 'Updates settings of a cluster.']],
    ['how a search engine is set', 'high', ['update_elasticsearch_settings', 'Updates settings.']],
    ['how a store of values is set', 'high', ['update_redis_config', 'Updates the configuration.']],
    ['how a web server is set', 'high', ['update_nginx_config', 'Updates the configuration.']],
    ['how a page is set', 'medium', ['update_page_settings', 'Updates settings of a page.']],
    [
      'a mail composed and sent',
      'high',
      ['compose_email', 'Composes and sends an email.', { parameters: { to: { type: 'string' } } }],
    ],
    ['a mail for later', 'high', ['schedule_email', 'Schedules an email for tomorrow.']],
    ['a silence of alerts', 'medium', ['delete_silence', 'Deletes a silence of an alert.']],
    ['people who may buy', 'medium', ['get_lead', 'Returns a lead.']],
    ['people who apply', 'medium', ['get_candidate', 'Returns a candidate.']],
    ['what somebody claims', 'medium', ['list_claims', 'Lists claims.']],
    ['what somebody spent', 'medium', ['list_expenses', 'Lists expenses.']],
    ['credentials come back', 'high', ['create_mailbox', 'Creates a mailbox. Returns its credentials.']],
    ['no credentials come back', 'medium', ['create_mailbox', 'Creates a mailbox for a domain name.']],
  ])('%s', (_why, expected, example) => expect(risk(...example)).toBe(expected));
  test('a command run by the clock is a command', () => {
    const parameters = { command: { type: 'string' }, time: { type: 'string' } };
    expect(risk('create_cron_job', 'Creates a cron job from a schedule and a command.', { parameters })).toBe(
      'critical',
    );
    expect(risk('create_cron_job', 'Creates a cron job that calls an address.')).toBe('medium');
  });
  test('a language without words for writing', () => {
    const parameters = { query: { type: 'string' } };
    expect(risk('run_soql_query', 'Runs a SOQL query.', { parameters })).toBe('medium');
    expect(risk('run_sql_query', 'Runs a SQL query.', { parameters })).toBe('critical');
  });
  test('a query held read-only is read, but not low', () => {
    const verdict = classify(
      toolOf(['query', 'Runs a read-only SQL query.', { parameters: { sql: { type: 'string' } } }]),
    );
    expect(verdict).toMatchObject({ category: 'read', risk: 'medium' });
  });
});

describe('several modes', () => {
  const modes = (name: string, values: string[], parameter = 'method'): ReturnType<typeof classify> =>
    classify({
      name,
      description: 'Works on records.',
      inputSchema: { type: 'object', properties: { [parameter]: { type: 'string', enum: values } } },
    });

  test('the worst branch counts and every branch is listed', () => {
    const verdict = modes('records', ['get', 'create', 'delete']);
    expect(verdict.category).toBe('destructive');
    expect(verdict.branches).toEqual([
      { pointer: '/inputSchema/properties/method', parameter: 'method', value: 'get', category: 'read' },
      { pointer: '/inputSchema/properties/method', parameter: 'method', value: 'create', category: 'write' },
      { pointer: '/inputSchema/properties/method', parameter: 'method', value: 'delete', category: 'destructive' },
    ]);
    expect(verdict.evidence[0]).toMatchObject({ pointer: '/inputSchema/properties/method/enum/2', quote: 'delete' });
  });
  test('adding and removing undo each other', () =>
    expect(modes('manage_labels', ['add', 'remove', 'list']).category).toBe('write'));
  test('an enum of states is no enum of actions', () =>
    expect(modes('list_orders', ['created', 'deleted'], 'status').category).toBe('read'));
  test('a filter on a reader does not act', () =>
    expect(modes('list_audit_events', ['create', 'delete'], 'action').category).toBe('read'));
  test('constants in oneOf', () => {
    const verdict = classify({
      name: 'files',
      description: 'File operations.',
      inputSchema: {
        type: 'object',
        properties: { operation: { oneOf: [{ const: 'read' }, { const: 'delete', description: 'gone for good' }] } },
      },
    });
    expect(verdict.category).toBe('destructive');
    expect(verdict.evidence[0]?.pointer).toBe('/inputSchema/properties/operation/oneOf/1/const');
  });
  test('actions written as properties', () => {
    const verdict = classify({
      name: 'canvas_tool',
      description: 'Canvas tool.',
      inputSchema: {
        type: 'object',
        properties: {
          actions: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                create_shape: { type: 'object' },
                delete_shape: { type: 'object' },
                get_shapes: { type: 'boolean' },
              },
            },
          },
        },
      },
    });
    expect(verdict.category).toBe('destructive');
  });
  test('sub-commands that only the description lists', () => {
    const verdict = classify({
      name: 'cluster',
      description: 'Cluster operations.',
      inputSchema: {
        type: 'object',
        properties: { command: { type: 'string', description: "One of 'list', 'describe', 'delete'" } },
      },
    });
    expect(verdict.category).toBe('destructive');
  });
  test('a reference is followed', () => {
    const verdict = classify({
      name: 'ledger',
      description: 'Ledger operations.',
      inputSchema: {
        type: 'object',
        properties: { op: { $ref: '#/$defs/op' } },
        $defs: { op: { type: 'string', enum: ['read', 'delete'] } },
      } as JsonObject,
    });
    expect(verdict.category).toBe('destructive');
    expect(verdict.evidence[0]?.pointer).toBe('/inputSchema/$defs/op/enum/1');
  });
});

describe('annotations', () => {
  const with_ = (name: string, description: string, annotations: JsonObject) =>
    classify(toolOf([name, description, { annotations }]));

  test('never make a verdict milder', () => {
    expect(with_('delete_user', 'Deletes a user.', { readOnlyHint: true, destructiveHint: false }).category).toBe(
      'destructive',
    );
    expect(with_('run_command', 'Runs a shell command.', { readOnlyHint: true }).category).toBe('execute');
  });
  test('make it worse only where the words say nothing', () => {
    expect(with_('zorb', '', { destructiveHint: true }).category).toBe('destructive');
    expect(with_('zorb', '', { readOnlyHint: false }).category).toBe('write');
    expect(with_('zorb', '', { readOnlyHint: true }).category).toBe('unassessed');
    expect(with_('list_users', 'Lists users.', { destructiveHint: true }).category).toBe('read');
  });
  test('are contradicted with the corrected value and evidence', () => {
    const verdict = with_('delete_user', 'Deletes a user.', { readOnlyHint: true, destructiveHint: false });
    expect(
      verdict.contradictions.map(({ annotation, declared, corrected }) => ({ annotation, declared, corrected })),
    ).toEqual([
      { annotation: 'readOnlyHint', declared: true, corrected: false },
      { annotation: 'destructiveHint', declared: false, corrected: true },
    ]);
    expect(verdict.contradictions[0]?.evidence[0]).toMatchObject({
      pointer: '/annotations/readOnlyHint',
      quote: 'readOnlyHint',
    });
    expect(with_('send_email', 'Sends an email.', { idempotentHint: true }).contradictions[0]?.annotation).toBe(
      'idempotentHint',
    );
    expect(with_('list_users', 'Lists users.', { readOnlyHint: true }).contradictions).toEqual([]);
  });
  test.each(['a SOQL query', 'a PromQL query', 'a Prometheus range query'])(
    'are believed of a language that cannot write: %s',
    (query) => {
      const told = with_('run_query', `Executes ${query}.`, { readOnlyHint: true });
      expect(told).toMatchObject({ category: 'execute', risk: 'medium', contradictions: [] });
      expect(with_('run_query', 'Executes an SQL query.', { readOnlyHint: true }).contradictions).toHaveLength(1);
    },
  );
  test('that overstate, or that are true of what is moved, are not called wrong', () => {
    expect(with_('list_users', 'Lists users.', { destructiveHint: true, readOnlyHint: false }).contradictions).toEqual(
      [],
    );
    expect(with_('write_file', 'Overwrites a file.', { destructiveHint: true }).contradictions).toEqual([]);
    expect(with_('transfer_ticket', 'Transfers a ticket to a team.', { idempotentHint: true }).contradictions).toEqual(
      [],
    );
  });
});

describe('too little', () => {
  test.each(['zorb', 'x', 'tool_7', 'mega', 'a1b2'])('%s is unassessed: no risk, no evidence, no guess', (name) => {
    expect(classify({ name, description: '' })).toMatchObject({
      category: 'unassessed',
      risk: null,
      confidence: 0,
      evidence: [],
    });
  });
  test('an annotation alone is no reading', () => {
    expect(classify({ name: 'zorb', annotations: { readOnlyHint: true } }).category).toBe('unassessed');
  });
});

describe('names', () => {
  test.each<[string, string]>([
    ['ACCOUNT_createNewInvoiceV2', 'write'],
    ['AcmeApiV2010--UpdateThing', 'write'],
    ['acme.things.delete', 'destructive'],
    ['thing-list', 'read'],
    ['getURLsByID', 'read'],
    ['bulkDeleteUsers', 'destructive'],
    ['listusers', 'read'],
    ['do_list_items', 'read'],
    ['create_or_update_thing', 'write'],
    ['cancel_order_by_id', 'destructive'],
    ['execute_purchase', 'financial'],
    ['post_search', 'read'],
    ['eliminar_cliente', 'destructive'],
    ['删除文件', 'destructive'],
    ['ファイルを削除する', 'destructive'],
    ['查询订单', 'read'],
    ['取消订单', 'destructive'],
  ])('%s is %s', (name, expected) => expect(say(name, '')).toBe(expected));

  test("a server's own prefix is not a verb", () => {
    const tools = ['post_list_items', 'post_get_item', 'post_create_item', 'post_delete_item'];
    expect(classify({ name: 'post_list_items', description: '' }, { name: 'post', tools }).category).toBe('read');
  });
});

describe('languages', () => {
  test.each<[string, string]>([
    ['Elimina un cliente de la base de datos.', 'destructive'],
    ['Löscht einen Kunden.', 'destructive'],
    ['Récupère la liste des clients.', 'read'],
    ['Cria um novo cliente.', 'write'],
    ['获取用户列表', 'read'],
    ['创建一个新的日历事件', 'write'],
    ['ユーザー一覧を取得します', 'read'],
    ['メッセージを送信します', 'write'],
  ])('%s', (description, expected) => expect(say('zorb', description)).toBe(expected));
});

describe('a word that something is said of is no verb', () => {
  const acts = (text: string) =>
    classify({ name: 'zorb', description: `Returns a parcel. ${text}` }).capabilities.map(({ rule }) => rule);
  test.each<[string, string]>([
    ['This link should be shown to the customer.', 'arranges-data'],
    ['This import must exist already.', 'creates-data'],
    ['This delete must be agreed on.', 'deletes-data'],
  ])('%s', (text, rule) => expect(acts(text)).not.toContain(rule));
  test.each<[string, string]>([
    ['This tool also deletes the parcel it replaces.', 'deletes-data'],
    ['It links the parcel to its sender.', 'arranges-data'],
    ['This will delete the parcel it replaces.', 'deletes-data'],
  ])('%s', (text, rule) => expect(acts(text)).toContain(rule));
});

test('the same verb means different things', () => {
  const cases: Array<[string, string]> = [
    ['cancel_job', 'execute'],
    ['cancel_order', 'destructive'],
    ['close_tab', 'execute'],
    ['close_issue', 'write'],
    ['close_position', 'financial'],
    ['remove_label', 'write'],
    ['remove_file', 'destructive'],
    ['transfer_issue', 'write'],
    ['transfer_funds', 'financial'],
    ['restore_archived_note', 'write'],
    ['restore_backup', 'destructive'],
    ['rotate_image', 'write'],
    ['rotate_secret', 'destructive'],
    ['open_app', 'execute'],
    ['open_position', 'financial'],
    ['run_report', 'read'],
    ['run_pipeline', 'execute'],
    ['capture_screen', 'read'],
    ['capture_payment', 'financial'],
    ['send_invoice', 'financial'],
    ['send_invoice_reminder', 'write'],
  ];
  const server = { name: 'mixed', tools: ['get_positions', 'get_ticker'] };
  expect(cases.map(([name]) => [name, classify({ name, description: '' }, server).category])).toEqual(cases);
});

test('judging is deterministic and leaves the definition as it was', () => {
  const tool: ToolDefinition = toolOf(['delete_user', 'Deletes a user.', { parameters: { id: { type: 'string' } } }]);
  const before = JSON.stringify(tool);
  expect(JSON.stringify(classify(tool))).toBe(JSON.stringify(classify(structuredClone(tool))));
  expect(JSON.stringify(tool)).toBe(before);
});

describe('what a call can reach', () => {
  const text = (description = '') => ({ type: 'string', description });
  const judged = (name: string, description: string, properties: Record<string, unknown> = {}) =>
    classify({ name, description, inputSchema: { type: 'object', properties } } as ToolDefinition);
  test('a container runs whatever its image is', () => {
    expect(judged('pots_run', 'Runs a container.', { image: text('Image to run') }).risk).toBe('critical');
    expect(judged('pots_run', 'Runs a container.', { name: text() }).risk).toBe('high');
  });
  test('an audit log does not come back, a console does', () => {
    expect(judged('purge_logs', 'Purges the audit logs.').risk).toBe('high');
    expect(judged('clear_log', 'Clears the log of the console.').risk).toBe('low');
  });
  test('names of secrets are no secrets', () => {
    expect(judged('list_secret_names', 'Lists secrets; values are never returned.').risk).not.toBe('high');
    expect(judged('list_secret_values', 'Lists secrets with their values.').risk).toBe('high');
  });
  test('a chat with somebody is no record of one', () => {
    expect(judged('chat_with_model', 'Chat with a model.', { text: text() }).modifiers).toEqual([]);
  });
  test('an id of a thing is not the thing', () => {
    const signals = (name: string) => judged('get_pot', 'Gets a pot.', { [name]: text() }).signals.map((s) => s.signal);
    expect(signals('website_uid')).not.toContain('accepts-url');
    expect(signals('website')).toContain('accepts-url');
    expect(
      judged('save_pot', 'Gets a pot.', { output_ids: text('Saved ones') }).signals.map((s) => s.signal),
    ).not.toContain('writes-output-file');
  });
  test('what a terminal is closed with is not run in it', () => {
    expect(judged('terminal_kill', 'Closes the terminal.').capabilities.map((c) => c.rule)).toEqual(['stops-process']);
  });
  test('a mild verdict is not sure where something says that it destroys', () => {
    expect(judged('get_pot', 'Gets a pot.').confidence).toBeGreaterThan(0.9);
    const doubted = judged('get_pot', 'Gets a pot. Broken ones are removed.');
    expect(doubted.category).toBe('read');
    expect(doubted.confidence).toBeLessThan(0.9);
  });
});
