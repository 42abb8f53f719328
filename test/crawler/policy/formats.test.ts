import { readdirSync } from 'node:fs';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { approvalMessage } from '#crawler/policy/formats/format.ts';
import { findFormat, formats, policyFilename } from '#crawler/policy/formats/index.ts';
import { recommend, ruleByCategory } from '#crawler/policy/recommend.ts';
import { recommendServer } from '#crawler/policy/server-policy.ts';
import { verdictCategories } from '#db/types.ts';
import { verdict } from './verdict.ts';

const folder = new URL('../../../crawler/policy/formats/', import.meta.url);
const hostileNames = [
  '__proto__',
  'a*',
  'q"uote',
  "q'uote",
  'back\\slash',
  'new\nline',
  ']]',
  'naïve',
  '',
  'rm -rf /',
  'a,b',
  '$(x)',
];

it('lists every format in the folder', () => {
  const files = readdirSync(folder).filter((name) => !['index.ts', 'format.ts'].includes(name));
  expect(formats.map((format) => `${format.id}.ts`).toSorted()).toEqual(files.toSorted());
});

describe.each(formats.map((format) => [format.id, format] as const))('%s', (id, format) => {
  const subject = { server: 'Klaviyo MCP Server' };

  it('is found by its id and says what it is', () => {
    expect(findFormat(id)).toBe(format);
    for (const text of [format.title, format.usage, ...format.limits]) expect(text.trim()).not.toBe('');
  });

  it('writes the same bytes twice, for a tool and for a server', () => {
    for (const category of verdictCategories) {
      const { document } = recommend('create_event', verdict(category));
      const text = format.render(document, { ...subject, tool: 'create_event' });
      expect(text).toBe(format.render(document, { ...subject, tool: 'create_event' }));
      expect(text.endsWith('\n')).toBe(true);
    }
  });

  it('survives hostile names', () => {
    const tools = hostileNames.flatMap((name) =>
      verdictCategories.map((category) => ({ name: `${name}${category}`, classification: verdict(category) })),
    );
    const { document } = recommendServer([
      ...tools,
      ...hostileNames.map((name) => ({ name, classification: verdict('write') })),
    ]);
    expect(() => format.render(document, { server: '__"]\n' })).not.toThrow();
  });

  it('names its file safely', () => {
    expect(policyFilename(format, { server: 'klaviyo-mcp-server', tool: 'create_event' })).toBe(
      `klaviyo-mcp-server.create_event${format.extension}`,
    );
    for (const name of hostileNames) {
      expect(policyFilename(format, { server: '../etc', tool: name })).toMatch(/^etc\.[A-Za-z0-9_-]+\.[a-z.-]+$/);
    }
  });
});

describe('formats of clients that cannot count', () => {
  const { document } = recommendServer(verdictCategories.map((name) => ({ name, classification: verdict(name) })));
  const render = (id: string, key?: string) => findFormat(id)!.render(document, { server: 'my-server', key });

  it('Claude Code: allow, ask, deny', () => {
    expect(JSON.parse(render('claude-code', 'mine')).permissions).toEqual({
      allow: ['mcp__mine__read'],
      ask: ['mcp__mine__execute', 'mcp__mine__financial', 'mcp__mine__write'],
      deny: ['mcp__mine__destructive', 'mcp__mine__unassessed'],
    });
  });

  it('Claude Code: two names that become one rule keep the stricter decision', () => {
    const clash = recommendServer([
      { name: 'a.b', classification: verdict('read') },
      { name: 'a/b', classification: verdict('destructive') },
    ]).document;
    const { permissions } = JSON.parse(findFormat('claude-code')!.render(clash, { server: 's' }));
    expect(permissions).toEqual({ allow: [], ask: [], deny: ['mcp__s__a_b'] });
  });

  it('Codex: TOML that enables what is not refused and asks unless it reads', () => {
    const { mcp_servers } = parseToml(render('codex')) as { mcp_servers: Record<string, Record<string, unknown>> };
    expect(mcp_servers['my-server']).toEqual({
      enabled_tools: ['execute', 'financial', 'read', 'write'],
      default_tools_approval_mode: 'prompt',
      tools: { read: { approval_mode: 'approve' } },
    });
  });

  it('Gemini: TOML whose last rule denies the rest', () => {
    const { rule } = parseToml(render('gemini', 'a_b')) as { rule: Record<string, unknown>[] };
    expect(rule.map(({ decision }) => decision)).toEqual(['deny', 'ask_user', 'allow', 'deny']);
    expect(new Set(rule.map(({ mcpName }) => mcpName))).toEqual(new Set(['a-b']));
    expect(rule.map(({ priority }) => Number(priority))).toEqual([300, 200, 100, 1]);
  });

  it('Cursor: lists what passes and what is refused', () => {
    expect(JSON.parse(render('cursor')).permissions).toEqual({
      allow: ['Mcp(my-server:read)'],
      deny: ['Mcp(my-server:destructive)', 'Mcp(my-server:unassessed)'],
    });
  });

  it('Intercept: no rule it would refuse', () => {
    const text = render('intercept');
    expect(text).toContain('default: deny\nhide:\n  - "destructive"\n');
    expect(text).toContain('  "write":\n    rules:\n      - name: rule-1\n        rate_limit: 30/minute\n');
    expect(text).toContain('action: deny\n        on_deny: "Requires human approval."');
    expect(text).toContain('  "read":\n    rules: []\n');
    expect(text).not.toContain('conditions: []');
  });

  it.each(['codex', 'gemini'])('%s: hostile names stay strings', (id) => {
    const tools = hostileNames.map((name) => ({ name, classification: verdict('read') }));
    const text = findFormat(id)!.render(recommendServer(tools).document, { server: 's"\n]' });
    expect(() => parseToml(text)).not.toThrow();
  });

  it('know the refusal that waits for a person', () => {
    expect(ruleByCategory.financial).toEqual({ rule: 'deny', onDeny: approvalMessage });
  });
});
