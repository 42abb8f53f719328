/** What every policy format is: one module per format in this folder, listed in `index.ts`. */
import { byCodeUnit, escapeInvisible, type PolicyDocument, type ToolRule } from '#crawler/policy/document.ts';

/** Whom a download is for. Names are the server's own words: hostile. */
export interface PolicySubject {
  /** Slug of the server. */
  server: string;
  /** What the server is called in the user's own client configuration; the slug unless told otherwise. */
  key?: string;
  /** Exact tool name when the document covers one tool. */
  tool?: string;
}

export interface PolicyFormat {
  /** Equal to the file name, and what `?format=` takes. */
  id: string;
  title: string;
  /** One sentence: where the file goes. */
  usage: string;
  /** What the format cannot say, one sentence each; empty when the document fits whole. */
  limits: readonly string[];
  contentType: string;
  /** Last part of the download's name, with its dot. */
  extension: string;
  /** Byte-stable text of the document in this format. */
  render(document: PolicyDocument, subject: PolicySubject): string;
}

/** A name that is safe on every file system and in a header: `klaviyo-mcp-server.create_event.policy.json`. */
export function policyFilename(format: PolicyFormat, subject: PolicySubject): string {
  const parts = [subject.server, subject.tool].filter((part) => part !== undefined).map(safePart);
  return `${parts.join('.')}${format.extension}`;
}

/** Letters, digits, `_` and `-` stay; every other run becomes one `-`. 80 characters at most. */
function safePart(text: string): string {
  const safe = text
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .slice(0, 80)
    .replace(/^-+|-+$/g, '');
  return safe === '' ? 'unnamed' : safe;
}

/**
 * What a client that can only allow, ask or refuse makes of a rule. A limit becomes a question, since such a client
 * cannot count; a refusal that waits for a person becomes one too; conditions on arguments become a question.
 */
export type ClientDecision = 'allow' | 'ask' | 'deny';

/** Every tool the document names, in the order it is written, with the decision of such a client. */
export function decideTools(document: PolicyDocument): { name: string; decision: ClientDecision }[] {
  return [
    ...(document.hide ?? []).map((name) => ({ name, decision: 'deny' as const })),
    ...Object.entries(document.tools ?? {}).map(([name, rule]) => ({ name, decision: decideRule(rule) })),
  ].sort((a, b) => byCodeUnit(a.name, b.name));
}

function decideRule({ require = [], deny_if = [], limits = [] }: ToolRule): ClientDecision {
  const refusal = deny_if.find((item) => item.conditions.length === 0);
  if (refusal) return refusal.on_deny === approvalMessage ? 'ask' : 'deny';
  return require.length + deny_if.length + limits.length > 0 ? 'ask' : 'allow';
}

/** The refusal that means: a person decides each call. */
export const approvalMessage = 'Requires human approval.';

/** Text as a double-quoted string that JSON, YAML and TOML all read alike. */
export const quote = (text: string): string => escapeInvisible(JSON.stringify(text));

/** The part of a list with this decision, names only. */
export const namesOf = (
  tools: readonly { name: string; decision: ClientDecision }[],
  decision: ClientDecision,
): string[] => tools.filter((tool) => tool.decision === decision).map((tool) => tool.name);

/** Limits as comment lines, so that they travel with the file. */
export const commentLines = (lines: readonly string[]): string => lines.map((line) => `# ${line}\n`).join('');
