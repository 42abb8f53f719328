import { describe, expect, it } from 'vitest';
import { policySchema, serializePolicy } from '#crawler/policy/document.ts';

describe('the document', () => {
  it('rejects what a gateway would silently ignore', () => {
    const bad = [
      '{"version":"1","default":"deny","tool":{}}',
      '{"version":"2","default":"deny"}',
      '{"version":"1","default":"deny","tools":{"a":{"limit":[]}}}',
      '{"version":"1","default":"deny","tools":{"__proto__":{"limit":[]}}}',
      '{"version":"1","default":"deny","tools":[]}',
      '{"version":"1","default":"deny","hide":["a","a"]}',
      '{"version":"1","default":"deny","tools":{"a":{"limits":[{"counter":"c","window":"week","max":1,"scope":"grant"}]}}}',
      '{"version":"1","default":"deny","tools":{"a":{"deny_if":[{"conditions":[{"path":"args.x","op":"in","value":"no"}],"on_deny":"n"}]}}}',
      '{"version":"1","default":"deny","tools":{"a":{"deny_if":[{"conditions":[{"path":"args.x","op":"regex","value":"("}],"on_deny":"n"}]}}}',
    ];
    for (const text of bad) expect(policySchema.safeParse(JSON.parse(text)).success, text).toBe(false);
  });

  it('shows characters that hide or turn text', () => {
    const text = serializePolicy({ version: '1', default: 'deny', tools: { 'pay\u202etxt\u200b': {} } });
    expect(text).toContain('pay\\u202etxt\\u200b');
    expect(Object.keys(JSON.parse(text).tools)).toEqual(['pay\u202etxt\u200b']);
  });

  it('is the same bytes whatever order it was built in', () => {
    const text = serializePolicy({
      tools: { b: { limits: [], deny_if: [] }, a: {} },
      hide: ['z', 'y'],
      default: 'deny',
      version: '1',
    });
    expect(text).toBe(
      serializePolicy({
        version: '1',
        default: 'deny',
        hide: ['y', 'z'],
        tools: { a: {}, b: { deny_if: [], limits: [] } },
      }),
    );
    expect(text.endsWith('}\n')).toBe(true);
  });
});
