import { type TomlTable, writeToml } from '#crawler/text/toml.ts';
import { decideByName, decideForClient, namesWith, type PolicyFormat, remarksOf, says } from './format.ts';

const cannot = [says.noCount, says.noArguments];

/** The name Gemini CLI gives a tool: other characters become `_`, of more than 63 the middle goes. */
export function geminiName(serverKey: string, tool: string): string {
  const whole = `${serverKey}_${tool}`;
  const name = (whole.startsWith('mcp_') ? whole : `mcp_${whole}`).replace(/[^a-zA-Z0-9_\-.:]/g, '_');
  return name.length > 63 ? `${name.slice(0, 30)}...${name.slice(-30)}` : name;
}

/** Above what Gemini's own settings give: `mcp.allowed` 100, `trust` 200, `tools.allowed` 300, exclusions 400 and 900. */
const priorities = { deny: 990, ask: 980, allow: 970, rest: 960 } as const;

/** Policy rules for Gemini CLI. The highest priority that matches wins; the last rule denies what is not named. */
export const gemini: PolicyFormat = {
  id: 'gemini',
  title: 'Gemini CLI policy',
  place: 'client',
  where: 'Save it in ~/.gemini/policies/.',
  cannot,
  tried: 'Tried on Gemini CLI 0.61.0.',
  contentType: 'application/toml; charset=utf-8',
  extension: '.gemini.toml',
  write(policy, { serverKey, tool }) {
    const rename = (name: string) => geminiName(serverKey, name);
    const names = decideByName(policy, rename, decideForClient);
    const rules: TomlTable[] = [];
    const push = (entries: Record<string, string | number | string[]>) =>
      rules.push({ path: ['rule'], repeated: true, entries: Object.entries(entries) });
    const steps = [
      ['deny', 'deny'],
      ['ask', 'ask_user'],
      ['allow', 'allow'],
    ] as const;
    for (const [decision, word] of steps) {
      const toolName = namesWith(names, decision);
      if (toolName.length > 0) push({ toolName, decision: word, priority: priorities[decision] });
    }
    if (tool === undefined && policy.default !== 'allow') {
      push({
        toolName: '*',
        decision: policy.default === 'ask' ? 'ask_user' : 'deny',
        priority: priorities.rest,
        ...(policy.default !== 'ask' && { denyMessage: 'Not listed in the policy.' }),
      });
      // By annotation, because a server name in a rule must not hold `_`, and this one is compared as it is.
      rules.push({ path: ['rule', 'toolAnnotations'], entries: [['_serverName', serverKey]] });
    }
    return writeToml(rules, remarksOf(cannot, policy, serverKey));
  },
};
