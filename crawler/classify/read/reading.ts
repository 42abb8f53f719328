/** One tool as the rules see it: words, parameters and what has been observed so far. */

import type { CapabilityId } from '#crawler/classify/decide/tables.ts';
import type { Grammar } from '#crawler/classify/words/grammar.ts';
import type { Lists } from '#crawler/classify/words/lists.ts';
import type { RuleWords } from '#crawler/classify/words/rule-words.ts';
import type { Classes } from '#crawler/classify/words/senses.ts';
import type { Word } from '#crawler/classify/words/text.ts';
import type { ToolDefinition } from '#db/types.ts';
import type { Parameter } from './schema.ts';
import type { PreparedServer } from './server.ts';

/** Where something was observed. */
export type Place =
  | 'name'
  | 'title'
  | 'lead'
  | 'body'
  | 'passive'
  | 'phrase'
  | 'noun'
  | 'parameter'
  | 'mode'
  | 'annotation';

/** Something a rule has seen, with the place of the words it rests on. */
export interface Observation {
  rule: RuleWords;
  capability: CapabilityId;
  /** 0 read … 4 financial. */
  severity: number;
  place: Place;
  /** 0..1: how plainly it is said. */
  strength: number;
  /** True where the sentence opens with this verb: nothing but lead-in words stand before it. */
  opens?: boolean;
  /** True where the word can only be a verb: a third person, or a verb before an article or a pronoun. */
  surely?: boolean;
  /** How many conditions of the sense were met; see `Sense.specificity`. */
  specificity: number;
  /** Base form of the verb, `''` where none. */
  verb: string;
  /** RFC 6901 pointer into the tool definition. */
  pointer: string;
  start: number;
  end: number;
  /** The text quoted from, where the finder has it at hand. */
  text?: string;
  /** The object of the verb, where it has one. */
  object?: Classes;
  /** For modes: the parameter and the value that leads to this. */
  parameter?: Parameter;
  value?: string;
}

/** What an inspecting rule has found: where, and how plainly. */
export interface Sighting {
  pointer: string;
  start: number;
  end: number;
  /** 0..1. */
  strength: number;
  /** The text quoted from, where the finder has it at hand. */
  text?: string;
}

/** A sighting whose evidence is the name of a parameter. */
export const atParameter = (parameter: Parameter, strength: number): Sighting => ({
  pointer: parameter.pointer,
  start: 0,
  end: parameter.name.length,
  strength,
  text: parameter.name,
});

/** The tool, taken apart once. */
export interface ToolReading {
  tool: ToolDefinition;
  grammar: Grammar;
  server: PreparedServer;
  /** Bits of `domainBit`: the server's, and what the tool's own words add. */
  domains: number;
  nameWords: Word[];
  /** Index of the first name word that is not the server's prefix. */
  nameFrom: number;
  description: string;
  textWords: Word[];
  parameters: readonly Parameter[];
  /** Bits of `kinds` that any parameter has. */
  kinds: number;
  /** Bits of `says` that any parameter has. */
  says: number;
  /** Lists on which any word of the description stands, as it is written. */
  heard: Lists;
  name: Observation[];
  lead: Observation[];
  body: Observation[];
  /** What sentences say is done, in the passive. */
  passive: Observation[];
  /** What a title says. */
  titled: Observation[];
  /** Observations that rest on phrases, nouns and parameters. */
  stated: Observation[];
  /** Rules with `limits` whose phrase was found. */
  limits: Observation[];
}
