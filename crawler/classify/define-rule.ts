/** What a rule is. One file per rule in `rules/`; a rule is documentation, detection and its own test cases in one place. */
import type { Json, JsonObject, ServerContext, VerdictCategory } from '#db/types.ts';
import type { NounClass } from './lexicon.ts';
import type { Sighting, ToolReading } from './reading.ts';
import type { Domain } from './server.ts';
import type { CapabilityId } from './tables.ts';

/** Verbs that state the rule's capability, and with which objects. */
export interface Action {
  /** Base forms, separated by spaces; two-word verbs are joined by `+` (`turn+on`). Inflections are derived. */
  verbs: string;
  /** Only when the direct object belongs to one of these classes. */
  objects?: readonly NounClass[];
  /** Only when any word of the object phrase belongs to one of these classes (`restore an archived note`). */
  near?: readonly NounClass[];
  /** Never when any word of the object phrase belongs to one of these classes. */
  unless?: readonly NounClass[];
  /** Never when any word of the object phrase or of the prepositional object belongs to one of these classes. */
  apart?: readonly NounClass[];
  /** Only when the prepositional object (`remove … from <here>`) belongs to one of these classes. */
  scopes?: readonly NounClass[];
  /** Only on servers of these domains. */
  domains?: readonly Domain[];
  /** Never on servers or tools of these domains. */
  outside?: readonly Domain[];
  /** Only when the verb stands in the name, or only when it stands in the text. */
  only?: 'name' | 'text';
}

/** A tool of our own wording: name, description, and what else the case needs. */
export type Example = readonly [
  name: string,
  description?: string,
  more?: {
    parameters?: Record<string, Json>;
    required?: string[];
    annotations?: JsonObject;
    server?: ServerContext;
    /** The verdict expected of the whole classifier. Only of must-match examples: every rule has one that turns on it. */
    is?: VerdictCategory;
    /** Why this case is here. */
    why?: string;
  },
];

/** The record a rule file exports. */
export interface Rule {
  /** Equals the file name; names what was observed. */
  id: string;
  /** Two to five words. */
  title: string;
  /** Why it matters, one or two sentences. */
  explains: string;
  /** What to do about it, one sentence. */
  advice: string;
  capability: CapabilityId;
  actions?: readonly Action[];
  /**
   * Phrases that state it outright anywhere in the description. Words are lower case; `*` is any one word,
   * `a|b` either word, and a trailing `?` makes a word optional. A phrase never crosses a sentence.
   */
  phrases?: readonly string[];
  /** Words that, alone as a name or heading the description, say it (`balance`, `logs`). */
  nouns?: string;
  /** What words cannot say: looks at parameters and the like. */
  inspect?: (reading: ToolReading) => Sighting[] | undefined;
  /** A stated limit instead of an action: what the tool is held to, whatever its verbs. */
  limits?: 'read-only';
  /** At least three, each of which this rule must report. */
  matches: readonly Example[];
  /** At least three that look alike and which this rule must not report. */
  misses: readonly Example[];
}

/** Types a rule and returns it as it is. */
export const defineRule = (rule: Rule): Rule => rule;
