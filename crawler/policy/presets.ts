/** Three ways to choose rules for the same verdicts: the default, a stricter one by risk, and one that keeps more working. */
import type { Branch, Category, Classification } from '#db/types.ts';
import { categories } from '#db/types.ts';
import { emptyToolRules, type PolicyDocument, type ToolRule } from './document.ts';
import {
  counterName,
  isWildcardName,
  type Recommendation,
  type RuleChoice,
  recommend,
  recommendChoice,
  ruleByCategory,
  toToolRule,
} from './recommend.ts';
import type { Recommender } from './server-policy.ts';

export interface Preset {
  /** What `?preset=` takes. */
  id: string;
  title: string;
  /** One sentence: how it differs. */
  explanation: string;
  recommend: Recommender;
}

const approval: RuleChoice = { rule: 'deny', onDeny: 'Requires human approval.' };

/** Every preset, the default first. */
export const presets: readonly [Preset, ...Preset[]] = [
  {
    id: 'recommended',
    title: 'Recommended',
    explanation:
      'The rule by category: reads pass, writes and runs are limited, deletions are hidden, payments wait for a person.',
    recommend,
  },
  {
    id: 'strict',
    title: 'Strict',
    explanation:
      'By risk: only low-risk reads pass freely, ordinary writes are held to 10 a minute, everything graver waits for a person or is hidden, and so is every definition that gives the model orders.',
    recommend: recommendStrict,
  },
  {
    id: 'permissive',
    title: 'Permissive',
    explanation:
      'Keeps more working: twice the calls a minute, deletions wait for a person instead of being hidden, and of a tool with several modes only the grave modes are denied.',
    recommend: recommendPermissive,
  },
];

/** The preset with this id, or undefined. */
export const findPreset = (id: string): Preset | undefined => presets.find((preset) => preset.id === id);

/** A tool whose definition speaks to the model does so by being listed, so it is hidden whatever a call does. */
function recommendStrict(toolName: string, { category, risk, findings }: Classification): Recommendation {
  const choice: RuleChoice = findings.length > 0 ? { rule: 'hide' } : strictChoice(category, risk);
  return recommendChoice(toolName, choice, category);
}

function strictChoice(category: Classification['category'], risk: Classification['risk']): RuleChoice {
  if (category === 'unassessed' || category === 'destructive' || category === 'financial') return { rule: 'hide' };
  if (category === 'read' && risk === 'low') return { rule: 'allow' };
  if ((category === 'read' || category === 'write') && risk === 'medium') return { rule: 'limit', perMinute: 10 };
  return approval;
}

function recommendPermissive(toolName: string, classification: Classification): Recommendation {
  const byMode = recommendByMode(toolName, classification);
  if (byMode) return byMode;
  const choice = ruleByCategory[classification.category];
  if (choice.rule === 'limit') {
    return recommendChoice(toolName, { ...choice, perMinute: choice.perMinute * 2 }, classification.category);
  }
  return recommendChoice(toolName, choice.rule === 'hide' ? approval : choice, classification.category);
}

/** Categories a single call of which does the damage. */
const grave: readonly Category[] = ['destructive', 'financial'];

/**
 * The rule for a tool that is grave only in some of its modes: those are denied and the rest follows its own category.
 * It lists the modes that pass and not the ones that are denied, so that a mode nobody knew of is denied as well.
 * @returns undefined where the tool is not grave, or is so by more than the values of its parameters
 */
export function recommendByMode(toolName: string, classification: Classification): Recommendation | undefined {
  const { category, branches, evidence } = classification;
  if (isWildcardName(toolName) || category === 'unassessed' || !grave.includes(category)) return undefined;
  const parameters = branches.filter((branch) => grave.includes(branch.category)).map((branch) => branch.pointer);
  const insideModes = evidence.every((item) => parameters.some((pointer) => item.pointer.startsWith(`${pointer}/`)));
  if (evidence.length === 0 || !insideModes) return undefined;

  const denials: NonNullable<ToolRule['deny_if']> = [];
  const kept: Branch[] = [];
  for (const pointer of new Set(parameters)) {
    const own = branches.filter((branch) => branch.pointer === pointer);
    const mild = own.filter((branch) => !grave.includes(branch.category));
    if (mild.length === 0) return undefined;
    const path = `args.${own[0]!.parameter}`;
    const values = mild.map((branch) => branch.value);
    const message = `Only these values pass: ${values.slice(0, 12).join(', ')}.`;
    denials.push(
      { conditions: [{ path, op: 'exists', value: false }], on_deny: message },
      { conditions: [{ path, op: 'not_in', value: values }], on_deny: message },
    );
    kept.push(...mild);
  }
  const worst = categories[Math.max(...kept.map((branch) => categories.indexOf(branch.category)))]!;
  const choice = ruleByCategory[worst];
  if (choice.rule === 'hide' || choice.rule === 'deny') return undefined;
  const tools = emptyToolRules();
  tools[toolName] = { deny_if: denials, ...toToolRule(choice, counterName(toolName)) };
  const document: PolicyDocument = { version: '1', default: 'deny', tools };
  return { ...choice, reason: category, document };
}
