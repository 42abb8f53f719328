/**
 * Clients’ rules: each evaluator against a model written apart from it, and what the formats write against the policy they
 * were written from.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClientDialect } from '#crawler/policy/dialects/dialect.ts';
import { clientDialects } from '#crawler/policy/dialects/index.ts';
import { evaluate } from '#crawler/policy/evaluate.ts';
import { findFormat } from '#crawler/policy/formats/index.ts';
import { decisions, emptyTools, type Policy } from '#crawler/policy/policy.ts';
import { type ClientCall, clientModels } from './client-models.ts';

const servers = ['s', 'my_server', 'a.b'];
const tools = ['get', 'get_all', 'set', 'a.b', 'A', '__proto__', `long_${'x'.repeat(70)}`];
const call: fc.Arbitrary<ClientCall> = fc.record({
  server: fc.constantFrom(...servers),
  tool: fc.constantFrom(...tools),
  args: fc.dictionary(fc.constantFrom('b', 'a'), fc.constantFrom('x', 1, null), { maxKeys: 2 }),
  claimsReadOnly: fc.boolean(),
});
const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { maxLength: 4 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const claudeRule = fc.constantFrom(
  'mcp__s',
  'mcp__s__*',
  'mcp__s__get',
  'mcp__s__get_*',
  'mcp__my_server__set',
  'mcp__a_b__a_b',
  'mcp__*',
  '*',
  'mcp__s__get(x)',
  'Bash(ls:*)',
);
const mode = fc.constantFrom('auto', 'prompt', 'approve');
const name = fc.constantFrom(...tools);
const word = fc.constantFrom('allow', 'ask', 'deny');

/** Rules as a file’s text, by dialect. */
const texts: Record<string, fc.Arbitrary<string>> = {
  'claude-code': fc
    .record({ allow: some(claudeRule), ask: some(claudeRule), deny: some(claudeRule) }, { requiredKeys: [] })
    .map((permissions) => `// settings\n${JSON.stringify({ permissions, model: 'x' })}`),
  codex: some(
    fc.record({
      server: fc.constantFrom(...servers),
      enabled: maybe(fc.boolean()),
      on: maybe(some(name)),
      off: maybe(some(name)),
      mode: maybe(mode),
      tools: some(fc.tuple(fc.constantFrom('get', 'set', 'A'), mode)),
    }),
  ).map((rows) =>
    [...new Map(rows.map((row) => [row.server, row])).values()]
      .map(({ server, enabled, on, off, mode: own, tools: named }) =>
        [
          `[mcp_servers.${JSON.stringify(server)}]`,
          ...(enabled === undefined ? [] : [`enabled = ${enabled}`]),
          ...(on ? [`enabled_tools = ${JSON.stringify(on)}`] : []),
          ...(off ? [`disabled_tools = ${JSON.stringify(off)}`] : []),
          ...(own ? [`default_tools_approval_mode = "${own}"`] : []),
          ...[...new Map(named)].map(
            ([tool, each]) => `[mcp_servers.${JSON.stringify(server)}.tools.${tool}]\napproval_mode = "${each}"`,
          ),
        ].join('\n'),
      )
      .join('\n'),
  ),
  gemini: some(
    fc.record({
      toolName: maybe(
        fc.oneof(
          fc.constantFrom('*', 'mcp_*', 'mcp_s_*', 'mcp_s_get', 'mcp_my_server_set', 'get'),
          some(fc.constantFrom('mcp_s_get', 'mcp_s_a.b', 'mcp_a.b_get')),
        ),
      ),
      mcpName: maybe(fc.constantFrom('s', '*', 'other')),
      server: maybe(fc.constantFrom(...servers)),
      argsPattern: maybe(fc.constantFrom('"a":"x"', '^\\{\\u0000"a":1\\u0000', '.')),
      decision: fc.constantFrom('allow', 'deny', 'ask_user'),
      priority: fc.integer({ min: 1, max: 6 }),
    }),
  ).map((rows) =>
    rows
      // Of two rules with one priority it is not said which counts.
      .filter(({ priority }, at) => rows.findIndex((other) => other.priority === priority) === at)
      .map(({ server, ...rule }) =>
        [
          '[[rule]]',
          ...Object.entries(rule).flatMap(([key, value]) =>
            value === undefined ? [] : [`${key} = ${JSON.stringify(value)}`],
          ),
          ...(server === undefined ? [] : [`toolAnnotations = { _serverName = ${JSON.stringify(server)} }`]),
        ].join('\n'),
      )
      .join('\n'),
  ),
  'copilot-cli': fc
    .tuple(
      some(
        fc.tuple(
          fc.constantFrom('--allow-tool', '--deny-tool'),
          fc.constantFrom('s', 's(get)', 's(a-b)', 'my_server(set)', 'a.b', `s(long_${'x'.repeat(70)})`, 'shell(ls)'),
        ),
      ),
      fc.boolean(),
    )
    .map(
      ([flags, all]) =>
        `#!/bin/sh\n# it's\nexec copilot \\\n${flags.map(([flag, value], at) => (at % 2 ? `  '${flag}=${value}' \\\n` : `  ${flag} "${value}" \\\n`)).join('')}${all ? '  --allow-all-tools ' : ''}"$@"\n`,
    ),
  opencode: fc
    .oneof(
      word,
      fc.dictionary(
        fc.constantFrom('*', 's_*', 's_get', 'my_server_*', 'a_b_a_b', '*_get', 'edit'),
        fc.oneof(word, fc.dictionary(fc.constantFrom('*', 'x'), word)),
      ),
    )
    .map((permission) => JSON.stringify({ permission })),
};

describe.each(clientDialects.map((dialect) => [dialect.id, dialect as ClientDialect<unknown>] as const))(
  '%s',
  (id, dialect) => {
    it('decides 5,000 sets of rules as a model written apart from it', { timeout: 60_000 }, () => {
      fc.assert(
        fc.property(texts[id]!, fc.array(call, { minLength: 1, maxLength: 6 }), (text, calls) => {
          const rules = dialect.read(text);
          if (typeof rules === 'string') throw new Error(`${rules}\n${text}`);
          const model = clientModels[id]!(text);
          for (const each of calls) expect(dialect.evaluate(rules, each).decision, text).toBe(model(each));
        }),
        { numRuns: 5_000 },
      );
    });

    it('says what is wrong with a file of another kind', () => {
      if (id === 'copilot-cli') return;
      for (const text of ['{', '[1', 'x = = 1', '{"permissions": 7, "permission": 7}', 'mcp_servers = 7\nrule = 7'])
        expect(typeof dialect.read(text), text).toBe('string');
    });

    it('what the format writes is never looser than the policy', { timeout: 60_000 }, () => {
      const guard = fc.constant({
        kind: 'require' as const,
        conditions: [{ path: ['a'], op: 'eq' as const, value: 'x' }],
        decision: 'deny' as const,
        message: 'no',
      });
      const limit = fc.constant({ counter: 'c', window: 'day' as const, max: 1, scope: 'grant' as const });
      const rule = fc.record(
        {
          decision: fc.constantFrom(...decisions),
          guards: fc.array(guard, { minLength: 1, maxLength: 1 }),
          limits: fc.array(limit, { minLength: 1, maxLength: 1 }),
        },
        { requiredKeys: ['decision'] },
      );
      const made = fc.record({
        fallback: fc.constantFrom('ask' as const, 'deny' as const, 'hide' as const),
        tools: fc.array(fc.tuple(name, rule, fc.boolean()), { maxLength: 7 }),
      });
      fc.assert(
        fc.property(made, call, ({ fallback, tools: rows }, each) => {
          const policy: Policy = { version: 1, default: fallback, tools: emptyTools() };
          for (const [tool, own, claims] of rows)
            policy.tools[tool] = { ...own, ...(claims && { claimsReadOnly: true as const }) };
          const named = Object.hasOwn(policy.tools, each.tool) ? policy.tools[each.tool] : undefined;
          const rules = dialect.read(findFormat(id)!.write(policy, { serverKey: each.server }));
          if (typeof rules === 'string') throw new Error(rules);
          const asked = { ...each, claimsReadOnly: named?.claimsReadOnly === true };
          const counters = new Map();
          evaluate(policy, asked, counters);
          // The second call of a tool with a limit of one: the client must have asked for the first already.
          const wanted = evaluate(policy, asked, counters).decision;
          const got = dialect.evaluate(rules, asked).decision;
          if (wanted !== 'allow') expect(got).not.toBe('allow');
          // Claude Code and Copilot CLI have no default, and say so.
          const said = named !== undefined || !['claude-code', 'copilot-cli'].includes(id);
          if (said && (named?.decision === 'deny' || named?.decision === 'hide' || !named) && wanted !== 'ask')
            expect(['deny', 'hide']).toContain(got);
        }),
        { numRuns: 2_000 },
      );
    });
  },
);
