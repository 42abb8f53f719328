/** The policy engine of Gemini CLI, asked without its terminal: what it decides for each tool, in every mode. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decideForClient } from '#crawler/policy/formats/format.ts';
import { gemini, geminiName } from '#crawler/policy/formats/gemini.ts';
import { toolPolicy } from '#crawler/policy/policy.ts';
import { recommendServer } from '#crawler/policy/server-policy.ts';
import type { ToolList } from './tool-lists.ts';

const words = { allow: 'allow', ask: 'ask_user', deny: 'deny' } as const;
const order: readonly string[] = ['allow', 'ask_user', 'deny'];
const modes = [
  ['default', true],
  ['default', false],
  ['yolo', true],
] as const;

/**
 * Asks for every tool of a server, whose own settings trust it.
 * @param core folder of the compiled engine
 * @returns what it decides otherwise than the policy, one line each
 */
export async function judgeByGemini(core: string, { key, tools }: ToolList): Promise<string[]> {
  const home = await mkdtemp(join(tmpdir(), 'toolrisk-gemini-'));
  const before = process.env.GEMINI_CLI_HOME;
  process.env.GEMINI_CLI_HOME = home;
  try {
    await mkdir(join(home, '.gemini/policies'), { recursive: true });
    const { policy } = recommendServer(tools);
    await writeFile(join(home, '.gemini/policies/x.toml'), gemini.write(policy, { serverKey: key }));
    const { createPolicyEngineConfig } = await import(`${core}/policy/config.js`);
    const { PolicyEngine } = await import(`${core}/policy/policy-engine.js`);
    const settings = { mcp: { allowed: [key] }, mcpServers: { [key]: { command: 'x', trust: true } } };
    // The strictest decision of those tools that are one in the client; what the policy cannot name is denied.
    const wanted = new Map<string, string>([[geminiName(key, 'a_tool_nobody_knew'), 'deny']]);
    for (const { name } of tools.map(({ definition }) => definition)) {
      const shown = geminiName(key, name);
      const rule = toolPolicy(policy, name);
      const known = wanted.get(shown);
      if (!rule && known !== undefined) continue;
      const own = rule ? words[decideForClient(rule)] : 'deny';
      wanted.set(shown, order.indexOf(own) > order.indexOf(known ?? 'allow') ? own : (known ?? 'allow'));
    }
    const wrong: string[] = [];
    for (const [mode, interactive] of modes) {
      const engine = new PolicyEngine(await createPolicyEngineConfig(settings, mode, undefined, interactive));
      for (const [name, decision] of wanted) {
        const made = (await engine.check({ name, args: { id: 'x' } }, key, { _serverName: key })).decision;
        // Without a terminal there is nobody to ask.
        const fits = made === decision || (decision === 'ask_user' && made === 'deny' && !interactive);
        if (!fits) wrong.push(`${key} ${mode}: ${name} should be ${decision} and is ${made}`);
      }
    }
    return wrong;
  } finally {
    if (before === undefined) delete process.env.GEMINI_CLI_HOME;
    else process.env.GEMINI_CLI_HOME = before;
    await rm(home, { recursive: true, force: true });
  }
}
