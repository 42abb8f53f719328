import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderPolicy, policySchema, serializePolicy } from '#crawler/policy/document.ts';
import { evaluate } from '#crawler/policy/evaluate.ts';
import { recommend, ruleByCategory } from '#crawler/policy/recommend.ts';
import { recommendServer } from '#crawler/policy/server-policy.ts';
import { verdictCategories } from '#db/types.ts';
import { verdict } from './verdict.ts';

const normalised = (text: string): unknown => JSON.parse(text);

describe('the rule for one tool', () => {
  it('is the reference rule for a write', () => {
    const reference =
      '{"version":"1","default":"deny","tools":{"create_event":{"limits":[{"counter":"create_event_rate","window":"minute","max":30,"scope":"grant"}]}}}';
    expect(normalised(serializePolicy(recommend('create_event', verdict('write')).document))).toEqual(
      normalised(reference),
    );
  });

  it.each([
    ['read', '{"version":"1","default":"deny","tools":{"Get_X":{}}}'],
    [
      'execute',
      '{"version":"1","default":"deny","tools":{"Get_X":{"limits":[{"counter":"get_x_rate","window":"minute","max":10,"scope":"grant"}]}}}',
    ],
    ['destructive', '{"version":"1","default":"deny","hide":["Get_X"]}'],
    [
      'financial',
      '{"version":"1","default":"deny","tools":{"Get_X":{"deny_if":[{"conditions":[],"on_deny":"Requires human approval."}]}}}',
    ],
  ] as const)('follows the table for %s', (category, document) => {
    expect(normalised(serializePolicy(recommend('Get_X', verdict(category)).document))).toEqual(normalised(document));
  });

  it('never allows what could not be assessed', () => {
    const { rule, document } = recommend('x', verdict('unassessed'));
    expect(rule).toBe('deny');
    expect(evaluate(document, { tool: 'x', args: {} }).decision).toBe('deny');
  });

  it('treats names that JavaScript treats specially as names', () => {
    for (const name of ['__proto__', 'constructor', 'toString', '0', 'hasOwnProperty']) {
      const { document } = recommend(name, verdict('write'));
      expect(Object.keys(document.tools ?? {})).toEqual([name]);
      const read = policySchema.parse(JSON.parse(serializePolicy(document)));
      expect(Object.keys(read.tools ?? {})).toEqual([name]);
      expect(evaluate(read, { tool: name, args: {} }).decision).toBe('limit');
    }
  });

  it('does not let a name become a wildcard', () => {
    for (const category of verdictCategories) {
      const { document, rule, reason } = recommend('delete_*', verdict(category));
      expect([rule, reason]).toEqual(['deny', 'wildcard-name']);
      expect(serializePolicy(document)).not.toContain('*');
    }
  });
});

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
    const text = serializePolicy(recommend('pay\u202etxt\u200b', verdict('write')).document);
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

/** Names as hostile servers would choose them. */
const toolName = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 0x2fff }), { maxLength: 40 }).map((units) => String.fromCharCode(...units)),
  fc.constantFrom('__proto__', 'constructor', '*', 'a*', 'Get', 'get', '1', '"', '\\', '../x'),
);
const listing = fc.uniqueArray(fc.record({ name: toolName, category: fc.constantFrom(...verdictCategories) }), {
  selector: (tool) => tool.name,
  maxLength: 30,
});

describe('the document of a server', () => {
  it('gives every tool exactly what its own document gives it, and nothing to others', () => {
    fc.assert(
      fc.property(listing, toolName, (tools, stranger) => {
        const classified = tools.map(({ name, category }) => ({ name, classification: verdict(category) }));
        const { document, counts, unnamed } = recommendServer(classified);
        const text = serializePolicy(document);
        const read = policySchema.parse(JSON.parse(text));
        expect(serializePolicy(read)).toBe(text);
        expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(tools.length);
        for (const { name, classification } of classified) {
          const alone = evaluate(recommend(name, classification).document, { tool: name, args: {} });
          expect(evaluate(read, { tool: name, args: {} }).decision).toBe(alone.decision);
          expect(unnamed.includes(name) || read.hide?.includes(name) || Object.hasOwn(read.tools ?? {}, name)).toBe(
            true,
          );
        }
        if (!tools.some((tool) => tool.name === stranger)) {
          expect(evaluate(read, { tool: stranger, args: {} }).decision).toBe('deny');
        }
      }),
    );
  });

  it('does not depend on the order the server listed its tools in', () => {
    fc.assert(
      fc.property(listing, (tools) => {
        const classified = tools.map(({ name, category }) => ({ name, classification: verdict(category) }));
        expect(serializePolicy(recommendServer(classified.toReversed()).document)).toBe(
          serializePolicy(recommendServer(classified).document),
        );
      }),
    );
  });

  it('counts tools whose names differ only by case separately', () => {
    const tools = ['Save', 'save', 'other'].map((name) => ({ name, classification: verdict('write') }));
    const rules = recommendServer(tools).document.tools ?? {};
    expect(Object.values(rules).map((rule) => rule.limits?.[0]?.counter)).toEqual([
      'Save_rate',
      'save_rate',
      'other_rate',
    ]);
  });

  it('is empty but valid for a server without tools', () => {
    expect(orderPolicy(recommendServer([]).document)).toEqual({ version: '1', default: 'deny' });
  });
});

it('has a rule for every category', () => {
  expect(Object.keys(ruleByCategory)).toEqual([...verdictCategories]);
});
