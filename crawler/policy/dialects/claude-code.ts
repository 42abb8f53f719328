/** Claude Code 2.1: rules to deny, then to ask, then to allow; the first list that matches decides, however special the rule. */
import { type ParseError, parse } from 'jsonc-parser';
import { z } from 'zod';
import { claudeName } from '#crawler/policy/formats/claude-code.ts';
import { type ClientDialect, defaultServer, matchesGlob } from './dialect.ts';

const list = z.array(z.string()).default([]);
const schema = z.looseObject({
  permissions: z.looseObject({ allow: list, ask: list, deny: list }).default({ allow: [], ask: [], deny: [] }),
});

export type ClaudeRules = Record<'allow' | 'ask' | 'deny', string[]>;

export const claudeCode: ClientDialect<ClaudeRules> = {
  id: 'claude-code',
  title: 'Claude Code',
  unverified: [
    'The default mode is assumed: what no rule names asks. Rules to allow are read as those of a trusted folder.',
  ],
  read(text) {
    const errors: ParseError[] = [];
    const parsed = schema.safeParse(parse(text, errors, { allowTrailingComma: true }));
    if (errors.length > 0 || !parsed.success)
      return 'It is no settings file of Claude Code: "permissions" holds lists of texts.';
    const { allow, ask, deny } = parsed.data.permissions;
    return { allow, ask, deny };
  },
  evaluate(rules, { tool, server = defaultServer }) {
    const own = `mcp__${claudeName(server)}`;
    const name = `${own}__${claudeName(tool)}`;
    // Rules with parentheses are about arguments, which tools of servers have none for, and are passed over.
    const matches = (rule: string) => !/[()]/.test(rule) && (rule === own || matchesGlob(rule, name));
    if (rules.deny.some(matches)) return { decision: 'deny', reason: 'A rule denies it.' };
    if (rules.ask.some(matches)) return { decision: 'ask', reason: 'A rule asks.' };
    // A rule to allow has to name its server in plain letters before any “*”.
    const allows = rules.allow.some((rule) => matches(rule) && (rule === own || rule.startsWith(`${own}__`)));
    return allows ? { decision: 'allow', reason: '' } : { decision: 'ask', reason: 'No rule names it.' };
  },
};
