import { guardSource, placeholders } from '#crawler/policy/hook/guard-source.ts';
import { emptyTools, toolNames } from '#crawler/policy/policy.ts';
import { writeJson } from '#crawler/text/json.ts';
import { type PolicyFormat, says } from './format.ts';

/** The whole policy as a program that clients run before each call. */
export const hook: PolicyFormat = {
  id: 'hook',
  title: 'Hook for clients',
  place: 'hook',
  where:
    'Save it as toolrisk-guard.mjs outside your projects; “node toolrisk-guard.mjs --settings CLIENT” prints what to put into the settings of claude, codex, copilot, gemini, cursor or vscode. Keep that client’s own rules beside it.',
  cannot: [
    says.noHide,
    'Codex and Gemini CLI let a hook refuse and nothing else: what asks is asked by their own rules, so keep those.',
    'Copilot CLI knows no question from a hook: what asks is denied.',
    'Cursor does not say which server a call is for: a tool that is not named is left to Cursor.',
    'A hook that hangs is passed over by every client after its time-out; Codex runs a hook only after it has been trusted.',
    'Regular expressions run as JavaScript; one that it does not know refuses the call.',
  ],
  tried:
    'Tried on Claude Code 2.1.332, Codex 0.171.0, Copilot CLI 1.0.102 and Gemini CLI 0.61.0; for Cursor and VS Code it is written by their documentation.',
  contentType: 'text/javascript; charset=utf-8',
  extension: '.guard.mjs',
  write(policy, { serverKey, tool }) {
    const tools = emptyTools();
    for (const name of toolNames(policy)) tools[name] = policy.tools[name]!;
    // Of one tool alone: what is not named is left to the client, which is not the same as being allowed by us.
    const rest = tool === undefined ? policy.default : null;
    const text = writeJson({ default: rest, ...(policy.limits && { limits: policy.limits }), tools }, 0);
    // Parsed where it runs: in an object literal `__proto__` would not be a name.
    return guardSource
      .replace(placeholders.policy, () => `JSON.parse(${JSON.stringify(text)})`)
      .replace(placeholders.key, () => writeJson(serverKey));
  },
};
