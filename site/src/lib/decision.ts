/** What to do with a server, by a published rule: the first row that fits decides, and every row that fits is a reason. Pure. */
import type { Exposure } from '#crawler/policy/exposure.ts';
import { type Grade, ownProvenances, type Provenance } from '#db/types.ts';
import { count } from './format.ts';

/** What the rule looks at. */
export interface DecisionFacts {
  exposure: Exposure;
  trust: Grade | null;
  provenance: Provenance | null;
  tools: number;
  /** Tools whose definition holds text that speaks to the model. */
  suspicious: number;
  /** Findings in what the server tells the model beside its tools. */
  suspiciousWords: number;
  /** Tools whose annotations disagree with their definition. */
  contradicted: number;
  /** Whether package, source and name fit together; undefined where too little is known. */
  identified: boolean | undefined;
  /** What does not fit together about who is behind it: how many things. */
  identityFindings: number;
  /** Tools that the recommended policy does not simply allow. */
  ruled: number;
}

export const decisions = ['do-not-connect', 'ask-first', 'connect-with-policy', 'connect'] as const;
export type ConnectDecision = (typeof decisions)[number];

export const decisionTitles: Record<ConnectDecision, string> = {
  'do-not-connect': 'Do not connect',
  'ask-first': 'Ask first',
  'connect-with-policy': 'Connect with this policy',
  connect: 'Connect',
};

/** The colour a decision has: that of a risk. */
export const decisionRisks = {
  'do-not-connect': 'critical',
  'ask-first': 'high',
  'connect-with-policy': 'medium',
  connect: 'low',
} as const;

/** One row of the rule. */
export interface DecisionRow {
  decision: ConnectDecision;
  /** When it fits, as the methodology states it. */
  when: string;
  fits(facts: DecisionFacts): boolean;
  /** Why, for one server. */
  reason(facts: DecisionFacts): string;
}

/** The rule, gravest first. */
export const decisionRows: readonly DecisionRow[] = [
  {
    decision: 'do-not-connect',
    when: 'A definition holds text that does something other than describe its tool.',
    fits: ({ suspicious }) => suspicious > 0,
    reason: ({ suspicious }) =>
      `${count(suspicious, 'tool has', 'tools have')} text that speaks to the model instead of describing the tool.`,
  },
  {
    decision: 'do-not-connect',
    when: 'Its instructions, prompts or resources hold text that works on the model; no policy keeps them from it.',
    fits: ({ suspiciousWords }) => suspiciousWords > 0,
    reason: () => 'What it tells the model beside its tools works on the model, and no policy keeps that out.',
  },
  {
    decision: 'do-not-connect',
    when: 'Package, source and name do not fit together, or the name is easily taken for another.',
    fits: ({ identityFindings }) => identityFindings > 0,
    reason: () => 'Who is behind it does not fit together.',
  },
  {
    decision: 'ask-first',
    when: 'Trust is D or F.',
    fits: ({ trust }) => trust === 'D' || trust === 'F',
    reason: ({ trust }) => `Trust is ${trust}: what it says, or who says it, cannot be relied on.`,
  },
  {
    decision: 'ask-first',
    when: 'Its tools were read from source or a manifest; the server itself was not asked.',
    fits: ({ provenance }) => provenance === null || !ownProvenances.includes(provenance),
    reason: ({ provenance }) =>
      provenance === 'static'
        ? 'Its tools were read from source; running, it may have others.'
        : 'Its tools are declared; the server itself was not asked.',
  },
  {
    decision: 'ask-first',
    when: 'More than a quarter of its tools cannot be assessed.',
    fits: ({ exposure, tools }) => exposure.unassessed * 4 > tools,
    reason: ({ exposure }) => `${count(exposure.unassessed, 'tool says', 'tools say')} too little to be judged.`,
  },
  {
    decision: 'ask-first',
    when: 'Exposure is critical, and who is behind it is not confirmed.',
    fits: ({ exposure, identified }) => exposure.risk === 'critical' && identified !== true,
    reason: () => 'It can do lasting damage, and who is behind it is not confirmed.',
  },
  {
    decision: 'connect-with-policy',
    when: 'At least one of its tools needs a rule.',
    fits: ({ ruled }) => ruled > 0,
    reason: ({ ruled, tools }) =>
      `${ruled === tools ? 'Every tool needs' : `${count(ruled, 'tool')} of ${tools} ${ruled === 1 ? 'needs' : 'need'}`} a rule in front of it.`,
  },
  {
    decision: 'connect-with-policy',
    when: 'An annotation disagrees with the definition beside it.',
    fits: ({ contradicted }) => contradicted > 0,
    reason: ({ contradicted }) =>
      `${count(contradicted, 'tool says', 'tools say')} something else in annotations than in words.`,
  },
  {
    decision: 'connect',
    when: 'Nothing of the above.',
    fits: () => true,
    reason: () => 'All it can do is low risk, and nothing speaks against it.',
  },
];

/** What to do with a server, and at most three reasons, gravest first. */
export function decide(facts: DecisionFacts): { decision: ConnectDecision; reasons: string[] } {
  const fitting = decisionRows.filter((row) => row.fits(facts));
  const [first] = fitting as [DecisionRow, ...DecisionRow[]];
  const reasons = (fitting.length > 1 ? fitting.slice(0, -1) : fitting).slice(0, 3).map((row) => row.reason(facts));
  return { decision: first.decision, reasons };
}
