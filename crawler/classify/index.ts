/** The classifier: what one call of a tool can do, from its definition alone. Pure and deterministic; no I/O. */
import type { Rule } from './define-rule.ts';
import { rules } from './rules/index.ts';

export {
  type CapabilityId,
  capabilities,
  type FindingId,
  findings,
  type ModifierId,
  modifiers,
  riskTable,
  type SignalId,
  signals,
} from '#crawler/classify/decide/tables.ts';
export { type Classifier, classify, createClassifier } from './classify.ts';
export type { Rule } from './define-rule.ts';
export { rules } from './rules/index.ts';
export { ruleset } from './ruleset.ts';

const byId = new Map(rules.map((rule) => [rule.id, rule]));

/** The rule with this id, if there is one. */
export const ruleById = (id: string): Rule | undefined => byId.get(id);
