/** Places that only list names: what they let through unasked, the policy lets through whatever the arguments. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { evaluate } from '#crawler/policy/evaluate.ts';
import { decideForClient, decideForGateway } from '#crawler/policy/formats/format.ts';
import { findFormat, formats } from '#crawler/policy/formats/index.ts';
import { type Decision, decisions, emptyTools, type Policy, type ToolPolicy } from '#crawler/policy/policy.ts';
import { type Json, risks } from '#db/types.ts';

const key = 'mine';

/** The names that a file lets through unasked. */
const open: Record<string, (text: string) => string[]> = {
  agentgateway: (text) =>
    parseYaml(text).policies.mcpAuthorization.rules.flatMap((rule: string) =>
      JSON.parse(/ in (\[.*\])$/.exec(rule)?.[1] ?? '[]'),
    ),
  docker: (text) => parseYaml(text)[key] ?? [],
  'copilot-agent': (text) => JSON.parse(text).mcpServers[key].tools,
  cline: (text) => JSON.parse(text).mcpServers[key].autoApprove,
  cursor: (text) => JSON.parse(text).permissions.allow.map((rule: string) => /^Mcp\(mine:(.*)\)$/.exec(rule)![1]),
  'cursor-ide': (text) => JSON.parse(text).mcpAllowlist.map((rule: string) => rule.slice('mine:'.length)),
  zed: (text) =>
    Object.entries(JSON.parse(text).agent.tool_permissions.tools as Record<string, { default: string }>)
      .filter(([, { default: own }]) => own === 'allow')
      .map(([name]) => name.slice('mcp:mine:'.length)),
  goose: (text) => parseYaml(text).user.always_allow.map((name: string) => name.slice('mine__'.length)),
  envoy: (text) => parseYaml(text).spec.backendRefs[0].toolSelector.include.filter((name: string) => name !== 'none'),
  'managed-settings': (text) =>
    JSON.parse(text).permissions.allow.map((name: string) => name.slice('mcp__mine__'.length)),
};
const gateways = ['agentgateway', 'docker', 'copilot-agent', 'envoy'];

const guard = {
  kind: 'require' as const,
  conditions: [{ path: ['a'], op: 'eq' as const, value: 'x' }],
  decision: 'deny' as const,
  message: 'no',
};
const limit = { counter: 'c', window: 'day' as const, max: 1, scope: 'grant' as const };
const rule: fc.Arbitrary<ToolPolicy> = fc.record(
  {
    decision: fc.constantFrom(...decisions),
    guards: fc.constant([guard]),
    limits: fc.constant([limit]),
    risk: fc.constantFrom(...risks),
    claimsReadOnly: fc.constant(true as const),
  },
  { requiredKeys: ['decision'] },
);
const policy: fc.Arbitrary<Policy> = fc
  .record({
    fallback: fc.constantFrom<Decision>('ask', 'deny', 'hide'),
    tools: fc.array(fc.tuple(fc.constantFrom('get', 'Get', 'set', 'get_all', '__proto__', 'constructor'), rule)),
  })
  .map(({ fallback, tools }) => {
    const made: Policy = { version: 1, default: fallback, tools: emptyTools() };
    for (const [name, own] of tools) made.tools[name] = own;
    return made;
  });

describe.each(Object.entries(open))('%s', (id, namesOf) => {
  it('lets nothing through that the policy does not', () => {
    const decide = gateways.includes(id) ? decideForGateway : decideForClient;
    fc.assert(
      fc.property(policy, (made) => {
        const names = namesOf(findFormat(id)!.write(made, { serverKey: key }));
        for (const name of names) {
          const own = made.tools[name];
          expect(own && decide(own), name).toBe('allow');
          expect(own!.guards ?? [], name).toEqual([]);
        }
        const allowed = Object.keys(made.tools).filter((name) => decide(made.tools[name]!) === 'allow');
        expect(names.toSorted()).toEqual(allowed.toSorted());
      }),
      { numRuns: 500 },
    );
  });
});

/** Formats whose files are evaluated by a dialect, an engine or the program itself elsewhere, or that allow nothing. */
const elsewhere = [
  'policylayer',
  'intercept',
  'hook',
  'claude-code',
  'codex',
  'gemini',
  'copilot-cli',
  'opencode',
  'toolhive',
  'agentcore',
];

/** Held below. */
const below = ['litellm', 'vscode'];

it('every format is held against the policy', () => {
  expect([...Object.keys(open), ...elsewhere, ...below].toSorted()).toEqual(formats.map(({ id }) => id).toSorted());
});

it('VS Code may not approve by itself what the policy asks for or refuses', () => {
  fc.assert(
    fc.property(policy, (made) => {
      const eligible = JSON.parse(findFormat('vscode')!.write(made, { serverKey: key }))[
        'chat.tools.eligibleForAutoApproval'
      ];
      const asked = Object.keys(made.tools).filter((name) => decideForClient(made.tools[name]!) !== 'allow');
      expect(Object.entries(eligible).toSorted()).toEqual(asked.map((name) => [name, false]).toSorted());
    }),
    { numRuns: 500 },
  );
});

/**
 * The guardrail of the LiteLLM proxy as its source has it: rules in order; one whose patterns do not all match whole is
 * passed over; values are read as text, and one that is not there fails.
 */
function liteLlm(text: string) {
  const { default_action, rules } = parseYaml(text).guardrails[0].litellm_params;
  const collect = (value: unknown, path: string, found: Map<string, string[]>): Map<string, string[]> => {
    if (Array.isArray(value)) for (const item of value) collect(item, `${path}[]`, found);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) collect(inner, path ? `${path}.${name}` : name, found);
    } else found.set(path, [...(found.get(path) ?? []), String(value)]);
    return found;
  };
  const whole = (pattern: string, value: string) =>
    new RegExp(`^(?:${pattern.replace('(?i)', '')})$`, pattern.startsWith('(?i)') ? 'is' : 's').test(value);
  return (tool: string, args: Record<string, Json>): boolean => {
    const found = collect(args, '', new Map());
    for (const { tool_name, decision, allowed_param_patterns: patterns } of rules) {
      if (!whole(tool_name, tool)) continue;
      const matches = Object.entries((patterns ?? {}) as Record<string, string>).every(
        ([path, pattern]) => found.get(path)?.every((value) => whole(pattern, value)) ?? false,
      );
      if (matches) return decision === 'allow';
    }
    return default_action === 'allow';
  };
}

const path = fc.constantFrom<readonly string[]>(['a'], ['b'], ['a', 'b'], ['a', '[]'], ['a', '[]', 'b'], ['a.b']);
const condition = fc
  .record(
    {
      path,
      op: fc.constantFrom('in' as const, 'regex' as const, 'eq' as const, 'lte' as const, 'exists' as const),
      value: fc.constant<Json>('x'),
      optional: fc.constant(true as const),
      quantifier: fc.constant('any' as const),
    },
    { requiredKeys: ['path', 'op', 'value'] },
  )
  .map((made) => ({
    ...made,
    value: { in: ['x', 'y'], regex: '^(?:x|y)z*$', eq: 'x', lte: 1, exists: true }[made.op] as Json,
  }));
const guarded: fc.Arbitrary<Policy> = fc
  .record({
    decision: fc.constantFrom(...decisions),
    limits: fc.option(fc.constant([limit]), { nil: undefined }),
    risk: fc.constantFrom(...risks),
    guards: fc.array(
      fc.record(
        {
          kind: fc.constantFrom('require' as const, 'refuse' as const),
          conditions: fc.array(condition, { minLength: 1, maxLength: 2 }),
          decision: fc.constantFrom('ask' as const, 'deny' as const),
          message: fc.constant('no'),
        },
        { requiredKeys: ['kind', 'conditions', 'decision', 'message'] },
      ),
      { maxLength: 2 },
    ),
  })
  .map(({ limits, ...own }) => {
    const made: Policy = { version: 1, default: 'deny', tools: emptyTools() };
    made.tools.t = { ...own, ...(limits && { limits }) };
    return made;
  });
const leaf = fc.constantFrom<Json>('x', 'y', 'yzz', 'z', '', 2, null, 'x\n');
const value: fc.Arbitrary<Json> = fc.oneof(
  leaf,
  fc.array(leaf, { maxLength: 2 }),
  fc.dictionary(fc.constantFrom('a', 'b'), leaf, { maxKeys: 2 }),
  // Items without what is tested pass beside others, which the file says.
  fc.array(fc.record({ b: leaf }), { maxLength: 2 }),
);
const args = fc.dictionary(fc.constantFrom('a', 'b'), value, { maxKeys: 2 }) as fc.Arbitrary<Record<string, Json>>;

it.each([
  ['the server', undefined],
  ['one tool', 't'],
])('LiteLLM lets no call through that the policy does not, in a file for %s', (_, tool) => {
  fc.assert(
    fc.property(guarded, fc.array(args, { minLength: 1, maxLength: 6 }), (made, calls) => {
      const passes = liteLlm(findFormat('litellm')!.write(made, { serverKey: key, ...(tool && { tool }) }));
      for (const call of calls) {
        if (passes(`${key}-t`, call)) expect(evaluate(made, { tool: 't', args: call }).decision).toBe('allow');
      }
    }),
    { numRuns: 2_000 },
  );
});

it('LiteLLM: a call against a condition is refused though the rest of the server is let through', () => {
  const made: Policy = { version: 1, default: 'deny', tools: emptyTools() };
  const conditions = [{ path: ['mode'], op: 'in' as const, value: ['get', 'list'] }];
  made.tools.t = { decision: 'allow', guards: [{ kind: 'require', conditions, decision: 'deny', message: 'no' }] };
  const passes = liteLlm(findFormat('litellm')!.write(made, { serverKey: key, tool: 't' }));
  expect(passes('mine-t', { mode: 'get' })).toBe(true);
  expect(passes('mine-t', { mode: 'delete' })).toBe(false);
  expect(passes('mine-t', {})).toBe(false);
  expect(passes('mine-other', { mode: 'delete' })).toBe(true);
});
