/** opencode 1.18: permissions by name; the last that matches decides, and what is denied is hidden. */
import { type ParseError, parse } from 'jsonc-parser';
import { z } from 'zod';
import { opencodeName } from '#crawler/policy/formats/opencode.ts';
import { type ClientDialect, defaultServer, matchesGlob } from './dialect.ts';

const decision = z.enum(['allow', 'ask', 'deny']);
const schema = z.looseObject({
  permission: z.union([decision, z.record(z.string(), z.union([decision, z.record(z.string(), decision)]))]).optional(),
});

/** Name or pattern, and what it decides; the last one counts. */
export type OpencodeRules = [pattern: string, decision: z.infer<typeof decision>][];

export const opencode: ClientDialect<OpencodeRules> = {
  id: 'opencode',
  title: 'opencode',
  unverified: ['A permission with patterns of its own is read by its “*” alone.'],
  read(text) {
    const errors: ParseError[] = [];
    const parsed = schema.safeParse(parse(text, errors, { allowTrailingComma: true }));
    if (errors.length > 0 || !parsed.success)
      return 'It is no configuration of opencode: "permission" holds allow, ask or deny.';
    const { permission = {} } = parsed.data;
    if (typeof permission === 'string') return [['*', permission]];
    return Object.entries(permission).flatMap(([pattern, value]): OpencodeRules => {
      const own = typeof value === 'string' ? value : value['*'];
      return own === undefined ? [] : [[pattern, own]];
    });
  },
  evaluate(rules, { tool, server = defaultServer }) {
    const name = `${opencodeName(server)}_${opencodeName(tool)}`;
    const last = rules.findLast(([pattern]) => matchesGlob(pattern, name))?.[1] ?? 'allow';
    if (last === 'allow') return { decision: 'allow', reason: '' };
    return last === 'deny'
      ? { decision: 'hide', reason: 'A permission denies it.' }
      : { decision: 'ask', reason: 'A permission asks.' };
  },
};
