/** What somebody accepts by name: those tools pass without asking, whatever a preset says of them. Pure. */
import type { Classification } from '#db/types.ts';
import type { Preset } from './presets.ts';
import type { Recommendation } from './recommend.ts';

/** More tools than this are not accepted one by one; who wants that writes the rules themselves. */
export const maxAccepted = 20;

/** Whether a tool stays as it is, accepted or not: its definition speaks to the model, or a gateway cannot tell its name. */
export const cannotBeAccepted = (verdict: Classification, { code }: Recommendation): boolean =>
  verdict.findings.length > 0 || code === 'wildcard-name';

/**
 * A preset with tools that may be called without asking. Limits of a tool stay, as do the rules for tools whose definition
 * speaks to the model and for names a gateway cannot tell from others: nobody accepts those by a click.
 */
export function accepting(preset: Preset, names: readonly string[]): Preset {
  const accepted = new Set(names.slice(0, maxAccepted));
  if (accepted.size === 0) return preset;
  return {
    ...preset,
    recommend(tool, verdict, context) {
      const recommendation = preset.recommend(tool, verdict, context);
      if (!accepted.has(tool.name) || cannotBeAccepted(verdict, recommendation)) return recommendation;
      const { limits } = recommendation.rule;
      return { ...recommendation, blanks: [], rule: { decision: 'allow', ...(limits && { limits }) } };
    },
  };
}
