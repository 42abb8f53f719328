/**
 * Clients’ semantics written a second time, from their description and in another manner than the evaluators: each file is
 * read by plain means into a list of statements, and a call is held against all of them at once.
 */
import { parse as parseToml } from 'smol-toml';
import type { Json } from '#db/types.ts';

export interface ClientCall {
  server: string;
  tool: string;
  args: Record<string, Json>;
  claimsReadOnly: boolean;
}
type Model = (text: string) => (call: ClientCall) => string;

const squeeze = (text: string, keep: RegExp, other: string): string =>
  [...text].map((letter) => (keep.test(letter) ? letter : other.repeat(letter.length))).join('');
const toPattern = (glob: string): RegExp =>
  new RegExp(`^${[...glob].map((letter) => (letter === '*' ? '[^]*' : letter.replace(/\W/, '\\$&'))).join('')}$`);
const plain = /[A-Za-z0-9_-]/;

export const clientModels: Record<string, Model> = {
  'claude-code': (text) => {
    const { permissions } = JSON.parse(text.slice(text.indexOf('\n')));
    return ({ server, tool }) => {
      const [s, t] = [squeeze(server, plain, '_'), squeeze(tool, plain, '_')];
      const hit = (list: string, literal: boolean) =>
        ((permissions[list] ?? []) as string[]).some((rule) => {
          if (rule.includes('(')) return false;
          if (rule === `mcp__${s}`) return true;
          if (literal && !rule.startsWith(`mcp__${s}__`)) return false;
          return toPattern(rule).test(`mcp__${s}__${t}`);
        });
      return hit('deny', false) ? 'deny' : hit('ask', false) ? 'ask' : hit('allow', true) ? 'allow' : 'ask';
    };
  },
  codex: (text) => {
    const all = new Map(Object.entries((parseToml(text).mcp_servers ?? {}) as Record<string, Record<string, never>>));
    return ({ server, tool, claimsReadOnly }) => {
      const own: Record<string, unknown> = all.get(server) ?? {};
      const list = (key: string) => own[key] as string[] | undefined;
      if (own.enabled === false || (list('disabled_tools') ?? []).includes(tool)) return 'hide';
      if (!(list('enabled_tools') ?? [tool]).includes(tool)) return 'hide';
      const named = new Map(Object.entries((own.tools ?? {}) as Record<string, { approval_mode: string }>)).get(tool);
      switch (named?.approval_mode ?? own.default_tools_approval_mode) {
        case 'approve':
          return 'allow';
        case 'prompt':
          return 'ask';
        default:
          return claimsReadOnly ? 'allow' : 'ask';
      }
    };
  },
  gemini: (text) => {
    const rules = (parseToml(text).rule ?? []) as Record<string, never>[];
    return ({ server, tool, args }) => {
      let shown = squeeze(`mcp_${server}_${tool}`, /[A-Za-z0-9_.:-]/, '_');
      if (shown.length > 63) shown = `${shown.slice(0, 30)}...${shown.slice(-30)}`;
      const pairs = Object.entries(args).sort(([a], [b]) => a.localeCompare(b));
      const json = `{${pairs.map(([key, value]) => `\0${JSON.stringify(key)}:${JSON.stringify(value)}\0`).join(',')}}`;
      let best: { priority: number; decision: string } = { priority: 0, decision: 'ask_user' };
      for (const { toolName, mcpName, toolAnnotations, argsPattern, decision, priority } of rules as never as {
        toolName?: string | string[];
        mcpName?: string;
        toolAnnotations?: { _serverName: string };
        argsPattern?: string;
        decision: string;
        priority: number;
      }[]) {
        const wanted = toolName === undefined ? ['*'] : typeof toolName === 'string' ? [toolName] : toolName;
        const own = wanted.some(
          (each) =>
            each === '*' ||
            each === 'mcp_*' ||
            each === shown ||
            (each.endsWith('_*') && each === `mcp_${server}_*`) ||
            (mcpName !== undefined && !each.startsWith('mcp_') && shown === `mcp_${mcpName}_${each}`),
        );
        const here = mcpName === undefined || mcpName === '*' || mcpName === server;
        const annotated = toolAnnotations === undefined || toolAnnotations._serverName === server;
        const argued = argsPattern === undefined || json.search(argsPattern) !== -1;
        if (own && here && annotated && argued && priority > best.priority) best = { priority, decision };
      }
      return best.decision.replace('_user', '');
    };
  },
  'copilot-cli': (text) => {
    const flags = [...text.matchAll(/--(allow|deny)-tool[= ]["]?([^'"]*?)["']/g)].map(
      ([, kind, value]) => `${kind} ${value}`,
    );
    const all = text.includes('--allow-all-tools');
    return ({ server, tool, claimsReadOnly }) => {
      const shown = `${server}(${squeeze(tool, plain, '-')})`;
      if (flags.includes(`deny ${server}`) || flags.includes(`deny ${shown}`)) return 'deny';
      const known = `${server}-${tool}`.length < 65;
      const allowed =
        all || claimsReadOnly || flags.includes(`allow ${server}`) || (known && flags.includes(`allow ${shown}`));
      return allowed ? 'allow' : 'ask';
    };
  },
  opencode: (text) => {
    const { permission } = JSON.parse(text);
    return ({ server, tool }) => {
      if (typeof permission === 'string') return permission.replace('deny', 'hide');
      const shown = squeeze(`${server}_${tool}`, plain, '_');
      let made = 'allow';
      for (const key of Object.keys(permission)) {
        const value = typeof permission[key] === 'object' ? permission[key]['*'] : permission[key];
        if (value !== undefined && toPattern(key).test(shown)) made = value;
      }
      return made.replace('deny', 'hide');
    };
  },
};
