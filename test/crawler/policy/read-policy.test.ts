import { expect, test } from 'vitest';
import { readPolicy } from '#crawler/policy/read-policy.ts';

const rules = '{ rules: [{ name: never, action: deny, on_deny: no }] }';
const withTools = (...names: string[]) =>
  `version: "1"\ndescription: x\ntools:\n${names.map((name) => `  ${name}: ${rules}\n`).join('')}`;

test('a policy of tens of thousands of tools is read', () => {
  const names = Array.from({ length: 20_000 }, (_, at) => `tool_${at}`);
  const read = readPolicy(withTools(...names));
  if (typeof read === 'string') throw new Error(read);
  expect(Object.keys(read.policy.tools)).toEqual(names);
}, 120_000);

test.each([
  ['as it is', withTools('send', 'read', 'send')],
  ['in quotes', withTools('send', '"send"')],
  ['escaped', withTools('send', '"s\\u0065nd"')],
  ['in JSON', '{ "version": "1", "tools": { "a": {}, "a": {} } }'],
  ['as a number and as text', withTools('1', '"1"')],
])('a name that stands twice, %s, could hide a rule: it is refused', (_, text) => {
  expect(readPolicy(text)).toMatch(
    /^It is neither JSON nor YAML: Map keys must be unique, and "[^"]+" stands there twice/,
  );
});

test('an alias is refused', () => {
  expect(readPolicy('a: &a [x]\nb: [*a, *a]\n')).toMatch(/^It is neither JSON nor YAML: Alias resolution is disabled/);
});
