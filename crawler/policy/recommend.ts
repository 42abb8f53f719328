/** The rule that should stand in front of one tool: a table from category to rule, and the document that says it. */
import type { Classification, VerdictCategory } from '#db/types.ts';
import { emptyToolRules, type PolicyDocument, type ToolRule } from './document.ts';

/** What the rule does, mildest first. */
export const ruleKinds = ['allow', 'limit', 'hide', 'deny'] as const;
export type RuleKind = (typeof ruleKinds)[number];

/** Why this rule: the category asked for it, or the name cannot be written safely. */
export type RuleReason = VerdictCategory | 'wildcard-name';

/** Facts only; the sentences about them are written where they are shown. */
export interface Recommendation {
  rule: RuleKind;
  reason: RuleReason;
  /** Calls a minute; there when, and only when, the rule is `limit`. */
  perMinute?: number;
  /** What the agent reads when a call is denied; there when the document carries it. */
  onDeny?: string;
  /** Complete by itself: version, default deny and the rule of this one tool. */
  document: PolicyDocument;
}

/** One row of the table: a rule without a tool. */
export type RuleChoice =
  | { rule: 'allow' }
  | { rule: 'hide' }
  | { rule: 'limit'; perMinute: number }
  | { rule: 'deny'; onDeny: string };

/** The default rule by category. The site's methodology page is rendered from this table. */
export const ruleByCategory: Readonly<Record<VerdictCategory, RuleChoice>> = {
  read: { rule: 'allow' },
  write: { rule: 'limit', perMinute: 30 },
  execute: { rule: 'limit', perMinute: 10 },
  destructive: { rule: 'hide' },
  financial: { rule: 'deny', onDeny: 'Requires human approval.' },
  unassessed: { rule: 'deny', onDeny: 'Not assessed: the definition says too little. Review this tool first.' },
};

/** Recommends the default rule for one tool. Pure. */
export function recommend(toolName: string, classification: Pick<Classification, 'category'>): Recommendation {
  const { category } = classification;
  return recommendChoice(toolName, ruleByCategory[category], category);
}

/** Writes one chosen rule as a complete recommendation. */
export function recommendChoice(toolName: string, choice: RuleChoice, reason: VerdictCategory): Recommendation {
  if (isWildcardName(toolName)) {
    return { rule: 'deny', reason: 'wildcard-name', document: { version: '1', default: 'deny' } };
  }
  if (choice.rule === 'hide') {
    return { rule: 'hide', reason, document: { version: '1', default: 'deny', hide: [toolName] } };
  }
  const tools = emptyToolRules();
  tools[toolName] = toToolRule(choice, counterName(toolName));
  return { ...choice, reason, document: { version: '1', default: 'deny', tools } };
}

/**
 * True where a gateway could read the name as a pattern. The protocol does not allow `*` in tool names; a tool that has
 * it is left out of every document, so that default deny stops it and no other tool is hidden or allowed along with it.
 */
export function isWildcardName(toolName: string): boolean {
  return toolName.includes('*') || toolName === '';
}

/** The counter a tool's limit counts on: its name in lower case with `_rate`. */
export function counterName(toolName: string): string {
  return `${toolName.toLowerCase()}_rate`;
}

/** The document's rule for a choice that is not `hide`. */
export function toToolRule(choice: Exclude<RuleChoice, { rule: 'hide' }>, counter: string): ToolRule {
  if (choice.rule === 'allow') return {};
  if (choice.rule === 'deny') return { deny_if: [{ conditions: [], on_deny: choice.onDeny }] };
  return { limits: [{ counter, window: 'minute', max: choice.perMinute, scope: 'grant' }] };
}
