/** What a rule is. One file per rule in `rules/`; a rule is documentation, detection and its own test cases in one place. */
import type { Sighting, ToolReading } from '#crawler/classify/read/reading.ts';
import type { RuleWords } from '#crawler/classify/words/rule-words.ts';
import type { Json, JsonObject, ServerContext, VerdictCategory } from '#db/types.ts';

/** A tool of our own wording: name, description, and what else the case needs. */
export type Example = readonly [
  name: string,
  description?: string,
  more?: {
    parameters?: Record<string, Json>;
    required?: string[];
    annotations?: JsonObject;
    title?: string;
    server?: ServerContext;
    /** The verdict expected of the whole classifier. Only of must-match examples: every rule has one that turns on it. */
    is?: VerdictCategory;
    /** Why this case is here. */
    why?: string;
  },
];

/** The record a rule file exports. */
export interface Rule extends RuleWords {
  /** Two to five words. */
  title: string;
  /** Why it matters, one or two sentences. */
  explains: string;
  /** What to do about it, one sentence. */
  advice: string;
  /** What words cannot say: looks at parameters and the like. */
  inspect?: (reading: ToolReading) => Sighting[] | undefined;
  /** At least three, each of which this rule must report. */
  matches: readonly Example[];
  /** At least three that look alike and which this rule must not report. */
  misses: readonly Example[];
}

/** Types a rule and returns it as it is. */
export const defineRule = (rule: Rule): Rule => rule;
