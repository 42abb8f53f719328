import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { remarksOf, says } from '#crawler/policy/formats/format.ts';
import { findFormat, formats, policyFilename } from '#crawler/policy/formats/index.ts';
import { toDocument } from '#crawler/policy/policylayer.ts';
import { policyOf } from '#crawler/policy/recommend.ts';
import { recommendServer } from '#crawler/policy/server-policy.ts';
import { type VerdictCategory, verdictCategories } from '#db/types.ts';
import { anyText, hostileTexts } from '#test/support/hostile-text.ts';
import { classified, pushFiles, tool, toolsByReason } from './tools.ts';
import { verdict } from './verdict.ts';

const folder = new URL('../../../crawler/policy/formats/', import.meta.url);
const server = recommendServer(classified([...Object.values(toolsByReason), pushFiles]));
const write = (id: string, serverKey = 'mine', policy = server.policy) => findFormat(id)!.write(policy, { serverKey });

it('lists every format in the folder', () => {
  const files = readdirSync(folder).filter((name) => !['index.ts', 'format.ts'].includes(name));
  expect(formats.map((format) => `${format.id}.ts`).toSorted()).toEqual(files.toSorted());
});

/** Control characters, direction marks, halves of a pair and what prints nothing: none may stand in a file as it is. */
const notPlain = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\ufffe\uffff]/u;

/** Reads a file of a format back, by the grammar that its content type names. */
const parsers: [RegExp, (text: string) => unknown][] = [
  [/json/, JSON.parse],
  [/toml/, parseToml],
  [/yaml/, (text) => parseYaml(text)],
];

describe.each(formats.map((format) => [format.id, format] as const))('%s', (id, format) => {
  const subject = { server: 'Klaviyo MCP Server' };
  const parse = parsers.find(([type]) => type.test(format.contentType))?.[1] ?? ((text: string) => text);

  it('is found by its id and says what it is', () => {
    expect(findFormat(id)).toBe(format);
    for (const text of [format.title, format.where, format.tried, ...format.cannot]) expect(text.trim()).not.toBe('');
  });

  it('writes the same bytes twice, for a tool and for a server', () => {
    for (const [name, rule] of Object.entries(server.policy.tools)) {
      const options = { serverKey: 'mine', tool: name };
      const text = format.write(policyOf(name, rule), options);
      expect(text).toBe(format.write(policyOf(name, rule), options));
      expect(text.endsWith('\n')).toBe(true);
    }
    expect(() => parse(write(id))).not.toThrow();
  });

  it('stays readable with hostile names of tools and servers', () => {
    const names = Object.values(hostileTexts).filter((name) => name.length < 1_000);
    const ofAll = (tools: string[], categories: readonly VerdictCategory[]) =>
      recommendServer(
        tools.flatMap((name) =>
          categories.map((category) => ({ definition: { name: name + category }, classification: verdict(category) })),
        ),
      ).policy;
    expect(() => parse(format.write(ofAll(names, verdictCategories), { serverKey: 'mine' }))).not.toThrow();
    const few = ofAll(['x'], verdictCategories);
    for (const serverKey of names) expect(() => parse(format.write(few, { serverKey })), serverKey).not.toThrow();
  });

  it('stays readable with any names whatever', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyText, { minLength: 1, maxLength: 8 }), anyText, (names, serverKey) => {
        const { policy } = recommendServer(
          names.map((name, at) => ({
            definition: { name },
            classification: verdict(verdictCategories[at % verdictCategories.length]!),
          })),
        );
        const text = format.write(policy, { serverKey });
        parse(text);
        expect(text.replaceAll('\n', '')).not.toMatch(notPlain);
      }),
      { numRuns: 40 },
    );
  });

  it('names its file safely', () => {
    expect(policyFilename(format, { server: 'klaviyo-mcp-server', tool: 'create_event' })).toBe(
      `klaviyo-mcp-server.create_event${format.extension}`,
    );
    for (const name of Object.values(hostileTexts)) {
      expect(policyFilename(format, { ...subject, server: '../etc', tool: name })).toMatch(
        /^etc\.[A-Za-z0-9_-]+\.[a-z.-]+$/,
      );
    }
  });
});

it('says of names that are one somewhere what is done about them, in none of their words', () => {
  const remarks = (names: string[]) => {
    const tools = names.map((name) => ({ definition: { name }, classification: verdict('write') }));
    return remarksOf([], recommendServer(tools).policy, 'mine');
  };
  expect(remarks(['save', 'load'])).toEqual([]);
  expect(remarks(['save', 'SAVE', 'load'])).toEqual([says.sharedNames]);
  expect(remarks(['b__save', 'load'])).toEqual([says.crossesServers]);
  expect(remarksOf([], server.policy, 'a__b')).toEqual([says.crossesServers]);
});

describe('places that can allow, ask and refuse', () => {
  it('Claude Code', () => {
    const { permissions } = JSON.parse(write('claude-code'));
    expect(permissions.allow).toEqual(['mcp__mine__list_workflows']);
    expect(permissions.deny).toEqual(['mcp__mine__delete_database', 'mcp__mine__frobnicate']);
    expect(permissions.ask).toContain('mcp__mine__create_event');
    expect(permissions.ask).toContain('mcp__mine__run_command');
  });

  it('two names that become one rule keep the stricter decision', () => {
    const { policy } = recommendServer([
      { definition: { name: 'a.b' }, classification: verdict('read') },
      {
        definition: { name: 'a/b' },
        classification: verdict('destructive', {
          risk: 'critical',
          capabilities: [{ capability: 'delete-data', rule: 'deletes-data', evidence: [] }],
        }),
      },
    ]);
    expect(JSON.parse(write('claude-code', 's', policy)).permissions).toEqual({
      allow: [],
      ask: [],
      deny: ['mcp__s__a_b'],
    });
    expect(JSON.parse(write('opencode', 's', policy)).permission).toEqual({ 's_*': 'deny', s_a_b: 'deny' });
  });

  it('Codex: a profile that enables what is not refused and asks unless it is free', () => {
    const { mcp_servers } = parseToml(write('codex')) as { mcp_servers: Record<string, Record<string, unknown>> };
    const { enabled_tools, tools, default_tools_approval_mode } = mcp_servers.mine!;
    expect(enabled_tools).toContain('create_event');
    expect(enabled_tools).not.toContain('delete_database');
    expect([default_tools_approval_mode, tools]).toEqual(['prompt', { list_workflows: { approval_mode: 'approve' } }]);
  });

  it('Gemini: above the client’s own settings, by the names it gives, the rest denied', () => {
    const long = recommendServer(classified([tool(`list_${'x'.repeat(80)}`, 'Lists things.')]));
    const { rule } = parseToml(write('gemini', 'a_b', long.policy)) as { rule: Record<string, unknown>[] };
    expect((rule[0]!.toolName as string[])[0]).toMatch(/^mcp_a_b_list_x+\.\.\.x{30}$/);
    expect(rule.map(({ decision }) => decision)).toEqual(['allow', 'deny']);
    expect(rule.every(({ priority }) => Number(priority) > 900)).toBe(true);
    expect(rule.at(-1)!.toolAnnotations).toEqual({ _serverName: 'a_b' });
  });

  it('Copilot CLI: what would run unasked because the server says it reads is denied', () => {
    const lying = { ...toolsByReason['ordinary-write']!, annotations: { readOnlyHint: true } };
    const { policy } = recommendServer(classified([lying]));
    expect(write('copilot-cli', 's', policy)).toContain(`'--deny-tool=s(create_event)'`);
    expect(write('copilot-cli')).not.toContain('create_event');
  });

  it('a file for one tool says nothing of the others', () => {
    const rule = server.policy.tools.delete_database!;
    const options = { serverKey: 'mine', tool: 'delete_database' };
    const alone = policyOf('delete_database', rule);
    expect(parseToml(findFormat('codex')!.write(alone, options))).toEqual({
      mcp_servers: { mine: { disabled_tools: ['delete_database'] } },
    });
    expect(JSON.parse(findFormat('opencode')!.write(alone, options))).toEqual({
      permission: { mine_delete_database: 'deny' },
    });
    const { rule: rules } = parseToml(findFormat('gemini')!.write(alone, options)) as { rule: unknown[] };
    expect(rules.length).toBe(1);
  });
});

describe('gateways', () => {
  it('PolicyLayer: conditions become requirements, what would ask is denied', () => {
    const { tools = {}, hide } = toDocument(server.policy);
    expect(hide).toEqual(['delete_database']);
    expect(tools.run_command).toEqual({ deny_if: [{ conditions: [], on_deny: 'Requires human approval.' }] });
    expect(tools.manage_issue?.require).toEqual([{ path: 'args.action', op: 'in', value: ['get', 'list', 'update'] }]);
    expect(tools.push_files).toEqual({ deny_if: [{ conditions: [], on_deny: 'Requires human approval.' }] });
  });

  it('Intercept: no rule it would refuse, and a name with a dot does not take the file with it', () => {
    const { policy } = recommendServer(
      classified([tool('item.create', 'Creates an item.'), tool('item.read', 'Reads an item.')]),
    );
    const { tools } = parseYaml(write('intercept', 's', policy));
    expect(tools.item.rules).toEqual([
      {
        name: 'rule-1',
        action: 'deny',
        on_deny: 'Not a tool.',
        state: { counter: 'create._rate_minute', window: 'minute' },
      },
    ]);
    expect(tools['item.create'].rules).toEqual([{ name: 'rule-1', rate_limit: '30/minute' }]);
    const whole = parseYaml(write('intercept'));
    expect(whole.tools.manage_issue.rules[0].conditions).toEqual([
      { path: 'args.action', op: 'in', value: ['get', 'list', 'update'] },
    ]);
    expect(JSON.stringify(whole)).not.toContain('"conditions":[]');
  });

  it('Intercept: where a tool has the name before the dot, the dotted one is denied rather than that tool', () => {
    const { policy } = recommendServer(
      classified([tool('item', 'Reads an item.'), tool('item.create', 'Creates an item.')]),
    );
    const { tools } = parseYaml(write('intercept', 's', policy));
    expect(tools.item.rules).toEqual([]);
    expect(tools['item.create'].rules[0].action).toBe('deny');
  });

  it('LiteLLM tests every item of a list', () => {
    const { guardrails } = parseYaml(write('litellm'));
    const rule = guardrails[0].litellm_params.rules.find((each: { tool_name: string }) =>
      each.tool_name.includes('push_files'),
    );
    expect(rule.allowed_param_patterns).toEqual({ 'files[].action': '^(?:create|update|move)$' });
  });

  it('places that neither count nor ask let low and medium risk through, and deny the rest', () => {
    const names: string[] = parseYaml(write('docker')).mine;
    expect(names).toEqual(['clear_cache', 'create_event', 'list_workflows']);
    expect(JSON.parse(write('copilot-agent')).mcpServers.mine.tools).toEqual(names);
  });
});
