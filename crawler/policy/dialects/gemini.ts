/** Gemini CLI 0.61: rules by priority; of those that match, the highest decides. A pattern sees the arguments as sorted JSON. */
import { parse } from 'smol-toml';
import { z } from 'zod';
import { geminiName } from '#crawler/policy/formats/gemini.ts';
import type { Json } from '#db/types.ts';
import { type ClientDialect, defaultServer } from './dialect.ts';

const schema = z.looseObject({
  rule: z
    .array(
      z.looseObject({
        toolName: z.union([z.string(), z.array(z.string())]).optional(),
        mcpName: z.string().optional(),
        toolAnnotations: z.record(z.string(), z.union([z.string(), z.boolean(), z.number()])).optional(),
        argsPattern: z.string().optional(),
        modes: z.array(z.string()).optional(),
        decision: z.enum(['allow', 'deny', 'ask_user']),
        priority: z.number(),
      }),
    )
    .default([]),
});

export type GeminiRules = z.infer<typeof schema>['rule'];

const sorted = (value: Json, top = false): string => {
  if (Array.isArray(value)) return `[${value.map((item) => sorted(item)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const pairs = Object.keys(value)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${sorted(value[key]!)}`);
  return `{${pairs.map((pair) => (top ? `\0${pair}\0` : pair)).join(',')}}`;
};

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern) !== undefined;
  } catch {
    return false;
  }
}

export const gemini: ClientDialect<GeminiRules> = {
  id: 'gemini',
  title: 'Gemini CLI',
  unverified: [
    'The default mode at a terminal is assumed: what no rule names asks, and rules of other modes do not count.',
  ],
  read(text) {
    let value: unknown;
    try {
      value = parse(text);
    } catch {
      return 'It is not valid TOML.';
    }
    const parsed = schema.safeParse(value);
    if (!parsed.success)
      return 'It is no policy of Gemini CLI: each [[rule]] has a decision allow, deny or ask_user and a priority.';
    const bad = parsed.data.rule.find(({ argsPattern }) => argsPattern !== undefined && !isPattern(argsPattern));
    return bad ? `It has a pattern that is no regular expression: ${bad.argsPattern}` : parsed.data.rule;
  },
  evaluate(rules, { tool, args, server = defaultServer, claimsReadOnly }) {
    const name = geminiName(server, tool);
    const text = sorted(args, true);
    const annotations: Record<string, unknown> = { _serverName: server, readOnlyHint: claimsReadOnly === true };
    const names = (rule: string): boolean => {
      if (rule === '*' || rule === 'mcp_*' || rule === name) return true;
      return rule.startsWith('mcp_') && rule === `mcp_${server}_*` && name.startsWith(`mcp_${server}_`);
    };
    const found = rules
      .filter(
        (rule) =>
          (rule.modes === undefined || rule.modes.length === 0 || rule.modes.includes('default')) &&
          (rule.mcpName === undefined || rule.mcpName === '*' || rule.mcpName === server) &&
          (rule.toolName === undefined ||
            [rule.toolName].flat().some((each) => names(each) || names(`mcp_${rule.mcpName ?? ''}_${each}`))) &&
          Object.entries(rule.toolAnnotations ?? {}).every(([key, value]) => annotations[key] === value) &&
          (rule.argsPattern === undefined || new RegExp(rule.argsPattern).test(text)),
      )
      .toSorted((a, b) => b.priority - a.priority)[0];
    if (!found) return { decision: 'ask', reason: 'No rule names it.' };
    const { decision } = found;
    if (decision === 'allow') return { decision, reason: '' };
    return { decision: decision === 'deny' ? 'deny' : 'ask', reason: `A rule of priority ${found.priority} decides.` };
  },
};
