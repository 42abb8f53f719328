import { escapePattern } from '#crawler/policy/patterns.ts';
import { eachItem, type Guard, type ToolPolicy, toolNames } from '#crawler/policy/policy.ts';
import { writeYaml } from '#crawler/text/yaml.ts';
import type { JsonObject } from '#db/types.ts';
import { type PolicyFormat, remarksOf, safePart, says } from './format.ts';

const cannot = [
  says.noAsk,
  says.uncounted,
  'Conditions are patterns that must match: one on a number, on several arguments at once or by refusal becomes a stricter pattern, or else denies every call.',
  'It reads every value as text, so that 1 and "1" are one to it, and looks only at values that are there: an item of a list without the one that is tested passes beside others that have it.',
];

/** The tool permission guardrail of the LiteLLM proxy. */
export const litellm: PolicyFormat = {
  id: 'litellm',
  title: 'LiteLLM guardrail',
  place: 'gateway',
  where: 'Merge it into config.yaml of the proxy, and name the guardrail where the key or the server is set up.',
  cannot,
  tried: says.documented,
  contentType: 'application/yaml; charset=utf-8',
  extension: '.litellm.yaml',
  write(policy, { serverKey, tool }) {
    const prefix = `(?:${escapePattern(serverKey)}[-_/])?`;
    const rules = toolNames(policy).flatMap((name, at): JsonObject[] => {
      const id = `rule-${at + 1}`;
      const tool_name = `^${prefix}${escapePattern(name)}$`;
      const patterns = patternsOf(policy.tools[name]!);
      const refusal = { id: patterns ? `${id}-otherwise` : id, tool_name, decision: 'deny' };
      if (!patterns) return [refusal];
      if (Object.keys(patterns).length === 0) return [{ id, tool_name, decision: 'allow' }];
      // A call whose arguments do not match goes on to the next rule, and past the last one to what holds for all others.
      return [{ id, tool_name, decision: 'allow', allowed_param_patterns: patterns }, refusal];
    });
    const parameters = {
      guardrail: 'tool_permission',
      mode: 'post_call',
      default_action: tool === undefined && policy.default !== 'allow' ? 'deny' : 'allow',
      on_disallowed_action: 'block',
      rules,
    };
    return writeYaml(
      { guardrails: [{ guardrail_name: `toolrisk-${safePart(serverKey)}`, litellm_params: parameters }] },
      remarksOf(cannot, policy, serverKey),
    );
  },
};

/** Patterns by argument for a tool that passes; undefined where it must be denied. */
function patternsOf({ decision, guards = [], limits, risk }: ToolPolicy): Record<string, string> | undefined {
  if (decision !== 'allow') return undefined;
  if (limits?.length && risk !== 'low' && risk !== 'medium') return undefined;
  const patterns: Record<string, string> = {};
  for (const guard of guards) {
    const written = patternOf(guard);
    if (!written) return undefined;
    const [path, pattern] = written;
    // One argument has one pattern here, so two guards on it cannot both be written.
    if (Object.hasOwn(patterns, path) && patterns[path] !== pattern) return undefined;
    patterns[path] = pattern;
  }
  return patterns;
}

/** A guard as one argument and the pattern it must match whole. */
function patternOf({ kind, conditions, instead }: Guard): [path: string, pattern: string] | undefined {
  const condition = kind === 'refuse' ? instead : conditions.length === 1 ? conditions[0] : undefined;
  if (!condition || condition.quantifier === 'any') return undefined;
  const { path: way, op, value } = condition;
  if (way.some((step) => /[.[\]]/.test(step) && step !== eachItem)) return undefined;
  const path = way.reduce(
    (text, step) => (step === eachItem ? `${text}[]` : text === '' ? step : `${text}.${step}`),
    '',
  );
  if (op === 'regex' && typeof value === 'string') return [path, value];
  if (op === 'in' && Array.isArray(value) && value.every((item) => typeof item === 'string')) {
    return [path, `^(?:${value.map((item) => escapePattern(item as string)).join('|')})$`];
  }
  return undefined;
}
