/** The annotations of a tool beside its verdict. Pure. */
import type { Classification, ToolDefinition } from '#db/types.ts';
import { shorten } from './format.ts';

export interface AnnotationRow {
  hint: string;
  title: string;
  /** In a word: `yes`, `no`, or that it says nothing. */
  says: string;
  found: string;
  disagrees: boolean;
  /** What its author might mend although it harms nobody: the hint overstates, or is missing. */
  advice?: string;
  /** Words of the definition that say otherwise. */
  quotes: string[];
}

const titles = {
  readOnlyHint: 'Only reads',
  destructiveHint: 'Can destroy',
  idempotentHint: 'Twice is as once',
  openWorldHint: 'Reaches outside',
} as const;

const yesOrNo = (value: boolean) => (value ? 'yes' : 'no');

/** What a verdict says to a hint by itself; undefined where it says nothing. */
function verdictOn(hint: string, { category, modifiers }: Classification): boolean | undefined {
  if (category === 'unassessed') return undefined;
  // A query in a language without words for writing runs, and only reads.
  const onlyReads = modifiers.some(({ modifier }) => modifier === 'reading-language');
  if (hint === 'readOnlyHint') return category === 'read' || onlyReads;
  if (hint === 'destructiveHint' && (category === 'destructive' || category === 'read')) return category !== 'read';
  return undefined;
}

/** Where a hint makes a tool worse than it is, or is left out where it would help. */
function adviceOn(hint: string, declared: unknown, found: boolean | undefined): string | undefined {
  if (found === undefined) return undefined;
  if (declared === undefined) return hint === 'readOnlyHint' && found ? 'saying so would spare questions' : undefined;
  return typeof declared === 'boolean' && declared !== found ? 'it overstates, which harms nobody' : undefined;
}

/** Rows for the hints that the tool gives, or that a verdict speaks of; none for a tool that nothing is known of. */
export function compareAnnotations(definition: ToolDefinition, verdict: Classification): AnnotationRow[] {
  const annotations: Readonly<Record<string, unknown>> = definition.annotations ?? {};
  return Object.entries(titles).flatMap(([hint, title]): AnnotationRow[] => {
    const declared = Object.hasOwn(annotations, hint) ? annotations[hint] : undefined;
    const contradiction = verdict.contradictions.find((item) => item.annotation === hint);
    const found = contradiction ? contradiction.corrected : verdictOn(hint, verdict);
    if (declared === undefined && found === undefined) return [];
    const advice = contradiction ? undefined : adviceOn(hint, declared, found);
    return [
      {
        hint,
        title,
        says: typeof declared === 'boolean' ? yesOrNo(declared) : declared === undefined ? 'nothing' : 'something else',
        found: typeof found === 'boolean' ? yesOrNo(found) : 'not judged',
        disagrees: contradiction !== undefined,
        ...(advice !== undefined && { advice }),
        quotes: [...new Set(contradiction?.evidence.map(({ quote }) => shorten(quote, 80)) ?? [])].slice(0, 3),
      },
    ];
  });
}
