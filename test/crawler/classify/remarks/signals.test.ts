/** Signals: what parameters accept and results return, wherever in the schema it stands. */
import { expect, test } from 'vitest';
import { classify, signals } from '#crawler/classify/index.ts';
import type { JsonObject } from '#db/types.ts';

const of = (properties: JsonObject, name = 'update_thing', description = 'Updates a thing.') =>
  classify({ name, description, inputSchema: { type: 'object', properties } }).signals;
const ids = (properties: JsonObject, name?: string, description?: string): string[] =>
  of(properties, name, description).map((s) => s.signal);
const text = { type: 'string' };

test.each<[string, JsonObject, JsonObject]>([
  ['accepts-credentials', { api_key: text }, { max_tokens: { type: 'integer' }, key_id: text, page_token: text }],
  ['accepts-url', { callbackUrl: text }, { curl_count: { type: 'integer' }, title: text }],
  ['accepts-code', { sql: text }, { query_id: text, language: text }],
  ['accepts-markup', { html: text }, { html_format: text }],
  ['accepts-path', { file_path: text }, { profile: text }],
  ['accepts-recipient', { to: text }, { total: { type: 'integer' } }],
  ['accepts-amount', { amount: { type: 'number' } }, { account: text }],
  ['accepts-free-object', { data: { type: 'object' } }, { data: { type: 'object', properties: { a: text } } }],
  ['bulk', { ids: { type: 'array', items: text } }, { id: text }],
  ['force-flag', { force: { type: 'boolean' } }, { workforce: { type: 'boolean' } }],
])('%s', (signal, yes, no) => {
  expect(ids(yes)).toContain(signal);
  expect(ids(no)).not.toContain(signal);
});

const described = (description: string, type = 'string') => ({ type, description });

test.each<[string, string, JsonObject, JsonObject]>([
  ['a fact of a record', 'accepts-url', { website: text, host: text }, { website_url: text }],
  ['a kind of content', 'accepts-url', { endpoint: described('Kind of content, such as news') }, { endpoint: text }],
  ['an address that is one', 'accepts-url', { title: text }, { endpoint: described('URL that is told of it') }],
  ['what stands in a file', 'accepts-path', { config_file: described('Contents of the file') }, { config_file: text }],
  ['an address, not a path', 'accepts-path', { feed_path: described('The URL of the feed') }, { feed_path: text }],
  ['no path, as it says', 'accepts-path', { body_file: described('The whole text, not a path') }, { body_file: text }],
  ['how somebody is reached', 'accepts-recipient', { email: text, phone: text }, { recipient: text }],
  ['the value of a pair', 'accepts-amount', { value: text }, { value: { type: 'number' } }],
  ['an amount in words', 'accepts-amount', { key: text }, { value: described('Amount in wei') }],
])('%s is no sign that it %s', (_, signal, no, yes) => {
  expect(ids(no)).not.toContain(signal);
  expect(ids(yes)).toContain(signal);
});

test('what reaches people or places has them for recipients and addresses', () => {
  expect(ids({ email: text }, 'send_card', 'Sends a card.')).toContain('accepts-recipient');
  expect(ids({ website: text }, 'fetch_card', 'Fetches a card.')).toContain('accepts-url');
});

test('nested parameters count, with a pointer to where they stand', () => {
  const [signal] = of({ files: { type: 'array', items: { type: 'object', properties: { path: text } } } }).filter(
    (s) => s.signal === 'accepts-path',
  );
  expect(signal?.evidence[0]).toMatchObject({
    pointer: '/inputSchema/properties/files/items/properties/path',
    quote: 'path',
  });
});

test('signals of the tool as a whole', () => {
  const many = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`field_${i}`, text]));
  expect(ids(many)).toContain('many-parameters');
  expect(ids({ a: text })).not.toContain('many-parameters');
  expect(classify({ name: 'update_thing', description: 'Updates a thing.' }).signals.map((s) => s.signal)).toContain(
    'no-schema',
  );
  expect(ids({ a: text }, 'update_thing', '')).toContain('no-description');
  expect(ids({}, 'get_password', 'Returns a password.')).toContain('returns-secrets');
  expect(ids({}, 'update_role', 'Changes a role.')).toContain('admin');
  expect(
    ids({ filename: { type: 'string', description: 'File to save the list to.' } }, 'list_things', 'Lists things.'),
  ).toContain('writes-output-file');
});

test('every signal is one of the table', () => {
  const known = new Set<string>(signals.map((s) => s.id));
  for (const id of [...ids({ api_key: text, url: text, sql: text, html: text, path: text, to: text, amount: text })])
    expect(known).toContain(id);
});
