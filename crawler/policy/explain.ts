/** Policies in plain sentences: what is said of a rule is made from the rule itself. */
import { writePath } from './argument-path.ts';
import type { Guard, Policy, PolicyLimit, ToolPolicy } from './policy.ts';
import { toolNames } from './policy.ts';

const list = (words: readonly string[], last = 'and'): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;

/** Limits as words: `30 calls a minute`, `5 an hour and 20 a day`. */
export function limitWords(limits: readonly PolicyLimit[]): string {
  const calls = limits.filter(({ amount }) => !amount);
  const sums = limits.filter(({ amount }) => amount);
  const said = calls.map(
    ({ max, window }, at) =>
      `${max}${at === 0 ? (max === 1 ? ' call' : ' calls') : ''} ${window === 'hour' ? 'an' : 'a'} ${window}`,
  );
  const added = sums.map(
    ({ max, window, amount }) =>
      `a sum of ${max} over ${writePath(amount!)} ${window === 'hour' ? 'an' : 'a'} ${window}`,
  );
  return list([...said, ...added]);
}

/** What a rule does to calls of a tool, one sentence each. */
export function explainRule(tool: string, rule: ToolPolicy): string[] {
  const { sharedWith = [] } = rule;
  const others = [...sharedWith.slice(0, 3), ...(sharedWith.length > 3 ? [`${sharedWith.length - 3} more`] : [])];
  return [
    ...explainOwnRule(tool, rule),
    ...(others.length > 0
      ? [
          `Some clients take its name for ${list(others)}: this is the strictest of their rules, and they count together.`,
        ]
      : []),
  ];
}

function explainOwnRule(tool: string, { decision, guards = [], limits = [] }: ToolPolicy): string[] {
  const named = tool === '' ? 'this tool' : tool;
  switch (decision) {
    case 'hide':
      return [
        `Takes ${named} out of the list of tools that the agent sees, and denies it should it be called all the same.`,
      ];
    case 'deny':
      return [`Denies every call of ${named}.`];
    case 'ask':
      return [
        `Asks a person before each call of ${named}; a place that cannot ask denies it.`,
        ...guards.filter((guard) => guard.decision === 'deny').map(guardSentence),
        ...(limits.length > 0 ? [`Denies what goes beyond ${limitWords(limits)}.`] : []),
      ];
    case 'allow':
      return [
        guards.length === 0 && limits.length === 0
          ? `Lets ${named} through without a limit.`
          : limits.length === 0
            ? `Lets calls of ${named} through that meet its conditions.`
            : `Lets ${named} through ${limitWords(limits)}${guards.length > 0 ? ', where a call meets its conditions' : ''}, and denies every call above that.`,
        ...guards.map(guardSentence),
      ];
  }
}

/** A guard as a sentence: its message, and what happens otherwise. */
function guardSentence({ message, decision, conditions }: Guard): string {
  const fields = [...new Set(conditions.map(({ path }) => writePath(path)))];
  return `${message} Looked at: ${list(fields)}; otherwise the call ${decision === 'ask' ? 'asks' : 'is denied'}.`;
}

/** A whole policy, one line a tool and its conditions below it. */
export function explainPolicy(policy: Policy): string[] {
  const rest = { allow: 'is allowed', ask: 'asks', deny: 'is denied', hide: 'is hidden' }[policy.default];
  return [
    ...toolNames(policy).flatMap((name) => explainRule(name, policy.tools[name]!)),
    ...(policy.limits?.length ? [`All tools together: ${limitWords(policy.limits)}.`] : []),
    `A tool that is not named ${rest}.`,
  ];
}
