/** Every phrase of every kind of finding, in order. */
import type { FindingKind, Phrase } from './findings/define-finding.ts';
import { type FindingId, findingKinds } from './findings/index.ts';

/** A phrase, and the kind of finding it makes. */
export interface KindPhrase {
  id: FindingId;
  phrase: Phrase;
}

/** Every phrase of every kind, in order. */
export const phrases: readonly KindPhrase[] = findingKinds.flatMap((kind: FindingKind) =>
  (kind.phrases ?? []).map((phrase) => ({ id: kind.id as FindingId, phrase })),
);
