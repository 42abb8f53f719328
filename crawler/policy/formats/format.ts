/** What every policy format is: one module per format in this folder, listed in `index.ts`. */
import { crossesServers } from '#crawler/policy/name-clashes.ts';
import { type Policy, stricter, type ToolPolicy, toolNames } from '#crawler/policy/policy.ts';

/** Whom a file is for. Names are the server's own words: hostile. */
export interface WriteOptions {
  /** What the server is called in the user's own configuration: the client matches rules by it. */
  serverKey: string;
  /** Exact name of the tool when the policy covers one tool: the rest of the server then stays as it was. */
  tool?: string;
}

export interface PolicyFormat {
  /** Equal to the file name, and what `?format=` takes. */
  id: string;
  title: string;
  /** Where it is enforced: in a client's own settings, in a program that the client runs before each call, or in a gateway. */
  place: 'client' | 'hook' | 'gateway';
  /** One sentence: where the file goes. */
  where: string;
  /** What the format cannot say and what it does instead, one sentence each; empty when a policy fits whole. */
  cannot: readonly string[];
  /** How far it was tried: on the real program, whose version is named, or by its documentation alone. */
  tried: string;
  contentType: string;
  /** Last part of the file's name, with its dot. */
  extension: string;
  /** Byte-stable text of the policy in this format. */
  write(policy: Policy, options: WriteOptions): string;
}

/** A name that is safe on every file system and in a header: `klaviyo-mcp-server.create_event.policy.json`. */
export function policyFilename(format: PolicyFormat, subject: { server: string; tool?: string }): string {
  const parts = [subject.server, subject.tool].filter((part) => part !== undefined).map(safePart);
  return `${parts.join('.')}${format.extension}`;
}

/** Letters, digits, `_` and `-` stay; every other run becomes one `-`. 80 characters at most. */
export function safePart(text: string): string {
  const safe = text
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .slice(0, 80)
    .replace(/^-+|-+$/g, '');
  return safe === '' ? 'unnamed' : safe;
}

/** What a client that can only allow, ask or refuse makes of a rule. */
export type ClientDecision = 'allow' | 'ask' | 'deny';

/** A limit or a condition becomes a question, since such a client neither counts nor looks at arguments. */
export function decideForClient({ decision, guards, limits }: ToolPolicy): ClientDecision {
  if (decision === 'hide' || decision === 'deny') return 'deny';
  return decision === 'ask' || guards?.length || limits?.length ? 'ask' : 'allow';
}

/**
 * What a gateway that cannot ask makes of a rule. Where it cannot count, a limit is let go for tools of low and medium
 * risk and is a refusal from `high` on.
 */
export function decideForGateway({ decision, guards, limits, risk }: ToolPolicy): 'allow' | 'deny' {
  if (decision !== 'allow' || guards?.length) return 'deny';
  return limits?.length && risk !== 'low' && risk !== 'medium' ? 'deny' : 'allow';
}

/**
 * Decisions by the name the program itself gives each tool. Two tools can have one name there; the stricter decision
 * keeps it.
 */
export function decideByName<T extends 'allow' | 'ask' | 'deny'>(
  policy: Policy,
  rename: (tool: string) => string,
  decide: (rule: ToolPolicy) => T,
): Map<string, T> {
  const names = new Map<string, T>();
  for (const tool of toolNames(policy)) {
    const name = rename(tool);
    const known = names.get(name);
    const own = decide(policy.tools[tool]!);
    names.set(name, known === undefined ? own : stricter(known, own));
  }
  return names;
}

/**
 * What a file says of itself: what the format cannot hold, and which names could be read as others. None of a stranger's
 * words is in it.
 */
export const remarksOf = (cannot: readonly string[], policy: Policy, serverKey: string): string[] => [
  ...cannot,
  ...(Object.values(policy.tools).some(({ sharedWith }) => sharedWith) ? [says.sharedNames] : []),
  ...([serverKey, ...toolNames(policy)].some(crossesServers) ? [says.crossesServers] : []),
];

/** The names with this decision. */
export const namesWith = <T extends string>(names: ReadonlyMap<string, T>, decision: T): string[] =>
  [...names].filter(([, own]) => own === decision).map(([name]) => name);

/** Sentences that several formats say of themselves. */
export const says = {
  noCount: 'Calls cannot be counted: a tool with a limit asks each time instead.',
  noArguments: 'Arguments cannot be tested: a tool with such a condition asks each time instead.',
  noDefault: 'There is no default of its own: a tool that is not listed asks.',
  noAsk: 'Nothing can be asked: what would wait for a person is denied.',
  uncounted:
    'Calls are not counted: a tool of low or medium risk that has a limit passes without it, one of high risk is denied.',
  noHide: 'Tools cannot be hidden: the model sees them, and a call is refused.',
  sharedNames: 'Some names here are one name in some client: each of them has the strictest of their rules.',
  crossesServers:
    'A name here holds “__”, which clients write between server and tool: use no other server whose name and tool come to the same.',
  documented: 'Written by the documentation; not tried on the program.',
} as const;
