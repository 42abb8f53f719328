/**
 * Three ways to choose rules for the same verdicts, strictest first in effect: what a stricter one allows, a milder one
 * allows too. Each is made from the recommended rule, so that this holds by construction.
 */
import type { Classification } from '#db/types.ts';
import { type KnownTool, type Recommendation, type RecommendContext, recommend } from './recommend.ts';

export interface Preset {
  /** What `?preset=` takes. */
  id: string;
  title: string;
  /** One sentence: what it does, true of every document made by it. */
  explanation: string;
  /** The rule for one tool. */
  recommend(tool: KnownTool, verdict: Classification, context?: RecommendContext): Recommendation;
}

/** Every preset, the default first. */
export const presets: readonly [Preset, ...Preset[]] = [
  {
    id: 'recommended',
    title: 'Recommended',
    explanation:
      'Low-risk reads pass freely, other everyday work passes within limits, what can do lasting damage waits for a person or is hidden.',
    recommend,
  },
  {
    id: 'read-only',
    title: 'Read only',
    explanation:
      'Only tools that read pass, on the same conditions as recommended; what would ask is denied, and every other tool is hidden.',
    recommend(tool, verdict, context) {
      const recommendation = recommend(tool, verdict, context);
      const { rule } = recommendation;
      if (recommendation.code === 'wildcard-name') return recommendation;
      if (verdict.category !== 'read')
        return { ...recommendation, blanks: [], rule: { ...bare(rule), decision: 'hide' } };
      if (rule.decision === 'ask') return { ...recommendation, blanks: [], rule: { ...bare(rule), decision: 'deny' } };
      const guards = rule.guards?.map((guard) => ({ ...guard, decision: 'deny' as const }));
      return { ...recommendation, rule: { ...rule, ...(guards && { guards }) } };
    },
  },
  {
    id: 'permissive',
    title: 'Permissive',
    explanation:
      'Twice the calls of recommended, and what recommended hides waits for a person instead, unless its definition speaks to the model.',
    recommend(tool, verdict, context) {
      const recommendation = recommend(tool, verdict, context);
      const { rule, code } = recommendation;
      const limits = rule.limits?.map((limit) => ({ ...limit, max: limit.amount ? limit.max : limit.max * 2 }));
      const decision = rule.decision === 'hide' && code !== 'suspicious-text' ? 'ask' : rule.decision;
      return { ...recommendation, rule: { ...rule, decision, ...(limits && { limits }) } };
    },
  },
];

/** A rule without what only matters to calls that can pass. */
const bare = ({ guards: _guards, limits: _limits, ...rest }: Recommendation['rule']): Recommendation['rule'] => rest;

/** The preset with this id, or undefined. */
export const findPreset = (id: string): Preset | undefined => presets.find((preset) => preset.id === id);
