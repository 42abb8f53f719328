/** Codex 0.171: lists of tools that exist for the agent, and how each is approved. */
import { parse } from 'smol-toml';
import { z } from 'zod';
import { type ClientDialect, defaultServer } from './dialect.ts';

const mode = z.enum(['auto', 'prompt', 'approve']);
const table = z.looseObject({
  enabled: z.boolean().optional(),
  enabled_tools: z.array(z.string()).optional(),
  disabled_tools: z.array(z.string()).optional(),
  default_tools_approval_mode: mode.optional(),
  tools: z.record(z.string(), z.looseObject({ approval_mode: mode.optional() })).optional(),
});
const schema = z.looseObject({ mcp_servers: z.record(z.string(), table).default({}) });

export type CodexRules = z.infer<typeof schema>['mcp_servers'];

export const codex: ClientDialect<CodexRules> = {
  id: 'codex',
  title: 'Codex',
  unverified: ['“auto” runs what claims to read only and asks for all else.'],
  read(text) {
    try {
      const parsed = schema.safeParse(parse(text));
      if (parsed.success) return parsed.data.mcp_servers;
    } catch {
      return 'It is not valid TOML.';
    }
    return 'It is no configuration of Codex: [mcp_servers.NAME] has lists of tools and approval modes auto, prompt or approve.';
  },
  evaluate(servers, { tool, server = defaultServer, claimsReadOnly }) {
    const own = Object.hasOwn(servers, server) ? servers[server]! : {};
    const gone =
      own.enabled === false ||
      (own.enabled_tools !== undefined && !own.enabled_tools.includes(tool)) ||
      own.disabled_tools?.includes(tool) === true;
    if (gone) return { decision: 'hide', reason: 'It is not enabled.' };
    const named = own.tools && Object.hasOwn(own.tools, tool) ? own.tools[tool]!.approval_mode : undefined;
    const approval = named ?? own.default_tools_approval_mode ?? 'auto';
    return approval === 'approve' || (approval === 'auto' && claimsReadOnly === true)
      ? { decision: 'allow', reason: '' }
      : { decision: 'ask', reason: `Its approval mode is ${approval}.` };
  },
};
