/** The part of a rule that is made of words: what the grammar is compiled from. */
import type { CapabilityId } from '#crawler/classify/decide/tables.ts';
import type { Domain } from '#crawler/classify/lexicon/domains.ts';
import type { NounClass } from '#crawler/classify/lexicon/nouns.ts';

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

/** What a rule says in words. */
export interface RuleWords {
  /** Equals the file name; names what was observed. */
  id: string;
  capability: CapabilityId;
  actions?: readonly Action[];
  /**
   * Phrases that state it outright anywhere in the description. Words are lower case; `*` is any one word,
   * `a|b` either word, and a trailing `?` makes a word optional. A phrase never crosses a sentence.
   */
  phrases?: readonly string[];
  /** Words that, alone as a name or heading the description, say it (`balance`, `logs`). */
  nouns?: string;
  /** A stated limit instead of an action: what the tool is held to, whatever its verbs. */
  limits?: 'read-only';
}
