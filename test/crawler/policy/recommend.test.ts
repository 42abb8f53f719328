import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyBlanks } from '#crawler/policy/blanks.ts';
import { policySchema, serializePolicy } from '#crawler/policy/document.ts';
import { evaluate } from '#crawler/policy/evaluate.ts';
import { stricter } from '#crawler/policy/policy.ts';
import { toDocument } from '#crawler/policy/policylayer.ts';
import { proveRule } from '#crawler/policy/prove.ts';
import {
  findRow,
  policyOf,
  type RecommendContext,
  recommend,
  rows,
  sharedNameCode,
} from '#crawler/policy/recommend.ts';
import { recommendServer } from '#crawler/policy/server-policy.ts';
import { type Json, type ToolDefinition, verdictCategories } from '#db/types.ts';
import { anyText } from '#test/support/hostile-text.ts';
import { classified, pushFiles, tool, toolsByReason } from './tools.ts';
import { verdict } from './verdict.ts';

const judge = (definition: ToolDefinition, context?: RecommendContext) => {
  const [first] = classified([definition]);
  return recommend(definition, first!.classification, context);
};
const decide = (definition: ToolDefinition, args: Record<string, Json>, context?: RecommendContext) =>
  evaluate(policyOf(definition.name, judge(definition, context).rule), { tool: definition.name, args }).decision;

describe('the rule for one tool', () => {
  it('is the reference rule for an ordinary write, byte for byte', () => {
    const written = serializePolicy(toDocument(policyOf('create_event', judge(toolsByReason['ordinary-write']!).rule)));
    expect(JSON.stringify(JSON.parse(written))).toBe(
      '{"version":"1","default":"deny","tools":{"create_event":{"limits":[{"counter":"create_event_rate","window":"minute","max":30,"scope":"grant"}]}}}',
    );
  });

  it.each(Object.entries(toolsByReason))('has the reason %s', (code, definition) => {
    expect(judge(definition).code).toBe(code);
  });

  it('never lets high risk pass freely, nor critical risk on a limit alone', () => {
    for (const category of verdictCategories) {
      for (const risk of ['high', 'critical'] as const) {
        const { rule } = recommend({ name: 'x' }, verdict(category, category === 'unassessed' ? {} : { risk }));
        if (rule.decision !== 'allow') continue;
        expect(rule.guards ?? rule.limits, `${category} ${risk}`).toBeDefined();
        if (risk === 'critical') expect(rule.guards, category).toBeDefined();
      }
    }
  });

  it('hides what speaks to the model, whatever it does', () => {
    for (const category of verdictCategories) {
      const suspicious = verdict(category, { findings: [{ finding: 'instructs-model', evidence: [] }] });
      expect(recommend({ name: 'x' }, suspicious).rule.decision).toBe('hide');
    }
  });

  it.each(['field', 'collection', 'node', 'instance', 'property', 'element'])(
    'takes a path to a %s for no path to a file',
    (part) => {
      const within = (name: string) =>
        judge({
          name: 'update_widget',
          description: 'Updates a widget.',
          inputSchema: { type: 'object', properties: { [name]: { type: 'string' } } },
        }).rule.guards ?? [];
      expect(within(`${part}_path`)).toEqual([]);
      expect(within(`${part}Path`)).toEqual([]);
      expect(within('file_path')).not.toEqual([]);
    },
  );

  it.each([
    ['db_cluster_create', 'costs'],
    ['create_kubernetes_cluster', 'costs'],
    ['resize_vm', 'costs'],
    ['db_cluster_create_user', 'ordinary-write'],
    ['create_cluster_note', 'ordinary-write'],
    ['set_approval_mode', 'loosens-guard'],
    ['manage_page_approval', 'ordinary-write'],
  ])(
    'asks for what builds a machine or loosens a guard, and not for what is only called after one: %s',
    (name, code) => {
      expect(judge({ name, description: 'Changes it.', inputSchema: { type: 'object' } }).code).toBe(code);
    },
  );

  it('does not let a name become a wildcard', () => {
    for (const category of verdictCategories) {
      const { code, rule } = recommend({ name: 'delete_*' }, verdict(category));
      expect([code, rule.decision]).toEqual(['wildcard-name', 'deny']);
      expect(serializePolicy(toDocument(policyOf('delete_*', rule)))).not.toContain('*');
    }
  });

  it('treats names that JavaScript treats specially as names', () => {
    for (const name of ['__proto__', 'constructor', 'toString', '0']) {
      const document = toDocument(policyOf(name, recommend({ name }, verdict('write')).rule));
      const read = policySchema.parse(JSON.parse(serializePolicy(document)));
      expect(Object.keys(read.tools ?? {})).toEqual([name]);
    }
  });

  it('never throws, whatever the schema', () => {
    fc.assert(
      fc.property(fc.jsonValue(), anyText, (schema, name) => {
        const definition = { name, description: name, inputSchema: schema as never };
        for (const category of verdictCategories) recommend(definition, verdict(category));
      }),
      { numRuns: 100 },
    );
  });
});

describe('the table', () => {
  it('has one row a code, and the last one fits everything', () => {
    expect(new Set(rows.map(({ code }) => code)).size).toBe(rows.length);
    expect(rows.at(-1)!.when(undefined as never)).toBe(true);
    for (const { code, why } of rows) {
      expect(findRow(code)?.why).toBe(why);
      expect(why).toMatch(/^[A-Z“].*[.]$/);
    }
  });
});

describe('arguments', () => {
  const blanks = {
    ...emptyBlanks,
    hosts: ['api.example.com'],
    root: '/srv/data',
    commands: ['git', 'ls'],
    domains: ['example.com'],
  };
  const filled = { blanks };

  it('addresses: public ones pass, private ones never do, a list narrows them', () => {
    const page = toolsByReason['reaches-addresses-or-files']!;
    expect(decide(page, { url: 'https://example.org/a' })).toBe('allow');
    expect(decide(page, { url: 'https://example.org/a' }, filled)).toBe('ask');
    expect(decide(page, { url: 'https://api.example.com/a' }, filled)).toBe('allow');
    for (const url of [
      'http://169.254.169.254/',
      'https://localhost/',
      'file:///etc/passwd',
      'https://a.internal/',
      7,
      null,
      ['https://example.org'],
    ]) {
      expect(decide(page, { url: url as Json }), String(url)).toBe('deny');
      expect(decide(page, { url: url as Json }, filled), String(url)).toBe('deny');
    }
    expect(decide(page, {})).toBe('deny');
  });

  it('paths: under the folder, never up, never to a key', () => {
    const file = tool('read_file', 'Reads a file from disk.', { path: { type: 'string' } }, ['path']);
    expect(decide(file, { path: 'notes/a.txt' })).toBe('allow');
    expect(decide(file, { path: '/srv/data/a.txt' })).toBe('ask');
    expect(decide(file, { path: '/srv/data/a.txt' }, filled)).toBe('allow');
    for (const path of [
      '../a',
      'a/../../b',
      '/srv/data/../x',
      '.env',
      '/srv/data/.ssh/config',
      '/srv/data/id_rsa',
      'b.pem',
    ]) {
      expect(decide(file, { path }), path).toBe('deny');
      expect(decide(file, { path }, filled), path).toBe('deny');
    }
  });

  it('commands: those of the list pass without separators, all else asks', () => {
    const shell = toolsByReason['runs-code']!;
    expect(decide(shell, { command: 'git status' })).toBe('ask');
    expect(decide(shell, { command: 'git status' }, filled)).toBe('allow');
    for (const command of [
      'git status; rm -r x',
      'ls $(id)',
      'ls > a',
      'ls | sh',
      'ls\nid',
      'rm x',
      'gitx',
      'ls `id`',
      'ls "a"',
    ]) {
      expect(decide(shell, { command }, filled), command).toBe('ask');
    }
  });

  it('statements: a single reading one passes', () => {
    const sql = toolsByReason['runs-statements']!;
    expect(decide(sql, { sql: 'SELECT count(*) FROM orders o JOIN users u ON u.id = o.user_id' })).toBe('allow');
    for (const statement of [
      'delete from a',
      'select 1; drop table a',
      'select * into b from a',
      'explain analyze delete from a',
      "select 1 into outfile '/x'",
      'select pg_sleep(9)',
      'with x as (delete from a returning *) select * from x',
    ]) {
      expect(decide(sql, { sql: statement }), statement).toBe('ask');
    }
  });

  it('amounts: not above the cap, and nothing passes unasked', () => {
    const pay = toolsByReason['moves-money']!;
    expect(decide(pay, { amount: 50 })).toBe('ask');
    expect(decide(pay, { amount: 51 })).toBe('deny');
    expect(decide(pay, { amount: -1 })).toBe('deny');
    expect(decide(pay, { amount: '5' })).toBe('deny');
  });

  it('mail: to the domains of the list', () => {
    const mail = tool('send_email', 'Sends an email.', { to: { type: 'string' }, body: { type: 'string' } }, ['to']);
    expect(decide(mail, { to: 'a@example.com' })).toBe('ask');
    expect(decide(mail, { to: 'a@example.com' }, filled)).toBe('allow');
    for (const to of ['a@example.org', 'a@example.com, b@example.org', 'a@example.com.evil.org']) {
      expect(decide(mail, { to }, filled), to).toBe('ask');
    }
  });

  it.each([
    tool('post_message', 'Posts a message to a channel.', { channel: { type: 'string' }, text: { type: 'string' } }),
    tool('add_comment', 'Adds a comment to an issue.', { issue: { type: 'string' }, body: { type: 'string' } }),
    tool('reply_to_thread', 'Replies to a thread in the team chat.', { thread: { type: 'string' } }),
  ])('$name reaches people: a few an hour and a cap a day', (definition) => {
    const { limits } = judge(definition).rule;
    expect(limits?.map(({ window, max }) => [window, max])).toEqual([
      ['minute', 2],
      ['hour', 5],
      ['day', 20],
    ]);
  });

  describe('of several shapes', () => {
    const text = { type: 'string' };
    const given = (name: string, description: string, properties: Record<string, Json>): ToolDefinition => ({
      name,
      description,
      inputSchema: { type: 'object', properties },
    });
    const holder = { type: 'object', properties: { file_path: text } };
    const link = { type: 'object', properties: { url: text } };

    it.each([
      [
        'a path, an object with one, or a list',
        { picture: { anyOf: [text, holder, { type: 'array', items: holder }] } },
      ],
      ['text, or a list of parts with paths', { body: { oneOf: [text, { type: 'array', items: holder }] } }],
      ['one path or many', { file_path: { anyOf: [text, { type: 'array', items: text }] } }],
      ['an object by reference', { body: { $ref: '#/$defs/holder' } }],
    ])('is asked for, because no rule names them all: %s', (_, properties) => {
      const definition = given('update_poster', 'Updates a poster.', properties);
      definition.inputSchema = { ...definition.inputSchema, $defs: { holder } };
      expect(decide(definition, { picture: 'a', body: 'a', file_path: 'a' })).toBe('ask');
      expect(proveRule(definition, judge(definition).rule)).toEqual([]);
    });

    it('asks for addresses too, and holds what it can name beside them', () => {
      const definition = given('fetch_notice', 'Fetches a notice.', {
        input: { anyOf: [text, link, { type: 'array', items: link }] },
        file_path: text,
      });
      expect(decide(definition, { input: 'https://example.com/', file_path: 'a/b.md' })).toBe('ask');
      expect(decide(definition, { input: 'https://example.com/', file_path: '../.ssh/id_rsa' })).toBe('deny');
    });

    it.each<[string, Record<string, Json>]>([
      ['may be null', { file_paths: { anyOf: [{ type: 'array', items: text }, { type: 'null' }] } }],
      [
        'may be null, as one of two types',
        { file_paths: { oneOf: [{ type: 'null' }, { type: 'array', items: text }] } },
      ],
    ])('is held as ever where it %s', (_, properties) => {
      const definition = given('update_poster', 'Updates a poster.', properties);
      expect(decide(definition, { file_paths: ['a/b.md'] })).toBe('allow');
      expect(decide(definition, { file_paths: ['a/b.md', '../.ssh/id_rsa'] })).toBe('deny');
    });
  });

  it('what is sent along lies in the folder', () => {
    const post = tool('send_file_message', 'Sends a message with a file to a chat.', {
      chat: { type: 'string' },
      file_path: { type: 'string', description: 'Path of the file on disk.' },
    });
    expect(decide(post, { chat: 'a', file_path: 'notes/a.txt' })).toBe('allow');
    expect(decide(post, { chat: 'a', file_path: '/srv/a.txt' })).toBe('ask');
    expect(decide(post, { chat: 'a', file_path: '.env' })).toBe('deny');
  });

  it('an address that a write fetches from is public, one that it only keeps may be any', () => {
    const fetching = toolsByReason['fetches-address']!;
    expect(decide(fetching, { url: 'https://example.org/a.mp4' })).toBe('allow');
    expect(decide(fetching, { url: 'http://169.254.169.254/latest' })).toBe('deny');
    const keeping = tool('create_bookmark', 'Creates a bookmark.', { url: { type: 'string' } }, ['url']);
    expect(decide(keeping, { url: 'http://intranet/' })).toBe('allow');
  });

  it('modes: the mild ones pass, the grave, the unknown and the missing ask', () => {
    const issue = toolsByReason['mild-modes']!;
    for (const action of ['get', 'list', 'update']) expect(decide(issue, { action }), action).toBe('allow');
    for (const action of ['delete', 'DELETE', 'purge', ['get'], null])
      expect(decide(issue, { action }), String(action)).toBe('ask');
    expect(decide(issue, {})).toBe('ask');
  });

  it('methods of a request to anywhere: those that read pass, a POST waits as a DELETE does', () => {
    const methods = { type: 'string', enum: ['GET', 'POST', 'DELETE'] };
    const request = (required: string[]): ToolDefinition => ({
      name: 'ask_anything',
      description: 'Make an HTTP request to any URL.',
      inputSchema: { type: 'object', required, properties: { url: { type: 'string' }, method: methods } },
    });
    const call = (method: string) => decide(request(['url', 'method']), { url: 'https://example.com/', method });
    expect(['GET', 'POST', 'DELETE'].map(call)).toEqual(['allow', 'ask', 'ask']);
    expect(decide(request(['url']), { url: 'https://example.com/' })).toBe('ask');
  });

  it('modes in a list: every item counts, a decoy beside it does not', () => {
    const file = (action: string) => ({ action, file_path: 'a' });
    expect(decide(pushFiles, { branch: 'b', files: [file('create'), file('update')] })).toBe('allow');
    expect(decide(pushFiles, { branch: 'b', files: [file('create'), file('delete')] })).toBe('ask');
    expect(decide(pushFiles, { action: 'create', branch: 'b', files: [file('delete')] })).toBe('ask');
    expect(decide(pushFiles, { branch: 'b', files: file('create') })).toBe('ask');
    expect(decide(pushFiles, { branch: 'b' })).toBe('ask');
  });
});

describe('the policy of a server', () => {
  const listing = fc.uniqueArray(fc.record({ name: anyText, category: fc.constantFrom(...verdictCategories) }), {
    selector: ({ name }) => name,
    maxLength: 20,
  });
  const serverOf = (tools: { name: string; category: (typeof verdictCategories)[number] }[]) =>
    tools.map(({ name, category }) => ({ definition: { name }, classification: verdict(category) }));

  it('gives every tool what its own policy gives it, or the strictest of its clash, nothing to others, in any order', () => {
    fc.assert(
      fc.property(listing, anyText, (tools, stranger) => {
        const server = serverOf(tools);
        const { policy, counts, clashes } = recommendServer(server);
        expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(tools.length);
        for (const { definition, classification } of server) {
          const call = { tool: definition.name, args: {} };
          const alone = policyOf(definition.name, recommend(definition, classification).rule);
          const [here, apart] = [evaluate(policy, call).decision, evaluate(alone, call).decision];
          const shared = clashes.some(({ names }) => names.includes(definition.name));
          expect(here).toBe(shared ? stricter(here, apart) : apart);
        }
        if (!tools.some(({ name }) => name === stranger)) {
          expect(evaluate(policy, { tool: stranger, args: {} }).decision).toBe('deny');
        }
        const text = serializePolicy(toDocument(policy));
        expect(serializePolicy(toDocument(recommendServer(server.toReversed()).policy))).toBe(text);
        expect(serializePolicy(policySchema.parse(JSON.parse(text)))).toBe(text);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['case', 'Remove', 'remove'],
    ['letters', 'rem\u043eve', 'remove'],
    ['characters', 'a.remove', 'a/remove'],
    ['characters', 'wipe_*', 'wipe__'],
    ['length', `${'x'.repeat(60)}1`, `${'x'.repeat(60)}2`],
  ] as const)('gives names that are one by their %s the strictest rule: %s, %s', (reason, grave, mild) => {
    const { policy, recommendations, clashes } = recommendServer(
      serverOf([
        { name: mild, category: 'read' },
        { name: grave, category: 'financial' },
        { name: 'other', category: 'read' },
      ]),
    );
    const wildcard = grave.includes('*');
    expect(clashes).toMatchObject([{ names: expect.arrayContaining([grave, mild]), reasons: [reason] }]);
    expect(policy.tools[mild]).toMatchObject({ decision: wildcard ? 'deny' : 'ask', sharedWith: [grave] });
    expect(recommendations.get(mild)!.code).toBe(sharedNameCode);
    expect(recommendations.get(grave)!.code).toBe(wildcard ? 'wildcard-name' : 'moves-money');
    expect(policy.tools.other).toEqual({ ...recommend({ name: 'other' }, verdict('read')).rule });
  });

  it('is empty but valid for a server without tools', () => {
    expect(toDocument(recommendServer([]).policy)).toEqual({ version: '1', default: 'deny' });
  });
});
