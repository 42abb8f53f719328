import { describe, expect, it } from 'vitest';
import { policySchema, serializePolicy } from '#crawler/policy/document.ts';
import { evaluate } from '#crawler/policy/evaluate.ts';
import { formats } from '#crawler/policy/formats/index.ts';
import { findPreset, presets } from '#crawler/policy/presets.ts';
import { recommend } from '#crawler/policy/recommend.ts';
import { recommendServer } from '#crawler/policy/server-policy.ts';
import { type Branch, type Evidence, verdictCategories } from '#db/types.ts';
import { verdict } from './verdict.ts';

const pointer = '/inputSchema/properties/method';
const branch = (value: string, category: Branch['category']): Branch => ({
  pointer,
  parameter: 'method',
  value,
  category,
});
const quote = (at: string): Evidence => ({ rule: 'deletes-data', pointer: at, quote: 'delete', start: 0, end: 6 });
const modes = verdict('destructive', {
  branches: [branch('get', 'read'), branch('create', 'write'), branch('delete', 'destructive')],
  evidence: [quote(`${pointer}/enum/2`)],
});

const decide = (id: string, classification: ReturnType<typeof verdict>, args = {}) =>
  evaluate(findPreset(id)!.recommend('issue', classification).document, { tool: 'issue', args }).decision;

describe.each(presets.map((preset) => [preset.id, preset] as const))('%s', (_, preset) => {
  it('writes valid documents, alone and for a server, and never allows the unassessed', () => {
    for (const category of verdictCategories) {
      for (const name of ['issue', '__proto__', 'a*']) {
        const { document } = preset.recommend(name, verdict(category));
        expect(policySchema.safeParse(JSON.parse(serializePolicy(document))).success).toBe(true);
      }
    }
    const { document } = recommendServer([{ name: 'issue', classification: modes }], preset.recommend);
    expect(policySchema.safeParse(JSON.parse(serializePolicy(document))).success).toBe(true);
    expect(['deny', 'hide']).toContain(decide(preset.id, verdict('unassessed')));
    expect(['deny', 'hide']).toContain(decide(preset.id, verdict('financial')));
  });
});

it('recommended is the default rule', () => {
  for (const category of verdictCategories) {
    expect(presets[0].recommend('x', verdict(category))).toEqual(recommend('x', verdict(category)));
  }
});

it('strict does not let a read pass that is more than low risk', () => {
  expect(decide('strict', verdict('read'))).toBe('allow');
  expect(decide('strict', verdict('read', { risk: 'medium' }))).toBe('limit');
  expect(decide('strict', verdict('read', { risk: 'high' }))).toBe('deny');
});

it('strict hides what speaks to the model', () => {
  expect(decide('strict', verdict('read', { findings: [{ finding: 'instructs-model', evidence: [] }] }))).toBe('hide');
});

describe('by mode', () => {
  it('denies the grave mode, a mode nobody knew of, and no mode at all', () => {
    expect(decide('permissive', modes, { method: 'get' })).toBe('limit');
    expect(decide('permissive', modes, { method: 'delete' })).toBe('deny');
    expect(decide('permissive', modes, { method: 'DELETE' })).toBe('deny');
    expect(decide('permissive', modes, { method: ['delete'] })).toBe('deny');
    expect(decide('permissive', modes, {})).toBe('deny');
  });

  it('is not used where the name or the text says it too', () => {
    const named = { ...modes, evidence: [...modes.evidence, quote('/name')] };
    expect(decide('permissive', named, { method: 'get' })).toBe('deny');
    expect(decide('permissive', { ...modes, evidence: [] }, { method: 'get' })).toBe('deny');
  });

  it('becomes a list of what passes in Intercept, and a question in clients without conditions', () => {
    const { document } = findPreset('permissive')!.recommend('issue', modes);
    const render = (id: string) => formats.find((format) => format.id === id)!.render(document, { server: 's' });
    expect(render('intercept')).toContain('op: in\n            value: ["get","create"]');
    expect(JSON.parse(render('claude-code')).permissions.ask).toEqual(['mcp__s__issue']);
  });
});
