import { describe, expect, it } from 'vitest';
import { type LintCode, lintCodes, lintPolicy } from '#crawler/policy/lint.ts';
import { emptyTools, type Guard, type Policy, type ToolPolicy } from '#crawler/policy/policy.ts';
import { recommendServer } from '#crawler/policy/server-policy.ts';
import { classified, pushFiles, tool, toolsByReason } from './tools.ts';

const server = [
  tool('save', 'Saves a note.', { name: { type: 'string' }, amount: { type: 'number' } }),
  pushFiles,
  tool('a.b', 'Reads.'),
];

const policyWith = (rules: Record<string, ToolPolicy>, fallback: Policy['default'] = 'deny'): Policy => {
  const tools = emptyTools();
  // Named, so that only the planted defect is there to be found.
  for (const { name } of server) tools[name] = { decision: 'deny' };
  Object.assign(tools, rules);
  return { version: 1, default: fallback, tools };
};
const require = (path: string[], op: Guard['conditions'][number]['op'], value: never | unknown, rest = {}): Guard => ({
  kind: 'require',
  conditions: [{ path, op, value: value as never, ...rest }],
  decision: 'deny',
  message: 'no',
});
const guarded = (...guards: Guard[]): ToolPolicy => ({ decision: 'allow', guards });
const limit = (counter: string, window: 'minute' | 'day' = 'minute') => ({
  counter,
  window,
  max: 3,
  scope: 'grant' as const,
});
const save = (...guards: Guard[]) => policyWith({ save: guarded(...guards) });

/** Thirty planted defects. */
const planted: [LintCode, string, Policy][] = [
  ['path-unknown', 'an argument that is not there', save(require(['title'], 'exists', true))],
  ['path-unknown', 'another case', save(require(['Name'], 'exists', true))],
  ['path-unknown', 'a property of a text', save(require(['name', 'first'], 'exists', true))],
  [
    'path-unknown',
    'a mode at the top that lies in a list',
    policyWith({ push_files: guarded(require(['action'], 'in', ['create'])) }),
  ],
  ['path-unknown', 'in a refusal too', save({ ...require(['title'], 'eq', 'x'), kind: 'refuse' })],
  [
    'path-in-list',
    'into a list by name',
    policyWith({ push_files: guarded(require(['files', 'action'], 'in', ['create'])) }),
  ],
  [
    'path-in-list',
    'into a list by number',
    policyWith({ push_files: guarded(require(['files', '0', 'action'], 'in', ['create'])) }),
  ],
  [
    'path-not-everywhere',
    'items of a list',
    policyWith({ push_files: guarded(require(['files', '[]', 'action'], 'in', ['create'])) }),
  ],
  [
    'path-not-everywhere',
    'any of the items',
    policyWith({ push_files: guarded(require(['files', '[]', 'action'], 'eq', 'create', { quantifier: 'any' })) }),
  ],
  ['glob-hide', 'a beginning', policyWith({ 'save*': { decision: 'hide' } })],
  ['glob-hide', 'an ending', policyWith({ '*_files': { decision: 'deny' } })],
  ['glob-hide', 'a name of nothing', policyWith({ '': { decision: 'hide' } })],
  ['tool-gone', 'a tool of an earlier version', policyWith({ save_note: { decision: 'deny' } })],
  ['tool-gone', 'another case', policyWith({ Save: { decision: 'deny' } })],
  [
    'tool-unmentioned',
    'a new tool',
    { version: 1, default: 'deny', tools: { save: { decision: 'deny' }, push_files: { decision: 'deny' } } },
  ],
  [
    'counter-shared',
    'two tools',
    policyWith({
      save: { decision: 'allow', limits: [limit('c')] },
      'a.b': { decision: 'allow', limits: [limit('c')] },
    }),
  ],
  [
    'counter-shared',
    'a day',
    policyWith({
      save: { decision: 'allow', limits: [limit('c', 'day')] },
      'a.b': { decision: 'allow', limits: [limit('c', 'day')] },
    }),
  ],
  ['name-collides', 'a dot and a slash', policyWith({ 'a/b': { decision: 'allow' } })],
  ['name-collides', 'a dot and a blank', policyWith({ 'a b': { decision: 'allow' } })],
  [
    'name-collides',
    'two long names',
    policyWith({
      [`x${'a'.repeat(80)}1`]: { decision: 'allow' },
      [`x${'a'.repeat(40)}b${'a'.repeat(39)}1`]: { decision: 'deny' },
    }),
  ],
  ['always-denies', 'two values at once', save(require(['name'], 'eq', 'a'), require(['name'], 'eq', 'b'))],
  [
    'always-denies',
    'lists without a common value',
    save(require(['name'], 'in', ['a']), require(['name'], 'in', ['b', 'c'])),
  ],
  ['always-denies', 'an empty list', save(require(['name'], 'in', []))],
  ['always-denies', 'bounds the wrong way round', save(require(['amount'], 'lt', 5), require(['amount'], 'gt', 7))],
  ['always-denies', 'there and not there', save(require(['name'], 'exists', false), require(['name'], 'eq', 'a'))],
  ['always-denies', 'a value that is excluded', save(require(['name'], 'eq', 'a'), require(['name'], 'neq', 'a'))],
  ['not-re2', 'look-ahead', save(require(['name'], 'regex', '^(?!a).*$'))],
  ['not-re2', 'a back reference', save(require(['name'], 'regex', '^(a)\\1$'))],
  ['unanchored', 'a word anywhere', save(require(['name'], 'regex', 'https://example'))],
  ['open-default', 'allow', policyWith({}, 'allow')],
];

describe('finds each planted defect', () => {
  it('of thirty', () => expect(planted.length).toBe(30));
  it.each(planted)('%s: %s', (code, _, policy) => {
    expect(lintPolicy(policy, server).map((problem) => problem.code)).toContain(code);
  });
  it('of every kind', () => {
    expect(new Set(planted.map(([code]) => code))).toEqual(new Set(Object.keys(lintCodes)));
  });
});

it('has nothing against what is recommended, but that gateways cannot look into lists', () => {
  const tools = Object.values(toolsByReason);
  expect(lintPolicy(recommendServer(classified(tools)).policy, tools)).toEqual([]);
  const nested = lintPolicy(recommendServer(classified([pushFiles])).policy, [pushFiles]);
  expect(nested.map(({ code }) => code)).toEqual(['path-not-everywhere']);
});
