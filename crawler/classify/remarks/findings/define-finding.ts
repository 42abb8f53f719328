/** How one kind of finding is written: what it means, what it looks for, and its examples. */

import type { FoldedText } from '#crawler/text/fold.ts';

/** What part of a definition a text is. */
export type TextRole = 'name' | 'prose' | 'value' | 'key';

/** One text of a definition, as the model is shown it. */
export interface Passage {
  /** As it stands. */
  raw: string;
  /** Folded: lower case, plain letters, nothing invisible; see `crawler/text/fold.ts`. */
  folded: FoldedText;
  /** Sentences of the folded text, half-open. */
  sentences: readonly Span[];
  role: TextRole;
}

/** Half-open UTF-16 offsets. */
export interface Span {
  start: number;
  end: number;
}

/** Something to look for in one sentence of folded text. */
export interface Phrase {
  /** What must stand there; what it matches is quoted. No unbounded repetition of more than one class. */
  says: RegExp;
  /** What must also stand in the same sentence or the two after it. */
  beside?: RegExp;
  /** Each must stand in the same sentence, the one before it or the one after it. */
  around?: readonly RegExp[];
  /** What must not stand in the same sentence. */
  unless?: RegExp;
  /** What must not stand in the same sentence, the one before it or the one after it. */
  unlessNear?: RegExp;
}

/** One kind of finding. */
export interface FindingKind<Id extends string = string> {
  id: Id;
  title: string;
  /** What it means for whoever connects the server; a sentence or two. */
  explanation: string;
  /** Looked for in each sentence. */
  phrases?: readonly Phrase[];
  /** `seek` finds nothing without one of these marks, see `scan.ts`; where absent, without a character beyond ASCII. */
  marks?: readonly ('markup' | 'escapes' | 'longWord')[];
  /** Looks at a whole text where sentences are not the unit. Spans are of `raw`. */
  seek?: (passage: Passage) => Span | undefined;
  /** Looks at the names of all parameters together; returns the one to quote. */
  parameters?: (names: readonly string[]) => string | undefined;
  /** Texts it must find; own wording, one a way to say it. */
  matches: readonly string[];
  /** Texts that come near and must stay quiet. */
  misses: readonly string[];
}

/** Phrases of one kind that belong together, with their own examples: a file of the kind's folder. */
export type PhraseGroup = Required<Pick<FindingKind, 'phrases' | 'matches' | 'misses'>>;

/** Several groups as one. */
export const joinGroups = (groups: readonly PhraseGroup[]): PhraseGroup => ({
  phrases: groups.flatMap(({ phrases }) => phrases),
  matches: groups.flatMap(({ matches }) => matches),
  misses: groups.flatMap(({ misses }) => misses),
});

/** Checks the shape of a kind and keeps its id as a literal. */
export const defineFinding = <const Id extends string>(kind: FindingKind<Id>): FindingKind<Id> => kind;

/** The same phrase with several alternatives, joined so that a list reads as one. */
export const anyOf = (...parts: readonly string[]): string => `(?:${parts.join('|')})`;
